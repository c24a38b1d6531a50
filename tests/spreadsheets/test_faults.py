"""Faults say where they are as people do, each with a code of its own; damaged files give faults, no other errors."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.spreadsheets.made import cells, ods, said, table, xlsx, zipped

from entreciudades.spreadsheets import (
    BookRefused,
    Note,
    Place,
    Problem,
    Refusal,
    Unreadable,
    read_book,
    read_date,
    read_integer,
    read_list,
    read_number,
    read_table,
    read_text,
    read_yes_no,
)

READERS = (read_text, read_list, read_date, read_number, read_integer, read_yes_no)


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


TABLES = table(
    [
        said('a<text:s text:c="3"/>b', 'table:number-rows-spanned="2" table:number-columns-repeated="2"'),
        '<table:table-cell office:value-type="date" office:date-value="2017-01-01" table:formula="of:=1"/>',
        '<table:table-cell office:value-type="float" office:value="1.5"/>',
    ]
)
CELLS = cells(
    ['<c r="A1" t="s"><v>1</v></c>', '<c s="1"><v>42839</v></c>', '<c t="str"><f t="shared" si="0">A1</f><v>a</v></c>'],
    ['<c t="d"><v>2017-01-01</v></c>', '<c t="e"><v>#REF!</v></c>', '<c t="b"><v>1</v></c>'],
    after='<mergeCells><mergeCell ref="A1:A3"/></mergeCells>',
)
WHOLE = {"a.xlsx": parts_of(xlsx(CELLS)), "a.ods": parts_of(ods(TABLES))}
TOKENS = [
    b"",
    b"0",
    b"-1",
    b"99999999999",
    b'"',
    b"<",
    b">",
    b"&#0;",
    b"\xff",
    b"1e400",
    b"nan",
    b"=",
    b"_xD800_",
    b"T",
]


def test_every_code_is_one_of_a_kind():
    codes = [str(code) for kind in (Refusal, Problem, Note) for code in kind]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("Contactos", 7, 3), "Contactos!C7"),
        (Place("Contactos", 7), "Contactos!7"),
        (Place("Contactos", column=28), "Contactos!AB"),
        (Place("Contactos"), "Contactos"),
        (Place(row=2, column=702, line=9), "ZZ2"),
        (Place(part="xl/workbook.xml"), "xl/workbook.xml"),
        (Place(), ""),
    ],
)
def test_places_as_people_know_them(place, text):
    assert str(place) == text


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_whatever_is_damaged_gives_faults_and_no_other_error(data):
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    parts = dict(WHOLE[name])
    part = data.draw(st.sampled_from(sorted(set(parts) - {"mimetype"})))
    start = data.draw(st.integers(0, len(parts[part])))
    length = data.draw(st.integers(0, 12))
    parts[part] = parts[part][:start] + data.draw(st.sampled_from(TOKENS)) + parts[part][start + length :]
    packed = bytearray(zipped(parts))
    for place in data.draw(st.lists(st.integers(4, len(packed) - 1), max_size=2)):
        packed[place] = data.draw(st.integers(0, 255))
    try:
        read_everything(bytes(packed), name)
    except BookRefused as refused:
        assert all(isinstance(fault.code, Refusal) for fault in refused.faults)  # noqa: PT017 - either is right


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_whatever_bytes_a_csv_has_give_faults_and_no_other_error(data):
    try:
        read_everything(data, "a.csv")
    except BookRefused as refused:
        assert all(isinstance(fault.code, Refusal) for fault in refused.faults)  # noqa: PT017 - either is right


def read_everything(data, name):
    for sheet in read_book(io.BytesIO(data), name=name).sheets:
        for row in read_table(sheet).rows():
            for cell in row.cells.values():
                for read in READERS:
                    try:
                        read(cell)
                    except Unreadable as error:
                        assert isinstance(error.fault.code, Problem)  # noqa: PT017 - either is right
