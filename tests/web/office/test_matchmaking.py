"""The office between admission and alliance: short lists, rounds, the term of preferences, pairs."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import CityFactory
from tests.factories.cast import Cast
from tests.factories.matchmaking import admitted, meeting_of, pair_of, two_of_a_call
from tests.factories.pairing import world
from tests.web.conftest import As

from entreciudades.calls.models import Meeting, ShortListEntry

pytestmark = pytest.mark.django_db
ROUND = {
    "number": "1",
    "whom": "not-met",
    "first_day": "2026-11-27",
    "last_day": "2026-11-30",
    "begins": "09:00",
    "ends": "10:10",
    "pause": "10",
    "where": "Sala Azul",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)):
        yield


def text(response):
    return response.content.decode()


def test_short_lists_are_drawn_up_mended_and_shown(cast: Cast, sign_in: As) -> None:
    call, cities = world(network=cast.ucci)
    client, home = sign_in(cast.secretary), f"/office/ucci/calls/{call.slug}/short-lists/"
    client.post(f"{home}draw/")
    assert "Santa Bruma" in text(client.get(home))
    a, b = (str(cities[slug].pk) for slug in ("vallehondo", "santa-bruma"))
    assert client.post(f"{home}strike/", {"a": a, "b": b, "reason": ""}).status_code == 200
    client.post(f"{home}strike/", {"a": a, "b": b, "reason": "Ya son hermanas."})
    assert not ShortListEntry.objects.standing().filter(application=a, other=b).exists()
    assert "Ya son hermanas." in text(client.get(home))
    client.post(f"{home}add/", {"a": b, "b": a, "reason": "Lo piden las dos."})
    assert ShortListEntry.objects.standing().get(application=a, other=b).learns == ["iuc:3"]
    client.post(f"{home}show/")
    call.matchmaking.refresh_from_db()
    assert call.matchmaking.shown_at is not None


def test_a_round_is_looked_at_before_it_is_kept(cast: Cast, sign_in: As) -> None:
    call, _cities = world(network=cast.ucci)
    client, home = sign_in(cast.secretary), f"/office/ucci/calls/{call.slug}/"
    client.post(f"{home}short-lists/draw/")
    looked = client.post(f"{home}meetings/plan/", ROUND | {"do": "look"})
    assert ("Vallehondo – Santa Bruma" in text(looked), Meeting.objects.count()) == (True, 0)
    assert client.post(f"{home}meetings/plan/", ROUND | {"do": "plan"}).url == f"{home}meetings/"
    times = {one.starts_at.strftime("%d %H:%M") for one in Meeting.objects.all()}
    # Friday and Monday: the weekend between is left out; 30 minutes with 10 between fit twice.
    assert times <= {"27 08:00", "27 08:40", "30 08:00", "30 08:40"}
    assert "Sala Azul" in text(client.get(f"{home}meetings/?round=1"))
    assert "Sala Azul" not in text(client.get(f"{home}meetings/?round=2"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last_day": "2026-11-26"}, "last_day"),
        ({"ends": "08:00"}, "ends"),
        ({"break_begins": "09:10"}, "break_ends"),
        ({"number": "3"}, "number"),
        ({"tables": "0"}, "tables"),
    ],
)
def test_a_round_that_cannot_be_says_which_field(cast: Cast, sign_in: As, wrong: dict[str, str], field: str) -> None:
    call, _cities = world(network=cast.ucci)
    answer = sign_in(cast.secretary).post(f"/office/ucci/calls/{call.slug}/meetings/plan/", ROUND | wrong)
    assert (list(answer.context["form"].errors), Meeting.objects.count()) == ([field], 0)


def test_single_meetings_are_added_moved_held_and_cancelled(cast: Cast, sign_in: As) -> None:
    one, other = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci)
    client, home = sign_in(cast.secretary), f"/office/ucci/calls/{one.call.slug}/meetings/"
    when = {"number": "1", "starts_at_day": "2026-11-27", "starts_at_time": "10:00", "where": "Sala Verde"}
    client.post(f"{home}add/", {"a": one.pk, "b": other.pk} | when)
    meeting = Meeting.objects.get()
    assert (meeting.where, meeting.starts_at) == ("Sala Verde", dt.datetime(2026, 11, 27, 9, tzinfo=dt.UTC))
    client.post(f"{home}{meeting.pk}/", when | {"starts_at_time": "11:00"})
    meeting.refresh_from_db()
    assert meeting.starts_at.hour == 10
    client.post(f"{home}{meeting.pk}/held/", {"held": "yes"})
    meeting.refresh_from_db()
    assert meeting.held is None  # it has not begun
    client.post(f"{home}{meeting.pk}/cancel/")
    assert Meeting.objects.count() == 0


def test_the_term_of_preferences_is_set_on_the_clock_of_the_call(cast: Cast, sign_in: As) -> None:
    one, _other = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci)
    address = f"/office/ucci/calls/{one.call.slug}/meetings/preferences/"
    sign_in(cast.secretary).post(address, {"due_at_day": "2026-12-04", "due_at_time": "23:59"})
    one.call.matchmaking.refresh_from_db()
    assert one.call.matchmaking.preferences_due_at == dt.datetime(2026, 12, 4, 22, 59, tzinfo=dt.UTC)


def test_pairs_tell_state_days_left_answers_and_reasons(cast: Cast, sign_in: As) -> None:
    one, other = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci)
    pair = pair_of(one, other, override="Lo pidió la comisión.", due_at=timezone.now() + dt.timedelta(days=2, hours=3))
    pair.answers.create(application=one, accepts=True)
    page = text(sign_in(cast.secretary).get(f"/office/ucci/calls/{one.call.slug}/pairs/"))
    for said in ("La Paz – Riomayor", "Lo pidió la comisión.", "Quedan 2 días"):
        assert said in page


def test_the_auditor_reads_and_changes_nothing(cast: Cast, sign_in: As) -> None:
    one, other = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci)
    meeting = meeting_of(one, other)
    client, home = sign_in(cast.auditor), f"/office/ucci/calls/{one.call.slug}/"
    for page in ("short-lists/", "meetings/", "pairs/", f"meetings/{meeting.pk}/"):
        shown = client.get(f"{home}{page}")
        assert (shown.status_code, 'method="post" action="/office' in text(shown)) == (200, False)
    when = {"starts_at_day": "2026-12-04", "starts_at_time": "10:00", "where": "Otra"}
    assert client.post(f"{home}meetings/{meeting.pk}/", when).status_code == 403
    assert client.post(f"{home}meetings/{meeting.pk}/cancel/").status_code == 403


def test_another_networks_secretary_reaches_none_of_it(cast: Cast, sign_in: As) -> None:
    one, other = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci)
    meeting = meeting_of(one, other)
    client, slug = sign_in(cast.second_secretary), one.call.slug
    for network in ("ucci", "puertos"):
        for page in ("short-lists/", "meetings/", "pairs/", f"meetings/{meeting.pk}/", "meetings/plan/"):
            assert client.get(f"/office/{network}/calls/{slug}/{page}").status_code in {403, 404}
    theirs = two_of_a_call(CityFactory(), CityFactory(), network=cast.puertos)[0].call.slug
    # Through her own call, the other's meeting is not found.
    assert client.get(f"/office/puertos/calls/{theirs}/meetings/{meeting.pk}/").status_code == 404
    assert client.post(f"/office/puertos/calls/{theirs}/meetings/{meeting.pk}/cancel/").status_code == 404
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("page", ["short-lists", "meetings", "pairs"])
def test_lists_ask_as_much_for_three_rows_as_for_one(cast: Cast, sign_in: As, page: str) -> None:
    one, other = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci)
    meeting_of(one, other)
    pair_of(one, other)
    client, address = sign_in(cast.secretary), f"/office/ucci/calls/{one.call.slug}/{page}/"
    first = queries(client, address)
    for _more in range(2):
        a, b = (admitted(one.call, CityFactory()) for _side in range(2))
        ShortListEntry.objects.create(application=a, other=b, learns=["iuc:3"])
        meeting_of(a, b)
        pair_of(a, b, accepted=True)
    assert queries(client, address) == first
    assert first <= 12


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
