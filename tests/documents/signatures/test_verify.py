"""What an examination finds in signed files, good and bad."""

import asyncio
import datetime as dt
import hashlib
import io
import re
from functools import cache

import pytest
import time_machine
from asn1crypto import crl, pem
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from tests.documents.agreement_sample import agreement
from tests.documents.signatures.conftest import SIGNED_AT, TODAY, agreed, sign, signed_by
from tests.factories import certificates

from entreciudades.documents.signatures.findings import WORDS, Code, Finding
from entreciudades.documents.signatures.trust import NOBODY, read_trust
from entreciudades.documents.signatures.verify import examine
from entreciudades.documents.typeset import render_agreement


def codes(findings):
    return [one.code for one in findings]


def updated(pdf, change):
    """The file with something changed in it by an update at its end, as an editor does it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def other_text(writer):
    """Put other words on the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)


def test_seven_parties_sign_one_after_another_and_each_signature_holds(look):
    found = look(signed_by(7), original=agreed(7))
    assert found.all_findings == ()
    assert (found.same_document, found.empty_fields) == (True, ())
    assert [
        (one.field, one.signer, one.organisation, one.office, one.revision, one.covers_file) for one in found.signatures
    ] == [(f"ciudad-{n}", f"Alcaldesa {n}", f"Ayuntamiento {n}", "Alcaldesa", n + 1, n == 7) for n in range(1, 8)]
    assert {(one.intact, one.changed_after, one.trusted, one.expired) for one in found.signatures} == {
        (True, False, True, False)
    }


def test_what_a_signature_says_of_itself(look):
    (one,) = look(sign(agreed())).signatures
    assert (one.claimed_at, one.proven_at) == (SIGNED_AT, None)
    assert one.issuer == "Firma pública de Altamar"
    assert (one.valid_from, one.valid_until) == (certificates.BEGIN, certificates.END)
    assert one.serial_number == f"{certificates.signer(1).certificate.serial_number:x}"
    assert one.algorithm == "sha256_ecdsa, sha256, ec 256"


def test_fields_that_nobody_signed_are_named(look):
    assert look(sign(agreed())).empty_fields == ("ciudad-2",)


def test_without_the_agreed_document_nobody_says_that_it_is_the_same(trust_folder):
    found = examine(sign(agreed()), at=TODAY, trust=read_trust(trust_folder))
    assert (found.same_document, found.all_findings) == (None, ())


def test_the_agreed_document_without_a_signature(look):
    found = look(agreed())
    assert (codes(found.all_findings), found.same_document) == ([Code.NO_SIGNATURE], True)
    assert found.empty_fields == ("ciudad-1", "ciudad-2")


@cache
def gaps():
    """Where the signatures of a file that two signed stand: all but these is covered by the second one."""
    return [found.span() for found in re.finditer(rb"(?<=/Contents )<[0-9A-F]{1000,}>", signed_by(2))]


@cache
def covered():
    return [place for place in range(len(signed_by(2))) if not any(start <= place < end for start, end in gaps())]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), other=st.integers(1, 255))
@example(share=1 - 1e-9, other=1)
@example(share=0.0, other=1)
def test_no_byte_changes_without_being_noticed(trust_folder, share, other):
    changed = bytearray(signed_by(2))
    changed[covered()[int(share * len(covered()))]] ^= other
    found = examine(bytes(changed), at=TODAY, trust=read_trust(trust_folder))
    assert found.all_findings != ()
    assert not any(one.intact and one.covers_file for one in found.signatures)


def test_a_byte_changed_in_what_both_signed_breaks_both_signatures(look):
    found = look(signed_by(2).replace(b"/Title", b"/Tit1e", 1))
    assert [codes(one.findings) for one in found.signatures] == [[Code.BROKEN], [Code.BROKEN]]
    assert (codes(found.findings), found.same_document) == ([Code.OTHER_DOCUMENT], False)


def test_another_document(look):
    other = render_agreement(agreement(languages=("es",)))
    found = look(sign(other))
    assert (codes(found.all_findings), found.same_document) == ([Code.OTHER_DOCUMENT], False)
    assert found.signatures[0].intact


def test_the_agreed_document_with_other_words_added_before_it_was_signed(look):
    found = look(sign(updated(agreed(), other_text)))
    assert (codes(found.all_findings), found.same_document) == ([Code.CHANGED_BEFORE], False)


def test_a_change_after_the_signature(look):
    found = look(updated(sign(agreed()), other_text))
    (one,) = found.signatures
    assert (one.intact, one.covers_file, one.changed_after) == (True, False, True)
    assert codes(found.all_findings) == [Code.CHANGED_BEFORE, Code.CHANGED_AFTER]


def test_one_signature_shown_in_the_field_of_another_party(look):
    def borrow(writer):
        mine, other = writer.root["/AcroForm"]["/Fields"]
        other.get_object()["/V"] = mine.get_object().raw_get("/V")
        writer.mark_update(other)

    found = look(updated(sign(agreed()), borrow))
    assert [(one.field, codes(one.findings)) for one in found.signatures] == [
        ("ciudad-1", [Code.CHANGED_AFTER]),
        ("ciudad-2", [Code.CHANGED_AFTER]),
    ]


def test_a_signature_that_leaves_out_the_end_of_the_file(look):
    pdf = sign(agreed())
    written = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *", pdf)
    first, start, rest = map(int, written.groups())
    pdf = pdf.replace(written[0], (b"/ByteRange [0 %d %d %d]" % (first, start, rest - 40)).ljust(len(written[0])))
    digest = hashlib.sha256(pdf[:first] + pdf[start : start + rest - 40]).digest()
    identity = certificates.signer(1)
    signer = SimpleSigner.load_pkcs12_data(identity.pkcs12, other_certs=[], passphrase=certificates.PASSPHRASE)
    contents = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump().hex().encode()
    pdf = pdf[: first + 1] + contents.ljust(start - first - 2, b"0") + pdf[start - 1 :]
    found = look(pdf)
    assert [(one.intact, codes(one.findings)) for one in found.signatures] == [(True, [Code.PARTIAL])]


@pytest.mark.parametrize(
    ("signed", "examined", "expected"),
    [
        (dt.datetime(2024, 6, 1, tzinfo=dt.UTC), dt.datetime(2024, 6, 15, tzinfo=dt.UTC), []),
        (dt.datetime(2024, 6, 1, tzinfo=dt.UTC), TODAY, [Code.EXPIRED]),
        (SIGNED_AT, TODAY, [Code.EXPIRED_THEN]),
        (dt.datetime(2019, 6, 1, tzinfo=dt.UTC), dt.datetime(2021, 6, 1, tzinfo=dt.UTC), [Code.NOT_YET_VALID]),
    ],
)
def test_a_certificate_out_of_its_time(look, signed, examined, expected):
    found = look(sign(agreed(), certificates.expired(), at=signed), at=examined)
    assert codes(found.all_findings) == expected
    assert (found.signatures[0].trusted, found.signatures[0].claimed_at) == (True, signed)


def test_the_days_of_an_expired_certificate_are_told(look):
    (told,) = look(sign(agreed(), certificates.expired())).all_findings
    assert str(told) == "The certificate of Alcaldesa 100 had expired on 2024-06-30, before the signature."
    assert told.plain() == {
        "code": "expired-then",
        "facts": {
            "field": "ciudad-1",
            "signer": "Alcaldesa 100",
            "issuer": "Firma pública de Altamar",
            "until": "2024-06-30",
        },
    }


@pytest.mark.parametrize("until", [certificates.END, dt.datetime(2026, 3, 2, tzinfo=dt.UTC)], ids=["fresh", "old"])
def test_a_revoked_certificate_however_old_the_list(trust_folder, look, until):
    (trust_folder / "revoked.crl").write_bytes(certificates.revocations(until=until))
    found = look(sign(agreed(), certificates.revoked()), trust=read_trust(trust_folder))
    assert [str(one) for one in found.all_findings] == ["The certificate of Alcaldesa 101 was revoked on 2026-03-01."]
    assert (found.signatures[0].trusted, found.signatures[0].revoked_at) == (False, certificates.REVOKED_ON)


def test_an_issuer_that_nobody_knows_is_told_and_nothing_else(look):
    found = look(sign(agreed(), certificates.stranger()))
    assert [str(one) for one in found.all_findings] == [
        "No authority that is known here vouches for Otra autoridad, which issued the certificate of Alguien."
    ]
    assert (found.signatures[0].intact, found.signatures[0].trusted, found.same_document) == (True, False, True)


def test_without_authorities_trust_is_unknown(look):
    found = look(sign(agreed()), trust=NOBODY)
    assert (codes(found.all_findings), found.signatures[0].trusted) == ([Code.NO_ANCHORS], None)


def test_a_certificate_that_is_not_made_for_signing(look):
    found = look(sign(agreed(), certificates.intermediate()))
    assert codes(found.all_findings) == [Code.NOT_FOR_SIGNING]


def signed_elsewhere(identity, *, at=SIGNED_AT, timestamper=None, **how):
    """Signed by a program of somebody else, with all that such programs add."""
    signer = SimpleSigner.load_pkcs12_data(identity.pkcs12, other_certs=[], passphrase=certificates.PASSPHRASE)
    meta = PdfSignatureMetadata(field_name="ciudad-1", subfilter=SigSeedSubFilter.PADES, **how)
    with time_machine.travel(at, tick=False):
        writer = IncrementalPdfFileWriter(io.BytesIO(agreed()))
        return PdfSigner(meta, signer, timestamper=timestamper).sign_pdf(writer).getvalue()


def test_a_digest_that_is_no_longer_safe(look):
    found = look(signed_elsewhere(certificates.signer(1), md_algorithm="sha1"))
    assert Code.WEAK in codes(found.all_findings)


def test_a_key_that_is_too_short(look):
    found = look(sign(agreed(), certificates.short()))
    assert Code.WEAK in codes(found.all_findings)
    assert found.signatures[0].algorithm == "sha256_rsa, sha256, rsa 1024"


def test_a_trusted_time_stamp_proves_that_the_signature_is_older_than_the_end_of_its_certificate(look):
    then = dt.datetime(2024, 6, 1, 9, tzinfo=dt.UTC)
    clock = certificates.clock()
    above = SimpleCertificateStore.from_certs([certificates.intermediate().der])
    stamper = DummyTimeStamper(clock.der, clock.private, certs_to_embed=above, fixed_dt=then)
    found = look(signed_elsewhere(certificates.expired(), at=then, timestamper=stamper))
    assert ([str(one) for one in found.all_findings], found.signatures[0].proven_at) == ([], then)


def test_lists_that_the_file_brings_along_come_after_the_signature_and_are_no_change(look, trust_folder):
    known = ValidationContext(
        trust_roots=[certificates.root().der],
        other_certs=[certificates.intermediate().der],
        crls=[crl.CertificateList.load(pem.unarmor(certificates.revocations())[2])],
        moment=SIGNED_AT,
    )
    pdf = signed_elsewhere(certificates.signer(1), embed_validation_info=True, validation_context=known)
    found = look(pdf)
    assert (codes(found.all_findings), found.signatures[0].covers_file, found.same_document) == ([], False, True)


def test_a_signature_that_says_it_is_of_tomorrow(look):
    found = look(sign(agreed()), at=SIGNED_AT - dt.timedelta(days=1))
    assert codes(found.all_findings) == [Code.FUTURE]


@pytest.mark.parametrize(
    ("time", "claimed"),
    [
        ("D:20260505", dt.datetime(2026, 5, 5, tzinfo=dt.UTC)),
        ("D:20260505080000", dt.datetime(2026, 5, 5, 8, tzinfo=dt.UTC)),
        ("D:99991231235959Z", None),
    ],
)
def test_a_time_without_zone_or_beyond_all_calendars_hides_no_signature(look, time, claimed):
    both = sign(sign(agreed()), certificates.signer(2), "ciudad-2")
    place = both.index(b"/M (")
    end = both.index(b")", place)
    changed = both[:place] + f"/M ({time})".encode().ljust(end + 1 - place) + both[end + 1 :]
    first = look(changed).signatures[0]
    assert (first.field, first.claimed_at) == ("ciudad-1", claimed)


def test_whatever_a_certificate_calls_its_holder_stands_on_one_line(look):
    odd = certificates.called("\u202eAna\x00\n  <b>Inventada</b>")
    (signed,) = look(sign(agreed(), odd)).signatures
    assert (signed.signer, signed.findings) == ("Ana <b>Inventada</b>", ())
    assert Finding(Code.UNREADABLE, {"error": "x\x00y" + "z" * 400}).plain()["facts"] == {"error": "x y" + "z" * 147}


def encrypted(pdf):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt("secreto", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_script(pdf):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.add_open_action(JavaScript("app.alert('hola')"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pdf", "expected"),
    [
        (lambda: b"", Code.NOT_A_PDF),
        (lambda: b"<html>no</html>", Code.NOT_A_PDF),
        (lambda: b"%PDF-1.7\nnothing more", Code.UNREADABLE),
        (lambda: agreed()[:-2000], Code.UNREADABLE),
        (lambda: encrypted(agreed()), Code.ENCRYPTED),
    ],
    ids=["empty", "html", "head", "cut", "encrypted"],
)
def test_files_that_cannot_be_examined_are_answered_all_the_same(look, pdf, expected):
    found = look(pdf())
    assert (codes(found.all_findings), found.signatures, found.same_document) == ([expected], (), False)


def test_a_file_that_acts_by_itself(look):
    scripted = with_script(agreed())
    found = look(sign(scripted), original=scripted)
    assert [str(one) for one in found.all_findings] == [
        "The file holds something that acts by itself (/JS).",
        "The file holds something that acts by itself (/JavaScript).",
    ]


def test_a_signature_that_cannot_be_read_does_not_hide_the_others(look):
    first = gaps()[0][0]
    found = look(signed_by(2)[: first + 1] + b"00" * 8 + signed_by(2)[first + 17 :])
    assert [(one.field, codes(one.findings)) for one in found.signatures] == [
        ("ciudad-1", [Code.UNREADABLE_SIGNATURE]),
        ("ciudad-2", [Code.BROKEN]),
    ]


def test_a_file_of_more_revisions_than_are_examined(look):
    pdf = agreed()
    for _time in range(60):
        pdf = updated(pdf, other_text)
    assert codes(look(pdf).all_findings) == [Code.TOO_MANY]


def test_every_kind_of_finding_has_words_and_they_need_only_its_facts():
    facts = ("field", "signer", "issuer", "until", "since", "claimed", "revoked", "algorithm")
    facts += ("error", "what", "found", "most")
    assert set(WORDS) == set(Code)
    assert all(str(Finding(code, dict.fromkeys(facts, "X"))) for code in Code)
