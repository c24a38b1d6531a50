"""Who has solved this: only those who agreed are found; one writes through the site; a link takes consent back."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.factories.actors import CityFactory, PersonFactory
from tests.factories.cast import Cast
from tests.factories.practices import PracticeFactory
from tests.web.conftest import As

from entreciudades.actors.bulk import change_parts
from entreciudades.actors.consents import give_consent
from entreciudades.actors.models import Consent, Person
from entreciudades.actors.services import keep_part
from entreciudades.core.models import AuditEvent, OutboxMessage
from entreciudades.processes.colleagues import A_DAY, ask_consent, colleagues
from entreciudades.processes.erasure import erase

DESK = "/desk/organisations/la-paz-bo/"
FIND = f"{DESK}colleagues/"


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place


@pytest.fixture
def elena(cast: Cast) -> Person:
    """She knows water, speaks Portuguese and Spanish, and agreed to be contacted."""
    found: Person = PersonFactory(
        organisation=cast.riomayor, name="Elena Inventada", email="elena@example.org", languages=["pt", "es"],
        office="alcalde", addressed_as="feminine", phone="+000 1",
    )  # fmt: skip
    found.themes.set(["iuc:5"])
    give_consent(found, how="mail", by=cast.other_coordinator)
    return found


def mails() -> list[Any]:
    return [message.payload for message in OutboxMessage.objects.filter(kind="mail").order_by("pk")]


def found(desk: Client, **asked: str) -> list[str]:
    return [person.name for person, _solved, _languages in desk.get(FIND, asked).context["people"]]


def test_people_are_found_by_theme_by_its_kin_and_by_language(cast: Cast, desk: Client, elena: Person) -> None:
    other = PersonFactory(organisation=cast.riomayor, name="Otra", email="o@example.org", languages=["en"])
    give_consent(other, how="form", by=None)
    assert found(desk) == ["Elena Inventada", "Otra"]
    assert found(desk, theme="iuc:5") == found(desk, language="pt") == ["Elena Inventada"]
    assert found(desk, theme="iuc:5", language="en") == []
    assert found(desk, theme="sdg:12") in (["Elena Inventada"], [])


def test_the_page_names_what_their_city_did_and_no_address(cast: Cast, desk: Client, elena: Person) -> None:
    practice = PracticeFactory(organisation=cast.riomayor, network=cast.ucci, published=True, slug="compras")
    practice.themes.set(["iuc:5"])
    hidden = PracticeFactory(organisation=cast.riomayor, network=cast.ucci, methodology=practice.methodology)
    hidden.themes.set(["iuc:5"])
    page = desk.get(FIND, {"theme": "iuc:5"})
    [(_person, solved, languages)] = page.context["people"]
    assert (solved.practices, languages) == ((practice,), ["Portugués", "Español"])
    assert ("elena@example.org" in page.content.decode(), "+000 1" in page.content.decode()) == (False, False)


def test_without_consent_or_without_address_or_of_ones_own_nobody_is_shown(cast: Cast, desk: Client) -> None:
    PersonFactory(organisation=cast.riomayor, email="no@example.org")
    own = PersonFactory(organisation=cast.la_paz, email="own@example.org")
    give_consent(own, how="mail", by=None)
    hidden = PersonFactory(organisation=CityFactory(published=False), email="hidden@example.org")
    give_consent(hidden, how="mail", by=None)
    erased = PersonFactory(organisation=cast.riomayor, email="x@example.org")
    give_consent(erased, how="mail", by=None)
    Person.objects.filter(pk=erased.pk).update(name="", email="")
    assert found(desk) == []
    assert desk.get(f"{FIND}{own.pk}/").status_code == 404


def test_a_letter_goes_through_the_site_in_her_language_with_her_title(cast: Cast, desk: Client, elena: Person) -> None:
    assert desk.post(f"{FIND}{elena.pk}/", {"message": "¿Cómo compran?"}).headers["Location"] == FIND
    [mail] = mails()
    assert (mail["to"], mail["reply_to"]) == (["elena@example.org"], [cast.coordinator.email])
    assert mail["body"].startswith("Senhora Prefeita:")
    assert "¿Cómo compran?" in mail["body"]
    event = AuditEvent.objects.get(verb="person.contacted")
    assert (event.actor, event.object_id, event.details) == (cast.coordinator, elena.pk, {"asking": cast.la_paz.pk})


def test_who_took_it_back_is_neither_shown_nor_written_to(cast: Cast, desk: Client, elena: Person) -> None:
    desk.post(f"{FIND}{elena.pk}/", {"message": "Hola"})
    path = re.search(r"http://testserver(/consent/\S+/)", mails()[0]["body"])[1]  # type: ignore[index]
    own = Client()
    assert own.get(path).context["agreed"] is True
    own.get(path)  # a preview takes nothing back
    assert own.post(path, {"answer": "no"}).headers["Location"] == path
    assert own.get(path).context["agreed"] is False
    assert found(desk) == []
    assert desk.post(f"{FIND}{elena.pk}/", {"message": "Hola"}).status_code == 404
    assert len(mails()) == 1
    assert own.get(path).context["may_agree"] is False
    own.post(path, {"answer": "yes"})  # whoever wrote has this link too, in what an answer quotes
    assert [(one.how, one.stands) for one in elena.consents.order_by("pk")] == [("mail", False)]
    ask_consent(elena, by=cast.other_coordinator)
    own.post(re.search(r"http://testserver(/consent/\S+/)", mails()[1]["body"])[1], {"answer": "yes"})  # type: ignore[index]
    assert [(one.how, one.stands) for one in elena.consents.order_by("pk")] == [("mail", False), ("link", True)]
    elena.email = "pilar@example.org"
    keep_part(elena, by=cast.other_coordinator)
    assert own.get(path).status_code == 410


def test_nobody_writes_to_the_whole_field_in_a_day(cast: Cast, desk: Client, elena: Person) -> None:
    for _each in range(A_DAY):
        desk.post(f"{FIND}{elena.pk}/", {"message": "Hola"})
    page = desk.post(f"{FIND}{elena.pk}/", {"message": "Hola"})
    assert (list(page.context["form"].errors), len(mails())) == (["__all__"], A_DAY)


def test_consent_is_written_down_with_when_and_how_and_taken_back(cast: Cast, desk: Client) -> None:
    ana = PersonFactory(organisation=cast.la_paz, email="ana@example.org")
    give, act = f"{DESK}consents/{ana.pk}/give/", f"{DESK}consents/{ana.pk}"
    for wrong, field in (({"given_on": "2999-01-01", "how": "mail"}, "given_on"), ({"given_on": "x"}, "given_on")):
        assert field in desk.post(give, wrong).context["form"].errors
    assert "how" in desk.post(give, {"given_on": "2026-01-02", "how": "link"}).context["form"].errors  # only they may
    desk.post(give, {"given_on": "2026-01-02", "how": "form", "note": "Carpeta 7"})
    one = Consent.objects.get()
    assert (str(one.given_on), one.how, one.note, one.recorded_by) == (
        "2026-01-02", "form", "Carpeta 7", cast.coordinator,
    )  # fmt: skip
    assert "__all__" in desk.post(give, {"given_on": "2026-01-03", "how": "mail"}).context["form"].errors
    desk.post(f"{act}/withdraw/")
    one.refresh_from_db()
    assert (one.stands, one.withdrawal_recorded_by) == (False, cast.coordinator)
    verbs = AuditEvent.objects.filter(verb__startswith="consent.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["consent.given", "consent.withdrawn"]
    assert desk.post(f"{act}/forget/").status_code == 404


def test_somebody_is_asked_by_mail_and_answers_for_themselves(cast: Cast, desk: Client) -> None:
    ana = PersonFactory(organisation=cast.la_paz, email="ana@example.org", languages=["en"])
    mute = PersonFactory(organisation=cast.la_paz, email="")
    desk.post(f"{DESK}consents/{mute.pk}/ask/")
    for _twice in range(2):
        desk.post(f"{DESK}consents/{ana.pk}/ask/")
    [mail] = mails()  # who says nothing is not asked every day
    path = re.search(r"http://testserver(/consent/\S+/)", mail["body"])[1]  # type: ignore[index]
    page = Client().get(path)
    assert (page.context["agreed"], "I agree" in page.content.decode()) == (False, True)
    assert [Client().post(path, {"answer": "yes"}).status_code for _click in range(2)] == [302, 302]
    assert [(one.how, one.recorded_by) for one in ana.consents.all()] == [("link", None)]


@pytest.mark.parametrize("way", ["page", "import", "erasure"])
def test_consent_and_its_link_end_where_another_comes_into_the_same_row(cast: Cast, elena: Person, way: str) -> None:
    ask_consent(elena, by=cast.other_coordinator)
    path = re.search(r"http://testserver(/consent/\S+/)", mails()[0]["body"])[1]  # type: ignore[index]
    if way == "erasure":
        erase("elena@example.org", by=None)
        elena.refresh_from_db()
    elena.name, elena.email = "Pilar Inventada", "pilar@example.org"
    if way == "import":
        change_parts([elena], ["name", "email"], by=cast.other_coordinator)
    else:
        keep_part(elena, by=cast.other_coordinator)
    assert [one.name for one in Person.objects.consenting()] == []
    refused = Client().post(path, {"answer": "yes"})
    assert (refused.status_code, "Pilar" in refused.content.decode()) == (410, False)
    assert Consent.objects.filter(withdrawn_on=None).count() == 0


def test_consent_stays_where_another_field_changes(cast: Cast, elena: Person) -> None:
    elena.phone, elena.email = "+000 2", "Elena@example.org"
    keep_part(elena, by=cast.other_coordinator)
    assert [one.name for one in Person.objects.consenting()] == ["Elena Inventada"]


def test_the_consent_of_another_citys_people_is_not_found(cast: Cast, desk: Client, elena: Person) -> None:
    assert desk.post(f"{DESK}consents/{elena.pk}/withdraw/").status_code == 404
    assert desk.get(f"{DESK}consents/{elena.pk}/give/").status_code == 404


def test_the_search_asks_the_same_however_many(
    cast: Cast, desk: Client, elena: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        one = PersonFactory(organisation=CityFactory(), email=f"p{number}@example.org", languages=["es"])
        give_consent(one, how="mail", by=None)
        one.themes.set(["iuc:5"])
    with django_assert_max_num_queries(16):
        assert len(found(desk, theme="iuc:5")) == 11


def test_a_second_network_finds_consenting_people_only(cast: Cast, elena: Person, sign_in: As) -> None:
    hidden = PersonFactory(organisation=cast.riomayor, email="no@example.org")
    people = colleagues(cast.puertos, by=cast.second_secretary)
    assert (elena in people, hidden in people) == (True, False)
    ask_consent(hidden, by=cast.other_coordinator)
    assert hidden not in colleagues(cast.puertos, by=cast.second_secretary)
