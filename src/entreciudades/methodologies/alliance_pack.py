"""What the part ``[alliance]`` of a pack says, once read and found good. Frozen data: nothing here reads or checks.

An alliance lives by one *form* of its methodology: stages in order, each with its gate. A requirement is declared once
and named by the stages that ask for it.
"""

from dataclasses import dataclass
from typing import Literal

from entreciudades.methodologies.pack import Labels

Closer = Literal["secretariat", "coordinator", "every-coordinator"]
"""Who may close a stage: the network's secretariat, the coordinator of any party, or those of all, one by one."""

Attester = Literal["secretariat", "coordinator", "every-coordinator"]
"""Who ticks what no data can tell."""

Evidence = Literal["document", "note"]
"""By what it is borne out."""


@dataclass(frozen=True, slots=True)
class Seats:
    """How many parties there are, of which kinds of actors (codes; none: any)."""

    min: int
    max: int | None
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyRole:
    """What a person does for a party: coordinates, works on it as technical staff, speaks for it."""

    key: str
    title: Labels


@dataclass(frozen=True, slots=True)
class Caps:
    """Numbers around exchanges: travellers of one party in one visit, and how many visits there are; None: any."""

    travellers: int | None
    visits_min: int | None
    visits_max: int | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a gate asks: a kind out of the closed list with the parameters that the kind declares, and no others.

    ``per_seat``: each party has to meet it. ``kinds`` are codes of what is counted (of agreements, exchanges, bodies),
    ``key_of`` the role or document that it is about.
    """

    key: str
    kind: str
    says: Labels
    at_least: int
    per_seat: bool
    kinds: tuple[str, ...]
    key_of: str
    by: Attester
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StageDocument:
    """A document that a stage brings forth and that is kept with it."""

    key: str
    title: Labels


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What a stage delivers, in words."""

    key: str
    title: Labels


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage on the way. ``months`` is how long it lasts, 0 where the source does not say."""

    key: str
    number: str
    title: Labels
    purpose: Labels
    months: int
    optional: bool
    closes: Closer
    requires: tuple[str, ...]
    deliverables: tuple[Deliverable, ...]
    documents: tuple[StageDocument, ...]


@dataclass(frozen=True, slots=True)
class AllianceForm:
    """One way through the methodology: its stages in the order in which an alliance lives them."""

    key: str
    title: Labels
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage:
        """The stage of that key; KeyError without one."""
        for one in self.stages:
            if one.key == key:
                return one
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Composition:
    """A rule on who sits in a body: at least so many, or so many percent, of parties, territories or a gender."""

    rule: str
    at_least: int


@dataclass(frozen=True, slots=True)
class AllianceBody:
    """A body by which an alliance is governed; ``quorum`` is the percent of members that a meeting needs.

    ``every_months`` is what ``meets`` says in words, where it is a number of months; None where it is not.
    """

    key: str
    kind: str
    title: Labels
    meets: Labels
    every_months: int | None
    quorum: int
    composition: tuple[Composition, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause to begin an article with: its topic, in which kinds of agreement it belongs (none: all), its words."""

    key: str
    topic: str
    heading: Labels
    text: Labels
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlliancePart:
    """Who goes together under this methodology, and how. ``months`` is how long it lasts in all, 0: not said."""

    title: Labels
    months: int
    seats: Seats
    roles: tuple[PartyRole, ...]
    caps: Caps
    requirements: tuple[Requirement, ...]
    forms: tuple[AllianceForm, ...]
    bodies: tuple[AllianceBody, ...]
    clauses: tuple[Clause, ...]

    def form(self, key: str) -> AllianceForm:
        """The form of that key; KeyError without one."""
        for one in self.forms:
            if one.key == key:
                return one
        raise KeyError(key)

    def requirement(self, key: str) -> Requirement:
        """The requirement of that key; KeyError without one."""
        for one in self.requirements:
            if one.key == key:
                return one
        raise KeyError(key)

    def required_by(self, stage: Stage) -> tuple[Requirement, ...]:
        """What the gate of a stage asks, in its order."""
        return tuple(self.requirement(key) for key in stage.requires)
