"""Pairs: proposed out of a run, answered within a term, frozen once answered."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from tests.factories.actors import MembershipFactory
from tests.factories.calls import AdmissionFactory, PairFactory, PairingRunFactory
from tests.factories.cast import Cast
from tests.factories.pairing import world

from entreciudades.calls.errors import NotChangeable, TooLate
from entreciudades.calls.models import Pair, PairAnswer
from entreciudades.calls.reasons import reasons_in_words
from entreciudades.calls.services.pairs import answer_pair, lapse_pair, propose_pairs
from entreciudades.core.errors import MoveRefused
from entreciudades.notices.kinds import word_task
from entreciudades.notices.models import Notice, Task

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def paired(cast: Cast):
    call, cities = world(network=cast.ucci, state="pairing")
    return call, cities


def affinity(a, b, a_learns=("iuc:3",), b_learns=("iuc:5",)):
    return {
        "a": a,
        "b": b,
        "score": 0.7,
        "parts": {"complementarity": 0.7, "preference": 0.5},
        "unknown": [],
        "terms": {"a_learns": list(a_learns), "b_learns": list(b_learns)},
    }


def run_of(call, *pairs, **more):
    result = {"unpaired": [], "total": 0, "bound": 0, "admissible_pairs": 9, "engine": "test"}
    return PairingRunFactory(call=call, result=result | {"pairs": [affinity(*pair) for pair in pairs]}, **more)


def states(call):
    rows = call.pairs.with_cities().order_by("pk")
    return {(pair.a.applicant.slug, pair.b.applicant.slug): pair.state for pair in rows}


def proposed(call, cities, cast, *pairs):
    propose_pairs(run_of(call, *(pairs or [("vallehondo", "santa-bruma")])), by=cast.secretary)
    return call.pairs.with_cities().first()


def accept(pair, application, by):
    return answer_pair(pair, application=application, accepts=True, reason="", by=by)


def test_the_pairs_of_a_run_are_proposed_to_both_cities_with_the_reasons_in_words(paired, cast: Cast):
    call, cities = paired
    coordinator = MembershipFactory(organisation=cities["santa-bruma"].applicant).user
    run = run_of(call, ("santa-bruma", "vallehondo", ("iuc:5",), ("iuc:3",)), ("dunkhaven", "sarapur"))
    made = propose_pairs(run, by=cast.secretary)
    run.refresh_from_db()
    pair = call.pairs.get(a=cities["vallehondo"])
    assert (len(made), run.proposed_at) == (2, TODAY)
    # The lesser key is a, whichever way the run names them; what cities said of each other is no part of the pair.
    assert (pair.b, pair.a_learns, pair.b_learns) == (cities["santa-bruma"], ["iuc:3"], ["iuc:5"])
    assert pair.parts == {"complementarity": 700_000}
    assert pair.due_at == dt.datetime(2026, 12, 5, 22, 59, tzinfo=dt.UTC)  # 15 days, to the end of the day in Madrid
    task = Task.objects.get(organisation=cities["santa-bruma"].applicant)
    reasons = reasons_in_words(pair, "es")
    words = word_task(task.kind, task.facts)
    assert task.due == dt.date(2026, 12, 5)
    for said in ("Vallehondo", reasons.a_learns[0].text, reasons.b_learns[0].text):
        assert said in words
    assert "700" not in words
    assert Notice.objects.filter(user=coordinator, kind="task.open").count() == 1


def test_what_the_secretariat_put_in_its_place_is_proposed_with_its_reason(paired, cast: Cast):
    call, cities = paired
    override = {"a": "vallehondo", "b": "sarapur", "instead_of": "santa-bruma", "reason": "Comparten un río."}
    rest = {"displaced": [["dunkhaven", "sarapur"]], "score": None, "parts": {}, "unknown": []}
    override |= rest | {"a_learns": [], "b_learns": ["iuc:9"]}
    run = run_of(call, ("vallehondo", "santa-bruma"), ("dunkhaven", "sarapur"), overrides=[override])
    propose_pairs(run, by=cast.secretary)
    pair = call.pairs.get()
    assert (pair.a, pair.b, pair.override) == (cities["vallehondo"], cities["sarapur"], "Comparten un río.")
    assert (pair.score, pair.b_learns) == (None, ["iuc:9"])


def test_a_run_is_proposed_once_and_with_a_result(paired, cast: Cast):
    call, _cities = paired
    run = run_of(call, ("vallehondo", "santa-bruma"))
    propose_pairs(run, by=cast.secretary)
    with pytest.raises(ValidationError):
        propose_pairs(run, by=cast.secretary)
    waiting = PairingRunFactory(call=call, state="waiting", result=None)
    with pytest.raises(ValidationError):
        propose_pairs(waiting, by=cast.secretary)
    assert call.pairs.count() == 1


def test_a_newer_run_keeps_what_it_has_and_replaces_the_rest(paired, cast: Cast):
    call, cities = paired
    proposed(call, cities, cast, ("vallehondo", "santa-bruma"), ("dunkhaven", "sarapur"))
    kept = call.pairs.get(a=cities["vallehondo"])
    coordinator = MembershipFactory(organisation=cities["dunkhaven"].applicant).user
    propose_pairs(run_of(call, ("vallehondo", "santa-bruma"), ("dunkhaven", "rivertown")), by=cast.secretary)
    assert states(call) == {
        ("vallehondo", "santa-bruma"): "proposed",
        ("dunkhaven", "sarapur"): "replaced",
        ("dunkhaven", "rivertown"): "proposed",
    }
    assert call.pairs.get(a=cities["vallehondo"]).pk == kept.pk
    assert set(Notice.objects.filter(user=coordinator).values_list("kind", flat=True)) == {"pair.replaced", "task.open"}
    assert Task.objects.open().filter(organisation=cities["sarapur"].applicant).count() == 0


def test_a_run_older_than_an_answer_is_not_proposed(paired, cast: Cast):
    call, cities = paired
    pair = proposed(call, cities, cast)
    again, without = run_of(call, ("vallehondo", "santa-bruma")), run_of(call, ("dunkhaven", "sarapur"))
    with time_machine.travel(TODAY + SECOND, tick=False):
        declined = answer_pair(pair, application=pair.a, accepts=False, reason="No.", by=cast.coordinator)
        with pytest.raises(ValidationError):
            propose_pairs(again, by=cast.secretary)
    PairFactory(call=call, run=again, a=cities["portosole"], b=cities["rivertown"], accepted=True)
    with pytest.raises(ValidationError):
        propose_pairs(without, by=cast.secretary)
    assert (declined.state, call.pairs.filter(state="proposed").count()) == ("declined", 0)


def test_a_city_that_is_not_admitted_any_more_is_not_proposed(paired, cast: Cast):
    call, cities = paired
    AdmissionFactory(application=cities["santa-bruma"], outcome="reserve")
    with pytest.raises(ValidationError):
        propose_pairs(run_of(call, ("vallehondo", "santa-bruma")), by=cast.secretary)
    assert Pair.objects.count() == 0


def test_it_is_accepted_once_both_accept(paired, cast: Cast):
    call, cities = paired
    pair = proposed(call, cities, cast)
    assert accept(pair, pair.a, cast.coordinator).state == "proposed"
    assert Task.objects.open().about(pair).get().organisation == cities["santa-bruma"].applicant
    assert accept(pair, pair.b, cast.other_coordinator).state == "accepted"
    assert Task.objects.open().about(pair).count() == 0
    pair.refresh_from_db()
    assert pair.settled_at == TODAY


def test_an_answer_stays(paired, cast: Cast):
    call, cities = paired
    pair = proposed(call, cities, cast)
    accept(pair, pair.a, cast.coordinator)
    for accepts in (True, False):
        with pytest.raises(ValidationError):
            answer_pair(pair, application=pair.a, accepts=accepts, reason="Otra.", by=cast.coordinator)
    assert PairAnswer.objects.get().accepts is True


def test_who_declines_says_why_and_only_the_secretariat_reads_it(paired, cast: Cast):
    call, cities = paired
    other = MembershipFactory(organisation=cities["santa-bruma"].applicant).user
    pair = proposed(call, cities, cast)
    Notice.objects.all().delete()
    with pytest.raises(ValidationError) as refused:
        answer_pair(pair, application=pair.a, accepts=False, reason=" ", by=cast.coordinator)
    assert set(refused.value.message_dict) == {"reason"}
    answer_pair(pair, application=pair.a, accepts=False, reason="Falta gente.", by=cast.coordinator)
    assert PairAnswer.objects.get().reason == "Falta gente."
    notice = Notice.objects.get(user=other)
    assert (notice.kind, "Falta gente." in str(notice.facts)) == ("pair.declined", False)
    with pytest.raises(MoveRefused):
        accept(pair, pair.b, other)
    assert states(call) == {("vallehondo", "santa-bruma"): "declined"}


def test_answers_are_taken_until_the_second_of_the_term(paired, cast: Cast):
    call, cities = paired
    pair = proposed(call, cities, cast)
    with time_machine.travel(pair.due_at + SECOND * 0.9, tick=False):
        assert lapse_pair(pair) is False
        accept(pair, pair.a, cast.coordinator)
    with time_machine.travel(pair.due_at + SECOND, tick=False):
        with pytest.raises(TooLate) as late:
            accept(pair, pair.b, cast.other_coordinator)
        assert late.value.deadline == pair.due_at
        assert [lapse_pair(pair) for _twice in range(2)] == [True, False]
    assert states(call) == {("vallehondo", "santa-bruma"): "lapsed"}


def test_after_the_call_is_cancelled_nobody_answers_and_pairs_are_proposed_while_it_is_paired_alone(paired, cast: Cast):
    call, cities = paired
    pair = proposed(call, cities, cast)
    run = run_of(call, ("dunkhaven", "sarapur"))
    for state, error in (("cancelled", NotChangeable), ("finished", None)):
        call.state = state
        call.save()
        with pytest.raises(ValidationError):
            propose_pairs(run, by=cast.secretary)
        if error is not None:
            with pytest.raises(error):
                accept(pair, pair.a, cast.coordinator)
    assert accept(pair, pair.a, cast.coordinator).state == "proposed"
