"""A city seeks a partner: it begins a search, writes down its steps, reads candidates, founds the alliance."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.actors import CityFactory
from tests.factories.calls import (
    ApplicationFactory,
    SearchFactory,
    SearchMethodologyFactory,
    StepRecordFactory,
    SubmissionFactory,
)
from tests.factories.cast import Cast
from tests.web.public.conftest import address

from entreciudades.actors.models import Adoption
from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Application, Call, StepRecord
from entreciudades.calls.snapshot import take
from entreciudades.core.models import Attachment
from entreciudades.notices.models import Notice

pytestmark = pytest.mark.django_db
HERE = "/desk/organisations/la-paz-bo/searches/"
STEPS = ("profile", "criteria", "questionnaire", "call", "long-list", "short-list", "visit", "decision")


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    cast.coordinator.preferred_language = "en"
    cast.coordinator.save()
    client.force_login(cast.coordinator)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def search(cast: Cast) -> Call:
    made: Call = SearchFactory(network=cast.ucci, holder=cast.la_paz, slug="busqueda", closed=True)
    return made


def candidate(search: Call, slug: str) -> Application:
    made: Application = ApplicationFactory(
        call=search, applicant=CityFactory(slug=slug, names={"es": slug.capitalize()}), submitted=True
    )
    made.themes.set(["iuc:7"])
    SubmissionFactory(application=made, frozen=take(made).written())
    return made


def words(client: Client, at: str) -> str:
    page = client.get(at)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().partition("<main")[2]))


def write(client: Client, step: str, **said: Any) -> int:
    data = {"done_on": timezone.localdate().isoformat(), "note": "Hecho."} | said
    return client.post(f"{HERE}busqueda/steps/{step}/", data).status_code


def test_a_search_begins_under_a_methodology_of_its_network(desk: Client, cast: Cast) -> None:
    assert "None of your networks has adopted" in words(desk, f"{HERE}begin/")
    adoption = Adoption.objects.create(network=cast.ucci, methodology=SearchMethodologyFactory())
    assert "UCCI: Search 1.0" in words(desk, f"{HERE}begin/")
    said = {
        "titles_es": "Buscamos socio",
        "opens_at_day": "2026-11-01",
        "opens_at_time": "09:00",
        "closes_at_day": "2027-03-04",
        "closes_at_time": "12:00",
        "zone": "America/La_Paz",
        "languages": ["es", "en"],
        "source_language": "es",
    }
    page = desk.get(f"{HERE}begin/?way={adoption.pk}")
    names = set(page.context["form"].fields)
    assert ("holder" in names, "titles" in names) == (False, True)
    answer = desk.post(f"{HERE}begin/?way={adoption.pk}", said)
    made = Call.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{HERE}{made.slug}/")
    assert (made.holder, made.network, made.state, made.titles) == (
        cast.la_paz,
        cast.ucci,
        "draft",
        {"es": "Buscamos socio"},
    )
    told = Notice.objects.filter(kind="search.begun").values_list("user__name", flat=True)
    assert list(told) == [cast.secretary.name]


def test_weights_are_changed_until_the_call_is_public(desk: Client, cast: Cast) -> None:
    draft = SearchFactory(network=cast.ucci, holder=cast.la_paz, slug="busqueda", draft=True)
    weights = {"shared-themes": "10", "reciprocity": "50", "support": "20", "communication": "20"}
    page = desk.get(f"{HERE}busqueda/weights/")
    opened = page.context["form"].digest
    assert desk.post(f"{HERE}busqueda/weights/", weights | {"opened": opened}).status_code == 302
    assert "Reciprocity: colleague to colleague 50" in words(desk, f"{HERE}busqueda/")
    assert desk.post(f"{HERE}busqueda/weights/", weights | {"opened": opened, "support": "1"}).status_code == 409
    for wrong in ({"reciprocity": "-1"}, {"reciprocity": "mucho"}, dict.fromkeys(weights, "0")):
        assert desk.post(f"{HERE}busqueda/weights/", weights | wrong).status_code == 200
    draft.refresh_from_db()
    assert draft.parameters["criteria/reciprocity"] == "50"


def test_steps_lead_to_the_alliance(desk: Client, search: Call, cast: Cast) -> None:
    first, second = candidate(search, "alfa"), candidate(search, "beta")
    assert "Next: Municipal profile" in words(desk, f"{HERE}busqueda/")
    assert [write(desk, step) for step in STEPS[:4]] == [302] * 4
    assert write(desk, "long-list", applications=[first.pk, second.pk]) == 302
    assert write(desk, "short-list", applications=[second.pk]) == 302
    assert write(desk, "visit", applications=[first.pk]) == 200  # it is not on the short list
    minutes = SimpleUploadedFile("acta.txt", b"Vimos el agua.", "text/plain")
    assert write(desk, "visit", applications=[second.pk], document=minutes) == 302
    said = words(desk, f"{HERE}busqueda/")
    assert ("acta.txt" in said, "Found the alliance" in said) == (True, False)
    assert desk.post(f"{HERE}busqueda/found/").status_code == 302
    assert Alliance.objects.count() == 0  # nothing is decided yet
    assert write(desk, "decision", applications=[second.pk]) == 302
    assert "Found the alliance" in words(desk, f"{HERE}busqueda/")
    for rows, over, stands in (
        (Application.objects.filter(pk=second.pk), "withdrawn", "submitted"),
        (Call.objects.filter(pk=search.pk), "cancelled", search.state),
    ):
        rows.update(state=over)
        assert desk.post(f"{HERE}busqueda/found/").status_code == 302
        assert Alliance.objects.count() == 0
        rows.update(state=stands)
    for _twice in range(2):
        desk.post(f"{HERE}busqueda/found/")
    alliance = Alliance.objects.get()
    assert [seat.organisation.slug for seat in alliance.seats.all()] == ["la-paz-bo", "beta"]
    assert (alliance.search, alliance.network, alliance.published) == (search, cast.ucci, True)
    assert list(alliance.themes.values_list("pk", flat=True)) == ["iuc:7"]
    public = words(desk, address("en", "collaboration", alliance.slug))
    assert "One of them sought a partner, visited the candidates and chose." in public
    assert Notice.objects.filter(kind="search.founded", user=cast.secretary).count() == 1


def test_a_candidate_is_read_as_it_applied(desk: Client, search: Call) -> None:
    it = candidate(search, "alfa")
    assert "Alfa" in words(desk, f"{HERE}busqueda/candidates/{it.pk}/")
    draft = ApplicationFactory(call=search)
    other = candidate(SearchFactory(network=search.network), "gamma")
    for hidden in (draft, other):
        assert desk.get(f"{HERE}busqueda/candidates/{hidden.pk}/").status_code == 404


def test_what_was_typed_stays_where_a_file_is_refused(desk: Client, search: Call) -> None:
    wrong = SimpleUploadedFile("x.exe", b"MZ", "application/octet-stream")
    page = desk.post(
        f"{HERE}busqueda/steps/profile/",
        {"done_on": timezone.localdate().isoformat(), "note": "Lo que somos.", "document": wrong},
    )
    assert (page.status_code, "Lo que somos." in page.content.decode()) == (200, True)
    assert Attachment.objects.count() == 0


def test_two_on_one_step(desk: Client, search: Call) -> None:
    opened = desk.get(f"{HERE}busqueda/steps/profile/").context["form"].digest
    StepRecordFactory(call=search, note="De una colega.")
    assert write(desk, "profile", note="Mío.", opened=opened) == 409
    assert StepRecord.objects.get().note == "De una colega."
    assert write(desk, "unknown") == 404


@pytest.mark.parametrize(
    ("person", "status"), [("second_secretary", 404), ("other_coordinator", 404), ("secretary", 403), ("auditor", 403)]
)
def test_a_search_in_preparation_is_its_citys(client: Client, cast: Cast, person: str, status: int) -> None:
    SearchFactory(network=cast.ucci, holder=cast.la_paz, slug="busqueda", draft=True)
    client.force_login(getattr(cast, person))
    assert client.get(f"{HERE}busqueda/").status_code == status
    office = client.get(reverse("office:call-steps", args=["ucci", "busqueda"])).status_code
    assert office == (200 if person in {"secretary", "auditor"} else 404)


def test_documents_of_steps_are_read_by_the_city_and_its_network(client: Client, cast: Cast, desk: Client) -> None:
    SearchFactory(network=cast.ucci, holder=cast.la_paz, slug="busqueda")
    write(desk, "profile", document=SimpleUploadedFile("acta.txt", b"Acta.", "text/plain"))
    hung = Attachment.objects.get()
    shown = re.search(r'href="(/[^"]*acta[^"]*)"', desk.get(f"{HERE}busqueda/").content.decode())
    assert shown
    seen = {}
    for person in ("coordinator", "secretary", "auditor", "second_secretary", "other_coordinator"):
        client.force_login(getattr(cast, person))
        answer = client.get(shown[1])
        seen[person] = b"".join(answer) if answer.streaming else answer.status_code
    assert seen == {
        "coordinator": b"Acta.",
        "secretary": b"Acta.",
        "auditor": b"Acta.",
        "second_secretary": 403,
        "other_coordinator": 403,
    }
    client.force_login(cast.coordinator)
    client.post(f"{HERE}busqueda/steps/profile/documents/{hung.pk}/remove/")
    assert Attachment.objects.count() == 0


def test_the_page_asks_as_often_for_many_records_as_for_few(desk: Client, search: Call) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            words(desk, f"{HERE}busqueda/")
        return len(context)

    StepRecordFactory(call=search, step="profile").applications.add(candidate(search, "alfa"))
    few = asked()
    for number, step in enumerate(STEPS[1:]):
        StepRecordFactory(call=search, step=step).applications.add(candidate(search, f"c{number}"))
    assert (asked(), few <= 25) == (few, True)
