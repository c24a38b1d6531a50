"""Synthetic cities for the benchmarks of pairing: the same ones at every run, on two sides, and a call for them."""

import json
import random
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from entreciudades.matching import City, Problem, Rules
from entreciudades.matching.files import Vocabulary

COUNTRIES, THEMES, TERMS = 30, 15, 40
LANGUAGES = ("es", "pt", "en", "fr", "it", "de", "pl", "ro", "el", "nl", "sv", "cs")
WEIGHTS = {
    "complementarity": 40.0,
    "shared_challenge": 20.0,
    "scale": 10.0,
    "language": 10.0,
    "agenda": 10.0,
    "readiness": 10.0,
}
NO_POPULATION, NO_READINESS = 0.03, 0.1


def problem(cities: int) -> Problem:
    """So many cities, half on either side: capacities 1 to 3, each country with a quota, of which about half bind."""
    chance = random.Random(2026)  # noqa: S311 - no secret: the same cities at every run
    terms = [*(f"iuc:{theme}" for theme in range(1, THEMES + 1)), *(f"term:{term}" for term in range(TERMS))]
    made = tuple(_city(place, chance, terms) for place in range(cities))
    by_country = sorted(Counter(city.country for city in made).items())
    quota = {country: max(1, count * (4, 10)[place % 2] // 5) for place, (country, count) in enumerate(by_country)}
    kinship = {
        theme: {f"term:{(7 * place + step) % TERMS}": 0.5 for step in range(2)}
        for place, theme in enumerate(terms[:THEMES])
    }
    return Problem(made, Rules(WEIGHTS, ("eu", "partner"), quota=quota), kinship)


def _city(place: int, chance: random.Random, terms: list[str]) -> City:
    side = ("eu", "partner")[place % 2]

    def levels() -> dict[str, float]:
        return {term: chance.randint(20, 100) / 100 for term in chance.sample(terms, chance.randint(3, 8))}

    return City(
        id=f"city-{place:06d}",
        side=side,
        country=f"{side[0].upper()}{min(int(chance.expovariate(0.2)), COUNTRIES // 2 - 1):02d}",
        population=None if chance.random() < NO_POPULATION else int(50_000 * chance.paretovariate(1.2)),
        languages=tuple(chance.sample(LANGUAGES, chance.choice((1, 1, 1, 2, 2, 3)))),
        needs=levels(),
        offers=levels(),
        priorities=tuple(f"sdg:{goal}" for goal in sorted(chance.sample(range(1, 18), 5))),
        readiness=None if chance.random() < NO_READINESS else chance.randint(0, 100) / 100,
        capacity=chance.choice((1, 1, 2, 3) if place % 2 else (1, 1, 1, 2, 3)),
    )


def write_files(made: Problem, folder: Path) -> tuple[Path, Path]:
    """The same as files, as ``entreciudades match`` reads them: the cities and the call."""
    cities, call = folder / "cities.jsonl", folder / "call.toml"
    with cities.open("w") as file:
        for city in made.cities:
            values = asdict(city)
            values.pop("preferences")
            file.write(json.dumps(values) + "\n")
    rules = made.rules
    quota = "".join(f"{country} = {most}\n" for country, most in rules.quota.items())
    weights = "".join(f"{component} = {weight}\n" for component, weight in rules.weights.items())
    call.write_text(f"sides = {json.dumps(rules.sides)}\n[weights]\n{weights}[quota.country]\n{quota}")
    return cities, call


def vocabulary(made: Problem) -> Vocabulary:
    """What those files may name."""
    terms = {term for city in made.cities for term in (*city.needs, *city.offers, *city.priorities)}
    return Vocabulary(terms, made.kinship, lambda _country: True)
