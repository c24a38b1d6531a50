"""Two pairings side by side."""

from entreciudades.matching.compare import Comparison, compare
from entreciudades.matching.result import Affinity, LeftOut, Result


def pair(a, b, score):
    return Affinity(a, b, score, {"scale": score}, (), (), ())


def result(*pairs, left_out=()):
    total = sum(each.score for each in pairs)
    return Result(
        pairs, tuple(LeftOut(city, "no-admissible-partner", "", None, ()) for city in left_out), total, total, 9, "flow"
    )


def test_pairs_in_both_or_one_whichever_way_round_and_who_comes_and_goes():
    former = result(pair("a", "b", 500_000), pair("c", "d", 300_000), left_out=("e",))
    now = result(pair("b", "a", 400_000), pair("c", "e", 350_000), left_out=("d",))
    assert compare(former, now) == Comparison(
        both=((former.pairs[0], now.pairs[0]),),
        only_former=(former.pairs[1],),
        only_now=(now.pairs[1],),
        newly_left_out=("d",),
        newly_paired=("e",),
        difference=-50_000,
    )


def test_a_result_and_itself_have_no_difference():
    one = result(pair("a", "b", 500_000), left_out=("c",))
    assert compare(one, one) == Comparison(((one.pairs[0], one.pairs[0]),), (), (), (), (), 0)
