"""The best set of pairs by trying every one: slow, and plainly right."""

import numpy as np

from entreciudades.matching import Problem, score_matrix


def best(problem: Problem, *, paired: str = "") -> tuple[int, int] | None:
    """The number of cities paired, 0 where that is not the first aim, and the total; None where no set keeps the rules.

    ``paired``: a city that must have a pair.
    """
    rules = problem.rules
    cities = {city.id: city for city in problem.cities}
    ids_a, ids_b, scores = score_matrix(problem)
    required = {frozenset(pair) for pair in rules.require}
    if required & {frozenset(pair) for pair in rules.forbid}:
        return None
    pairs = [
        (a, b)
        for row, a in enumerate(ids_a)
        for column, b in enumerate(ids_b)
        if not np.isnan(scores[row, column]) and (rules.sides or row < column)
    ]
    worth = np.array([scores[ids_a.index(a), ids_b.index(b)] for a, b in pairs])
    sets = (np.arange(2 ** len(pairs))[:, None] >> np.arange(len(pairs))) & 1
    fits = np.ones(len(sets), bool)
    count = np.zeros(len(sets), int)
    for city in cities.values():
        taken = sets @ np.array([city.id in pair for pair in pairs], int).reshape(-1)
        fits &= taken <= city.capacity
        count += taken > 0
        if city.id == paired:
            fits &= taken > 0
    for country, most in rules.quota.items():
        fits &= sets @ np.array([country in {cities[id_].country for id_ in pair} for pair in pairs], int) <= most
    for place, pair in enumerate(pairs):
        if frozenset(pair) in required:
            fits &= sets[:, place] == 1
    if not fits.any():
        return None
    totals = (sets @ worth).astype(int)
    if rules.first_aim == "total":
        count[:] = 0
    return max(zip(count[fits].tolist(), totals[fits].tolist(), strict=True))
