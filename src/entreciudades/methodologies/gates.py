"""What was found at the gate of a stage. Evaluated from the data in `processes.gates`, read by `alliances.services`."""

from dataclasses import dataclass

from entreciudades.methodologies.alliance_pack import Requirement


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a requirement is met: how much was found of what was needed, and which parties (ids) lack it.

    ``waived``: the gate lets it pass by a reasoned exception although it is not met.
    """

    requirement: Requirement
    met: bool
    found: int
    needed: int
    lacking: tuple[int, ...] = ()
    waived: bool = False

    @property
    def holds(self) -> bool:
        """Whether the gate lets it pass."""
        return self.met or self.waived


@dataclass(frozen=True, slots=True)
class GateReport:
    """The gate of one stage of one alliance, in the order of the pack."""

    alliance: int
    stage: str
    outcomes: tuple[Outcome, ...]

    @property
    def holds(self) -> bool:
        """Whether every requirement lets it pass."""
        return all(one.holds for one in self.outcomes)

    @property
    def open(self) -> tuple[Outcome, ...]:
        """What keeps it shut."""
        return tuple(one for one in self.outcomes if not one.holds)
