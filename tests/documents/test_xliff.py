"""XLIFF goes out as tools of translators read it; what is no XLIFF, or is meant to harm, is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from entreciudades.documents.codes import pieces_of, restored
from entreciudades.documents.xliff import LARGEST, NAMESPACE, Part, Unit, XliffRefused, read_xliff, write_xliff

FILE = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="texts/1/1" '
    'source-language="es" target-language="pt" datatype="plaintext"><body>{}</body></file></xliff>'
)
UNIT = '<trans-unit id="1.1"><source>Uno</source><target>{}</target></trans-unit>'


def part(*units: Unit) -> Part:
    return Part("texts/1/7", "La Paz: contexto", "es", "pt", units)


def refusal(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(XliffRefused) as caught:
        read_xliff(data)
    return caught.value.reason, caught.value.line


def test_what_goes_out_is_xliff_1_2_with_codes_and_notes() -> None:
    data = write_xliff([part(Unit("1.1", "Un **plan** de [red](https://example.org)", note="Título"))])
    root = etree.fromstring(data)
    unit = next(root.iter(f"{{{NAMESPACE}}}trans-unit"))
    assert (root.get("version"), root[0].get("original"), root[0].get("target-language")) == ("1.2", "texts/1/7", "pt")
    codes = [(etree.QName(one).localname, one.get("id"), one.get("ctype"), one.text) for one in unit[0]]
    assert codes == [
        ("bpt", "1", "bold", "**"),
        ("ept", "1", None, "**"),
        ("bpt", "2", "link", "["),
        ("ept", "2", None, "](https://example.org)"),
    ]
    assert [one.text for one in unit[1:]] == ["Título"]
    assert data == write_xliff([part(Unit("1.1", "Un **plan** de [red](https://example.org)", note="Título"))])


def test_a_translation_goes_along_to_be_reviewed_where_its_codes_are_those_of_the_source() -> None:
    data = write_xliff([part(Unit("1.1", "*Uno*", "*Um*"), Unit("1.2", "*Dos*", "Dois"))])
    units = list(etree.fromstring(data).iter(f"{{{NAMESPACE}}}trans-unit"))
    assert units[0][1].get("state") == "needs-review-translation"
    assert [(etree.QName(one).localname, one.text) for one in units[1][1:]] == [("note", "Dois")]


@given(st.lists(st.text(alphabet=st.sampled_from("ab *[]()é<&>]\x0c\ufffe\r\n\t"), max_size=40), max_size=3))
def test_what_goes_out_comes_back(bodies: list[str]) -> None:
    pieces = [piece for body in bodies for piece in pieces_of(body)]
    data = write_xliff([part(*(Unit(str(n), piece, piece) for n, piece in enumerate(pieces)))])
    (found,) = read_xliff(data)
    assert [restored(piece, found.targets[str(n)]) for n, piece in enumerate(pieces)] == pieces


def test_what_tools_add_is_seen_through() -> None:
    target = '<mrk mtype="seg" mid="0">Um <bpt id="1">**</bpt>plano</mrk><mrk mtype="seg" mid="1"><ept id="1"/></mrk>'
    unit = (
        f'<group id="g"><trans-unit id="1.1" xmlns:mq="MQXliff" mq:status="Confirmed"><source>Un <bpt id="1">**</bpt>'
        f'plan<ept id="1">**</ept></source><seg-source><mrk mtype="seg" mid="0">Un</mrk></seg-source>'
        f"<target state='final'>{target}</target><alt-trans><target>Otro</target></alt-trans><mq:x/></trans-unit>"
        "</group>"
    )
    (found,) = read_xliff(FILE.format(unit).encode("utf-16"))
    assert restored("Un **plan**", found.targets["1.1"]) == "Um **plano**"


def test_an_empty_target_is_no_translation() -> None:
    for said in ("", "  \n ", "<mrk mtype='seg'> </mrk>"):
        assert read_xliff(FILE.format(UNIT.format(said)).encode())[0].targets == {"1.1": ()}


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "not-xml", 1),
        (b"<xliff>", "not-xml", 1),
        (b"PK\x03\x04", "not-xml", 1),
        (b"\xff\xff\xff", "encoding", None),
        (FILE.format(UNIT.format("Não")).encode("latin-1"), "encoding", None),
        (b"<html/>", "not-xliff", 1),
        (b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "not-xliff", 1),
        (FILE.replace('"1.2"><file', '"1.1"><file').encode(), "not-xliff", 1),
        (FILE.format("\n<trans-unit><source>Uno</source></trans-unit>").encode(), "schema", 2),
        (FILE.format("\n<trans-unit id='1'><target>Um</target></trans-unit>").encode(), "schema", 2),
        (FILE.format(UNIT.format("<b>Um</b>")).encode(), "schema", 1),
        (b'<!DOCTYPE xliff [<!ENTITY a "b">]><xliff/>', "doctype", None),
        (b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "doctype", None),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16"), "doctype", None),
        (FILE.format(UNIT.format("&a;")).encode(), "not-xml", 1),
        (b"<" * (LARGEST + 1), "too-large", None),
        (b"<a>" * 5000, "not-xml", 1),
    ],
)
def test_what_is_refused(data: bytes, reason: str, line: int | None) -> None:
    assert refusal(data) == (reason, line)
