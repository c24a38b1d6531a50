"""What holds for a call: the numbers of its pack, and its own where it says so."""

from decimal import Decimal

import pytest
from tests.factories.calls import CallFactory

from entreciudades.calls.terms import parameters_of, quota_of, terms_of

pytestmark = pytest.mark.django_db


def test_a_call_keeps_its_own_numbers_beside_those_of_the_pack() -> None:
    call = CallFactory(
        parameters={
            "eligible/population/more_than": "50000",
            "criteria/strategy": "70",
            "support/travellers/at_most": "3",
            "pairing/weights/language": "12.5",
            "pairing/min_score": "0.4",
            "mend_days": "5",
        }
    )

    terms = terms_of(call)
    assert terms.eligible[0].numbers == {"more_than": 50000}
    assert [one.weight for one in terms.criteria] == [Decimal(70), Decimal(40)]
    assert terms.supports[0].at_most == 3
    assert terms.pairing is not None
    assert (terms.pairing.weights["language"], terms.pairing.min_score) == (Decimal("12.5"), Decimal("0.4"))
    assert terms.mend_days == 5
    assert [one.path for one in parameters_of(call) if one.departs] == [
        "eligible/population/more_than",
        "criteria/strategy",
        "mend_days",
        "support/travellers/at_most",
        "pairing/weights/language",
        "pairing/min_score",
    ]


def test_what_is_no_number_or_no_longer_there_is_passed_over() -> None:
    call = CallFactory(parameters={"mend_days": "soon", "gone/long/ago": "3", "criteria/people": "-1"})

    assert terms_of(call) == terms_of(CallFactory(methodology=call.methodology))


def test_a_quota_of_the_call_comes_before_the_one_for_all_countries() -> None:
    call = CallFactory(quota={"BR": 3})

    assert quota_of(call, terms_of(call), ["BR", "ES"]) == {"BR": 3}
