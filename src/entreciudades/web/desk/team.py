"""Who works for an organisation, as what, who is invited and who is away. Coordinators and secretaries invite."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.accounts.models import LONGEST_NAME
from entreciudades.actors.demands import colleagues_of
from entreciudades.actors.models import Absence, Membership, Organisation, Role
from entreciudades.actors.models.membership import NETWORK_ROLES
from entreciudades.actors.rules import EDIT, TEAM
from entreciudades.core.errors import NotFound
from entreciudades.processes.bounces import unreachable_of, works_again
from entreciudades.processes.invitations import invite, send_again, withdraw
from entreciudades.processes.leaving import end_role
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.office.about import about_network


class PersonForm(forms.Form):
    """Somebody who is invited to a role."""

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


class NetworkPersonForm(PersonForm):
    """Somebody who is invited to work for a network."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[(role.value, role.label) for role in NETWORK_ROLES],
        help_text=gettext_lazy(
            "Secretaries run the network, reviewers read what they are given to review, auditors read all and write "
            "nothing."
        ),
    )
    field_order = ("role", "email", "name", "language")


def about_team(request: HttpRequest, owner: Organisation) -> dict[str, Any]:
    """The desk of a city; of a network, its office."""
    return about_network(request, owner) if owner.is_network else about_organisation(request, owner)


def team_address(owner: Organisation) -> str:
    """The page of the team."""
    return reverse("desk:team", args=[owner.slug])


@may(EDIT)
@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a role in the organisation, who is away, and who has been invited."""
    owner = doors.organisation(request, slug, may=EDIT)
    user, today = person(request), timezone.localdate()
    rows = list(owner.memberships.filter(user__is_active=True).select_related("user").order_by("user__name", "pk"))
    leads = any(row.user_id == user.pk and row.role in {Role.COORDINATOR, Role.SECRETARY} for row in rows)
    away: dict[int, list[Absence]] = {}
    for absence in owner.absences.not_over(today).select_related("user", "stand_in"):
        away.setdefault(absence.user_id, []).append(absence)
    page = {
        "organisation": owner,
        "rows": [(row, leads and _may_end(row, user.pk), away.get(row.user_id, ())) for row in rows],
        "unreachable": unreachable_of(owner),
        "resettable": set(colleagues_of(owner).having_second_factor().values_list("pk", flat=True)) if leads else (),
        "mine": user.pk,
        "leads": leads,
        "today": today,
        "invitations": owner.invitations.open().select_related("invited_by"),
        "handovers": owner.handovers.select_related("leaver", "successor", "invitation"),
    }
    return render(request, "desk/organisations/team.html", about_team(request, owner) | page)


@may(EDIT)
@require_POST
def address_works(request: HttpRequest, slug: str) -> HttpResponse:
    """Mail comes to somebody again."""
    owner = doors.organisation(request, slug, may=EDIT)
    works_again(owner, request.POST.get("address", ""), by=person(request))
    messages.success(request, _("They are written to again."))
    return redirect(team_address(owner))


def _may_end(row: Membership, me: int) -> bool:
    return row.user_id != me and row.role != Role.COORDINATOR


@may(TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite a colleague of a city, or somebody to work for a network."""
    owner = doors.organisation(request, slug, may=TEAM)
    kind = NetworkPersonForm if owner.is_network else PersonForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and invited(request, form, owner, Role.COLLEAGUE):
        return redirect("desk:team", slug)
    page = {"form": form, "title": _("Invite somebody") if owner.is_network else _("Invite a colleague")}
    page |= {"submit": _("Send the invitation"), "back": team_address(owner)}
    return render(request, "layouts/form.html", about_team(request, owner) | page)


@may(TEAM)
@require_POST
def invitation(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Send an invitation again, or take it back."""
    owner = doors.organisation(request, slug, may=TEAM)
    answer_invitation(request, owner, pk, verb)
    return redirect("desk:team", slug)


@may(TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then end the role of a colleague, or of somebody of the network's office but oneself."""
    owner = doors.organisation(request, slug, may=TEAM)
    roles = NETWORK_ROLES if owner.is_network else (Role.COLLEAGUE,)
    row = owner.memberships.filter(role__in=roles, pk=pk).exclude(user=person(request)).first()
    if row is None:
        raise NotFound("membership", pk)
    page = about_team(request, owner)
    return ending(request, owner, Role(row.role), pk, page, back=team_address(owner))


def invited(request: HttpRequest, form: PersonForm, organisation: Organisation, role: Role) -> bool:
    """Invite whom the form names, to the role that it asks or to this one; what is refused stays in the form."""
    said = {"role": role} | form.cleaned_data
    try:
        invite(organisation, **said | {"role": Role(said["role"])}, by=person(request))
    except ValidationError as error:
        refused(form, error)
        return False
    messages.success(request, _("Invited: %(name)s. A mail is on its way.") % {"name": form.cleaned_data["name"]})
    return True


def answer_invitation(request: HttpRequest, organisation: Organisation, pk: int, verb: str, **wanted: Any) -> None:
    """Send an open invitation of the organisation again, or take it back; NotFound where there is none."""
    found = organisation.invitations.open().filter(pk=pk, **wanted).first()
    if found is None or verb not in {"again", "withdraw"}:
        raise NotFound("invitation", pk)
    if verb == "again":
        try:
            send_again(found, by=person(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Sent again: %(name)s") % {"name": found.name})
    else:
        withdraw(found, by=person(request))
        messages.success(request, _("Invitation withdrawn: %(name)s") % {"name": found.name})


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
