"""Private preferences: of those one met, until the second of the term, kept for the city alone."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from tests.factories.calls import MeetingFactory
from tests.factories.cast import Cast
from tests.factories.pairing import world

from entreciudades.calls.errors import TooLate
from entreciudades.calls.models import Call, Matchmaking, PartnerPreference, ShortListEntry
from entreciudades.calls.services.preferences import say_preferences
from entreciudades.calls.services.short_lists import set_preferences_term
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Task

pytestmark = pytest.mark.django_db
TERM = dt.datetime(2026, 12, 1, 22, 59, 59, tzinfo=dt.UTC)


@pytest.fixture
def asked(cast: Cast):
    """Vallehondo has Santa Bruma on its list, has met Sarapur, and is on the list of Rivertown."""
    call, cities = world(network=cast.ucci)
    ShortListEntry.objects.create(application=cities["vallehondo"], other=cities["santa-bruma"])
    ShortListEntry.objects.create(application=cities["rivertown"], other=cities["vallehondo"])
    MeetingFactory(call=call, a=cities["vallehondo"], b=cities["sarapur"])
    Matchmaking.objects.create(call=call, shown_at=call.opens_at, preferences_due_at=TERM)
    return cities


def said(application):
    return {row.other.applicant.slug: row.level for row in application.preferences.all()}


def test_they_are_said_changed_and_taken_back(asked, cast: Cast):
    one = asked["vallehondo"]
    keys = [asked[slug].pk for slug in ("santa-bruma", "sarapur", "rivertown")]
    say_preferences(one, levels=dict(zip(keys, (4, 0, 2), strict=True)), by=cast.coordinator)
    assert said(one) == {"santa-bruma": 4, "sarapur": 0, "rivertown": 2}
    say_preferences(one, levels={keys[0]: 3, keys[1]: None}, by=cast.coordinator)
    assert said(one) == {"santa-bruma": 3, "rivertown": 2}


@pytest.mark.parametrize("state", ["finished", "cancelled"])
def test_nothing_is_said_once_the_call_is_over(asked, cast: Cast, state: str):
    one = asked["vallehondo"]
    Call.objects.update(state=state)
    with pytest.raises(ValidationError), transaction.atomic():
        say_preferences(one, levels={asked["sarapur"].pk: 4}, by=cast.coordinator)
    assert said(one) == {}


def test_saying_them_is_a_task_that_is_done_then(asked, cast: Cast):
    call = asked["vallehondo"].call
    with time_machine.travel(TERM - dt.timedelta(days=3), tick=False):
        set_preferences_term(call, due_at=TERM + dt.timedelta(days=1), by=cast.secretary)
        task = Task.objects.open().get(organisation=asked["vallehondo"].applicant)
        assert task.due == dt.date(2026, 12, 2)
        say_preferences(asked["vallehondo"], levels={asked["sarapur"].pk: 4}, by=cast.coordinator)
    assert Task.objects.open().count() == 5


def test_the_trail_keeps_that_they_were_given_and_nothing_of_them(asked, cast: Cast):
    say_preferences(asked["vallehondo"], levels={asked["sarapur"].pk: 4}, by=cast.coordinator)
    event = AuditEvent.objects.get(verb="preferences.given")
    assert (event.object_id, event.details) == (asked["vallehondo"].pk, {})


def test_of_a_city_neither_met_nor_listed_nothing_is_kept(asked, cast: Cast):
    levels = {asked["santa-bruma"].pk: 4, asked["dunkhaven"].pk: 4}
    with pytest.raises(ValidationError):
        say_preferences(asked["vallehondo"], levels=levels, by=cast.coordinator)
    assert PartnerPreference.objects.count() == 0


def test_they_are_taken_until_the_second_of_the_term(asked, cast: Cast):
    one, levels = asked["vallehondo"], {asked["sarapur"].pk: 4}
    with time_machine.travel(TERM + dt.timedelta(milliseconds=900), tick=False):
        say_preferences(one, levels=levels, by=cast.coordinator)
    with time_machine.travel(TERM + dt.timedelta(seconds=1), tick=False), pytest.raises(TooLate) as late:
        say_preferences(one, levels={asked["sarapur"].pk: 0}, by=cast.coordinator)
    assert (late.value.deadline, said(one)) == (TERM, {"sarapur": 4})


def test_nobody_says_them_before_they_are_asked_for(asked, cast: Cast):
    Matchmaking.objects.update(preferences_due_at=None)
    with pytest.raises(ValidationError):
        say_preferences(asked["vallehondo"], levels={asked["sarapur"].pk: 4}, by=cast.coordinator)
