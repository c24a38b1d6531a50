"""Parties are proposed, invited, answer, say who works for them and leave, each at its own desk."""

import pytest
from django.test import Client
from tests.factories.actors import CityFactory, NetworkMemberFactory, PersonFactory, PlanFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.lives import Living, accept_all, adopted, pack_text, proposed
from tests.web.alliances.conftest import at_desk, in_office
from tests.web.conftest import As

from entreciudades.alliances.models import Alliance, Seat
from entreciudades.notices.models import Task


@pytest.fixture
def asked(db: None) -> Living:
    """The first of three cities proposes; nobody has answered."""
    return proposed(cities=3)


def states(living: Living) -> list[str]:
    return list(living.alliance.seats.order_by("position").values_list("state", flat=True))


def test_an_organisation_proposes_under_a_methodology_of_its_network(asked: Living, sign_in: As) -> None:
    desk, other = sign_in(asked.by), CityFactory(names={"es": "Torreclara"})
    NetworkMemberFactory(network=asked.network, organisation=other)
    page = f"/desk/organisations/{asked.cities[0].slug}/alliances/add/"
    [(way, _title)] = desk.get(page).context["form"].fields["way"].choices
    missing = desk.post(f"{page}?way={way}", {"titles_es": "", "others": [other.pk]})
    assert list(missing.context["form"].errors) == ["titles"]
    answer = desk.post(f"{page}?way={way}", {"titles_es": "Aguas del norte", "others": [other.pk], "themes": ["iuc:7"]})
    made = Alliance.objects.latest("pk")
    assert answer.headers["Location"] == f"/desk/organisations/{asked.cities[0].slug}/alliances/{made.slug}/"
    assert (made.state, made.titles, made.network, made.form) == (
        "proposed",
        {"es": "Aguas del norte"},
        asked.network,
        "only",
    )
    assert dict(made.seats.values_list("organisation", "state")) == {asked.cities[0].pk: "present", other.pk: "invited"}
    assert list(made.themes.values_list("pk", flat=True)) == ["iuc:7"]


def test_a_secretariat_proposes_to_its_members_and_takes_no_part(asked: Living, sign_in: As) -> None:
    members = [CityFactory(), CityFactory()]
    for one in members:
        NetworkMemberFactory(network=asked.network, organisation=one)
    desk, page = sign_in(asked.secretary), f"/desk/organisations/{asked.network.slug}/alliances/add/"
    [(way, _title)] = desk.get(page).context["form"].fields["way"].choices
    said = {"titles_es": "Puertos", "others": [one.pk for one in members]}
    answer = desk.post(f"{page}?way={way}", said)
    made = Alliance.objects.latest("pk")
    assert answer.headers["Location"] == f"/office/{asked.network.slug}/alliances/{made.slug}/"
    assert [(one.organisation, one.state) for one in made.seats.order_by("organisation")] == [
        (one, "invited") for one in members
    ]


def test_where_no_network_has_a_methodology_the_page_says_so(asked: Living, sign_in: As) -> None:
    page = sign_in(asked.coordinators[1]).get(f"/desk/organisations/{asked.cities[1].slug}/alliances/add/")
    assert page.context["has_ways"] is False


def test_what_the_methodology_refuses_stands_at_the_other_parties(asked: Living, sign_in: As) -> None:
    adopted(pack_text(version="2.0", at_most=2), network=asked.network)
    others = [CityFactory(), CityFactory()]
    for one in others:
        NetworkMemberFactory(network=asked.network, organisation=one)
    desk, page = sign_in(asked.by), f"/desk/organisations/{asked.cities[0].slug}/alliances/add/"
    ways = dict(desk.get(page).context["form"].fields["way"].choices)
    [way] = [key for key, title in ways.items() if "2.0" in title]
    refused = desk.post(f"{page}?way={way}", {"titles_es": "Demasiadas", "others": [one.pk for one in others]})
    assert list(refused.context["form"].errors) == ["others"]
    assert Alliance.objects.count() == 1


def test_an_alliance_that_is_only_told_is_taken_up_with_its_parties(asked: Living, sign_in: As) -> None:
    told = Alliance.objects.create(slug="parejas", network=asked.network, titles={"es": "Parejas"})
    for place, city in enumerate(asked.cities[:2]):
        Seat.objects.create(alliance=told, organisation=city, position=place)
    desk, page = sign_in(asked.by), f"/desk/organisations/{asked.cities[0].slug}/alliances/parejas/"
    assert desk.get(page).context["propose_address"] == f"{page}propose/"
    [(way, _title)] = desk.get(f"{page}propose/").context["form"].fields["way"].choices
    assert desk.post(f"{page}propose/?way={way}", {"titles_es": "Parejas"}).headers["Location"] == page
    told.refresh_from_db()
    assert (told.state, list(told.seats.values_list("state", flat=True))) == ("proposed", ["present", "present"])


def test_the_invited_read_what_they_would_join_and_answer(asked: Living, sign_in: As) -> None:
    yes, no = sign_in(asked.coordinators[1]), sign_in(asked.coordinators[2])
    page = yes.get(at_desk(asked, place=1))
    assert page.context["answers"]["accept"] == at_desk(asked, "accept/", place=1)
    assert yes.post(at_desk(asked, "accept/", place=1)).status_code == 302
    assert list(no.post(at_desk(asked, "decline/", place=2), {"reason": ""}).context["form"].errors) == ["reason"]
    no.post(at_desk(asked, "decline/", place=2), {"reason": "No hay personal."})
    assert states(asked) == ["present", "present", "declined"]
    assert no.get(at_desk(asked, place=2)).status_code == 404
    assert not Task.objects.open().filter(kind="alliance.answer").exists()


def test_answering_twice_is_told_kindly(asked: Living, sign_in: As) -> None:
    desk = sign_in(asked.coordinators[1])
    desk.post(at_desk(asked, "accept/", place=1))
    again = desk.post(at_desk(asked, "accept/", place=1), follow=True)
    assert (again.status_code, states(asked)[1]) == (200, "present")


def test_another_party_is_found_by_name_and_invited(asked: Living, sign_in: As) -> None:
    new = CityFactory(names={"es": "Villa Serena"}, published=True)
    desk = sign_in(asked.by)
    page = desk.get(at_desk(asked, "parties/?q=serena"))
    assert page.context["results"] == [new]
    desk.post(at_desk(asked, "parties/invite/"), {"organisation": new.pk})
    assert states(asked) == ["present", "invited", "invited", "invited"]
    assert desk.post(at_desk(asked, "parties/invite/"), {"organisation": 10**12}).status_code == 404


def test_people_and_plans_of_a_party_are_its_own_to_say(asked: Living, sign_in: As) -> None:
    accept_all(asked, [1])
    desk, seat = sign_in(asked.by), asked.seat(0)
    person, plan = PersonFactory(organisation=asked.cities[0]), PlanFactory(organisation=asked.cities[0])
    page = at_desk(asked, f"parties/{seat.pk}/")
    desk.post(f"{page}people/", {"person": person.pk, "role": "coordination"})
    desk.post(f"{page}plans/", {"plan": plan.pk, "statements_es": "Por el agua."})
    assert [(one.person, one.role) for one in seat.people.all()] == [(person, "coordination")]
    assert [(one.plan, one.statements) for one in seat.alignments.all()] == [(plan, {"es": "Por el agua."})]
    twice = desk.post(f"{page}people/", {"person": person.pk, "role": "coordination"})
    assert (twice.status_code, seat.people.count()) == (422, 1)

    theirs = asked.seat(1)
    assert desk.get(at_desk(asked, f"parties/{theirs.pk}/")).status_code == 404
    strange = PersonFactory(organisation=asked.cities[1])
    desk.post(f"{page}people/", {"person": strange.pk, "role": "coordination"})
    desk.post(f"{page}people/{seat.people.get().pk}/remove/")
    desk.post(f"{page}plans/{seat.alignments.get().pk}/remove/")
    assert (seat.people.count(), seat.alignments.count()) == (0, 0)


def test_a_party_leaves_with_its_reason_and_reads_on(asked: Living, sign_in: As) -> None:
    accept_all(asked, [1])
    desk = sign_in(asked.coordinators[1])
    page = at_desk(asked, "leave/", place=1)
    assert sorted(desk.post(page, {}).context["form"].errors) == ["on", "reason"]
    day = desk.get(page).context["form"].initial["on"].isoformat()
    desk.post(page, {"on": day, "reason": "Cambio de gobierno."})
    seat = asked.seat(1)
    assert (seat.state, seat.left_because) == ("left", "Cambio de gobierno.")
    assert desk.get(at_desk(asked, place=1)).status_code == 200


def test_it_is_constituted_begun_suspended_and_given_up_from_its_page(asked: Living, sign_in: As) -> None:
    desk = sign_in(asked.by)
    day = "2026-01-15"
    few = desk.post(at_desk(asked, "do/constitute/"), {"on": day})
    assert few.context["form"].non_field_errors()
    accept_all(asked, [1])
    moves = [("constitute", {"on": None}), ("start", {"on": None}), ("suspend", {"reason": "Elecciones."}),
             ("resume", {"reason": "Hay gobierno."}), ("suspend", {"reason": "Otra vez."}),
             ("give-up", {"reason": "No sigue."})]  # fmt: skip
    found = []
    for verb, said in moves:
        page = at_desk(asked, f"do/{verb}/")
        form = {key: value or desk.get(page).context["form"].initial[key].isoformat() for key, value in said.items()}
        assert desk.post(page, form).status_code == 302
        found.append(Alliance.objects.get().state)
    assert found == ["constituted", "running", "suspended", "running", "suspended", "given-up"]
    late = desk.post(at_desk(asked, "do/resume/"), {"reason": "Tarde."}, follow=True)
    assert (late.redirect_chain[-1][0], Alliance.objects.get().state) == (at_desk(asked), "given-up")


def test_it_closes_only_with_a_reason_for_each_open_gate(living: Living, desk: Client) -> None:
    page = at_desk(living, "close/")
    shut = desk.post(page, {"reason": "Se acaba."})
    assert sorted(shut.context["form"].errors) == ["stage_end", "stage_start"]
    assert [card.stage.key for card, _outcomes in shut.context["open"]] == ["start", "end"]
    said = {"reason": "Se acaba.", "stage_start": "No hubo informe.", "stage_end": "Ya no hace falta."}
    assert desk.post(page, said).status_code == 302
    assert Alliance.objects.get().state == "closed"
    history = desk.get(at_desk(living, "history/"))
    assert [one.why for one in history.context["decisions"][:3]] == [
        "Se acaba.",
        "Ya no hace falta.",
        "No hubo informe.",
    ]


def test_a_new_version_is_seen_first_then_decided(living: Living, desk: Client) -> None:
    stages = {
        "start": 'months = 1\nrequires = ["parties"]',
        "middle": 'months = 1\nrequires = ["parties"]',
        "end": 'months = 1\nrequires = ["parties"]',
    }
    newer = adopted(pack_text(stages, version="2.0"), network=living.network)
    page = at_desk(living, f"methodology/{newer.pk}/")
    changes = dict(desk.get(page).context["changes"])
    assert ["2. Etapa middle"] in changes.values()
    assert list(desk.post(page, {"reason": ""}).context["form"].errors) == ["reason"]
    desk.post(page, {"reason": "Lo acordaron todas."})
    assert living.states() == {"start": "under-way", "middle": "ahead", "end": "ahead"}


def test_a_version_without_the_stage_in_which_it_stands_cannot_be_adopted(living: Living, desk: Client) -> None:
    newer = adopted(pack_text({"end": 'requires = ["parties"]'}, version="2.0"), network=living.network)
    page = desk.get(at_desk(living, f"methodology/{newer.pk}/"))
    assert str(page.context["blocked_at"]) == "1. Etapa start"
    desk.post(at_desk(living, f"methodology/{newer.pk}/"), {"reason": "Aun así."})
    assert living.states() == {"start": "under-way", "end": "ahead"}


def test_what_it_is_called_and_about_is_changed_by_those_who_decide(living: Living, desk: Client) -> None:
    said = {"titles_es": "Otro nombre", "themes": ["iuc:7"], "published": "on"}
    assert desk.post(at_desk(living, "describe/"), said).status_code == 302
    found = Alliance.objects.get()
    assert (found.titles, found.published) == ({"es": "Otro nombre"}, True)


def test_a_second_network_sees_none_of_it(living: Living, sign_in: As) -> None:
    stranger = proposed(pack_text(version="9.0"))
    client = sign_in(stranger.secretary)
    assert client.get(in_office(living)).status_code == 403
    own = f"/office/{stranger.network.slug}/alliances/"
    assert [line.alliance for line in client.get(own).context["lines"]] == [stranger.alliance]
    assert client.get(f"{own}{living.alliance.slug}/").status_code == 404


def test_who_worked_on_it_and_why_stays_once_it_is_over(living: Living, desk: Client) -> None:
    seat = living.seat(0)
    assigned = seat.people.create(person=PersonFactory(organisation=living.cities[0]), role="coordination")
    aligned = seat.alignments.create(plan=PlanFactory(organisation=living.cities[0]))
    Alliance.objects.update(state="closed", closed_on="2026-01-01")
    page = at_desk(living, f"parties/{seat.pk}/")
    for link in (f"people/{assigned.pk}/remove/", f"plans/{aligned.pk}/remove/"):
        assert desk.post(f"{page}{link}").headers["Location"] == page
    assert (seat.people.count(), seat.alignments.count()) == (1, 1)


def test_a_told_alliance_asks_no_party_who_works_on_it(asked: Living, sign_in: As) -> None:
    told = AllianceFactory(network=asked.network, parties=asked.cities[:2])
    desk = sign_in(asked.by)
    page = f"/desk/organisations/{asked.cities[0].slug}/alliances/{told.slug}/parties/"
    assert desk.get(page).context["own_address"] == ""
    assert desk.get(f"{page}{told.seats.get(organisation=asked.cities[0]).pk}/").status_code == 404
