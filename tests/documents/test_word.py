"""Texts go out as Word and come back: the same text, what was changed, and what was not taken."""

import re
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.test_markdown import SIGNS, blocks

from entreciudades.documents.markdown import normal, to_markdown
from entreciudades.documents.prose import Block, parse
from entreciudades.documents.word_letter import MARK, Letter, Place, write_letter
from entreciudades.documents.word_package import WordRefused, open_word
from entreciudades.documents.word_reader import Note, Reading, read_word

LONG = """La ciudad **crece** y *cuida*\\
su río.

- uno
- dos
  1. dentro
  2. más

  sigue

3. tres
4. cuatro

1) otra

[la web](https://example.org/?a=1&b=2)"""
TEXTS = (LONG, "", "Sólo [**esto** y aquello](mailto:a@example.org).")


def letter(*texts: str) -> Letter:
    places = tuple(Place(f"Parte {number}", "Qué se espera.", parse(text)) for number, text in enumerate(texts))
    return Letter("1.2. Contexto", ("Lo pide Carmen Inventada.",), places, "es", "7.es:firma")


def read(data: bytes, sent: Letter) -> Reading:
    return read_word(data, titles=[place.title for place in sent.places], known=sent.known)


def changed(data: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The file with one part changed; a part that is not there is added."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in {*source.namelist(), part}:
            held = source.read(name) if name in source.namelist() else b""
            made.writestr(name, change(held.decode()) if name == part else held)
    return target.getvalue()


def body(xml: str) -> Callable[[str], str]:
    """Puts XML behind the heading of the first place."""
    return lambda held: re.sub(r"(<w:bookmarkEnd w:id=\"0\"/></w:p>)", lambda found: found[1] + xml, held, count=1)


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_what_went_out_comes_back() -> None:
    sent = letter(*TEXTS)
    found = read(write_letter(sent), sent)
    assert [to_markdown(found.texts[place]) for place in range(3)] == [normal(text) for text in TEXTS]
    assert (found.notes, found.marks, sorted(found.texts)) == ((), {MARK: "7.es:firma"}, [0, 1, 2])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(SIGNS, max_size=30), min_size=1, max_size=2))
def test_any_text_comes_back_in_its_normal_form(texts: list[str]) -> None:
    sent = letter(*texts)
    found = read(write_letter(sent), sent)
    assert [to_markdown(found.texts[place]) for place in range(len(texts))] == [normal(text) for text in texts]


@settings(max_examples=25, deadline=None)
@given(st.lists(blocks, max_size=3))
def test_any_lists_come_back_in_their_normal_form(held: list[Block]) -> None:
    sent = letter(to_markdown(held))
    assert to_markdown(read(write_letter(sent), sent).texts[0]) == to_markdown(held)


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert write_letter(letter(*TEXTS)) == write_letter(letter(*TEXTS))


def test_signs_that_no_file_may_hold_are_left_out() -> None:
    sent = letter("a\x0bb\x1fc\ufffe")
    assert to_markdown(read(write_letter(sent), sent).texts[0]) == "abc"


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    inside = run("Antes ") + f'<w:ins w:author="Ana">{run("nuevo")}</w:ins>'
    inside += '<w:del w:author="Ana"><w:r><w:delText>viejo</w:delText></w:r></w:del>' + run(" fin")
    found = read(changed(write_letter(letter("")), body(paragraph(inside))), letter(""))
    assert to_markdown(found.texts[0]) == "Antes nuevo fin"
    assert found.notes == (Note("added", 1, ("nuevo",)), Note("deleted", 1, ("viejo",)))


def test_a_deleted_end_of_paragraph_joins_two() -> None:
    first = paragraph('<w:pPr><w:rPr><w:del w:author="Ana"/></w:rPr></w:pPr>' + run("Uno "))
    found = read(changed(write_letter(letter("")), body(first + paragraph(run("dos")))), letter(""))
    assert to_markdown(found.texts[0]) == "Uno dos"


def test_what_is_no_text_is_told_with_its_words() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('Celda'))}</w:tc></w:tr></w:tbl>"
    picture = paragraph(
        '<w:r><w:drawing><wp:docPr xmlns:wp="urn:x" id="1" name="x" descr="Una plaza"/></w:drawing></w:r>'
    )
    struck = paragraph(run("tachado", "<w:strike/>"))
    heading = paragraph('<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>' + run("Un título"))
    hidden = paragraph(run("oculto", "<w:vanish/>"))
    found = read(changed(write_letter(letter("")), body(table + picture + struck + heading + hidden)), letter(""))
    assert to_markdown(found.texts[0]) == "tachado\n\n**Un título**"
    assert found.notes == (
        Note("table", 1, ("Celda",)),
        Note("picture", 1, ("Una plaza",)),
        Note("struck", 1, ("tachado",)),
        Note("heading", 1, ("Un título",)),
    )


def test_links_of_old_programs_are_links_and_bold_may_come_from_a_style() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    field += '<w:r><w:instrText> HYPERLINK "https://example.org" </w:instrText></w:r>'
    field += f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("web")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    strong = run(" fuerte", '<w:rStyle w:val="Strong"/>')
    bad = field.replace("https://example.org", "javascript:x").replace("web", " mal")
    found = read(changed(write_letter(letter("")), body(paragraph(field + strong + bad))), letter(""))
    assert to_markdown(found.texts[0]) == "[web](https://example.org) **fuerte** mal"


def test_a_place_is_found_by_its_heading_where_the_bookmark_is_lost() -> None:
    sent = letter("Uno", "Dos")
    lost = changed(write_letter(sent), lambda held: re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", held))
    assert {place: to_markdown(held) for place, held in read(lost, sent).texts.items()} == {0: "Uno", 1: "Dos"}


def test_another_file_is_read_as_one_text() -> None:
    found = read_word(write_letter(letter("Uno", "Dos")), titles=["Otra cosa"])
    assert set(found.texts) == {None, 0, 1}
    other = changed(write_letter(letter("Uno")), lambda held: re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", held))
    assert "Uno" in to_markdown(read_word(other).texts[None])


RELATION = 'Target="https://example.org/x" TargetMode="External"/></Relationships>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def related(kind: str) -> Callable[[str], str]:
    relation = (
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    )
    return lambda held: held.replace("</Relationships>", relation + RELATION)


HOSTILE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a text": ("not-word", lambda _good: b"Hola"),
    "nothing": ("not-word", lambda _good: b""),
    "another zip": ("not-word", lambda _good: zipped("a.txt", b"hola")),
    "an old document": ("old-word", lambda _good: OLE + b"\0" * 600),
    "with a password": ("encrypted", lambda _good: OLE + "EncryptedPackage".encode("utf-16-le")),
    "with macros": ("macros", lambda good: changed(good, lambda _held: "x", "word/vbaProject.bin")),
    "a renamed docm": (
        "macros",
        lambda good: changed(good, lambda held: held.replace(".document.main+xml", ".x.macroEnabled.main+xml"), TYPES),
    ),
    "a spreadsheet": (
        "not-word",
        lambda good: changed(
            good, lambda held: held.replace("wordprocessingml.document.main", "spreadsheetml.x"), TYPES
        ),
    ),
    "a template from elsewhere": ("external", lambda good: changed(good, related("attachedTemplate"), RELATIONS)),
    "a picture from elsewhere": ("external", lambda good: changed(good, related("image"), RELATIONS)),
    "cut short": ("not-word", lambda good: good[: len(good) // 2]),
    "broken XML": ("broken", lambda good: changed(good, lambda held: held[:200])),
    "entities": (
        "broken",
        lambda good: changed(
            good,
            lambda held: held.replace("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1),
        ),
    ),
    "too many parts": ("bomb", lambda _good: zipped(*[part for n in range(3001) for part in (f"{n}", b"")])),
    "a bomb": ("bomb", lambda good: changed(good, lambda held: held + " " * 32_000_000)),
    "too large": ("size", lambda _good: b"PK" + b"\0" * 20 * 1024 * 1024),
}
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"


def zipped(*parts: str | bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in zip(parts[::2], parts[1::2], strict=True):
            archive.writestr(str(name), data)
    return made.getvalue()


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(case: str) -> None:
    reason, make = HOSTILE[case]
    with pytest.raises(WordRefused) as refused:
        read_word(make(write_letter(letter("Uno"))))
    assert refused.value.reason == reason


def test_a_link_is_no_danger() -> None:
    data = changed(write_letter(letter("Uno")), related("hyperlink"), RELATIONS)
    assert open_word(data).main == "word/document.xml"


@pytest.mark.office
def test_what_an_office_program_saves_is_the_same_text(tmp_path: Path) -> None:
    sent = letter(*TEXTS)
    before = tmp_path / "before.docx"
    before.write_bytes(write_letter(sent))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        f"{tmp_path}/after",
    ]
    subprocess.run([*convert, str(before)], check=True, capture_output=True, timeout=120)
    found = read((tmp_path / "after/before.docx").read_bytes(), sent)
    assert [to_markdown(found.texts[place]) for place in range(3)] == [normal(text) for text in TEXTS]
    assert (found.notes, found.marks) == ((), {MARK: "7.es:firma"})


@pytest.mark.parametrize("level", ["²", "9" * 5000, "-1", ""])
def test_numbers_that_word_never_writes_break_nothing(level: str) -> None:
    sent = letter(*TEXTS)
    place = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    read(changed(write_letter(sent), body(paragraph(place + run("Uno")))), sent)


def test_a_list_is_no_deeper_than_word_makes_them() -> None:
    sent = letter(*TEXTS)
    items = "".join(
        paragraph(
            f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>' + run(f"Punto {level}")
        )
        for level in range(3000)
    )
    found = to_markdown(read(changed(write_letter(sent), body(items)), sent).texts[0])
    assert [f"Punto {level}" in found for level in (0, 8, 2999)] == [True] * 3
