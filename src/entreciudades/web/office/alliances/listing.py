"""All alliances of a network: those that are due first, found by state, stage, methodology, city and delay."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import FOLLOW
from entreciudades.alliances.models import Alliance, AllianceStage, Seat
from entreciudades.alliances.states import AllianceState, SeatState, StageState
from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.models import Methodology
from entreciudades.search.analysis import fold
from entreciudades.web.access import may
from entreciudades.web.alliances.methodologies import stage_titles
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import number
from entreciudades.web.office.about import about_network
from entreciudades.web.public.lists import page_of

FILTERS: Final = ("state", "methodology", "stage", "city", "delayed")


@dataclass(frozen=True, slots=True)
class Line:
    """An alliance with the stage that is under way, None before the first and after the last; days over its plan."""

    alliance: Alliance
    stage: AllianceStage | None
    title: Localized | None
    late: int


@may(FOLLOW)
@require_safe
def alliances(request: HttpRequest, slug: str) -> HttpResponse:
    """A page at a time; what sources tell comes after what lives here."""
    network = doors.organisation(request, slug, may=FOLLOW)
    today = timezone.localdate()
    own = Alliance.objects.filter(network=network)
    methodologies = {one.pk: one for one in Methodology.objects.filter(pk__in=own.values("methodology"))}
    under_way = AllianceStage.objects.filter(alliance__in=own.values("pk"), state=StageState.UNDER_WAY).order_by()
    places = set(under_way.values_list("alliance__methodology", "alliance__form", "key"))
    page = page_of(request, _chosen(request, own, today))
    stages = {one.alliance_id: one for one in under_way.filter(alliance__in=[one.pk for one in page])}
    told = {
        "page": page,
        "lines": [_line(one, stages.get(one.pk), methodologies, today) for one in page],
        "chosen": request.GET,
        "states": AllianceState.choices,
        "methodologies": [(str(pk), one) for pk, one in methodologies.items()],
        "stages": [(one, _stages(one, places)) for one in methodologies.values()],
    }
    return render(request, "office/alliances/list.html", about_network(request, network) | told)


def _chosen(request: HttpRequest, own: QuerySet[Alliance], today: date) -> QuerySet[Any]:
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    under_way = AllianceStage.objects.filter(alliance=OuterRef("pk"), state=StageState.UNDER_WAY)
    seats = Seat.objects.exclude(state=SeatState.DECLINED).select_related("organisation")
    rows = own.prefetch_related(Prefetch("seats", seats)).annotate(
        due=Subquery(under_way.values("planned_end")[:1]),
        is_told=ExpressionWrapper(Q(state=AllianceState.TOLD), output_field=BooleanField()),
    )
    if asked["state"]:
        rows = rows.filter(state=asked["state"])
    if methodology := number(asked["methodology"]):
        rows = rows.filter(methodology=methodology)
    if asked["stage"]:
        of, _slash, rest = asked["stage"].partition("/")
        form, _slash, key = rest.partition("/")
        rows = rows.filter(Exists(under_way.filter(key=key)), methodology=number(of), form=form)
    if name := fold(asked["city"]):
        cities = Organisation.objects.filter(sort_name__contains=name)
        rows = rows.filter(Exists(Seat.objects.filter(alliance=OuterRef("pk"), organisation__in=cities)))
    if asked["delayed"]:
        rows = rows.filter(Q(state=AllianceState.RUNNING, due__lt=today))
    return rows.order_by("is_told", F("due").asc(nulls_last=True), "slug")


def _stages(methodology: Methodology, places: set[tuple[int, str, str]]) -> list[tuple[str, Localized]]:
    """The stages of a methodology in which alliances stand, in order, as the filter sends them."""
    part = methodology.pack.alliance
    return [
        (f"{methodology.pk}/{form.key}/{key}", title)
        for form in (part.forms if part else ())
        for key, title in stage_titles(methodology, form.key).items()
        if (methodology.pk, form.key, key) in places
    ]


def _line(alliance: Alliance, stage: AllianceStage | None, methodologies: dict[int, Methodology], today: date) -> Line:
    methodology = methodologies.get(alliance.methodology_id or 0)
    titles = stage_titles(methodology, alliance.form) if methodology else {}
    title = titles.get(stage.key, label({"": stage.key})) if stage else None
    late = (today - stage.planned_end).days if stage and stage.planned_end and alliance.is_at_work else 0
    return Line(alliance, stage, title, max(late, 0))
