"""How one wants to be told, and the one click by which mails stop, without signing in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.core.bounces import dead_among, revive
from entreciudades.notices.kinds import Group
from entreciudades.notices.models import Frequency
from entreciudades.notices.services import frequencies, prefer
from entreciudades.notices.stopping import whose
from entreciudades.web.access import public, signed_in
from entreciudades.web.desk.doors import person


class PreferencesForm(forms.Form):
    """For each group of notices, when it also comes by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[group.value] = forms.ChoiceField(label=group.label, choices=Frequency.choices)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose, group by group."""
    user = person(request)
    start = {group.value: frequency.value for group, frequency in frequencies(user).items()}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        prefer(user, {Group(group): Frequency(frequency) for group, frequency in form.cleaned_data.items()})
        messages.success(request, _("Saved."))
        return redirect("notices:preferences")
    page = {"base": "notices/base.html", "form": form, "back": reverse("notices:list")}
    return render(request, "notices/preferences.html", page | {"is_dead": bool(dead_among([user.email]))})


@signed_in
@require_POST
def address_works(request: HttpRequest) -> HttpResponse:
    """Mail comes to one's own address again."""
    revive(person(request).email)
    messages.success(request, _("You are written to again."))
    return redirect("notices:preferences")


@public
@never_cache
@csrf_exempt  # mail programs ask for it without cookies (RFC 8058); the address itself proves whose it is
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then end mails of the groups that the address names, or of all; whoever only looks ends nothing."""
    found = whose(token)
    if found is None:
        return render(request, "notices/stop.html", {"is_unknown": True}, status=404)
    user, groups = found
    if request.method == "POST":
        wanted = list(Group) if "all" in request.POST else groups
        prefer(user, dict.fromkeys(wanted, Frequency.NEVER))
        groups = wanted
    with override(user.preferred_language):
        request.LANGUAGE_CODE = user.preferred_language
        page = {"groups": [group.label for group in groups], "is_done": request.method == "POST"}
        return render(request, "notices/stop.html", page)
