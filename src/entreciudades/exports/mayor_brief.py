"""What a mayor must know of her city's cooperation, on one page: what was signed, what it brings, what comes next."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.db.models import Count, Prefetch, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from moneyed import Money

from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.alliances.models import Agreement, AgreementParty
from entreciudades.core.labels import label
from entreciudades.core.money import format_money
from entreciudades.documents.book import Item, Listing
from entreciudades.documents.brief import Brief
from entreciudades.exports.dates_ahead import dates_ahead
from entreciudades.exports.wording import period, plain, words
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Activity, Partner, Programme

SHOWN: Final = 5
"""Entries of a part; what is beyond is counted."""
AHEAD: Final = 180
"""Days that the part of what comes next looks ahead."""


def assemble_mayor_brief(city: Organisation, language: str) -> Brief:
    """Gather the brief as of today for a reader of `language`, which is the active one.

    It names agreements and programmes whether public or not: it is for those who govern the city.
    """
    day = timezone.localdate()
    parts = (_signed(city, language, day), _brings(city, language), _next(city, language, day), _whom(city, language))
    return Brief(
        language=language,
        title=plain(_("Our cooperation with other cities"), language),
        place=label(city.names, language).text,
        occasion=_("For the mayor's office"),
        parts=tuple(part for part in parts if part.items),
        foot=_("As of %(date)s") % {"date": date_format(day)},
        address=settings.SITE_URL + reverse("public:city", args=[city.slug]),
    )


def _signed(city: Organisation, language: str, day: dt.date) -> Listing:
    parties = Prefetch("parties", AgreementParty.objects.select_related("organisation"))
    in_force = Agreement.objects.of(city).in_force(day).order_by("-signed", "pk").prefetch_related(parties)
    items = []
    for one in in_force[:SHOWN]:
        others = [party.organisation for party in one.parties.all() if party.organisation_id != city.pk]
        partners = ", ".join(label(other.names, language).text for other in others)
        what = " · ".join(filter(None, (one.get_kind_display(), partners)))
        when = [one.signed.format(language)] if one.signed else []
        when += [_("until %(date)s") % {"date": one.ends.format(language)}] if one.ends else []
        items.append(Item(words(one.titles, language), text=plain(what, language), note=" · ".join(when)))
    return Listing(_("What we signed"), _with_rest(items, in_force.count(), language))


def _brings(city: Organisation, language: str) -> Listing:
    running = Programme.objects.held_by(city).exclude(state="closed")
    shown = list(running[:SHOWN])
    activities, partners, costs = dict(_counted(Activity, shown)), dict(_counted(Partner, shown)), _costs(shown)
    items = []
    for one in shown:
        acts, allies = activities.get(one.pk, 0), partners.get(one.pk, 0)
        said = [
            ngettext("%(count)d activity", "%(count)d activities", acts) % {"count": acts},
            ngettext("%(count)d partner", "%(count)d partners", allies) % {"count": allies},
            *(_("estimated at %(amount)s") % {"amount": format_money(cost, language)} for cost in costs[one.pk]),
        ]
        when = period(one.starts, one.ends, language)
        items.append(Item(words(one.titles, language), text=plain(" · ".join(said), language), note=when))
    shared = Practice.objects.filter(organisation=city, published=True)[:2]
    practices = [Item(words(one.titles, language), note=_("good practice that we share")) for one in shared]
    return Listing(_("What it brings"), (*_with_rest(items, running.count(), language), *practices))


def _counted(model: type[Activity | Partner], programmes: list[Programme]) -> Iterable[tuple[int, int]]:
    rows = model._default_manager.filter(programme__in=programmes).order_by()
    return rows.values_list("programme").annotate(count=Count("pk"))


def _costs(programmes: list[Programme]) -> dict[int, list[Money]]:
    rows = Activity.objects.filter(programme__in=programmes, cost_amount__isnull=False).order_by("cost_currency")
    costs: dict[int, list[Money]] = defaultdict(list)
    for pk, code, total in rows.values_list("programme", "cost_currency").annotate(total=Sum("cost_amount")):
        costs[pk].append(Money(total, code))
    return costs


def _next(city: Organisation, language: str, day: dt.date) -> Listing:
    ahead = dates_ahead(city, language, day=day, days=AHEAD)
    items = [Item(one.what, note=f"{one.when.format(language)} · {one.kind}") for one in ahead[:SHOWN]]
    return Listing(_("What comes next"), _with_rest(items, len(ahead), language))


def _whom(city: Organisation, language: str) -> Listing:
    coordinators = Membership.objects.filter(organisation=city, role=Role.COORDINATOR, user__is_active=True)
    people = [row.user for row in coordinators.select_related("user")[:SHOWN]]
    return Listing(
        _("Whom to ask"), tuple(Item(plain(one.get_full_name(), language), note=one.email) for one in people)
    )


def _with_rest(items: list[Item], total: int, language: str) -> tuple[Item, ...]:
    """The entries, and how many more there are."""
    rest = total - len(items)
    if rest <= 0:
        return tuple(items)
    return (*items, Item(plain(ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}, language)))
