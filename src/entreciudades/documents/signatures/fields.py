"""Empty signature fields, one per party, in a document that is about to be signed.

They take no room on the page: readers list them in their panel of signatures. A field with a room would have to stand
in the structure for screen readers (PDF/UA-1, 7.18.4), and there pyHanko takes the second party's signature for a
change of what the first one signed; one outside the page need not stand there, nor look like anything (PDF/A-2, 6.3.3).
"""

import io
from collections.abc import Mapping
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

_OUTSIDE: Final = (-1, -1, -1, -1)
_PRINTED_AND_LOCKED: Final = 4 + 128  # ISO 32000-1, table 165; PDF/A wants the first
_SIGNATURES_AND_APPEND_ONLY: Final = 3  # ISO 32000-1, table 219: no program may write the file anew when it signs


def add_fields(pdf: bytes, names: Mapping[str, str]) -> bytes:
    """Add empty signature fields: `names` says of each field whose signature it is for, for screen readers.

    The same bytes for the same data. Raises ValueError for a document that has fields already.
    """
    reader = PdfReader(io.BytesIO(pdf))
    if "/AcroForm" in reader.root_object:
        raise ValueError("a document that has fields already")
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    writer.metadata = reader.metadata  # PDF/A: the same as in the XMP, and no other producer
    page = writer.pages[-1]
    fields = ArrayObject(_field(writer, page.indirect_reference, name, whose) for name, whose in names.items())
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ()), *fields])
    form = DictionaryObject(
        {NameObject("/Fields"): fields, NameObject("/SigFlags"): NumberObject(_SIGNATURES_AND_APPEND_ONLY)}
    )
    writer.root_object[NameObject("/AcroForm")] = _added(writer, form)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _field(writer: PdfWriter, page: IndirectObject | None, name: str, whose: str) -> IndirectObject:
    """A field that is its own annotation (ISO 32000-1, 12.7.4.5)."""
    return _added(
        writer,
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject(name),
                NameObject("/TU"): TextStringObject(whose),
                NameObject("/F"): NumberObject(_PRINTED_AND_LOCKED),
                NameObject("/Rect"): ArrayObject(map(NumberObject, _OUTSIDE)),
                NameObject("/P"): page or DictionaryObject(),
            }
        ),
    )


def _added(writer: PdfWriter, held: PdfObject) -> IndirectObject:
    return writer._add_object(held)  # noqa: SLF001 - pypdf has no other door
