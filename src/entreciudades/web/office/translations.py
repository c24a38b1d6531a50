"""The languages of a network: what waits for a translation, in which languages it works, its glossary."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.actors import services
from entreciudades.actors.languages import choose_working_languages, wanted_languages
from entreciudades.actors.models import GlossaryTerm
from entreciudades.actors.rules import FOLLOW, OFFICE
from entreciudades.core.labels import label
from entreciudades.processes.translation.scope import office_of
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.rows import Shelf
from entreciudades.web.desk.translations import Space
from entreciudades.web.office.about import about_network
from entreciudades.web.public.lists import page_of

SPACE = Space("office", FOLLOW, OFFICE, office_of, about_network)

TERM = Noun(
    "terms",
    GlossaryTerm,
    "network",
    says=gettext_lazy(
        "How the network calls things in each language; whoever translates is told where a text differs."
    ),
    fields=("terms", "avoided", "notes"),
    shows=("terms", "avoided", "notes"),
    lines={"avoided": 3},
    helps={"avoided": gettext_lazy("One word or group of words a line.")},
)
GLOSSARY = Shelf(
    name="glossary",
    rule=OFFICE,
    door=doors.organisation,
    keep=services.keep_part,
    remove=services.remove_part,
    nouns={TERM.key: TERM},
    about=about_network,
    space="office",
)


@may(FOLLOW)
@require_safe
def glossary(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreed words, side by side in the languages of the network."""
    network = doors.organisation(request, slug, may=FOLLOW)
    spoken = dict(settings.CONTENT_LANGUAGES)
    languages = [(code, spoken[code]) for code in wanted_languages(network)]
    page = page_of(request, network.glossary.all())
    lines = [
        (
            [(code, name, row.terms.get(code, ""), row.avoided_in(code)) for code, name in languages],
            label(row.notes),
            GLOSSARY.address(network, TERM, "change", row),
        )
        for row in page
    ]
    context = {
        "page": page,
        "languages": languages,
        "lines": lines,
        "add_address": GLOSSARY.address(network, TERM, "add"),
    }
    return render(request, "office/glossary.html", about_network(request, network) | context)


class LanguagesForm(forms.Form):
    """In which languages a network works."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Working languages"),
        choices=settings.CONTENT_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "What stands under the network is wanted in all of them; what lacks one waits in the queue of translations."
        ),
    )


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def working_languages(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the languages in which texts are wanted."""
    network = doors.organisation(request, slug, may=OFFICE)
    chosen = {"languages": wanted_languages(network)}
    form = LanguagesForm(request.POST if request.method == "POST" else None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            choose_working_languages(network, form.cleaned_data["languages"], by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("office:translations", slug)
    page: dict[str, Any] = {
        "form": form,
        "title": _("Working languages"),
        "back": reverse("office:translations", args=[slug]),
    }
    return render(request, "layouts/form.html", about_network(request, network) | page)
