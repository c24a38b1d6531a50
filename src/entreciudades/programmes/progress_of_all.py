"""The progress of many programmes, with as many questions as for one: what a list asks for."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value

from entreciudades.actors.models import MappedActor, Organisation, OrganisationFigure
from entreciudades.alliances.models import Seat
from entreciudades.alliances.states import SeatState
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.programmes.carriers import carriers_of_all
from entreciudades.programmes.facts import Facts
from entreciudades.programmes.models import (
    Activity,
    Beneficiary,
    Channel,
    CitedAgreement,
    Credit,
    InvolvedActor,
    Partner,
    PlanAlignment,
    Programme,
    ProgrammeFigure,
    ProgrammePractice,
    Project,
    StrategicLine,
    SynergyActor,
    SynergyLine,
    Territory,
)
from entreciudades.programmes.pack import variant_of
from entreciudades.programmes.progress import Progress, progress_of
from entreciudades.taxonomy.codelists import load
from entreciudades.taxonomy.models import Term

#: List of a programme's facts -> the table that fills it; here only whether it holds anything counts.
_LISTS: dict[str, Any] = {
    "activities": Activity,
    "alignments": PlanAlignment,
    "cited_agreements": CitedAgreement,
    "figures": ProgrammeFigure,
    "partners": Partner,
    "practices": ProgrammePractice,
}
_LABELLED: tuple[Any, ...] = (
    Beneficiary, Channel, Credit, InvolvedActor, Project, StrategicLine, SynergyActor, SynergyLine, Territory,
)  # fmt: skip


def progress_of_all(programmes: Iterable[Programme]) -> dict[int, Progress]:
    """Programme id -> its progress; at most five questions, six with programmes of alliances.

    Read them with their holder and methodology.
    """
    rows = list(programmes)
    carriers = carriers_of_all(rows)
    held, terms, activities = _held(rows, carriers), _terms(rows), _with_forms(rows)
    cities = _with_described_city(rows)
    texts: dict[str, dict[int, list[Text]]] = defaultdict(lambda: defaultdict(list))
    for text in Text.objects.of(*rows, *(one for own in activities.values() for one in own)):
        texts[text.object_kind][text.object_id].append(text)
    found = {}
    for row in rows:
        known = {"described_cities": [row.holder] if row.pk in cities else [], "terms": terms[row.pk], "texts": texts}
        if row.pk in activities:
            known["activities"] = activities[row.pk]
        found[row.pk] = progress_of(row, facts=_outline(row, held, known, carriers[row.pk]))
    return found


def _held(programmes: list[Programme], carriers: dict[int, list[int]]) -> set[tuple[str, int]]:
    """(kind, owner id) of every table that holds a row of a programme, or of the map of actors of who carries it."""
    ids = [programme.pk for programme in programmes]
    first, *others = [_owners(model, "programme_id", ids) for model in (*_LISTS.values(), *_LABELLED)]
    mapped = _owners(MappedActor, "organisation_id", [pk for own in carriers.values() for pk in own])
    return set(first.union(*others, mapped))


def _with_described_city(programmes: list[Programme]) -> set[int]:
    """Ids of the programmes that name a city of which more than the name is known."""
    ids = [programme.pk for programme in programmes]
    alone = Programme.objects.filter(_is_described("holder_id"), pk__in=ids, alliance=None)
    holders = alone.filter(holder__form=Organisation.Form.CITY)
    partners = Partner.objects.filter(
        _is_described("organisation_id"), programme__in=ids, partner_as=Partner.As.CITY
    ).values_list("programme_id")
    parties = Seat.objects.filter(
        _is_described("organisation_id"),
        organisation__form=Organisation.Form.CITY,
        state=SeatState.PRESENT,
        alliance__programmes__in=ids,
    ).values_list("alliance__programmes")
    found = holders.order_by().values_list("pk").union(partners.order_by(), parties.order_by())
    return {pk for (pk,) in found}


def _is_described(city: str) -> Q:
    texts = Text.objects.filter(object_kind=kind_of(Organisation), object_id=OuterRef(city)).exclude(body="")
    return Q(Exists(OrganisationFigure.objects.filter(organisation=OuterRef(city)))) | Q(Exists(texts))


def _owners(model: Any, owner: str, ids: list[int]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(**{f"{owner}__in": ids}).order_by()
    named = rows.annotate(row_kind=Value(kind_of(model), CharField()), row_owner=F(owner))
    found: QuerySet[Any] = named.values_list("row_kind", "row_owner")
    return found


def _terms(programmes: list[Programme]) -> dict[int, dict[str, list[Term]]]:
    ids = [programme.pk for programme in programmes]
    through = [
        getattr(Programme, name).through.objects.filter(programme__in=ids).values_list("programme_id", "term_id")
        for name in ("sectors", "axes", "sdg_focus")
    ]
    vocabulary = load()
    found: dict[int, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for programme, written in sorted(through[0].union(*through[1:])):
        if row := vocabulary.get(written):
            found[programme][row.codelist].append(Term(written, row.codelist, row.code, dict(row.labels)))
    return found


def _with_forms(programmes: list[Programme]) -> dict[int, list[Activity]]:
    """Programme id -> its activities, for those programmes in which each activity has a form."""
    found: dict[int, list[Activity]] = {row.pk: [] for row in programmes if variant_of(row).forms}
    for activity in Activity.objects.filter(programme__in=found):
        found[activity.programme_id].append(activity)
    return found


def _outline(programme: Programme, held: set[tuple[str, int]], known: dict[str, Any], carriers: list[int]) -> Facts:
    """Facts of what is known, whose other lists hold one row where there are any: enough to tell what is missing."""
    facts = Facts(programme)
    lists: dict[str, Any] = {
        name: [model()] if (kind_of(model), programme.pk) in held else [] for name, model in _LISTS.items()
    }
    lists["_labelled"] = {kind_of(one): [one] if (kind_of(one), programme.pk) in held else [] for one in _LABELLED}
    mapped = any((kind_of(MappedActor), pk) in held for pk in carriers)
    lists["mapped_actors"] = [MappedActor()] if mapped else []
    vars(facts).update(lists | known)  # what is filled is not read again: they are cached properties
    return facts
