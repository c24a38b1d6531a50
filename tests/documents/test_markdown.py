"""Blocks written back as Markdown: one normal form, which says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.documents.markdown import join, normal, pieces, to_markdown
from entreciudades.documents.prose import Block, List, Paragraph, Span, parse, to_plain

SIGNS = "ab ñ*_-1.)([]&\\!:,“\n #`<>+"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("Uno\ndos\n\n\n\nTres", "Uno dos\n\nTres"),
        ("Uno  \ndos", "Uno\\\ndos"),
        ("* uno\n* dos\n    - dentro", "- uno\n- dos\n  - dentro"),
        ("- uno\n\n* dos", "- uno\n- dos"),
        ("3. tres\n9. cuatro", "3. tres\n4. cuatro"),
        ("1. uno\n\n1) otra", "1. uno\n\n1) otra"),
        ("- uno\n\n  otro", "- uno\n\n  otro"),
        ("__no__ *suave* **fuerte *y* ambos**", "**no** *suave* **fuerte *y* ambos**"),
        ("2 \\* 3 y a_b & c", "2 \\* 3 y a_b & c"),
        ("\\- no es lista", "\\- no es lista"),
        ("1\\. tampoco", "1\\. tampoco"),
        ("[la web](https://example.org/x_\\(y\\))", "[la web](<https://example.org/x_(y)>)"),
    ],
)
def test_the_normal_form(text: str, written: str) -> None:
    assert normal(text) == written


def test_a_style_that_markdown_cannot_say_leaves_its_signs_outside() -> None:
    spans = (Span("Objetivo:", bold=True), Span("uno"))
    assert to_markdown([Paragraph(spans)]) == "**Objetivo**:uno"


@given(st.text(SIGNS, max_size=40))
def test_writing_says_the_same_and_writing_again_changes_nothing(text: str) -> None:
    written = normal(text)
    assert normal(written) == written
    assert to_plain(parse(written)).split() == to_plain(parse(text)).split()


spans = st.builds(
    Span,
    st.text("ab ñ*_-1.)([]&:,\n", min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "", "https://example.org/x_(y)"]),
)
paragraphs = st.lists(spans, min_size=1, max_size=5).map(lambda held: Paragraph(tuple(held)))
blocks = st.recursive(
    paragraphs,
    lambda inside: st.builds(
        lambda items, start: List(tuple(tuple(item) for item in items), start),
        st.lists(st.lists(inside, min_size=1, max_size=3), min_size=1, max_size=3),
        st.sampled_from([None, 1, 3]),
    ),
    max_leaves=6,
)


@given(st.lists(blocks, max_size=3))
def test_any_blocks_are_written_and_read_with_the_same_words(held: list[Block]) -> None:
    written = to_markdown(held)
    assert "".join(to_plain(parse(written)).split()) == "".join(to_plain(held).split())
    assert to_markdown(parse(written)) == written


@given(st.text(SIGNS, max_size=40))
def test_pieces_joined_are_the_text(text: str) -> None:
    assert join(pieces(parse(text))) == normal(text)


def test_pieces_are_paragraphs_and_items() -> None:
    assert pieces(parse("Uno\n\n- a\n  - b\n- c\n\n2. d")) == ("Uno", "- a\n  - b", "- c", "2. d")
