"""A city's or a network's own pages: its day, its profile, its names, its government, its place in the world."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.actors import services
from entreciudades.actors.models import CityProfile, Organisation, Role
from entreciudades.actors.rules import EDIT, TEAM
from entreciudades.actors.upcoming import AHEAD, coming_to, within
from entreciudades.calls.models import Call
from entreciudades.core.errors import NotFound
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress_of_all import progress_of_all
from entreciudades.programmes.rules import PUBLISH
from entreciudades.taxonomy.models import Place
from entreciudades.web.access import may, signed_in
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.blocks import missing_lines
from entreciudades.web.desk.changes import latest_changes
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import counts
from entreciudades.web.desk.organisation_forms import GovernmentForm, IdentityForm
from entreciudades.web.desk.organisation_nouns import ORGANISATION_NOUNS
from entreciudades.web.desk.rows import Shelf
from entreciudades.web.notices.tasks import tasks_of
from entreciudades.web.templatetags.words import clock

SHELF = Shelf(
    name="organisation",
    rule=EDIT,
    door=doors.organisation,
    keep=services.keep_part,
    remove=services.remove_part,
    nouns=ORGANISATION_NOUNS,
    about=about_organisation,
)
#: What a city's profile should hold, with the words for its absence, the most wanted first.
WANTED = (
    ("figures", gettext_noop("Enter the city's population and area, with their source")),
    ("departments", gettext_noop("Enter the department that manages international cooperation")),
    ("people", gettext_noop("Enter a person to address")),
    ("plans", gettext_noop("Enter the city's development plan")),
    ("priorities", gettext_noop("Enter the sectors to which the city gives priority")),
    ("needs", gettext_noop("Say what the city wishes to learn")),
    ("offers", gettext_noop("Say what the city can share")),
    ("actors", gettext_noop("Draw the map of actors")),
)
WORKING = (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY)
NAMED = 5  # things missing of a programme that the day names; its own page names all


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk of whoever works for one organisation; a choice for those who work for several or only read."""
    found = list(Organisation.objects.with_role(request.user, *WORKING))
    if len(found) == 1:
        return redirect("desk:organisation", found[0].slug)
    reviewed = () if found else Organisation.objects.networks().with_role(request.user, Role.REVIEWER)
    return render(request, "desk/home.html", {"organisations": found, "reviewed": reviewed})


@may(EDIT)
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What is missing, what is next, the programmes, what changed."""
    found = doors.organisation(request, slug, may=EDIT)
    programmes = list(Programme.objects.held_by(found).select_related("methodology", "holder", "network"))
    progress = progress_of_all(programmes)
    missing = [*_unanswered(request, found), *_to_submit(found), *_missing_in_profile(found)]
    for programme in programmes:
        missing += [] if programme.is_closed else missing_lines(programme, progress[programme.pk], NAMED)
    page = {
        "missing": missing,
        "next": missing[0] if missing else _to_publish(request, programmes),
        "programmes": [(programme, progress[programme.pk]) for programme in programmes],
        "tasks": tasks_of(found, person(request)),
        "coming": within(coming_to(found), max(AHEAD)),
        "changes": latest_changes([found, *programmes]),
    }
    return render(request, "desk/organisations/day.html", about_organisation(request, found) | page)


def _unanswered(request: HttpRequest, found: Organisation) -> list[dict[str, Any]]:
    """The networks that wait for the city to say whether it is their member, for whoever may."""
    waiting = list(found.networks.pending().select_related("network"))
    if not waiting or not TEAM.predicate(request.user, found):
        return []
    return [
        {
            "state": "missing",
            "text": _("%(network)s says that the city is its member") % {"network": name_of(one.network)},
            "action": _("Confirm or refuse"),
            "address": reverse("desk:networks", args=[found.slug]),
        }
        for one in waiting
    ]


def _to_submit(found: Organisation) -> list[dict[str, Any]]:
    """The applications that are being written for calls that are open, the nearest deadline first."""
    drafts = found.applications.filter(state="draft", call__in=Call.objects.open_at(timezone.now()))
    return [
        {
            "state": "waiting",
            "text": _("Application to “%(call)s”, until %(deadline)s")
            % {"call": name_of(one.call), "deadline": clock(one.call.closes_at, one.call.zone)},
            "action": _("Go on"),
            "address": reverse("desk:application", args=[found.slug, one.pk]),
        }
        for one in drafts.select_related("call").order_by("call__closes_at", "pk")
    ]


def _to_publish(request: HttpRequest, programmes: list[Programme]) -> dict[str, Any] | None:
    """The first programme in preparation, which lacks nothing any more, for whoever may publish it."""
    ready = next((one for one in programmes if not one.is_public), None)
    if ready is None or not PUBLISH.predicate(request.user, ready):
        return None
    said = _("“%(title)s” has all it needs") % {"title": name_of(ready)}
    return {
        "text": said,
        "action": _("Publish"),
        "address": reverse("desk:programme-move", args=[ready.slug, "publish"]),
    }


def _missing_in_profile(found: Organisation) -> list[dict[str, Any]]:
    if not found.is_city:
        return []
    held = counts(found, ORGANISATION_NOUNS)
    return [
        {
            "state": "missing",
            "text": _(words),
            "action": _("Complete it"),
            "address": reverse("desk:organisation-add", args=[found.slug, key]),
        }
        for key, words in WANTED
        if not held[key]
    ]


@may(EDIT)
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is known of the organisation, and where each is edited."""
    found = doors.organisation(request, slug, may=EDIT)
    page = {"groups": grouped(SHELF, found)}
    return render(request, "desk/organisations/profile.html", about_organisation(request, found) | page)


def grouped(shelf: Shelf, owner: Any) -> dict[str, list[dict[str, Any]]]:
    """The nouns of a shelf under the headings of their groups, with how many rows there are."""
    held = counts(owner, shelf.nouns)
    groups: dict[str, list[dict[str, Any]]] = {}
    for noun in shelf.nouns.values():
        entry = {"noun": noun, "count": held[noun.key], "address": shelf.address(owner, noun)}
        groups.setdefault(str(noun.group), []).append(entry)
    return groups


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Names, type, country, website."""
    found = doors.organisation(request, slug, may=EDIT)
    form = IdentityForm(request.POST if request.method == "POST" else None, instance=found, owner=found)
    if request.method == "POST" and form.is_valid() and kept(form, services.change_organisation, by=person(request)):
        messages.success(request, _("Saved."))
        return redirect("desk:profile", found.slug)
    return _form(request, found, form, _("Names and address"))


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def government(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said once of a city: its official name, its founding, its government, its ways of cooperating."""
    found = doors.organisation(request, slug, may=EDIT)
    row = CityProfile.objects.filter(organisation=found).first() or CityProfile(organisation=found)
    form = GovernmentForm(request.POST if request.method == "POST" else None, instance=row, owner=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and kept(form, services.keep_part, by=person(request), links=form.links)
    ):
        messages.success(request, _("Saved."))
        return redirect("desk:profile", found.slug)
    return _form(request, found, form, _("City and government"))


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Where it lies: one of the world's places, or none. Its figures are suggested, never taken over."""
    found = doors.organisation(request, slug, may=EDIT)
    if request.method == "POST":
        chosen = request.POST.get("place", "")
        found.place = Place.objects.filter(pk=number(chosen)).first()
        if chosen and found.place is None:
            raise NotFound("place", chosen)
        services.change_organisation(found, by=person(request))
        messages.success(request, _("Saved."))
        return redirect("desk:place", found.slug)
    asked = request.GET.get("q", "")
    results = list(Place.objects.named(asked)[:20]) if asked else []
    page = {
        "asked": asked,
        "results": [(one, one.country_name(get_language() or "es")) for one in results],
        "suggested": _suggested_figure(found),
    }
    template = (
        "desk/organisations/places.html" if request.headers.get("HX-Request") else "desk/organisations/place.html"
    )
    return render(request, template, about_organisation(request, found) | page)


def _suggested_figure(found: Organisation) -> str:
    """The address of a form that already holds the population of the place, with its source."""
    if found.place is None:
        return ""
    suggested = {
        "measure": "population",
        "value": str(found.place.population),
        "qualifier": "about",
        "unit": "inhabitants",
        "source": Place.SOURCE,
        "source_url": found.place.source_url,
    }
    return reverse("desk:organisation-add", args=[found.slug, "figures"], query=suggested)


def _form(request: HttpRequest, found: Organisation, form: Any, title: str) -> HttpResponse:
    page = {"form": form, "title": title, "back": reverse("desk:profile", args=[found.slug])}
    return render(request, "layouts/form.html", about_organisation(request, found) | page, status=form.status)
