"""What another version of a pack would change for an alliance that lives by one of its forms."""

from dataclasses import dataclass, replace

from entreciudades.methodologies.alliance_pack import AlliancePart, Requirement, Stage


@dataclass(frozen=True, slots=True)
class StageChange:
    """A stage that stays under its key, but not as it was."""

    old: Stage
    new: Stage

    @property
    def renamed(self) -> bool:
        """Whether it has another number or title."""
        return (self.old.number, self.old.title) != (self.new.number, self.new.title)


@dataclass(frozen=True, slots=True)
class GateChange:
    """A requirement at the gate of a stage (key): added without ``old``, dropped without ``new``, else changed."""

    stage: str
    old: Requirement | None
    new: Requirement | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Stages added and dropped, in the order of their form; those that come before others that they came after.

    ``changed`` leaves out what only the gate asks, which ``gates`` tells for the stages that stay. ``terms`` names what
    else differs: "months", "seats", "caps".
    """

    added: tuple[Stage, ...]
    dropped: tuple[Stage, ...]
    moved: tuple[Stage, ...]
    changed: tuple[StageChange, ...]
    gates: tuple[GateChange, ...]
    terms: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return any((self.added, self.dropped, self.moved, self.changed, self.gates, self.terms))


def differences(old: AlliancePart, new: AlliancePart, *, form: str) -> Changes:
    """What changes for an alliance that lives by *form* of *old*; a form that *new* lacks drops all of its stages."""
    before = {stage.key: stage for stage in old.form(form).stages}
    after = {stage.key: stage for one in new.forms if one.key == form for stage in one.stages}
    stay = [key for key in before if key in after]
    return Changes(
        added=tuple(stage for key, stage in after.items() if key not in before),
        dropped=tuple(stage for key, stage in before.items() if key not in after),
        moved=tuple(after[key] for key in _moved(stay, [key for key in after if key in before])),
        changed=tuple(
            StageChange(before[key], after[key])
            for key in stay
            if replace(before[key], requires=()) != replace(after[key], requires=())
        ),
        gates=tuple(change for key in stay for change in _at_gate(old, new, before[key], after[key])),
        terms=tuple(name for name in ("months", "seats", "caps") if getattr(old, name) != getattr(new, name)),
    )


def _moved(before: list[str], after: list[str]) -> list[str]:
    """As few keys of *after* as possible, without which both lists have the same order."""
    place = {key: number for number, key in enumerate(before)}
    longest: list[list[str]] = []
    for key in after:
        runs = [run for run in longest if place[run[-1]] < place[key]]
        longest.append([*max(runs, key=len, default=[]), key])
    kept = max(longest, key=len, default=[])
    return [key for key in after if key not in kept]


def _at_gate(old: AlliancePart, new: AlliancePart, before: Stage, after: Stage) -> list[GateChange]:
    """Added, dropped and changed requirements of a stage; other words for the same question are no change."""
    was = {one.key: one for one in old.required_by(before)}
    is_now = {one.key: one for one in new.required_by(after)}
    changes = [
        GateChange(after.key, was.get(key), one)
        for key, one in is_now.items()
        if key not in was or replace(was[key], says=one.says) != one
    ]
    return changes + [GateChange(after.key, one, None) for key, one in was.items() if key not in is_now]
