"""An agreed text becomes a file, signed with certificates and on paper; what is wrong is flagged and answered for."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import certificates
from tests.factories.actors import CityFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.signing import agreed_between, scan

from entreciudades.alliances.errors import ApprovalsOpen
from entreciudades.alliances.models import Agreement, AgreementDecision, Signature
from entreciudades.alliances.services.negotiation import withdraw
from entreciudades.alliances.services.parties import decline, invite, leave
from entreciudades.alliances.services.signing import SignedBy, attest, record_paper, sign_digitally, withdraw_signature
from entreciudades.alliances.services.validity import publish
from entreciudades.alliances.signatures import frozen_document, latest_file, standings
from entreciudades.core.errors import FileRefused, MoveRefused
from entreciudades.core.files import attachments_of, read_bytes
from entreciudades.core.models import AuditEvent
from entreciudades.documents.signatures.sign import sign_field
from entreciudades.documents.signatures.verify import examine
from entreciudades.documents.typeset import render_agreement
from entreciudades.exports.agreement_document import assemble_agreement
from entreciudades.notices.models import Notice, Task
from entreciudades.processes.signing import open_signing

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
BY_HAND = SignedBy("Ana Inventada", "Alcaldesa", TODAY, "Acuerdo 12/2026", TODAY)


@pytest.fixture(autouse=True)
def _authorities(tmp_path: Path, settings: Any) -> Iterator[None]:
    """The invented authority and what it revoked; what is agreed is agreed on the day before."""
    folder = tmp_path / "authorities"
    folder.mkdir()
    (folder / "root.pem").write_bytes(certificates.root().pem)
    (folder / "revoked.crl").write_bytes(certificates.revocations())
    settings.TRUSTED_CERTIFICATES = folder
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    """Signed by La Paz and Riomayor, from now on."""
    with time_machine.travel(NOW - dt.timedelta(days=1), tick=False):
        made = agreed_between(cast.la_paz, cast.riomayor, network=cast.ucci)
    return open_signing(made, organisation=cast.la_paz, by=cast.coordinator)


def document(agreement: Agreement) -> bytes:
    latest = latest_file(agreement)
    assert latest is not None
    return read_bytes(latest.file)


def signed(agreement: Agreement, slug: str, identity: Any = None, pdf: bytes | None = None) -> bytes:
    identity = identity or certificates.signer(1)
    whole = pdf or document(agreement)
    return sign_field(whole, field=slug, pkcs12=identity.pkcs12, passphrase=certificates.PASSPHRASE)


def hand_in(agreement: Agreement, slug: str, data: bytes, cast: Cast, **said: Any) -> Signature:
    party = agreement.parties.get(organisation__slug=slug)
    upload = SimpleUploadedFile("Firmado.pdf", data)
    words = SignedBy(**({"office": "Alcaldesa", "council_act": "Acuerdo 12/2026"} | said))
    return sign_digitally(party, upload, said=words, by=cast.coordinator, scope=cast.la_paz.pk)


def codes(signature: Signature) -> list[str]:
    return [one["code"] for one in signature.findings]


def on_paper(agreement: Agreement, slug: str, cast: Cast, **options: Any) -> Signature:
    party = agreement.parties.get(organisation__slug=slug)
    said = {"together": False, "scan": scan(), "by": cast.other_coordinator, "scope": cast.riomayor.pk} | options
    return record_paper({party: BY_HAND}, **said)[0]


def test_signing_is_opened_with_one_file_and_a_task_for_each_party(agreement: Agreement, cast: Cast) -> None:
    frozen = frozen_document(agreement)
    assert frozen is not None
    found = examine(read_bytes(frozen.file), at=NOW)
    assert found.empty_fields == ("la-paz-bo", "riomayor")
    assert (agreement.state, frozen.name) == ("signing", "agua-alta.pdf")
    tasks = Task.objects.filter(kind="agreement.sign").order_by("organisation__slug")
    assert [task.organisation.slug for task in tasks] == ["la-paz-bo", "riomayor"]
    decision = AgreementDecision.objects.get(verb="open-signing")
    assert (decision.organisation, decision.made_by) == (cast.la_paz, cast.coordinator)
    with pytest.raises(MoveRefused):
        open_signing(agreement, organisation=cast.la_paz, by=cast.coordinator)
    assert attachments_of(agreement, "frozen").count() == 1


def test_what_the_law_asks_before_keeps_it_shut_and_says_what(cast: Cast) -> None:
    spanish = CityFactory(slug="villanueva", country="ES", fictional_country={})
    agreement = agreed_between(cast.la_paz, spanish, kind="framework-agreement")
    with pytest.raises(ApprovalsOpen) as refused:
        open_signing(agreement, organisation=cast.la_paz, by=cast.coordinator)
    assert [(party.organisation, rule.country) for party, rule in refused.value.open] == [(spanish, "ES")]
    agreement.refresh_from_db()
    assert (agreement.state, frozen_document(agreement)) == ("agreed", None)


def test_digitally_in_turn_and_all_have_signed_on_the_last_day(agreement: Agreement, cast: Cast) -> None:
    first = hand_in(agreement, "la-paz-bo", signed(agreement, "la-paz-bo"), cast)
    assert (first.state, codes(first), first.name, first.signed_on) == ("counts", [], "Alcaldesa 1", TODAY)
    assert (first.found["field"], first.found["issuer"]) == ("la-paz-bo", "Firma pública de Altamar")
    with time_machine.travel(NOW + dt.timedelta(days=3), tick=False):
        data = signed(agreement, "riomayor", certificates.signer(2))
        second = hand_in(agreement, "riomayor", data, cast)
    assert (second.state, codes(second)) == ("counts", [])
    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.signed), str(agreement.starts)) == ("signed", "2026-11-23", "2026-11-23")
    party = agreement.parties.get(organisation=cast.riomayor)
    assert (party.signed_by, party.signed_as) == ("Alcaldesa 2", "Alcaldesa")
    assert Task.objects.open().filter(kind="agreement.sign").count() == 0
    assert sorted({str(one.user) for one in Notice.objects.filter(kind="agreement.signed")}) == sorted(
        {str(cast.other_coordinator), str(cast.secretary)}
    )
    last = latest_file(agreement)
    assert last is not None
    assert [one.field for one in examine(read_bytes(last.file), at=NOW).signatures] == ["la-paz-bo", "riomayor"]


def test_each_on_its_own_copy_of_the_file_counts_too(agreement: Agreement, cast: Cast) -> None:
    frozen = document(agreement)
    hand_in(agreement, "la-paz-bo", signed(agreement, "la-paz-bo", pdf=frozen), cast)
    other = hand_in(agreement, "riomayor", signed(agreement, "riomayor", certificates.signer(2), pdf=frozen), cast)
    agreement.refresh_from_db()
    assert (codes(other), agreement.state) == ([], "signed")


def _changed_by_a_byte(agreement: Agreement) -> bytes:
    data = bytearray(signed(agreement, "la-paz-bo"))
    place = data.index(b"/Producer") + 12 if b"/Producer" in data else 2000
    data[place] ^= 1
    return bytes(data)


def _another_document(agreement: Agreement) -> bytes:
    return signed(agreement, "la-paz-bo", pdf=_rendered_again(agreement))


def _rendered_again(agreement: Agreement) -> bytes:
    return render_agreement(dataclasses.replace(assemble_agreement(agreement), foot="Otro pie"))


BAD: dict[str, tuple[Any, str]] = {
    "changed by one byte": (_changed_by_a_byte, "other-document"),
    "another document": (_another_document, "other-document"),
    "words added at its end": (lambda agreement: document(agreement) + b"\n% more", "no-signature"),
    "nobody signed": (document, "no-signature"),
    "signed for another party": (lambda agreement: signed(agreement, "riomayor"), "not-in-the-file"),
    "an expired certificate": (
        lambda agreement: signed(agreement, "la-paz-bo", certificates.expired()),
        "expired-then",
    ),
    "a revoked certificate": (lambda agreement: signed(agreement, "la-paz-bo", certificates.revoked()), "revoked"),
    "an unknown authority": (
        lambda agreement: signed(agreement, "la-paz-bo", certificates.stranger()),
        "unknown-issuer",
    ),
    "no PDF at all": (lambda _agreement: b"Firmado por Ana\n", "not-a-pdf"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_flagged_and_does_not_count(agreement: Agreement, cast: Cast, case: str) -> None:
    make, code = BAD[case]
    kept = hand_in(agreement, "la-paz-bo", make(agreement), cast, name="Ana Inventada", signed_on=TODAY)
    assert code in codes(kept)
    assert (kept.state, kept.counts) == ("flagged", False)
    assert attachments_of(kept, "signed").count() == 1
    [standing, _other] = standings(agreement)
    assert (standing.has_signed, standing.to_clarify) == (False, [kept])
    task = Task.objects.get(kind="signature.clarify")
    assert (task.organisation, task.done_at) == (cast.la_paz, None)
    on_paper(agreement, "riomayor", cast)
    agreement.refresh_from_db()
    assert agreement.state == "signing"


def test_one_certificate_for_two_cities_is_told(agreement: Agreement, cast: Cast) -> None:
    hand_in(agreement, "la-paz-bo", signed(agreement, "la-paz-bo"), cast)
    second = hand_in(agreement, "riomayor", signed(agreement, "riomayor"), cast)
    assert codes(second) == ["same-certificate"]
    assert second.findings[0]["facts"] == {"signer": "Alcaldesa 1", "other": "la-paz-bo"}


def test_a_file_that_may_do_harm_is_not_kept(agreement: Agreement, cast: Cast) -> None:
    with pytest.raises(FileRefused):
        hand_in(agreement, "la-paz-bo", b"MZ" + b"\0" * 600, cast)
    assert Signature.objects.count() == 0


def test_somebody_answers_for_a_flagged_one_and_it_counts(agreement: Agreement, cast: Cast) -> None:
    kept = hand_in(agreement, "la-paz-bo", signed(agreement, "la-paz-bo", certificates.stranger()), cast)
    with pytest.raises(ValidationError):
        attest(kept, reason=" ", by=cast.coordinator, scope=cast.la_paz.pk)
    answered = attest(kept, reason="La emite el Estado de Monterral.", by=cast.coordinator, scope=cast.la_paz.pk)
    assert (answered.state, answered.attested_by, codes(answered)) == (
        "attested",
        cast.coordinator,
        ["unknown-issuer"],
    )
    assert Task.objects.open().filter(kind="signature.clarify").count() == 0
    with pytest.raises(ValidationError):
        attest(answered, reason="Otra vez.", by=cast.coordinator, scope=cast.la_paz.pk)
    on_paper(agreement, "riomayor", cast)
    agreement.refresh_from_db()
    assert agreement.state == "signed"
    assert AuditEvent.objects.filter(verb="signature.attested", scope=cast.la_paz.pk).count() == 1


def test_a_withdrawn_signature_opens_the_signing_again(agreement: Agreement, cast: Cast) -> None:
    mine = on_paper(agreement, "la-paz-bo", cast)
    on_paper(agreement, "riomayor", cast)
    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.signed)) == ("signed", "2026-11-20")
    with pytest.raises(ValidationError):
        withdraw_signature(mine, reason="", by=cast.coordinator, scope=cast.la_paz.pk)
    withdraw_signature(mine, reason="Firmó quien no podía.", by=cast.coordinator, scope=cast.la_paz.pk)
    agreement.refresh_from_db()
    mine.refresh_from_db()
    assert (agreement.state, agreement.signed, mine.state, mine.withdrawal) == (
        "signing",
        None,
        "withdrawn",
        "Firmó quien no podía.",
    )
    on_paper(agreement, "la-paz-bo", cast)
    agreement.refresh_from_db()
    assert agreement.state == "signed"


def test_together_on_one_paper_by_whoever_keeps_the_act(agreement: Agreement, cast: Cast) -> None:
    said = {party: SignedBy(f"Persona {party.position}", "Alcaldía", TODAY) for party in agreement.parties.all()}
    kept = record_paper(said, together=True, scan=scan(), by=cast.secretary, scope=cast.ucci.pk)
    assert [(one.how, one.state, one.name) for one in kept] == [
        ("together", "counts", "Persona 1"),
        ("together", "counts", "Persona 2"),
    ]
    files = {attachments_of(one, "signed").get().file_id for one in kept}
    assert len(files) == 1
    agreement.refresh_from_db()
    assert agreement.state == "signed"


@pytest.mark.parametrize(
    ("said", "code"),
    [({"scan": None}, "no-scan"), ({"day": dt.date(2026, 11, 18)}, "before-agreed")],
)
def test_a_paper_without_scan_or_older_than_the_text_is_flagged(
    agreement: Agreement, cast: Cast, said: dict[str, Any], code: str
) -> None:
    party = agreement.parties.get(organisation=cast.la_paz)
    words = {party: SignedBy("Ana Inventada", "Alcaldesa", said.get("day", TODAY))}
    sheet = said.get("scan", scan())
    [kept] = record_paper(words, together=False, scan=sheet, by=cast.coordinator, scope=cast.la_paz.pk)
    assert (kept.state, codes(kept)) == ("flagged", [code])


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (SignedBy("", "Alcaldesa", TODAY), "name"),
        (SignedBy("Ana", "", TODAY), "office"),
        (SignedBy("Ana", "Alcaldesa"), "signed_on"),
        (SignedBy("Ana", "Alcaldesa", TODAY + dt.timedelta(days=1)), "signed_on"),
    ],
)
def test_who_when_and_as_what_is_always_said(agreement: Agreement, cast: Cast, words: SignedBy, field: str) -> None:
    party = agreement.parties.get(organisation=cast.la_paz)
    with pytest.raises(ValidationError) as refused:
        record_paper({party: words}, together=False, scan=scan(), by=cast.coordinator, scope=None)
    assert list(refused.value.message_dict) == [field]
    assert Signature.objects.count() == 0


def test_nothing_is_signed_before_the_signing_is_opened(cast: Cast) -> None:
    agreement = agreed_between(cast.la_paz, cast.riomayor)
    with pytest.raises(MoveRefused):
        on_paper(agreement, "la-paz-bo", cast)


def test_once_all_have_signed_the_register_of_a_ministry_is_asked(cast: Cast) -> None:
    mexican = CityFactory(slug="puerto-mx", country="MX", fictional_country={})
    agreement = agreed_between(cast.la_paz, mexican, state="signing")
    for slug in ("la-paz-bo", "puerto-mx"):
        on_paper(agreement, slug, cast)
    task = Task.objects.get(kind="approval.after")
    assert task.organisation == mexican


def test_a_party_that_leaves_keeps_nobody_waiting_and_is_bound_by_what_it_signed(cast: Cast) -> None:
    third = CityFactory(slug="vallehondo")
    cities = [cast.la_paz, cast.riomayor, third]
    alliance = AllianceFactory(state="proposed", network=cast.ucci, methodology=MethodologyFactory(), parties=cities)
    agreement = agreed_between(*cities, state="signing", alliance=alliance)
    for slug in ("la-paz-bo", "riomayor"):
        on_paper(agreement, slug, cast)
    agreement.refresh_from_db()
    assert agreement.state == "signing"
    leave(alliance.seats.get(organisation=third), reason="Cambió el gobierno.", on=TODAY, by=cast.coordinator)
    agreement.refresh_from_db()
    assert agreement.state == "signed"
    leave(alliance.seats.get(organisation=cast.riomayor), reason="Otra red.", on=TODAY, by=cast.other_coordinator)
    assert [one.party.organisation.slug for one in standings(agreement)] == ["la-paz-bo", "riomayor"]


def test_nobody_is_asked_to_sign_what_was_withdrawn_or_after_it_has_left(cast: Cast, agreement: Agreement) -> None:
    def asked() -> list[str]:
        return sorted(Task.objects.open().filter(kind="agreement.sign").values_list("organisation__slug", flat=True))

    assert asked() == ["la-paz-bo", "riomayor"]
    withdraw(agreement, reason="No llegó el dinero.", organisation=cast.la_paz, by=cast.coordinator)
    assert asked() == []
    cities = [cast.la_paz, cast.riomayor, CityFactory(slug="vallehondo")]
    alliance = AllianceFactory(state="proposed", network=cast.ucci, methodology=MethodologyFactory(), parties=cities)
    with time_machine.travel(NOW - dt.timedelta(days=1), tick=False):
        other = agreed_between(*cities, slug="otro", network=cast.ucci, alliance=alliance)
    open_signing(other, organisation=cast.la_paz, by=cast.coordinator)
    leave(alliance.seats.get(organisation=cities[2]), reason="Cambió el gobierno.", on=TODAY, by=cast.coordinator)
    assert asked() == ["la-paz-bo", "riomayor"]


def test_whoever_is_left_alone_has_signed_with_nobody(cast: Cast) -> None:
    cities = [cast.la_paz, cast.riomayor]
    alliance = AllianceFactory(state="proposed", network=cast.ucci, methodology=MethodologyFactory(), parties=cities)
    agreement = agreed_between(*cities, network=cast.ucci, alliance=alliance, state="signing")
    on_paper(agreement, "la-paz-bo", cast)
    leave(alliance.seats.get(organisation=cast.riomayor), reason="Otra red.", on=TODAY, by=cast.other_coordinator)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed) == ("signing", None)


def test_who_left_and_is_invited_again_signs_nothing_before_it_accepts(cast: Cast) -> None:
    cities = [cast.la_paz, cast.riomayor, CityFactory(slug="vallehondo")]
    alliance = AllianceFactory(state="proposed", network=cast.ucci, methodology=MethodologyFactory(), parties=cities)
    agreement = agreed_between(*cities, network=cast.ucci, alliance=alliance, state="signing")
    seat = alliance.seats.get(organisation=cities[2])
    leave(seat, reason="Cambió el gobierno.", on=TODAY, by=cast.coordinator)
    invite(alliance, organisation=cities[2], by=cast.coordinator)
    assert [one.party.organisation.slug for one in standings(agreement)] == ["la-paz-bo", "riomayor"]
    decline(seat, reason="Sigue sin querer.", by=cast.coordinator)
    assert [one.party.organisation.slug for one in standings(agreement)] == ["la-paz-bo", "riomayor"]


def test_what_binds_no_longer_is_no_longer_public(agreement: Agreement, cast: Cast) -> None:
    mine = on_paper(agreement, "la-paz-bo", cast)
    on_paper(agreement, "riomayor", cast)
    publish(agreement, public=True, by=cast.coordinator, scope=cast.la_paz.pk)
    withdraw_signature(mine, reason="Firmó quien no podía.", by=cast.coordinator, scope=cast.la_paz.pk)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.published) == ("signing", False)


def test_nobody_answers_for_the_signatures_of_an_agreement_that_was_withdrawn(agreement: Agreement, cast: Cast) -> None:
    flagged = [on_paper(agreement, slug, cast, scan=None) for slug in ("la-paz-bo", "riomayor")]
    withdraw(agreement, reason="No llegó el dinero.", organisation=cast.la_paz, by=cast.coordinator)
    for one in flagged:
        with pytest.raises(ValidationError):
            attest(one, reason="La firma es suya.", by=cast.coordinator, scope=cast.la_paz.pk)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed) == ("withdrawn", None)
