"""Signing a field of a PDF with a certificate and its key: PAdES, added at the end of the file."""

import io
from concurrent.futures import ThreadPoolExecutor

from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError


class Seal(IncrementalPdfFileWriter):
    """Adds a signature and nothing else: version and metadata stay those of the PDF/A document."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Leave the version alone: PDF/A-2 rests on PDF 1.7, and readers know newer signatures by themselves."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Declare nothing beyond that version."""

    def _update_meta(self) -> None:
        """Leave alone who made the document and when: pyHanko would name itself, and write the XMP in its own way."""


class SigningRefused(ValueError):
    """What cannot be signed, and why."""


def sign_field(
    pdf: bytes, *, field: str, pkcs12: bytes, passphrase: bytes | None = None, reason: str = "", location: str = ""
) -> bytes:
    """Sign a field with a key and its certificate in a PKCS #12 file; what was there stays byte for byte.

    Raises SigningRefused where the file, the field or the key do not allow it.
    """
    try:
        signer = SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=passphrase)
    except ValueError as error:
        raise SigningRefused(
            "The PKCS #12 file cannot be opened: it is damaged, or its passphrase is another"
        ) from error
    try:
        writer = Seal(io.BytesIO(pdf))
        empty = [name for name, _value, _reference in enumerate_sig_fields(writer.prev, filled_status=False)]
    except (PdfReadError, ValueError) as error:
        raise SigningRefused(f"The file cannot be read as a PDF: {error}") from error
    if field not in empty:
        raise SigningRefused(f"No empty field “{field}”; empty ones: {', '.join(empty) or 'none'}")
    meta = PdfSignatureMetadata(
        field_name=field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason or None,
        location=location or None,
    )
    try:
        # In a thread of its own: it starts an event loop, and the caller's thread may have one.
        with ThreadPoolExecutor(1) as pool:
            signed = pool.submit(PdfSigner(meta, signer).sign_pdf, writer).result()
    except (SigningError, PdfReadError, ValueError) as error:
        raise SigningRefused(f"The field “{field}” cannot be signed: {error}") from error
    data: bytes = signed.getvalue()
    return data
