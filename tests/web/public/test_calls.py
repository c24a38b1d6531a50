"""Calls as everybody reads them."""

import datetime as dt

import icalendar
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.factories.actors import CityFactory
from tests.factories.calls import (
    AdmissionFactory,
    ApplicationFactory,
    CallDecisionFactory,
    CallFactory,
    GroupMemberFactory,
    PairFactory,
    PairingRunFactory,
)
from tests.factories.whole import put_text
from tests.web.public.conftest import address

from entreciudades.calls.indexing import index_call
from entreciudades.calls.models import Call
from entreciudades.core.texts import publish_texts

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def text(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def call() -> Call:
    made: Call = CallFactory(slug="pares", opens_at=timezone.now() - DAY, closes_at=timezone.now() + 10 * DAY)
    put_text(made, "summary", "Resumen de la convocatoria.")
    put_text(made, "presentation", "Para qué es.")
    publish_texts(made)
    index_call(made)
    return made


def test_the_list_holds_open_coming_and_past_calls_and_no_drafts(client: Client) -> None:
    later = CallFactory(closes_at=timezone.now() + 3 * DAY)
    sooner = CallFactory(closes_at=timezone.now() + 2 * DAY)
    coming = CallFactory(opens_at=timezone.now() + DAY)
    past = [CallFactory(closed=True), CallFactory(state="finished"), CallFactory(state="cancelled")]
    CallFactory(draft=True)
    late = CallFactory(
        opens_at=timezone.now() - 9 * DAY, closes_at=timezone.now() - DAY
    )  # not closed by the worker yet
    page = client.get(address("es", "calls")).context
    assert [card.call for card in page["open"]] == [sooner, later]
    assert [card.call for card in page["coming"]] == [coming]
    assert {card.call for card in page["past"]} == {*past, late}


def test_the_list_asks_as_much_for_three_calls_as_for_one(client: Client, django_assert_num_queries: object) -> None:
    def fill(count: int) -> None:
        for _place in range(count):
            for one in (CallFactory(), CallFactory(closed=True), CallFactory(opens_at=timezone.now() + DAY)):
                put_text(one, "summary", "Resumen.")

    fill(1)
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get(address("es", "calls"))
    fill(2)
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get(address("es", "calls"))


def test_a_call_says_who_may_apply_what_it_gives_and_how_it_is_judged(client: Client, call: Call) -> None:
    call.parameters = {"criteria/strategy": "150", "criteria/people": "50", "eligible/population/more_than": "50000"}
    call.countries = {"partner": ["BO"]}
    call.save()
    page = client.get(address("es", "call", "pares")).context
    assert [(one.key, share) for one, share in page["criteria"]] == [("strategy", 75), ("people", 25)]
    assert [one.countries for one in page["sides"]] == [("España", "Francia", "Portugal"), ("Bolivia",)]
    assert [(rule.key, [one.value for one in departing]) for rule, departing in page["requirements"]] == [
        ("population", [50_000]),
        ("applicant-kind", []),
        ("country-on-side", []),
    ]
    assert len(page["themes"]) == 15
    assert page["is_open"]


def test_a_text_that_is_not_translated_is_shown_in_its_language_and_says_so(client: Client, call: Call) -> None:
    page = text(client, address("en", "call", "pares"))
    assert "Call pares" in page
    assert '<div class="prose" lang="es"><p>Para qué es.</p></div>' in page
    assert 'hreflang="pt-BR"' in page


def test_what_is_written_after_publication_is_not_read_yet(client: Client, call: Call) -> None:
    put_text(call, "how-to-apply", "Todavía no.")
    assert "Todavía no." not in text(client, address("es", "call", "pares"))


@pytest.mark.parametrize(("late", "is_open"), [(0.9, True), (1.0, False)])
def test_a_call_is_open_to_the_end_of_the_second_of_its_deadline(
    client: Client, call: Call, late: float, *, is_open: bool
) -> None:
    call.closes_at = timezone.now().replace(microsecond=0) + DAY
    call.save()
    with time_machine.travel(call.closes_at + dt.timedelta(seconds=late), tick=False):
        listed = [card.call for card in client.get(address("es", "calls")).context["open"]]
        shown = client.get(address("es", "call", "pares")).context["is_open"]
    assert (listed, shown) == ([call] if is_open else [], is_open)


def test_the_deadline_stands_on_the_clock_of_the_call(client: Client, call: Call) -> None:
    call.closes_at, call.zone = dt.datetime(2027, 3, 4, 22, 59, tzinfo=dt.UTC), "America/La_Paz"
    call.save()
    assert "jueves, 4 de marzo de 2027, 18:59 (hora de La Paz)" in text(client, address("es", "call", "pares"))


def test_an_extension_is_read_with_both_deadlines_and_its_reason_and_not_with_a_name(
    client: Client, call: Call
) -> None:
    before, after = "2027-03-04T22:59:00+00:00", "2027-03-18T22:59:00+00:00"
    CallDecisionFactory(call=call, verb="extend", before={"closes_at": before}, after={"closes_at": after})
    [decision] = client.get(address("es", "call", "pares")).context["decisions"]
    [difference] = decision.differences
    assert (difference.before, difference.after, decision.why) == (
        "jueves, 4 de marzo de 2027, 23:59 (hora de Madrid)",
        "jueves, 18 de marzo de 2027, 23:59 (hora de Madrid)",
        "Una razón inventada.",
    )


def test_results_are_two_alphabetical_lists_and_pairs_in_words_without_a_number(client: Client, call: Call) -> None:
    names = ["Zafra", "Alba", "Mora", "Nada"]
    cities = [CityFactory(names={"es": f"{name} Inventada"}, published=True) for name in names]
    rows = [ApplicationFactory(call=call, applicant=city, submitted=True) for city in cities]
    for name, consented_at in (("Junta", timezone.now()), ("Callada", None)):
        city = CityFactory(names={"es": f"{name} Inventada"})
        GroupMemberFactory(application=rows[0], organisation=city, consented_at=consented_at)
    for row, outcome in zip(rows, ("selected", "selected", "reserve", "not-selected"), strict=True):
        AdmissionFactory(application=row, outcome=outcome)
    run = PairingRunFactory(call=call)
    values = {"run": run, "a": rows[0], "b": rows[1], "score": 874_321, "parts": {"language": 61}}
    PairFactory(accepted=True, a_learns=["sdg:11.2"], b_learns=["sdg:13"], **values)
    assert client.get(address("es", "call", "pares")).context["results"] is None
    call.state = "pairing"
    call.save()
    response = client.get(address("es", "call", "pares"))
    results, page = response.context["results"], response.content.decode()
    assert [one.applicant.names["es"] for one in results.selected] == ["Alba Inventada", "Zafra Inventada"]
    assert [one.applicant.names["es"] for one in results.reserve] == ["Mora Inventada"]
    assert [(one.a.pk, one.b.pk, len(one.a_learns)) for one in results.pairs] == [(cities[0].pk, cities[1].pk, 1)]
    assert [part in page for part in ("Junta Inventada", "Callada Inventada")] == [True, False]
    assert [part in page for part in ("Nada Inventada", "874", "61")] == [False, False, False]


def test_the_calendar_file_moves_the_deadline_with_an_extension(client: Client, call: Call) -> None:
    where = address("en", "call-calendar", "pares")
    first = icalendar.Calendar.from_ical(client.get(where).content)
    CallDecisionFactory(call=call, verb="extend")
    response = client.get(where)
    second = icalendar.Calendar.from_ical(response.content)
    events = [
        [(str(one["uid"]), one["dtstart"].dt, one["sequence"]) for one in made.events] for made in (first, second)
    ]
    deadline = call.closes_at.replace(microsecond=0)
    assert [(moment, changes) for _uid, moment, changes in events[1]] == [
        (call.opens_at.replace(microsecond=0), 0),
        (deadline, 1),
    ]
    assert [uid for uid, *_rest in events[0]] == [uid for uid, *_rest in events[1]]
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


def test_a_draft_is_nowhere_to_be_read(client: Client) -> None:
    draft = CallFactory(slug="secreta", draft=True, titles={"es": "Convocatoria secreta"})
    index_call(draft)
    for name in ("call", "call-calendar"):
        assert client.get(address("es", name, "secreta")).status_code == 404
    searched = client.get(address("es", "search"), {"q": "secreta"})
    assert searched.context["results"] == []
    assert "secreta" not in client.get("/sitemap.xml").content.decode()


def test_a_call_is_found_by_search_and_by_machines(client: Client, call: Call) -> None:
    [found] = client.get(address("es", "search"), {"q": "resumen convocatoria"}).context["results"]
    assert found.address == address("es", "call", "pares")
    assert address("en", "call", "pares") in client.get("/sitemap.xml").content.decode()


def test_the_first_page_names_the_calls_that_are_open(client: Client, call: Call) -> None:
    CallFactory(closed=True)
    assert [card.call for card in client.get(address("es", "home")).context["calls"]] == [call]
