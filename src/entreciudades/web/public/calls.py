"""Calls: those that are open, come and are over; each with all that a city needs to decide whether to apply."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Call, GroupMember, Pair
from entreciudades.calls.presentation import SUMMARY, slots
from entreciudades.calls.reasons import Reasons, reasons_of
from entreciudades.calls.rules import FOLLOW
from entreciudades.calls.states import CallState, Outcome, PairState
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import is_in_time
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.core.slugs import find
from entreciudades.core.texts import body_in
from entreciudades.documents.book import Prose
from entreciudades.documents.calendar import At, Calendar, render_calendar
from entreciudades.documents.prose import parse
from entreciudades.taxonomy.codelists import load
from entreciudades.web.access import public
from entreciudades.web.call_decisions import decisions_of
from entreciudades.web.call_terms import requirements_of, shares_of, sides_of
from entreciudades.web.public.lists import page_of
from entreciudades.web.public.texts import prose_of, texts_of

_WITH_RESULTS = (CallState.DECIDED, CallState.PAIRING, CallState.FINISHED)


@dataclass(frozen=True, slots=True)
class Card:
    """A call in a list, with its summary in the reader's language, or in the one it has."""

    call: Call
    summary: Prose | None


@public
def calls(request: HttpRequest) -> HttpResponse:
    """Those that take applications first, those that end soonest before the others; then coming ones, then past."""
    now = timezone.now()
    rows = Call.objects.visible_to(request.user).exclude(state=CallState.DRAFT).select_related("network")
    is_open = rows.open_at(now)
    coming = rows.filter(state=CallState.OPEN, opens_at__gt=now)
    over = rows.exclude(pk__in=is_open.values("pk")).exclude(pk__in=coming.values("pk"))
    page = page_of(request, over.order_by("-closes_at", "slug"))
    groups = is_open.order_by("closes_at", "slug"), coming.order_by("opens_at", "slug"), page.object_list
    opened, to_come, past = _cards(*groups)
    context = {"open": opened, "coming": to_come, "past": past, "page": page, "now": now}
    return render(request, "public/calls.html", context)


@public
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """What is offered, to whom, by which rules, until when; what was decided on it and what came of it."""
    rows = Call.objects.visible_to(request.user).select_related("network", "holder", "methodology")
    found = find(rows, slug)
    if found.slug != slug:
        return redirect("public:call", found.slug, permanent=True)
    terms, now = terms_of(found), timezone.now()
    texts = texts_of(found, published=found.is_public)
    context: dict[str, Any] = {
        "call": found,
        "now": now,
        "is_open": found.state == CallState.OPEN and found.opens_at <= now and is_in_time(now, found.closes_at),
        "terms": terms,
        "component": next((one for one in terms.components if one.key == found.component), None),
        "summary": prose_of(texts, SUMMARY),
        "texts": [(one, prose) for one in slots() if one.key != SUMMARY and (prose := prose_of(texts, one.key))],
        "requirements": requirements_of(found, terms),
        "sides": sides_of(terms),
        "themes": _themes(terms.themes.codelist),
        "criteria": shares_of(terms.criteria),
        "decisions": decisions_of(found),
        "results": _results(found) if found.state in _WITH_RESULTS else None,
        "apply_address": _desk(request),
        "may_follow": FOLLOW.predicate(request.user, found),
    }
    return render(request, "public/call.html", context)


@public
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Opening and deadline for the reader's own calendar."""
    found = find(Call.objects.visible_to(request.user), slug)
    title = label(found.titles).text
    address = settings.SITE_URL + reverse("public:call", args=[found.slug])
    changes = found.decisions.filter(verb="extend").count()
    uid = f"call-{found.pk}-{{}}@{settings.SITE_URL.partition('//')[2]}"
    moments = (
        At(uid.format("opening"), _("Opens: %(call)s") % {"call": title}, found.opens_at, address),
        At(uid.format("deadline"), _("Deadline: %(call)s") % {"call": title}, found.closes_at, address, changes),
    )
    made = Calendar(title, get_language() or "es", moments=moments)
    response = HttpResponse(
        render_calendar(made, stamp=timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.slug}.ics"'},
    )
    patch_cache_control(response, max_age=900, public=found.is_public, private=not found.is_public)
    return response


def closing_soon(limit: int) -> list[Card]:
    """Calls that take applications, those that end soonest first; whoever looks."""
    rows = Call.objects.open_at(timezone.now()).select_related("network").order_by("closes_at", "slug")
    return _cards(rows[:limit])[0]


def _cards(*groups: Any) -> list[list[Card]]:
    """Groups of calls with their summaries; one query for the summaries of all."""
    made = [list(group) for group in groups]
    keys = [one.pk for group in made for one in group]
    texts: dict[int, list[Text]] = {key: [] for key in keys}
    for text in Text.objects.filter(object_kind=kind_of(Call), object_id__in=keys, section=SUMMARY):
        text.body = text.published_body or ""
        texts[text.object_id].append(text)
    return [[Card(one, _prose(texts[one.pk])) for one in group] for group in made]


def _prose(texts: list[Text]) -> Prose | None:
    body = body_in(texts, SUMMARY, get_language() or "es")
    return Prose(parse(body.text), body.language) if body else None


def _themes(codelist: str) -> list[str]:
    language = get_language() or "es"
    return [one.label(language) for one in load().codelists[codelist].terms if not one.parent] if codelist else []


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a call, for everybody: who was selected, who is in reserve, which pairs agreed; no ranking."""

    selected: list[Application]
    reserve: list[Application]
    pairs: list[Reasons]


def _results(call: Call) -> Results:
    members = GroupMember.objects.filter(consented_at__isnull=False).select_related("organisation")
    rows: QuerySet[Any] = call.applications.submitted().with_outcome().select_related("applicant")
    decided = list(
        rows.filter(outcome__in=(Outcome.SELECTED, Outcome.RESERVE))
        .prefetch_related(Prefetch("members", members))
        .order_by("applicant__sort_name", "pk")
    )
    pairs = Pair.objects.filter(call=call, state=PairState.ACCEPTED).select_related("a__applicant", "b__applicant")
    reasons = sorted(reasons_of(pairs).values(), key=attrgetter("a.sort_name", "b.sort_name"))
    return Results(
        [one for one in decided if one.outcome == Outcome.SELECTED],
        [one for one in decided if one.outcome == Outcome.RESERVE],
        reasons,
    )


def _desk(request: HttpRequest) -> str:
    """Where the reader applies: at the desk of their city, after a sign-in."""
    if request.user.is_authenticated:
        cities = list(Organisation.objects.cities().with_role(request.user, "coordinator", "colleague")[:2])
        if len(cities) == 1:
            return reverse("desk:calls", args=[cities[0].slug])
    return reverse("desk:home")
