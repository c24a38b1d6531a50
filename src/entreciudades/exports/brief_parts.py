"""What the briefs of an organisation have in common: agreements in force, dates ahead, no more than a page holds."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement
from entreciudades.core.labels import label
from entreciudades.documents.book import Item
from entreciudades.exports.dates_ahead import Ahead
from entreciudades.exports.wording import plain, words

MOST: Final = 5
"""Entries of a part that a page has room for; how many more there are is said."""


def agreements_in_force(organisation: Organisation, language: str, day: dt.date) -> list[Item]:
    """Its agreements, the latest signed first: what kind, with whom, since and until when. Three questions."""
    found = Agreement.objects.of(organisation).in_force(day).order_by("-signed", "pk")
    items = []
    for one in found.prefetch_related("parties__organisation"):
        others = [row.organisation for row in one.parties.all() if row.organisation_id != organisation.pk]
        partners = ", ".join(label(other.names, language).text for other in others)
        what = " · ".join(filter(None, (one.get_kind_display(), partners)))
        since = one.signed.format(language) if one.signed else ""
        until = _("until %(date)s") % {"date": one.ends.format(language)} if one.ends else ""
        note = " · ".join(filter(None, (since, until)))
        items.append(Item(words(one.titles, language), text=plain(what, language), note=note))
    return items


def dated(ahead: Iterable[Ahead], language: str) -> list[Item]:
    """What comes, with when and what kind of thing it is."""
    return [Item(one.what, note=f"{one.when.format(language)} · {one.kind}") for one in ahead]


def cut(items: Sequence[Item], language: str) -> tuple[Item, ...]:
    """The first MOST entries, and how many more there are."""
    more = len(items) - MOST
    if more <= 0:
        return tuple(items)
    said = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return (*items[:MOST], Item(plain(said, language)))
