"""An agreement as a PDF, at the desk of a party and in the office of its network."""

import pypdfium2
import pytest
from django.urls import reverse
from tests.factories.alliances import AgreementPartyFactory
from tests.factories.cast import Cast
from tests.factories.signing import agreed_between
from tests.web.conftest import As

from entreciudades.alliances.models import Agreement
from entreciudades.core.files import read_bytes
from entreciudades.exports.agreement_document import document_of


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return agreed_between(cast.la_paz, cast.riomayor, network=cast.ucci, state="tabled")


def at(agreement: Agreement, space: str = "desk", slug: str = "la-paz-bo") -> str:
    return reverse(f"{space}:agreement-print", args=[slug, agreement.pk])


def test_a_draft_is_read_as_a_pdf_that_says_so(agreement: Agreement, cast: Cast, sign_in: As) -> None:
    desk = sign_in(cast.coordinator)
    address = at(agreement)
    assert f'href="{address}"' in desk.get(address.removesuffix("agreement.pdf")).content.decode()
    made = desk.get(address)
    assert (made["Content-Type"], made["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="agua-alta.pdf"',
    )
    text = pypdfium2.PdfDocument(made.content)[0].get_textpage().get_text_range()
    assert "SHA-256" not in text
    assert "Trabajar juntas por los manantiales." in text


def test_once_it_is_signed_it_is_the_file_that_is_signed(agreement: Agreement, cast: Cast, sign_in: As) -> None:
    Agreement.objects.update(state="signing")
    run = document_of(Agreement.objects.get(), by=None)
    office = sign_in(cast.secretary)
    assert office.get(at(agreement, "office", "ucci")).content == read_bytes(run.file)


def test_one_that_only_a_register_tells_has_none(cast: Cast, sign_in: As) -> None:
    told = AgreementPartyFactory(organisation=cast.la_paz).agreement
    assert sign_in(cast.coordinator).get(at(told)).status_code == 404
