"""Every rule says what was found and what would make it pass (sources 003 and Mercociudades 2023)."""

from dataclasses import replace

import pytest
from django.utils.translation import override
from tests.factories.actors import CityFactory
from tests.factories.calls import ApplicationFactory, CallFactory, GroupMemberFactory

from entreciudades.actors.models import Organisation, OrganisationFigure
from entreciudades.calls.eligibility import Finding, is_eligible, judge
from entreciudades.calls.models import Application, Call
from entreciudades.calls.snapshot import Budget, Snapshot, take
from entreciudades.calls.terms import terms_of
from entreciudades.methodologies.shipped import shipped_pack

pytestmark = pytest.mark.django_db


def city(slug: str, inhabitants: int | None = None, *, kind: str = "municipal", country: str = "ES") -> Organisation:
    made = CityFactory(
        slug=slug, names={"es": slug.title()}, country=country, fictional_country={}, kind_id=f"actor:{kind}"
    )
    if inhabitants is not None:
        counted(made, inhabitants)
    return made


def counted(one: Organisation, inhabitants: int, as_of: str = "2024", qualifier: str = "exact") -> None:
    OrganisationFigure.objects.create(
        organisation=one,
        measure="population",
        value=inhabitants,
        as_of=as_of,
        qualifier=qualifier,
        unit="inhabitants",
        source=f"Padrón {as_of}",
    )


def application(applicant: Organisation, **facts: object) -> Application:
    return ApplicationFactory(applicant=applicant, **facts)


def found(one: Application, key: str) -> Finding:
    with override("en"):
        return next(finding for finding in judge(terms_of(one.call), take(one)) if finding.key == key)


def test_a_city_above_the_limit_passes_with_its_figure_and_source() -> None:
    finding = found(application(city("riomayor", 100_001)), "population")

    assert (finding.met, finding.found, finding.needed, finding.sources) == (
        True,
        "100,001 inhabitants",
        "",
        ("Padrón 2024",),
    )


def test_exactly_the_limit_is_not_more_than_it() -> None:
    finding = found(application(city("riomayor", 100_000)), "population")

    assert (finding.met, finding.mend) == (False, "group")
    assert finding.needed == "Inhabitants that are missing: 1. Add municipalities with whom you share the problem"


def test_the_newest_figure_counts() -> None:
    applicant = city("riomayor", 150_000)
    counted(applicant, 90_000, as_of="2025")
    counted(applicant, 170_000, as_of="2011")

    assert found(application(applicant), "population").found == "90,000 inhabitants"


def test_what_a_list_of_places_suggests_is_no_figure() -> None:
    finding = found(application(city("riomayor")), "population")

    assert (finding.met, finding.found, finding.mend) == (None, "no population with its source", "figures")
    assert finding.needed == "Enter the population, with its source, of: Riomayor"


def test_a_figure_that_is_only_an_upper_bound_does_not_tell() -> None:
    applicant = city("riomayor")
    counted(applicant, 120_000, qualifier="under")

    assert found(application(applicant), "population").met is None


def test_a_group_reaches_it_together() -> None:
    one = application(city("riomayor", 60_000))
    GroupMemberFactory(application=one, organisation=city("vado", 30_000))
    GroupMemberFactory(application=one, organisation=city("molinos", 10_001))

    finding = found(one, "population")
    assert (finding.met, finding.found) == (True, "100,001 inhabitants")


def test_a_group_is_told_whose_figure_is_missing() -> None:
    one = application(city("riomayor", 60_000))
    GroupMemberFactory(application=one, organisation=city("vado"))

    finding = found(one, "population")
    assert (finding.met, finding.found) == (None, "60,000 inhabitants, without Vado")
    assert finding.needed == "Enter the population, with its source, of: Vado"


def test_a_provincial_council_cannot_apply() -> None:
    finding = found(application(city("diputacion", 900_000, kind="provincial")), "applicant-kind")

    assert (finding.met, finding.found, finding.mend) == (False, "Provincial government", "")
    assert finding.needed == "A municipality applies in its own name, or for a group that it represents"


def test_a_country_on_no_side_is_told_which_are() -> None:
    finding = found(application(city("lejana", 200_000, country="KE")), "country-on-side")

    assert (finding.met, finding.found) == (False, "Kenya")
    assert finding.needed == "One of these countries: Argentina, Bolivia, Brazil, France, Portugal, Spain"


def test_a_call_may_name_fictional_countries() -> None:
    call = CallFactory(countries={"eu": ["x-monterral"]})
    applicant = CityFactory(slug="puerto", country="", fictional_country={"es": "Monterral", "en": "Monterral"})

    finding = found(application(applicant, call=call), "country-on-side")
    assert (finding.met, finding.found) == (True, "Monterral: Cities of Europe")


def test_every_municipality_of_a_group_agrees_and_the_problem_is_shown() -> None:
    one = application(city("riomayor", 60_000))
    GroupMemberFactory(application=one, organisation=city("vado", 50_000))

    assert found(one, "consent").needed == "The consent of: Vado"
    assert found(one, "common-problem").met is False


def test_answers_are_counted_in_the_language_of_the_application() -> None:
    finding = found(application(city("riomayor", 200_000)), "answer")

    assert (finding.subject, finding.met, finding.needed) == ("problem", False, "From 2 to 50 words")


def test_nothing_unknown_passes() -> None:
    one = application(city("riomayor"))

    assert not is_eligible(judge(terms_of(one.call), take(one)))


def test_the_numbers_of_the_call_are_those_that_count() -> None:
    call: Call = CallFactory(parameters={"eligible/population/more_than": "50000"})

    assert found(application(city("riomayor", 60_000), call=call), "population").met is True


@pytest.fixture
def proposal(db: None) -> Snapshot:
    return replace(take(application(city("riomayor", 200_000))), budget=Budget("10000.00", "20000.00", "USD", 18))


def consortium(proposal: Snapshot, key: str) -> Finding:
    part = shipped_pack("mercociudades-south-south").call
    assert part is not None
    with override("en"):
        return next(finding for finding in judge(part, proposal) if finding.key == key)


def test_half_of_the_cost_within_eighteen_months_passes(proposal: Snapshot) -> None:
    finding = consortium(proposal, "cost-share")

    assert (finding.met, finding.found) == (True, "10,000 USD, 50 % of the cost, 18 months")


def test_above_ceiling_share_and_months_is_told_all_at_once(proposal: Snapshot) -> None:
    dear = replace(proposal, budget=Budget("10000.01", "20000.00", "USD", 19))

    finding = consortium(dear, "cost-share")
    assert (finding.met, finding.mend) == (False, "budget")
    assert finding.needed == "at most 10,000 USD, at most 50 % of the cost, from 1 to 18 months"


def test_a_city_coordinates_one_proposal_and_joins_one_other(proposal: Snapshot) -> None:
    assert consortium(proposal, "proposals-per-city").met is True
    twice = replace(proposal, applicant=replace(proposal.applicant, coordinates=2, joins=1))

    finding = consortium(twice, "proposals-per-city")
    assert (finding.met, finding.found) == (False, "Riomayor coordinates 2 and joins 1")


def test_proposals_are_counted_over_the_call() -> None:
    call = CallFactory()
    head, friend = city("riomayor", 200_000), city("vado", 100_000)
    arrived = ApplicationFactory(call=call, applicant=friend, submitted=True)
    GroupMemberFactory(application=arrived, organisation=head)
    mine = application(head, call=call)
    GroupMemberFactory(application=mine, organisation=friend)

    snapshot = take(mine)
    assert (snapshot.applicant.coordinates, snapshot.applicant.joins) == (1, 1)
    assert (snapshot.members[0].coordinates, snapshot.members[0].joins) == (1, 1)


def test_a_snapshot_comes_back_from_json_as_it_was() -> None:
    one = application(city("riomayor", 60_000), asked_amount="5.5", months=3)
    GroupMemberFactory(application=one, organisation=city("vado", 50_000))
    snapshot = take(one).committed(["resources"])

    assert Snapshot.read(snapshot.written()) == snapshot
