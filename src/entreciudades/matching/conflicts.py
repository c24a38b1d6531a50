"""Which rules cannot hold together?

Only required pairs ask for something; forbidden pairs, capacities and quotas set limits. So that rules contradict each
other where required pairs pass one limit, and a smallest set is that limit with one required pair more than it admits.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from entreciudades.matching.problem import Problem

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of rules that cannot hold together: leave any one of them out, and the others can.

    ``require``: the required pairs; ``limit``: the rule against them, of ``subject``, the city of a capacity or the
    country of a quota (empty for a forbidden pair), which admits ``most`` pairs.
    """

    require: tuple[Pair, ...]
    limit: Literal["forbid", "capacity", "quota"]
    subject: str
    most: int

    def __str__(self) -> str:
        """The rules by name, in one sentence."""
        asked = ", ".join(f"{a} with {b}" for a, b in self.require)
        against = {
            "forbid": "this pair is forbidden",
            "capacity": f"the capacity of {self.subject} is {self.most}",
            "quota": f"the quota of {self.subject} is {self.most}",
        }[self.limit]
        return f"required: {asked}; but {against}"


def conflicts(problem: Problem) -> tuple[Conflict, ...]:
    """Every limit that the required pairs pass, each with a smallest set of them; the smallest sets first.

    None means that there is a set of pairs which keeps all rules. That required pairs name two cities of the problem,
    on different sides where there are sides, is taken for granted.
    """
    required = sorted({_ordered(pair) for pair in problem.rules.require})
    found = [*_forbidden(problem, required), *_passed(problem, required)]
    return tuple(sorted(found, key=lambda conflict: (len(conflict.require), conflict.limit, conflict.subject)))


def _ordered(pair: Pair) -> Pair:
    a, b = sorted(pair)
    return a, b


def _forbidden(problem: Problem, required: list[Pair]) -> Iterator[Conflict]:
    forbidden = {_ordered(pair) for pair in problem.rules.forbid}
    for pair in required:
        if pair in forbidden:
            yield Conflict((pair,), "forbid", "", 0)


def _passed(problem: Problem, required: list[Pair]) -> Iterator[Conflict]:
    cities = {city.id: city for city in problem.cities}
    by_city: dict[str, list[Pair]] = defaultdict(list)
    by_country: dict[str, list[Pair]] = defaultdict(list)
    for pair in required:
        for city in pair:
            by_city[city].append(pair)
        for country in {cities[city].country for city in pair}:
            by_country[country].append(pair)
    for city, pairs in by_city.items():
        if len(pairs) > (most := cities[city].capacity):
            yield Conflict(tuple(pairs[: most + 1]), "capacity", city, most)
    for country, most in problem.rules.quota.items():
        if len(pairs := by_country[country]) > most:
            yield Conflict(tuple(pairs[: most + 1]), "quota", country, most)
