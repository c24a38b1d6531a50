"""The page behind a link: nobody signs in, nothing typed is lost, and a link that is over says so kindly."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.contributions.conftest import DUE, NOON, TEXT, Desk, desk, noon
from tests.contributions.test_word_answers import media, written

from entreciudades.contributions import services
from entreciudades.contributions.models import Request
from entreciudades.contributions.word import word_file
from entreciudades.core.models import Link
from entreciudades.web.desk.sheets import digest
from entreciudades.web.guest.door import GUESSES

__all__ = ["desk", "media", "noon"]
BETTER = "La ciudad crece deprisa."


def page(desk: Desk) -> str:
    return reverse("guest:contribution", args=[desk.token()])


def form(body: str, *, version: int = 1, **more: str) -> dict[str, str]:
    return {"body:1.2": body, "version:1.2": str(version), "digest:1.2": digest(TEXT), "written_by": "Lucía", **more}


def test_the_page_shows_what_is_asked_by_whom_until_when_and_the_text(desk: Desk, client: Client) -> None:
    request = desk.ask(asks="Cuente qué hace su área.")
    response = client.get(page(desk))
    shown = response.content.decode()
    for words in (request.title, "Carmen Inventada", "Cuente qué hace su área.", "16 de marzo de 2026", "El río pasa."):
        assert words in shown
    assert (response.status_code, response.headers["Content-Language"]) == (200, "es")


def test_it_is_in_the_language_of_the_request(desk: Desk, client: Client) -> None:
    desk.ask(language="pt")
    assert '<html lang="pt-BR">' in client.get(page(desk), headers={"accept-language": "en"}).content.decode()


def test_what_is_written_in_another_language_stands_beside_an_empty_text(desk: Desk, client: Client) -> None:
    desk.ask(language="pt")
    shown = client.get(page(desk)).content.decode()
    assert ('lang="es" role="region"' in shown, "El río pasa." in shown) == (True, True)
    assert Request.objects.get().passages.get().draft == ""


def test_no_machine_keeps_or_finds_it_and_no_session_begins(desk: Desk, client: Client) -> None:
    desk.ask()
    response = client.get(page(desk))
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]
    client.post(page(desk), form("Uno"))
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("method", ["get", "head"])
def test_crawlers_and_previews_use_nothing_up(desk: Desk, client: Client, method: str) -> None:
    desk.ask()
    before = (Link.objects.values().get(), Request.objects.values().get())
    addresses = [page(desk), reverse("guest:contribution-word", args=[desk.token()])]
    assert [getattr(client, method)(address).status_code for address in addresses * 2] == [200] * 4
    assert (Link.objects.values().get(), Request.objects.values().get()) == before


def test_what_is_saved_is_there_when_they_come_back_in_another_browser(desk: Desk, client: Client) -> None:
    request = desk.ask()
    assert client.post(page(desk), form("A medias")).status_code == 302
    assert (request.passages.get().draft, Request.objects.get().state) == ("A medias", "asked")
    assert "A medias</textarea>" in Client().get(page(desk)).content.decode()


def test_it_is_saved_as_it_is_typed(desk: Desk, client: Client) -> None:
    desk.ask()
    data = {"text": "1.2", "body": "Uno", "version": "1"}
    headers = {"accept": "application/json"}
    assert client.post(page(desk), data, headers=headers).json() == {"version": 2, "digest": digest("Uno")}
    refused = client.post(page(desk), data | {"body": "Otro"}, headers=headers)
    assert (refused.status_code, refused.json()["theirs"]) == (409, "Uno")
    assert client.post(page(desk), data | {"body": "x" * 20_001, "version": "2"}, headers=headers).status_code == 422
    assert client.post(page(desk), data | {"text": "9"}, headers=headers).status_code == 404


def test_two_windows_meet_and_both_texts_are_shown(desk: Desk, client: Client) -> None:
    desk.ask()
    client.post(page(desk), form("El de la otra ventana"))
    response = client.post(page(desk), form("El mío", confirm="hand-in"))
    shown = response.content.decode()
    assert (response.status_code, Request.objects.get().state) == (409, "asked")
    assert "El de la otra ventana" in shown
    assert "El mío</textarea>" in shown


def test_handing_in_saves_and_ends_and_the_link_says_so(desk: Desk, client: Client) -> None:
    desk.ask()
    response = client.post(page(desk), form(BETTER, confirm="hand-in", written_by="Lucía, Movilidad"))
    assert "Lucía, Movilidad" in response.content.decode()
    request = Request.objects.get()
    assert (request.state, request.passages.get().draft, request.answered_by) == ("answered", BETTER, None)
    again = client.post(page(desk), form("Otra vez"))
    assert (again.status_code, request.passages.get().draft) == (410, BETTER)
    shown = client.get(page(desk)).content.decode()
    assert desk.cast.coordinator.email in shown


@pytest.mark.parametrize(("values", "said"), [({"written_by": ""}, "1.2"), ({"body:1.2": TEXT}, "1.2")])
def test_nothing_or_nobody_is_not_handed_in_and_nothing_is_lost(
    desk: Desk, client: Client, values: dict[str, str], said: str
) -> None:
    desk.ask()
    response = client.post(page(desk), form(BETTER, confirm="hand-in") | values)
    assert (response.status_code, Request.objects.get().state) == (422, "asked")
    assert 'role="alert"' in response.content.decode()


def test_after_its_day_and_taken_back_it_says_so_with_whom_to_write_to(
    desk: Desk, client: Client, noon: time_machine.Traveller
) -> None:
    request = desk.ask()
    noon.move_to(NOON + dt.timedelta(days=20))
    over = client.get(page(desk))
    assert (over.status_code, desk.cast.coordinator.email in over.content.decode()) == (410, True)
    late = client.post(page(desk), {"body:1.2": "Lo escrito <tarde>"})
    assert (late.status_code, "Lo escrito &lt;tarde&gt;</textarea>" in late.content.decode()) == (410, True)
    noon.move_to(NOON)
    services.revoke(request, by=desk.cast.coordinator)
    taken_back = client.get(page(desk))
    assert (taken_back.status_code, desk.cast.coordinator.email in taken_back.content.decode()) == (410, True)
    assert over.content != taken_back.content


def test_guesses_are_counted_and_good_links_still_open(desk: Desk, client: Client) -> None:
    desk.ask()
    guess = reverse("guest:contribution", args=["x" * 43])
    assert {client.get(guess).status_code for _time in range(GUESSES)} == {410}
    assert client.get(guess).status_code == 429
    assert client.get(page(desk)).status_code == 200


def test_word_goes_out_and_comes_back_by_the_link(desk: Desk, client: Client) -> None:
    request = desk.ask()
    address = reverse("guest:contribution-word", args=[desk.token()])
    out = client.get(address)
    assert "attachment" in out.headers["Content-Disposition"]
    upload = SimpleUploadedFile("a.docx", written(out.content, "crece", "crece deprisa"))
    assert client.post(address, {"file": upload}).status_code == 302
    shown = client.get(page(desk)).content.decode()
    assert "<ins>" in shown
    assert "crece deprisa" in request.passages.get().draft
    client.post(reverse("guest:contribution-back", args=[desk.token()]))
    assert request.passages.get().draft == TEXT


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", b"hola"), ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), ("", b"")]
)
def test_a_file_that_is_no_word_is_refused_and_nothing_changes(
    desk: Desk, client: Client, name: str, data: bytes
) -> None:
    request = desk.ask()
    files = {"file": SimpleUploadedFile(name, data)} if name else {}
    address = reverse("guest:contribution-word", args=[desk.token()])
    shown = client.post(address, files, follow=True).content.decode()
    assert ("message-error" in shown or "notice-error" in shown, request.passages.get().draft) == (True, TEXT)


def test_a_figure_is_kept_as_typed_and_handed_in_when_it_is_right(desk: Desk, client: Client) -> None:
    desk.ask(kind="figure", obj=desk.cast.la_paz, measure="population", asks="¿Cuántos?")
    typed = {"value": "816.044", "qualifier": "exact", "unit": "inhabitants", "as_of": "", "source": ""}
    assert client.post(page(desk), typed | {"written_by": "Lucía"}).status_code == 302
    assert 'value="816.044"' in client.get(page(desk)).content.decode()
    response = client.post(page(desk), typed | {"written_by": "Lucía", "confirm": "hand-in"})
    assert ("error-summary" in response.content.decode(), Request.objects.get().state) == (True, "asked")
    client.post(page(desk), typed | {"source": "Censo 2024", "written_by": "Lucía", "confirm": "hand-in"})
    request = Request.objects.get()
    assert (request.state, services.figure_of(request).value) == ("answered", "816044")
    assert client.get(reverse("guest:contribution-word", args=[desk.token()])).status_code == 410


def test_the_word_file_of_the_desk_is_that_of_the_link(desk: Desk, client: Client) -> None:
    request = desk.ask()
    assert client.get(reverse("guest:contribution-word", args=[desk.token()])).content == word_file(request)
    assert request.due == DUE
