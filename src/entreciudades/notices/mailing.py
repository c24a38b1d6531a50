"""Notices by mail: as each person wishes, in their language, together in one letter, in the morning of their zone."""

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from entreciudades.accounts.models import User
from entreciudades.actors.zones import zones_of
from entreciudades.core.letters import Entries, Entry, Heading, Paragraph, Part, Way, letter
from entreciudades.core.mail import queue_once
from entreciudades.core.worker import attempt
from entreciudades.notices.facts import date_in_words
from entreciudades.notices.kinds import NOTICES, Group
from entreciudades.notices.models import Frequency, Notice, Preference, Task
from entreciudades.notices.querysets import NoticeQuerySet
from entreciudades.notices.stopping import stop_address

#: The hour from which digests leave, in the reader's zone; weekly ones on Mondays.
MORNING = dt.time(7)
#: How long what is told at once waits for what is told with it.
TOGETHER = dt.timedelta(minutes=1)
#: What nobody wanted by mail is not mailed weeks later, when they change their mind.
STALE = dt.timedelta(days=15)
#: How far ahead a digest looks at what is to be done.
AHEAD = dt.timedelta(days=7)


def mail_notices(now: dt.datetime | None = None) -> int:
    """Write the letters that are due; return how many. What was read here meanwhile is not mailed.

    Each person gets at most one letter, with all that is due. Whoever calls it again or at the same time, or is killed
    in between, writes no notice twice: the person's row is locked, and letter and mark are one transaction. A letter
    that fails keeps no other from being written.
    """
    now = now or timezone.now()
    waiting = list(_waiting(now).values_list("user", "kind", "created_at"))
    users = list(User.objects.active().filter(pk__in={user for user, _kind, _at in waiting}))
    zones, wishes = zones_of(users), _wishes(users)
    before = {user.pk: _due_before(now, wishes[user.pk], zones[user.pk]) for user in users}
    due = {user for user, kind, at in waiting if user in before and _is_due(kind, at, before[user])}
    acts = (partial(_write_to, user, before[user.pk], now) for user in users if user.pk in due)
    return sum(attempt(act) or 0 for act in acts)


def latest_morning(now: dt.datetime, zone: ZoneInfo, *, weekday: int | None = None) -> dt.datetime:
    """The last MORNING of a zone, today's or an earlier one; of that weekday (0 is Monday) where one is named."""
    local = now.astimezone(zone)
    day = local.date() - dt.timedelta(days=int(local.time() < MORNING))
    if weekday is not None:
        day -= dt.timedelta(days=(day.weekday() - weekday) % 7)
    return dt.datetime.combine(day, MORNING, tzinfo=zone)


def _waiting(now: dt.datetime) -> NoticeQuerySet:
    return Notice.objects.unread().filter(mailed_at=None, created_at__gte=now - STALE)


def _wishes(users: list[User]) -> dict[int, dict[Group, Frequency]]:
    wishes = {user.pk: dict(Preference.DEFAULTS) for user in users}
    for row in Preference.objects.filter(user__in=users):
        wishes[row.user_id][Group(row.group)] = Frequency(row.frequency)
    return wishes


def _due_before(now: dt.datetime, wishes: dict[Group, Frequency], zone: ZoneInfo) -> dict[Group, dt.datetime]:
    """Group -> the moment before which a notice of it must have been told, to be mailed now."""
    before = {
        Frequency.AT_ONCE: now - TOGETHER,
        Frequency.DAILY: latest_morning(now, zone),
        Frequency.WEEKLY: latest_morning(now, zone, weekday=0),
    }
    return {group: before[frequency] for group, frequency in wishes.items() if frequency in before}


def _is_due(kind: str, told_at: dt.datetime, before: dict[Group, dt.datetime]) -> bool:
    known = NOTICES.get(kind)  # None of a later release that was taken back
    return known is not None and known.group in before and told_at < before[known.group]


@transaction.atomic
def _write_to(user: User, before: dict[Group, dt.datetime], now: dt.datetime) -> int:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    told = _waiting(now).visible_to(user).select_related("by").order_by("pk")
    due = [one for one in told if _is_due(one.kind, one.created_at, before)]
    if not due:
        return 0
    with override(user.preferred_language):
        queue_once(_letter(user, due), key=f"notices:{user.pk}:{due[-1].pk}")
    Notice.objects.filter(pk__in=[one.pk for one in due]).update(mailed_at=now)
    return 1


def _letter(user: User, notices: list[Notice]) -> EmailMultiAlternatives:
    count, first = len(notices), notices[0].words
    told = ngettext("%(count)d notice: %(first)s", "%(count)d notices, the first: %(first)s", count)
    parts: list[Part] = [
        Paragraph(_("Dear %(name)s:") % {"name": user.get_full_name()}),
        *_happened(notices),
        *_to_do(user),
    ]
    groups = sorted({NOTICES[one.kind].group for one in notices})
    subject = first if count == 1 else told % {"count": count, "first": first}
    choose = Entry(_("Choose what comes by mail, and when"), settings.SITE_URL + reverse("notices:preferences"))
    return letter(subject, parts, to=user.email, foot=[choose], stop=stop_address(user, groups))


def _happened(notices: list[Notice]) -> list[Part]:
    entries = tuple(Entry(one.words, settings.SITE_URL + one.path) for one in notices)
    if len(entries) > 1:
        return [Entries(entries)]
    return [Paragraph(entries[0].text), Way(_("Go there"), entries[0].address)]


def _to_do(user: User) -> list[Part]:
    """What is overdue or due soon, after what happened."""
    tasks = Task.objects.visible_to(user).open().filter(owner=user)
    soon = list(tasks.due_by(timezone.localdate() + AHEAD).urgent_first())
    if not soon:
        return []
    entries = tuple(Entry(task.title, settings.SITE_URL + task.address, _due(task)) for task in soon)
    return [Heading(_("What you have to do this week")), Entries(entries)]


def _due(task: Task) -> str:
    words = _("overdue since %(day)s") if task.is_overdue else _("by %(day)s")
    return words % {"day": date_in_words(task.due)} if task.due else ""
