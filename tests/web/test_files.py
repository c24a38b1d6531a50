"""Files go out by their attachment, to whoever may see what it hangs on, and do nothing on the way."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.core.office_files import docx, pdf
from tests.factories.actors import MembershipFactory, NetworkFactory
from tests.factories.alliances import AgreementPartyFactory
from tests.factories.cast import Cast
from tests.factories.lives import pack_text, running
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Agreement, Alliance
from entreciudades.alliances.services import attestations, parties, stages
from entreciudades.core.files import add_document, attach, download_name, store_bytes
from entreciudades.core.models import Attachment


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    agreement: Agreement = AgreementPartyFactory(organisation=cast.la_paz).agreement
    return agreement


@pytest.fixture
def hung(agreement: Agreement) -> Callable[[str, bytes], Attachment]:
    def hang(name: str, data: bytes) -> Attachment:
        return add_document(agreement, SimpleUploadedFile(name, data), purpose="document", by=None, scope=None)

    return hang


def test_a_document_is_handed_out_and_does_nothing_on_the_way(
    cast: Cast, hung: Callable[..., Attachment], sign_in: As
) -> None:
    document = hung("Memorándum 2017.docx", docx())
    answer = sign_in(cast.coordinator).get(
        f"/files/{document.pk}/Memorándum 2017.docx", headers={"accept-encoding": "gzip"}
    )
    assert (answer.status_code, answer.streaming, answer.getvalue()) == (200, True, docx())
    assert "Content-Encoding" not in answer
    assert {name: answer[name] for name in ("Content-Type", "Content-Length", "X-Content-Type-Options")} == {
        "Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Content-Length": str(len(docx())),
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Memor%C3%A1ndum%202017.docx"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert (answer["Cross-Origin-Resource-Policy"], answer["Cache-Control"]) == ("same-origin", "private, max-age=300")


def test_a_document_is_known_to_the_parties_and_their_network_alone(
    agreement: Agreement, cast: Cast, hung: Callable[..., Attachment], sign_in: As
) -> None:
    document = hung("acta.pdf", pdf())

    def answers() -> dict[str, int]:
        clients = {name: sign_in(one) if isinstance(one, User) else Client() for name, one in cast.everybody.items()}
        return {name: asked(client).status_code for name, client in clients.items()}

    def asked(client: Client) -> HttpResponse:
        answer = client.get(f"/files/{document.pk}/acta.pdf")
        answer.getvalue()  # it stays open until it is read
        return answer

    known = {"coordinator", "colleague", "secretary", "auditor"}
    assert answers() == {name: 200 if name in known else 404 for name in cast.everybody}
    Agreement.objects.filter(pk=agreement.pk).update(published=True)
    cast.la_paz.published = True
    cast.la_paz.save()
    assert set(answers().values()) == {200}
    assert asked(Client())["Cache-Control"] == "public, max-age=300"


def test_no_other_name_and_nothing_else_is_found(cast: Cast, hung: Callable[..., Attachment], sign_in: As) -> None:
    document, client = hung("acta.pdf", pdf()), sign_in(cast.coordinator)
    on_a_person = attach(document.file, cast.coordinator, purpose="book", by=None)
    for address in (
        f"/files/{document.pk}/acta.exe",
        f"/files/{document.pk + 100}/acta.pdf",
        f"/files/{on_a_person.pk}/book.pdf",
        f"/files/{document.file.name}",
        f"/media/{document.file.name}",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"/files/{document.pk}/acta.pdf").status_code == 405


def test_a_picture_is_shown_in_the_page(cast: Cast, sign_in: As) -> None:
    stored = store_bytes(b"\x89PNG", "image/png", width=1, height=1)
    picture = attach(stored, cast.la_paz, purpose="cover", by=None)
    answer = sign_in(cast.coordinator).get(f"/files/{picture.pk}/cover.png")
    assert answer.getvalue() == b"\x89PNG"
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/png", 'inline; filename="cover.png"')


def test_bytes_that_are_missing_are_not_found(cast: Cast, hung: Callable[..., Attachment], sign_in: As) -> None:
    document = hung("acta.pdf", pdf())
    default_storage.delete(document.file.name)
    assert sign_in(cast.coordinator).get(f"/files/{document.pk}/acta.pdf").status_code == 404


@pytest.mark.parametrize(
    ("written", "media_type", "name"),
    [
        ("Acta nº 3.PDF", "application/pdf", "Acta nº 3.pdf"),
        ("C:\\Users\\ana\\acta.doc", "application/pdf", "acta.pdf"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("acta\u202efdp.exe", "text/csv", "actafdp.csv"),
        ('ac"ta\r\nSet-Cookie: a.txt', "text/plain", "actaSet-Cookie a.txt"),
        ("", "application/pdf", "document.pdf"),
        (f"{'a' * 300}.pdf", "application/pdf", f"{'a' * 120}.pdf"),
    ],
)
def test_the_name_of_a_download_hides_nothing(written: str, media_type: str, name: str) -> None:
    assert download_name(written, media_type) == name


@pytest.mark.django_db
def test_papers_of_a_stage_and_evidence_go_to_the_parties_and_the_office_even_where_the_alliance_is_public() -> None:
    asked = {"seen": 'kind = "attested"\nby = "coordinator"\nevidence = "document"'}
    stage = 'requires = ["seen"]\ndocument = [{ key = "report", title.es = "Informe" }]'
    found = running(pack_text({"only": stage}, asked), cities=3)
    parties.leave(found.seat(2), reason="Nuevo gobierno", on=None, by=found.coordinators[2])
    Alliance.objects.update(published=True)
    row = found.stage("only")
    paper = stages.keep_document(row, document="report", upload=ContentFile(b"Todo\n", "todo.txt"), by=found.by)
    upload = ContentFile(b"Visto\n", "visto.txt")
    attestations.attest(row, requirement="seen", seat=found.seat(0), note="", evidence=upload, by=found.by)
    evidence = Attachment.objects.get(purpose="evidence")
    second = MembershipFactory(organisation=NetworkFactory(), role="secretary").user

    def answers(user: User | None, hung: Attachment) -> int:
        client = Client()
        if user is not None:
            client.force_login(user)
        answer = client.get(f"/files/{hung.pk}/{hung.name}")
        if answer.streaming:
            answer.getvalue()  # read to its end, it closes its file
        return answer.status_code

    who = [found.coordinators[1], found.secretary, found.coordinators[2], second, None]
    for hung in (paper, evidence):
        assert [answers(user, hung) for user in who] == [200, 200, 403, 403, 403]
    Alliance.objects.update(published=False)
    for hung in (paper, evidence):
        assert [answers(user, hung) for user in who] == [200, 200, 403, 404, 404]
