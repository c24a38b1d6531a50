"""Products and reciprocity at the desks of those who made, received, gave."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories.actors import MembershipFactory
from tests.factories.exchanges import confirmed_giving_of, giving_of, handed_in_of, held_exchange_of, travelling
from tests.factories.lives import Living
from tests.web.conftest import As

from entreciudades.alliances.models import Alliance
from entreciudades.core.models import Attachment
from entreciudades.exchanges.models import Giving, Product, ReciprocityConsent

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Living:
    """Two cities under way."""
    return travelling()


@pytest.fixture
def maker(found: Living, sign_in: As) -> Client:
    """The coordinator of the first city."""
    return sign_in(found.by)


@pytest.fixture
def receiver(found: Living, sign_in: As) -> Client:
    """The coordinator of the second city."""
    return sign_in(found.coordinators[1])


def at(found: Living, name: str, *keys: object, place: int = 0) -> str:
    return reverse(f"desk:alliance-{name}", args=[found.cities[place].slug, found.alliance.slug, *keys])


def test_a_product_of_an_exchange_is_made_handed_in_validated_and_published(
    found: Living, maker: Client, receiver: Client
) -> None:
    exchange = held_exchange_of(found)
    form = maker.get(f"{at(found, 'product-add')}?exchange={exchange.pk}").context["form"]
    assert (form["exchange"].value(), form["makers"].value()) == (str(exchange.pk), [found.cities[0].pk])
    sent = {"titles_es": "Plan de drenaje", "makers": [found.cities[0].pk], "exchange": exchange.pk}
    assert maker.post(at(found, "product-add"), sent).status_code == 200  # nobody receives it
    maker.post(at(found, "product-add"), sent | {"receivers": [found.cities[1].pk]})
    one = Product.objects.get()
    upload = SimpleUploadedFile("Plan.txt", b"Plan")
    maker.post(at(found, "product-files", one.pk), {"document": upload})
    maker.post(at(found, "product-act", one.pk, "hand-in"))
    assert receiver.get(at(found, "product", one.pk, place=1)).context["asked"] is True
    assert maker.get(at(found, "product", one.pk)).context["asked"] is False
    receiver.post(at(found, "product-answer", one.pk, "validate", place=1))
    file = Attachment.objects.get(purpose="product")
    address = reverse("file", args=[file.pk, file.name])
    assert Client().get(address).status_code == 404
    maker.post(at(found, "product-answer", one.pk, "agree"))
    receiver.post(at(found, "product-answer", one.pk, "agree", place=1))
    one.refresh_from_db()
    assert (one.state, one.published) == ("validated", True)
    assert Client().get(address).getvalue() == b"Plan"
    assert "Plan de drenaje" in maker.get(at(found, "products")).content.decode()
    maker.post(at(found, "product-answer", one.pk, "disagree"))
    assert Client().get(address).status_code == 404


def test_a_product_is_returned_with_its_reason_which_its_maker_reads(
    found: Living, maker: Client, receiver: Client
) -> None:
    one = handed_in_of(found)
    page = at(found, "product-return", one.pk, place=1)
    assert receiver.post(page, {"reason": ""}).status_code == 422
    assert receiver.post(page, {"reason": "Faltan los planos."}).status_code == 302
    assert "Faltan los planos." in maker.get(at(found, "product", one.pk)).content.decode()
    again = receiver.post(page, {"reason": "Otra vez."})
    assert again.status_code == 422
    assert len(again.context["form"].non_field_errors()) == 1


def test_a_colleague_of_the_receiving_city_is_told_who_validates(found: Living, sign_in: As) -> None:
    one = handed_in_of(found)
    colleague = sign_in(MembershipFactory(organisation=found.cities[1], role="colleague").user)
    page = colleague.get(at(found, "product", one.pk, place=1))
    assert (page.context["asked"], page.context["waits"]) == (False, True)
    assert colleague.post(at(found, "product-answer", one.pk, "validate", place=1)).status_code == 403


def test_what_was_given_is_recorded_confirmed_and_told_in_words_first(
    found: Living, maker: Client, receiver: Client
) -> None:
    said = {"words_es": "Dos ingenieras revisaron el plan", "kind": "expertise", "giver": found.cities[0].pk}
    said |= {"receiver": found.cities[1].pk, "amount": "3", "unit": "days", "given_on": "10/2026"}
    assert maker.post(at(found, "giving-add"), said | {"unit": ""}).status_code == 200
    assert maker.post(at(found, "giving-add"), said).status_code == 302
    one = Giving.objects.get()
    assert "Dos ingenieras" in receiver.get(at(found, "reciprocity", place=1)).content.decode()
    maker.post(at(found, "giving-act", one.pk, "confirm"))  # nobody confirms what they recorded themselves
    one.refresh_from_db()
    assert one.state == "recorded"
    receiver.post(at(found, "giving-act", one.pk, "confirm", place=1))
    page = receiver.get(at(found, "reciprocity", place=1))
    accounts = page.context["found"].accounts
    assert [[row.words["es"] for row in one.gave] for one in accounts] == [["Dos ingenieras revisaron el plan"], []]
    assert page.content.decode().index("Dos ingenieras") < page.content.decode().index("3 ")


def test_a_remark_is_read_by_whoever_recorded_it_who_corrects(found: Living, maker: Client, receiver: Client) -> None:
    one = giving_of(found)
    receiver.post(at(found, "giving-remark", one.pk, place=1), {"remark": "Fueron dos días."})
    assert "Fueron dos días." in maker.get(at(found, "reciprocity")).content.decode()
    assert receiver.get(at(found, "giving-change", one.pk, place=1)).status_code == 404
    form = maker.get(at(found, "giving-change", one.pk)).context["form"]
    sent = {"words_es": "Dos días", "kind": "expertise", "giver": one.giver_id, "receiver": one.receiver_id}
    sent |= {"amount": "2", "unit": "days", "given_on": "2026-10", "opened": form.digest}
    assert maker.post(at(found, "giving-change", one.pk), sent).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.amount, one.remark) == ("recorded", 2, "")
    maker.post(at(found, "giving-act", one.pk, "remove"))
    assert Giving.objects.count() == 0


def test_everybody_reads_what_was_given_only_as_all_parties_agreed(
    found: Living, maker: Client, receiver: Client
) -> None:
    Alliance.objects.filter(pk=found.alliance.pk).update(published=True)
    confirmed_giving_of(found)
    giving_of(found, words={"es": "Lo que dice una sola parte"})
    address = reverse("public:collaboration", args=[found.alliance.slug])
    shown = []
    for client, place in ((maker, 0), (receiver, 1)):
        client.post(at(found, "reciprocity-agree", place=place), {"agrees": "yes"})
        shown.append("Dos ingenieras revisaron el plan" in Client().get(address).content.decode())
    assert shown == [False, True]
    assert "Lo que dice una sola parte" not in Client().get(address).content.decode()


def test_each_party_says_whether_everybody_may_read_it(found: Living, maker: Client, receiver: Client) -> None:
    confirmed_giving_of(found)
    maker.post(at(found, "reciprocity-agree"), {"agrees": "yes"})
    assert maker.get(at(found, "reciprocity")).context["found"].missing == (found.cities[1],)
    receiver.post(at(found, "reciprocity-agree", place=1), {"agrees": "yes"})
    assert maker.get(at(found, "reciprocity")).context["found"].is_public is True
    maker.post(at(found, "reciprocity-agree"), {"agrees": "no"})
    assert [row.seat.organisation for row in ReciprocityConsent.objects.all()] == [found.cities[1]]
