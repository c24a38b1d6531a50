"""The index made anew from the rooms' rows, as their services would have written it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from entreciudades.actors.models import Organisation
from entreciudades.actors.services import index_organisation
from entreciudades.alliances.agreement_index import index_agreement
from entreciudades.alliances.indexing import index_alliance
from entreciudades.alliances.models import Agreement, Alliance
from entreciudades.calls.indexing import index_call
from entreciudades.calls.models import Call
from entreciudades.core.models import IndexEntry
from entreciudades.practices.models import Practice
from entreciudades.practices.services import index_practice
from entreciudades.programmes.indexing import index_programme
from entreciudades.programmes.models import Programme

#: Model -> what writes the entries of one of its rows.
INDEXED: dict[type[Any], Callable[[Any], None]] = {
    Organisation: index_organisation,
    Agreement: index_agreement,
    Alliance: index_alliance,
    Call: index_call,
    Practice: index_practice,
    Programme: index_programme,
}


@transaction.atomic
def rebuild_index() -> int:
    """Empty the index and write it anew; return how many objects it holds."""
    IndexEntry.objects.all().delete()
    objects = 0
    for model, index_row in INDEXED.items():
        for row in model.objects.iterator():
            index_row(row)
            objects += 1
    return objects
