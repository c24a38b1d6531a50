"""Rules that cannot hold together are told by name, in a smallest set."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.matching.conflicts import Conflict, conflicts
from entreciudades.matching.problem import City, Problem, Rules

A, B, C = (City(id=name, country=country) for name, country in (("a", "ES"), ("b", "BR"), ("c", "BR")))


def problem(*cities, **rules):
    return Problem(cities, Rules(weights={"scale": 1}, **rules))


def test_a_pair_both_required_and_forbidden_in_either_order():
    found = conflicts(problem(A, B, C, require=(("a", "b"),), forbid=(("a", "c"), ("b", "a"))))
    assert found == (Conflict((("a", "b"),), "forbid", "", 0),)
    assert str(found[0]) == "required: a with b; but this pair is forbidden"


def test_more_required_pairs_than_a_capacity_or_a_quota_admits():
    found = conflicts(problem(A, B, C, require=(("b", "a"), ("a", "c"), ("a", "b")), quota={"BR": 1, "ES": 2}))
    both = (("a", "b"), ("a", "c"))
    assert found == (Conflict(both, "capacity", "a", 1), Conflict(both, "quota", "BR", 1))
    assert [str(each) for each in found] == [
        "required: a with b, a with c; but the capacity of a is 1",
        "required: a with b, a with c; but the quota of BR is 1",
    ]


def test_a_pair_inside_a_country_counts_once_for_its_quota():
    assert conflicts(problem(B, C, require=(("b", "c"),), quota={"BR": 1})) == ()


def test_the_smallest_set_comes_first_and_has_no_more_than_it_needs():
    cities = (replace(A, capacity=2), B, C, City("d"), City("e", capacity=0))
    found = conflicts(problem(*cities, require=(("a", "b"), ("a", "c"), ("a", "d"), ("a", "e"))))
    assert [(each.subject, len(each.require)) for each in found] == [("e", 1), ("a", 3)]


names = st.sampled_from("abcdef")
pairs = st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), max_size=6)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["BR", "ES"])), min_size=6, max_size=6),
    pairs,
    pairs,
    st.dictionaries(st.sampled_from(["BR", "ES"]), st.integers(0, 3)),
)
def test_without_conflict_every_limit_is_kept_and_each_set_is_a_smallest(cities, require, forbid, quota):
    cities = tuple(City(n, country=country, capacity=most) for n, (most, country) in zip("abcdef", cities, strict=True))
    asked = problem(*cities, require=tuple(require), forbid=tuple(forbid), quota=quota)
    assert (conflicts(asked) == ()) == holds(asked.rules.require, asked)
    for conflict in conflicts(asked):
        assert not holds(conflict.require, asked)
        for left_out in conflict.require:
            fewer = tuple(pair for pair in conflict.require if pair != left_out)
            without = problem(*cities, require=fewer, forbid=tuple(forbid), quota=quota)
            assert conflict.limit not in {each.limit for each in conflicts(without) if each.subject == conflict.subject}


def holds(require, asked):
    chosen = {frozenset(pair) for pair in require}
    country = {city.id: city.country for city in asked.cities}
    return (
        not chosen & {frozenset(pair) for pair in asked.rules.forbid}
        and all(sum(city.id in pair for pair in chosen) <= city.capacity for city in asked.cities)
        and all(
            sum(name in {country[city] for city in pair} for pair in chosen) <= most
            for name, most in asked.rules.quota.items()
        )
    )
