"""The mayor's page: one screen, one printed page, and links that open it without a login until they are taken back."""

import datetime as dt
import re
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import CityFactory, PersonFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import Election
from entreciudades.core.models import AuditEvent, Link
from entreciudades.notices.services import write_task
from entreciudades.processes.mayor_page import share_page
from entreciudades.programmes.models import Programme

DESK = "/desk/organisations/la-paz-bo/mayor/"


@pytest.fixture
def signed(cast: Cast, programme: Programme) -> None:
    for number, (ends, titles) in enumerate(
        [(None, "Hermanamiento"), ("2027-01", "Convenio"), ("2020", "Acuerdo viejo")]
    ):
        row = AgreementFactory(kind="twinning", titles={"es": titles}, signed=f"201{number}", ends=ends)
        for city in (cast.la_paz, cast.riomayor):
            AgreementPartyFactory(agreement=row, organisation=city)
    Election.objects.create(organisation=cast.la_paz, held="2027-03", kind="municipal")
    PersonFactory(organisation=cast.la_paz, name="Ada Inventada", posts={"es": "Alcaldesa"}, ends="2027-02-28")


def parts(page: object) -> dict[str, list[tuple[str, str]]]:
    return {part.title: [(item.title.text, item.note) for item in part.items] for part in page.context["brief"].parts}


@time_machine.travel("2026-11-20")
def test_it_says_what_was_signed_what_it_brings_what_comes_next_and_whom_to_ask(desk: Client, signed: None) -> None:
    said = parts(desk.get(DESK))
    assert said["Lo que firmamos"] == [("Convenio", "2011 · hasta enero de 2027"), ("Hermanamiento", "2010")]
    assert said["Lo que aporta"][0][0] == "Programa de La Paz"
    ahead = dict(said["Lo que viene"])
    assert ahead["Convenio"] == "enero de 2027 · Acuerdo que termina"
    assert ahead["Elección: municipal"] == "marzo de 2027 · Elección"
    assert ahead["Termina el mandato de Ada Inventada (Alcaldesa)"] == "28 de febrero de 2027 · Mandato"
    assert said["A quién preguntar"] == [("Carmen Inventada", "carmen@example.org")]


@time_machine.travel("2026-11-20")
def test_what_the_team_has_to_do_stays_with_the_team(desk: Client, cast: Cast) -> None:
    write_task(cast.la_paz, title="Hablar de Ana", due=dt.date(2026, 11, 25), owner=None, by=cast.coordinator)
    assert "Lo que viene" not in parts(desk.get(DESK))
    assert "Hablar de Ana" not in desk.get(DESK).content.decode()


@time_machine.travel("2026-11-20")
def test_what_no_page_has_room_for_is_counted(desk: Client, cast: Cast) -> None:
    for number in range(7):
        row = AgreementFactory(kind="twinning", titles={"es": f"Convenio {number}"}, signed=f"201{number}")
        AgreementPartyFactory(agreement=row, organisation=cast.la_paz)
    said = [title for title, _note in parts(desk.get(DESK))["Lo que firmamos"]]
    assert said == ["Convenio 6", "Convenio 5", "Convenio 4", "Convenio 3", "Convenio 2", "y 2 más"]


def test_the_printed_one_is_one_page(desk: Client, signed: None) -> None:
    answer = desk.get(f"{DESK}page.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pypdfium2.PdfDocument(BytesIO(answer.content)) as document:
        assert len(document) == 1
        assert "Hermanamiento" in document[0].get_textpage().get_text_bounded()


def test_a_link_opens_it_without_a_login_until_it_is_taken_back(desk: Client, signed: None, cast: Cast) -> None:
    page = desk.post(f"{DESK}share/", follow=True)
    (address,) = re.findall(r"https?://[^<\s]+/mayor/[\w-]+/", page.content.decode())
    assert address not in desk.get(DESK).content.decode()  # shown once
    mayor, path = Client(), "/mayor/" + address.split("/mayor/")[1]
    for _ in range(2):
        answer = mayor.get(path)
        assert answer.status_code == 200
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow, noarchive", "same-origin")
    assert "no-store" in answer["Cache-Control"]
    assert "referrer" not in answer.content.decode()  # with none, browsers send forms without an origin, refused
    assert "Hermanamiento" in answer.content.decode()
    assert mayor.get(f"{path}page.pdf")["Content-Type"] == "application/pdf"

    desk.post(f"{DESK}stop/")
    assert {mayor.get(path).status_code, mayor.get(f"{path}page.pdf").status_code} == {410}
    assert list(
        AuditEvent.objects.filter(verb__startswith="mayor_page.").order_by("pk").values_list("verb", "actor")
    ) == [
        ("mayor_page.shared", cast.coordinator.pk),
        ("mayor_page.share_ended", cast.coordinator.pk),
    ]


def test_a_link_to_a_city_that_has_gone_says_so(cast: Cast) -> None:
    city = CityFactory()
    token = share_page(city, by=cast.coordinator)
    assert Client().get(f"/mayor/{token}/").status_code == 200
    city.delete()
    assert Client().get(f"/mayor/{token}/").status_code == 410


def test_a_link_ends_by_itself_and_opens_nothing_else(desk: Client, signed: None) -> None:
    desk.post(f"{DESK}share/")
    Link.objects.update(expires_at=timezone.now())
    assert "Lo que firmamos" not in desk.get(DESK).context["links"]
    assert desk.get(DESK).context["links"] == []
    assert Client().get("/mayor/eyJ/").status_code == 410


def test_who_shares(cast: Cast, sign_in: As) -> None:
    assert sign_in(cast.colleague).post(f"{DESK}share/").status_code == 403
    assert sign_in(cast.second_secretary).get(DESK).status_code == 403
    assert Link.objects.count() == 0


def test_more_agreements_ask_no_more(desk: Client, signed: None, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(DESK).status_code == 200
        return len(asked)

    queries()  # what is asked once alone
    before = queries()
    for number in range(8):
        row = AgreementFactory(titles={"es": f"Otro {number}"}, signed="2020")
        AgreementPartyFactory(agreement=row, organisation=cast.la_paz)
        AgreementPartyFactory(agreement=row, organisation=cast.riomayor)
    assert queries() == before
    titles = [title for title, _note in parts(desk.get(DESK))["Lo que firmamos"]]
    assert (len(titles), titles[-1]) == (6, "y 5 más")
