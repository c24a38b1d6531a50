"""From an alliance in its place to one of its exchanges, products or givings; and what a refused act says."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entreciudades.alliances.models import Seat
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import MoveRefused, NotAllowed, NotFound
from entreciudades.exchanges.models import Exchange, Giving, Product
from entreciudades.exchanges.rules import EDIT_EXCHANGE, EDIT_GIVING, EDIT_PRODUCT, SEE_EXCHANGE, SEE_PRODUCT
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.refusals import refused

M = TypeVar("M", bound=Model)


def seat_of(place: Place) -> Seat:
    """The party for which one acts; NotAllowed where it takes no part, and in an office."""
    if place.seat is None or not place.works:
        raise NotAllowed("exchange:edit", "alliance", place.alliance.slug)
    return place.seat


def check_lives(place: Place) -> None:
    """What a source tells, and no methodology guides, has no such pages: NotFound."""
    if not place.alliance.lives_here:
        raise NotFound("alliance", place.alliance.slug)


def exchange_at(place: Place, pk: int, *, acts: bool = False) -> Exchange:
    """An exchange of the alliance, with its parties and `has_minute`; `acts`: for whoever works on it."""
    rows = Exchange.objects.of(place.alliance).with_parties().with_minute()
    found = _fetched(place, rows, pk, EDIT_EXCHANGE if acts else SEE_EXCHANGE)
    found.alliance = place.alliance
    return found


def product_at(place: Place, pk: int, *, acts: bool = False) -> Product:
    """A product of the alliance, with its makers and who receives it."""
    rows = Product.objects.of(place.alliance).with_parties()
    found = _fetched(place, rows, pk, EDIT_PRODUCT if acts else SEE_PRODUCT)
    found.alliance = place.alliance
    return found


def giving_at(place: Place, pk: int) -> Giving:
    """What was given, for whoever works for a party."""
    rows = Giving.objects.of(place.alliance).select_related("giver", "receiver", "exchange")
    return _fetched(place, rows, pk, EDIT_GIVING)


def _fetched(place: Place, rows: QuerySet[M], pk: int, rule: Rule[M]) -> M:
    return fetch(rows, pk, may=rule, actor=place.request.user)


def page(place: Place, template: str, said: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page with what stands around the alliance."""
    return render(place.request, template, place.about | said, status=status)


def form_page(place: Place, form: Any, **said: str) -> HttpResponse:
    """A page with one form; `said` are its title, the verb on its button and the way back."""
    return page(place, "layouts/form.html", {"form": form} | said, status=422 if form.errors else 200)


def done(place: Place, act: Callable[[], object], said: str, back: str) -> HttpResponseRedirect:
    """Do it and go back; where it is refused, the page there says why."""
    if problem := refusal_of(act):
        messages.error(place.request, problem)
    else:
        messages.success(place.request, said)
    return redirect(back)


def asked(place: Place, form: Any, act: Callable[[], object]) -> bool:
    """Whether a valid form was sent and its act done; what was refused stands in the form."""
    if place.request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except MoveRefused:
        form.add_error(None, moved_meanwhile())
    except ValidationError as error:
        refused(form, error)
    return not form.errors


def refusal_of(act: Callable[[], object]) -> str:
    """Do it; why it was refused, or nothing."""
    try:
        act()
    except MoveRefused:
        return moved_meanwhile()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def moved_meanwhile() -> str:
    """What is said where the state does not allow it any more."""
    return _("This is no longer possible as things stand: look at the page again. Nothing was changed.")
