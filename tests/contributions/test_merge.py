"""An answer, part by part: what the contributor changed is offered, what the desk changed stays."""

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.contributions.merge import Part, parts_of, put_together
from entreciudades.documents.markdown import normal

BASE = "Uno.\n\nDos.\n\n- a\n- b\n\nTres."


def kinds(parts: tuple[Part, ...]) -> list[str]:
    return [part.kind for part in parts]


def test_a_changed_paragraph_is_a_part_of_its_own() -> None:
    parts = parts_of(BASE, BASE, "Uno.\n\nDos y medio.\n\n- a\n- b\n\nTres.")
    assert parts == (
        Part("same", "Uno.", "Uno."),
        Part("change", "Dos.", "Dos y medio."),
        Part("same", "- a\n- b\n\nTres.", "- a\n- b\n\nTres."),
    )
    assert "".join(piece.text for piece in parts[1].pieces if piece.kind != "removed") == "Dos y medio."


def test_two_changed_paragraphs_are_two_parts() -> None:
    parts = parts_of(BASE, BASE, "Un.\n\nDo.\n\n- a\n- b\n\nTres.")
    assert kinds(parts) == ["change", "change", "same"]
    assert put_together(parts, {1}) == "Uno.\n\nDo.\n\n- a\n- b\n\nTres."


def test_an_item_and_a_paragraph_may_be_added_and_left_out() -> None:
    parts = parts_of(BASE, BASE, "Uno.\n\n- a\n- b\n- c\n\nTres.")
    assert kinds(parts) == ["same", "change", "same", "change", "same"]
    assert (parts[1].now, parts[1].answer) == ("Dos.", "")
    assert (parts[3].now, parts[3].answer) == ("", "- c")
    assert put_together(parts, {3}) == "Uno.\n\nDos.\n\n- a\n- b\n- c\n\nTres."


def test_every_new_paragraph_is_a_part_of_its_own() -> None:
    parts = parts_of("Uno.", "Uno.", "Uno.\n\nDos.\n\nTres.")
    assert kinds(parts) == ["same", "change", "change"]
    assert put_together(parts, {2}) == "Uno.\n\nTres."


def test_what_the_desk_wrote_meanwhile_stays_and_is_not_offered() -> None:
    now = "Uno.\n\nDos.\n\n- a\n- b\n\nTres.\n\nCuatro, del escritorio."
    parts = parts_of(BASE, now, "Uno, mejor.\n\nDos.\n\n- a\n- b\n\nTres.")
    assert kinds(parts) == ["change", "same"]
    assert put_together(parts, {0}) == "Uno, mejor.\n\nDos.\n\n- a\n- b\n\nTres.\n\nCuatro, del escritorio."


def test_what_both_changed_is_said() -> None:
    parts = parts_of(BASE, BASE.replace("Dos.", "Dos del escritorio."), BASE.replace("Dos.", "Dos del área."))
    assert parts[1] == Part("both", "Dos del escritorio.", "Dos del área.")


def test_the_same_change_on_both_sides_is_no_change() -> None:
    assert kinds(parts_of(BASE, "Otro.", "Otro.")) == ["same"]


texts = st.lists(st.sampled_from(["Uno.", "Dos.", "Tres.", "- a", "- b", "1. c"]), max_size=6).map("\n\n".join)


@given(texts, texts)
def test_all_parts_make_the_answer_and_none_the_text_of_now(base: str, answer: str) -> None:
    parts = parts_of(base, base, answer)
    assert put_together(parts, range(len(parts))) == normal(answer)
    assert put_together(parts, ()) == normal(base)


@given(texts, texts, texts)
def test_none_of_the_parts_changes_the_text_of_now(base: str, now: str, answer: str) -> None:
    assert put_together(parts_of(base, now, answer), ()) == normal(now)
