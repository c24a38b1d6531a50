"""The list of places that the package ships: the world's cities over 15,000 inhabitants.

From GeoNames (geonames.org, CC BY 4.0); ``scripts/build_places.py`` makes the file, ``data/ATTRIBUTION.md`` says how.
"""

from __future__ import annotations

import csv
import lzma
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from entreciudades.search.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLACES: Final = Path(__file__).parent / "data" / "places.csv.xz"
COLUMNS: Final = (
    "geonames_id",
    "name",
    "country",
    "admin_area",
    "latitude",
    "longitude",
    "timezone",
    "population",
    "other_names",
)
_NO_ACCENT = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"}
)
_APART = re.compile(r"[\W_]+")


class PlacesError(ValueError):
    """A row of a file of places cannot be read; the message says file, line and what was expected."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A city: coordinates in degrees (WGS 84), population as GeoNames gives it, an IANA time zone.

    ``admin_area`` is empty where its name is not sure; ``other_names`` are search keys between bars.
    """

    geonames_id: int
    name: str
    country: str
    admin_area: str
    latitude: Decimal
    longitude: Decimal
    timezone: str
    population: int
    other_names: str


def search_key(text: str) -> str:
    """Return a name as it is searched: no case, accents or signs ("L'Hospitalet" -> "l hospitalet")."""
    return _APART.sub(" ", fold(normalize("NFKC", text)).translate(_NO_ACCENT)).strip()


def read(path: Path = PLACES) -> Iterator[PlaceRow]:
    """Yield the rows of a file, ``.csv`` or ``.csv.xz``; raises PlacesError at the first that cannot be read."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        head = next(rows, [])
        if tuple(head) != COLUMNS:
            raise PlacesError(f"{path}:1: the columns are {', '.join(head)}; expected {', '.join(COLUMNS)}")
        for row in rows:
            yield _row(row, path, rows.line_num)


def _row(row: Sequence[str], path: Path, line: int) -> PlaceRow:
    try:
        key, name, country, area, latitude, longitude, timezone, population, others = row
        return PlaceRow(
            int(key), name, country, area, Decimal(latitude), Decimal(longitude), timezone, int(population), others
        )
    except (ValueError, InvalidOperation):
        raise PlacesError(f"{path}:{line}: {row!r} is no place; expected {', '.join(COLUMNS)}") from None
