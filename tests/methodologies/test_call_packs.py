"""The shipped packs of calls say what their sources require (003; Mercociudades 2023; 004)."""

from decimal import Decimal

import pytest

from entreciudades.calls.eligibility import _RULES
from entreciudades.matching.problem import COMPONENTS
from entreciudades.methodologies.call_pack import CallPart, Grant
from entreciudades.methodologies.shipped import shipped_pack
from entreciudades.methodologies.vocabulary import AFFINITIES, CALL_RULES
from entreciudades.taxonomy.codelists import load


def part(slug: str) -> CallPart:
    call = shipped_pack(slug).call
    assert call is not None
    return call


def test_iuc_has_two_sides_fifteen_themes_and_one_open_component() -> None:
    iuc = part("iuc-city-pairing")

    assert iuc.kind == "pairing"
    assert [one.key for one in iuc.components if one.open] == ["c1"]
    assert [(side.key, len(side.countries)) for side in iuc.sides] == [("eu", 27), ("partner", 11)]
    assert {region.title["en"]: region.countries for region in iuc.sides[1].regions} == {
        "Latin America and the Caribbean": ("AR", "BR", "CL", "CO", "PE"),
        "North America": ("CA", "MX", "US"),
        "Asia": ("CN", "IN", "JP"),
    }
    assert len(load().codelists[iuc.themes.codelist].terms) == 15


def test_iuc_decides_population_applicant_and_country_by_rule() -> None:
    rules = {rule.rule: rule for rule in part("iuc-city-pairing").eligible}

    assert rules["population"].numbers == {"more_than": 100000}
    assert rules["population"].or_group
    assert rules["applicant-kind"].kinds == ("municipal", "metropolitan")
    assert "country-on-side" in rules


def test_iuc_scores_the_selection_keys_and_pays_what_the_source_says() -> None:
    iuc = part("iuc-city-pairing")

    assert [one.key for one in iuc.criteria] == [
        "actors-mobilised",
        "experience",
        "integrated-strategy",
        "people-assigned",
    ]
    assert {one.key: (one.at_least, one.at_most) for one in iuc.supports} == {
        "travellers": (None, 5),
        "visits": (2, 3),
        "months": (None, 18),
    }
    assert iuc.pairing is not None
    assert iuc.pairing.rounds == 2


def test_mercociudades_grants_at_most_half_of_the_cost() -> None:
    call = part("mercociudades-south-south")

    assert call.grant == Grant(Decimal(10000), "USD", Decimal(50), 12, 6)
    assert [one.key for one in call.documents if one.required] == ["endorsement", "budget"]
    assert {one.rule: dict(one.numbers) for one in call.eligible}["proposals-per-city"] == {
        "coordinates": 1,
        "joins": 1,
    }


def test_vvsg_goes_from_profile_to_decision() -> None:
    call = part("vvsg-partner-search")

    assert call.kind == "search"
    assert [(one.key, one.record) for one in call.steps] == [
        ("profile", "note"),
        ("criteria", "note"),
        ("questionnaire", "note"),
        ("call", "note"),
        ("long-list", "list"),
        ("short-list", "list"),
        ("visit", "visit"),
        ("decision", "decision"),
    ]


@pytest.mark.parametrize("slug", ["iuc-city-pairing", "mercociudades-south-south", "vvsg-partner-search"])
def test_the_weights_of_its_criteria_add_up_to_a_hundred(slug: str) -> None:
    assert sum(one.weight for one in part(slug).criteria) == 100


def test_every_rule_that_a_pack_may_name_is_decided() -> None:
    assert set(_RULES) == set(CALL_RULES)


def test_packs_name_the_components_that_the_engine_computes() -> None:
    assert tuple(AFFINITIES) == COMPONENTS
