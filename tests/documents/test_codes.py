"""Long texts are cut into pieces and codes, and are themselves again when these are put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.documents.codes import (
    Code,
    CodesDiffer,
    alike,
    pieces_of,
    put_together,
    restored,
    tokens_of,
)

TEXTS = st.text(alphabet=st.sampled_from("ab *_[]()-1.\n\t\\\x0c\u2028é"), max_size=60)


def said(text: str) -> str:
    return "".join(token if isinstance(token, str) else token.says for token in tokens_of(text))


@pytest.mark.parametrize(
    ("body", "pieces"),
    [
        ("Uno", ("Uno",)),
        ("Uno\ny medio\n\nDos  ", ("Uno\ny medio", "Dos")),
        ("Lista:\n- uno\n- dos\n\n1. tres\n   sigue", ("Lista:", "uno", "dos", "tres\n   sigue")),
        ("\n\n  \n", ()),
        ("-", ("-",)),
    ],
)
def test_the_pieces_of_a_text(body: str, pieces: tuple[str, ...]) -> None:
    assert pieces_of(body) == pieces


def test_other_pieces_stand_in_the_same_places() -> None:
    assert put_together("Lista:\n- uno\n\n1. dos\n", ["Lista:", "um", "dois"]) == "Lista:\n- um\n\n1. dois\n"
    with pytest.raises(ValueError, match="shorter"):
        put_together("Uno\n\nDos", ["Um"])


@given(TEXTS | st.text())
def test_a_text_put_together_of_its_own_pieces_is_itself(body: str) -> None:
    pieces = pieces_of(body)
    assert put_together(body, pieces) == body
    assert [piece for piece in pieces if piece != piece.strip() or not piece] == []


@given(TEXTS | st.text())
def test_runs_and_codes_are_the_text_and_come_back_as_it(text: str) -> None:
    assert said(text) == text
    for piece in pieces_of(text):
        assert restored(piece, tokens_of(piece)) == piece


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Un **plan** *nuevo*", ["**", "**", "*", "*"]),
        ("Véase [la red](https://example.org/a)", ["[", "](https://example.org/a)"]),
        ("**Un [plan](https://example.org)**", ["**", "[", "](https://example.org)", "**"]),
        ("2 * 3 * 4, \\*nada\\*, [sic]", []),
        ("a\x0cb", ["\x0c"]),
    ],
)
def test_the_marks_of_a_text_are_codes(text: str, codes: list[str]) -> None:
    assert [token.says for token in tokens_of(text) if isinstance(token, Code)] == codes


def test_codes_may_change_their_places() -> None:
    source = "Un **plan** con [la red](https://example.org)"
    target = (Code("open", "2"), "A rede", Code("close", "2"), " e um ", Code("open", "1"), "plano", Code("close", "1"))
    assert restored(source, target) == "[A rede](https://example.org) e um **plano**"


@pytest.mark.parametrize(
    ("target", "missing", "surplus"),
    [
        (("um plano",), ("**", "**"), ()),
        ((Code("open", "1"), "um plano"), ("**",), ()),
        ((Code("open", "1"), Code("open", "1"), "um", Code("close", "1")), (), ("**",)),
        ((Code("open", "1"), "um", Code("close", "1"), Code("alone", "9")), (), ("9",)),
        ((Code("close", "1"), "um", Code("open", "1")), (), ()),
    ],
)
def test_a_code_that_is_lost_doubled_or_upside_down_is_refused(
    target: tuple[str | Code, ...], missing: tuple[str, ...], surplus: tuple[str, ...]
) -> None:
    with pytest.raises(CodesDiffer) as caught:
        restored("un **plan**", target)
    assert (caught.value.missing, caught.value.surplus) == (missing, surplus)


def test_a_translation_takes_the_ids_of_its_source() -> None:
    source = tokens_of("*Uno* y **dos**")
    found = alike(source, tokens_of("**dois** e *um*"))
    assert found is not None
    assert [token.id for token in found if isinstance(token, Code)] == ["2", "2", "1", "1"]
    assert alike(source, tokens_of("*um* e dois")) is None
    assert alike(source, tokens_of("*um* e **dois** e *três*")) is None
