"""Guards in the database, whoever asks: a table that only grows refuses UPDATE and DELETE.

One that joins two things of one owner refuses things of two owners, and UPDATE.

They are installed after every migrate, because SQLite drops triggers when a migration rebuilds a table. What the
owner of the database does on purpose (TRUNCATE, DDL, `flush`) stays possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections

from entreciudades.core.models import AppendOnly, SameOwner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model

_SQLITE = {
    "update": 'BEFORE UPDATE ON "{table}"',
    "delete": 'BEFORE DELETE ON "{table}"',
    # REPLACE deletes the old row without asking the guard of DELETE.
    "replace": 'BEFORE INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)',
}
_POSTGRESQL = {"change": 'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION core_only_grows()'}
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION core_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""
_SAME_SQLITE = """
CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" WHEN {differ}
BEGIN SELECT RAISE(ABORT, '{table} joins things of one owner'); END
"""
_SAME_POSTGRESQL = """
CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {differ} THEN
        RAISE EXCEPTION '{table} joins things of one owner' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()
"""


class _Guard(NamedTuple):
    """A trigger, the table on which it stands, and the statement that sets it."""

    name: str
    table: str
    statement: str


def guarded_tables() -> list[str]:
    """Return the tables of every AppendOnly model."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Set the guards that are missing, on the guarded tables that exist; does nothing else, however often called."""
    connection = connections[using]
    missing = missing_guards(using)
    with connection.cursor() as cursor:
        if missing and connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for guard in _wanted(connection):
            if guard.name in missing:
                cursor.execute(guard.statement)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the guards away; the owner's act, before `flush`."""
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        for guard, table, _statement in _wanted(connection):
            if guard in present:
                on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{guard}"{on_table}')


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Do something as owner of the database without the guards; they are back afterwards."""
    remove(using)
    try:
        yield
    finally:
        install(using)


def missing_guards(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of the guards that should stand on existing tables and do not."""
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    return [one.name for one in _wanted(connection) if one.table in tables and one.name not in present]


def check_guards(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of missing guards (`check --database default`); no error, so that migrate can run and set them."""
    return [
        checks.Warning(
            f"The table may be changed: guard {guard} is missing in database {using!r}.",
            hint="Run migrate, which sets it.",
            id="core.W001",
        )
        for using in databases or ()
        for guard in missing_guards(using)
    ]


def _wanted(connection: BaseDatabaseWrapper) -> list[_Guard]:
    """Every guard that should stand."""
    is_postgresql = connection.vendor == "postgresql"
    guards = []
    for table in guarded_tables():
        for kind, when in (_POSTGRESQL if is_postgresql else _SQLITE).items():
            name = f"{table}_only_grows_{kind}"
            refusal = "" if is_postgresql else f" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            guards.append(_Guard(name, table, f'CREATE TRIGGER "{name}" {when.format(table=table)}{refusal}'))
    for model in apps.get_models():
        if issubclass(model, SameOwner):
            table = model._meta.db_table
            one, other = (_owner(model, path) for path in model.SAME)
            for act, differ in (("INSERT", f"({one}) <> ({other})"), ("UPDATE", "1 = 1")):
                name = f"{table}_same_owner_{act.lower()}"
                words = {"name": name, "table": table, "act": act, "differ": differ}
                statement = (_SAME_POSTGRESQL if is_postgresql else _SAME_SQLITE).format(**words)
                guards.append(_Guard(name, table, statement))
    return guards


def _owner(model: type[Model], path: str) -> str:
    """The expression of a new row's owner: its own column, or that of the row to which it points."""
    key, _over, beyond = path.partition("__")
    field: Any = model._meta.get_field(key)
    if not beyond:
        return f'NEW."{field.column}"'
    there: Any = field.related_model
    column, primary = there._meta.get_field(beyond).column, there._meta.pk.column
    return f'SELECT "{column}" FROM "{there._meta.db_table}" WHERE "{primary}" = NEW."{field.column}"'  # noqa: S608 - names of our own models


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the triggers that act: one that is disabled guards nothing."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}
