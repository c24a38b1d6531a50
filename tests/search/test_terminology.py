"""Agreed words are found by their stems; what does not follow them is told, and nothing else."""

import pytest

from entreciudades.search.terminology import Agreed, Remark, remarks

TWINNING = Agreed("hermanamiento", "irmanamento", ("geminação", "gemelação"))
CALL = Agreed("convocatoria", "chamada pública", ("edital",))


@pytest.mark.parametrize(
    ("source", "translation", "told"),
    [
        ("Dos hermanamientos", "Dois irmanamentos", []),
        ("Dos Hermanamientos", "Duas alianças", [("missing", "hermanamiento")]),
        ("Dos hermanamientos", "Duas GEMINAÇÕES", [("missing", "hermanamiento"), ("avoided", "geminação")]),
        ("Una alianza", "Uma geminacao", [("avoided", "geminação")]),
        ("La convocatoria", "As chamadas públicas", []),
        ("La convocatoria", "A chamada", [("missing", "convocatoria")]),
        ("Una alianza", "Uma aliança", []),
        ("Dos hermanamientos", "  ", []),
    ],
)
def test_what_a_translator_should_look_at(source: str, translation: str, told: list[tuple[str, str]]) -> None:
    found = remarks(source, translation, (TWINNING, CALL), source_language="es", language="pt")
    assert [(one.kind, one.found) for one in found] == told


def test_a_word_to_avoid_may_be_part_of_the_agreed_term() -> None:
    seat = Agreed("ciudad anfitriona", "cidade sede", ("sede",))
    assert remarks("La ciudad anfitriona", "A cidade sede", (seat,), source_language="es", language="pt") == ()
    found = remarks("La ciudad anfitriona", "A sede", (seat,), source_language="es", language="pt")
    assert found == (Remark("missing", seat, "ciudad anfitriona"), Remark("avoided", seat, "sede"))


def test_a_term_that_one_language_lacks_asks_for_nothing() -> None:
    assert remarks("PCI", "x", (Agreed("", "programa"), Agreed("PCI", "")), source_language="es", language="pt") == ()
