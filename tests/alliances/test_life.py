"""The life of an alliance: proposed, constituted, begun, suspended, closed, reopened, given up; who is told."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from tests.factories.actors import CityFactory, MembershipFactory, NetworkFactory, OrganisationFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.lives import adopted, constituted, pack_text, proposed, running

from entreciudades.alliances.models import Alliance, AllianceDecision
from entreciudades.alliances.services import life, parties
from entreciudades.core.errors import MoveRefused
from entreciudades.core.models import AuditEvent
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.notices.models import Notice, Task
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("user__email", flat=True))


def test_a_city_proposes_and_the_others_are_asked() -> None:
    found = proposed(cities=3)
    alliance = found.alliance
    assert (alliance.state, alliance.slug, alliance.programme_name) == (
        "proposed",
        "alianza-de-prueba-alianza-de-los-rios",
        "Alianza de prueba",
    )
    assert list(alliance.seats.values_list("state", flat=True)) == ["present", "invited", "invited"]
    asked = Task.objects.open().filter(kind="alliance.answer")
    assert sorted(asked.values_list("organisation", flat=True)) == sorted(one.pk for one in found.cities[1:])
    assert told("alliance.proposed") == {found.secretary.email}
    event = AuditEvent.objects.get(verb="alliance.decided")
    assert (event.scope, event.details["decision"]) == (found.cities[0].pk, "propose")


def test_what_cannot_be_proposed_is_refused_on_its_field_and_nothing_is_kept() -> None:
    found = proposed()
    network, city = found.network, found.cities[0]
    methodology = Methodology.objects.get(slug="alianza-de-prueba")
    university = OrganisationFactory(kind_id="actor:university")
    calls = adopted(shipped_text("vvsg-partner-search"), network=network)
    good = {
        "network": network,
        "methodology": methodology,
        "form": "only",
        "organisation": city,
        "parties": found.cities,
        "titles": {"es": "Otra"},
        "by": found.by,
    }
    wrong = [
        ({"form": "none"}, "form"),
        ({"methodology": calls}, "methodology"),
        ({"titles": {"es": " "}}, "titles"),
        ({"parties": [city]}, "parties"),
        ({"parties": [city, *(CityFactory() for _number in range(7))]}, "parties"),
        ({"parties": [city, university]}, "parties"),
        ({"network": NetworkFactory()}, "network"),
        ({"organisation": CityFactory()}, "network"),
    ]
    before = Alliance.objects.count()
    for fields, at_fault in wrong:
        with pytest.raises(ValidationError) as refused:
            life.propose(Alliance(), **(good | fields))
        assert (list(refused.value.message_dict), fields.keys()) == ([at_fault], fields.keys())
    assert Alliance.objects.count() == before


def test_a_pair_that_was_founded_takes_up_a_methodology_with_those_that_are_there() -> None:
    network = NetworkFactory()
    cities = [CityFactory(), CityFactory()]
    by = MembershipFactory(organisation=cities[0]).user
    third = CityFactory()
    founded = AllianceFactory(network=network, parties=cities, titles={"es": "Dos ríos"})
    alliance = life.propose(
        founded,
        network=network,
        methodology=adopted(pack_text(), network=network),
        form="only",
        organisation=network,
        parties=[*cities, third],
        titles={},
        by=by,
    )
    assert (alliance.pk, alliance.slug, alliance.titles) == (founded.pk, founded.slug, {"es": "Dos ríos"})
    assert list(alliance.seats.values_list("organisation", "state")) == [
        (cities[0].pk, "present"),
        (cities[1].pk, "present"),
        (third.pk, "invited"),
    ]
    with pytest.raises(MoveRefused):
        life.propose(
            founded,
            network=network,
            methodology=Methodology.objects.get(),
            form="only",
            organisation=network,
            parties=cities,
            titles={},
            by=by,
        )


def test_it_is_constituted_once_enough_have_accepted(in_english: None) -> None:
    found = proposed(pack_text(at_least=3), cities=3)
    parties.accept(found.seat(1), by=found.coordinators[1])
    with pytest.raises(ValidationError) as refused:
        life.constitute(found.alliance, by=found.by)
    assert refused.value.messages == ["2 parties have accepted; the methodology asks for 3 at least."]
    parties.accept(found.seat(2), by=found.coordinators[2])
    with pytest.raises(ValidationError) as refused:
        life.constitute(found.alliance, by=found.by, on=dt.date(2999, 1, 1))
    assert list(refused.value.message_dict) == ["on"]
    alliance = life.constitute(found.alliance, by=found.by, on=dt.date(2021, 5, 4))
    assert (alliance.state, alliance.constituted_on) == ("constituted", dt.date(2021, 5, 4))
    assert told("alliance.constituted") == {found.secretary.email, *(one.email for one in found.coordinators[1:])}


@time_machine.travel("2026-01-31T09:00:00Z", tick=False)
def test_it_begins_in_its_first_stage_with_a_calendar() -> None:
    found = running()
    assert found.states() == {"start": "under-way", "visits": "ahead", "work": "ahead", "end": "ahead"}
    planned = found.alliance.stages.values_list("planned_start", "planned_end", "started_on")
    day = dt.date
    assert list(planned) == [
        (day(2026, 1, 31), day(2026, 3, 30), day(2026, 1, 31)),
        (None, None, None),  # nobody knows whether an optional stage will be
        (day(2026, 3, 31), day(2026, 9, 29), None),
        (day(2026, 9, 30), day(2026, 10, 29), None),
    ]
    assert str(found.alliance.starts) == "2026-01-31"
    with pytest.raises(MoveRefused):
        life.start(found.alliance, by=found.by)


def test_it_does_not_begin_before_it_was_constituted() -> None:
    found = constituted()
    with pytest.raises(ValidationError) as refused:
        life.start(found.alliance, by=found.by, on=dt.date(2020, 1, 1))
    assert list(refused.value.message_dict) == ["on"]
    assert found.states() == {}


def test_it_is_suspended_and_resumed_with_reasons_that_stay() -> None:
    found = running()
    with pytest.raises(ValidationError) as refused:
        life.suspend(found.alliance, reason="  ", by=found.by)
    assert list(refused.value.message_dict) == ["reason"]
    assert life.suspend(found.alliance, reason="Elecciones", by=found.by).state == "suspended"
    with pytest.raises(MoveRefused):
        life.suspend(found.alliance, reason="Otra vez", by=found.by)
    assert life.resume(found.alliance, reason="Nuevo gobierno", by=found.by).state == "running"
    assert list(AllianceDecision.objects.exclude(reason="").values_list("verb", "reason", "made_by")) == [
        ("suspend", "Elecciones", found.by.pk),
        ("resume", "Nuevo gobierno", found.by.pk),
    ]
    assert told("alliance.suspended") == {found.secretary.email, found.coordinators[1].email}


def test_nobody_is_asked_to_join_what_was_given_up() -> None:
    found = proposed(cities=3)
    life.give_up(found.alliance, reason="Sin respuesta", by=found.by)
    assert Task.objects.open().filter(kind="alliance.answer").count() == 0


def test_what_is_given_up_is_over_and_nothing_more_is_written() -> None:
    found = proposed()
    alliance = life.give_up(found.alliance, reason="Sin respuesta", by=found.by)
    assert alliance.state == "given-up"
    with pytest.raises(ValidationError):
        parties.accept(found.seat(1), by=found.coordinators[1])
    with pytest.raises(ValidationError):
        parties.invite(alliance, organisation=CityFactory(), by=found.by)
    assert alliance.seats.count() == 2


def test_it_says_what_it_is_about_and_becomes_public_once_constituted() -> None:
    found = proposed()
    themes = Term.objects.filter(pk="iuc:7")
    with pytest.raises(ValidationError) as refused:
        life.describe(found.alliance, titles={"es": "Ríos"}, themes=themes, published=True, by=found.by)
    assert list(refused.value.message_dict) == ["published"]
    parties.accept(found.seat(1), by=found.coordinators[1])
    life.constitute(found.alliance, by=found.by)
    alliance = life.describe(found.alliance, titles={"es": "Ríos"}, themes=themes, published=True, by=found.by)
    alliance.refresh_from_db()
    assert (alliance.titles, alliance.published, [one.pk for one in alliance.themes.all()]) == (
        {"es": "Ríos"},
        True,
        ["iuc:7"],
    )
