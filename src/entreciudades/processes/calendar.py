"""What one person's calendar holds, from every room: what is to be done, asked, decided, what ends."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import BodyMember, Organisation, Role
from entreciudades.actors.upcoming import coming_to
from entreciudades.alliances.mandates import sits_on
from entreciudades.alliances.models import Agreement, AllianceStage, BodyMeeting
from entreciudades.alliances.services.summons import day_of, page_for
from entreciudades.calls.models import Meeting, Review
from entreciudades.contributions.models import Request
from entreciudades.core import links, trail
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.core.models import Link
from entreciudades.core.refs import kind_of
from entreciudades.documents.calendar import At, Calendar, Day
from entreciudades.exchanges.models import Exchange
from entreciudades.exports.dates_ahead import dates_ahead
from entreciudades.notices.models import Task
from entreciudades.notices.querysets import WORKING
from entreciudades.programmes.models import Activity

_PURPOSE: Final = "calendar"
_AHEAD: Final = 2 * 366


@transaction.atomic
def new_feed(user: User) -> str:
    """Return the token of a new secret address of somebody's calendar; earlier ones end."""
    links.revoke_links(_PURPOSE, user)
    trail.record("calendar.shared", user, by=user)
    return links.make_link(_PURPOSE, user, expires_at=None)


@transaction.atomic
def end_feed(user: User) -> None:
    """The secret address of somebody's calendar ends."""
    if links.revoke_links(_PURPOSE, user):
        trail.record("calendar.ended", user, by=user)


def has_feed(user: User) -> bool:
    """Whether an address of somebody's calendar is open."""
    return Link.objects.to(user, _PURPOSE).filter(used_at=None, revoked_at=None).exists()


def feed_owner(token: str) -> User | None:
    """Whose calendar a token opens; None where they may not sign in any more. Raises LinkRefused."""
    found = links.find_link(token, _PURPOSE)
    owner: User | None = User.objects.active().filter(pk=found.object_id).first()
    return owner


def calendar_of(user: User) -> Calendar:
    """The calendar of a person, in the active language, which is to be theirs."""
    language, today = get_language() or "es", timezone.localdate()
    own = list(Organisation.objects.with_role(user, *WORKING))
    days = [day for one in own for day in _of(one, user, language, today)]
    days += _near(user, {one.pk for one in own})
    days += _reviews(user)
    unlike = {day.uid: day for day in days}  # two of one's organisations may share an agreement
    in_order = tuple(sorted(unlike.values(), key=lambda one: one.uid))
    return Calendar(_("Entreciudades: what comes"), language, in_order, (*_meetings(own), *_of_bodies(own)))


def _of(organisation: Organisation, user: User, language: str, today: dt.date) -> Iterable[Day]:
    """What an organisation has before it, but for the tasks of colleagues."""
    for one in dates_ahead(organisation, language, day=today, days=_AHEAD):
        is_of_colleague = isinstance(one.row, Task) and one.row.owner_id not in {None, user.pk}
        if one.when.start.year is not None and not is_of_colleague:
            yield _day(one.row, one.what.text, one.when, kind=one.kind, of=organisation)
    for request in Request.objects.waiting().filter(organisation=organisation):
        said = f"{request.title} ({request.to_name})"
        yield _day(request, said, PartialDate.parse(str(request.due)), kind=_("Contribution"), of=organisation)


def _meetings(own: Iterable[Organisation]) -> Iterable[At]:
    """The bilateral meetings to come of one's organisations."""
    for organisation in own:
        rows = Meeting.objects.filter(ends_at__gt=timezone.now()).exclude(held=False)
        both = Q(a__applicant=organisation) | Q(b__applicant=organisation)
        for one in rows.filter(both).with_cities():
            mine, other = (one.a, one.b) if one.a.applicant_id == organisation.pk else (one.b, one.a)
            path = reverse("desk:application-meetings", args=[organisation.slug, mine.pk])
            yield At(
                uid=f"meeting-{one.pk}-{mine.pk}@{urlsplit(settings.SITE_URL).hostname}",
                title=_("Meeting with %(city)s") % {"city": label(other.applicant.names).text},
                moment=one.starts_at,
                until=one.ends_at,
                place=one.where,
                address=f"{settings.SITE_URL}{path}",
            )


def _of_bodies(own: Iterable[Organisation]) -> Iterable[At]:
    """The meetings to come of bodies in which one's organisations sit, one for each organisation."""
    for organisation in own:
        seats = list(BodyMember.objects.filter(organisation=organisation))
        rows = BodyMeeting.objects.ahead(timezone.now()).filter(body__in=[seat.body_id for seat in seats])
        for one in rows.select_related("body"):
            if not any(seat.body_id == one.body_id and sits_on(seat, day_of(one)) for seat in seats):
                continue
            yield At(
                uid=f"body-meeting-{one.pk}-{organisation.pk}@{urlsplit(settings.SITE_URL).hostname}",
                title=_("%(body)s: meeting %(number)d") % {"body": label(one.body.names).text, "number": one.number},
                moment=one.starts_at,
                place=one.place,
                address=f"{settings.SITE_URL}{page_for(organisation, one.body, one)}",
            )


def _reviews(user: User) -> Iterable[Day]:
    """By when one's reviews are to be sent, one day for each call and date."""
    waiting = Review.objects.waiting().filter(reviewer=user).select_related("application__call")
    counts = Counter((one.application.call, one.due) for one in waiting if one.due)
    for (call, due), count in counts.items():
        yield Day(
            uid=f"reviews-{call.pk}-{due}-{user.pk}@{urlsplit(settings.SITE_URL).hostname}",
            title=_("%(call)s: reviews to be sent, %(count)s") % {"call": label(call.titles).text, "count": count},
            first=due,
            last=due,
            kind=_("Review"),
            address=f"{settings.SITE_URL}{reverse('reviews:home')}",
        )


def _near(user: User, own: set[int]) -> Iterable[Day]:
    """Elections and mandates of the cities for which one's networks care."""
    networks = Organisation.objects.networks().with_role(user, Role.SECRETARY)
    cities = {city.pk: city for network in networks for city in Organisation.objects.in_care_of(network)}
    for coming in coming_to(*(city for pk, city in cities.items() if pk not in own)):
        kind = _("Election") if coming.is_election else _("Mandate")
        yield _day(coming.row, coming.said, coming.date, kind=kind, of=coming.organisation)


def _day(row: Model, said: str, when: PartialDate, *, kind: str, of: Organisation) -> Day:
    """A day, or the days of a span; what is known to the month or year alone stands on its first day and says so."""
    name, end = label(of.names).text, when.end or when.start
    is_exact = {when.start.precision, end.precision} == {"day"}
    return Day(
        uid=f"{kind_of(row)}-{row.pk}@{urlsplit(settings.SITE_URL).hostname}",
        title=f"{name}: {said}" if is_exact else f"{name}: {said} ({when.format(get_language() or 'es')})",
        first=when.start.first_day,
        last=end.first_day if is_exact else when.start.first_day,
        kind=kind,
        place=name,
        address=f"{settings.SITE_URL}{_path(row, of)}",
    )


def _path(row: Model, of: Organisation) -> str:
    if isinstance(row, Task):
        return row.address
    if isinstance(row, Activity):
        return reverse("desk:programme", args=[row.programme.slug])
    if isinstance(row, Request):
        return reverse("desk:contribution", args=[of.slug, row.pk])
    if isinstance(row, Exchange):
        return reverse("desk:alliance-exchange", args=[of.slug, row.alliance.slug, row.pk])
    if isinstance(row, AllianceStage):
        return reverse("desk:alliance", args=[of.slug, row.alliance.slug])
    return reverse("desk:agreements" if isinstance(row, Agreement) else "public:city", args=[of.slug])
