"""Two versions of a text, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.core.differences import Piece, compare

words = st.lists(st.sampled_from(["la", "ciudad", " ", "\n", ".", "coopera", "ñ", "—"]), max_size=30).map("".join)


def rebuilt(pieces: tuple[Piece, ...], *kinds: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(st.one_of(words, st.text()), st.one_of(words, st.text()))
def test_the_pieces_rebuild_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert rebuilt(pieces, "same", "removed") == old
    assert rebuilt(pieces, "same", "added") == new
    assert "" not in {piece.text for piece in pieces}


@given(words)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text) == ((Piece("same", text),) if text else ())


def test_words_are_what_changes() -> None:
    assert compare("La ciudad coopera con Madrid.", "La ciudad aprende con Madrid.") == (
        Piece("same", "La ciudad "),
        Piece("removed", "coopera "),
        Piece("added", "aprende "),
        Piece("same", "con Madrid."),
    )


def test_a_long_text_is_compared_at_its_changes() -> None:
    words = [f"palabra{number} de" for number in range(1000)]
    changed = [*words[:300], "nueva", *words[301:700], *words[701:]]
    assert [piece for piece in compare(" ".join(words), " ".join(changed)) if piece.kind != "same"] == [
        Piece("removed", "palabra300 de "),
        Piece("added", "nueva "),
        Piece("removed", "de palabra700 "),
    ]
