"""The signed text of an agreement: handed in at the desk of a party, refused with its reason, taken off again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.core.hostile_files import HOSTILE
from tests.core.office_files import pdf
from tests.factories.alliances import AgreementPartyFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.alliances.models import Agreement
from entreciudades.core.files import attachments_of
from entreciudades.core.models import AuditEvent, StoredFile


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    agreement: Agreement = AgreementPartyFactory(organisation=cast.la_paz).agreement
    return agreement


@pytest.fixture
def address(agreement: Agreement) -> str:
    return f"/desk/organisations/la-paz-bo/agreements/{agreement.pk}/documents/"


def test_a_scan_is_handed_in_and_read_where_the_agreement_is(
    agreement: Agreement, address: str, cast: Cast, desk: Client
) -> None:
    assert desk.post(address, {"document": SimpleUploadedFile("Firmado 2017.pdf", pdf())}).status_code == 302

    [document] = attachments_of(agreement, "document")
    link = f'<a href="/files/{document.pk}/Firmado%202017.pdf">Firmado 2017.pdf</a>'
    for page in (address, address.removesuffix("documents/")):
        assert link in desk.get(page).content.decode()
    told = AuditEvent.objects.get(verb="document.added")
    assert (told.object_id, told.actor, told.scope) == (agreement.pk, cast.coordinator, cast.la_paz.pk)


@pytest.mark.parametrize("case", ["a Word file with macros", "a PDF with JavaScript", "a program named as a document"])
def test_what_may_do_harm_is_refused_in_the_page(desk: Client, address: str, case: str) -> None:
    name, data, reason = HOSTILE[case]
    page = desk.post(address, {"document": SimpleUploadedFile(name, data)})

    assert page.status_code == 422
    assert [error.code for error in page.context["form"].errors.as_data()["document"]] == [reason]
    assert StoredFile.objects.count() == 0


def test_a_document_is_taken_off_by_a_party_alone(
    agreement: Agreement, address: str, cast: Cast, desk: Client, sign_in: As
) -> None:
    desk.post(address, {"document": SimpleUploadedFile("acta.pdf", pdf())})
    [document] = attachments_of(agreement, "document")
    removal = f"{address}{document.pk}/remove/"

    assert sign_in(cast.second_secretary).post(removal).status_code == 403
    assert sign_in(cast.other_coordinator).post(removal).status_code == 403
    assert desk.post(f"{address}{document.pk + 1}/remove/").status_code == 404
    assert attachments_of(agreement, "document").count() == 1
    assert desk.post(removal).status_code == 302
    assert attachments_of(agreement, "document").count() == 0
