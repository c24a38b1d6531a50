"""The minute of an exchange: its text in the editor of long texts, and its documents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entreciudades.actors.rules import EDIT
from entreciudades.core.errors import NotFound
from entreciudades.core.files import attachments_of
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.exchanges.models.exchange import MINUTE
from entreciudades.exchanges.services.minutes import add_minute, remove_minute, write_minute
from entreciudades.methodologies.slots import Slot
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.alliances.about import desk_place
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.sheets import Sheet
from entreciudades.web.exchanges.documents import documents as documents_page
from entreciudades.web.exchanges.doors import check_lives, exchange_at, seat_of


def sheet(request: HttpRequest, slug: str, alliance: str, pk: int) -> Sheet:
    """The text of a minute, for the editor of long texts."""
    place = desk_place(request, slug, alliance, may=EDIT)
    check_lives(place)
    seat = seat_of(place)
    one = exchange_at(place, pk, acts=True)

    def write(_key: str, language: str, body: str, version: int) -> Text:
        return write_minute(one, language, body, expected_version=version, seat=seat, by=place.by)

    def address(verb: str, language: str) -> str:
        return place.at(f"exchange-minute-{verb}", pk, language)

    asks = _("Who met, what was seen and said, what was agreed, what comes next.")
    title = _("Minute of %(name)s") % {"name": name_of(one)}
    slot = Slot(MINUTE, label({"": title}), label({"": asks}), None)
    about = place.about | {"next_address": place.at("alliance-exchange", pk), "next_title": _("the exchange")}
    return Sheet(one, place.owner.pk, MINUTE, title, (slot,), write, address, about)


def documents(place: Place, pk: int) -> HttpResponse:
    """The documents of a minute; a POST adds one."""
    seat = seat_of(place)
    one = exchange_at(place, pk, acts=True)
    return documents_page(
        place,
        lambda upload: add_minute(one, upload, seat=seat, by=place.by),
        hung=attachments_of(one, MINUTE),
        removal=lambda document: place.at("alliance-exchange-minute-remove", pk, document),
        title=_("Minute of %(name)s") % {"name": name_of(one)},
        none=_("No document yet. The minute may be a text, a document, or both."),
        back=place.at("alliance-exchange", pk),
    )


def remove(place: Place, pk: int, document: int) -> HttpResponse:
    """Take a document of the minute off."""
    seat = seat_of(place)
    one = exchange_at(place, pk, acts=True)
    found = attachments_of(one, MINUTE).filter(pk=document).first()
    if found is None:
        raise NotFound("document", document)
    remove_minute(one, found, seat=seat, by=place.by)
    messages.success(place.request, _("The document was removed."))
    return redirect(place.at("alliance-exchange-minute", pk))
