"""Somebody leaves: what they hold on one page, who goes on, and the brief for whoever comes new."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.accounts.models import User
from entreciudades.actors.models import Handover, Invitation, Membership, Organisation, Role
from entreciudades.actors.rules import EDIT, TEAM, has_role
from entreciudades.actors.team import cancel_handover
from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.documents.brief import Brief
from entreciudades.documents.typeset import render_brief
from entreciudades.exports.handover_brief import assemble_brief
from entreciudades.processes.handover import drafts_of, hand_over, held_by
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.drafts import told
from entreciudades.web.desk.fields import RowChoiceField
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.team import about_team, team_address


class _InvitedField(RowChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.email})"


class HandoverForm(forms.Form):
    """Who goes on: somebody of the team, or somebody who has been invited; and what they should know."""

    successor = RowChoiceField(
        queryset=User.objects.none(), label=gettext_lazy("Who goes on, of the team"), required=False
    )
    invitation = _InvitedField(
        queryset=Invitation.objects.none(),
        label=gettext_lazy("Or who has been invited"),
        help_text=gettext_lazy("Then everything moves when they accept, and the role of who leaves ends then."),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("What the successor should know"),
        help_text=gettext_lazy("Habits, worries, whom to trust with what. Promises have a place of their own."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )

    def __init__(self, *args: Any, owner: Organisation, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = User.objects.active().filter(memberships__organisation=owner).exclude(pk=leaver.pk).distinct()
        self.fields["successor"].queryset = team  # type: ignore[attr-defined]
        self.fields["invitation"].queryset = owner.invitations.open().exclude(email=leaver.email)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of both, and only one."""
        found: dict[str, Any] = super().clean() or {}
        if bool(found.get("successor")) == bool(found.get("invitation")):
            raise ValidationError(_("Choose one person who goes on: of the team, or invited."))
        return found


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All that somebody holds, and the one act that hands it over: one's own, or theirs whose role one may end."""
    owner, me = doors.organisation(request, slug, may=EDIT), person(request)
    membership = _membership(owner, pk)
    # A coordination is ended by its network alone, and to hand it over ends it.
    is_above = has_role(membership.user, owner.pk, (Role.COORDINATOR,))
    if membership.user != me and (is_above or not TEAM.predicate(me, owner)):
        raise NotAllowed(TEAM.name, "actors.membership", pk)
    held = held_by(membership.user, owner)
    page = about_team(request, owner) | {"held": held, "drafts": told(held.drafts)}

    def done(handover: Handover) -> str:
        if handover.done_at is None:
            return team_address(owner)
        if membership.user == me:  # whose desk this was, and who is signed out with it
            return reverse("public:home")
        return reverse("desk:handover", args=[owner.slug, handover.pk])

    return handing_over(request, membership, page, back=team_address(owner), done=done)


def of_member(request: HttpRequest, owner: Organisation, pk: int, page: dict[str, Any], *, back: str) -> HttpResponse:
    """The same by a secretariat, of a coordinator who has gone: it reads nothing of what is the city's."""
    membership = _membership(owner, pk, role=Role.COORDINATOR)
    return handing_over(request, membership, page, back=back, done=lambda _handover: back)


def handing_over(
    request: HttpRequest,
    membership: Membership,
    page: dict[str, Any],
    *,
    back: str,
    done: Callable[[Handover], str],
) -> HttpResponse:
    """Ask who goes on with the work of whoever holds a membership, then hand it over."""
    owner, leaver, me = membership.organisation, membership.user, person(request)
    waiting = owner.handovers.waiting().filter(leaver=leaver).select_related("invitation").first()
    form = HandoverForm(request.POST if request.method == "POST" else None, owner=owner, leaver=leaver)
    if request.method == "POST" and waiting is None and form.is_valid():
        try:
            handover = hand_over(Handover(organisation=owner, leaver=leaver, **form.cleaned_data), by=me)
        except ValidationError as error:
            refused(form, error)
        else:
            if handover.done_at is None:
                said = _("Everything moves when the invitation is accepted.")
            elif leaver == me:
                said = _("Handed over. A notice is on its way to whoever goes on, and you are signed out. Thank you.")
            else:
                said = _("Handed over. A notice is on its way to whoever goes on.")
            messages.success(request, said)
            return redirect(done(handover))
    page |= {
        "organisation": owner,
        "form": form,
        "leaver": leaver,
        "is_me": leaver == me,
        "may_cancel": TEAM.predicate(me, owner),
        "roles": owner.memberships.filter(user=leaver),
        "waiting": waiting,
        "back": back,
    }
    return render(request, "desk/organisations/hand_over.html", page)


def _membership(owner: Organisation, pk: int, **wanted: Any) -> Membership:
    rows = owner.memberships.filter(pk=pk, user__is_active=True, **wanted)
    found: Membership | None = rows.select_related("user", "organisation").first()
    if found is None:
        raise NotFound("membership", pk)
    return found


@may(EDIT)
@require_safe
def handover(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was handed over, and the brief: the page that whoever goes on begins with."""
    owner = doors.organisation(request, slug, may=EDIT)
    found = _handover(owner, pk)
    page = {
        "organisation": owner,
        "handover": found,
        "drafts": told(drafts_of(found.leaver, owner)),
        "brief": _brief(owner),
    }
    return render(request, "desk/organisations/handover.html", about_team(request, owner) | page)


@may(TEAM)
@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Nobody leaves after all, while the successor has not come."""
    owner = doors.organisation(request, slug, may=TEAM)
    found = _handover(owner, pk)
    if found.done_at:
        raise NotFound("handover", pk)
    cancel_handover(found, by=person(request))
    messages.success(request, _("Nobody leaves: nothing was moved."))
    return redirect("desk:team", slug)


@may(EDIT)
@require_safe
def brief(request: HttpRequest, slug: str) -> HttpResponse:
    """What whoever comes new must know, on one page: a successor, a new mayor."""
    owner = doors.organisation(request, slug, may=EDIT)
    page = {"organisation": owner, "brief": _brief(owner)}
    return render(request, "desk/organisations/brief.html", about_team(request, owner) | page)


@may(EDIT)
@require_safe
def brief_file(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The same page as PDF, in a language of the site."""
    owner = doors.organisation(request, slug, may=EDIT)
    if language not in dict(settings.LANGUAGES):
        raise NotFound("language", language)
    response = HttpResponse(render_brief(assemble_brief(owner, language)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{owner.slug}-{language}.pdf"'
    return response


def _brief(owner: Organisation) -> Brief:
    return assemble_brief(owner, get_language() or "es")


def _handover(owner: Organisation, pk: int) -> Handover:
    found: Handover | None = (
        owner.handovers.select_related("leaver", "successor", "invitation", "asked_by").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("handover", pk)
    return found
