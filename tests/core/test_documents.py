"""Documents: what people really hand in is taken, byte for byte, whatever it is called."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.core.office_files import EXCEL, SHEET, TEXT, WORD, docx, odf, packed, pdf, xlsx

from entreciudades.core import files
from entreciudades.core.errors import FileRefused
from entreciudades.core.uploads import documents, packages
from entreciudades.core.uploads.documents import read_document

CHART = '<m:file-entry m:full-path="Object 1/" m:media-type="application/vnd.oasis.opendocument.chart"/>'
GOOD = {
    "a letter": ("acta.docx", docx(), WORD),
    "a letter under another name": ("acta.pdf", docx(), WORD),
    "links to pages, mail and one's own disk": (
        "acta.docx",
        docx(links=[("hyperlink", to) for to in ("mailto:a@example.org", "file:///C:/Actas/1.docx", "../otra.docx")]),
        WORD,
    ),
    "fields of numbers and links": (
        "acta.docx",
        docx('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> HYPERLINK "https://x.example" </w:instrText></w:r>'),
        WORD,
    ),
    "a workbook": ("lista.xlsx", xlsx(), EXCEL),
    "formulas with bars and other sheets": ("lista.xlsx", xlsx('<c><f>A1&amp;"|"&amp;Hoja2!B1</f></c>'), EXCEL),
    "settings of a printer": ("lista.xlsx", xlsx(parts={"xl/printerSettings/printerSettings1.bin": b"\0" * 9}), EXCEL),
    "an ODT": ("acta.odt", odf('<text:a xlink:href="https://example.org"/>'), TEXT),
    "an ODS with a chart": (
        "lista.ods",
        odf('<draw:object xlink:href="./Object 1"/>', kind=SHEET, manifest=CHART),
        SHEET,
    ),
    "an ODS of very many equal rows": (
        "lista.ods",
        odf(
            '<table:table-row><table:table-cell table:style-name="ce1" office:value="1"/></table:table-row>' * 200_000,
            kind=SHEET,
        ),
        SHEET,
    ),
    "the template on one's own disk": ("acta.odt", odf('<meta:template xlink:href="file:///C:/a.ott"/>'), TEXT),
    "a PDF with a link": ("acta.pdf", pdf("", "<< /S /URI /URI (https://example.org) >>"), "application/pdf"),
    "a list": ("lista.csv", "Ciudad;Año\nBogotá;2017\n".encode(), "text/csv"),
    "a list of an old Excel": ("LISTA.CSV", "Ciudad;Año\nBogotá;“2017”\n".encode("cp1252"), "text/csv"),
    "a list as Unicode text": ("lista.csv", "Ciudad\tAño\n".encode("utf-16"), "text/csv"),
    "sums and signs in a list": ("lista.csv", b"A;=SUM(A1:A2)\nB;-5|6\n@ana;2 < 3\n", "text/csv"),
    "a text": ("acta.txt", b"Acta de la reuni\xc3\xb3n <borrador>\n", "text/plain"),
}


@pytest.mark.parametrize("case", GOOD)
def test_what_people_hand_in_is_taken_as_it_is(case: str) -> None:
    name, data, media_type = GOOD[case]
    read = read_document(SimpleUploadedFile(name, data))
    assert (read.media_type, read.data) == (media_type, data)


@pytest.mark.django_db
def test_a_document_is_stored_once_under_the_name_of_its_content(media: Path) -> None:
    first = files.store_document(SimpleUploadedFile("acta.pdf", docx()))
    again = files.store_document(SimpleUploadedFile("otra.docx", docx()))
    assert (first, first.media_type, Path(first.name).suffix) == (again, WORD, ".docx")
    assert files.read_bytes(first) == docx()


def test_limits_are_those_that_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = docx()
    monkeypatch.setattr(documents, "MAX_BYTES", len(whole))
    monkeypatch.setattr(packages, "MAX_PARTS", 3)
    assert read_document(SimpleUploadedFile("acta.docx", whole)).data == whole
    for data, reason in [(packed({str(n): "" for n in range(4)}), "bomb"), (whole + b"\0" * 400, "size")]:
        with pytest.raises(FileRefused) as caught:
            read_document(SimpleUploadedFile("acta.docx", data))
        assert caught.value.reason == reason
