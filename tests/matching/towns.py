"""Cities of which most is known, for tests that need more of them than can be tried in every combination."""

import random

from tests.matching.cities import SIDES, TERMS

from entreciudades.matching import City, Problem, Rules

WEIGHTS = {"complementarity": 40, "shared_challenge": 20, "scale": 10, "language": 10, "agenda": 10, "readiness": 10}


def town(cities: int, *, seed: int = 1, capacity: int = 1, **rules: object) -> Problem:
    """So many cities of which most is known, half on either side."""
    chance = random.Random(seed)  # noqa: S311 - no secret: the same cities at every run

    def some() -> dict[str, float]:
        return {term: chance.randint(1, 20) / 20 for term in chance.sample(TERMS, 3)}

    made = tuple(
        City(
            f"city-{place}",
            SIDES[place % 2],
            f"{'EP'[place % 2]}{chance.randint(0, 4)}",
            chance.randint(10**5, 10**7),
            tuple(chance.sample(("es", "pt", "en", "fr"), 2)),
            some(),
            some(),
            tuple(chance.sample(TERMS, 2)),
            chance.choice((None, 0.5, 1.0)),
            chance.randint(1, capacity),
        )
        for place in range(cities)
    )
    return Problem(made, Rules(WEIGHTS, SIDES, **rules))
