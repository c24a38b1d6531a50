"""What the methodology of an alliance says of it."""

from entreciudades.alliances.models import Alliance, AllianceStage
from entreciudades.methodologies.alliance_pack import AllianceForm, AlliancePart, Requirement, Stage
from entreciudades.methodologies.models import Methodology


def part_in(methodology: Methodology) -> AlliancePart:
    """The part ``[alliance]`` of a version. Raises LookupError where it has none."""
    part = methodology.pack.alliance
    if part is None:
        raise LookupError(f"{methodology} has no part [alliance]")
    return part


def part_of(alliance: Alliance) -> AlliancePart:
    """The part of the version by which an alliance lives. Raises LookupError where it lives by none."""
    if alliance.methodology is None:
        raise LookupError(f"{alliance} lives by no methodology")
    return part_in(alliance.methodology)


def form_of(alliance: Alliance) -> AllianceForm:
    """The form of it that the alliance chose."""
    return part_of(alliance).form(alliance.form)


def stage_of(row: AllianceStage) -> Stage:
    """What the methodology says of a stage: the version under which it was lived, where a newer one dropped it."""
    if row.lived_by is not None:
        return part_in(row.lived_by).form(row.lived_form).stage(row.key)
    return form_of(row.alliance).stage(row.key)


def required_at(row: AllianceStage) -> tuple[Requirement, ...]:
    """What the gate of a stage asks, in its order."""
    part = part_of(row.alliance) if row.lived_by is None else part_in(row.lived_by)
    return part.required_by(stage_of(row))
