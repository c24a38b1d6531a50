"""Maps drawn from local data, as SVG: the land of the world, arcs between cities, the surroundings of one city.

Outlines: Natural Earth 1:110m (public domain), made by `scripts/build_map.py`. World: Natural Earth projection
(polynomial by Šavrič, Jenny and Patterson, 2011). Surroundings: equirectangular, true at the city's latitude.
Coordinates are WGS 84 degrees. Nothing here knows a page or a database.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

WIDTH = 1000
SPAN = 36.0
WEST, EAST, NORTH, SOUTH = -170.0, 191.0, 80.0, -56.0
PAPER_OF_LAND, LINE_OF_LAND, OWN_LAND, MARK, INK = "#e7e1d3", "#fbfaf6", "#cfdcd2", "#b8482f", "#16242b"

Rings = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the world's map: x and y in the units of its viewBox, with one decimal."""

    x: float
    y: float


@cache
def outlines() -> tuple[tuple[str, Rings], ...]:
    """Every country's ISO 3166 alpha-2 code ("" where it has none) and its rings, flat: longitude, latitude."""
    rows = json.loads(files("entreciudades.documents").joinpath("data/land.json").read_text(encoding="utf-8"))
    return tuple((row["country"], tuple(tuple(ring) for ring in row["rings"])) for row in rows)


def _natural_earth(longitude: float, latitude: float) -> tuple[float, float]:
    turn, height = math.radians(longitude), math.radians(latitude)
    square = height * height
    fourth = square * square
    x = turn * (0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth)))
    y = height * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return x, y


_LEFT, _RIGHT = _natural_earth(WEST, 0)[0], _natural_earth(EAST, 0)[0]
_TOP, _BOTTOM = _natural_earth(0, NORTH)[1], _natural_earth(0, SOUTH)[1]
_SCALE = WIDTH / (_RIGHT - _LEFT)
HEIGHT = round((_TOP - _BOTTOM) * _SCALE)


def _on_map(longitude: float, latitude: float) -> Point:
    x, y = _natural_earth(longitude, latitude)
    return Point(round((x - _LEFT) * _SCALE, 1), round((_TOP - y) * _SCALE, 1))


def project(latitude: float, longitude: float) -> Point:
    """Where a place lies on the world's map, whose viewBox is `0 0 WIDTH HEIGHT`."""
    return _on_map(longitude if longitude >= WEST else longitude + 360, latitude)


def arc(start: Point, end: Point) -> str:
    """A curve between two places, bent towards the nearer pole as the shortest way would be: the `d` of an SVG path."""
    reach = math.hypot(end.x - start.x, end.y - start.y)
    x, y = (start.x + end.x) / 2, (start.y + end.y) / 2 - reach * 0.28
    return f"M{start.x:g} {start.y:g}Q{x:.1f} {max(y, 0):.1f} {end.x:g} {end.y:g}"


def _path(points: list[Point]) -> str:
    """A closed outline; steps too small to be seen are left out."""
    steps: list[str] = []
    for point in points:
        step = f"{point.x:.1f} {point.y:.1f}"
        if not steps or steps[-1] != step:
            steps.append(step)
    return "M" + "L".join(steps) + "Z"


def _pairs(ring: tuple[float, ...]) -> list[tuple[float, float]]:
    return list(zip(ring[::2], ring[1::2], strict=True))


@cache
def land_svg() -> bytes:
    """The land of the world without text: a file a page shows behind its arcs, the same for every reader."""
    outline = "".join(_path([_on_map(*pair) for pair in _pairs(ring)]) for _, rings in outlines() for ring in rings)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<path fill="{PAPER_OF_LAND}" d="{outline}"/></svg>\n'
    ).encode()


def city_svg(name: str, latitude: float, longitude: float, *, country: str = "", title: str = "") -> bytes:
    """The surroundings of a city, `SPAN` degrees wide where it lies, its country (ISO code) a little darker.

    `title` (default: the name) is what a reader hears who does not see the picture; the name stands beside the mark.
    """
    width, height, scale = 600, 400, 600 / SPAN
    squeeze = math.cos(math.radians(latitude))

    def shape(ring: tuple[float, ...]) -> list[Point]:
        """The ring, moved whole to the city's turn of the globe, so that no line crosses the picture."""
        turn = 360 * round((longitude - ring[0]) / 360) - longitude
        return [
            Point(width / 2 + (x + turn) * squeeze * scale, height / 2 - (y - latitude) * scale)
            for x, y in _pairs(ring)
        ]

    def near(points: list[Point]) -> bool:
        across, down = [point.x for point in points], [point.y for point in points]
        return max(across) > 0 and min(across) < width and max(down) > 0 and min(down) < height

    shapes = []
    for code, rings in outlines():
        drawn = [points for ring in rings if near(points := shape(ring))]
        if drawn:
            fill = OWN_LAND if code and code == country else PAPER_OF_LAND
            shapes.append(f'<path fill="{fill}" d="{"".join(_path(points) for points in drawn)}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title or name)}">'
        f'<rect width="{width}" height="{height}" fill="#f3f5f3"/>'
        f'<g stroke="{LINE_OF_LAND}" stroke-width="1.2">{"".join(shapes)}</g>'
        f'<circle cx="{width // 2}" cy="{height // 2}" r="6" fill="{MARK}" stroke="#ffffff" stroke-width="2"/>'
        f'<text x="{width // 2 + 12}" y="{height // 2 + 6}" font-family="Source Sans 3, Source Sans Pro, sans-serif"'
        f' font-size="18" font-weight="600" fill="{INK}" stroke="#ffffff" stroke-width="3" paint-order="stroke">'
        f"{escape(name)}</text></svg>\n"
    ).encode()
