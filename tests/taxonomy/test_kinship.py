"""How far terms are related, by hierarchy and crosswalk."""

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.crosswalks import Crosswalks, Link, Relation
from entreciudades.taxonomy.kinship import kinship

VOCABULARY = codelists.load()
terms = st.sampled_from([row.id for row in VOCABULARY])
links = st.builds(Link, terms, terms, st.sampled_from(Relation))


def test_a_goal_and_its_target_are_kin_in_part_and_two_targets_are_not():
    kin = kinship()
    assert (kin["sdg:11"]["sdg:11.2"], kin["sdg:11.2"]["sdg:11"]) == (0.5, 0.5)
    assert "sdg:11.6" not in kin["sdg:11.2"]


def test_each_relation_of_a_crosswalk_has_its_level():
    kin = kinship()
    assert kin["axis:gender-equality"]["sdg:5"] == 1.0
    assert kin["iuc:3"]["sdg:10.7"] == 0.75
    assert (kin["iuc:2"]["sdg:11.1"], kin["iuc:1"]["sdg:10.2"]) == (0.5, 0.5)
    assert kin["iuc:2"]["sdg:1.4"] == 0.25


def test_the_same_matter_under_two_names_has_the_same_kin():
    kin = kinship()
    assert kin["axis:gender-equality"]["sdg:5.1"] == kin["sdg:5"]["sdg:5.1"] == 0.5


def test_kinship_is_not_handed_on():
    # the theme is close to one target, which stands under a goal
    assert kinship()["sdg:10.7"]["sdg:10"] == 0.5
    assert "sdg:10" not in kinship()["iuc:3"]


def test_terms_that_the_vocabulary_has_not_are_left_out():
    only = codelists.Vocabulary(
        {"iuc": VOCABULARY.codelists["iuc"]}, {term.id: term for term in VOCABULARY.codelists["iuc"].terms}
    )
    assert kinship(only) == {}


@given(st.lists(links))
def test_kinship_is_symmetric_in_part_or_whole_and_never_with_itself(rows):
    kin = kinship(VOCABULARY, Crosswalks.of(rows))
    for term, others in kin.items():
        assert term not in others
        for other, level in others.items():
            assert kin[other][term] == level
            assert 0 < level <= 1
