"""Cities for the tests of pairing: any at all, and some whose affinities are said outright."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from entreciudades.matching import COMPONENTS, City, Problem, Rules

TERMS = ("water", "waste", "housing", "mobility", "heritage")
SIDES = ("eu", "partner")
levels = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
by_term = st.dictionaries(st.sampled_from(TERMS), levels, max_size=4)
some_terms = st.lists(st.sampled_from(TERMS), unique=True, max_size=4).map(tuple)
languages = st.lists(st.sampled_from(("es", "pt", "en")), unique=True, max_size=2).map(tuple)
IDS = [f"{side}{place}" for side in "ab" for place in range(3)]
city_lists = st.lists(
    st.builds(
        City,
        id=st.sampled_from(IDS),
        country=st.sampled_from(("X", "Y")),
        population=st.none() | st.integers(1, 40_000_000),
        languages=languages,
        needs=by_term,
        offers=by_term,
        priorities=some_terms,
        readiness=st.none() | levels,
        capacity=st.integers(0, 3),
        preferences=st.dictionaries(st.sampled_from(IDS), levels, max_size=3),
    ),
    unique_by=lambda city: city.id,
    min_size=1,
)
weights = st.dictionaries(st.sampled_from(COMPONENTS), st.integers(1, 50), min_size=1)
kinships = st.dictionaries(
    st.sampled_from(TERMS), st.dictionaries(st.sampled_from(TERMS), levels, max_size=2), max_size=3
)


@st.composite
def problems(draw: st.DrawFn, *, nested: bool = False) -> Problem:
    """Small problems of two sides; required pairs may contradict the other rules. ``nested``: quotas nest."""
    names = [[f"{side}{place}" for place in range(draw(st.integers(1, most)))] for side, most in (("a", 4), ("b", 3))]
    pairs = [(a, b) for a in names[0] for b in names[1]]
    some_pairs = st.lists(st.sampled_from(pairs), max_size=2, unique=True)
    countries = draw(st.sampled_from([("XY", "PQ"), *([] if nested else [("XP", "XQ")])]))
    return told(
        dict(zip(pairs, draw(st.lists(st.integers(0, 20), min_size=len(pairs), max_size=len(pairs))), strict=True)),
        {
            city: (draw(st.sampled_from(countries[side])), draw(st.sampled_from((1, 1, 2, 3, 0))))
            for side in (0, 1)
            for city in names[side]
        },
        quota=draw(st.dictionaries(st.sampled_from("XYPQ"), st.integers(0, 4), max_size=3)),
        require=draw(some_pairs if draw(st.integers(0, 2)) == 0 else st.just([])),
        forbid=draw(some_pairs),
        min_score=draw(st.sampled_from((0.0, 0.0, 0.3))),
        first_aim=draw(st.sampled_from(("total", "most_cities"))),
    )


def told(scores: Mapping[tuple[str, str], int], of: Mapping[str, tuple[str, int]], **rules: object) -> Problem:
    """Affinities said outright, in twentieths, as what both cities prefer; ``of``: country and capacity by city."""
    preferences: dict[str, dict[str, float]] = {city: {} for city in of}
    for (a, b), score in scores.items():
        preferences[a][b] = preferences[b][a] = score / 20
    cities = tuple(
        City(city, SIDES[city[0] == "b"], country, capacity=capacity, preferences=preferences[city])
        for city, (country, capacity) in of.items()
    )
    return Problem(cities, Rules({"preference": 1}, SIDES, **rules))


def shuffled(problem: Problem, order: Sequence[int]) -> Problem:
    """The same problem with its cities in another order."""
    return Problem(tuple(problem.cities[place] for place in order), problem.rules, problem.kinship)
