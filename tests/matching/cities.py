"""Cities for the tests of pairing: any at all, and some whose affinities are said outright."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from entreciudades.matching import COMPONENTS, City, Problem, Rules

TERMS = ("water", "waste", "housing", "mobility", "heritage")
SIDES = ("eu", "partner")
levels = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
by_term = st.dictionaries(st.sampled_from(TERMS), levels, max_size=4)


@st.composite
def cities(draw: st.DrawFn, *, least: int = 1, most: int = 6) -> tuple[City, ...]:
    """Cities of which anything may be unknown."""
    count = draw(st.integers(least, most))
    return tuple(
        City(
            id=f"c{place}",
            side=SIDES[place % 2],
            country=draw(st.sampled_from(("X", "Y", "Z"))),
            population=draw(st.none() | st.integers(1, 40_000_000)),
            languages=tuple(sorted(draw(st.sets(st.sampled_from(("es", "pt", "en")))))),
            needs=draw(by_term),
            offers=draw(by_term),
            priorities=tuple(sorted(draw(st.sets(st.sampled_from(TERMS))))),
            readiness=draw(st.none() | levels),
            capacity=draw(st.integers(0, 3)),
            preferences=draw(
                st.dictionaries(st.integers(0, most - 1).map(lambda other: f"c{other}"), levels, max_size=3)
            ),
        )
        for place in range(count)
    )


weights = st.dictionaries(st.sampled_from(COMPONENTS), st.integers(1, 50), min_size=1)
kinship = st.dictionaries(
    st.sampled_from(TERMS), st.dictionaries(st.sampled_from(TERMS), levels, max_size=2), max_size=3
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small problems of two sides, whose required pairs may contradict the other rules."""
    rows, columns = draw(st.integers(0, 4)), draw(st.integers(0, 3))
    names = ([f"a{row}" for row in range(rows)], [f"b{column}" for column in range(columns)])
    scores = {(a, b): draw(st.integers(0, 20)) for a in names[0] for b in names[1]}
    pairs = st.lists(st.sampled_from(sorted(scores)), max_size=2, unique=True) if scores else st.just([])
    apart = draw(st.booleans())
    return told(
        scores,
        {
            city: (
                draw(st.sampled_from(("X", "Y") if apart and city[0] == "b" else ("P", "Q") if apart else ("X", "P"))),
                draw(st.integers(0, 3)),
            )
            for side in names
            for city in side
        },
        quota=draw(st.dictionaries(st.sampled_from(("X", "Y", "P", "Q")), st.integers(0, 4), max_size=3)),
        require=draw(pairs) if draw(st.integers(0, 3)) == 0 else [],
        forbid=draw(pairs),
        min_score=draw(st.sampled_from((0.0, 0.0, 0.3))),
        first_aim=draw(st.sampled_from(("total", "most_cities"))),
    )


def told(scores: Mapping[tuple[str, str], int], of: Mapping[str, tuple[str, int]], **rules: object) -> Problem:
    """A problem in which the affinity of each pair is said, in twentieths, as a preference of both; ``of``: country, capacity."""
    made = tuple(
        City(
            id=city,
            side=SIDES[city[0] == "b"],
            country=country,
            capacity=capacity,
            preferences={(b if city == a else a): score / 20 for (a, b), score in scores.items() if city in (a, b)},
        )
        for city, (country, capacity) in of.items()
    )
    return Problem(made, Rules({"preference": 1}, SIDES, **rules))


def shuffled(problem: Problem, order: Sequence[int]) -> Problem:
    """The same with its cities in another order."""
    return Problem(tuple(problem.cities[place] for place in order), problem.rules, problem.kinship)
