"""An import is written, and undone, as a whole: what stands here is looked at again, then the room writes all rows.

Called inside the transaction of the worker; whatever is raised leaves everything as it was.
"""

from collections.abc import Iterable

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.imports.columns import Values
from entreciudades.imports.kind import Entry, Kind
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.models import Import, Line
from entreciudades.imports.plan import digest
from entreciudades.imports.states import LineState

AT_ONCE = 500
NAMED = 50
"""Rows that a refusal names; of those beyond, ``more``, the number is said."""


class Blocked(Exception):
    """Nothing was written or undone: "outdated", "waiting" or "built-on"; each row with why, where it differs."""

    def __init__(self, code: str, rows: Iterable[dict[str, object]]) -> None:
        super().__init__(code)
        self.code = code
        found = list(rows)
        self.rows, self.more = found[:NAMED], len(found[NAMED:])


def write_all(brought: Import) -> None:
    """Hand the rows of a dry run to their room. Raises Blocked, and what the room raises."""
    kind, owner, by = KINDS[brought.kind], brought.organisation, _by(brought)
    lines = list(brought.lines.filter(left_out=False).exclude(state=LineState.SAME))
    waiting = [line for line in lines if line.state in {LineState.PROBLEM, LineState.DOUBLE}]
    if waiting:
        raise Blocked("waiting", [{"number": line.number} for line in waiting])
    _check_standing(kind, brought, lines)
    entries = [
        Entry(
            line.target, line.values if line.target is None else {key: new for key, (_old, new) in line.changes.items()}
        )
        for line in lines
    ]
    new = [line for line in lines if line.target is None]
    for line, pk in zip(new, kind.write(owner, entries, by=by), strict=True):
        line.target = pk
    _mark_written(kind, brought, lines)
    told = {"added": len(new), "changed": len(lines) - len(new)}
    trail.record("import.written", brought, by=by, scope=owner.pk, kind=kind.key, **told)


def undo_all(brought: Import) -> None:
    """Take back what an import wrote: rows it made go, others get their former values. Raises Blocked."""
    kind, owner, by = KINDS[brought.kind], brought.organisation, _by(brought)
    lines = list(brought.lines.filter(left_out=False).exclude(state=LineState.SAME))
    pks = [line.target for line in lines if line.target is not None]
    stands = _standing(kind, brought, pks)
    made = [line.target for line in lines if line.state == LineState.NEW and line.target is not None]
    built = kind.built_on(made) if made else {}
    blocked: list[dict[str, object]] = []
    for line in lines:
        values = stands.get(line.target or 0)
        if values is None:
            blocked.append({"number": line.number, "why": "gone"})
        elif digest(values) != line.standing:
            blocked.append({"number": line.number, "why": "changed"})
        elif line.target in built:
            blocked.append({"number": line.number, "why": "built-on", "by": built[line.target]})
    if blocked:
        raise Blocked("built-on", blocked)
    former = [
        Entry(line.target, {key: old for key, (old, _new) in line.changes.items()})
        for line in lines
        if line.state == LineState.CHANGED
    ]
    kind.write(owner, former, by=by)
    kind.remove(owner, made, by=by)
    trail.record(
        "import.undone", brought, by=by, scope=owner.pk, kind=kind.key, removed=len(made), restored=len(former)
    )


def _check_standing(kind: Kind, brought: Import, lines: list[Line]) -> None:
    """Raise Blocked where a row that is to be changed is another by now, or a new one has come here meanwhile."""
    known = {**kind.beside(brought.organisation), **kind.stored(brought.organisation)}
    keys = {kind.same_as(values) for values in known.values()} - {None}
    stale = [
        line
        for line in lines
        if (
            kind.same_as(line.values) in keys
            if line.target is None
            else line.target not in known or digest(known[line.target]) != line.standing
        )
    ]
    if stale:
        raise Blocked("outdated", [{"number": line.number} for line in stale])


def _mark_written(kind: Kind, brought: Import, lines: list[Line]) -> None:
    """Keep how each row stands now, so that undoing sees whether somebody changed it since."""
    stands = _standing(kind, brought, [line.target for line in lines if line.target is not None])
    for line in lines:
        line.standing = digest(stands[line.target or 0])
    # The rows are there and whole: to write them over is many times faster than a CASE for each.
    Line.objects.bulk_create(
        lines, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=["target", "standing"]
    )


def _standing(kind: Kind, brought: Import, pks: list[int]) -> dict[int, Values]:
    wanted = set(pks)
    return {pk: values for pk, values in kind.stored(brought.organisation).items() if pk in wanted}


def _by(brought: Import) -> User:
    if brought.asked_by is None:
        raise TypeError(f"nobody asked for import {brought.pk}")
    return brought.asked_by
