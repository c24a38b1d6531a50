"""The brief for whoever begins in an organisation, a successor or a new mayor, on one page."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, Promise
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.documents.book import Item, Listing, Words
from entreciudades.documents.brief import Brief
from entreciudades.exports.brief_parts import agreements_in_force, cut, dated
from entreciudades.exports.dates_ahead import dates_ahead
from entreciudades.exports.sheets import country_of
from entreciudades.exports.wording import plain, words
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress_of_all import progress_of_all

#: How far ahead it looks, in days.
AHEAD: Final = 365


def assemble_brief(organisation: Organisation, language: str) -> Brief:
    """Gather what holds, where programmes stand, what comes next, what was promised, whom to call.

    A part of which there is nothing is left out. It asks as often, however much there is.
    """
    day = timezone.localdate()
    with override(language):
        name = label(organisation.names, language).text
        parts = (
            (_("Agreements in force"), agreements_in_force(organisation, language, day)),
            (_("Programmes"), _programmes(organisation, language)),
            (_("What comes next"), _ahead(organisation, language, day)),
            (_("What was promised"), _promises(organisation, language)),
            (_("Whom to call"), _people(organisation, language)),
        )
        return Brief(
            language=language,
            title=plain(_("Cooperation of %(name)s") % {"name": name}, language),
            place=", ".join(filter(None, (name, country_of(organisation, language)))),
            occasion=_("Brief for whoever begins"),
            parts=tuple(Listing(title, cut(items, language)) for title, items in parts if items),
            foot=_("Made on %(date)s") % {"date": PartialDate.parse(str(day)).format(language)},
            address=f"{settings.SITE_URL}/",
        )


def _programmes(city: Organisation, language: str) -> list[Item]:
    programmes = list(Programme.objects.held_by(city).select_related("methodology", "holder", "network"))
    progress = progress_of_all(programmes)
    items = []
    for one in programmes:
        far = progress[one.pk]
        stands = _("%(done)d of %(required)d parts are there") % {"done": far.done, "required": far.required}
        note = f"{one.get_state_display()} · {one.edition.format(language)}"
        items.append(Item(words(one.titles, language), text=plain(stands, language), note=note))
    return items


def _ahead(city: Organisation, language: str, day: dt.date) -> list[Item]:
    """But for promises, which have a part of their own."""
    ahead = dates_ahead(city, language, day=day, days=AHEAD)
    return dated((one for one in ahead if not isinstance(one.row, Promise)), language)


def _promises(organisation: Organisation, language: str) -> list[Item]:
    return [
        Item(
            plain(one.what, language),
            text=plain(_("To: %(name)s") % {"name": one.to_whom}, language),
            note=_("by %(date)s") % {"date": one.due.format(language)} if one.due else "",
        )
        for one in organisation.promises.filter(is_kept=False)
    ]


def _people(organisation: Organisation, language: str) -> list[Item]:
    """Those who can be reached: who governs first, then who has a telephone; last the network's secretariat."""
    people = [one for one in organisation.people.exclude(name="") if one.phone or one.email]
    people.sort(key=lambda one: (not one.office, not one.phone, one.name))
    items = [
        Item(
            plain(" ".join(filter(None, (one.protocol_title, one.name))), language),
            text=_line((one.phone, one.email), language),
            note=one.post,
        )
        for one in people
    ]
    networks = organisation.networks.present().values("network")
    leading = {"memberships__organisation__in": networks, "memberships__role": "secretary"}
    secretariat = _("secretariat of the network")
    return items + [
        Item(plain(one.get_full_name(), language), text=plain(one.email, language), note=secretariat)
        for one in User.objects.active().filter(**leading).distinct()
    ]


def _line(said: Iterable[str], language: str) -> Words | None:
    """What is said, in one line; None where nothing is."""
    found = " · ".join(filter(None, said))
    return plain(found, language) if found else None
