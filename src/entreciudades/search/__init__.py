"""Analyse text and build queries, for every database alike. Pure: no Django, no settings.

Words: term (a folded stem). It must not know what is indexed, nor who may see it.
"""

from entreciudades.search.analysis import analyse, query
from entreciudades.search.queries import fts5_query, tsquery

__all__ = ["analyse", "fts5_query", "query", "tsquery"]
