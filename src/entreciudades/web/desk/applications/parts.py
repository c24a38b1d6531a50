"""The parts of an application that are filled in: title, themes, people, the group's problem, budget; its answers."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entreciudades.calls.items import TITLES
from entreciudades.calls.models import Application
from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.calls.services.application import FIELDS, change_part, write_answer
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import BUDGET, FACTS, GROUP, PEOPLE, TEXT, THEMES
from entreciudades.core.errors import NotFound
from entreciudades.core.models import Text
from entreciudades.methodologies.call_pack import CallPart
from entreciudades.methodologies.slots import slot_of
from entreciudades.taxonomy.languages import language_name
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import REFUSED, about_application, found, in_words
from entreciudades.web.desk.applications.findings import findings_of
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.forms import RowForm, make_form
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.sheets import Sheet, WritingOver


@may(EDIT_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, pk: int, part: str) -> HttpResponse:
    """The form of a part. What cannot be saved any more stays in it, to be copied."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    terms = terms_of(it.call)
    if part not in parts_of(terms):
        raise NotFound("part", part)
    form = _form(part, it, terms, request.POST if request.method == "POST" else None)
    status = form.status
    if request.method == "POST" and form.is_valid():
        try:
            done = kept(form, partial(change_part, part=part), by=person(request), links=form.links)
        except REFUSED as error:
            form.add_error(None, in_words(error, it.call))
            status = 409
        else:
            if done:
                messages.success(request, _("Saved."))
                return redirect("desk:application-group" if part == GROUP else "desk:application", slug, pk)
            status = form.status
    back = reverse("desk:application-group" if part == GROUP else "desk:application", args=[slug, pk])
    title = _("Problem that the group shares") if part == GROUP else str(TITLES[part])
    page = {"form": form, "title": title, "back": back}
    return render(request, "desk/applications/part.html", about_application(request, it) | page, status=status)


def parts_of(terms: CallPart) -> list[str]:
    """The parts that a call asks for."""
    asked = {FACTS: True, THEMES: bool(terms.themes.codelist), PEOPLE: True, GROUP: terms.group, BUDGET: terms.grant}
    return [part for part in FIELDS if asked[part]]


def _form(part: str, application: Application, terms: CallPart, sent: Any) -> RowForm:
    fields = [one for one in FIELDS[part] if one != "capacity" or terms.pairing]
    grant = terms.grant
    themes = _("From %(min)d to %(max)d.") % {"min": terms.themes.min, "max": terms.themes.max}
    helps = {
        "themes": themes,
        "people": _("Those of the city who would work on it. Whoever is missing is entered in the city's profile."),
        "common_problem": _("In a few lines: why these municipalities, and why together."),
        "capacity": _("With how many cities it could cooperate at the same time."),
    }
    if grant:
        helps["asked_amount"] = _("In %(currency)s: at most %(ceiling)s and %(share)s %% of the total cost.") % {
            "currency": grant.currency,
            "ceiling": grant.ceiling,
            "share": grant.share,
        }
        helps["total_cost"] = _("In %(currency)s.") % {"currency": grant.currency}
        helps["months"] = _("At most %(months)d, and %(more)d more.") % {
            "months": grant.months,
            "more": grant.extension_months,
        }
    noun = Noun(
        part,
        Application,
        "pk",
        says="",
        shows=(),
        fields=tuple(fields),
        terms={"themes": (terms.themes.codelist,)} if terms.themes.codelist else {},
        choices={"people": lambda one: one.applicant.people.exclude(name="")},
        lines={"common_problem": 4},
        helps=helps,
    )
    form = make_form(Application, noun.fields, noun)(sent, instance=application, owner=application)
    if "themes" in form.fields:
        form.fields["themes"].required = terms.themes.min > 0
    if "language" in form.fields:
        languages = application.call.languages or [application.call.source_language]
        reader = get_language() or "es"
        form.fields["language"].choices = [(one, language_name(one, reader)) for one in languages]  # type: ignore[attr-defined]
    return form


def answers(request: HttpRequest, slug: str, pk: int) -> Sheet:
    """The answers to the questions of a call, in the languages in which it takes them."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    terms = terms_of(it.call)
    about = about_application(request, it)
    window, notice = about["window"], about["closed"]
    asked = [one for one in terms.questions if one.words]
    if window and window.items is not None:
        asked = [one for one in asked if window.has(f"{TEXT}{one.key}")] or asked
        notice = _("The secretariat asks to mend: only what it asks for can be changed.")
    slots = tuple(slot_of(one.key, one) for one in asked)
    if not slots:
        raise NotFound("questions", pk)

    def write(key: str, language: str, body: str, version: int) -> Text:
        try:
            return write_answer(it, key, language, body, expected_version=version, by=person(request))
        except REFUSED as error:
            raise WritingOver(in_words(error, it.call)) from error

    def address(verb: str, language: str) -> str:
        return reverse(f"desk:application-text-{verb}", args=[slug, pk, language])

    about |= {
        "notice": notice,
        "findings": findings_of(it),
        "findings_address": reverse("desk:application-findings", args=[slug, pk]),
    }
    languages = tuple(it.call.languages) or (it.language,)
    return Sheet(it, it.call.network_id, "answers", _("Answers"), slots, write, address, about, languages=languages)
