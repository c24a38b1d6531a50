"""What the part ``[call]`` of a pack says, once read and found good. Frozen data: nothing here reads or checks.

Every number is a parameter: a call keeps its own value where it departs from the pack's (`calls.terms`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NoReturn

from entreciudades.methodologies.pack import Field, Labels

CallKind = Literal["pairing", "proposals", "search"]
"""A call pairs cities with each other, chooses proposals, or seeks a partner for the one city that holds it."""


@dataclass(frozen=True, slots=True)
class Component:
    """A strand of the programme that the call belongs to; applications are made to those that are ``open``."""

    key: str
    title: Labels
    open: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Countries of a side that are told together, by their keys."""

    title: Labels
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pairing: the ISO countries whose cities stand on it, in regions; no countries: any."""

    key: str
    title: Labels
    regions: tuple[Region, ...]

    @property
    def countries(self) -> frozenset[str]:
        """All of its countries."""
        return frozenset(code for region in self.regions for code in region.countries)


@dataclass(frozen=True, slots=True)
class Themes:
    """Out of which codelist an application names its themes, and how many."""

    codelist: str
    min: int
    max: int


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A document that is handed in with the application."""

    key: str
    title: Labels
    asks: Labels
    required: bool


@dataclass(frozen=True, slots=True)
class Eligible:
    """A rule that a machine decides: its kind out of the closed list, what it says to people, its parameters.

    ``numbers`` are those that the kind declares; ``kinds`` are codes of actors, where it asks for them; ``or_group``:
    a group that reaches it together will do.
    """

    key: str
    rule: str
    says: Labels
    numbers: Mapping[str, int]
    kinds: tuple[str, ...]
    or_group: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """What reviewers score, from 0 to ``scale``; weights are relative to each other."""

    key: str
    title: Labels
    asks: Labels
    weight: Decimal
    scale: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """How many reviewers each application has; two that differ by more than ``third_over`` percent bring a third."""

    reviewers: int
    third_over: Decimal


@dataclass(frozen=True, slots=True)
class Pairing:
    """How pairs are sought: weights by component of affinity, and the numbers around it."""

    weights: Mapping[str, Decimal]
    min_score: Decimal
    first_aim: Literal["total", "most_cities"]
    capacity: int
    quota_per_country: int | None
    short_list: int
    rounds: int
    meeting_minutes: int
    accept_days: int


@dataclass(frozen=True, slots=True)
class Support:
    """What the programme gives or asks, as a number that a person would quote: travellers, visits, months."""

    key: str
    title: Labels
    at_least: int | None
    at_most: int


@dataclass(frozen=True, slots=True)
class Grant:
    """Money for a proposal: at most ``ceiling``, at most ``share`` percent of its cost, for so many months."""

    ceiling: Decimal
    currency: str
    share: Decimal
    months: int
    extension_months: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a city takes upon itself when it submits; it says yes to each."""

    key: str
    title: Labels


@dataclass(frozen=True, slots=True)
class CallStep:
    """A step on the way, in order, each with its record; ``asks`` says what is written down."""

    key: str
    title: Labels
    asks: Labels
    record: Literal["note", "list", "visit", "decision"]


@dataclass(frozen=True, slots=True)
class CallPart:
    """How partners find each other under this methodology."""

    title: Labels
    kind: CallKind
    components: tuple[Component, ...]
    sides: tuple[Side, ...]
    themes: Themes
    questions: tuple[Field, ...]
    documents: tuple[AskedDocument, ...]
    eligible: tuple[Eligible, ...]
    criteria: tuple[Criterion, ...]
    assessment: Assessment | None
    pairing: Pairing | None
    supports: tuple[Support, ...]
    grant: Grant | None
    steps: tuple[CallStep, ...]
    commitments: tuple[Commitment, ...]
    group: bool
    mend_days: int

    def question(self, key: str) -> Field:
        """The question of that key; KeyError without one."""
        return next((one for one in self.questions if one.key == key), None) or _missing(key)

    def document(self, key: str) -> AskedDocument:
        """The document of that key; KeyError without one."""
        return next((one for one in self.documents if one.key == key), None) or _missing(key)

    def criterion(self, key: str) -> Criterion:
        """The criterion of that key; KeyError without one."""
        return next((one for one in self.criteria if one.key == key), None) or _missing(key)

    def step(self, key: str) -> CallStep:
        """The step of that key; KeyError without one."""
        return next((one for one in self.steps if one.key == key), None) or _missing(key)


def _missing(key: str) -> NoReturn:
    raise KeyError(key)
