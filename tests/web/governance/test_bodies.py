"""Bodies at the desk of a party, in the office of their network, and at the desk of a city that sits in one."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.factories.actors import MembershipFactory, NetworkFactory, PersonFactory
from tests.factories.governance import HELD, body_of, held_meeting_of, member_of
from tests.factories.lives import Living, pack_text, running
from tests.web.conftest import As

from entreciudades.actors.models import Body
from entreciudades.alliances.models import BodyDecision, BodyMeeting
from entreciudades.alliances.services.deciding import Charge, record_decision
from entreciudades.core.dates import PartialDate
from entreciudades.notices.models import Task

pytestmark = pytest.mark.django_db

BODIES = """
[[alliance.body]]
key = "steering"
kind = "steering"
title.es = "Comité de la alianza"
every_months = 2
  [[alliance.body.composition]]
  rule = "per-party"
  at_least = 1
"""


@pytest.fixture
def found() -> Living:
    return running(pack_text() + BODIES)


@pytest.fixture
def desk(found: Living, sign_in: As) -> Client:
    """The coordinator of the first city."""
    return sign_in(found.by)


def at(found: Living, name: str = "", *keys: object, space: str = "desk") -> str:
    owner = found.network if space == "office" else found.cities[0]
    page = f"alliance-governance-{name}" if name else "alliance-governance"
    return reverse(f"{space}:{page}", args=[owner.slug, found.alliance.slug, *keys])


def test_one_button_makes_the_bodies_of_the_methodology(found: Living, desk: Client) -> None:
    assert desk.get(at(found)).context["to_make"] == 1
    assert desk.post(at(found, "make")).url == at(found)
    page = desk.get(at(found))
    assert [one.body.names for one in page.context["bodies"]] == [{"es": "Comité de la alianza"}]
    assert page.context["to_make"] == 0


def test_a_person_without_account_sits_for_a_party_until_their_mandate_ends(found: Living, desk: Client) -> None:
    body = body_of(found.network, alliance=found.alliance)
    mayor = PersonFactory(organisation=found.cities[1], name="Elena Inventada", office="mayor")
    form = {"organisation": found.cities[1].pk, "person": mayor.pk, "titles_es": "Preside", "since": "2026"}
    assert desk.post(at(found, "member-add", body.pk), form).url == at(found, "body", body.pk)
    page = desk.get(at(found, "body", body.pk))
    assert [(one.name, one.is_over) for one in page.context["one"].members] == [
        (f"Elena Inventada ({found.cities[1].names['es']})", False)
    ]
    row = body.members.get()
    opened = desk.get(at(found, "member", row.pk)).context["form"].digest
    desk.post(at(found, "member", row.pk), form | {"until": "2026-02", "opened": opened})
    page = desk.get(at(found, "body", body.pk))
    assert (page.context["one"].members, [one.is_over for one in page.context["one"].former]) == ((), [True])


def test_a_person_of_another_organisation_is_refused_in_the_form(found: Living, desk: Client) -> None:
    body = body_of(found.network, alliance=found.alliance)
    stranger = PersonFactory(organisation=found.cities[1])
    answer = desk.post(at(found, "member-add", body.pk), {"organisation": found.cities[0].pk, "person": stranger.pk})
    assert list(answer.context["form"].errors) == ["person"]
    assert not body.members.exists()


def test_rules_are_kept_and_what_is_found_stands_on_the_page(found: Living, desk: Client) -> None:
    body = body_of(found.network, found.cities[0], alliance=found.alliance)
    assert desk.post(at(found, "rules", body.pk), {"per-party": "1", "women": ""}).url == at(found, "body", body.pk)
    findings = desk.get(at(found, "body", body.pk)).context["one"].findings
    assert [(holds, found.cities[1].names["es"] in said) for holds, said in findings] == [(False, True)]
    assert "women" in desk.post(at(found, "rules", body.pk), {"women": "101"}).context["form"].errors


def test_bodies_of_an_alliance_are_none_of_the_network_s(found: Living, sign_in: As) -> None:
    joint = body_of(found.network, *found.cities, alliance=found.alliance, names={"es": "Comité conjunto"})
    own = body_of(found.network, found.cities[0], names={"es": "Asamblea de la red"})
    office, slug = sign_in(found.secretary), found.network.slug
    shown = office.get(f"/office/{slug}/bodies/")
    assert [one.body for one in shown.context["bodies"]] == [own]
    for page in ("members/bodies/", "members/seats/", "members/seats/add/"):
        assert "Comité conjunto" not in office.get(f"/office/{slug}/{page}").content.decode()
    assert office.get(f"/office/{slug}/bodies/{joint.pk}/").status_code == 404
    assert office.get(f"/office/{slug}/members/bodies/{joint.pk}/").status_code == 404
    assert office.get(at(found, "body", joint.pk, space="office")).status_code == 200
    assert office.get(at(found, "body", own.pk, space="office")).status_code == 404


def test_the_secretariat_works_in_bodies_of_its_alliances_and_an_auditor_reads(found: Living, sign_in: As) -> None:
    body = body_of(found.network, *found.cities, alliance=found.alliance)
    auditor = MembershipFactory(organisation=found.network, role="auditor").user
    office, read = sign_in(found.secretary), sign_in(auditor)
    form = {"names_es": "Comité", "kind": "technical", "quorum": "60", "every_months": "3"}
    opened = office.get(at(found, "body-change", body.pk, space="office")).context["form"].digest
    answer = office.post(at(found, "body-change", body.pk, space="office"), form | {"opened": opened})
    assert answer.status_code == 302
    assert Body.objects.values_list("kind", "quorum", "every_months").get(pk=body.pk) == ("technical", 60, 3)
    assert read.get(at(found, "body", body.pk, space="office")).status_code == 200
    assert read.get(at(found, "rules", body.pk, space="office")).status_code == 403


def test_a_city_reads_at_its_desk_of_the_network_s_bodies_in_which_it_sits(found: Living, sign_in: As) -> None:
    body = body_of(found.network, found.cities[0], names={"es": "Asamblea de la red"})
    meeting = held_meeting_of(body, counted=1)
    mine, other = (sign_in(one) for one in found.coordinators)
    base = [f"/desk/organisations/{city.slug}/bodies/" for city in found.cities]
    assert "Asamblea de la red" in mine.get(base[0]).content.decode()
    for page in (f"{body.pk}/", f"meetings/{meeting.pk}/", f"meetings/{meeting.pk}/paper/"):
        assert mine.get(base[0] + page).status_code == 200
        assert other.get(base[1] + page).status_code == 404
    assert mine.get(f"{base[0]}{body.pk}/rules/").status_code == 404  # one only reads there


def test_whoever_carries_a_decision_out_reads_of_it_and_whoever_sits_no_more_does_not(
    found: Living, sign_in: As
) -> None:
    body = body_of(found.network, found.cities[0])
    meeting = held_meeting_of(body, counted=1)
    first, second = (sign_in(one) for one in found.coordinators)
    pages = [f"/desk/organisations/{city.slug}/bodies/meetings/{meeting.pk}/" for city in found.cities]
    assert (first.get(pages[0]).status_code, second.get(pages[1]).status_code) == (200, 404)
    decision = BodyDecision(meeting=meeting, body=body, texts={"es": "Se encarga."})
    act = {"by": found.secretary, "scope": found.network.pk}
    record_decision(decision, charges=[Charge(found.cities[1])], **act)
    assert Task.objects.get(kind="decision.carry-out").path == pages[1]
    body.members.update(until=PartialDate.parse("2026-03"))
    with time_machine.travel("2026-04-01T12:00Z", tick=False):
        first, second = (sign_in(one) for one in found.coordinators)
        assert (first.get(pages[0]).status_code, second.get(pages[1]).status_code) == (404, 200)
        seen = [list(BodyMeeting.objects.visible_to(one)) for one in (*found.coordinators, found.secretary)]
    assert seen == [[], [meeting], [meeting]]


def test_a_second_network_and_another_city_never_see_them(found: Living, sign_in: As) -> None:
    body = body_of(found.network, *found.cities, alliance=found.alliance)
    meeting = held_meeting_of(body, counted=2)
    strangers = [
        sign_in(MembershipFactory(organisation=NetworkFactory(slug="otra"), role="secretary").user),
        sign_in(MembershipFactory().user),
    ]
    for page in (at(found, "body", body.pk), at(found, "meeting", meeting.pk), at(found, space="office")):
        assert [one.get(page).status_code for one in strangers] == [403, 403]
    assert strangers[0].get(f"/office/otra/bodies/{body.pk}/").status_code == 404
    assert strangers[0].get(f"/office/otra/alliances/{found.alliance.slug}/governance/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_bodies_ask_as_often_whatever_there_are(
    found: Living, desk: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        body = body_of(found.network, *found.cities, alliance=found.alliance, every_months=1)
        member_of(body, found.cities[0])
        held_meeting_of(body, counted=2)
        BodyMeeting.objects.create(body=body, number=2, starts_at=HELD.replace(year=2090), quorum=50)
        record_decision(
            BodyDecision(body=body, texts={"es": "Urge."}, taken_on=HELD.date()), by=found.by, scope=found.cities[0].pk
        )
    with django_assert_max_num_queries(26):
        page = desk.get(at(found))
    assert [(one.ahead.number, one.last.number, one.to_ratify) for one in page.context["bodies"]] == [(2, 1, 1)] * count
