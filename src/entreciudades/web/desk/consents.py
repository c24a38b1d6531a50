"""Who agreed to be contacted by other cities: when, how, who wrote it down; asked for by mail, and taken back."""

from contextlib import suppress

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.consents import CONSENT, REFUSAL, give_consent, withdraw_consent
from entreciudades.actors.models import Consent, Organisation, Person
from entreciudades.actors.rules import EDIT
from entreciudades.core.errors import LinkRefused, NotFound
from entreciudades.core.links import find_link
from entreciudades.core.models import Link
from entreciudades.processes.colleagues import ask_consent, language_of
from entreciudades.web.access import may, public
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused


class ConsentForm(forms.Form):
    """When and how somebody agreed, as whoever heard it writes it down."""

    given_on = forms.DateField(
        label=gettext_lazy("Given on"),
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[one for one in Consent.How.choices if one[0] != Consent.How.LINK]
    )
    note = forms.CharField(
        label=gettext_lazy("Where that is kept"),
        help_text=gettext_lazy("The form, the mail or the minute that shows it."),
        max_length=300,
        required=False,
    )


@may(EDIT)
@require_safe
def consents(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody of the organisation, with what they said."""
    owner = doors.organisation(request, slug, may=EDIT)
    people = owner.people.exclude(name="").prefetch_related("consents__recorded_by")
    page = {"people": people}
    return render(request, "desk/organisations/consents.html", about_organisation(request, owner) | page)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that somebody agreed."""
    owner = doors.organisation(request, slug, may=EDIT)
    found = _person(owner, pk)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            give_consent(found, **form.cleaned_data, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Saved: %(name)s") % {"name": found.name})
            return redirect("desk:consents", slug)
    page = {
        "form": form,
        "title": _("Consent of %(name)s to be contacted") % {"name": found.name},
        "back": reverse("desk:consents", args=[slug]),
    }
    return render(request, "layouts/form.html", about_organisation(request, owner) | page)


@may(EDIT)
@require_POST
def act(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Ask somebody by mail, or write down that they took it back."""
    owner = doors.organisation(request, slug, may=EDIT)
    found = _person(owner, pk)
    if verb == "ask":
        try:
            ask_consent(found, by=person(request))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Asked by mail: %(name)s") % {"name": found.name})
    elif verb == "withdraw":
        withdraw_consent(found, by=person(request))
        messages.success(request, _("%(name)s is no longer shown to other cities.") % {"name": found.name})
    else:
        raise NotFound("verb", verb)
    return redirect("desk:consents", slug)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """A person answers for themselves, by the link in their mail: agrees, or takes it back."""
    try:
        link = _link(token)
    except LinkRefused:
        return render(request, "account/consent_refused.html", status=410)
    found = Person.objects.select_related("organisation").filter(pk=link.object_id).exclude(name="").first()
    if found is None:
        return render(request, "account/consent_refused.html", status=410)
    with override(language_of(found)):
        if request.method == "POST":
            if request.POST.get("answer") == "yes" and link.purpose == CONSENT:
                with suppress(ValidationError):  # they have agreed already, perhaps by a second click
                    give_consent(found, how=Consent.How.LINK, by=None)
            elif request.POST.get("answer") == "no":
                withdraw_consent(found, by=None)
            return redirect("consent", token)
        page = {"person": found, "of": name_of(found.organisation), "agreed": found.may_be_contacted}
        page["may_agree"] = link.purpose == CONSENT
        return render(request, "account/consent.html", page)


def _link(token: str) -> Link:
    try:
        return find_link(token, CONSENT)
    except LinkRefused as refusal:
        if refusal.reason != "unknown":
            raise
        return find_link(token, REFUSAL)


def _person(owner: Organisation, pk: int) -> Person:
    found: Person | None = owner.people.filter(pk=pk).exclude(name="").first()
    if found is None:
        raise NotFound("person", pk)
    return found
