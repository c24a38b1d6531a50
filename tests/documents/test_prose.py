"""Long texts: a small Markdown, and nothing else, becomes blocks."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.documents.prose import List, Paragraph, Span, parse, to_html, to_plain, word_count

LINK = 'rel="noopener nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Uno\ndos\n\nTres", "<p>Uno dos</p><p>Tres</p>"),
        ("Uno  \ndos", "<p>Uno<br>dos</p>"),
        (
            "**fuerte** y *suave* y ***ambos***",
            "<p><strong>fuerte</strong> y <em>suave</em> y <strong><em>ambos</em></strong></p>",
        ),
        ("- uno\n- dos\n  - dentro", "<ul><li>uno</li><li>dos<ul><li>dentro</li></ul></li></ul>"),
        ("1. uno\n2. dos", "<ol><li>uno</li><li>dos</li></ol>"),
        ("3. tres\n4. cuatro", '<ol start="3"><li>tres</li><li>cuatro</li></ol>'),
        ("- uno\n\n  otro", "<ul><li><p>uno</p><p>otro</p></li></ul>"),
        (
            "[la **web**](https://example.org/?a=1&b=2)",
            f'<p><a href="https://example.org/?a=1&amp;b=2" {LINK}>la <strong>web</strong></a></p>',
        ),
        ("[correo](mailto:a@example.org)", f'<p><a href="mailto:a@example.org" {LINK}>correo</a></p>'),
        ("2 \\* 3 &amp; 4", "<p>2 * 3 &amp; 4</p>"),
    ],
)
def test_what_can_be_written(text: str, html: str) -> None:
    assert to_html(parse(text)) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>x()</script>", "<p>&lt;script&gt;x()&lt;/script&gt;</p>"),
        ("# Título", "<p># Título</p>"),
        ("| a | b |\n|---|---|", "<p>| a | b | |---|---|</p>"),
        ("`código`", "<p>`código`</p>"),
        ("    sangrado", "<p>sangrado</p>"),
        ("> cita", "<p>&gt; cita</p>"),
        ("https://example.org", "<p>https://example.org</p>"),
        ("[mal](javascript:alert(1))", "<p>[mal](javascript:alert(1))</p>"),
        ("[mal](ftp://example.org)", "<p>mal</p>"),
        ("[mal](/es/ciudad)", "<p>mal</p>"),
        ("[mal](//[x)", "<p>mal</p>"),
    ],
)
def test_everything_else_is_text(text: str, html: str) -> None:
    assert to_html(parse(text)) == html


def test_blocks_are_what_renderers_get() -> None:
    assert parse("Hola **mundo**\n\n2. uno") == (
        Paragraph((Span("Hola "), Span("mundo", bold=True))),
        List(((Paragraph((Span("uno"),)),),), start=2),
    )


def test_words_as_a_reader_counts_them() -> None:
    blocks = parse("**La Paz** coopera, [aquí](https://example.org/una/pagina):\n\n- co-gestión\n- 2.500 jóvenes")
    assert to_plain(blocks) == "La Paz coopera, aquí:\nco-gestión\n2.500 jóvenes"
    assert word_count(blocks) == 8


class Reader(HTMLParser):
    """Checks that HTML is balanced and of the few elements that are promised."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "ul", "ol", "li", "strong", "em", "a", "br"}
        assert {name for name, _value in attrs} <= {"href", "rel", "start"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


marks = st.sampled_from(
    ["**", "*", "_", "[", "](", ")", "https://a.b", "- ", "1. ", "\n", "\n\n", "  ", "<b>", '"', "&lt;", "ñ", "\\"]
)


@given(st.lists(st.one_of(marks, st.text(max_size=5))).map("".join))
def test_every_text_gives_safe_html(text: str) -> None:
    reader = Reader()
    reader.feed(to_html(parse(text)))
    reader.close()
    assert reader.open == []
