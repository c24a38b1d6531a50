"""The shipped crosswalks, and the laws of their relations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.crosswalks import Crosswalks, Link, Relation, kin, load, related

terms = st.sampled_from([row.id for row in codelists.load()])
links = st.builds(Link, terms, terms, st.sampled_from(Relation))


@given(st.lists(links))
def test_what_is_related_one_way_is_related_back_by_the_inverse(rows):
    crosswalks = Crosswalks.of(rows)
    for term, found in crosswalks.by_term.items():
        for link in found:
            assert (term, link.relation.inverse) in crosswalks.related(link.target)


@given(links)
def test_the_inverse_of_the_inverse_is_the_row(link):
    assert link.inverse.inverse == link


def test_broad_and_narrow_are_each_others_inverse_and_the_rest_their_own():
    assert {relation: relation.inverse for relation in Relation} == {
        Relation.EXACT: Relation.EXACT,
        Relation.CLOSE: Relation.CLOSE,
        Relation.BROAD: Relation.NARROW,
        Relation.NARROW: Relation.BROAD,
        Relation.RELATED: Relation.RELATED,
    }


@pytest.mark.parametrize(
    ("here", "there"), [("iuc", "sdg"), ("iuc", "nua"), ("sector", "sdg"), ("sector", "dac"), ("axis", "sdg")]
)
def test_every_term_of_a_list_is_joined(here, there):
    joined = {link.source for link in load().links if link.target.startswith(f"{there}:")}
    expected = {row.id for row in codelists.load().codelists[here].terms}
    assert {term for term in joined if term.startswith(f"{here}:")} == expected


def test_every_goal_is_reached_from_the_themes_sectors_or_axes():
    reached = {link.target.partition(":")[2].split(".")[0] for link in load().links if link.target.startswith("sdg:")}
    assert reached == {str(goal) for goal in range(1, 18)}


def test_urban_mobility_leads_to_transport_and_back():
    assert ("sdg:11.2", Relation.CLOSE) in related("iuc:12")
    assert ("iuc:12", Relation.CLOSE) in related("sdg:11.2")


def test_housing_is_part_of_a_wider_target():
    assert dict(related("iuc:2"))["sdg:11.1"] == Relation.BROAD
    assert dict(related("sdg:11.1"))["iuc:2"] == Relation.NARROW


def test_what_is_merely_related_is_no_kin():
    assert kin("iuc:12") == ("sdg:11.2",)
    assert {relation for term, relation in related("iuc:12") if term != "sdg:11.2"} == {Relation.RELATED}


def test_a_term_without_links_has_none():
    assert related("actor:municipal") == ()
