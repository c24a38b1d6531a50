"""Pairs cities: how well each two fit, and the set of pairs with the greatest total, with its proof.

Its words: city, side, need, offer, component, affinity (in micro-units), pair, quota, certificate. Pure: it knows
neither Django nor the database, no network and no methodology; whatever it needs stands in a frozen `Problem`.
``docs/matching.md`` tells the formulas and the method.
"""

from entreciudades.matching.errors import Infeasible
from entreciudades.matching.problem import COMPONENTS, City, Problem, Rules
from entreciudades.matching.rank import rank, score_matrix
from entreciudades.matching.result import MICRO, Affinity, Alternative, LeftOut, Result
from entreciudades.matching.solve import solve

__all__ = [
    "COMPONENTS",
    "MICRO",
    "Affinity",
    "Alternative",
    "City",
    "Infeasible",
    "LeftOut",
    "Problem",
    "Result",
    "Rules",
    "rank",
    "score_matrix",
    "solve",
]
