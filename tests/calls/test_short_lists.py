"""Short lists: drawn up by affinity, mended with a reason, shown to the cities."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories.actors import MembershipFactory
from tests.factories.cast import Cast
from tests.factories.pairing import pairing_call, world

from entreciudades.calls.models import ShortListEntry
from entreciudades.calls.services.short_lists import (
    add_to_lists,
    draw_up,
    known_to_each_other,
    set_preferences_term,
    show_lists,
    strike_from_lists,
)
from entreciudades.calls.suggestions import Suggestion, suggestion, suggestions
from entreciudades.core.models import AuditEvent
from entreciudades.matching import City, Problem, Rules
from entreciudades.notices.models import Notice, Task
from entreciudades.processes.meeting import draw_up_lists

pytestmark = pytest.mark.django_db

PROBLEM = Problem(
    cities=(
        City("vega", "n", population=400_000, languages=("es", "pt"), needs={"iuc:3": 1.0}, offers={"iuc:5": 1.0}),
        City("alba", "s", population=300_000, languages=("pt", "es"), needs={"iuc:5": 1.0}, offers={"iuc:3": 1.0}),
        City("bora", "s", languages=("fr",), needs={"iuc:7": 1.0}, offers={"iuc:3": 0.5}),
        City("cala", "s", needs={"iuc:7": 1.0}, offers={"iuc:9": 1.0}),
        City("delta", needs={"iuc:5": 1.0}, offers={"iuc:3": 1.0}),  # its country stands on no side
    ),
    rules=Rules(weights={"complementarity": 1.0}, sides=("n", "s"), min_score=0.05, quota={"": 0}),
)


def test_the_best_of_the_other_side_come_first_with_what_is_learnt_and_shared():
    found = suggestions(PROBLEM, most=5)
    assert [one.other for one in found["vega"]] == ["alba", "bora"]
    assert found["vega"][0] == Suggestion("alba", ("iuc:3",), ("iuc:5",), (), ("es", "pt"), 300_000)
    assert found["alba"] == (Suggestion("vega", ("iuc:5",), ("iuc:3",), (), ("es", "pt"), 400_000),)
    assert (found["cala"], "delta" in found) == ((), False)
    assert [len(one) for one in suggestions(PROBLEM, most=1).values()] == [1, 1, 1, 0]


def test_what_both_need_is_told_what_weighs_most_first():
    needs = {"iuc:3": 0.2, "iuc:5": 0.8}
    cities = (City("vega", needs=needs | {"iuc:1": 1.0}), City("alba", needs=needs | {"iuc:2": 1.0}))
    both = Problem(cities=cities, rules=Rules(weights={"shared_challenge": 1.0}))
    assert suggestion(both, "vega", "alba").common == ("iuc:5", "iuc:3")


def test_what_speaks_for_a_city_that_is_not_among_the_best():
    assert suggestion(PROBLEM, "cala", "vega") == Suggestion("vega", (), (), (), (), 400_000)


def test_lists_are_drawn_up_for_all_admitted_cities(cast: Cast):
    call, cities = world(network=cast.ucci)
    count = draw_up_lists(call, by=cast.secretary)
    entries = ShortListEntry.objects.all()
    first = entries.filter(application=cities["vallehondo"]).first()
    assert (first.other, first.learns, first.shares) == (cities["santa-bruma"], ["iuc:3"], ["iuc:5"])
    assert first.population == 400_000
    assert entries.count() == count
    sides = {"vallehondo": 0, "dunkhaven": 0, "portosole": 0}
    across = [
        one for one in entries if (one.application.applicant.slug in sides) == (one.other.applicant.slug in sides)
    ]
    assert across == []


def test_what_the_secretariat_added_or_struck_stays_when_lists_are_drawn_up_anew(cast: Cast):
    call, cities = world(network=cast.ucci)
    draw_up_lists(call, by=cast.secretary)
    a, b, c = (cities[slug] for slug in ("vallehondo", "santa-bruma", "rivertown"))
    strike_from_lists(call, a, b, reason="Ya son ciudades hermanas.", by=cast.secretary)
    both = [Suggestion("rivertown", (), (), (), ("es",), None), Suggestion("vallehondo", (), (), (), ("es",), None)]
    add_to_lists(call, a, c, suggested=both, reason="Se conocen de otra red.", by=cast.secretary)
    draw_up_lists(call, by=cast.secretary)
    standing = ShortListEntry.objects.standing().within(call)
    assert not standing.filter(application=a, other=b).exists()
    assert not standing.filter(application=b, other=a).exists()
    assert standing.get(application=a, other=c).added == "Se conocen de otra red."
    assert standing.get(application=c, other=a).languages == ["es"]
    add_to_lists(call, b, a, suggested=both, reason="Se equivocó el registro.", by=cast.secretary)
    assert standing.filter(application=a, other=b).count() == 1


def test_nobody_is_listed_before_the_decision_and_no_list_changes_under_the_eyes_of_a_city(cast: Cast):
    undecided = pairing_call(state="under-review")
    over = pairing_call(state="cancelled", methodology=undecided.methodology)
    for call in (undecided, over):
        with pytest.raises(ValidationError):
            draw_up(call, lists={}, by=cast.secretary)
    call, _cities = world(network=cast.ucci)
    with pytest.raises(ValidationError):
        show_lists(call, by=cast.secretary)
    draw_up_lists(call, by=cast.secretary)
    show_lists(call, by=cast.secretary)
    with pytest.raises(ValidationError):
        draw_up_lists(call, by=cast.secretary)


def test_a_city_sees_its_list_once_it_is_shown_and_is_told_once(cast: Cast):
    call, cities = world(network=cast.ucci)
    draw_up_lists(call, by=cast.secretary)
    coordinator = MembershipFactory(organisation=cities["vallehondo"].applicant).user
    assert ShortListEntry.objects.shown().count() == 0
    assert known_to_each_other(cities["vallehondo"]) == set()
    for _twice in range(2):
        show_lists(call, by=cast.secretary)
    assert [one.kind for one in Notice.objects.filter(user=coordinator)] == ["short-list.shown"]
    assert cities["santa-bruma"].pk in known_to_each_other(cities["vallehondo"])
    strike_from_lists(call, cities["vallehondo"], cities["santa-bruma"], reason="Una razón.", by=cast.secretary)
    assert Notice.objects.filter(user=coordinator, kind="short-list.changed").count() == 1


@pytest.mark.parametrize(("other", "reason"), [("vallehondo", "Una razón."), ("santa-bruma", "  ")])
def test_a_list_is_mended_between_two_cities_and_with_a_reason(cast: Cast, other: str, reason: str):
    call, cities = world(network=cast.ucci)
    with pytest.raises(ValidationError):
        strike_from_lists(call, cities["vallehondo"], cities[other], reason=reason, by=cast.secretary)
    assert ShortListEntry.objects.count() == 0


def test_preferences_are_asked_for_after_the_lists_are_shown(cast: Cast):
    call, cities = world(network=cast.ucci)
    coordinator = MembershipFactory(organisation=cities["sarapur"].applicant).user
    with pytest.raises(ValidationError):
        set_preferences_term(call, due_at=call.closes_at, by=cast.secretary)
    draw_up_lists(call, by=cast.secretary)
    show_lists(call, by=cast.secretary)
    with pytest.raises(ValidationError):
        set_preferences_term(call, due_at=call.opens_at, by=cast.secretary)
    set_preferences_term(call, due_at=call.closes_at, by=cast.secretary)
    call.matchmaking.refresh_from_db()
    assert call.matchmaking.preferences_due_at == call.closes_at
    assert Task.objects.open().filter(kind="preferences.say").count() == 6
    set_preferences_term(call, due_at=call.closes_at + timedelta(days=1), by=cast.secretary)
    kinds = list(Notice.objects.filter(user=coordinator).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["short-list.shown", "task.open", "preferences.moved"]
    verbs = set(AuditEvent.objects.filter(scope=cast.ucci.pk).values_list("verb", flat=True))
    assert {"short-lists.drawn", "short-lists.shown", "preferences.term"} <= verbs
