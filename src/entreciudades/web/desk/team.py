"""Who works for an organisation, and as what. Its coordinators name colleagues; their network names coordinators."""

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

from entreciudades.accounts.models import LONGEST_NAME
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.actors.rules import EDIT, TEAM
from entreciudades.actors.services import end_role
from entreciudades.core.errors import NotFound
from entreciudades.processes.appointments import appoint
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused


class PersonForm(forms.Form):
    """Somebody who gets a role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Whoever signs in with this address already keeps their name and language."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    language = forms.ChoiceField(
        label=gettext_lazy("Language in which we write to them"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
    )


@may(EDIT)
@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a role in the organisation."""
    owner = doors.organisation(request, slug, may=EDIT)
    rows = list(owner.memberships.filter(user__is_active=True).select_related("user").order_by("user__name", "pk"))
    leads = any(row.user_id == person(request).pk and row.role == Role.COORDINATOR for row in rows)
    page = {"rows": [(row, leads and row.role == Role.COLLEAGUE) for row in rows], "leads": leads}
    return render(request, "desk/organisations/team.html", about_organisation(request, owner) | page)


@may(TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a colleague, who is written to."""
    owner = doors.organisation(request, slug, may=TEAM)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and appointed(request, form, owner, Role.COLLEAGUE):
        return redirect("desk:team", slug)
    page = {"form": form, "title": _("Name a colleague"), "submit": _("Name and write to them")}
    page["back"] = reverse("desk:team", args=[slug])
    return render(request, "layouts/form.html", about_organisation(request, owner) | page)


@may(TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then end the role of a colleague."""
    owner = doors.organisation(request, slug, may=TEAM)
    page = about_organisation(request, owner)
    return ending(request, owner, Role.COLLEAGUE, pk, page, back=reverse("desk:team", args=[slug]))


def appointed(request: HttpRequest, form: PersonForm, organisation: Organisation, role: Role) -> bool:
    """Give the role to whom the form names; what is refused stays in the form."""
    try:
        membership = appoint(organisation, role=role, **form.cleaned_data, by=person(request))
    except ValidationError as error:
        refused(form, error)
        return False
    messages.success(request, _("Named: %(name)s. A mail is on its way.") % {"name": name_of(membership)})
    return True


def ending(
    request: HttpRequest, organisation: Organisation, role: Role, pk: int, page: dict[str, Any], *, back: str
) -> HttpResponse:
    """Ask, then end somebody's role in the organisation; NotFound where nobody has it by that key."""
    membership = Membership.objects.filter(organisation=organisation, role=role, pk=pk).select_related("user").first()
    if membership is None:
        raise NotFound("membership", pk)
    name = name_of(membership)
    if request.method == "POST":
        end_role(membership, by=person(request))
        messages.success(request, _("%(name)s no longer has this role.") % {"name": name})
        return redirect(back)
    said = {"name": name, "role": Role(role).label, "of": name_of(organisation), "back": back}
    return render(request, "desk/organisations/end_role.html", page | said)
