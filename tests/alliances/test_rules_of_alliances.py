"""Who may do what in the life of an alliance: its parties, its network's office, nobody else."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.actors import MembershipFactory, NetworkFactory
from tests.factories.lives import Living, pack_text, running

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.alliances import rules
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.services import parties
from entreciudades.core.access import fetch
from entreciudades.core.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db

People = dict[str, User | AnonymousUser]


@pytest.fixture
def found() -> Living:
    """An alliance whose third city has left, whose fourth is invited and whose fifth declined."""
    stages = {"any": 'requires = ["parties"]', "office": 'closes = "secretariat"\nrequires = ["parties"]'}
    made = running(pack_text(stages), cities=5)
    parties.leave(made.seat(2), reason="Nuevo gobierno", on=None, by=made.coordinators[2])
    for place in (3, 4):
        seat = made.seat(place)
        seat.state, seat.joined_on = ("invited", None) if place == 3 else ("declined", None)
        seat.save()
    return made


@pytest.fixture
def people(found: Living) -> People:
    """Whoever may come."""

    def of(organisation: object, role: str) -> User:
        user: User = MembershipFactory(organisation=organisation, role=role).user
        return user

    return {
        "coordinator": found.coordinators[0],
        "colleague": of(found.cities[1], Role.COLLEAGUE),
        "secretary": found.secretary,
        "auditor": of(found.network, Role.AUDITOR),
        "reviewer": of(found.network, Role.REVIEWER),
        "left": found.coordinators[2],
        "invited": found.coordinators[3],
        "declined": found.coordinators[4],
        "second secretary": of(NetworkFactory(), Role.SECRETARY),
        "visitor": AnonymousUser(),
    }


def allowed(people: People, may: Callable[[User | AnonymousUser], bool]) -> set[str]:
    return {name for name, user in people.items() if may(user)}


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (rules.SEE_ALLIANCE, {"coordinator", "colleague", "secretary", "auditor", "left", "invited"}),
        (rules.EDIT_ALLIANCE, {"coordinator", "colleague"}),
        (rules.DECIDE_ALLIANCE, {"coordinator"}),
        (rules.RUN_ALLIANCE, {"secretary"}),
        (rules.FOLLOW_ALLIANCE, {"secretary", "auditor"}),
    ],
    ids=lambda one: one.name if hasattr(one, "name") else "",
)
def test_who_may(found: Living, people: People, rule: rules.Rule[Alliance], who: set[str]) -> None:
    assert allowed(people, lambda user: rule.predicate(user, found.alliance)) == who


@pytest.mark.parametrize(
    ("stage", "rule", "who"),
    [
        ("any", rules.CLOSE_STAGE, {"coordinator"}),
        ("any", rules.WAIVE_STAGE, {"coordinator", "secretary"}),
        ("office", rules.CLOSE_STAGE, {"secretary"}),
        ("office", rules.WAIVE_STAGE, {"secretary"}),
        ("any", rules.READ_STAGE, {"coordinator", "colleague", "secretary", "auditor"}),
    ],
)
def test_who_may_close_a_stage_and_except_from_it(
    found: Living, people: People, stage: str, rule: rules.Rule[rules.AllianceStage], who: set[str]
) -> None:
    assert allowed(people, lambda user: rule.predicate(user, found.stage(stage))) == who


def test_each_attests_for_its_own_party_and_the_office_for_none(found: Living, people: People) -> None:
    row, seat = found.stage("any"), found.seat(0)
    assert allowed(people, lambda user: rules.may_attest(user, row, by="every-coordinator", seat=seat)) == {
        "coordinator"
    }
    assert rules.may_attest(found.coordinators[1], row, by="every-coordinator", seat=seat) is False
    assert allowed(people, lambda user: rules.may_attest(user, row, by="secretariat", seat=None)) == {"secretary"}


def test_a_party_answers_for_itself(found: Living, people: People) -> None:
    assert allowed(people, lambda user: rules.DECIDE_SEAT.predicate(user, found.seat(3))) == {"invited"}


def test_a_stranger_finds_nothing_and_whoever_knows_it_is_refused(found: Living, people: People) -> None:
    rows, key = Alliance.objects.all(), found.alliance.pk
    for name in ("second secretary", "declined", "visitor"):
        with pytest.raises(NotFound):
            fetch(rows, key, may=rules.RUN_ALLIANCE, actor=people[name])
    for name in ("coordinator", "colleague", "auditor", "left", "invited"):
        with pytest.raises(NotAllowed):
            fetch(rows, key, may=rules.RUN_ALLIANCE, actor=people[name])
    assert fetch(rows, key, may=rules.RUN_ALLIANCE, actor=people["secretary"]) == found.alliance


def test_what_is_public_names_nobody_who_only_was_invited(found: Living) -> None:
    Alliance.objects.update(published=True)
    found.cities[3].published = False
    found.cities[3].save()
    [row] = Alliance.objects.visible_to(AnonymousUser()).with_public_parties()
    assert [seat.organisation for seat in row.seats.all()] == found.cities[:3]
    assert [Alliance.objects.of(city).count() for city in found.cities] == [1, 1, 1, 0, 0]
