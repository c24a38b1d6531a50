"""What the styles and numberings of a Word file say of a paragraph or a run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off"}
_DEEPEST = 20  # styles that rest on styles; more is a ring
_HEADINGS = 9
_DEEPEST_LEVEL = 8  # of a list, from 0 (ECMA-376 part 1, 17.9.3)


@dataclass(frozen=True, slots=True)
class Numbering:
    """A paragraph's place in a list: at which level, with numbers or bullets, from which number.

    Numbers are counted through all numberings of one definition (``counter``); one that ``restarts`` begins anew at its
    first paragraph (ECMA-376 part 1, 17.9.26).
    """

    key: str
    counter: str
    level: int
    is_ordered: bool
    start: int
    restarts: bool


class Styles:
    """The styles and numberings of a file; either part may be missing."""

    def __init__(self, styles: Any, numbering: Any) -> None:
        self._styles = {str(one.get(f"{W}styleId")): one for one in _all(styles, "style")}
        abstract = {str(one.get(f"{W}abstractNumId")): one for one in _all(numbering, "abstractNum")}
        self._numberings = {
            str(one.get(f"{W}numId")): (one, abstract.get(value(one.find(f"{W}abstractNumId"))))
            for one in _all(numbering, "num")
        }

    def name(self, key: str) -> str:
        """Return the name of a style, in small letters."""
        style = self._styles.get(key)
        return value(style.find(f"{W}name")).lower() if style is not None else ""

    def heading(self, key: str) -> int:
        """Return the level of a heading's style, 0 for every other."""
        for style in self._chain(key):
            name = value(style.find(f"{W}name")).lower()
            if name == "title":
                return 1
            level = name.removeprefix("heading ")
            if name != level and (found := whole(level)) is not None and found <= _HEADINGS:
                return found
        return 0

    def is_on(self, key: str, name: str) -> bool:
        """Whether a style of characters sets "b" or "i"."""
        for style in self._chain(key):
            found = style.find(f"{W}rPr/{W}{name}")
            if found is not None:
                return is_set(found)
        return False

    def numbering(self, properties: Any) -> Numbering | None:
        """Return the place in a list that the properties of a paragraph give, or those of its style."""
        if properties is None:
            return None
        places = [properties.find(f"{W}numPr")]
        chain = self._chain(value(properties.find(f"{W}pStyle")))
        places += [style.find(f"{W}pPr/{W}numPr") for style in chain]
        keys = [value(one.find(f"{W}numId")) for one in places if one is not None]
        levels = [value(one.find(f"{W}ilvl")) for one in places if one is not None]
        key = next((one for one in keys if one), "")
        level = min(next((found for one in levels if (found := whole(one)) is not None), 0), _DEEPEST_LEVEL)
        if not key or key == "0" or key not in self._numberings:
            return None
        return self._at(key, level)

    def _at(self, key: str, level: int) -> Numbering | None:
        number, abstract = self._numberings[key]
        own = _level(number, "lvlOverride", level)
        definition = _level(own, "lvl", level) if own is not None else None
        if definition is None:
            definition = _level(abstract, "lvl", level)
        kind = value(definition.find(f"{W}numFmt")) if definition is not None else "bullet"
        if kind == "none":
            return None
        anew = own.find(f"{W}startOverride") if own is not None else None
        first = definition.find(f"{W}start") if definition is not None else None
        start = value(anew if anew is not None else first)
        counter = value(number.find(f"{W}abstractNumId"))
        number_of = 1 if (found := whole(start)) is None else found
        return Numbering(key, counter, level, kind != "bullet", number_of, anew is not None)

    def _chain(self, key: str) -> list[Any]:
        """Return a style and those on which it rests, nearest first."""
        chain: list[Any] = []
        while key in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[key])
            key = value(chain[-1].find(f"{W}basedOn"))
        return chain


def value(element: Any) -> str:
    """Return the ``w:val`` of an element; empty where there is none."""
    return "" if element is None else str(element.get(f"{W}val") or "")


def whole(text: str) -> int | None:
    """Return a whole number of at most nine digits, as Markdown and Word count; None of anything else."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def is_set(element: Any) -> bool:
    """Whether an element that switches something on does so."""
    return element is not None and value(element) not in _OFF


def _all(root: Any, name: str) -> list[Any]:
    return [] if root is None else list(root.findall(f"{W}{name}"))


def _level(parent: Any, name: str, level: int) -> Any:
    if parent is None:
        return None
    return next((one for one in parent.findall(f"{W}{name}") if one.get(f"{W}ilvl") == str(level)), None)
