"""A city at its desk: which calls are for it, what its application lacks, submitting it, its receipt."""

import datetime as dt
import hashlib
import json
from decimal import Decimal

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.calls.applying import CLOSES, SECOND, of_la_paz, ready
from tests.core.hostile_files import HOSTILE
from tests.core.office_files import pdf
from tests.factories.actors import (
    CityFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationFigureFactory,
    PersonFactory,
)
from tests.factories.calls import DAY, CallFactory, CallMethodologyFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import Organisation, OrganisationFigure
from entreciudades.calls.models import Application, Call, GroupMember, Submission
from entreciudades.calls.services.application import begin
from entreciudades.calls.services.group import add_member
from entreciudades.calls.services.mending import ask_to_mend
from entreciudades.calls.services.submission import submit
from entreciudades.core.files import attachments_of
from entreciudades.core.models import Text
from entreciudades.methodologies.shipped import shipped_text

DESK = "/desk/organisations/la-paz-bo/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(CLOSES - dt.timedelta(days=1), tick=False) as clock:
        yield clock


@pytest.fixture
def call(cast: Cast) -> Call:
    Organisation.objects.update(published=True)
    made: Call = CallFactory(
        network=cast.ucci,
        slug="pares-2026",
        titles={"es": "Pares 2026"},
        opens_at=CLOSES - dt.timedelta(days=60),
        closes_at=CLOSES,
    )
    return made


@pytest.fixture
def application(cast: Cast, call: Call) -> Application:
    return of_la_paz(cast, call)


@pytest.fixture
def at(application: Application) -> str:
    return f"{DESK}applications/{application.pk}/"


def test_each_open_call_says_whether_the_city_can_apply(
    call: Call, cast: Cast, desk: Client, sign_in: As, clock: time_machine.Traveller
) -> None:
    def verdict(client: Client, slug: str) -> dict[str, str]:
        page = client.get(f"/desk/organisations/{slug}/calls/")
        return {one.call.slug: one.verdict for one in page.context["open_calls"]}

    assert verdict(desk, "la-paz-bo") == {"pares-2026": "unknown"}
    figure = OrganisationFigureFactory(organisation=cast.la_paz, value=50_000)
    assert verdict(desk, "la-paz-bo") == {"pares-2026": "group"}
    OrganisationFigure.objects.filter(pk=figure.pk).update(value=100_001)
    assert verdict(desk, "la-paz-bo") == {"pares-2026": "yes"}
    council = OrganisationFactory(slug="diputacion", kind_id="actor:provincial", country="ES", fictional_country={})
    OrganisationFigureFactory(organisation=council, value=900_000)
    theirs = sign_in(MembershipFactory(organisation=council).user)
    assert verdict(theirs, "diputacion") == {"pares-2026": "no"}
    assert "Presenta la solicitud un municipio" in theirs.get("/desk/organisations/diputacion/calls/").content.decode()
    clock.move_to(CLOSES + SECOND)
    assert verdict(desk, "la-paz-bo") == {}


def test_a_colleague_begins_and_a_coordinator_submits(call: Call, cast: Cast, desk: Client, sign_in: As) -> None:
    colleague = sign_in(cast.colleague)
    begun = colleague.post(f"{DESK}calls/pares-2026/apply/")
    application = Application.objects.get()
    at = f"{DESK}applications/{application.pk}/"
    assert begun["Location"] == at
    ready(call, cast.la_paz, by=cast.colleague)

    assert colleague.get(f"{at}submit/").status_code == 200
    assert colleague.post(f"{at}submit/", {"accepted": "resources"}).status_code == 403
    assert Submission.objects.count() == 0
    sent = desk.post(f"{at}submit/", {"accepted": "resources"})
    assert sent["Location"] == f"{at}receipts/1/"


def test_the_day_of_the_city_leads_to_what_is_being_written(
    application: Application, at: str, cast: Cast, desk: Client, clock: time_machine.Traveller
) -> None:
    def led() -> list[str]:
        return [one["address"] for one in desk.get(DESK).context["missing"] if one["address"] == at]

    assert led() == [at]
    submit(application, accepted=["resources"], by=cast.coordinator)
    assert led() == []
    Application.objects.update(state="draft")
    clock.move_to(CLOSES + SECOND)
    assert led() == []


@pytest.mark.parametrize("who", ["secretary", "auditor", "second_secretary", "reviewer", "other_coordinator"])
def test_a_draft_is_its_citys_alone(at: str, cast: Cast, sign_in: As, who: str) -> None:
    stranger = sign_in(getattr(cast, who))
    for page in ("", "submit/", "group/", "documents/", "answers/es/", "parts/themes/", "receipts/1/"):
        assert stranger.get(f"{at}{page}").status_code == 404


def test_the_address_is_that_of_the_city_that_applies(application: Application, cast: Cast, desk: Client) -> None:
    assert desk.get(f"/desk/organisations/riomayor/applications/{application.pk}/").status_code == 404


def test_what_is_missing_is_told_with_the_page_that_mends_it(
    application: Application, at: str, cast: Cast, desk: Client
) -> None:
    cast.la_paz.figures.all().delete()
    application.themes.clear()
    Text.objects.of(application).delete()
    page = desk.get(at)
    lines = [*page.context["findings"].rules, *page.context["findings"].contents]
    assert {one.finding.key: one.address for one in lines if not one.finding.met} == {
        "population": f"{DESK}data/figures/",
        "themes": f"{at}parts/themes/",
        "answer": f"{at}answers/es/#text-problem",
    }
    for address in (f"{DESK}data/figures/", f"{at}parts/themes/", f"{at}answers/es/"):
        assert desk.get(address).status_code == 200
    piece = desk.get(f"{at}findings/").content.decode()
    assert f'href="{at}parts/themes/"' in piece
    assert "<html" not in piece


def test_its_parts_are_filled_in(application: Application, at: str, cast: Cast, desk: Client) -> None:
    own, other = PersonFactory(organisation=cast.la_paz), PersonFactory(organisation=cast.riomayor)
    assert desk.post(f"{at}parts/people/", {"people": [own.pk]}).status_code == 302
    assert desk.post(f"{at}parts/people/", {"people": [other.pk]}).status_code == 200
    facts = {"titles_es": "Agua para todos", "language": "pt", "capacity": "2"}
    names = {field.html_name for field in desk.get(f"{at}parts/facts/").context["form"]}
    assert names == {"titles", "language", "capacity"}
    assert desk.post(f"{at}parts/facts/", facts).status_code == 302
    application.refresh_from_db()
    assert (list(application.people.all()), application.language, application.capacity) == ([own], "pt", 2)
    assert desk.get(f"{at}parts/budget/").status_code == 404  # the call gives no money


def test_a_grant_asks_for_a_budget_and_says_its_limits(cast: Cast, desk: Client) -> None:
    south = CallMethodologyFactory(slug="mercociudades-south-south", text=shipped_text("mercociudades-south-south"))
    application = begin(
        CallFactory(methodology=south, opens_at=CLOSES - 9 * DAY), city=cast.la_paz, by=cast.coordinator
    )
    at = f"{DESK}applications/{application.pk}/"

    def cost() -> tuple[bool | None, str]:
        rules = desk.get(at).context["findings"].rules
        return next((one.finding.met, one.address) for one in rules if one.finding.key == "cost-share")

    assert cost() == (None, f"{at}parts/budget/")
    typed = {"asked_amount": "10.001", "total_cost": "15.000,50", "months": "12"}
    assert desk.post(f"{at}parts/budget/", typed).status_code == 302
    assert cost() == (False, f"{at}parts/budget/")
    desk.post(f"{at}parts/budget/", typed | {"asked_amount": "7.500"})
    assert cost() == (True, "")
    application.refresh_from_db()
    assert (application.asked_amount, application.total_cost) == (Decimal(7500), Decimal("15000.50"))
    assert desk.post(f"{at}parts/budget/", typed | {"asked_amount": "-1"}).status_code == 200
    names = {field.html_name for field in desk.get(f"{at}parts/facts/").context["form"]}
    assert names == {"titles", "language"}  # nobody is paired


def test_a_second_editor_is_shown_what_stands_now(at: str, desk: Client) -> None:
    opened = desk.get(f"{at}parts/themes/").context["form"].digest
    assert desk.post(f"{at}parts/themes/", {"themes": ["iuc:1"], "opened": opened}).status_code == 302
    assert desk.post(f"{at}parts/themes/", {"themes": ["iuc:2"], "opened": opened}).status_code == 409


def test_answers_are_saved_as_they_are_typed_until_the_deadline(
    application: Application, at: str, desk: Client, clock: time_machine.Traveller
) -> None:
    typed = {"text": "problem", "body": "El río baja turbio.", "version": "1"}
    saved = desk.post(f"{at}answers/es/", typed, headers={"accept": "application/json"})
    assert (saved.status_code, saved.json()["version"]) == (200, 2)

    clock.move_to(CLOSES + SECOND)
    late = desk.post(
        f"{at}answers/es/", typed | {"version": "2", "body": "Tarde."}, headers={"accept": "application/json"}
    )
    assert late.status_code == 403
    assert "02:00" in late.json()["said"] or "03:00" in late.json()["said"]
    whole = desk.post(
        f"{at}answers/es/", {"body:problem": "Escrito tarde.", "version:problem": "2", "digest:problem": ""}
    )
    assert whole.status_code == 422
    assert "Escrito tarde." in whole.content.decode()
    assert Text.objects.of(application).get(section="problem").body == "El río baja turbio."


def test_a_form_that_comes_late_keeps_what_was_typed(
    at: str, desk: Client, application: Application, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLOSES + SECOND)
    page = desk.post(f"{at}parts/facts/", {"titles_es": "Título tardío", "language": "es", "capacity": ""})
    assert page.status_code == 409
    assert "Título tardío" in page.content.decode()
    application.refresh_from_db()
    assert application.titles == {}


def test_it_is_refused_while_something_is_missing_and_nothing_is_lost(
    application: Application, at: str, desk: Client
) -> None:
    application.themes.clear()
    page = desk.post(f"{at}submit/", {"accepted": "resources"})
    assert page.status_code == 422
    assert f'href="{at}parts/themes/"' in page.content.decode()
    application.refresh_from_db()
    assert (application.state, Submission.objects.count()) == ("draft", 0)


def test_two_seconds_before_it_arrives_and_two_seconds_after_it_does_not(
    application: Application, at: str, desk: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(CLOSES + 2 * SECOND)
    page = desk.post(f"{at}submit/", {"accepted": "resources"})
    assert page.status_code == 409
    # The clocks of Madrid jump from 2 to 3 between both: 01:59:59 and 03:00:01.
    assert "01:59:59 (" in page.context["refused"]
    assert "03:00:01 (" in page.context["refused"]
    clock.move_to(CLOSES - 2 * SECOND)
    assert desk.post(f"{at}submit/", {"accepted": "resources"}).status_code == 302


def test_what_changed_since_is_said_not_to_be_sent(application: Application, at: str, cast: Cast, desk: Client) -> None:
    submit(application, accepted=["resources"], by=cast.coordinator)
    assert desk.get(at).context["unsent"] == []
    desk.post(f"{at}parts/themes/", {"themes": ["iuc:1"]})
    assert len(desk.get(at).context["unsent"]) == 1
    desk.post(f"{at}submit/", {"accepted": "resources"})
    assert desk.get(at).context["unsent"] == []
    assert Submission.objects.count() == 2


def test_the_receipt_proves_what_arrived(application: Application, at: str, cast: Cast, desk: Client) -> None:
    desk.post(f"{at}documents/", {"key": "endorsement", "document": SimpleUploadedFile("Carta.pdf", pdf())})
    submission = submit(application, accepted=["resources"], by=cast.coordinator)
    receipt = f"{at}receipts/1/"

    page = desk.get(receipt).content.decode()
    assert submission.digest in page
    assert "2026-03-28 00:59:59 UTC" in page
    frozen = desk.get(f"{receipt}contents.json")
    assert hashlib.sha256(frozen.content).hexdigest() == submission.digest
    assert json.loads(frozen.content)["documents"][0]["sha256"] == hashlib.sha256(pdf()).hexdigest()

    printed = desk.get(f"{receipt}receipt.pdf")
    assert printed["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(printed.content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    said = "".join(text.split())
    assert submission.digest in said
    assert hashlib.sha256(pdf()).hexdigest() in said
    assert desk.get(f"{at}receipts/2/").status_code == 404


def test_the_receipt_says_the_rules_as_they_were(
    application: Application, at: str, cast: Cast, desk: Client, call: Call
) -> None:
    submit(application, accepted=["resources"], by=cast.coordinator)
    Call.objects.update(parameters={"eligible/population/more_than": "500000"})
    rules = desk.get(f"{at}receipts/1/").context["receipt"].parts[-1]
    notes = {item.note for item in rules.items}
    assert len(notes) == 1  # each is met
    assert next(one.finding.met for one in desk.get(at).context["findings"].rules) is False


def test_documents_stand_under_what_the_call_asks_for(application: Application, at: str, desk: Client) -> None:
    sent = desk.post(f"{at}documents/", {"key": "endorsement", "document": SimpleUploadedFile("Carta.pdf", pdf())})
    assert sent.status_code == 302
    [document] = attachments_of(application, "call:endorsement")
    assert f"/files/{document.pk}/Carta.pdf" in desk.get(f"{at}documents/").content.decode()
    assert desk.post(f"{at}documents/", {"key": "another"}).status_code == 404
    name, data, reason = HOSTILE["a PDF with JavaScript"]
    harm = desk.post(f"{at}documents/", {"key": "endorsement", "document": SimpleUploadedFile(name, data)})
    assert harm.status_code == 422
    [asked] = harm.context["asked"]
    assert [one.code for one in asked["form"].errors.as_data()["document"]] == [reason]
    assert desk.post(f"{at}documents/{document.pk}/remove/").status_code == 302
    assert attachments_of(application, "call:endorsement").count() == 0


def test_a_document_that_was_submitted_is_read_by_the_office_and_a_draft_one_is_not(
    application: Application, at: str, cast: Cast, desk: Client, sign_in: As
) -> None:
    desk.post(f"{at}documents/", {"key": "endorsement", "document": SimpleUploadedFile("Carta.pdf", pdf())})
    submission = submit(application, accepted=["resources"], by=cast.coordinator)
    desk.post(f"{at}documents/", {"key": "endorsement", "document": SimpleUploadedFile("Otra.pdf", pdf())})
    [frozen] = submission.documents.all()
    newer = attachments_of(application, "call:endorsement").last()
    office, stranger = sign_in(cast.secretary), sign_in(cast.second_secretary)
    address = f"/files/submitted/{frozen.pk}/Carta.pdf"
    assert b"".join(office.get(address).streaming_content) == pdf()
    assert office.get(f"/files/{newer.pk}/Otra.pdf").status_code == 403
    assert stranger.get(address).status_code == 404
    assert sign_in(cast.reviewer).get(address).status_code == 404


def test_municipalities_are_found_asked_and_answer_on_their_desk(
    application: Application, at: str, cast: Cast, desk: Client, sign_in: As
) -> None:
    found = desk.get(f"{at}group/?q=rioma", headers={"hx-request": "true"})
    assert "<html" not in found.content.decode()
    assert [one.slug for one, _population in found.context["results"]] == ["riomayor"]
    assert desk.post(f"{at}group/", {"organisation": cast.riomayor.pk}).status_code == 302
    member = GroupMember.objects.get()

    theirs = sign_in(cast.other_coordinator)
    asked = f"/desk/organisations/riomayor/groups/{member.pk}/"
    assert theirs.get(asked).status_code == 200
    assert theirs.post(f"{asked}consent/").status_code == 302
    member.refresh_from_db()
    assert (member.has_consented, member.answered_by) == (True, cast.other_coordinator)
    assert theirs.post(f"{asked}shout/").status_code == 404
    assert desk.get(asked).status_code == 403  # it is not for who applies to say
    assert desk.post(f"{asked}refuse/").status_code == 403
    assert desk.get(f"{at}group/?q=rioma").context["results"] == []


def test_a_hidden_municipality_is_not_found_by_its_name(at: str, desk: Client) -> None:
    CityFactory(slug="oculta", names={"es": "Oculta"}, published=False)
    assert desk.get(f"{at}group/?q=oculta").context["results"] == []


def test_a_letter_stands_for_whom_nobody_signs_in_here(
    application: Application, at: str, cast: Cast, desk: Client
) -> None:
    town = CityFactory(slug="aldea")
    member = add_member(application, town, by=cast.coordinator)
    letter = f"{at}group/{member.pk}/letter/"
    assert desk.post(letter, {}).status_code == 302
    member.refresh_from_db()
    assert member.has_consented is False
    desk.post(letter, {"document": SimpleUploadedFile("Consentimiento.pdf", pdf())})
    member.refresh_from_db()
    assert (member.has_consented, member.by_letter) == (True, True)
    assert "Consentimiento.pdf" in desk.get(f"{at}group/").content.decode()


def test_a_request_to_mend_opens_what_it_names_and_says_so(
    application: Application, at: str, cast: Cast, desk: Client, clock: time_machine.Traveller
) -> None:
    submit(application, accepted=["resources"], by=cast.coordinator)
    Call.objects.update(state="under-review")
    clock.move_to(CLOSES + dt.timedelta(days=1))
    due = CLOSES + dt.timedelta(days=10)
    ask_to_mend(application, asks="Falta la carta.", items=["document:endorsement"], due_at=due, by=cast.secretary)

    page = desk.get(at)
    assert "Falta la carta." in page.content.decode()
    assert page.context["changeable"] == []
    assert desk.post(f"{at}parts/facts/", {"titles_es": "No", "language": "es", "capacity": ""}).status_code == 409
    desk.post(f"{at}documents/", {"key": "endorsement", "document": SimpleUploadedFile("Carta.pdf", pdf())})
    assert len(desk.get(at).context["unsent"]) == 1
    assert desk.post(f"{at}submit/")["Location"] == f"{at}receipts/2/"
    clock.move_to(due + SECOND)
    assert desk.get(at).context["closed"] != ""


def test_withdrawn_and_taken_up_again(application: Application, at: str, cast: Cast, desk: Client, sign_in: As) -> None:
    submit(application, accepted=["resources"], by=cast.coordinator)
    assert sign_in(cast.colleague).post(f"{at}withdraw/").status_code == 403
    assert desk.get(f"{at}withdraw/").status_code == 200
    application.refresh_from_db()
    assert application.state == "submitted"
    desk.post(f"{at}withdraw/")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    desk.post(f"{at}take-up/")
    application.refresh_from_db()
    assert application.state == "draft"
    told = desk.post(f"{at}take-up/", follow=True).context["messages"]
    assert [one.message for one in told][-1] == "Ya no es posible: otra persona cambió el estado entretanto."
