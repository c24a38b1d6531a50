"""Who has solved this: colleagues of other cities by theme and language, and a letter to one of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.actors.rules import EDIT
from entreciudades.core.errors import NotFound
from entreciudades.processes.colleagues import colleagues, solved_by, write_to
from entreciudades.taxonomy.languages import language_name
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.forms import spoken
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.organisation_nouns import THEMES
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.terms import TermField
from entreciudades.web.public.lists import page_of


class SearchForm(forms.Form):
    """What was to be solved, and in which language one can talk of it."""

    theme = TermField(codelists=THEMES, label=gettext_lazy("Subject"), required=False)
    language = forms.ChoiceField(choices=spoken, label=gettext_lazy("Language that they speak"), required=False)


class LetterForm(forms.Form):
    """What one writes to a colleague."""

    message = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "They read your name, your city and your address, and answer by mail. You learn theirs when they do."
        ),
    )


@may(EDIT)
@require_safe
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """People of other cities who agreed to be contacted, with what their city did on the theme."""
    owner = doors.organisation(request, slug, may=EDIT)
    form = SearchForm(request.GET or None)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    theme = wanted["theme"].pk if wanted.get("theme") else ""
    page = page_of(request, colleagues(owner, by=person(request), theme=theme, language=wanted.get("language", "")))
    solved = solved_by(page.object_list, theme=theme)
    reader = get_language() or "es"
    people = [
        (one, solved[one.pk], [capfirst(language_name(code, reader)) for code in one.languages])
        for one in page.object_list
    ]
    said = {"form": form, "page": page, "people": people, "asked": bool(wanted)}
    return render(request, "desk/organisations/colleagues.html", about_organisation(request, owner) | said)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write to one of them through the site."""
    owner = doors.organisation(request, slug, may=EDIT)
    found = colleagues(owner, by=person(request)).filter(pk=pk).first()
    if found is None:
        raise NotFound("person", pk)
    form = LetterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_to(found, message=form.cleaned_data["message"], asking=owner, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Your letter to %(name)s is on its way.") % {"name": found.name})
            return redirect("desk:colleagues", slug)
    page = {
        "form": form,
        "title": _("Write to %(name)s, %(city)s") % {"name": found.name, "city": name_of(found.organisation)},
        "submit": _("Send the letter"),
        "back": reverse("desk:colleagues", args=[slug]),
    }
    return render(request, "layouts/form.html", about_organisation(request, owner) | page)
