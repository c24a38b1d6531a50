"""Good practices: the list, and each sheet."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from entreciudades.core.labels import Localized, label
from entreciudades.core.slugs import find
from entreciudades.documents.book import Prose
from entreciudades.practices.models import Practice
from entreciudades.practices.rules import EDIT
from entreciudades.web.access import public
from entreciudades.web.public.lists import page_of
from entreciudades.web.public.texts import prose_of, texts_of


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field of the sheet as its methodology names it, with its text."""

    key: str
    title: Localized
    text: Prose


@public
def practices(request: HttpRequest) -> HttpResponse:
    """All that the reader may know of."""
    rows = Practice.objects.visible_to(request.user).select_related("organisation").prefetch_related("themes")
    return render(request, "public/practices.html", {"page": page_of(request, rows)})


@public
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet, field by field, as its methodology orders them; empty fields are left out."""
    rows = Practice.objects.visible_to(request.user).select_related("organisation", "network", "methodology")
    found = find(rows.prefetch_related("themes"), slug)
    if found.slug != slug:
        return redirect("public:practice", found.slug, permanent=True)
    context = {"practice": found, "fields": _filled(found), "may_edit": EDIT.predicate(request.user, found)}
    return render(request, "public/practice.html", context)


def _filled(practice: Practice) -> list[FilledField]:
    sheet = practice.methodology.pack.practice
    texts = texts_of(practice, published=practice.published)
    return [
        FilledField(field.key, label(field.title), text)
        for field in (sheet.fields if sheet else ())
        if (text := prose_of(texts, field.key))
    ]
