"""A network of cities drawn as a wheel: cities around it, a line between two that go together. Pure geometry."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 760
_RADIUS = 270
_INWARD = 0.35
"""How far lines bend towards the middle: 1 would lead all of them through it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A city on the wheel; its name stands at `label_x`, `label_y`, and begins, ends or is centred there."""

    key: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    radius: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two cities: the `d` of an SVG path, and how strong it is."""

    a: str
    b: str
    curve: str
    width: float


@dataclass(frozen=True, slots=True)
class Wheel:
    """Cities in the order in which they were given, and the lines between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    size: tuple[int, int] = (WIDTH, HEIGHT)


def wheel(keys: Sequence[str], ties: Mapping[tuple[str, str], int]) -> Wheel:
    """Place cities evenly, clockwise from the top, and draw a line for each tie, stronger for more.

    `ties` counts by pair of keys; both ends stand in `keys`. A city is larger the more ties it has.
    """
    degrees = dict.fromkeys(keys, 0)
    for (a, b), count in ties.items():
        degrees[a] += count
        degrees[b] += count
    most = max(degrees.values(), default=0) or 1
    nodes = {key: _node(key, place, len(keys), degrees[key] / most) for place, key in enumerate(keys)}
    edges = tuple(_edge(nodes[a], nodes[b], count) for (a, b), count in sorted(ties.items()))
    return Wheel(tuple(nodes.values()), edges)


def _node(key: str, place: int, of: int, share: float) -> Node:
    turn = 2 * math.pi * place / of - math.pi / 2
    x, y = WIDTH / 2 + _RADIUS * math.cos(turn), HEIGHT / 2 + _RADIUS * math.sin(turn)
    far = _RADIUS + 18
    side = math.cos(turn)
    anchor = "middle" if abs(side) < 0.08 else "start" if side > 0 else "end"  # noqa: PLR2004 - nearly above or below
    label_x, label_y = WIDTH / 2 + far * math.cos(turn), HEIGHT / 2 + far * math.sin(turn) + 5
    return Node(key, round(x, 1), round(y, 1), round(label_x, 1), round(label_y, 1), anchor, round(4 + 6 * share, 1))


def _edge(a: Node, b: Node, count: int) -> Edge:
    middle_x, middle_y = (a.x + b.x) / 2, (a.y + b.y) / 2
    bent_x = middle_x + (WIDTH / 2 - middle_x) * _INWARD
    bent_y = middle_y + (HEIGHT / 2 - middle_y) * _INWARD
    curve = f"M{a.x:g} {a.y:g}Q{bent_x:.1f} {bent_y:.1f} {b.x:g} {b.y:g}"
    return Edge(a.key, b.key, curve, min(1 + (count - 1) * 0.75, 6))
