"""What scores add up to: exact, by the weights of the criteria. Pure.

The share of a review is Σ weight · points / scale over Σ weight, a fraction between 0 and 1. It is reckoned with whole
numbers (`Fraction`), so that a threshold is met or not and nothing is rounded before it is shown. The share of an
application is the mean of the shares of its reviews, a third one among them; how far reviewers differ is the greatest
share less the least. What people read is `shown`: points out of the sum of the weights, two decimals, halves up.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from entreciudades.methodologies.call_pack import Criterion


def share(points: Mapping[str, int], criteria: Iterable[Criterion]) -> Fraction:
    """The share of a review that gives points for every criterion; KeyError where one is missing. 0 if none weighs."""
    criteria = tuple(criteria)
    got = sum((Fraction(one.weight) * Fraction(points[one.key], one.scale) for one in criteria), Fraction(0))
    return got / (weights(criteria) or 1)


def weights(criteria: Iterable[Criterion]) -> Fraction:
    """What the weights add up to: the most that an application can have."""
    return sum((Fraction(one.weight) for one in criteria), Fraction(0))


def mean(shares: Sequence[Fraction]) -> Fraction:
    """The share of an application; ZeroDivisionError without a review."""
    return sum(shares, Fraction(0)) / len(shares)


def spread(shares: Sequence[Fraction]) -> Fraction:
    """How far reviews differ, as a share of the scale; 0 of fewer than two."""
    return max(shares) - min(shares) if shares else Fraction(0)


def differ(shares: Sequence[Fraction], third_over: Decimal) -> bool:
    """Whether they differ by more than so many percent of the scale; exactly so many do not."""
    return spread(shares) * 100 > Fraction(third_over)


def shown(found: Fraction, criteria: Iterable[Criterion]) -> Decimal:
    """A share in points out of the sum of the weights, as people read it."""
    return rounded(found * weights(criteria))


def percent(found: Fraction) -> Decimal:
    """A share in percent, as people read it."""
    return rounded(found * 100)


def rounded(value: Fraction) -> Decimal:
    """One that is not negative, with two decimals, halves up: decided on whole numbers."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))).scaleb(-2)
