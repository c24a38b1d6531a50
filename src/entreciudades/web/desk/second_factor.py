"""Somebody lost their second factor: who leads them resets it, with a reason that they read."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entreciudades.accounts.models import User
from entreciudades.actors.demands import colleagues_of
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import TEAM
from entreciudades.core.errors import NotFound
from entreciudades.processes.second_factor import reset
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person

LONGEST_REASON: Final = 300


class ReasonForm(forms.Form):
    """Why somebody's second factor is reset."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it in the mail: “You called on Tuesday: your telephone was stolen.”"),
        max_length=LONGEST_REASON,
    )


@may(TEAM)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_colleague(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Reset the second factor of a colleague who works for this organisation alone."""
    owner = doors.organisation(request, slug, may=TEAM)
    found = colleagues_of(owner).filter(pk=pk).first()
    if found is None:
        raise NotFound("user", pk)
    about = about_organisation(request, owner)
    return resetting(request, found, about, network=None, back=reverse("desk:team", args=[slug]))


def resetting(
    request: HttpRequest, user: User, about: dict[str, Any], *, network: Organisation | None, back: str
) -> HttpResponse:
    """Ask for the reason, then reset."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reset(user, reason=form.cleaned_data["reason"], by=person(request), network=network)
        messages.success(request, _("Reset: %(name)s. A mail is on its way.") % {"name": user.get_full_name()})
        return redirect(back)
    page = {
        "form": form,
        "title": _("Reset the second factor: %(name)s") % {"name": user.get_full_name()},
        "submit": _("Reset it and write to them"),
        "back": back,
    }
    return render(request, "layouts/form.html", about | page)
