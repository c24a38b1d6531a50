"""Who the demonstration's people are, how one enters as each, which mails they would have received.

Entering asks for no password: it is refused unless both the address asked for and the machine that asks are this one.
"""

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from ruamel.yaml import YAML

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Role
from entreciudades.core.models import OutboxMessage
from entreciudades.settings.addresses import ROOT
from entreciudades.web.access import public
from entreciudades.web.desk.doors import number
from entreciudades.web.public.lists import page_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

PEOPLE: Final = ROOT / "demo" / "people.yaml"
HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
MACHINES: Final = frozenset({"127.0.0.1", "::1"})


def on_this_machine(view: View[P]) -> View[P]:
    """Refuse whoever is not asking this machine from this machine."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        host, _port = split_domain_port(request.get_host())
        if not settings.DEMONSTRATION or host not in HOSTS or request.META.get("REMOTE_ADDR") not in MACHINES:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@public
@on_this_machine
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody one may enter as, with what there is to see."""
    shows = _shows(PEOPLE)
    memberships = Prefetch("memberships", Membership.objects.select_related("organisation"))
    users = {user.email: user for user in User.objects.active().filter(email__in=shows).prefetch_related(memberships)}
    rows = [(users[email], shows[email]) for email in shows if email in users]
    return render(request, "demo/people.html", {"people": rows})


@public
@on_this_machine
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them and go to where their work is."""
    known = User.objects.active().filter(email__in=_shows(PEOPLE))
    person = get_object_or_404(known, pk=number(request.POST.get("person", "")))
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    roles = set(person.memberships.values_list("role", flat=True))
    if roles & {Role.SECRETARY, Role.AUDITOR}:
        return redirect("office:home")
    return redirect("desk:home" if roles & {Role.COORDINATOR, Role.COLLEAGUE, Role.REVIEWER} else "public:home")


@public
@on_this_machine
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The mails that the demonstration wrote, the latest first."""
    page = page_of(request, OutboxMessage.objects.filter(kind="mail").order_by("-id"))
    return render(request, "demo/mail.html", {"page": page})


@cache
def _shows(path: Path) -> dict[str, dict[str, str]]:
    """Address -> what to look at once inside, in the order of the file."""
    if not path.exists():
        return {}
    read: dict[str, Any] = YAML(typ="safe").load(path)
    return {person["email"]: person.get("shows", {}) for person in read["people"]}
