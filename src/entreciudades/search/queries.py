"""From terms to the query language of each database. Terms hold letters and digits alone, so nothing escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def fts5_query(terms: Sequence[str]) -> str:
    """Return the query of SQLite's FTS5: every term, the last one as a beginning."""
    return " AND ".join([*(f'"{term}"' for term in terms[:-1]), *(f'"{term}"*' for term in terms[-1:])])


def tsquery(terms: Sequence[str]) -> str:
    """Return the query of PostgreSQL's to_tsquery: every term, the last one as a beginning."""
    return " & ".join([*(f"'{term}'" for term in terms[:-1]), *(f"'{term}':*" for term in terms[-1:])])
