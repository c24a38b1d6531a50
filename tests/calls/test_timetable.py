"""Slots without clashes: a law, tried on whatever hypothesis finds."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.calls.timetable import timetable

CITIES = st.integers(0, 9)
PAIRS = st.lists(st.tuples(CITIES, CITIES).filter(lambda pair: pair[0] != pair[1]), max_size=40)
TWO_SIDES = st.lists(st.tuples(st.integers(0, 7), st.integers(100, 107)), max_size=50)
AWAY = st.dictionaries(CITIES, st.frozensets(st.integers(0, 7), max_size=4), max_size=5)


def most_meetings(pairs):
    return max(Counter(city for pair in set(pairs) for city in pair).values(), default=0)


@given(PAIRS, st.integers(0, 8), st.none() | st.integers(1, 3), AWAY)
def test_no_city_is_in_two_meetings_at_a_time(pairs, slots, tables, away):
    found = timetable(pairs, slots=slots, tables=tables, away=away)
    seats = [(city, slot) for pair, slot in found.placed.items() for city in pair]
    assert len(seats) == len(set(seats))
    assert [slot for slot in found.placed.values() if not 0 <= slot < slots] == []
    assert [(city, slot) for city, slot in seats if slot in away.get(city, ())] == []
    assert all(count <= tables for count in Counter(found.placed.values()).values()) if tables else True
    # Every pair is in one list or the other, once.
    wanted = list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))
    assert sorted([*found.placed, *found.unplaced]) == sorted(wanted)


@given(TWO_SIDES)
def test_between_two_sides_as_many_slots_as_the_busiest_city_needs_are_enough(pairs):
    assert timetable(pairs, slots=most_meetings(pairs)).unplaced == ()


@given(PAIRS, st.integers(1, 8))
def test_nobody_is_left_out_while_a_slot_is_free_for_both(pairs, slots):
    found = timetable(pairs, slots=slots)
    busy = {(city, slot) for pair, slot in found.placed.items() for city in pair}
    for a, b in found.unplaced:
        assert [slot for slot in range(slots) if not {(a, slot), (b, slot)} & busy] == []


def test_who_comes_first_is_placed_first():
    found = timetable([(1, 2), (1, 3), (2, 3)], slots=2)
    assert found.placed == {(1, 2): 0, (1, 3): 1}
    assert found.unplaced == ((2, 3),)


def test_one_that_finds_no_slot_moves_others_along_the_chain():
    # 1 is free in slot 1 alone, 11 in slot 0 alone, until 2 and 11 move.
    found = timetable([(1, 10), (2, 10), (2, 11), (1, 11)], slots=2)
    assert found.unplaced == ()
    assert Counter(found.placed.values()) == {0: 2, 1: 2}


def test_the_same_input_gives_the_same_timetable_whichever_way_a_pair_is_written():
    pairs = [(5, 1), (2, 5), (1, 2), (3, 4)]
    assert timetable(pairs, slots=3) == timetable([(b, a) for a, b in pairs], slots=3)
