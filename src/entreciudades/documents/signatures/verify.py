"""Examining a signed PDF: every signature, what it covers, who made it, and what speaks against it.

Without a network: what was revoked is known from lists that travel in `TrustStore` or inside the file (PAdES B-LT).
"""

import asyncio
import dataclasses
import datetime as dt
import hashlib
import io
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from entreciudades.documents.signatures.examination import Examination
from entreciudades.documents.signatures.findings import Code, Finding
from entreciudades.documents.signatures.one_signature import Circumstances, examine_signature, is_more_than_signing
from entreciudades.documents.signatures.trust import NOBODY, TrustStore

MOST: Final = 60
"""Signatures, and revisions, of a file that are examined."""

_OTHERS: Final = frozenset({Code.OTHER_DOCUMENT, Code.CHANGED_BEFORE})
_ACTIVE: Final = frozenset({"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/XFA", "/RichMedia"})

for library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(library).setLevel(logging.CRITICAL)  # what it would warn of stands among the findings


def examine(pdf: bytes, *, at: dt.datetime, original: bytes | None = None, trust: TrustStore = NOBODY) -> Examination:
    """Examine a file at a moment (with a time zone); `original` is the document that was to be signed.

    Whatever the file is, there is an answer; what is wrong with it stands among the findings.
    """
    empty = Examination(hashlib.sha256(pdf).hexdigest(), at, same_document=None if original is None else False)
    if b"%PDF-" not in pdf[:1024]:
        return _with(empty, Finding(Code.NOT_A_PDF))
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            return _with(empty, Finding(Code.ENCRYPTED))
        # In a thread of its own: it starts an event loop, and the caller's thread may have one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, _examine(reader, empty, pdf, original, trust)).result()
    except Exception as error:  # noqa: BLE001 - a hostile file may break its reader anywhere, and that is what was found
        return _with(empty, Finding(Code.UNREADABLE, {"error": f"{type(error).__name__}: {error}"[:200]}))


def _with(examination: Examination, *findings: Finding) -> Examination:
    return dataclasses.replace(examination, findings=findings)


async def _examine(
    reader: PdfFileReader, empty: Examination, pdf: bytes, original: bytes | None, trust: TrustStore
) -> Examination:
    fields = list(enumerate_sig_fields(reader))
    filled = [(name, reference) for name, value, reference in fields if value is not None]
    count = max(len(fields), reader.xrefs.total_revisions)
    if count > MOST:
        return _with(empty, Finding(Code.TOO_MANY, {"found": str(count), "most": str(MOST)}))
    about = Circumstances(empty.examined_at, trust, _carried(reader))
    signatures = [await examine_signature(reader, name, field, about) for name, field in filled]
    findings = [Finding(Code.ACTIVE, {"what": what}) for what in sorted(_active(reader))]
    if not filled:
        findings.append(Finding(Code.NO_SIGNATURE))
    if original is not None:
        findings += _compared(reader, pdf, original)
    return dataclasses.replace(
        empty,
        signatures=tuple(sorted((one for one in signatures if one), key=lambda one: one.revision)),
        empty_fields=tuple(name for name, value, _reference in fields if value is None),
        same_document=None if original is None else not {one.code for one in findings} & _OTHERS,
        findings=tuple(findings),
    )


def _compared(reader: PdfFileReader, pdf: bytes, original: bytes) -> Iterator[Finding]:
    """Signing adds to the end of a file, so that the agreed document is its beginning."""
    if not pdf.startswith(original):
        yield Finding(Code.OTHER_DOCUMENT)
        return
    agreed = PdfFileReader(io.BytesIO(original)).xrefs.total_revisions
    if reader.xrefs.total_revisions > agreed and is_more_than_signing(
        DEFAULT_DIFF_POLICY.review_file(reader, agreed - 1)
    ):
        yield Finding(Code.CHANGED_BEFORE)


def _active(reader: PdfFileReader) -> set[str]:
    """Names of what acts by itself, among all that can be reached."""
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer.raw_get("/Root")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()  # type: ignore[no-untyped-call]  # of pyHanko
        if isinstance(one, generic.DictionaryObject):
            found |= _ACTIVE & {*one, str(one.get("/S", "")), str(one.get("/Subtype", ""))}
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, generic.ArrayObject):
            waiting.extend(one)
    return found


def _carried(reader: PdfFileReader) -> DocumentSecurityStore | None:
    """What the file brings along to tell who was revoked, and who stands between a signer and an authority."""
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None
