"""Finding agreements in a register: by words of their text, city, kind, state, and whether they hold on a day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, AgreementParty
from entreciudades.core.fulltext import keys_matching
from entreciudades.core.refs import kind_of
from entreciudades.search import query
from entreciudades.search.analysis import fold

KIND: Final = kind_of(Agreement)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; what is empty does not narrow."""

    text: str = ""
    city: str = ""
    kind: str = ""
    state: str = ""
    in_force_on: dt.date | None = None


def find(rows: QuerySet[Agreement], wanted: Wanted) -> QuerySet[Agreement]:
    """Those of some agreements that are wanted, the latest signed first and what is not signed after them.

    Every word of the text stands somewhere in the agreement, the last one may be a beginning; each language of the site
    is searched by its own stems.
    """
    if wanted.text:
        rows = rows.filter(_holding(wanted.text))
    if name := fold(wanted.city):
        cities = Organisation.objects.filter(sort_name__contains=name)
        parties = AgreementParty.objects.filter(agreement=OuterRef("pk"), organisation__in=cities)
        rows = rows.filter(Exists(parties))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.in_force_on:
        in_force: Any = Agreement.objects.in_force(wanted.in_force_on)
        rows = rows.filter(pk__in=in_force.values("pk"))
    return rows.order_by(F("signed").desc(nulls_last=True), "-id")


def _holding(text: str) -> Q:
    ways = [terms for code, _name in settings.CONTENT_LANGUAGES if (terms := query(text, code))]
    return Q(pk__in=keys_matching(KIND, ways)) if ways else Q(pk__in=[])
