"""The runs of a paragraph of Word, as spans; what is no text is noted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from entreciudades.documents.prose import SCHEMES, Span
from entreciudades.documents.word_lists import Entry
from entreciudades.documents.word_styles import Styles, W, is_set, value, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from entreciudades.documents.word_package import Relation

__all__ = ["Runs", "W"]

_LONGEST = 300  # signs of the words that a note repeats
_MOST = 50  # words that one kind of note repeats
_STEP = 360
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TYPED = {f"{W}tab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "‑", f"{W}ptab": " "}
_THROUGH = {
    f"{W}{name}" for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "fldSimple", "customXml", "dir", "bdo")
}
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HYPERLINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
_BOXES = (f"{W}txbxContent",)


class Runs:
    """Reads paragraphs, and counts what it does not take: code -> (how often, in which words)."""

    def __init__(self, relations: dict[str, Relation], styles: Styles) -> None:
        self.notes: dict[str, tuple[int, list[str]]] = {}
        self._relations = relations
        self._styles = styles

    def note(self, code: str, words: str = "") -> None:
        """Count something that is not taken."""
        count, texts = self.notes.get(code, (0, []))
        if words and len(texts) < _MOST:
            texts.append(words if len(words) <= _LONGEST else words[:_LONGEST] + "…")
        self.notes[code] = (count + 1, texts)

    def note_words(self, code: str, words: Iterable[str]) -> None:
        """Count several of a kind."""
        for one in words:
            self.note(code, one)

    def entry(self, paragraph: Any) -> Entry:
        """Return a paragraph with its place in a list."""
        properties = paragraph.find(f"{W}pPr")
        key = value(properties.find(f"{W}pStyle")) if properties is not None else ""
        spans = tuple(self._below(paragraph, _Field(), ""))
        numbering, heading = self._styles.numbering(properties), self._styles.heading(key)
        if heading:
            return Entry(spans, heading=heading)
        return Entry(spans, numbering, None if numbering else self._continues(properties, key))

    def is_joined_with_next(self, paragraph: Any) -> bool:
        """Whether the end of a paragraph was deleted with tracking, so that the next one goes on in it."""
        return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None

    def _continues(self, properties: Any, key: str) -> int | None:
        name = self._styles.name(key)
        if not name.startswith("list continue"):
            return None
        indent = properties.find(f"{W}ind")
        left = str(indent.get(f"{W}left") or indent.get(f"{W}start") or "") if indent is not None else ""
        if (found := whole(left)) is not None:
            return max(round(found / _STEP) - 1, 0)
        return (whole(name[-1]) or 1) - 1

    def _below(self, parent: Any, field: _Field, href: str) -> Iterator[Span]:
        for child in parent:
            tag = str(child.tag)
            if tag == f"{W}r":
                yield from self._run(child, field, href)
            elif tag in _THROUGH:
                self._note_change(child, "ins", "t", "added")
                yield from self._below(child, field, href)
            elif tag == f"{W}hyperlink":
                relation = self._relations.get(str(child.get(_ID)))
                yield from self._below(child, field, _safe(relation.target) if relation else href)
            elif tag.startswith(_MATH):
                words = "".join(child.itertext(f"{_MATH}t"))
                self.note("formula", words)
                yield Span(words)
            else:
                self._note_change(child, "del", "delText", "deleted")

    def _note_change(self, element: Any, name: str, words: str, code: str) -> None:
        if element.tag == f"{W}{name}" and (said := "".join(element.itertext(f"{W}{words}"))):
            self.note(code, said)

    def _run(self, run: Any, field: _Field, href: str) -> Iterator[Span]:
        properties = run.find(f"{W}rPr")
        text = ""
        for child in run:
            if child.tag == f"{W}fldChar":
                field.turn(str(child.get(f"{W}fldCharType")))
            elif child.tag == f"{W}instrText":
                field.instruction += child.text or ""
            elif child.tag == f"{W}t":
                text += child.text or ""
            elif child.tag == f"{W}br":
                text += "\n" if child.get(f"{W}type") in {None, "textWrapping"} else ""
            elif child.tag in _TYPED:
                text += _TYPED[child.tag]
            elif child.tag in {f"{W}drawing", f"{W}pict", f"{W}object", _ALTERNATIVES}:
                self._drawn(child)
        if not text or (properties is not None and is_set(properties.find(f"{W}vanish"))):
            return
        if properties is not None and (is_set(properties.find(f"{W}strike")) or is_set(properties.find(f"{W}dstrike"))):
            self.note("struck", text)
        yield Span(text, self._is_on(properties, "b"), self._is_on(properties, "i"), href or field.href)

    def _is_on(self, properties: Any, name: str) -> bool:
        if properties is None:
            return False
        own = properties.find(f"{W}{name}")
        return is_set(own) if own is not None else self._styles.is_on(value(properties.find(f"{W}rStyle")), name)

    def _drawn(self, element: Any) -> None:
        """Note a picture, or the words of a box; of alternatives for old and new programs, the first is looked at."""
        if element.tag == _ALTERNATIVES:
            element = element[0] if len(element) else element
        boxes = [box for tag in _BOXES for box in element.iter(tag)]
        for box in boxes:
            self.note("box", " ".join("".join(box.itertext(f"{W}t")).split()))
        if not boxes:
            self.note("embedded" if element.tag == f"{W}object" else "picture", _alternative(element))


class _Field:
    """A field of Word, such as a link made by an old program: its code is no text, its result is."""

    def __init__(self) -> None:
        self.instruction = ""
        self.depth = 0

    def turn(self, kind: str) -> None:
        """Begin or end."""
        if kind == "begin":
            self.depth += 1
            self.instruction = ""
        elif kind == "end":
            self.depth = max(self.depth - 1, 0)
            self.instruction = ""

    @property
    def href(self) -> str:
        """The address of a link, "" in any other field."""
        found = _HYPERLINK.search(self.instruction)
        return _safe(found[1]) if found else ""


def _alternative(element: Any) -> str:
    """Return the alternative text of a picture."""
    return next((str(one.get("descr") or "") for one in element.iter() if str(one.tag).endswith("}docPr")), "")


def _safe(address: str) -> str:
    scheme, colon, _rest = address.partition(":")
    return address if colon and scheme.lower() in SCHEMES else ""
