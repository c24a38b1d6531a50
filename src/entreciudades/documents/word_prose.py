"""Blocks of prose as paragraphs of Word, with lists that Word numbers and links that it follows."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips

from entreciudades.documents.prose import Block, List, Paragraph, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

LEVELS = 9
STEP = 360
"""Indentation of one level of a list, in twips."""
CONTINUED = "List Continue"
"""Style of a further paragraph of an item."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_BULLETS = ("•", "–", "▪")


class ProseWriter:
    """Writes prose into a document, whose lists it keeps apart; marks words with ``language`` where that is set."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = ""
        self._numbering: Any = document.part.numbering_part.element
        self._abstract = {is_ordered: self._define(is_ordered=is_ordered) for is_ordered in (False, True)}

    def add(self, container: Any, blocks: Iterable[Block], *, level: int = -1) -> None:
        """Add blocks to the document or to a cell; ``level`` is that of the list around them, -1 outside of any."""
        for block in blocks:
            if isinstance(block, List):
                self._list(container, block, min(level + 1, LEVELS - 1))
            elif level < 0:
                self.spans(container.add_paragraph(), block.spans)
            else:
                self.spans(self.further(container, level), block.spans)

    def spans(self, paragraph: WordParagraph, spans: Iterable[Span]) -> None:
        """Add runs to a paragraph."""
        for href, linked in groupby(spans, key=lambda span: span.href):
            runs = [self._run(paragraph, span) for span in linked]
            if href:
                self._link(paragraph, runs, href)

    def begin_list(self, start: int | None, level: int) -> int:
        """Begin a list with a numbering of its own, with bullets where ``start`` is None; return its key."""
        key = 1 + max((int(one.get(qn("w:numId"))) for one in self._numbering.findall(qn("w:num"))), default=0)
        anew = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        self._numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{self._abstract[start is not None]}"/>'
                f"{anew if start is not None else ''}</w:num>"
            )
        )
        return key

    def item(self, container: Any, key: int, level: int = 0) -> WordParagraph:
        """Add the first paragraph of an item, empty."""
        paragraph: WordParagraph = container.add_paragraph(style="List Paragraph")
        paragraph._p.get_or_add_pPr().append(  # noqa: SLF001 - how python-docx gives its element
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')
        )
        return paragraph

    def further(self, container: Any, level: int = 0) -> WordParagraph:
        """Add a further paragraph of an item, empty."""
        paragraph: WordParagraph = container.add_paragraph(style=CONTINUED)
        paragraph.paragraph_format.left_indent = Twips(STEP * (level + 1))
        return paragraph

    def _run(self, paragraph: WordParagraph, span: Span) -> Any:
        run = paragraph.add_run(plain(span.text))
        run.bold = span.bold or None
        run.italic = span.italic or None
        if self.language:
            run._r.get_or_add_rPr().append(language_mark(self.language))  # noqa: SLF001
        return run._r  # noqa: SLF001

    def _link(self, paragraph: WordParagraph, runs: list[Any], href: str) -> None:
        key = paragraph.part.relate_to(plain(href), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = parse_xml(f"<w:hyperlink {nsdecls('w')}/>")
        link.set(qn("r:id"), key)
        runs[0].addprevious(link)
        for run in runs:
            run.get_or_add_rPr().insert(0, parse_xml(f'<w:rStyle {nsdecls("w")} w:val="Hyperlink"/>'))
            link.append(run)

    def _list(self, container: Any, block: List, level: int) -> None:
        key = self.begin_list(block.start, level)
        for item in block.items:
            first, rest = item[:1], item[1:]
            paragraph = self.item(container, key, level)
            if first and isinstance(first[0], Paragraph):
                self.spans(paragraph, first[0].spans)
                self.add(container, rest, level=level)
            else:
                self.add(container, item, level=level)

    def _define(self, *, is_ordered: bool) -> int:
        """Define how a kind of list looks at each level; return its id."""
        held = self._numbering.findall(qn("w:abstractNum"))
        key = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in held), default=0)
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if is_ordered else "bullet"}"/>'
            f'<w:lvlText w:val="{f"%{level + 1}." if is_ordered else _BULLETS[level % len(_BULLETS)]}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
            for level in range(LEVELS)
        )
        element = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}"><w:multiLevelType w:val="hybridMultilevel"/>'
            f"{levels}</w:abstractNum>"
        )
        self._numbering.insert(len(held), element)  # before every w:num, as the schema asks
        return key


def plain(text: str) -> str:
    """Return a text without the signs that no XML may hold."""
    return _CONTROL.sub("", text)


def language_mark(language: str) -> Any:
    """Return the element that says in which language words are."""
    return parse_xml(f"<w:lang {nsdecls('w')} w:val={quoteattr(language)}/>")
