"""Read the matrices that a pack declares, and for each row the sources that feed it."""

from collections.abc import Mapping
from typing import Any, Literal

from entreciudades.methodologies.pack import HeldBy, Matrix, Row, RowSource, Synergy
from entreciudades.methodologies.problems import described, listed, nearest, write_instead
from entreciudades.methodologies.reader import Table, each_once
from entreciudades.methodologies.sources import SOURCES, Filter
from entreciudades.methodologies.vocabulary import MATRIX_PER

_INSIDE_FROM = {"source", "columns"} | {one.name for source in SOURCES.values() for one in source.filters}


def read_matrices(variant: Table, held_by: HeldBy) -> tuple[Matrix, ...]:
    """Every ``[[programme.variant.matrix]]`` of a variant; only a city that holds it can head one."""
    tables = variant.tables("matrix")
    matrices = tuple(_read_matrix(table, held_by) for table in tables)
    each_once(tables, "key", (matrix.key for matrix in matrices))
    return matrices


def read_synergy(variant: Table) -> Synergy | None:
    """The table of lines by actors, if the variant has one."""
    table = variant.table("synergy")
    if table is None:
        return None
    synergy = Synergy(
        title=table.labels("title"),
        asks=table.labels("asks", required=False),
        line_title=table.labels("line_title"),
    )
    table.close()
    return synergy


def _read_matrix(table: Table, held_by: HeldBy) -> Matrix:
    default = "city" if held_by == "city" else "programme"
    per: Literal["city", "programme"] = (
        "programme" if table.choice("per", MATRIX_PER, default=default) == "programme" else "city"
    )
    if per == "city" and held_by != "city":
        holder = "an alliance" if held_by == "alliance" else "a network"
        expected = f"no city at the head of a programme that {holder} holds"
        table.wrong("per", found='"city"', expected=expected, suggestion='Write per = "programme"')
    rows = table.tables("row", required=True)
    matrix = Matrix(
        key=table.key(),
        title=table.labels("title"),
        per=per,
        rows=tuple(_read_row(row) for row in rows),
    )
    each_once(rows, "key", (row.key for row in matrix.rows))
    table.close()
    return matrix


def _read_row(table: Table) -> Row:
    row = Row(key=table.key(), title=table.labels("title"), sources=_read_sources(table))
    for key in _INSIDE_FROM & set(table.values):
        table.allow(key)
        mend = f'Write from = {{ source = "…", {key} = … }}'
        table.wrong(key, found=f'"{key}" beside from', expected="it inside from", suggestion=mend)
    table.close()
    return row


def _read_sources(row: Table) -> tuple[RowSource, ...]:
    """``from = "name"``, or ``{ source = "name", filter = … }``, or a list of these."""
    expected = "the name of a source"
    written = row.raw("from", expected)
    if written is None:
        return ()
    path = (*row.path, "from")
    if not isinstance(written, list):
        return tuple(_read_source(row, written, path))
    if not written:
        row.wrong("from", found="an empty list", expected=expected)
    return tuple(source for index, one in enumerate(written) for source in _read_source(row, one, (*path, index)))


def _read_source(row: Table, written: object, path: tuple[str | int, ...]) -> list[RowSource]:
    if isinstance(written, str):
        values: Mapping[str, Any] = {"source": written}
        name_path = path
    elif isinstance(written, dict):
        values = written
        name_path = (*path, "source")
    else:
        row.notes.add(path, found=described(written), expected="the name of a source")
        return []
    name = values.get("source")
    source = SOURCES.get(name) if isinstance(name, str) else None
    if source is None:
        row.notes.add(
            name_path,
            found="nothing" if name is None else described(name),
            expected=listed(SOURCES),
            suggestion=write_instead(nearest(name, SOURCES)),
        )
        return []
    table = Table(values, path, row.notes, row.languages)
    table.text("source", "the name of a source")
    filters = {one.name: _read_filter(table, one) for one in source.filters}
    columns = table.choices("columns", source.columns, default=source.columns[:1])
    table.close()
    return [RowSource(source.name, filters, columns)]


def _read_filter(table: Table, one: Filter) -> tuple[str, ...]:
    if one.several:
        return table.choices(one.name, one.values, default=one.default)
    return (table.choice(one.name, one.values, default=one.default[0]),)
