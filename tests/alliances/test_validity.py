"""How long an agreement holds: it is renewed, renews itself, is denounced, and its end is told ahead by mail."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from tests.factories.cast import Cast
from tests.factories.signing import agreed_between

from entreciudades.alliances.models import Agreement
from entreciudades.alliances.services.ends_told import tell_of_ends
from entreciudades.alliances.services.validity import denounce, keep_validity, publish, renew, renew_what_is_due
from entreciudades.alliances.validity import deadline_of, holds_on, prolonged
from entreciudades.core.dates import PartialDate
from entreciudades.core.errors import MoveRefused
from entreciudades.core.outbox import deliver_due
from entreciudades.notices.kinds import Group
from entreciudades.notices.mailing import mail_notices
from entreciudades.notices.models import Frequency, Notice, Task
from entreciudades.notices.services import finish_task, prefer

NOON = dt.time(12, tzinfo=dt.UTC)
ENDS = dt.date(2027, 6, 30)


def on(day: dt.date) -> Any:
    return time_machine.travel(dt.datetime.combine(day, NOON), tick=False)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    """Signed by La Paz and Riomayor; ends in the middle of 2027."""
    values = {"state": "signed", "signed": "2023-07-01", "starts": "2023-07-01", "ends": ENDS.isoformat()}
    made = agreed_between(cast.la_paz, cast.riomayor, network=cast.ucci, **values)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("ends", "months", "expected"),
    [
        ("2027", 24, "2029"),
        ("2027", 6, "2028-06"),
        ("2027-11", 3, "2028-02"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-06-30", 12, "2028-06-30"),
        ("2026/2027", 12, "2028"),
        ("2027-06-30~", 12, "2028-06-30"),
    ],
)
def test_an_end_moves_on_as_precise_as_it_was(ends: str, months: int, expected: str) -> None:
    assert str(prolonged(PartialDate.parse(ends), months)) == expected


def test_what_comes_next_is_the_end_or_the_last_day_of_notice(agreement: Agreement) -> None:
    found = deadline_of(agreement)
    assert found is not None
    assert (found.day, found.renews) == (ENDS, False)
    agreement.renews_months, agreement.notice_months = 24, 3
    found = deadline_of(agreement)
    assert found is not None
    assert (found.day, found.renews) == (dt.date(2027, 3, 30), True)
    agreement.ends = None
    assert deadline_of(agreement) is None


def test_in_force_on_a_day_says_the_same_for_a_row_and_for_all(agreement: Agreement) -> None:
    for day in (dt.date(2023, 6, 30), dt.date(2023, 7, 1), ENDS, ENDS + dt.timedelta(days=1)):
        found = Agreement.objects.in_force(day).filter(pk=agreement.pk).exists()
        assert found == holds_on(agreement, day) == (dt.date(2023, 7, 1) <= day <= ENDS)


def test_the_parties_decide_that_it_goes_on(agreement: Agreement, cast: Cast) -> None:
    said: dict[str, Any] = {"reason": "Sigue el trabajo.", "organisation": cast.la_paz, "by": cast.coordinator}
    with pytest.raises(ValidationError) as refused:
        renew(agreement, until=PartialDate.parse("2027-05"), **said)
    assert list(refused.value.message_dict) == ["until"]
    renew(agreement, until=PartialDate.parse("2029"), **said)
    agreement.refresh_from_db()
    assert str(agreement.ends) == "2029"
    decision = agreement.decisions.get(verb="renew")
    assert (decision.organisation, decision.reason) == (cast.la_paz, "Sigue el trabajo.")
    assert Notice.objects.filter(kind="agreement.renewed").values_list("user", flat=True).distinct().count() == 2


def test_it_renews_itself_once_its_end_is_over_and_nobody_denounced_it(agreement: Agreement) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(renews_months=12, notice_months=3)
    assert renew_what_is_due(ENDS) == 0
    assert renew_what_is_due(ENDS + dt.timedelta(days=1)) == 1
    assert renew_what_is_due(ENDS + dt.timedelta(days=1)) == 0
    agreement.refresh_from_db()
    assert str(agreement.ends) == "2028-06-30"
    assert renew_what_is_due(dt.date(2031, 1, 1)) == 1
    agreement.refresh_from_db()
    assert str(agreement.ends) == "2031-06-30"


def test_a_party_denounces_it_and_it_ends_after_the_notice(agreement: Agreement, cast: Cast) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(renews_months=12, notice_months=3)
    said: dict[str, Any] = {"organisation": cast.riomayor, "by": cast.other_coordinator}
    with on(dt.date(2026, 11, 20)):
        with pytest.raises(ValidationError):
            denounce(agreement, reason=" ", **said)
        with pytest.raises(ValidationError):
            denounce(agreement, reason="Ya no.", on=dt.date(2026, 12, 1), **said)
        with pytest.raises(ValidationError):
            denounce(agreement, reason="Ya no.", organisation=cast.ucci, by=cast.secretary)
        denounce(agreement, reason="Cambió el gobierno.", on=dt.date(2026, 11, 10), **said)
        with pytest.raises(MoveRefused):
            denounce(agreement, reason="Otra vez.", **said)
    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.ends), agreement.denounced_by) == ("denounced", "2027-02-10", cast.riomayor)
    assert (holds_on(agreement, dt.date(2027, 2, 10)), holds_on(agreement, dt.date(2027, 2, 11))) == (True, False)
    assert Agreement.objects.in_force(dt.date(2027, 1, 1)).filter(pk=agreement.pk).count() == 1
    assert renew_what_is_due(dt.date(2028, 1, 1)) == 0


def test_a_denounced_one_never_holds_longer_than_it_would_have(agreement: Agreement, cast: Cast) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(notice_months=12)
    with on(dt.date(2027, 1, 10)):
        denounce(agreement, organisation=cast.la_paz, reason="Ya no.", by=cast.coordinator)
    agreement.refresh_from_db()
    assert str(agreement.ends) == "2027-06-30"


def test_without_an_end_there_is_nothing_to_renew(agreement: Agreement, cast: Cast) -> None:
    agreement.ends, agreement.renews_months = None, 12
    with pytest.raises(ValidationError) as refused:
        keep_validity(agreement, by=cast.coordinator, scope=cast.la_paz.pk)
    assert list(refused.value.message_dict) == ["ends"]


def test_it_is_public_once_it_binds(agreement: Agreement, cast: Cast) -> None:
    publish(agreement, public=True, by=cast.coordinator, scope=cast.la_paz.pk)
    assert Agreement.objects.filter(published=True).get() == agreement
    draft = agreed_between(cast.la_paz, cast.riomayor, slug="otro")
    with pytest.raises(ValidationError):
        publish(draft, public=True, by=cast.coordinator, scope=cast.la_paz.pk)


def sent() -> list[tuple[str, str]]:
    """Deliver what waits; who was written to about what, the names of the two coordinators alone."""
    mail_notices()
    deliver_due(100)
    letters = [(letter.to[0].partition("@")[0], letter.subject) for letter in mail.outbox]
    mail.outbox.clear()
    return sorted(letters)


def test_half_a_year_three_months_and_a_month_ahead_each_party_is_written_to_once(
    agreement: Agreement, cast: Cast
) -> None:
    for user in (cast.coordinator, cast.other_coordinator):
        prefer(user, {Group.TASKS: Frequency.AT_ONCE, Group.ALLIANCES: Frequency.AT_ONCE})
    written: dict[int, list[str]] = {}
    for left in (181, 180, 179, 90, 89, 30, 29, 0, -1):
        with on(ENDS - dt.timedelta(days=left)) as clock:
            tell_of_ends()
            tell_of_ends()
            clock.shift(120)  # what belongs together goes in one letter
            written[left] = [name for name, _subject in sent()]
    both = ["carmen", "olga"]
    assert written == {181: [], 180: both, 179: [], 90: both, 89: [], 30: both, 29: [], 0: [], -1: []}
    tasks = Task.objects.filter(kind="agreement.ends").order_by("organisation__slug")
    assert [(task.organisation, task.due) for task in tasks] == [(cast.la_paz, ENDS), (cast.riomayor, ENDS)]


def test_a_city_that_has_decided_is_told_no_more_and_a_date_that_moves_is_told_anew(
    agreement: Agreement, cast: Cast
) -> None:
    with on(ENDS - dt.timedelta(days=180)):
        tell_of_ends()
    task = Task.objects.get(organisation=cast.la_paz)
    finish_task(task, by=cast.coordinator)
    with on(ENDS - dt.timedelta(days=90)):
        tell_of_ends()
    told = Notice.objects.filter(kind="agreement.near-end").values_list("scope__slug", flat=True)
    assert list(told) == ["riomayor"]
    Agreement.objects.filter(pk=agreement.pk).update(ends="2027-07-31")
    with on(ENDS - dt.timedelta(days=80)):
        tell_of_ends()
    assert Task.objects.open().filter(kind="agreement.ends", organisation=cast.la_paz).count() == 1


def test_what_renews_itself_is_told_ahead_of_the_last_day_of_notice(agreement: Agreement, cast: Cast) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(renews_months=12, notice_months=6)
    with on(dt.date(2026, 12, 1)):
        tell_of_ends()
    task = Task.objects.get(organisation=cast.la_paz)
    assert (task.kind, task.due) == ("agreement.renews", dt.date(2026, 12, 30))
