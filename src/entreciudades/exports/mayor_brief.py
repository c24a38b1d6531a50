"""What a mayor must know of her city's cooperation, on one page: what was signed, what it brings, what comes next."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from moneyed import Money

from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.core.money import format_money
from entreciudades.documents.book import Item, Listing
from entreciudades.documents.brief import Brief
from entreciudades.exports.brief_parts import MOST, agreements_in_force, cut, dated
from entreciudades.exports.dates_ahead import dates_ahead
from entreciudades.exports.wording import period, plain, words
from entreciudades.notices.models import Task
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Activity, Partner, Programme

AHEAD: Final = 180
"""Days that the part of what comes next looks ahead."""


def assemble_mayor_brief(city: Organisation, language: str) -> Brief:
    """Gather the brief as of today for a reader of `language`, which is the active one.

    It names agreements and programmes whether public or not: it is for those who govern the city.
    """
    day = timezone.localdate()
    signed = Listing(_("What we signed"), cut(agreements_in_force(city, language, day), language))
    parts = (signed, _brings(city, language), _next(city, language, day), _whom(city, language))
    return Brief(
        language=language,
        title=plain(_("Our cooperation with other cities"), language),
        place=label(city.names, language).text,
        occasion=_("For the mayor's office"),
        parts=tuple(part for part in parts if part.items),
        foot=_("As of %(date)s") % {"date": PartialDate.parse(str(day)).format(language)},
        address=settings.SITE_URL + reverse("public:city", args=[city.slug]),
    )


def _brings(city: Organisation, language: str) -> Listing:
    running = list(Programme.objects.held_by(city).exclude(state="closed"))
    activities, partners, costs = dict(_counted(Activity, running)), dict(_counted(Partner, running)), _costs(running)
    items = []
    for one in running:
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
    return Listing(_("What it brings"), (*cut(items, language), *practices))


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
    """But for tasks: they are the team's own, and a link shows this to whoever has it."""
    ahead = (one for one in dates_ahead(city, language, day=day, days=AHEAD) if not isinstance(one.row, Task))
    return Listing(_("What comes next"), cut(dated(ahead, language), language))


def _whom(city: Organisation, language: str) -> Listing:
    coordinators = Membership.objects.filter(organisation=city, role=Role.COORDINATOR, user__is_active=True)
    people = [row.user for row in coordinators.select_related("user")[:MOST]]
    return Listing(
        _("Whom to ask"), tuple(Item(plain(one.get_full_name(), language), note=one.email) for one in people)
    )
