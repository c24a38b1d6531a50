"""The steps of an alliance's life as a whole, each said first, then done: who reads it knows what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.models import Alliance
from entreciudades.alliances.services import life
from entreciudades.alliances.states import ALLIANCE
from entreciudades.core.errors import MoveRefused, NotAllowed, NotFound
from entreciudades.web.alliances.forms import DayForm, ReasonForm
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.refusals import refused


@dataclass(frozen=True, slots=True)
class Move:
    """What a button says, what follows from it, what does it, what it asks."""

    title: str | Promise
    says: str | Promise
    service: Callable[..., Alliance]
    form: type[forms.Form]
    is_primary: bool = False


MOVES: Final = {
    "constitute": Move(
        gettext_lazy("Constitute the alliance"),
        gettext_lazy(
            "The parties that have accepted constitute the alliance. Others may still answer, and more can be invited."
        ),
        life.constitute,
        DayForm,
        is_primary=True,
    ),
    "start": Move(
        gettext_lazy("Begin the first stage"),
        gettext_lazy("The alliance enters its first stage, and its calendar is planned from there."),
        life.start,
        DayForm,
        is_primary=True,
    ),
    "resume": Move(
        gettext_lazy("Resume the alliance"),
        gettext_lazy("The alliance goes on in the stage in which it was suspended."),
        life.resume,
        ReasonForm,
        is_primary=True,
    ),
    "suspend": Move(
        gettext_lazy("Suspend the alliance"),
        gettext_lazy("Its stages rest until it is resumed. All parties are told, with the reason."),
        life.suspend,
        ReasonForm,
    ),
    "reopen": Move(
        gettext_lazy("Reopen the alliance"),
        gettext_lazy("The alliance is under way again. Say what has changed since it was closed."),
        life.reopen,
        ReasonForm,
    ),
    "give-up": Move(
        gettext_lazy("Give the alliance up"),
        gettext_lazy("The alliance ends before its time. All that was done and signed is kept, with the reason."),
        life.give_up,
        ReasonForm,
    ),
}


def moves_of(place: Place) -> list[dict[str, Any]]:
    """What the state allows to whoever decides here, in the order of MOVES."""
    possible = ALLIANCE.possible(place.alliance.state) if place.decides else ()
    moves = [
        {"verb": verb, "title": one.title, "is_primary": one.is_primary, "address": place.at("alliance-move", verb)}
        for verb, one in MOVES.items()
        if verb in possible
    ]
    if "close" in possible:
        moves.append({"verb": "close", "title": _("Close the alliance"), "address": place.at("alliance-close")})
    return moves


def move(place: Place, verb: str) -> HttpResponse:
    """Ask for what the move needs, then do it."""
    if verb not in MOVES:
        raise NotFound("verb", verb)
    check_decides(place)
    said, request = MOVES[verb], place.request
    form = said.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = said.service(place.alliance, by=place.by, **form.cleaned_data)
        except MoveRefused:
            messages.error(request, _("That is not possible any more: somebody changed the state meanwhile."))
            return redirect(place.at("alliance"))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Done. The alliance is now: %(state)s.") % {"state": done.get_state_display()})
            return redirect(place.at("alliance"))
    page = {"form": form, "title": said.title, "says": said.says, "back": place.at("alliance"), "submit": said.title}
    return render(request, "alliances/ask.html", place.about | page, status=422 if form.errors else 200)


def check_decides(place: Place) -> None:
    """Refuse whoever does not decide here: NotAllowed."""
    if not place.decides:
        raise NotAllowed("alliance:decide", "alliance", place.alliance.slug)
