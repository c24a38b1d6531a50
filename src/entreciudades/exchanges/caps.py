"""How many visits and travellers the methodology of an alliance allows."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.pack import part_of
from entreciudades.core.labels import label
from entreciudades.exchanges.models import Exchange
from entreciudades.methodologies.alliance_pack import Caps


def caps_of(alliance: Alliance) -> Caps:
    """What its methodology allows; no cap where it lives by none."""
    try:
        return part_of(alliance).caps
    except LookupError:
        return Caps(travellers=None, visits_min=None, visits_max=None)


def check_visits(exchange: Exchange) -> None:
    """Refuse one visit more than there may be. Raises ValidationError on "kind"; other kinds are not counted."""
    most = caps_of(exchange.alliance).visits_max
    if exchange.kind != Exchange.Kind.VISIT or most is None:
        return
    others = Exchange.objects.of(exchange.alliance).standing().filter(kind=Exchange.Kind.VISIT).exclude(pk=exchange.pk)
    if (found := others.count()) >= most:
        said = {"most": most, "found": found}
        raise ValidationError(
            {"kind": _("The methodology allows %(most)s visits; planned or held already: %(found)s.") % said}
        )


def check_travellers(exchange: Exchange, people: Mapping[Organisation, int]) -> None:
    """Refuse more people of one party than may come to a visit. Raises ValidationError on "guests"."""
    most = caps_of(exchange.alliance).travellers
    if exchange.kind != Exchange.Kind.VISIT or most is None:
        return
    over = [
        _("%(city)s: %(found)s people; the methodology allows %(most)s of one city in a visit.")
        % {"city": label(city.names).text, "found": count, "most": most}
        for city, count in people.items()
        if count > most
    ]
    if over:
        raise ValidationError({"guests": over})
