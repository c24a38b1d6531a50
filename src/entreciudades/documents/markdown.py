r"""Blocks written back as the Markdown of `prose`: one normal form for each text, as plain to read as it can be.

``to_markdown(parse(text))`` says the same as ``text``. Where a style cannot be written as it stands (CommonMark knows
no bold that begins with a sign right behind a letter), spaces and signs at its ends are left outside; failing that, the
words stay and the style goes.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from entreciudades.documents.prose import Block, List, Paragraph, Span, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Style = tuple[bool, bool, str]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\r]+")
_MARKER = re.compile(r"^([-+*]|\d{1,9}[.)])(?=\s|$)")
_LIGHT = re.compile(r"[\\*]")
_FULL = re.compile(r"[\\*_\[\]&!()<>`]")
_EDGES = re.compile(r"^(?P<before>[\W_]*)(?P<inside>.*?)(?P<after>[\W_]*)$", re.DOTALL)


def to_markdown(blocks: Iterable[Block]) -> str:
    """Write blocks, an empty line between paragraphs."""
    return join(pieces(blocks))


def pieces(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Write each paragraph and each item of the outer lists by itself."""
    written: list[str] = []
    for block, marks in _marked(blocks):
        if isinstance(block, Paragraph):
            written.append(_paragraph(block))
        else:
            written += [_item(item, mark) for item, mark in zip(block.items, marks, strict=True)]
    return tuple(written)


def join(parts: Iterable[str]) -> str:
    """Return the text that was taken apart by `pieces`, or another one made of such pieces."""
    text, before = "", ""
    for part in parts:
        kind = _kind(part)
        gap = "\n" if kind and kind == before else "\n\n"
        text += (gap if text else "") + part
        before = kind
    return text


def _kind(part: str) -> str:
    """Return by which sign the items of a list are marked; empty for a paragraph."""
    found = _MARKER.match(part)
    return found[1][-1] if found else ""


def normal(text: str) -> str:
    """Return the normal form of a text."""
    return to_markdown(parse(text))


def _marked(blocks: Iterable[Block]) -> Iterator[tuple[Block, list[str]]]:
    """Yield what is not empty with the marks of its items; of numbered lists in a row, every other one has ")"."""
    before = ""
    for block in _merged(held for one in blocks if (held := _filled(one))):
        sign, marks = "", []
        if isinstance(block, List) and block.start is None:
            marks = ["-"] * len(block.items)
        elif isinstance(block, List) and block.start is not None:
            sign = ")" if before == "." else "."
            marks = [f"{block.start + place}{sign}" for place in range(len(block.items))]
        before = sign
        yield block, marks


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, with lists of bullets in a row as the one list that a reader sees."""
    kept: Block | None = None
    for block in blocks:
        if isinstance(block, List) and isinstance(kept, List) and block.start is None and kept.start is None:
            kept = List(kept.items + block.items)
            continue
        if kept is not None:
            yield kept
        kept = block
    if kept is not None:
        yield kept


def _filled(block: Block) -> Block | None:
    """Return a block without what is empty in it; None where nothing is left."""
    if isinstance(block, Paragraph):
        spans = _trimmed(block.spans)
        return Paragraph(spans) if spans else None
    items = (tuple(one for held in item if (one := _filled(held))) for item in block.items)
    kept = tuple(item for item in items if item)
    return List(kept, block.start) if kept else None


def _item(blocks: tuple[Block, ...], mark: str) -> str:
    text = ""
    for block, marks in _marked(blocks):
        follows = isinstance(block, List) and (block.start in {None, 1})
        body = _paragraph(block) if isinstance(block, Paragraph) else ""
        if isinstance(block, List):
            body = "\n".join(_item(item, own) for item, own in zip(block.items, marks, strict=True))
        text += ("\n" if follows else "\n\n") * bool(text) + body
    indented = re.sub(r"\n(?=[^\n])", "\n" + " " * (len(mark) + 1), text)
    return f"{mark} {indented}"


def _trimmed(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return runs as a reader of Markdown would see them: no blanks at the ends of lines, neighbours joined."""
    cleaned: list[tuple[str, Style]] = []
    at_start = True
    for span in spans:
        for line, brk in re.findall(r"([^\n]*)(\n?)", _CONTROL.sub("", span.text)):
            said = line.lstrip() if at_start else line
            if said:
                cleaned.append((said, (span.bold, span.italic, span.href)))
                at_start = False
            if brk:
                _strip_end(cleaned)
                cleaned.append(("\n", (span.bold, span.italic, span.href)))
                at_start = True
    while cleaned and not cleaned[-1][0].strip():
        cleaned.pop()
    _strip_end(cleaned)
    while cleaned and cleaned[0][0] == "\n":
        cleaned.pop(0)
    groups = ((style, "".join(text for text, _style in run)) for style, run in groupby(cleaned, key=lambda one: one[1]))
    return tuple(Span(_BLANKS.sub(" ", text), *style) for style, text in groups if text)


def _strip_end(cleaned: list[tuple[str, Style]]) -> None:
    while cleaned and cleaned[-1][0] != "\n":
        text, style = cleaned.pop()
        if kept := text.rstrip():
            cleaned.append((kept, style))
            return


def _paragraph(paragraph: Paragraph) -> str:
    """Write runs in the plainest way that reads back as the same runs."""
    bare = _trimmed(Span(span.text) for span in paragraph.spans)
    candidates = (
        (spans, _inline(spans, escaped))
        for spans in (paragraph.spans, _trimmed(_loosened(paragraph.spans)), bare)
        for escaped in (_LIGHT, _FULL)
    )
    good = (written for spans, written in candidates if parse(written) == (Paragraph(spans),))
    return next(good, _inline(bare, _FULL))


def _loosened(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the same words with the spaces and signs at the ends of styled runs outside of their style."""
    for (bold, italic, href), run in groupby(spans, key=lambda one: (one.bold, one.italic, one.href)):
        text = "".join(span.text for span in run)
        found = _EDGES.match(text)
        if not (bold or italic) or found is None or href:
            yield Span(text, bold, italic, href)
            continue
        yield Span(found["before"])
        yield Span(found["inside"], bold, italic)
        yield Span(found["after"])


def _inline(spans: Iterable[Span], escaped: re.Pattern[str]) -> str:
    text = ""
    for href, linked in groupby(spans, key=lambda one: one.href):
        inner = ""
        for bold, run in groupby(linked, key=lambda one: one.bold):
            styled = ""
            for italic, words in groupby(run, key=lambda one: one.italic):
                said = "".join(_escaped(one.text, escaped) for one in words)
                styled += f"*{said}*" if italic else said
            inner += f"**{styled}**" if bold else styled
        text += f"[{inner}]({_address(href)})" if href else inner
    lines = (_MARKER.sub(_defused, line) for line in text.split("\n"))
    return "\\\n".join(lines)


def _escaped(text: str, escaped: re.Pattern[str]) -> str:
    return escaped.sub(lambda found: "\\" + found[0], text)


def _defused(found: re.Match[str]) -> str:
    mark = found[1]
    return f"{mark[:-1]}\\{mark[-1]}"


def _address(href: str) -> str:
    if not re.search(r"[\s()\\<>]", href):
        return href
    return f"<{href.replace('<', '%3C').replace('>', '%3E').replace(chr(92), '%5C')}>"
