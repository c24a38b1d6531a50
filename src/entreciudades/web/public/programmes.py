"""Programmes: the list, and each one whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.core.errors import NotFound
from entreciudades.core.slugs import find
from entreciudades.documents.typeset import BookRefused
from entreciudades.exports.models import DocumentFormat
from entreciudades.exports.programme_book import assemble_programme
from entreciudades.exports.services import DOCX, PDF, book_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.rules import EDIT
from entreciudades.web.access import public
from entreciudades.web.files import served
from entreciudades.web.public.goals import Goal, goals_of
from entreciudades.web.public.lists import page_of
from entreciudades.web.public.origins import addresses_of


@dataclass(frozen=True, slots=True)
class Card:
    """A programme in a list: its goals, and the organisations that it names as partners."""

    programme: Programme
    goals: tuple[Goal, ...]
    partners: tuple[Organisation, ...]


def with_cards(programmes: "QuerySet[Programme]") -> "QuerySet[Programme]":
    """Programmes with what their cards need: two queries more, however many rows."""
    return programmes.select_related("holder", "alliance").prefetch_related("sdg_focus", "partners__organisation")


def as_cards(programmes: Iterable[Programme]) -> list[Card]:
    """Cards of programmes that were read `with_cards`."""
    return [
        Card(row, goals_of(row.sdg_focus.all()), tuple(partner.organisation for partner in row.partners.all()))
        for row in programmes
    ]


@public
def programmes(request: HttpRequest) -> HttpResponse:
    """All that the reader may know of."""
    page = page_of(request, with_cards(Programme.objects.visible_to(request.user)))
    return render(request, "public/programmes.html", {"page": page, "cards": as_cards(page)})


@public
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme whole, from the same assembled book that is printed."""
    found = find(_whole(request), slug)
    if found.slug != slug:
        return redirect("public:programme", found.slug, permanent=True)
    book = assemble_programme(found, get_language() or "es", published=found.is_public)
    context = {
        "programme": found,
        "book": book,
        "addresses": addresses_of(book, found, request.user),
        "may_edit": EDIT.predicate(request.user, found),
        "downloads": _downloads(found, book.language),
        "word": reverse("public:book_word", args=[found.slug, book.language]),
    }
    return render(request, "public/programme.html", context)


def _whole(request: HttpRequest) -> "QuerySet[Programme]":
    rows = Programme.objects.visible_to(request.user)
    return rows.select_related("holder__place", "network", "methodology", "alliance")


def _downloads(programme: Programme, first: str) -> list[tuple[str, str]]:
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != first)
    return [(code, reverse("public:book_pdf", args=[programme.slug, code])) for code in codes]


@public
def book_pdf(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The printed book in a language, made anew only where its data have changed; offered to be kept."""
    return _book(request, slug, language, PDF)


@public
def book_word(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The same for Word."""
    return _book(request, slug, language, DOCX)


def _book(request: HttpRequest, slug: str, language: str, written_as: DocumentFormat) -> HttpResponseBase:
    found = find(_whole(request), slug)
    if language not in dict(settings.LANGUAGES):
        raise NotFound("language", language)
    try:
        run = book_of(found, language, by=None, published=found.is_public, format=written_as)
    except BookRefused:
        messages.error(request, _("The book cannot be printed yet: a title or the words for its cover are missing."))
        return redirect("public:programme", found.slug)
    return served(run.file, f"{found.slug}-{language}.{written_as}")
