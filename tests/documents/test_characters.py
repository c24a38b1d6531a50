from hypothesis import given
from hypothesis import strategies as st

from entreciudades.documents.characters import printable


def test_letters_of_the_regions_languages_stay() -> None:
    text = "¿Ñandú? «São João» – Jach’a, mbo’e, g̃uarani, Łódź, Ελλάδα\nsegunda línea"
    assert printable(text) == text


def test_what_no_font_holds_is_a_box_and_controls_leave_no_trace() -> None:
    assert printable("💧 水\x00b\ufeffc\ud800") == "☐ ☐ bc☐"


def test_letters_written_in_two_characters_become_one() -> None:
    assert printable("cafe\u0301") == "café"


@given(st.text())
def test_what_can_be_printed_stays_so(text: str) -> None:
    assert printable(printable(text)) == printable(text)
