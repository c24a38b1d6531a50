"""Exchanges at the desk of a party and in the office of its network."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.factories.actors import MembershipFactory, NetworkFactory, PersonFactory
from tests.factories.exchanges import exchange_of, held_exchange_of, in_days, travelling
from tests.factories.lives import Living
from tests.web.conftest import As

from entreciudades.core.models import Attachment
from entreciudades.exchanges.models import Exchange, Traveller
from entreciudades.processes.calendar import calendar_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Living:
    """Two cities under way, with the caps of IUC."""
    return travelling()


@pytest.fixture
def desk(found: Living, sign_in: As) -> Client:
    """The coordinator of the first city."""
    return sign_in(found.by)


def at(found: Living, name: str, *keys: object, place: int = 0, space: str = "desk") -> str:
    owner = found.network if space == "office" else found.cities[place]
    return reverse(f"{space}:alliance-{name}", args=[owner.slug, found.alliance.slug, *keys])


def planned(found: Living, **said: object) -> dict[str, object]:
    """What the form sends for a visit of the second city to the first."""
    host, guest = found.cities
    data = {"titles_es": "Visita a los ríos", "kind": "visit", "host": host.pk, f"people_{guest.pk}": "3"}
    return data | {"starts": str(in_days(10)), "ends": str(in_days(12))} | said


def test_a_visit_is_planned_stands_in_the_list_and_in_the_calendar_of_both(found: Living, desk: Client) -> None:
    answer = desk.post(at(found, "exchange-add"), planned(found))
    one = Exchange.objects.get()
    assert answer.url == at(found, "exchange", one.pk)
    assert (one.titles, one.guests.get().people) == ({"es": "Visita a los ríos"}, 3)
    assert "Visita a los ríos" in desk.get(at(found, "exchanges")).content.decode()
    for user in found.coordinators:
        days = [day for day in calendar_of(user).days if "Visita a los ríos" in day.title]
        assert [(day.first, day.last) for day in days] == [(in_days(10), in_days(12))]


def test_too_many_travellers_come_back_with_the_form_as_it_was(found: Living, desk: Client) -> None:
    guest = found.cities[1]
    answer = desk.post(at(found, "exchange-add"), planned(found, **{f"people_{guest.pk}": "7"}))
    page = answer.content.decode()
    assert Exchange.objects.count() == 0
    assert 'value="Visita a los ríos"' in page
    assert 'value="7"' in page
    assert len(answer.context["form"].non_field_errors()) == 1


def test_two_people_on_one_form_lose_nothing(found: Living, desk: Client, sign_in: As) -> None:
    one = exchange_of(found)
    opened = desk.get(at(found, "exchange-change", one.pk)).context["form"].digest
    theirs = sign_in(found.coordinators[1]).post(
        at(found, "exchange-change", one.pk, place=1), planned(found, titles_es="La de ellos", opened=opened)
    )
    assert theirs.status_code == 302
    mine = desk.post(at(found, "exchange-change", one.pk), planned(found, titles_es="La mía", opened=opened))
    assert mine.status_code == 409
    assert "La de ellos" in mine.content.decode()
    one.refresh_from_db()
    assert one.titles == {"es": "La de ellos"}


def test_a_visit_is_held_minuted_and_no_longer_lacks_anything(found: Living, desk: Client) -> None:
    one = exchange_of(found, starts=in_days(-2), ends=in_days(-1))
    here = at(found, "exchange", one.pk)
    assert desk.post(at(found, "exchange-act", one.pk, "hold")).url == here
    assert desk.get(here).context["lacks_minute"] is True
    text = reverse("desk:exchange-minute-edit", args=[found.cities[0].slug, found.alliance.slug, one.pk, "es"])
    typed = {"body:minute": "Se acordó un plan.", "version:minute": "0", "digest:minute": ""}
    assert desk.post(text, typed).status_code == 302
    page = desk.get(here)
    assert page.context["lacks_minute"] is False
    assert "Se acordó un plan." in page.content.decode()


def test_a_minute_may_be_a_document_that_strangers_do_not_get(found: Living, desk: Client, sign_in: As) -> None:
    one = held_exchange_of(found)
    upload = SimpleUploadedFile("Acta.txt", "Se acordó.".encode())
    assert desk.post(at(found, "exchange-minute", one.pk), {"document": upload}).status_code == 302
    document = Attachment.objects.get(purpose="minute")
    address = reverse("file", args=[document.pk, document.name])
    for reader in (desk, sign_in(found.secretary)):
        assert reader.get(address).getvalue() == "Se acordó.".encode()
    another = MembershipFactory(organisation=NetworkFactory(), role="secretary").user
    assert sign_in(another).get(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert desk.post(at(found, "exchange-minute-remove", one.pk, document.pk)).status_code == 302
    assert Attachment.objects.count() == 0


def test_a_cancelled_exchange_says_why_and_can_be_planned_again(found: Living, desk: Client) -> None:
    one = exchange_of(found)
    assert desk.post(at(found, "exchange-cancel", one.pk), {"reason": ""}).status_code == 422
    desk.post(at(found, "exchange-cancel", one.pk), {"reason": "Hay elecciones ese día."})
    one.refresh_from_db()
    assert (one.state, one.reason) == ("cancelled", "Hay elecciones ese día.")
    assert "Hay elecciones ese día." in desk.get(at(found, "exchange", one.pk)).content.decode()
    desk.post(at(found, "exchange-act", one.pk, "plan-again"))
    one.refresh_from_db()
    assert (one.state, one.reason) == ("planned", "")


def test_a_city_names_its_own_people_alone(found: Living, desk: Client, sign_in: As) -> None:
    one = exchange_of(found)
    guest = sign_in(found.coordinators[1])
    person = PersonFactory(organisation=found.cities[1], name="Inés Inventada")
    stranger = PersonFactory(organisation=found.cities[0], name="Otra Inventada")
    people = at(found, "exchange-people", one.pk, place=1)
    assert guest.post(people, {"person": person.pk, "expertise": "drenaje"}).status_code == 302
    assert guest.post(people, {"person": stranger.pk}).status_code == 200
    assert guest.post(people, {}).status_code == 200
    assert [row.called for row in Traveller.objects.all()] == ["Inés Inventada"]
    assert "Inés Inventada" in desk.get(at(found, "exchange", one.pk)).content.decode()
    assert desk.get(at(found, "exchange-people", one.pk)).status_code == 404  # the host does not travel
    guest.post(at(found, "exchange-person-remove", one.pk, Traveller.objects.get().pk, place=1))
    assert Traveller.objects.count() == 0


def test_strangers_and_the_second_network_see_nothing_of_it(found: Living, sign_in: As) -> None:
    one, others = exchange_of(found), travelling()
    second = sign_in(others.secretary)
    for name, *keys in (("exchanges",), ("exchange", one.pk), ("products",), ("reciprocity",)):
        assert second.get(at(found, name, *keys)).status_code in {403, 404}
        assert second.get(at(found, name, *keys, space="office")).status_code in {403, 404}
        own_desk = reverse(f"desk:alliance-{name}", args=[others.cities[0].slug, found.alliance.slug, *keys])
        assert sign_in(others.by).get(own_desk).status_code == 404
    theirs = reverse("desk:alliance-exchange", args=[others.cities[0].slug, others.alliance.slug, one.pk])
    assert sign_in(others.by).get(theirs).status_code == 404  # in an alliance of their own, the exchange is none


def test_the_office_reads_and_changes_nothing(found: Living, sign_in: As) -> None:
    one = held_exchange_of(found)
    page = sign_in(found.secretary).get(at(found, "exchange", one.pk, space="office"))
    assert (page.status_code, page.context["to"]) == (200, {})
    assert "Visita de estudio" in page.content.decode()


def test_lists_ask_as_much_for_three_as_for_one(
    found: Living, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked = []
    for count in (1, 2):
        for _number in range(count):
            exchange_of(found, kind="training")
        with django_assert_max_num_queries(40) as queries:
            desk.get(at(found, "exchanges"))
        asked.append(len(queries))
    assert asked[0] == asked[1]
