"""What is written is read as it was, in each format; and it starts nothing in the program that opens it."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entreciudades.spreadsheets import (
    Column,
    Help,
    Plan,
    Row,
    TextTooLong,
    read_book,
    read_date,
    read_number,
    read_table,
    read_yes_no,
    write_book,
)

MADE_AT = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
HELP = Help("Ayuda", ("Hoja", "Columna", "Explicación"), ("Las fechas, como 2017-04.",))
COLUMNS = [Column("Texto"), Column("Número", "number"), Column("Fecha", "date"), Column("Sí o no", "yes-no")]
FORMATS = pytest.mark.parametrize("format_", ["xlsx", "ods", "csv"])

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=4)
rows = st.tuples(texts, st.none() | numbers, st.none() | st.dates(), st.none() | st.booleans())


def book_of(rows_, format_, columns=COLUMNS, explained=None):
    data = write_book([Plan("Hoja", columns, rows_)], format_, title="Prueba", made_at=MADE_AT, explained=explained)
    return read_book(io.BytesIO(data), name=f"prueba.{format_}")


def read_again(rows_, format_):
    found = {row.number: row for row in read_table(book_of(rows_, format_).sheets[0], header_row=1).rows()}
    blank = Row("", 0, {})
    for number in range(2, len(rows_) + 2):
        text, amount, day, truth = (found.get(number, blank).cell(column) for column in (1, 2, 3, 4))
        yield text.value or "", read_number(amount), read_date(day), read_yes_no(truth)


@FORMATS
@settings(deadline=None, max_examples=40)
@given(st.lists(rows, min_size=1, max_size=4))
@example(
    [("=1+1", Decimal("1.234"), dt.date(1850, 1, 1), None), ("'=x", Decimal("12345678901234567.8901"), None, False)]
)
@example([("a;=1\n-2,@x", Decimal("-0.5"), dt.date(1900, 2, 28), True), ("", None, dt.date(1900, 3, 1), None)])
@example([("  dos  espacios \n\n", None, None, None), ("_x000D_", None, None, None), ("'", None, None, True)])
def test_what_is_written_is_read_as_it_was(format_, rows_):
    expected = [(text, number, day and day.isoformat(), truth) for text, number, day, truth in rows_]
    assert list(read_again(rows_, format_)) == expected


@pytest.mark.parametrize("format_", ["xlsx", "ods"])
def test_values_keep_their_types(format_):
    moment = dt.datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - spreadsheets know no zones
    written = ["00591", Decimal("0.3"), dt.date(2017, 4, 14), True, moment, None, 7]
    columns = [Column(name) for name in "abcdefg"]
    (_head, row) = book_of([written], format_, columns).sheets[0].rows()
    assert [row.cell(column).value for column in range(1, 8)] == [*written[:6], Decimal(7)]
    assert type(row.cell(3).value) is dt.date


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3), st.sampled_from(",;\t"))
def test_no_cell_of_a_csv_starts_a_formula_whatever_delimiter_is_expected(pairs, delimiter):
    columns = [Column("uno"), Column("dos")]
    data = write_book([Plan("Hoja", columns, pairs)], "csv", title="", made_at=MADE_AT)
    for record in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter):
        assert [field for field in record if field.startswith(tuple("=+-@"))] == []


def test_a_csv_is_utf_8_with_its_mark_and_ends_its_lines_as_rfc_4180():
    columns = [Column("Ciudad"), Column("Teléfono")]
    data = write_book([Plan("", columns, [("Asunción", "+595 21 1")])], "csv", title="", made_at=MADE_AT)
    assert data == "\ufeffCiudad,Teléfono\r\nAsunción,'+595 21 1\r\n".encode()


def test_a_csv_holds_one_sheet():
    with pytest.raises(ValueError, match="one sheet, not 2"):
        write_book([Plan("a", COLUMNS, []), Plan("b", COLUMNS, [])], "csv", title="", made_at=MADE_AT)


def test_a_text_that_excel_would_cut_is_refused_and_ods_keeps_it():
    long = [("a", None, None, None), ("b" * 40_000, None, None, None)]
    with pytest.raises(TextTooLong) as refused:
        book_of(long, "xlsx")
    assert (str(refused.value.place), refused.value.limit) == ("Hoja!A3", 32_767)
    assert [row.cell(1).value for row in book_of(long, "ods").sheets[0].rows()][2] == "b" * 40_000


@pytest.mark.parametrize("format_", ["xlsx", "ods"])
def test_the_help_explains_the_columns_and_holds_the_lists(format_):
    columns = [Column("Ciudad", help="Su nombre."), Column("Tema", choices=("agua", "clima"), help="De la lista.")]
    book = book_of([("La Paz", "agua")], format_, columns, HELP)
    sheet = book.sheets[1]
    assert (sheet.name, sheet.hidden, book.sheets[0].name) == ("Ayuda", False, "Hoja")
    assert [[row.cell(column).value for column in (1, 2, 3, 5)] for row in sheet.rows()] == [
        ["Hoja", "Columna", "Explicación", "Tema"],
        ["Hoja", "Ciudad", "Su nombre.", "agua"],
        ["Hoja", "Tema", "De la lista.", "clima"],
        [None, None, "Las fechas, como 2017-04.", None],
    ]


def parts_of(format_):
    columns = [Column("Ciudad"), Column("Tema", choices=("agua", "clima"))]
    data = write_book(
        [Plan("Hoja", columns, [("La Paz", "agua")])], format_, title="Ciudades & más", made_at=MADE_AT, explained=HELP
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_an_xlsx_has_headers_that_stay_a_filter_and_lists():
    parts = parts_of("xlsx")
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:B2"/>' in sheet
    assert "<formula1>'Ayuda'!$E$2:$E$3</formula1>" in sheet
    assert "<dc:title>Ciudades &amp; más</dc:title>" in parts["docProps/core.xml"]


def test_an_ods_has_headers_that_stay_a_filter_and_lists():
    parts = parts_of("ods")
    content = parts["content.xml"]
    assert next(iter(parts)) == "mimetype"
    assert "of:cell-content-is-in-list([$'Ayuda'.$E$2:.$E$3])" in content
    assert "table:target-range-address=\"'Hoja'.A1:'Hoja'.B2\"" in content
    settings = parts["settings.xml"]  # LibreOffice reads them with their namespace alone
    assert 'xmlns:ooo="http://openoffice.org/2004/office"' in settings
    assert '"VerticalSplitMode" config:type="short">2<' in settings
    assert '"VerticalSplitPosition" config:type="int">1<' in settings
    assert "<dc:title>Ciudades &amp; más</dc:title>" in parts["meta.xml"]


def test_the_same_rows_make_the_same_ods():
    assert parts_of("ods") == parts_of("ods")
