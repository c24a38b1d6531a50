"""All that is kept of oneself: to read, to take along, to erase."""

from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django import forms
from django.apps import apps
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Role
from entreciudades.core.models import AuditEvent
from entreciudades.processes.erasure import erase
from entreciudades.processes.personal_data import Act, all_about
from entreciudades.web.access import signed_in
from entreciudades.web.desk.changes import what_of
from entreciudades.web.desk.doors import person

_SHOWN = 50  # acts and texts on the page; the file has all
_LEADING = (Role.COORDINATOR, Role.SECRETARY)


class ErasureForm(forms.Form):
    """One's own address, written again: nobody erases themselves by a slip."""

    email = forms.EmailField(label=gettext_lazy("Your e-mail address, to confirm"))

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own
        self.user = user

    def clean_email(self) -> str:
        """The address of whoever asks."""
        written = str(self.cleaned_data["email"])
        if written.lower() != self.user.email:
            raise ValidationError(_("This is not the address with which you signed in. Nothing was erased."))
        return written


@signed_in
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept of oneself, the latest acts first."""
    found = all_about(person(request).email)
    page = {
        "found": found,
        "acts": [_act(one) for one in found.acts[: -_SHOWN - 1 : -1]],
        "texts": [(one, _thing(one.kind, one.number)) for one in found.texts[: -_SHOWN - 1 : -1]],
        "shown": _SHOWN,
    }
    return render(request, "account/data.html", page)


def _act(act: Act) -> tuple[datetime, str, str]:
    """When, what and to which thing, in words."""
    event = AuditEvent(verb=act.what, object_kind=act.kind, object_id=act.number)
    return act.at, what_of(event, None), _thing(act.kind, act.number)


def _thing(kind: str, number: int) -> str:
    """An object without its title, which is perhaps no longer theirs to read: "programme 1"."""
    try:
        return f"{apps.get_model(kind)._meta.verbose_name} {number}"
    except LookupError:  # of a room that is gone
        return f"{kind} {number}"


@signed_in
@never_cache
@require_safe
def data_file(request: HttpRequest) -> HttpResponse:
    """The same as a file for machines, whole."""
    made = HttpResponse(all_about(person(request).email).as_json(), content_type="application/json")
    made["Content-Disposition"] = 'attachment; filename="entreciudades.json"'
    return made


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator] # allauth ships no types
def erasure(request: HttpRequest) -> HttpResponse:
    """Erase oneself, for good; whoever leads somewhere is told what is left without them."""
    user = person(request)
    form = ErasureForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        address = user.email
        logout(request)
        erase(address, by=User.objects.get(pk=user.pk))
        return render(request, "account/erased.html")
    page = {"form": form, "left": _left_without(user), "back": reverse("account:data")}
    return render(request, "account/erasure.html", page)


def _left_without(user: User) -> list[Membership]:
    """The roles of this person that lead a city or a network and that nobody else holds there."""
    others = Membership.objects.filter(
        organisation=OuterRef("organisation"), role=OuterRef("role"), user__is_active=True
    ).exclude(user=user)
    mine = Membership.objects.filter(user=user, role__in=_LEADING).select_related("organisation")
    return list(mine.filter(~Exists(others)))
