"""How much of what a pack asks for is there, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.methodologies.check import check_text
from entreciudades.methodologies.completeness import Missing, Why, completeness, fields_completeness
from entreciudades.methodologies.pack import Pack, Variant
from entreciudades.methodologies.shipped import shipped_pack
from entreciudades.methodologies.vocabulary import SECTION_BLOCKS

TERMS = {"axis": ["gender-equality", "innovation"]}


def pack(sections: str) -> Pack:
    text = f"""
slug = "red"
version = "1.0"
languages = ["es"]
title.es = "Red"
[[programme.variant]]
key = "city"
held_by = "city"
title.es = "De una ciudad"
{sections}
"""
    report = check_text(text, file="red.toml")
    assert report.pack is not None, str(report)
    return report.pack


def variant(sections: str) -> Variant:
    programme = pack(sections).programme
    assert programme is not None
    return programme.variant("city")


SMALL = variant("""
[[programme.variant.section]]
key = "contexto"
title.es = "Contexto"
text = { min_words = 10, max_words = 20 }
shows = ["figures"]
[[programme.variant.section]]
key = "ejes"
title.es = "Ejes"
parts_from = "axis"
parts_text = { min_words = 2, max_words = 9 }
[[programme.variant.section]]
key = "efectos"
title.es = "Efectos"
  [[programme.variant.section.part]]
  key = "social"
  title.es = "Social"
  text = { min_words = 5, max_words = 9 }
  [[programme.variant.section.part]]
  key = "otro"
  title.es = "Otro"
  text = { min_words = 5, max_words = 9 }
  required = false
[[programme.variant.section]]
key = "anexo"
title.es = "Anexo"
text = { min_words = 5, max_words = 9 }
shows = ["channels"]
required = false
""")


def test_nothing_written_lacks_everything_required_in_the_order_of_the_document() -> None:
    found = completeness(SMALL, words={}, present=set(), terms=TERMS)

    assert found.missing == (
        Missing("contexto", "", Why.EMPTY, expected=10),
        Missing("contexto", "", Why.NO_DATA, block="figures"),
        Missing("ejes", "gender-equality", Why.EMPTY, expected=2),
        Missing("ejes", "innovation", Why.EMPTY, expected=2),
        Missing("efectos", "social", Why.EMPTY, expected=5),
    )
    assert (found.done, found.required) == (0, 5)


def test_all_written_is_complete() -> None:
    words = {
        "contexto": {"es": 10},
        "ejes/gender-equality": {"es": 2},
        "ejes/innovation": {"pt": 9},
        "efectos/social": {"es": 3, "en": 7},
    }
    found = completeness(SMALL, words=words, present={"figures"}, terms=TERMS)

    assert (found.done, found.required, found.missing) == (5, 5, ())


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (9, Missing("contexto", "", Why.TOO_SHORT, found=9, expected=10)),
        (21, Missing("contexto", "", Why.TOO_LONG, found=21, expected=20)),
    ],
)
def test_a_text_beside_its_limits_is_not_done(words: int, missing: Missing) -> None:
    found = completeness(SMALL, words={"contexto": {"es": words}}, present={"figures"}, terms={})

    assert (found.done, found.required) == (1, 3)
    assert found.missing[0] == missing


def test_what_is_not_required_is_never_missing_but_too_long_is_told() -> None:
    found = completeness(SMALL, words={"anexo": {"es": 10}, "efectos/otro": {"es": 1}}, present=set(), terms={})

    assert [one for one in found.missing if one.section == "anexo" or one.part == "otro"] == [
        Missing("anexo", "", Why.TOO_LONG, found=10, expected=9)
    ]
    assert (found.done, found.required) == (0, 3)


def test_a_practice_sheet_is_judged_by_its_fields() -> None:
    practice = shipped_pack("ucci-pci").practice
    assert practice is not None
    found = fields_completeness(
        practice.fields, words={"fases-calendario": {"es": 30}, "resultados": {"es": 60}}, present={"title"}
    )

    assert (found.done, found.required) == (3, 6)
    assert found.missing == (
        Missing("tematica", "", Why.NO_DATA, block="themes"),
        Missing("objetivos-antecedentes", "", Why.EMPTY, expected=40),
        Missing("lecciones", "", Why.EMPTY, expected=10),
    )


def test_an_action_form_is_judged_under_its_key() -> None:
    programme = shipped_pack("ucci-pci").programme
    assert programme is not None
    form = programme.variant("network").form("action")
    found = fields_completeness(
        form.fields, words={"action/antecedentes": {"es": 40}}, present={"activity"}, section=form.key
    )

    assert [(one.section, one.part) for one in found.missing] == [
        ("action", "justificacion"),
        ("action", "estrategia-intervencion"),
    ]


CITY = shipped_pack("ucci-pci").programme
KEYS = ["1.1", "1.2", "2.3", "3.8/innovation", "3.11/social", "3.9", "no-such-section"]


@given(
    st.dictionaries(st.sampled_from(KEYS), st.dictionaries(st.sampled_from(["es", "pt"]), st.integers(0, 3000))),
    st.sets(st.sampled_from(sorted(SECTION_BLOCKS))),
)
def test_done_and_missing_make_up_what_is_required(words: dict[str, dict[str, int]], present: set[str]) -> None:
    assert CITY is not None
    found = completeness(CITY.variant("city"), words=words, present=present, terms=TERMS)

    assert found.done + len(found.missing) == found.required
    assert 0 <= found.done < found.required
    assert len(set(found.missing)) == len(found.missing)
