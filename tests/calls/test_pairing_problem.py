"""What is paired: the admitted cities as they submitted, under the rules of the call and what is fixed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import CityFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory
from tests.factories.calls import (
    AdmissionFactory,
    GroupMemberFactory,
    PairFactory,
    PairingRunFactory,
    ReviewFactory,
    ScoreFactory,
    SubmissionFactory,
)
from tests.factories.pairing import SOUTH, admitted, pairing_call, world

from entreciudades.alliances.models import Alliance, Seat
from entreciudades.calls.cities import countries_of, problem_of, sides_of
from entreciudades.calls.models import Application, Call, Pair, PartnerPreference, Pin
from entreciudades.calls.pairing_rules import rules_as_kept, rules_of, rules_of_run
from entreciudades.calls.snapshot import take
from entreciudades.core.dates import PartialDate
from entreciudades.core.errors import NotFound
from entreciudades.matching.problem import City, Rules
from entreciudades.processes.pairing import linked_pairs, rules_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def paired() -> tuple[Call, dict[str, Application]]:
    return world()


def cities(call: Call) -> dict[str, City]:
    return {city.id: city for city in problem_of(call, rules_of(call, countries=())).cities}


def pair(call: Call, a: Application, b: Application, state: str) -> Pair:
    first, second = sorted((a, b), key=lambda one: one.pk)
    run = PairingRunFactory(call=call)
    return PairFactory(run=run, a=first, b=second, state=state, settled_at=timezone.now())


def test_a_city_is_what_it_submitted() -> None:
    call = pairing_call()
    one = admitted(call, "vallehondo", SOUTH, {"iuc:3": 4, "iuc:5": 1}, {"iuc:7": 2})
    city = one.applicant
    for term in ("sdg:11", "sector:urban-development", "sdg:6"):
        city.priorities.create(term_id=term)
    city.languages.create(language="es", value=90, unit="%", source="inventado")
    member, silent = (GroupMemberFactory(application=one) for _one in range(2))
    for municipality in (member, silent):
        municipality.organisation.figures.create(measure="population", value=50_000, unit="x", source="inventado")
    member.consented_at = timezone.now()
    member.save()
    SubmissionFactory(application=one, number=2, frozen=take(one).written())
    city.needs.all().delete()  # what it says now is not what it submitted

    assert list(cities(call).values()) == [
        City(
            id="vallehondo",
            side="partner",
            country="x-lusarda",
            population=450_000,
            languages=("es",),
            needs={"iuc:3": 1.0, "iuc:5": 0.25},
            offers={"iuc:7": 0.5},
            priorities=("sdg:11", "sdg:6"),
            readiness=None,
            capacity=1,
            preferences={},
        )
    ]


def test_assessment_preferences_and_capacity(paired: tuple[Call, dict[str, Application]]) -> None:
    call, rows = paired
    one, other = rows["vallehondo"], rows["sarapur"]
    for points in ((5, 5), (0, 5)):
        review = ReviewFactory(application=one, sent=True)
        for criterion, given in zip(("strategy", "people"), points, strict=True):
            ScoreFactory(review=review, criterion=criterion, points=given)
    ScoreFactory(review=ReviewFactory(application=other), points=5)  # it was not sent
    PartnerPreference.objects.create(application=one, other=other, level=3)
    Application.objects.filter(pk=other.pk).update(capacity=2)
    SubmissionFactory(application=other, number=2, frozen=take(Application.objects.get(pk=other.pk)).written())
    Application.objects.filter(pk=one.pk).update(capacity=9)  # not submitted

    found = cities(call)
    assert found["vallehondo"].readiness == 0.7  # the mean of 1 and 0.4
    assert found["sarapur"].readiness is None
    assert (found["vallehondo"].preferences, found["sarapur"].preferences) == ({"sarapur": 0.75}, {})
    assert (found["vallehondo"].capacity, found["sarapur"].capacity) == (1, 2)


def test_a_city_on_neither_side_keeps_nobody_from_being_paired(paired: tuple[Call, dict[str, Application]]) -> None:
    call, rows = paired
    admitted(call, "mediana", {"es": "Medilandia"}, {"iuc:3": 4}, {"iuc:5": 4})
    assert cities(call).keys() == rows.keys()


def test_only_the_admitted_are_paired(paired: tuple[Call, dict[str, Application]]) -> None:
    call, rows = paired
    AdmissionFactory(application=rows["sarapur"], outcome="reserve")  # the last word
    Application.objects.filter(pk=rows["rivertown"].pk).update(state="withdrawn")
    admitted_now = ["dunkhaven", "portosole", "santa-bruma", "vallehondo"]
    assert sorted(cities(call)) == admitted_now
    assert sides_of(call) == dict(zip(admitted_now, ("eu", "eu", "partner", "eu"), strict=True))
    assert countries_of(call) == {"x-nordlandia", "x-lusarda"}


def test_more_applications_ask_no_more() -> None:
    def queries(call: Call) -> int:
        with CaptureQueriesContext(connection) as asked:
            problem_of(call, rules_today(call))
        return len(asked)

    one = pairing_call()
    admitted(one, "sola", SOUTH, {}, {})
    many, _rows = world()
    assert queries(one) == queries(many)
    assert queries(many) <= 16


def test_the_rules_of_the_call() -> None:
    call = pairing_call(quota={"x-lusarda": 2}, parameters={"pairing/min_score": "0.4", "pairing/weights/scale": "0"})
    rules = rules_of(call, countries={"x-lusarda", "x-nordlandia"})
    assert rules == Rules(
        weights={"complementarity": 50.0, "shared_challenge": 20.0, "language": 10.0, "agenda": 10.0},
        sides=("eu", "partner"),
        min_score=0.4,
        first_aim="total",
        quota={"x-lusarda": 2},
        require=(),
        forbid=(),
    )
    changed = rules_of(call, countries=(), changes={"min_score": 0.0, "quota": {}})
    assert (changed.min_score, changed.quota, changed.weights) == (0.0, {}, rules.weights)


def test_rules_read_as_they_were_kept() -> None:
    rules = Rules(
        {"scale": 1.0}, ("eu", "partner"), 0.5, "most_cities", {"BR": 3}, require=(("a", "b"),), forbid=(("a", "c"),)
    )
    assert rules_of_run(rules_as_kept(rules)) == rules


def test_a_call_that_pairs_nobody_has_no_rules() -> None:
    call = pairing_call()
    text = call.methodology.text.replace('kind = "pairing"', 'kind = "search"')
    start = text.index("[call.pairing]")
    end = text.find("\n[", start + 1)
    call.methodology.text = text[:start] + (text[end:] if end > 0 else "")
    with pytest.raises(NotFound):
        rules_of(call, countries=())


def test_what_is_fixed(paired: tuple[Call, dict[str, Application]]) -> None:
    call, rows = paired
    Pin.objects.create(call=call, kind="require", a=rows["vallehondo"], b=rows["sarapur"], reason="Se conocen.")
    Pin.objects.create(call=call, kind="forbid", a=rows["dunkhaven"], b=rows["rivertown"], reason="Lejos.")
    pair(call, rows["dunkhaven"], rows["santa-bruma"], "accepted")
    pair(call, rows["portosole"], rows["santa-bruma"], "declined")
    pair(call, rows["portosole"], rows["sarapur"], "replaced")
    rules = rules_of(call, countries=(), linked={("sarapur", "vallehondo"), ("portosole", "rivertown")})
    assert rules.require == (("dunkhaven", "santa-bruma"), ("sarapur", "vallehondo"))
    assert rules.forbid == (("dunkhaven", "rivertown"), ("portosole", "rivertown"), ("portosole", "santa-bruma"))
    AdmissionFactory(application=rows["sarapur"], outcome="not-selected")
    assert rules_of(call, countries=()).require == (("dunkhaven", "santa-bruma"),)


def test_cities_that_are_linked_already(paired: tuple[Call, dict[str, Application]]) -> None:
    call, rows = paired
    city = {slug: row.applicant for slug, row in rows.items()}

    def alliance(slug: str, *parties: str, ends: str = "") -> None:
        row = Alliance.objects.create(slug=slug, titles={"es": slug}, ends=PartialDate.parse(ends) if ends else None)
        for party in parties:
            Seat.objects.create(alliance=row, organisation=city[party])

    def agreement(kind: str, *parties: str) -> None:
        row = AgreementFactory(kind=kind, ends=None)
        for party in parties:
            AgreementPartyFactory(agreement=row, organisation=city[party])
        AgreementPartyFactory(agreement=row, organisation=CityFactory())

    alliance("three", "vallehondo", "sarapur", "dunkhaven")
    alliance("over", "portosole", "sarapur", ends="2019")
    agreement("twinning", "portosole", "rivertown")
    agreement("memorandum", "portosole", "santa-bruma")
    assert linked_pairs(call) == {
        ("sarapur", "vallehondo"),
        ("dunkhaven", "vallehondo"),
        ("dunkhaven", "sarapur"),
        ("portosole", "rivertown"),
    }
