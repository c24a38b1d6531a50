"""Draws the maps' data from Natural Earth's 1:110m countries (public domain; npm package `world-atlas`).

Writes documents/data/land.json, and from it web/static/img/land.svg. Both are committed, so nobody needs this to run
the product: `npm pack world-atlas`, unpack it, then `python scripts/build_map.py package/countries-110m.json`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.core import get_global

from entreciudades.documents import worldmap

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "entreciudades"
ANTARCTICA = "010"

Point = tuple[float, float]


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """TopoJSON keeps arcs as quantised steps: add them up and scale them to degrees (RFC-like spec, section 2.1.3)."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            line.append((round(x * scale_x + move_x, 2), round(y * scale_y + move_y, 2)))
        lines.append(line)
    return lines


def ring(indices: list[int], lines: list[list[Point]]) -> list[Point]:
    """Arcs end where the next begins; a negative index means the arc backwards."""
    points: list[Point] = []
    for index in indices:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        points.extend(line[1:] if points else line)
    return points


def unwrapped(points: list[Point]) -> list[Point]:
    """A ring that crosses the antimeridian goes on past 180 degrees instead of jumping across the map."""
    turned, longitude = [], points[0][0]
    for x, y in points:
        longitude = x + 360 * round((longitude - x) / 360)
        turned.append((round(longitude, 2), y))
    middle = sum(x for x, _ in turned) / len(turned)
    whole_turns = 360 * round(middle / 360)
    return [(round(x - whole_turns, 2), y) for x, y in turned]


def countries(topology: dict[str, Any]) -> Iterator[tuple[str, list[list[float]]]]:
    """Each country's ISO 3166 alpha-2 code ("" where it has none) with its rings, flat."""
    lines, aliases = arcs(topology), get_global("territory_aliases")
    for geometry in topology["objects"]["countries"]["geometries"]:
        number = geometry.get("id", "")
        if number == ANTARCTICA:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [unwrapped(ring(indices, lines)) for polygon in polygons for indices in polygon]
        yield (aliases.get(number) or [""])[0], [[n for point in points for n in point] for points in rings]


if __name__ == "__main__":
    found = countries(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    rows = [{"country": code, "rings": rings} for code, rings in found]
    (PACKAGE / "documents" / "data" / "land.json").write_text(json.dumps(rows, separators=(",", ":")) + "\n")
    (PACKAGE / "web" / "static" / "img" / "land.svg").write_bytes(worldmap.land_svg())
