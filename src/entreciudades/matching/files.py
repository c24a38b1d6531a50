"""From files to a problem: all that is wrong in both is told at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from entreciudades.matching.call_file import CallFile
from entreciudades.matching.cities_file import read_cities
from entreciudades.matching.faults import Faults, FilesRefused
from entreciudades.matching.problem import Level, Problem


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What files may name: terms, how far they are related, and countries."""

    terms: Collection[str]
    kinship: Mapping[str, Mapping[str, Level]]
    is_country: Callable[[str], bool]


def read_problem(cities: Path, call: Path, vocabulary: Vocabulary) -> Problem:
    """Read both files; the order of their lines does not matter. Raises FilesRefused and OSError."""
    of_call, of_cities = Faults(str(call)), Faults(str(cities))
    rules_file = CallFile.read(call, of_call)
    cities_file = read_cities(cities, terms=vocabulary.terms, sides=rules_file.sides, faults=of_cities)
    rules = rules_file.rules(cities_file, is_country=vocabulary.is_country)
    if count := of_call.count + of_cities.count:
        raise FilesRefused([*of_cities.told, *of_call.told], count)
    return Problem(tuple(sorted(cities_file.cities, key=lambda city: city.id)), rules, vocabulary.kinship)
