"""A programme at its city's desk: overview, its own facts, its data, its texts, its publication, its book."""

from operator import attrgetter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.contributions.models import Request
from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.core.models import Text
from entreciudades.core.texts import word_count
from entreciudades.documents.typeset import BookRefused
from entreciudades.exports.models import DocumentFormat
from entreciudades.exports.services import PDF, book_of, runs_of
from entreciudades.programmes import services
from entreciudades.programmes.adopted import is_adopted_as_it_stands
from entreciudades.programmes.errors import NotAdopted
from entreciudades.programmes.models import Programme
from entreciudades.programmes.pack import heading, variant_of
from entreciudades.programmes.progress import progress_of
from entreciudades.programmes.rules import DESK, EDIT, PUBLISH
from entreciudades.programmes.states import LIFE
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_programme
from entreciudades.web.desk.blocks import missing_lines
from entreciudades.web.desk.changes import LATEST, decisions_on, latest_changes
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.organisations import grouped
from entreciudades.web.desk.programme_forms import MoveForm, ProgrammeForm
from entreciudades.web.desk.programme_nouns import PROGRAMME_NOUNS
from entreciudades.web.desk.rows import Shelf
from entreciudades.web.desk.text_pages import has_texts
from entreciudades.web.files import served

SHELF = Shelf(
    name="programme",
    rule=EDIT,
    door=doors.programme,
    keep=services.keep_part,
    remove=services.remove_part,
    nouns=PROGRAMME_NOUNS,
    about=about_programme,
    scope=attrgetter("network_id"),
)
#: Verb of the state table -> the words of its button and what follows from it; True where a reason is asked for.
MOVES: dict[str, tuple[str, str, bool]] = {
    "publish": (
        gettext_noop("Publish the programme"),
        gettext_noop(
            "Everybody can read the programme as it stands now, and the city's own good practices in it. What you "
            "write afterwards stays at your desk until you publish again."
        ),
        False,
    ),
    "withdraw": (
        gettext_noop("Withdraw the programme"),
        gettext_noop(
            "Nobody outside can read the programme until it is published again; good practices stay public until each "
            "is withdrawn. The reason is kept."
        ),
        True,
    ),
    "close": (gettext_noop("Close the programme"), gettext_noop("The programme has ended; it stays public."), False),
    "reopen": (gettext_noop("Reopen the programme"), gettext_noop("The programme goes on. The reason is kept."), True),
}


@may(DESK)
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Where it stands, what is missing, what can be done next."""
    found = doors.programme(request, slug, may=DESK)
    progress = progress_of(found)
    page = {
        "progress": progress,
        "missing": [] if found.is_closed else missing_lines(found, progress),
        "moves": _moves(request, found),
        "changes": latest_changes([found]),
        "decisions": decisions_on(found),
        "asked": Request.objects.about(found).counts(),
    }
    return render(request, "desk/programmes/overview.html", about_programme(request, found) | page)


def _moves(request: HttpRequest, found: Programme) -> list[dict[str, str]]:
    """What the state allows, for whoever may publish; publishing again where readers would read other words."""
    if not PUBLISH.predicate(request.user, found):
        return []
    possible = {verb: _(MOVES[verb][0]) for verb in LIFE.possible(found.state)}
    if found.is_public and "publish" in possible:
        possible["publish"] = _("Publish the newer texts")
        if not services.has_newer_texts(found):
            del possible["publish"]
    if found.alliance_id is not None and "publish" in possible and not is_adopted_as_it_stands(found):
        del possible["publish"]
    return [
        {"verb": verb, "title": title, "address": reverse("desk:programme-move", args=[found.slug, verb])}
        for verb, title in possible.items()
    ]


@may(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Publish, withdraw, close or reopen: said first, then done."""
    found = doors.programme(request, slug, may=PUBLISH)
    if verb not in MOVES:
        raise NotFound("verb", verb)
    title, says, asks_reason = MOVES[verb]
    form = MoveForm(request.POST if request.method == "POST" else None, asks_reason=asks_reason)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(services, verb)(found, by=person(request), **form.cleaned_data)
        except MoveRefused:
            messages.error(request, _("That is not possible any more: somebody changed the state meanwhile."))
            return redirect("desk:programme", found.slug)
        except NotAdopted:
            messages.error(request, _("It is published once all parties of the alliance have adopted it as it stands."))
            return redirect("desk:programme", found.slug)
        messages.success(request, _("Done. The programme is now: %(state)s.") % {"state": found.get_state_display()})
        return redirect("desk:programme", found.slug)
    page = {"form": form, "title": _(title), "says": _(says), "back": reverse("desk:programme", args=[slug])}
    page["missing"] = progress_of(found).missing if verb == "publish" else ()
    page["decisions"] = decisions_on(found)
    return render(request, "desk/programmes/move.html", about_programme(request, found) | page)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, edition, period, sectors, axes, goals, instruments."""
    found = doors.programme(request, slug, may=EDIT)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, instance=found, owner=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and kept(form, services.change_programme, by=person(request), links=form.links)
    ):
        messages.success(request, _("Saved."))
        return redirect("desk:data", found.slug)
    page = {"form": form, "title": _("Title, period and priorities"), "back": reverse("desk:data", args=[slug])}
    return render(request, "layouts/form.html", about_programme(request, found) | page, status=form.status)


@may(EDIT)
@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """All that hangs on the programme, and where each is edited."""
    found = doors.programme(request, slug, may=EDIT)
    page = {"groups": grouped(SHELF, found)}
    return render(request, "desk/programmes/data.html", about_programme(request, found) | page)


@may(EDIT)
@require_safe
def sections(request: HttpRequest, slug: str) -> HttpResponse:
    """The sections of the methodology, with what is written of each in each language."""
    found = doors.programme(request, slug, may=EDIT)
    variant = variant_of(found)
    counts: dict[tuple[str, str], int] = {}
    for text in Text.objects.of(found).only("section", "language", "body"):
        counts[text.section, text.language] = word_count(text.body)
    lines = [
        {
            "heading": heading(section),
            "chapter": variant.chapter_of(section),
            "languages": _written(found, section, counts),
        }
        for section in variant.sections
        if has_texts(section)
    ]
    forms = _forms(found) if variant.forms else []
    return render(
        request, "desk/programmes/sections.html", about_programme(request, found) | {"lines": lines, "forms": forms}
    )


def _written(found: Programme, section: Any, counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """For each language: how far the texts of a section are, and the address of their editor."""
    limits = {section.key: section.words} | {section.text_key(part.key): part.words for part in section.parts}
    if section.parts_from:
        limits |= {key: section.part_words for key, _language in counts if key.startswith(f"{section.key}/")}
    limits = {key: words for key, words in limits.items() if words} or {section.key: section.part_words}
    entries = []
    for code, name in settings.CONTENT_LANGUAGES:
        found_words = {key: counts.get((key, code), 0) for key in limits}
        kept = [bool(words) and words.min <= found_words[key] <= words.max for key, words in limits.items()]
        state = "done" if all(kept) else "waiting" if any(found_words.values()) else "missing"
        address = reverse("desk:section-edit", args=[found.slug, section.key, code])
        entries.append(
            {"code": code, "name": name, "state": state, "words": sum(found_words.values()), "address": address}
        )
    return entries


def _forms(found: Programme) -> list[dict[str, Any]]:
    forms = variant_of(found).forms
    language = found.source_language
    return [
        {
            "activity": activity,
            "form": form,
            "address": reverse("desk:form-edit", args=[found.slug, activity.pk, form.key, language]),
        }
        for activity in found.activities.all()
        for form in forms
    ]


@may(DESK)
@require_safe
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """The book in each language, to be downloaded, and those that were made."""
    found = doors.programme(request, slug, may=DESK)
    page = {"languages_of_book": settings.LANGUAGES, "progress": progress_of(found), "runs": runs_of(found)[:LATEST]}
    return render(request, "desk/programmes/book.html", about_programme(request, found) | page)


@may(DESK)
@require_safe
def book_file(request: HttpRequest, slug: str, language: str, written_as: DocumentFormat = PDF) -> HttpResponseBase:
    """The book as PDF or for Word, with the texts as they stand at the desk."""
    found = doors.programme(request, slug, may=DESK)
    if language not in dict(settings.LANGUAGES):
        raise NotFound("language", language)
    try:
        run = book_of(found, language, by=person(request), format=written_as)
    except BookRefused:
        messages.error(request, _("The book cannot be printed yet: a title or the words for its cover are missing."))
        return redirect("desk:book", found.slug)
    return served(run.file, f"{found.slug}-{language}.{written_as}")
