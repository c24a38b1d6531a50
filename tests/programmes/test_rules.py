"""Who may know of a programme and do what with it: rules and lists say the same, for the whole cast."""

import pytest
from tests.factories.cast import Cast
from tests.factories.programmes import ProgrammeFactory

from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.programmes import rules
from entreciudades.programmes.models import Programme

EVERYBODY = {
    "secretary", "second_secretary", "coordinator", "colleague", "other_coordinator", "reviewer", "auditor", "visitor",
}  # fmt: skip
CITY = {"coordinator", "colleague"}
OFFICE = {"secretary", "auditor"}


@pytest.fixture
def programmes(cast: Cast) -> dict[str, Programme]:
    la_paz = {"holder": cast.la_paz, "network": cast.ucci}
    return {
        "draft": ProgrammeFactory(**la_paz),
        "public": ProgrammeFactory(**la_paz, public=True),
        "closed": ProgrammeFactory(**la_paz, public=True, state="closed"),
        "of the network": ProgrammeFactory(holder=cast.ucci, network=cast.ucci, variant="network"),
        "of the other city": ProgrammeFactory(holder=cast.riomayor, network=cast.ucci),
        "of the second network": ProgrammeFactory(holder=cast.riomayor, network=cast.puertos),
    }


def by(rule: Rule[Programme], cast: Cast, programme: Programme) -> set[str]:
    return {name for name, user in cast.everybody.items() if rule.predicate(user, programme)}


def test_the_draft_of_a_city(cast: Cast, programmes: dict[str, Programme]) -> None:
    draft = programmes["draft"]
    assert by(rules.SEE, cast, draft) == CITY | OFFICE
    assert by(rules.EDIT, cast, draft) == CITY
    assert by(rules.TRANSLATE, cast, draft) == CITY | {"secretary"}
    assert by(rules.PUBLISH, cast, draft) == {"coordinator"}
    assert by(rules.FOLLOW, cast, draft) == OFFICE
    assert by(rules.REMIND, cast, draft) == {"secretary"}


def test_the_draft_of_a_network(cast: Cast, programmes: dict[str, Programme]) -> None:
    own = programmes["of the network"]
    assert by(rules.SEE, cast, own) == OFFICE
    assert by(rules.EDIT, cast, own) == {"secretary"}
    assert by(rules.PUBLISH, cast, own) == {"secretary"}


def test_the_draft_of_a_member_of_two_networks_is_seen_by_the_one_that_owns_it(
    cast: Cast, programmes: dict[str, Programme]
) -> None:
    assert by(rules.SEE, cast, programmes["of the other city"]) == {"other_coordinator"} | OFFICE
    assert by(rules.SEE, cast, programmes["of the second network"]) == {"other_coordinator", "second_secretary"}


@pytest.mark.parametrize("state", ["public", "closed"])
def test_what_is_public_is_seen_by_everybody_and_at_the_same_desks_as_before(
    cast: Cast, programmes: dict[str, Programme], state: str
) -> None:
    assert by(rules.SEE, cast, programmes[state]) == EVERYBODY
    assert by(rules.DESK, cast, programmes[state]) == CITY


def test_what_is_closed_is_written_by_nobody_and_reopened_by_who_may_publish(
    cast: Cast, programmes: dict[str, Programme]
) -> None:
    assert by(rules.EDIT, cast, programmes["public"]) == CITY
    assert by(rules.EDIT, cast, programmes["closed"]) == set()
    assert by(rules.PUBLISH, cast, programmes["closed"]) == {"coordinator"}


def test_lists_and_rules_say_the_same_for_the_whole_cast(cast: Cast, programmes: dict[str, Programme]) -> None:
    lists = {
        rules.SEE: Programme.objects.visible_to,
        rules.DESK: Programme.objects.at_desk_of,
        rules.FOLLOW: Programme.objects.in_office_of,
    }
    for rule, listed in lists.items():
        for name, user in cast.everybody.items():
            allowed = sorted(one.pk for one in programmes.values() if rule.predicate(user, one))
            assert sorted(row.pk for row in listed(user)) == allowed, (rule.name, name)
            assert set(rule.visible_to(Programme.objects.all(), user)) == set(Programme.objects.visible_to(user))


def test_who_may_do_something_also_sees_it(cast: Cast, programmes: dict[str, Programme]) -> None:
    for programme in programmes.values():
        seen = by(rules.SEE, cast, programme)
        for rule in (rules.DESK, rules.EDIT, rules.PUBLISH, rules.FOLLOW, rules.REMIND):
            assert by(rule, cast, programme) <= seen


def test_a_second_networks_secretary_finds_nothing_unpublished_of_the_first(
    cast: Cast, programmes: dict[str, Programme]
) -> None:
    shown = set(Programme.objects.visible_to(cast.second_secretary))
    assert shown == {programmes[name] for name in ("public", "closed", "of the second network")}
    assert set(Programme.objects.in_office_of(cast.second_secretary)) == {programmes["of the second network"]}
    assert list(Programme.objects.at_desk_of(cast.second_secretary)) == []


def test_the_door_hides_from_strangers_and_refuses_those_who_see(cast: Cast, programmes: dict[str, Programme]) -> None:
    def door(user: object, name: str, rule: Rule[Programme]) -> Programme:
        return fetch(Programme.objects, programmes[name].pk, may=rule, actor=user)

    assert door(cast.colleague, "draft", rules.EDIT) == programmes["draft"]
    for stranger in (cast.visitor, cast.reviewer, cast.second_secretary, cast.other_coordinator):
        with pytest.raises(NotFound):
            door(stranger, "draft", rules.SEE)
    for user in (cast.secretary, cast.auditor):
        with pytest.raises(NotAllowed):
            door(user, "draft", rules.EDIT)
    with pytest.raises(NotAllowed):
        door(cast.colleague, "draft", rules.PUBLISH)
    with pytest.raises(NotAllowed):
        door(cast.visitor, "public", rules.EDIT)


def test_somebody_with_two_roles_finds_a_programme_once(cast: Cast, programmes: dict[str, Programme]) -> None:
    cast.la_paz.memberships.create(user=cast.coordinator, role="colleague")
    cast.ucci.memberships.create(user=cast.coordinator, role="auditor")
    for listed in (Programme.objects.visible_to, Programme.objects.at_desk_of, Programme.objects.in_office_of):
        rows = list(listed(cast.coordinator))
        assert len(rows) == len(set(rows))


def test_programmes_by_holder_and_network(cast: Cast, programmes: dict[str, Programme]) -> None:
    assert set(Programme.objects.held_by(cast.riomayor)) == {
        programmes["of the other city"], programmes["of the second network"],
    }  # fmt: skip
    assert set(Programme.objects.owned_by(cast.puertos)) == {programmes["of the second network"]}
    assert set(Programme.objects.public()) == {programmes["public"], programmes["closed"]}
