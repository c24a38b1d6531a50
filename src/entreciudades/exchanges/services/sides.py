"""On which side a network sees countries of which no list says it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core import trail
from entreciudades.exchanges.models import CountrySide


@transaction.atomic
def say_sides(network: Organisation, sides: Mapping[str, str], *, by: User | None) -> None:
    """Keep the side of each of these countries, by their keys: "north", "south", or "" where the list is to hold again.

    Raises ValidationError on "side" where it is another word.
    """
    said = dict(CountrySide.objects.filter(network=network).values_list("country", "side"))
    new = {country: side for country, side in sides.items() if said.get(country, "") != side}
    for country, side in new.items():
        if side and side not in CountrySide.Side.values:
            raise ValidationError({"side": _("“%(found)s” is no side: north or south.") % {"found": side}})
        if side:
            CountrySide.objects.update_or_create(network=network, country=country, defaults={"side": side})
        else:
            CountrySide.objects.filter(network=network, country=country).delete()
    if new:
        trail.record("network.sides-said", network, by=by, scope=network.pk, countries=list(new))
