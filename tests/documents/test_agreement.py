"""The printed agreement, read back as a reader's program reads it."""

import io
from dataclasses import replace

import pypdfium2
import pytest
from pypdf import PdfReader
from tests.documents.agreement_sample import CITIES, agreement

from entreciudades.documents.signatures.fields import add_fields
from entreciudades.documents.typeset import BookRefused, render_agreement


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def root_of(pdf):
    return PdfReader(io.BytesIO(pdf)).root_object


def elements(root, kind):
    """Elements of the structure of a kind."""
    waiting, found = [root["/StructTreeRoot"]], []
    while waiting:
        one = waiting.pop()
        if one.get("/S") == kind:
            found.append(one)
        held = one.get("/K", [])
        inside = [child.get_object() for child in (held if isinstance(held, list) else [held])]
        waiting += [child for child in inside if hasattr(child, "get")]
    return found


def test_it_is_made_for_keeping_and_for_screen_readers():
    root = root_of(render_agreement(agreement()))
    said = root["/Metadata"].get_data().decode()
    for words in (
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert words in said
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "es")
    assert (len(elements(root, "/H1")), len(elements(root, "/H2"))) == (1, 3 * 2 + 1)


def test_each_party_has_an_empty_field_outside_the_page_and_a_room_on_it():
    pdf = render_agreement(agreement(parties=7))
    form = root_of(pdf)["/AcroForm"]
    fields = [one.get_object() for one in form["/Fields"]]
    assert [(one["/T"], one["/TU"], one["/FT"]) for one in fields] == [
        (f"ciudad-{number}", f"Firma de {name}", "/Sig") for number, name in enumerate(CITIES, start=1)
    ]
    assert {(tuple(one["/Rect"]), one["/F"], "/V" in one) for one in fields} == {((-1, -1, -1, -1), 132, False)}
    assert "/NeedAppearances" not in form
    last = pages(pdf)[-1]
    assert [name for name in CITIES if name not in "".join(pages(pdf))] == []
    assert last.count("Acuerdo del pleno") > 0


def test_the_same_agreement_gives_the_same_bytes_and_another_gives_others():
    assert render_agreement(agreement()) == render_agreement(agreement())
    assert render_agreement(agreement()) != render_agreement(replace(agreement(), digest="6f" * 32))


def test_languages_stand_side_by_side_and_each_in_its_own():
    printed = "".join(pages(render_agreement(agreement())))
    assert printed.index("Artículo 1. Objeto") < printed.index("Artigo 1. Objeto") < printed.index("Artículo 2")
    first = pypdfium2.PdfDocument(render_agreement(agreement()))[0].get_textpage()
    boxes = {}
    for words in ("Artículo 1. Objeto", "Artigo 1. Objeto"):
        index, _count = first.search(words).get_next()
        boxes[words] = first.get_charbox(index)
    spanish, portuguese = boxes.values()
    assert spanish[1] == pytest.approx(portuguese[1], abs=1)
    assert portuguese[0] > spanish[0] + 200


def test_a_language_that_is_not_written_yet_says_so():
    printed = "".join(pages(render_agreement(agreement(languages=("es", "pt", "en", "fr")))))
    assert printed.count("Aún sin escribir.") == 3


def test_every_page_says_which_version_it_is():
    printed = pages(render_agreement(agreement(parties=7)))
    assert len(printed) > 1
    assert all("Versión 3" in page and "SHA-256 " + "5e" * 32 in page for page in printed)


def test_a_draft_says_so_and_cannot_be_signed():
    pdf = render_agreement(agreement(draft=True))
    printed = pages(pdf)
    assert all("BORRADOR" in page and "SHA-256" not in page for page in printed)
    assert "Firmas" not in "".join(printed)
    assert "/AcroForm" not in root_of(pdf)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"titles": ()}, "AgreementText.titles: empty; PDF/UA-1 asks for a title"),
        ({"parties": ()}, "AgreementText.parties: none; nobody agrees"),
        (
            {"labels": {"act": "Acuerdo"}},
            "AgreementText.labels: missing between, date, draft, name, office, signatures, unwritten, version",
        ),
    ],
)
def test_what_cannot_be_printed_says_why(change, told):
    with pytest.raises(BookRefused) as refused:
        render_agreement(replace(agreement(), **change))
    assert str(refused.value) == told


def test_a_document_that_has_fields_gets_no_others():
    with pytest.raises(ValueError, match="a document that has fields already"):
        add_fields(render_agreement(agreement()), {"otra": "Firma de otra"})


def test_text_that_looks_like_markup_is_printed_as_it_is():
    strange = replace(agreement(), foot='#panic("no") $x$ <html>')
    assert '#panic("no") $x$ <html>' in pages(render_agreement(strange))[0]
