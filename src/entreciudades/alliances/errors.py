"""What alliances refuse, with what is needed to say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from entreciudades.core.errors import EntreciudadesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from entreciudades.alliances.models import AgreementParty, Alliance, ApprovalRule
    from entreciudades.methodologies.gates import GateReport


class GateShut(EntreciudadesError):
    """Something that was asked for is still open; nothing has moved.

    ``reports`` are the gates that stand open, each with what keeps it shut: one where a stage was to advance, those of
    every stage that was not passed where the alliance was to be closed.
    """

    def __init__(self, *reports: GateReport) -> None:
        stages = ", ".join(report.stage for report in reports)
        super().__init__(f"the gate does not hold: {stages}")
        self.reports = reports

    @property
    def report(self) -> GateReport:
        """The first of them."""
        return self.reports[0]


class StageMoved(EntreciudadesError):
    """Somebody else was faster; nothing was done twice.

    ``expected`` is the stage that the person saw, ``stands`` where the alliance stands now: a key, empty after the
    last stage.
    """

    def __init__(self, *, expected: str, stands: str) -> None:
        super().__init__(f"the alliance stands in {stands or 'no stage'}, not in {expected}")
        self.expected = expected
        self.stands = stands


class StageDropped(EntreciudadesError):
    """A version of a methodology has no longer the stage in which alliances stand; nothing was adopted.

    ``standing`` are these alliances, each with the key of its stage.
    """

    def __init__(self, standing: Sequence[tuple[Alliance, str]]) -> None:
        named = ", ".join(f"{alliance.slug} ({stage})" for alliance, stage in standing)
        super().__init__(f"alliances stand in stages that the version drops: {named}")
        self.standing = tuple(standing)


class TextFrozen(ValidationError):
    """The text of an agreement is not to be changed now: it lies before the parties, is agreed, or was withdrawn."""


class AnotherVersion(ValidationError):
    """A party was about to agree to what is not on the table any more; nothing was recorded.

    ``tabled`` is the number of the version that lies there now, None where there is none.
    """

    def __init__(self, said: str, *, tabled: int | None) -> None:
        super().__init__(said)
        self.tabled = tabled


class ApprovalsOpen(EntreciudadesError):
    """What the law asks before an agreement is signed is not there yet; nothing has moved.

    ``open`` says which rule asks it of which party.
    """

    def __init__(self, still: Sequence[tuple[AgreementParty, ApprovalRule]]) -> None:
        named = ", ".join(f"{party.organisation.slug}: {rule.key}" for party, rule in still)
        super().__init__(f"approvals are still open: {named}")
        self.open = tuple(still)
