"""Finding index entries by their terms: FTS5 on SQLite, tsvector with the `simple` configuration on PostgreSQL.

Both get text that `search.analyse` has folded and stemmed, so that they find the same. The table of FTS5 and its
triggers, and PostgreSQL's computed column with its index, are no models: like the guards they are set after migrate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
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


def keys_matching(kind: str, ways: Iterable[Sequence[str]], *, using: str = DEFAULT_DB_ALIAS) -> RawSQL:
    """The keys of the objects of a kind of which an entry holds every term of one of the ways, unranked: for `pk__in`.

    Each way is what `search.query` made of the same words in one language. All are asked at once and nothing but the
    index is read: the rows themselves, with all their terms, would be many pages for a word that is everywhere.
    PostgreSQL is asked at once, SQLite within the query that takes the keys.
    """
    asked = list(dict.fromkeys(tuple(terms) for terms in ways if terms))
    if connections[using].vendor == "postgresql":
        wanted = " | ".join(f"({tsquery(terms)})" for terms in asked)
        return RawSQL("SELECT unnest(%s::bigint[])", (_keys_of(kind, wanted, using),))
    wanted = " OR ".join(f"({fts5_query(terms)})" for terms in asked)
    # The plus keeps SQLite from fetching each row by its id: it walks the index of kinds and keys instead.
    found = f"SELECT rowid FROM {_FTS} WHERE {_FTS} MATCH %s"  # noqa: S608 - constants; the terms are a parameter
    query = f"SELECT object_id FROM {TABLE} WHERE object_kind = %s AND +id IN ({found})"  # noqa: S608 - as above
    return RawSQL(query, (kind, wanted))  # noqa: S611 - as above


def _keys_of(kind: str, wanted: str, using: str) -> list[int]:
    """Ask PostgreSQL's index, whatever it thinks: it takes for cheap to unpack the terms of every row and look there.

    The offset keeps the kind out of the way of the index, so that there is no other one to walk.
    """
    found = f"SELECT object_kind, object_id FROM {TABLE} WHERE {_VECTOR} @@ to_tsquery('simple', %s) OFFSET 0"  # noqa: S608
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"SELECT DISTINCT object_id FROM ({found}) found WHERE object_kind = %s", (wanted, kind))  # noqa: S608
        keys = [key for (key,) in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
    return keys


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
