"""The matrices of a programme: computed from its data, then changed by the city, each change with its reason.

`SOURCES` holds one evaluator for each source that a methodology may name (`methodologies.sources`); a test holds both
lists the same. An evaluator gives the entries of a row; `matrix_table` joins them and applies the changes, `tables`
puts them into a reader's language.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.conf import settings

from entreciudades.actors.models import Plan
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.pack import Matrix, RowSource
from entreciudades.programmes.facts import Facts, Labelled
from entreciudades.programmes.models import (
    InvolvedActor,
    MatrixChange,
    Partner,
    ProgrammeDepartment,
    Project,
    StrategicLine,
)
from entreciudades.taxonomy.models import Term

T = TypeVar("T")
Labels = dict[str, str]
Kind = MatrixChange.Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a cell. `key` ("plans.plan:3") says where it comes from; `reason` stands where it is the city's own.

    `joined` are further labels on the same line, `details` points below it.
    """

    key: str
    text: Labels
    joined: tuple[Labels, ...] = ()
    details: tuple[Labels, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row; `reason` stands where it is the city's own, `moved` where the city gave it its place."""

    key: str
    titles: Labels
    items: tuple[Entry, ...]
    reason: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Omission:
    """A row or an entry left out, with the reason."""

    text: Labels
    reason: str


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """A matrix as it stands after the city's changes."""

    key: str
    titles: Labels
    rows: tuple[MatrixRow, ...]
    left_out: tuple[Omission, ...] = field(default=())


def matrix_table(facts: Facts, key: str) -> MatrixTable:
    """Compute a matrix and apply the city's changes in their order; KeyError where the methodology has none such."""
    changes = [change for change in facts.matrix_changes if change.matrix == key]
    return apply_changes(compute(facts, facts.variant.matrix(key)), changes)


def compute(facts: Facts, matrix: Matrix) -> MatrixTable:
    """The matrix as the data alone give it."""
    rows = tuple(MatrixRow(row.key, dict(row.title), tuple(_entries(facts, row.sources))) for row in matrix.rows)
    return MatrixTable(matrix.key, dict(matrix.title), rows)


def apply_changes(table: MatrixTable, changes: list[MatrixChange]) -> MatrixTable:
    """The table after the changes; one whose row or entry is no longer there has no effect."""
    for change in changes:
        table = _APPLY[change.kind](table, change)
    return table


def _entries(facts: Facts, sources: tuple[RowSource, ...]) -> Iterator[Entry]:
    seen = set()
    for source in sources:
        for entry in SOURCES[source.name](facts, source):
            if entry.key not in seen:
                seen.add(entry.key)
                yield entry


# --- the sources, in the order of methodologies.sources ----------------------------------------------------------


def _key(row: Any) -> str:
    return f"{kind_of(row)}:{row.pk}"


def _labelled(row: Labelled) -> Entry:
    return Entry(f"{row.kind}:{row.pk}", row.titles)


def _term(term: Term) -> Entry:
    return Entry(f"taxonomy.term:{term.pk}", term.labels)


def _period(plan: Plan) -> Labels:
    """From when to when, in every language of the site; nothing where neither is known."""
    ends = [end for end in (plan.starts, plan.ends) if end]
    languages = [code for code, _name in settings.CONTENT_LANGUAGES] if ends else []
    return {language: "–".join(end.format(language) for end in ends) for language in languages}


def _city_plans(facts: Facts, source: RowSource) -> Iterator[Entry]:
    for plan in facts.plans:
        if plan.kind in source.filters["kind"]:
            written = {"name": plan.titles, "period": _period(plan), "rank": plan.legal_rank}
            yield _written(_key(plan), written, source.columns)


def _city_priorities(facts: Facts, source: RowSource) -> Iterator[Entry]:
    return (_term(term) for term in facts.priorities if term.codelist in source.filters["codelist"])


def _programme_sectors(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    return (_term(term) for term in facts.terms["sector"])


def _cross_cutting_axes(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    axes = facts.terms["axis"]
    if axes:
        yield Entry("taxonomy.codelist:axis", axes[0].labels, joined=tuple(axis.labels for axis in axes[1:]))


def _strategic_lines(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    return (_labelled(line) for line in facts.labelled(StrategicLine))


def _departments_involved(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    return (Entry(_key(one.department), one.department.names) for one in facts.departments)


def _managing_department(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    return (Entry(_key(one), one.names) for one in facts.managing_departments)


def _coordinating_department(facts: Facts, source: RowSource) -> Iterator[Entry]:
    task = ProgrammeDepartment.Task
    for wanted in (task.COORDINATES, task.SUPPORTS):
        for one in facts.departments:
            if one.task == wanted:
                written = {"name": one.department.names, "focal-point": one.focal_point}
                yield _written(_key(one.department), written, source.columns)


def _allies_and_partners(facts: Facts, source: RowSource) -> Iterator[Entry]:
    included = source.filters["include"]
    if "departments" in included:
        yield from _departments_involved(facts, source)
    for wanted, role in (("allies", Partner.As.ALLY), ("cities", Partner.As.CITY)):
        if wanted in included:
            for partner in facts.partners:
                if partner.partner_as == role:
                    yield Entry(_key(partner.organisation), partner.organisation.names)


def _actors_involved(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    return (_labelled(actor) for actor in facts.labelled(InvolvedActor))


def _cooperation_instruments(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    return (Entry(_key(one), one.titles) for one in facts.instruments)


def _cooperation_modalities(facts: Facts, _source: RowSource) -> Iterator[Entry]:
    return (_term(term) for term in facts.terms["modality"])


def _actions_and_projects(facts: Facts, source: RowSource) -> Iterator[Entry]:
    included = source.filters["include"]
    activities = facts.activities if "activities" in included else []
    if "projects" in included:
        for project in facts.labelled(Project):
            own = tuple(one.titles for one in activities if one.project_id == project.pk)
            yield replace(_labelled(project), details=own)
    for activity in activities:
        if activity.project_id is None or "projects" not in included:
            yield Entry(_key(activity), activity.titles)


def _sdg_focus(facts: Facts, source: RowSource) -> Iterator[Entry]:
    goals = source.filters["level"] == ("goal",)
    seen: dict[str, Term] = {}
    for term in facts.terms["sdg"]:
        wanted = (term.parent or term) if goals else (term if term.parent_id else None)
        if wanted is not None:
            seen.setdefault(wanted.pk, wanted)
    for term in sorted(seen.values(), key=lambda one: one.position):
        yield Entry(f"taxonomy.term:{term.pk}", {lang: f"({term.code}) {text}" for lang, text in term.labels.items()})


def _written(key: str, written: dict[str, Labels], columns: tuple[str, ...]) -> Entry:
    named = [written[column] for column in columns or tuple(written)[:1] if written.get(column)]
    return Entry(key, named[0], joined=tuple(named[1:])) if named else Entry(key, {})


SOURCES: dict[str, Callable[[Facts, RowSource], Iterator[Entry]]] = {
    "city-plans": _city_plans,
    "city-priorities": _city_priorities,
    "programme-sectors": _programme_sectors,
    "cross-cutting-axes": _cross_cutting_axes,
    "strategic-lines": _strategic_lines,
    "departments-involved": _departments_involved,
    "managing-department": _managing_department,
    "coordinating-department": _coordinating_department,
    "allies-and-partners": _allies_and_partners,
    "actors-involved": _actors_involved,
    "cooperation-instruments": _cooperation_instruments,
    "cooperation-modalities": _cooperation_modalities,
    "actions-and-projects": _actions_and_projects,
    "sdg-focus": _sdg_focus,
}


# --- the changes ---------------------------------------------------------------------------------------------------


def _add_row(table: MatrixTable, change: MatrixChange) -> MatrixTable:
    items = (Entry(_key(change), change.texts, reason=change.reason),) if change.texts else ()
    row = MatrixRow(change.row, change.titles, items, reason=change.reason)
    return replace(table, rows=_placed(table.rows, row, change.place))


def _leave_out_row(table: MatrixTable, change: MatrixChange) -> MatrixTable:
    gone = [Omission(row.titles, change.reason) for row in table.rows if row.key == change.row]
    kept = tuple(row for row in table.rows if row.key != change.row)
    return replace(table, rows=kept, left_out=(*table.left_out, *gone))


def _move_row(table: MatrixTable, change: MatrixChange) -> MatrixTable:
    moved = [replace(row, moved=change.reason) for row in table.rows if row.key == change.row]
    others = tuple(row for row in table.rows if row.key != change.row)
    return replace(table, rows=_placed(others, moved[0], change.place)) if moved else table


def _add_entry(table: MatrixTable, change: MatrixChange) -> MatrixTable:
    own = Entry(_key(change), change.texts, reason=change.reason)
    return _with_row(table, change.row, lambda items: _placed(items, own, change.place))


def _leave_out_entry(table: MatrixTable, change: MatrixChange) -> MatrixTable:
    gone = [
        Omission(item.text, change.reason)
        for row in table.rows
        if row.key == change.row
        for item in row.items
        if item.key == change.entry
    ]
    table = replace(table, left_out=(*table.left_out, *gone))
    return _with_row(table, change.row, lambda items: tuple(item for item in items if item.key != change.entry))


def _with_row(table: MatrixTable, key: str, turn: Callable[[tuple[Entry, ...]], tuple[Entry, ...]]) -> MatrixTable:
    return replace(
        table, rows=tuple(replace(row, items=turn(row.items)) if row.key == key else row for row in table.rows)
    )


def _placed(rows: tuple[T, ...], row: T, place: int | None) -> tuple[T, ...]:
    at = len(rows) if place is None else min(place - 1, len(rows))
    return (*rows[:at], row, *rows[at:])


_APPLY: dict[str, Callable[[MatrixTable, MatrixChange], MatrixTable]] = {
    Kind.ADD_ROW: _add_row,
    Kind.LEAVE_OUT_ROW: _leave_out_row,
    Kind.MOVE_ROW: _move_row,
    Kind.ADD_ENTRY: _add_entry,
    Kind.LEAVE_OUT_ENTRY: _leave_out_entry,
}
