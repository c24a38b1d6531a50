"""Guards in the database: a table that only grows refuses UPDATE and DELETE, whoever asks.

They are installed after every migrate, because SQLite drops triggers when a migration rebuilds a table. What the
owner of the database does on purpose (TRUNCATE, DDL, `flush`) stays possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections

from entreciudades.core.models import AppendOnly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

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
        for guard in missing:
            cursor.execute(_statement(connection, guard))


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the guards away; the owner's act, before `flush`."""
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        for guard, table, _when in _wanted(connection):
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
    return [guard for guard, table, _when in _wanted(connection) if table in tables and guard not in present]


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


def _wanted(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """Return (guard, table, when it acts) of every guard."""
    kinds = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    return [
        (f"{table}_only_grows_{kind}", table, when.format(table=table))
        for table in guarded_tables()
        for kind, when in kinds.items()
    ]


def _statement(connection: BaseDatabaseWrapper, guard: str) -> str:
    table, when = next((table, when) for name, table, when in _wanted(connection) if name == guard)
    refusal = "" if connection.vendor == "postgresql" else f" BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
    return f'CREATE TRIGGER "{guard}" {when}{refusal}'


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
