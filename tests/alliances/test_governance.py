"""Bodies: made from the methodology, who sits there on a day, and what is found of their rules."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from tests.factories.actors import CityFactory, NetworkFactory, PersonFactory
from tests.factories.governance import body_of, held_meeting_of, meeting_of, member_of
from tests.factories.lives import pack_text, running

from entreciudades.actors.models import BodyMember
from entreciudades.alliances.mandates import findings, next_due, sits_on, sitting
from entreciudades.alliances.models import BodyMeeting, BodyRule
from entreciudades.alliances.services.governance import keep_member, make_bodies, remove_member, set_rules
from entreciudades.alliances.services.summons import members_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.texts import save_text
from entreciudades.web.governance.shown import in_words

pytestmark = pytest.mark.django_db

BODIES = """
[[alliance.body]]
key = "steering"
kind = "steering"
title.es = "Comité"
meets.es = "Cada dos meses"
every_months = 2
quorum = 60
  [[alliance.body.composition]]
  rule = "per-party"
  at_least = 1
  [[alliance.body.composition]]
  rule = "women"
  at_least = 40
[[alliance.body]]
key = "technical"
kind = "technical"
title.es = "Mesa técnica"
"""


def test_the_bodies_of_the_methodology_are_made_once_and_stay_as_they_are() -> None:
    found = running(pack_text() + BODIES)
    act = {"by": found.by, "scope": found.cities[0].pk}
    made = make_bodies(found.alliance, **act)
    assert [(one.names, one.kind, one.every_months, one.quorum, one.network) for one in made] == [
        ({"es": "Comité"}, "steering", 2, 60, found.network),
        ({"es": "Mesa técnica"}, "technical", None, 50, found.network),
    ]
    assert list(made[0].rules.values_list("rule", "at_least")) == [("per-party", 1), ("women", 40)]
    made[0].quorum = 70
    made[0].save()
    assert make_bodies(found.alliance, **act) == []
    assert list(found.alliance.bodies.values_list("key", "body__quorum")) == [("steering", 70), ("technical", 50)]


def test_an_alliance_without_methodology_has_no_bodies_to_make(in_english: None) -> None:
    found = running()
    found.alliance.methodology = None
    found.alliance.state = "told"
    found.alliance.save()
    with pytest.raises(ValidationError, match="no methodology"):
        make_bodies(found.alliance, by=found.by, scope=found.cities[0].pk)


@pytest.mark.parametrize(
    ("since", "until", "day", "sits"),
    [
        (None, None, "2026-03-02", True),
        ("2026-03-02", None, "2026-03-02", True),
        ("2026-03-03", None, "2026-03-02", False),
        ("2026", "2026", "2026-12-31", True),
        (None, "2026-02", "2026-02-28", True),
        (None, "2026-02", "2026-03-01", False),
        (None, "2025/2026", "2026-12-31", True),
        ("XXXX-09-07", "XXXX-09-08", "2026-03-02", True),  # of any year: nobody knows
    ],
)
def test_a_mandate_holds_from_its_first_day_to_its_last(
    since: str | None, until: str | None, day: str, *, sits: bool
) -> None:
    period = {name: PartialDate.parse(said) if said else None for name, said in (("since", since), ("until", until))}
    assert sits_on(BodyMember(**period), dt.date.fromisoformat(day)) is sits


def test_whoever_was_entered_twice_is_one_member() -> None:
    city = CityFactory()
    body = body_of(NetworkFactory(), city, city)
    first, other = members_of(body)
    member_of(body, city, person=first.person)
    member_of(body, city, person=None)
    member_of(body, city, person=None)  # two seats of a city, nobody named yet
    assert [one.person for one in sitting(members_of(body), dt.date(2026, 3, 2))] == [
        first.person,
        other.person,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        (2, "2026-03-02", "2026-05-02"),
        (1, "2026-01-31", "2026-02-28"),
        (12, "2026-12-31", "2027-12-31"),
        (None, "2026-03-02", None),
        (2, None, None),
    ],
)
def test_a_body_is_due_so_many_months_after_it_met(every: int | None, last: str | None, due: str | None) -> None:
    body = body_of(NetworkFactory(), every_months=every)
    found = next_due(body, dt.date.fromisoformat(last) if last else None)
    assert found == (dt.date.fromisoformat(due) if due else None)


def test_rules_on_who_sits_are_told_in_words_with_their_numbers(in_english: None) -> None:
    one, two, three = (CityFactory(names={"es": name}) for name in ("Alba", "Brisa", "Costa"))
    body = body_of(NetworkFactory())
    for city, form in ((one, "feminine"), (one, "masculine"), (two, "")):
        member_of(body, city, person=PersonFactory(organisation=city, addressed_as=form))
    for rule, least in (("per-party", 1), ("territories", 2), ("women", 40), ("men", 30)):
        BodyRule.objects.create(body=body, rule=rule, at_least=least)
    found = findings(body.rules.all(), members_of(body), [one, two, three])
    assert [(row.holds, in_words(row)) for row in found] == [
        (False, "Each party should have at least 1 here; missing: Costa."),
        (False, "Different countries: 1; the rule asks for 2."),
        (False, "Women: 1 of 3 people; the rule asks for 40 %. Of 1 person nobody has said it."),
        (True, "Men: 1 of 3 people; the rule asks for 30 %. Of 1 person nobody has said it."),
    ]


def test_a_share_is_an_exact_fraction() -> None:
    city = CityFactory()
    body = body_of(NetworkFactory())
    for form in ("feminine", "masculine", "masculine"):
        member_of(body, city, person=PersonFactory(organisation=city, addressed_as=form))
    rules = [BodyRule(body=body, rule="women", at_least=least) for least in (33, 34)]
    assert [one.holds for one in findings(rules, members_of(body), [])] == [True, False]


def test_rules_are_set_as_a_whole_and_refused_as_a_whole() -> None:
    found = running()
    body = body_of(found.network, alliance=found.alliance)
    act = {"by": found.by, "scope": found.cities[0].pk}
    set_rules(body, {"per-party": 2, "women": 50}, **act)
    set_rules(body, {"per-party": 1}, **act)
    assert list(body.rules.values_list("rule", "at_least")) == [("per-party", 1)]
    with pytest.raises(ValidationError):
        set_rules(body, {"women": 101}, **act)
    assert list(body.rules.values_list("rule", "at_least")) == [("per-party", 1)]


def test_only_parties_sit_in_a_body_of_an_alliance() -> None:
    found = running()
    body = body_of(found.network, alliance=found.alliance)
    act = {"by": found.by, "scope": found.cities[0].pk}
    kept = keep_member(BodyMember(body=body, organisation=found.cities[0]), **act)
    assert (kept.position, keep_member(BodyMember(body=body, organisation=found.cities[1]), **act).position) == (0, 1)
    with pytest.raises(ValidationError) as refused:
        keep_member(BodyMember(body=body, organisation=CityFactory()), **act)
    assert list(refused.value.message_dict) == ["organisation"]


def test_whoever_was_called_to_a_meeting_is_not_taken_out() -> None:
    found = running()
    body = body_of(found.network, *found.cities, alliance=found.alliance)
    act = {"by": found.by, "scope": found.cities[0].pk}
    meeting_of(body, counted=1)
    newcomer = member_of(body, found.cities[0])
    remove_member(newcomer, **act)
    with pytest.raises(ValidationError):
        remove_member(body.members.first(), **act)
    assert body.members.count() == 2


def test_a_meeting_counts_for_the_gate_with_quorum_and_minutes() -> None:
    found = running()
    body = body_of(found.network, *found.cities, alliance=found.alliance, quorum=100)
    without = held_meeting_of(body, counted=1)
    whole, silent = held_meeting_of(body, counted=2), held_meeting_of(body, counted=2)
    for one in (without, whole):
        save_text(one, "minutes", "es", "Se habló.", expected_version=0, by=None)
    rows = BodyMeeting.objects.of_alliance(found.alliance)
    assert set(rows.with_quorum()) == {whole, silent}
    assert list(rows.with_quorum().with_minutes()) == [whole]
    assert [one.has_quorum for one in (without, whole, silent)] == [False, True, True]
    assert not BodyMeeting.objects.of_network(found.network).exists()
