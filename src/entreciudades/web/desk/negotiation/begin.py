"""An agreement is begun; its title, kind, languages and parties are changed while it is negotiated."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.alliances.rules import EDIT
from entreciudades.alliances.services.drafting import change_draft, set_parties
from entreciudades.alliances.services.negotiation import begin_agreement
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.agreement_tabs import about_agreement
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.negotiation.doors import found
from entreciudades.web.desk.negotiation.forms import BeginForm, DraftForm, PartiesForm
from entreciudades.web.desk.refusals import refused


@may(EDIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to negotiate: `alliance` and `parent` of the address are chosen already."""
    owner = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    initial: dict[str, Any] = {name: number(request.GET.get(name, "")) for name in ("alliance", "parent")}
    initial |= {name: [owner.source_language] for name in ("languages", "authentic")}
    form = BeginForm(request.POST if request.method == "POST" else None, owner=owner, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        others = list(said["others"])
        try:
            agreement = begin_agreement(
                **{name: said[name] for name in ("kind", "titles", "languages", "authentic", "alliance", "parent")},
                parties=[owner, *others] if others else (),
                organisation=owner,
                by=person(request),
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Begun: write its articles, from the clauses of the methodology or your own."))
            return redirect("desk:agreement", slug, agreement.pk)
    page = {
        "form": form,
        "title": _("Begin to negotiate an agreement"),
        "submit": _("Begin"),
        "back": reverse("desk:agreements", args=[slug]),
    }
    status = 422 if form.errors else 200
    return render(request, "layouts/form.html", about_organisation(request, owner) | page, status=status)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Title, kind, themes, languages."""
    owner, agreement = found(request, slug, pk)
    form: Any = DraftForm(request.POST if request.method == "POST" else None, instance=agreement, owner=owner)
    how = {"organisation": owner, "by": person(request)}
    if request.method == "POST" and form.is_valid() and kept(form, change_draft, links=form.links, **how):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(form.instance)})
        return redirect("desk:agreement", slug, pk)
    page = {"form": form, "title": _("Title, kind and languages"), "back": reverse("desk:agreement", args=[slug, pk])}
    status = 422 if form.errors else form.status
    return render(request, "layouts/form.html", about_agreement(request, owner, agreement) | page, status=status)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who takes part."""
    owner, agreement = found(request, slug, pk)
    data = request.POST if request.method == "POST" else None
    form = PartiesForm(data, owner=owner, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        chosen = {one.pk: one for one in [owner, *form.cleaned_data["others"]]}
        before = [party.organisation_id for party in agreement.parties.all()]
        order = [pk for pk in before if pk in chosen]
        order += [pk for pk in chosen if pk not in order]
        try:
            set_parties(agreement, parties=[chosen[one] for one in order], organisation=owner, by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:agreement", slug, pk)
    page = {"form": form, "title": _("Parties"), "back": reverse("desk:agreement", args=[slug, pk])}
    status = 422 if form.errors else 200
    return render(request, "layouts/form.html", about_agreement(request, owner, agreement) | page, status=status)
