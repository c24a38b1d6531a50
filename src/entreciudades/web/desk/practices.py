"""The good practices of a city: begun, named, put before the public."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Adoption
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.core.errors import NotFound
from entreciudades.core.models import Text
from entreciudades.core.texts import word_count
from entreciudades.methodologies.completeness import fields_completeness
from entreciudades.practices import services
from entreciudades.practices.models import Practice
from entreciudades.practices.rules import EDIT, PUBLISH
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation, about_practice
from entreciudades.web.desk.changes import latest_changes
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.practice_forms import NewPracticeForm, PracticeForm


@may(EDIT_ORGANISATION)
@require_safe
def practices(request: HttpRequest, slug: str) -> HttpResponse:
    """The practices of a city."""
    city = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    rows = city.practices.prefetch_related("themes")
    return render(request, "desk/practices/list.html", about_organisation(request, city) | {"practices": rows})


@may(EDIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a practice on the sheet of a methodology that one of the city's networks works by."""
    city = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    form = NewPracticeForm(
        request.POST if request.method == "POST" else None, instance=Practice(organisation=city), owner=city
    )
    if request.method == "POST" and form.is_valid():
        adoption: Adoption = form.cleaned_data["adoption"]
        form.instance.network, form.instance.methodology = adoption.network, adoption.methodology
        if _kept(form, services.create_practice, request):
            return redirect("desk:practice-text-edit", form.instance.slug, city.source_language)
    page = {"form": form, "title": _("A new practice"), "back": reverse("desk:practices", args=[slug])}
    return render(request, "layouts/form.html", about_organisation(request, city) | page)


@may(EDIT)
@require_safe
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """What its sheet still lacks, whether it is public."""
    found = doors.practice(request, slug, may=EDIT)
    words: dict[str, dict[str, int]] = {}
    for text in Text.objects.of(found):
        words.setdefault(text.section, {})[text.language] = word_count(text.body)
    part = found.methodology.pack.practice
    if part is None:
        raise NotFound("sheet", slug)
    themes = list(found.themes.all())
    done = fields_completeness(part.fields, words=words, present={"title", *(["themes"] if themes else [])})
    page: dict[str, Any] = {
        "themes": themes,
        "progress": done,
        "missing": [part.field(one.section).title for one in done.missing],
        "may_publish": PUBLISH.predicate(request.user, found),
        "has_news": not found.published or Text.objects.of(found).newer_than_public().exists(),
        "changes": latest_changes([found]),
        "sheet_address": reverse("desk:practice-text-edit", args=[slug, found.organisation.source_language]),
    }
    return render(request, "desk/practices/overview.html", about_practice(request, found) | page)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Its title and themes."""
    found = doors.practice(request, slug, may=EDIT)
    form = PracticeForm(request.POST if request.method == "POST" else None, instance=found, owner=found)
    if request.method == "POST" and form.is_valid() and _kept(form, services.change_practice, request):
        return redirect("desk:practice", slug)
    page = {"form": form, "title": _("Title and themes"), "back": reverse("desk:practice", args=[slug])}
    return render(request, "layouts/form.html", about_practice(request, found) | page, status=form.status)


@may(PUBLISH)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sheet to everybody as it stands."""
    services.publish_practice(doors.practice(request, slug, may=PUBLISH), by=person(request))
    messages.success(request, _("Everybody can read the practice as it stands now."))
    return redirect("desk:practice", slug)


@may(PUBLISH)
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the sheet back."""
    services.withdraw_practice(doors.practice(request, slug, may=PUBLISH), by=person(request))
    messages.success(request, _("The practice is no longer public."))
    return redirect("desk:practice", slug)


def _kept(form: Any, service: Any, request: HttpRequest) -> bool:
    if not kept(form, service, by=person(request), links=form.links):
        return False
    messages.success(request, _("Saved."))
    return True
