"""The applications that arrived for a call: filtered, searched, taken along as a file."""

from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entreciudades.actors.countries import country_titles
from entreciudades.calls.models import Application, Call, MendRequest, Submission
from entreciudades.calls.rules import FOLLOW
from entreciudades.calls.states import ApplicationState, Outcome
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import label
from entreciudades.imports.going_out import MEDIA_TYPES
from entreciudades.search.analysis import fold
from entreciudades.spreadsheets.plan import Column, Plan
from entreciudades.spreadsheets.writing import write_book
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.naming import name_of
from entreciudades.web.office.calls import about_call
from entreciudades.web.public.lists import page_of

_ARRIVED: Final = (ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN)


@may(FOLLOW)
@require_safe
def applications(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """What arrived, a page at a time; by state, side, country, outcome, or the name of the city."""
    it = doors.call(request, slug, call, may=FOLLOW)
    language = get_language() or "es"
    rows = arrived(it)
    keys = [key for key in rows.order_by().values_list("country", flat=True).distinct() if key]
    countries = country_titles(keys, language)
    sides = {side.key: label(side.title).text for side in terms_of(it).sides}
    page = page_of(request, _chosen(request, rows))
    told = {
        "page": page,
        "lines": [
            {"application": one, "country": countries.get(one.country, ""), "side": sides.get(one.side, "")}
            for one in page
        ],
        "chosen": request.GET,
        "states": [(one.value, one.label) for one in _ARRIVED],
        "sides": sides.items(),
        "countries": sorted(countries.items(), key=lambda one: fold(one[1])),
        "outcomes": Outcome.choices,
        "files": [(form.upper(), _address(request, it, form)) for form in MEDIA_TYPES],
    }
    return render(request, "office/calls/applications.html", about_call(request, it) | told)


@may(FOLLOW)
@require_safe
def file(request: HttpRequest, slug: str, call: str, form: str) -> HttpResponse:
    """The same as a spreadsheet, all of what was chosen."""
    it = doors.call(request, slug, call, may=FOLLOW)
    if form not in MEDIA_TYPES:
        raise NotFound("format", form)
    rows = list(_chosen(request, arrived(it)))
    countries = country_titles({one.country for one in rows if one.country}, get_language() or "es")
    sides = {side.key: label(side.title).text for side in terms_of(it).sides}
    heads = (_("City"), _("Country"), _("Side"), _("State"), _("Submitted"), _("Municipalities"), _("Outcome"))
    outcomes = dict(Outcome.choices)
    plan = Plan(
        _("Applications"),
        [Column(head, "number" if head == _("Municipalities") else "text") for head in heads],
        [_cells(one, countries, sides, outcomes) for one in rows],
    )
    made_at = timezone.now()
    data = write_book([plan], form, title=name_of(it), made_at=made_at)  # type: ignore[arg-type] # one of them
    name = f"{slugify(_('Applications'))}-{it.slug}-{made_at:%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=MEDIA_TYPES[form], headers=headers)


def _address(request: HttpRequest, call: Call, form: str) -> str:
    path = reverse("office:call-applications-file", args=[call.network.slug, call.slug, form])
    return f"{path}?{request.GET.urlencode()}" if request.GET else path


def arrived(call: Call) -> QuerySet[Any]:
    """The applications of a call that the network sees, with what their list says; side and country as frozen."""
    newest = Submission.objects.filter(application=OuterRef("pk")).order_by("-number")
    asked = MendRequest.objects.filter(application=OuterRef("pk"))
    now = timezone.now()
    return (
        Application.objects.filter(call=call, submitted_at__isnull=False)
        .select_related("applicant")
        .with_outcome()
        .annotate(
            side=Subquery(newest.annotate(said=KT("frozen__side")).values("said")[:1]),
            country=Subquery(newest.annotate(said=KT("frozen__applicant__country")).values("said")[:1]),
            municipalities=Count("members", filter=Q(members__refused_at=None), distinct=True) + 1,
            is_mending=Exists(asked.open_at(now)),
            has_lapsed=Exists(asked.lapsed_at(now)),
        )
        .order_by("applicant__sort_name", "pk")
    )


def _chosen(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    wanted = rows
    for name in ("state", "side", "country", "outcome"):
        if value := request.GET.get(name):
            wanted = wanted.filter(**{name: None if value == "none" else value})
    name = fold(request.GET.get("q", "").strip())
    return wanted.filter(applicant__sort_name__contains=name) if name else wanted


def _cells(one: Any, countries: dict[str, str], sides: dict[str, str], outcomes: dict[str, Any]) -> list[Any]:
    return [
        name_of(one.applicant),
        countries.get(one.country, ""),
        sides.get(one.side, ""),
        str(one.get_state_display()),
        f"{one.submitted_at:%Y-%m-%d %H:%M:%S} UTC",
        one.municipalities,
        str(outcomes.get(one.outcome, "")),
    ]
