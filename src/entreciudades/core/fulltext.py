"""Finding index entries by their terms: FTS5 on SQLite, tsvector with the `simple` configuration on PostgreSQL.

Both get text that `search.analyse` has folded and stemmed, so that they find the same. The table of FTS5 and its
triggers, and PostgreSQL's computed column with its index, are no models: like the guards they are set after migrate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import RawSQL

from entreciudades.search import fts5_query, tsquery

TABLE = "core_indexentry"
_VECTOR = f"{TABLE}.terms"
_COMPUTED = "setweight(to_tsvector('simple', title_terms), 'A') || setweight(to_tsvector('simple', body_terms), 'B')"
_POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS terms tsvector GENERATED ALWAYS AS ({_COMPUTED}) STORED",
    f"CREATE INDEX IF NOT EXISTS {TABLE}_terms ON {TABLE} USING gin (terms)",
)
_FTS = f"{TABLE}_fts"
_COLUMNS = "rowid, title_terms, body_terms"
_OLD = f"INSERT INTO {_FTS}({_FTS}, {_COLUMNS}) SELECT 'delete', OLD.id, OLD.title_terms, OLD.body_terms"
_NEW = f"INSERT INTO {_FTS}({_COLUMNS}) SELECT NEW.id, NEW.title_terms, NEW.body_terms"
_SQLITE_TRIGGERS = {
    f"{_FTS}_insert": f"AFTER INSERT ON {TABLE} BEGIN {_NEW}; END",
    f"{_FTS}_update": f"AFTER UPDATE ON {TABLE} BEGIN {_OLD}; {_NEW}; END",
    f"{_FTS}_delete": f"AFTER DELETE ON {TABLE} BEGIN {_OLD}; END",
}


class IndexQuerySet(models.QuerySet[Any]):
    """Which entries of the index."""

    def matching(self, terms: Sequence[str]) -> models.QuerySet[Any]:
        """Keep the entries that hold every term (the last may be a beginning), best first, with their ``rank``.

        ``terms`` come from `search.query`. A lower rank is a better match; the title weighs more than the body.
        """
        if not terms:
            return self.none()
        if connections[self.db].vendor == "postgresql":
            wanted = tsquery(terms)
            found = self.extra(  # noqa: S610 - constants; the terms are parameters
                select={"rank": f"-ts_rank({_VECTOR}, to_tsquery('simple', %s))"},
                select_params=[wanted],
                where=[f"{_VECTOR} @@ to_tsquery('simple', %s)"],
                params=[wanted],
            )
        else:
            found = self.extra(  # noqa: S610 - constants; the terms are parameters
                select={"rank": f"bm25({_FTS}, 8.0, 1.0)"},
                tables=[_FTS],
                where=[f"{_FTS}.rowid = {TABLE}.id", f"{_FTS} MATCH %s"],
                params=[fts5_query(terms)],
            )
        return found.order_by("rank", "id")


def keys_matching(kind: str, language: str, terms: Sequence[str], *, using: str = DEFAULT_DB_ALIAS) -> RawSQL:
    """The keys of the objects of a kind whose entry in a language holds every term, unranked: for `pk__in`.

    It reads the index alone, however many there are; the terms themselves are not looked at.
    """
    if connections[using].vendor == "postgresql":
        tables, holds, wanted = TABLE, f"{_VECTOR} @@ to_tsquery('simple', %s)", tsquery(terms)
    else:
        joined = f"{_FTS}.rowid = {TABLE}.id AND {_FTS} MATCH %s"
        tables, holds, wanted = f"{TABLE}, {_FTS}", joined, fts5_query(terms)
    where = f"{TABLE}.object_kind = %s AND {TABLE}.language = %s AND {holds}"
    query = f"SELECT {TABLE}.object_id FROM {tables} WHERE {where}"  # noqa: S608 - constants; the terms are parameters
    return RawSQL(query, (kind, language, wanted))  # noqa: S611 - as above


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make what the search needs beside the table, where it is missing; does nothing else, however often called."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            for statement in _POSTGRESQL:
                cursor.execute(statement)
        elif missing := _missing_triggers(cursor):
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {_FTS} USING fts5(title_terms, body_terms, "
                f"content='{TABLE}', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
            )
            for name in missing:
                cursor.execute(f"CREATE TRIGGER {name} {_SQLITE_TRIGGERS[name]}")
            cursor.execute(f"INSERT INTO {_FTS}({_FTS}) VALUES('rebuild')")


def _missing_triggers(cursor: Any) -> list[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    present = {name for (name,) in cursor.fetchall()}
    return [name for name in _SQLITE_TRIGGERS if name not in present]
