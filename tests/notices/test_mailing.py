"""Notices by mail: one letter a person, in their language, when they wish, in the morning of their zone."""

import datetime as dt
import re
import threading
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.actors import UserFactory
from tests.factories.cast import Cast
from tests.factories.notices import NoticeFactory, TaskFactory

from entreciudades.accounts.models import User
from entreciudades.core.models import OutboxMessage
from entreciudades.core.outbox import Delivered, deliver_due
from entreciudades.notices.kinds import Group
from entreciudades.notices.mailing import MORNING, latest_morning, mail_notices
from entreciudades.notices.models import Frequency, Notice
from entreciudades.notices.services import prefer
from entreciudades.taxonomy.models import Place

THURSDAY = dt.datetime(2026, 11, 19, 15, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
LA_PAZ = ZoneInfo("America/La_Paz")  # four hours behind UTC, all the year


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(THURSDAY, tick=False) as travelling:
        yield travelling


@pytest.fixture
def carmen(cast: Cast) -> User:
    place = Place(geonames_id=3911925, name="La Paz", country="BO", latitude="-16.5", longitude="-68.15")
    place.timezone, place.population = "America/La_Paz", 812799
    place.save()
    cast.la_paz.place = place
    cast.la_paz.save()
    return cast.coordinator


def letters() -> list[dict[str, Any]]:
    return [message.payload for message in OutboxMessage.objects.order_by("id")]


def test_what_is_told_at_once_leaves_together_after_a_minute(carmen: User, clock: Any) -> None:
    NoticeFactory.create_batch(3, user=carmen)
    assert mail_notices() == 0
    clock.shift(2 * MINUTE)
    assert (mail_notices(), mail_notices()) == (1, 0)
    [letter] = letters()
    assert letter["to"] == ["carmen@example.org"]
    assert letter["body"].count("http://testserver/tasks/") == 3
    assert [kind for _content, kind in letter["alternatives"]] == ["text/html"]


def test_a_notice_that_cannot_be_worded_keeps_no_other_letter_from_leaving(
    carmen: User, cast: Cast, clock: Any
) -> None:
    NoticeFactory(user=cast.secretary, scope=cast.ucci, facts={})  # of a release that worded it otherwise
    NoticeFactory(user=carmen)
    Notice.objects.bulk_create([Notice(user=cast.colleague, kind="no.more", path="/", created_at=timezone.now())])
    assert cast.secretary.pk < carmen.pk
    clock.shift(2 * MINUTE)
    assert mail_notices() == 1
    assert [letter["to"] for letter in letters()] == [["carmen@example.org"]]


@pytest.mark.parametrize(
    ("frequency", "leaves"),
    [
        (Frequency.DAILY, dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)),  # Friday, seven o'clock in La Paz
        (Frequency.WEEKLY, dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)),  # Monday
    ],
)
def test_a_digest_leaves_in_the_morning_of_the_readers_zone(
    carmen: User, clock: Any, frequency: Frequency, leaves: dt.datetime
) -> None:
    prefer(carmen, {Group.TASKS: frequency})
    NoticeFactory(user=carmen)
    clock.move_to(leaves - MINUTE)
    assert mail_notices() == 0
    clock.move_to(leaves)
    assert (mail_notices(), mail_notices()) == (1, 0)
    clock.shift(10 * DAY)
    assert mail_notices() == 0


def test_what_was_read_here_or_is_not_wanted_by_mail_stays_here(carmen: User, clock: Any) -> None:
    NoticeFactory(user=carmen, read_at=THURSDAY)
    NoticeFactory(user=UserFactory(is_active=False))
    prefer(carmen, {Group.TASKS: Frequency.NEVER})
    NoticeFactory(user=carmen)
    clock.shift(3 * DAY)
    assert mail_notices() == 0
    clock.shift(15 * DAY)
    prefer(carmen, {Group.TASKS: Frequency.AT_ONCE})
    assert mail_notices() == 0  # nobody is mailed what is weeks old


def test_whoever_lost_the_role_is_not_mailed(cast: Cast, clock: Any) -> None:
    NoticeFactory(user=cast.coordinator, scope=cast.riomayor)
    clock.shift(HOUR)
    assert mail_notices() == 0


def test_a_letter_speaks_the_readers_language_and_can_be_stopped(cast: Cast, clock: Any) -> None:
    carmen, peter = cast.coordinator, UserFactory(name="Peter Invented", preferred_language="en")
    for user in (carmen, peter):
        NoticeFactory(user=user, by=cast.colleague)
    clock.shift(HOUR)
    assert mail_notices() == 2
    spanish, english = letters()
    assert english["subject"] == "Cesar Inventado gives you something to do: Llamar a la intendencia"
    first = "Dear Peter Invented:\n\nCesar Inventado gives you something to do: Llamar a la intendencia\n"
    assert english["body"].startswith(first)
    assert '<html lang="en"' in english["alternatives"][0][0]
    assert '<html lang="es"' in spanish["alternatives"][0][0]
    headers = english["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<http://testserver/notices/stop/[\w:-]+/>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe"][1:-1] in english["body"]


def test_the_letter_ends_with_what_is_to_be_done_this_week(cast: Cast, clock: Any) -> None:
    today = THURSDAY.date()
    cast.coordinator.preferred_language = "en"
    cast.coordinator.save()
    for title, due, owner in (
        ("Next month", today + 30 * DAY, cast.coordinator),
        ("On Monday", today + 4 * DAY, cast.coordinator),
        ("Late", today - DAY, cast.coordinator),
        ("Of another", today, cast.colleague),
    ):
        TaskFactory(organisation=cast.la_paz, facts={"title": title}, due=due, owner=owner)
    NoticeFactory(user=cast.coordinator)
    clock.shift(HOUR)
    mail_notices()
    body = letters()[0]["body"]
    done = body[body.index("What you have to do this week") :]
    assert [line for line in done.splitlines() if line.startswith("- ")][:2] == [
        "- Late (overdue since 18 November 2026)",
        "- On Monday (by 23 November 2026)",
    ]
    assert ("Next month" in body, "Of another" in body) == (False, False)


def test_one_who_is_killed_between_letter_and_mark_leaves_neither(
    carmen: User, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    NoticeFactory(user=carmen)
    clock.shift(HOUR)

    def die(*_args: object, **_named: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("django.db.models.query.QuerySet.update", die)
        with pytest.raises(SystemExit):
            mail_notices()
    assert (OutboxMessage.objects.count(), Notice.objects.get().mailed_at) == (0, None)
    assert mail_notices() == 1
    assert deliver_due() == Delivered(sent=1)
    assert len(mail.outbox) == 1


def test_as_many_questions_for_many_notices_as_for_one(cast: Cast, clock: Any, django_assert_num_queries: Any) -> None:
    for user in (cast.coordinator, cast.colleague, cast.secretary):
        NoticeFactory.create_batch(3, user=user)
    with django_assert_num_queries(4):  # notices, users, zones and wishes; nothing is due yet
        assert mail_notices() == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # other tests may be running
@given(
    since=st.timedeltas(dt.timedelta(), dt.timedelta(days=365 * 20)),
    zone=st.sampled_from(["UTC", "America/La_Paz", "Europe/Madrid", "Asia/Kolkata", "Pacific/Kiritimati"]),
    weekday=st.none() | st.integers(0, 6),
)
def test_the_latest_morning_is_over_and_no_later_one_is(since: dt.timedelta, zone: str, weekday: int | None) -> None:
    place, now = ZoneInfo(zone), THURSDAY + since
    morning = latest_morning(now, place, weekday=weekday)
    assert morning.timetz().replace(tzinfo=None) == MORNING
    assert weekday in {None, morning.weekday()}
    after = dt.datetime.combine(morning.date() + (DAY if weekday is None else 7 * DAY), MORNING, tzinfo=place)
    assert morning <= now < after


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_letter_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time; in memory, its threads share one connection's locks")
    readers = UserFactory.create_batch(5)
    for user in readers:
        NoticeFactory(user=user, created_at=timezone.now() - HOUR)
    start, written = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait(timeout=30)
            written.append(mail_notices())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(written), sum(written), OutboxMessage.objects.count()) == (2, 5, 5)
