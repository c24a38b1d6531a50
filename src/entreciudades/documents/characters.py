"""Which characters a document can show: those that all its fonts hold.

PDF/UA-1 allows no text that has no glyph (ISO 14289-1, 7.21), so that one such character would cost the whole book.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

NOT_SHOWN = "☐"


def printable(text: str) -> str:
    """Return a text (NFC) with ☐ for what cannot be shown; marks that only steer other characters are left out."""
    return _not_held().sub(_instead, unicodedata.normalize("NFC", text))


def _instead(found: re.Match[str]) -> str:
    category = unicodedata.category(found[0])
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if category in {"Cf", "Mn"} else NOT_SHOWN


@cache
def _not_held() -> re.Pattern[str]:
    """Match what is neither in every font nor a line break."""
    fonts = [font.read_bytes() for font in files("entreciudades.documents").joinpath("fonts").iterdir()]
    held = set.intersection(*(_held(font) for font in fonts if font.startswith(b"OTTO"))) | {ord("\n")}
    starts = sorted(code for code in held if code - 1 not in held)
    ends = sorted(code for code in held if code + 1 not in held)
    ranges = "".join(f"{re.escape(chr(start))}-{re.escape(chr(end))}" for start, end in zip(starts, ends, strict=True))
    return re.compile(f"[^{ranges}]")


def _held(font: bytes) -> set[int]:
    return {code for start, end in _ranges(font) for code in range(start, end + 1)}


def _ranges(font: bytes) -> Iterator[tuple[int, int]]:
    """Yield the ranges of code points in a font's `cmap` table of format 12 (OpenType 1.9)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * place) for place in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for place in range(subtables):
        table = cmap + struct.unpack_from(">L", font, cmap + 8 + 8 * place)[0]
        if struct.unpack_from(">H", font, table) == (12,):
            (count,) = struct.unpack_from(">L", font, table + 12)
            for group in range(count):
                start, end, _ = struct.unpack_from(">LLL", font, table + 16 + 12 * group)
                yield start, end
            return
