"""The tables that the cells of an XLSX refer to: its texts, and which styles show dates."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from entreciudades.spreadsheets import markup
from entreciudades.spreadsheets.archive import Archive
from entreciudades.spreadsheets.faults import Place, Refusal, refuse
from entreciudades.spreadsheets.limits import Limits

#: What a style shows of a number: a day, a month of a year, a year, a day with its time, a time; None is the number.
Shown: TypeAlias = Literal["day", "month", "year", "moment", "time"] | None

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_FORMAT = 255  # in Excel
_SURROGATES = range(0xD800, 0xE000)
_DAYS, _MOMENTS, _TIMES, _MONTHS = (
    {14, 15, 16, *range(27, 32), 36, *range(50, 59)},
    {22},
    {*range(18, 22), *range(32, 36), 45, 46, 47},
    {17},
)
# ECMA-376 18.8.31: what is quoted, escaped, a colour, a condition or a locale shows nothing of the number
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|AM/PM|A/P', re.IGNORECASE)


def unescaped(text: str) -> str:
    """Return a text with what ECMA-376 22.9.2.19 writes as _x000D_ put back."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or code in _SURROGATES else chr(code)  # no text holds these, nor PostgreSQL


def read_strings(archive: Archive, part: str | None, limits: Limits) -> list[str]:
    """Return the texts of a book. Raises BookRefused."""
    reader = _Strings(limits, part or "")
    if part is not None:
        markup.read(archive.read(part), reader, part)
    return reader.strings


class _Strings:
    def __init__(self, limits: Limits, part: str) -> None:
        self.strings: list[str] = []
        self._limits, self._place = limits, Place(part=part)
        self._pieces: list[str] = []
        self._taking = self._phonetic = False
        self._length = self._total = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        tag = markup.local(name)
        if tag == "si":
            self._pieces, self._length = [], 0
        elif tag == "rPh":  # how a text is pronounced
            self._phonetic = True
        elif tag == "t":
            self._taking = not self._phonetic

    def end(self, name: str) -> None:
        tag = markup.local(name)
        self._taking = False
        if tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self.strings.append(unescaped("".join(self._pieces)))
            self._total += self._length
            if self._total > self._limits.text:
                raise refuse(Refusal.TOO_MUCH_TEXT, self._place, limit=self._limits.text)
            if len(self.strings) > self._limits.cells:
                raise refuse(Refusal.TOO_MANY_CELLS, self._place, limit=self._limits.cells)

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)
            self._length += len(data)
            if self._length > self._limits.characters:
                raise refuse(Refusal.TOO_MUCH_TEXT, self._place, limit=self._limits.characters)


def read_styles(archive: Archive, part: str | None) -> list[Shown]:
    """Return what each style of a cell shows, in the order in which cells refer to them."""
    formats: dict[int, Shown] = {}
    shown: list[Shown] = []
    inside = False
    for tag, attributes in markup.elements(archive.read(part), part) if part is not None else ():
        if tag == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            formats[int(attributes["numFmtId"])] = _shown(attributes.get("formatCode", "")[:_LONGEST_FORMAT])
        elif tag in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            identifier = int(number) if number.isdecimal() else 0
            shown.append(formats.get(identifier, _built_in(identifier)))
    return shown


def _built_in(identifier: int) -> Shown:
    if identifier in _DAYS:
        return "day"
    if identifier in _MONTHS:
        return "month"
    if identifier in _MOMENTS:
        return "moment"
    return "time" if identifier in _TIMES else None


def _shown(code: str) -> Shown:
    positive = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    if "general" in positive or not re.search("[dmyhs]", positive):
        return None
    hours, days, years = re.search("[hs]", positive), "d" in positive, "y" in positive
    if hours:
        return "moment" if days or years else "time"
    if days or not years:  # a month alone shows too little to be more exact
        return "day"
    return "month" if "m" in positive else "year"
