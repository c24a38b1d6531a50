"""Long texts: a subset of Markdown read into frozen blocks, which every renderer writes in its own way.

Paragraphs, lists with ``-`` or ``1.``, ``**bold**``, ``*italic*`` and ``[links](https://example.org)``. Everything
else, HTML above all, is plain text and is shown as typed. Pure: no Django, no settings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SCHEMES = {"http", "https", "mailto"}
_READER = MarkdownIt("zero", {"html": False}).enable(["list", "emphasis", "link", "escape", "entity", "newline"])
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Span:
    r"""A run of text in one style; ``href`` is an http, https or mailto address, "" where there is no link.

    A line break that the writer asked for is a "\n" in ``text``.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class List:
    """Items, each of them blocks. ``start`` is the first number; None for a list with bullets."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


Block = Paragraph | List


def parse(text: str) -> tuple[Block, ...]:
    """Read a text; every text can be read."""
    return _blocks(SyntaxTreeNode(_READER.parse(text)))


def to_html(blocks: Iterable[Block]) -> str:
    """Write blocks as HTML: ``p``, ``ul``, ``ol``, ``li``, ``strong``, ``em``, ``a``, ``br``; all text escaped."""
    return "".join(_html(block) for block in blocks)


def to_plain(blocks: Iterable[Block]) -> str:
    """Write blocks as text without marks, a line per paragraph or item."""
    return "\n".join("".join(span.text for span in paragraph.spans) for paragraph in _paragraphs(blocks))


def word_count(blocks: Iterable[Block]) -> int:
    """Return how many words a reader would count."""
    return len(_WORD.findall(to_plain(blocks)))


def _blocks(node: SyntaxTreeNode) -> tuple[Block, ...]:
    return tuple(_block(child) for child in node.children)


def _block(node: SyntaxTreeNode) -> Block:
    if node.type in {"bullet_list", "ordered_list"}:
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        return List(tuple(_blocks(item) for item in node.children), start)
    return Paragraph(_joined(span for inline in node.children for span in _spans(inline, Span(""))))


def _spans(node: SyntaxTreeNode, style: Span) -> Iterator[Span]:
    """Yield the runs below a node, each with the style that its ancestors give it."""
    if node.type in {"text", "softbreak", "hardbreak"}:
        text = {"softbreak": " ", "hardbreak": "\n"}.get(node.type, node.content)
        yield Span(text, style.bold, style.italic, style.href)
        return
    href = str(node.attrs.get("href", "")) if node.type == "link" else style.href
    inner = Span(
        "",
        bold=style.bold or node.type == "strong",
        italic=style.italic or node.type == "em",
        href=href if _is_safe(href) else "",
    )
    for child in node.children:
        yield from _spans(child, inner)


def _is_safe(href: str) -> bool:
    try:
        return urlsplit(href).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join neighbours of one style, and leave out empty runs."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and (last.bold, last.italic, last.href) == (span.bold, span.italic, span.href):
            joined[-1] = Span(last.text + span.text, span.bold, span.italic, span.href)
        elif span.text:
            joined.append(span)
    return tuple(joined)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for item in block.items:
                yield from _paragraphs(item)


def _html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_inline(block)}</p>"
    items = "".join(f"<li>{_item(item)}</li>" for item in block.items)
    if block.start is None:
        return f"<ul>{items}</ul>"
    return f"<ol>{items}</ol>" if block.start == 1 else f'<ol start="{block.start}">{items}</ol>'


def _item(blocks: tuple[Block, ...]) -> str:
    """Write an item; one of a single paragraph needs no ``p``."""
    first, rest = blocks[:1], blocks[1:]
    if first and isinstance(first[0], Paragraph) and not any(isinstance(block, Paragraph) for block in rest):
        return _inline(first[0]) + to_html(rest)
    return to_html(blocks)


def _inline(paragraph: Paragraph) -> str:
    """Write runs; neighbours with one address are one link, so that it is reached and read once."""
    html = ""
    for href, spans in groupby(paragraph.spans, key=lambda span: span.href):
        inner = "".join(_styled(span) for span in spans)
        html += f'<a href="{escape(href)}" rel="noopener nofollow">{inner}</a>' if href else inner
    return html


def _styled(span: Span) -> str:
    html = escape(span.text).replace("\n", "<br>")
    if span.italic:
        html = f"<em>{html}</em>"
    return f"<strong>{html}</strong>" if span.bold else html
