"""What comes next for a city or a network: what is to be done, decided or held, and what ends."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.upcoming import coming_to
from entreciudades.alliances.models import Agreement, AllianceStage
from entreciudades.alliances.naming import title_of
from entreciudades.alliances.pack import stage_of
from entreciudades.alliances.states import AllianceState, SeatState, StageState
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.core.periods import not_over
from entreciudades.documents.book import Words
from entreciudades.exchanges.models import Exchange
from entreciudades.exports.wording import plain, words
from entreciudades.notices.models import Task
from entreciudades.programmes.models import Activity, Programme


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that has a date: when as far as it is known, what kind of thing in words, what, and the row itself."""

    when: PartialDate
    kind: str
    what: Words
    row: Model


def dates_ahead(organisation: Organisation, language: str, *, day: dt.date, days: int) -> tuple[Ahead, ...]:
    """What is due or happens from `day` on within `days`, the nearest first; tasks that are late come before.

    The words are in the active language, which is to be `language`. Eight questions, however much there is.
    """
    limit = PartialDate.parse((day + dt.timedelta(days=days)).isoformat())
    every = (*_own(organisation, language, day), *_common(organisation, language, day))
    near = [one for one in every if not limit.is_over_before(PartialDate(one.when.start))]
    return tuple(sorted(near, key=lambda one: one.when.sort_key))


def _own(organisation: Organisation, language: str, day: dt.date) -> Iterable[Ahead]:
    for task in Task.objects.open().filter(organisation=organisation, due__isnull=False):
        yield Ahead(PartialDate.parse(str(task.due)), _("Task"), plain(task.title, language), task)
    for coming in coming_to(organisation):
        yield Ahead(
            coming.date, _("Election") if coming.is_election else _("Mandate"), plain(coming.said, language), coming.row
        )
    for promise in not_over(organisation.promises.filter(is_kept=False, due__isnull=False), "due", day):
        said = _("%(what)s, to %(whom)s") % {"what": promise.what, "whom": promise.to_whom}
        yield Ahead(promise.due, _("Promise"), plain(said, language), promise)


def _common(organisation: Organisation, language: str, day: dt.date) -> Iterable[Ahead]:
    for agreement in _ending(Agreement.objects.of(organisation), day):
        yield Ahead(agreement.ends, _("Agreement that ends"), words(agreement.titles, language), agreement)
    for stage in _stages(organisation, day):
        said = f"{label(stage_of(stage).title, language).text}, {title_of(stage.alliance, language)}"
        when = PartialDate.parse(str(stage.planned_end))
        yield Ahead(when, _("Stage that is to end"), plain(said, language), stage)
    for exchange in Exchange.objects.ahead(day).with_party(organisation).select_related("alliance"):
        if exchange.days:
            yield Ahead(exchange.days, exchange.get_kind_display(), words(exchange.titles, language), exchange)
    running = Programme.objects.held_by(organisation).exclude(state="closed")
    for activity in not_over(Activity.objects.filter(programme__in=running, starts__isnull=False), "starts", day):
        yield Ahead(activity.starts, _("Activity that begins"), words(activity.titles, language), activity)


def _stages(organisation: Organisation, day: dt.date) -> Iterable[AllianceStage]:
    """The stages, under way or ahead, of the alliances under way in which it takes part."""
    own = AllianceStage.objects.filter(
        alliance__seats__organisation=organisation,
        alliance__seats__state=SeatState.PRESENT,
        alliance__state=AllianceState.RUNNING,
        state__in=(StageState.UNDER_WAY, StageState.AHEAD),
        planned_end__gte=day,
    )
    return own.select_related("alliance__methodology", "lived_by").order_by("planned_end", "pk")


def _ending(rows: QuerySet[Any], day: dt.date) -> Iterable[Any]:
    return not_over(rows.filter(ends__isnull=False), "ends", day)
