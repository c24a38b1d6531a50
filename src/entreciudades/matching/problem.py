"""What is to be paired, complete and frozen: nothing here reads, checks or computes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = float
"""How much, from 0 (not at all) to 1 (very much)."""
FirstAim = Literal["total", "most_cities"]
COMPONENTS = ("complementarity", "shared_challenge", "scale", "language", "agenda", "readiness", "preference")
"""What an affinity is made of, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class City:
    """A city that looks for partners. What is not known is empty or None, which is neutral and said, never zero.

    ``needs``, ``offers``: level by term (``"iuc:7"``); ``priorities``: terms; ``preferences``: level by the id of
    another city; ``capacity``: pairs that it takes at most; ``side``: empty in one pool.
    """

    id: str
    side: str = ""
    country: str = ""
    population: int | None = None
    languages: tuple[str, ...] = ()
    needs: Mapping[str, Level] = field(default_factory=dict)
    offers: Mapping[str, Level] = field(default_factory=dict)
    priorities: tuple[str, ...] = ()
    readiness: Level | None = None
    capacity: int = 1
    preferences: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """The parameters of a call. ``weights`` by component, those not named being 0; ``quota``: pairs by country.

    ``sides``: the two sides, or none for one pool, in which any city may go with any other. ``require`` and ``forbid``
    name pairs in either order; a required pair is exempt from ``min_score``.
    """

    weights: Mapping[str, float]
    sides: tuple[str, str] | tuple[()] = ()
    min_score: Level = 0.0
    first_aim: FirstAim = "total"
    quota: Mapping[str, int] = field(default_factory=dict)
    require: tuple[tuple[str, str], ...] = ()
    forbid: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Cities, rules, and how far terms are related: ``kinship["iuc:7"]["sdg:6"] == 0.5``; to itself a term is 1."""

    cities: tuple[City, ...]
    rules: Rules
    kinship: Mapping[str, Mapping[str, Level]] = field(default_factory=dict)
