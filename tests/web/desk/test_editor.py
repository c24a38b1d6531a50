"""The editor of long texts: nobody overwrites anybody, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.core.models import AuditEvent, Text, TextVersion
from entreciudades.core.texts import LIMIT
from entreciudades.programmes.models import Programme
from entreciudades.web.desk.sheets import digest

ADDRESS = "/desk/programmes/la-paz-2017/texts/1.2/es/"
JSON = {"headers": {"accept": "application/json"}}

pytestmark = pytest.mark.usefixtures("programme")


def text_of(section: str = "1.2", language: str = "es") -> Text:
    return Text.objects.get(object_kind="programmes.programme", section=section, language=language)


def typed(client: Client, body: str, version: int, **more: str) -> Any:
    return client.post(ADDRESS, {"text": "1.2", "body": body, "version": version} | more, **JSON)


def sent(client: Client, body: str, was: Text) -> Any:
    form = {"body:1.2": body, "version:1.2": was.version, "digest:1.2": digest(was.body)}
    return client.post(ADDRESS, form)


def test_a_text_is_saved_as_it_is_typed(desk: Client) -> None:
    answer = typed(desk, "La ciudad crece.\r\nSus barrios también.", 1)

    assert answer.json() == {"version": 2, "digest": digest("La ciudad crece.\nSus barrios también.")}
    assert text_of().body == "La ciudad crece.\nSus barrios también."


def test_a_sitting_makes_one_event_and_one_version(cast: Cast, desk: Client) -> None:
    for version, body in enumerate(("La", "La ciudad", "La ciudad crece"), start=1):
        typed(desk, body, version)

    events = AuditEvent.objects.filter(verb="text.saved")
    assert [(event.actor_id, event.details["section"]) for event in events] == [(cast.coordinator.pk, "1.2")]
    assert TextVersion.objects.count() == 1


def test_what_somebody_else_saved_is_never_overwritten(cast: Cast, desk: Client, sign_in: As) -> None:
    typed(desk, "Lo que escribió Carmen.", 1)

    answer = typed(sign_in(cast.colleague), "Lo que escribió Cesar.", 1)

    assert answer.status_code == 409
    assert answer.json()["theirs"] == "Lo que escribió Carmen."
    assert answer.json()["version"] == 2
    assert "Carmen Inventada" in answer.json()["panel"]
    assert "<ins>" in answer.json()["panel"]
    assert text_of().body == "Lo que escribió Carmen."


def test_a_conflict_is_merged_without_javascript(cast: Cast, desk: Client, sign_in: As) -> None:
    was = text_of()
    typed(desk, "Lo que escribió Carmen.", 1)
    colleague = sign_in(cast.colleague)

    page = sent(colleague, "Lo que escribió Cesar.", was)

    assert page.status_code == 409
    [written] = page.context["written"]
    assert (written.body, written.conflict.theirs) == ("Lo que escribió Cesar.", "Lo que escribió Carmen.")
    assert text_of().body == "Lo que escribió Carmen."

    form = {"body:1.2": "Lo que escribieron los dos.", "version:1.2": written.version, "digest:1.2": written.digest}
    assert colleague.post(ADDRESS, form).status_code == 302
    assert text_of().body == "Lo que escribieron los dos."


def test_sending_mine_unchanged_after_a_conflict_keeps_mine(cast: Cast, desk: Client, sign_in: As) -> None:
    was = text_of()
    typed(desk, "Lo que escribió Carmen.", 1)
    colleague = sign_in(cast.colleague)
    [written] = sent(colleague, "Lo que escribió Cesar.", was).context["written"]

    colleague.post(ADDRESS, {"body:1.2": written.body, "version:1.2": written.version, "digest:1.2": written.digest})

    assert text_of().body == "Lo que escribió Cesar."


def test_a_text_that_was_not_touched_meets_no_conflict(cast: Cast, desk: Client, sign_in: As) -> None:
    was = text_of()
    typed(desk, "Lo que escribió Carmen.", 1)

    assert sent(sign_in(cast.colleague), was.body, was).status_code == 302
    assert text_of().body == "Lo que escribió Carmen."


@pytest.mark.parametrize("way", ["as it is typed", "as a form"])
def test_a_text_over_the_limit_is_kept_in_the_form_with_the_limit(desk: Client, way: str) -> None:
    was, long = text_of(), "x" * (LIMIT + 1)

    answer = typed(desk, long, 1) if way == "as it is typed" else sent(desk, long, was)

    assert answer.status_code == 422
    assert text_of().body == was.body
    if way == "as it is typed":
        assert str(LIMIT) in answer.json()["said"]
    else:
        [written] = answer.context["written"]
        assert (written.body, written.too_long) == (long, LIMIT + 1)


def test_a_section_with_rows_is_one_page_of_texts(desk: Client) -> None:
    page = desk.get("/desk/programmes/la-paz-2017/texts/3.11/es/")
    assert [one.slot.key for one in page.context["written"]] == ["3.11/politico", "3.11/social", "3.11/tecnico"]

    form = {f"digest:{one.slot.key}": one.digest for one in page.context["written"]}
    form |= {f"body:{one.slot.key}": one.body for one in page.context["written"]}
    form |= {"body:3.11/social": "Más vida en la calle.", "version:3.11/social": "1"}
    assert desk.post("/desk/programmes/la-paz-2017/texts/3.11/es/", form).status_code == 302

    assert text_of("3.11/social").body == "Más vida en la calle."
    assert text_of("3.11/politico").version == 1


def test_only_the_axes_of_the_programme_are_asked_for(programme: Programme, desk: Client) -> None:
    page = desk.get("/desk/programmes/la-paz-2017/texts/3.8/es/")

    asked = {one.slot.key for one in page.context["written"]}
    assert asked == {"3.8/gender-equality", "3.8/innovation"}


def test_a_translation_stands_beside_its_source(desk: Client) -> None:
    page = desk.get("/desk/programmes/la-paz-2017/texts/1.2/pt/")

    [written] = page.context["written"]
    assert (written.body, written.source.language, written.source.body) == ("", "es", text_of().body)


def test_a_translation_says_that_its_source_changed_until_it_is_confirmed(desk: Client) -> None:
    address = "/desk/programmes/la-paz-2017/texts/1.2/pt/"
    desk.post(address, {"text": "1.2", "body": "Cresce.", "version": 0}, **JSON)
    assert [one.is_behind for one in desk.get(address).context["written"]] == [False]

    typed(desk, "Ahora crece más.", 1)
    [written] = desk.get(address).context["written"]
    assert written.is_behind is True

    desk.post(address, {"body:1.2": "Cresce.", "version:1.2": 1, "digest:1.2": written.digest, "confirm": "1.2"})
    assert [one.is_behind for one in desk.get(address).context["written"]] == [False]
    assert text_of("1.2", "pt").body == "Cresce."


def test_people_see_each_other(cast: Cast, desk: Client, sign_in: As) -> None:
    desk.get(ADDRESS)

    said = sign_in(cast.colleague).post(f"{ADDRESS}presence/").json()["said"]

    assert said.endswith("Carmen Inventada")
    assert desk.post(f"{ADDRESS}presence/").json()["said"].endswith("Cesar Inventado")


def test_history_shows_what_changed_and_brings_an_earlier_text_back(desk: Client) -> None:
    first = text_of().body
    typed(desk, first.replace("palabra", "casa"), 1)

    page = desk.get(f"{ADDRESS}history/?text=1.2")
    assert [version.version for version in page.context["versions"]] == [2, 1]
    assert {piece.kind for piece in page.context["pieces"]} == {"same", "added", "removed"}

    answer = desk.post(f"{ADDRESS}history/?text=1.2", {"version": "1", "current": "2"})
    assert answer.status_code == 302
    assert text_of().body == first


def test_history_shows_the_first_text_as_it_began(desk: Client) -> None:
    page = desk.get(f"{ADDRESS}history/?text=1.2")

    assert {piece.kind for piece in page.context["pieces"]} == {"same"}
    assert "El texto tal como empezó" in page.content.decode()


def test_an_earlier_text_is_not_brought_back_over_a_newer_one(cast: Cast, desk: Client, sign_in: As) -> None:
    typed(desk, "Segunda.", 1)
    typed(sign_in(cast.colleague), "Tercera.", 2)

    assert desk.post(f"{ADDRESS}history/?text=1.2", {"version": "1", "current": "2"}).status_code == 200
    assert text_of().body == "Tercera."


@pytest.mark.parametrize("person", ["secretary", "second_secretary", "other_coordinator", "auditor", "reviewer"])
def test_nobody_else_writes(person: str, cast: Cast, sign_in: As) -> None:
    before = text_of().body

    answer = typed(sign_in(getattr(cast, person)), "Ajeno.", 1)

    assert answer.status_code == (403 if person in {"secretary", "auditor"} else 404)
    assert text_of().body == before


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/desk/programmes/la-paz-2017/texts/9.9/es/", {"text": "9.9"}),
        ("/desk/programmes/la-paz-2017/texts/1.2/fr/", {"text": "1.2"}),
        (ADDRESS, {"text": "3.1"}),
    ],
)
def test_an_unknown_text_is_not_found(desk: Client, address: str, form: dict[str, str]) -> None:
    assert desk.post(address, form | {"body": "x", "version": "0"}, **JSON).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 30, "9" * 5000])
def test_a_version_that_is_no_number_is_a_conflict_and_keeps_what_was_typed(desk: Client, version: str) -> None:
    answer = desk.post(ADDRESS, {"text": "1.2", "body": "Otra cosa", "version": version}, **JSON)
    assert (answer.status_code, answer.json()["theirs"]) == (409, text_of().body)
