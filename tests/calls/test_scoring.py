"""Totals are exact fractions; only what is shown is rounded."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.calls import scoring
from entreciudades.methodologies.call_pack import Criterion


def criterion(key: str, weight: str, scale: int) -> Criterion:
    return Criterion(key, {"es": key}, {}, Decimal(weight), scale)


THIRDS = (criterion("a", "33.3", 3), criterion("b", "66.7", 7))


def test_a_share_is_weighted_and_exact() -> None:
    share = scoring.share({"a": 1, "b": 2}, THIRDS)
    assert share == (Fraction(333, 10) * Fraction(1, 3) + Fraction(667, 10) * Fraction(2, 7)) / 100
    assert scoring.shown(share, THIRDS) == Decimal("30.16")


def test_points_are_shown_out_of_the_sum_of_the_weights() -> None:
    criteria = (criterion("a", "30", 5), criterion("b", "20", 10))
    share = scoring.share({"a": 4, "b": 5}, criteria)
    assert (scoring.weights(criteria), scoring.shown(share, criteria)) == (50, Decimal("34.00"))


def test_a_criterion_without_points_is_no_zero() -> None:
    with pytest.raises(KeyError):
        scoring.share({"a": 1}, THIRDS)


def test_halves_go_up() -> None:
    assert [scoring.rounded(Fraction(one)) for one in ("0.005", "0.0049999", "2.675")] == [
        Decimal("0.01"),
        Decimal("0.00"),
        Decimal("2.68"),
    ]


def test_exactly_the_threshold_brings_no_third_review() -> None:
    three, four = Fraction(3, 5), Fraction(4, 5)
    assert scoring.differ([three, four], Decimal(20)) is False
    assert scoring.differ([three, four + Fraction(1, 10**9)], Decimal(20)) is True


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=5))
def test_the_mean_lies_between_and_the_spread_is_that_of_the_furthest(shares: list[Fraction]) -> None:
    assert min(shares) <= scoring.mean(shares) <= max(shares)
    assert scoring.spread(shares) == max(abs(one - other) for one in shares for other in shares)
