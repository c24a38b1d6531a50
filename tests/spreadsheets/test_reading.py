"""What a person should know of a cell, a sheet or a file is said, with its place; the rest is read as it was typed."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from tests.spreadsheets.made import cells, ods, said, table, xlsx

from entreciudades.spreadsheets import Note, Problem, read_book, read_table
from entreciudades.spreadsheets.xlsx_tables import unescaped

LINKED = "xl/externalLinks/externalLink1.xml"


def book_of(data, name="a.xlsx"):
    return read_book(io.BytesIO(data), name=name)


def values_of(sheet):
    return {str(cell.place): cell.value for row in sheet.rows() for cell in row.cells.values()}


def faults_of(sheet):
    found = (cell for row in sheet.rows() for cell in row.cells.values())
    return {str(cell.place): (cell.fault.code, dict(cell.fault.facts)) for cell in found if cell.fault}


def number(value, style=0, kind="n"):
    return f'<c s="{style}" t="{kind}"><v>{value}</v></c>'


def test_the_types_of_xlsx():
    rows = [
        number("0.30000000000000004"), number(42839, 1), number(42826, 2), number(42839, 3), number(42736, 4),
        number("1234.5", 5), number("42839.5", 6), number("0.395833333333333", 7), number(1, kind="b"),
        number(1, kind="s"), '<c t="inlineStr"><is><r><t>dos_x000A_</t></r><r><t>l&#237;neas</t></r></is></c>',
        number("2017-04-14", kind="d"), number("1E+3"),
    ]  # fmt: skip
    assert list(values_of(book_of(xlsx(cells(rows))).sheets[0]).values()) == [
        Decimal("0.3"), dt.date(2017, 4, 14), "2017-04", dt.date(2017, 4, 14), "2017",
        Decimal("1234.5"), dt.datetime(2017, 4, 14, 12), dt.time(9, 30), True,  # noqa: DTZ001 - no zones
        "Madrid", "dos\nlíneas", dt.date(2017, 4, 14), Decimal(1000),
    ]  # fmt: skip


def test_days_that_the_calendar_has_not_and_years_counted_from_1904():
    rows = cells([number(60, 1), number(59, 1), number(61, 1), number(-1, 1), number(9_999_999, 1)])
    sheet = book_of(xlsx(rows)).sheets[0]
    assert list(values_of(sheet).values()) == [None, dt.date(1900, 2, 28), dt.date(1900, 3, 1), None, None]
    assert [code for code, _facts in faults_of(sheet).values()] == [Problem.BAD_DATE] * 3
    apple = book_of(xlsx(cells([number(41377, 1)]), book='<workbookPr date1904="1"/>')).sheets[0]
    assert list(values_of(apple).values()) == [dt.date(2017, 4, 14)]


def test_formulas_errors_and_long_codes_of_xlsx_are_said_with_their_cells():
    link = '<externalLink xmlns="x"><externalBook/></externalLink>'
    rows = [
        "<c><f>SUM(A2:A9)</f><v>7</v></c>",
        "<c><f>SUM(A2:A9)</f></c>",
        '<c t="str"><f>IF(A1,"","")</f><v></v></c>',
        "<c><f>[1]Hoja!A1</f><v>7</v></c>",
        '<c t="e"><v>#REF!</v></c>',
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        number("59171234567890123"),
        '<c t="str"><f t="shared" ref="H1:I1" si="0">\'[2]Otra hoja\'!A1</f><v>a</v></c>',
        '<c t="str"><f t="shared" si="0"/><v>b</v></c>',
        '<c t="b"><f>TRUE()</f><v>1</v></c>',
        "<c><f>Tabla[[#This Row],[2017]]</f><v>5</v></c>",
    ]
    book = book_of(xlsx(cells(rows), extra={LINKED: link}))
    assert faults_of(book.sheets[0]) == {
        "Hoja!A1": (Note.FORMULA, {}),
        "Hoja!B1": (Problem.NOT_COMPUTED, {}),
        "Hoja!C1": (Note.FORMULA, {}),
        "Hoja!D1": (Problem.EXTERNAL, {}),
        "Hoja!E1": (Problem.ERROR, {"error": "#REF!"}),
        "Hoja!F1": (Problem.ERROR, {"error": "#DIV/0!"}),
        "Hoja!G1": (Note.DIGITS, {}),
        "Hoja!H1": (Problem.EXTERNAL, {}),
        "Hoja!I1": (Problem.EXTERNAL, {}),
        "Hoja!K1": (Note.FORMULA, {}),
    }
    assert values_of(book.sheets[0])["Hoja!A1"] == 7
    assert values_of(book.sheets[0])["Hoja!J1"] is True
    assert [(note.code, str(note.place)) for note in book.notes] == [(Note.EXTERNAL_LINKS, LINKED)]


def test_merged_cells_of_xlsx():
    after = '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="B2:C2"/></mergeCells>'
    sheet = book_of(xlsx(cells([number(1), number(2)], [number(""), number(3)], [number(""), number(4)], after=after)))
    assert faults_of(sheet.sheets[0]) == {
        "Hoja!A2": (Problem.MERGED, {"range": "A1:A3"}),
        "Hoja!C2": (Problem.MERGED, {"range": "B2:C2"}),
        "Hoja!A3": (Problem.MERGED, {"range": "A1:A3"}),
    }
    assert values_of(sheet.sheets[0])["Hoja!B2"] == 3


def test_what_is_hidden_in_xlsx_is_read_and_said():
    sheet = (
        '<cols><col min="2" max="3" hidden="1"/><col min="9" max="16384" hidden="1"/></cols><sheetData>'
        f'<row r="1">{number(1)}{number(2)}{number(3)}</row><row r="4" hidden="1">{number(4)}</row>'
        f'<row r="5" hidden="1">{number(5)}</row></sheetData>'
    )
    book = book_of(xlsx(cells([number(9)]), sheet, states={2: "veryHidden"}))
    assert (book.sheets[0].notes, book.sheets[1].hidden, book.sheets[1].height) == ((), True, 3)
    assert [(note.code, str(note.place), dict(note.facts)) for note in book.sheets[1].notes] == [
        (Note.HIDDEN_SHEET, "Hoja2", {}),
        (Note.HIDDEN_ROWS, "Hoja2!4", {"count": 2, "first": 4}),
        (Note.HIDDEN_COLUMNS, "Hoja2!B", {"columns": "B, C"}),
    ]
    assert [row.hidden for row in book.sheets[1].rows()] == [False, True, True]


def test_tags_with_a_prefix_and_cells_without_address_are_read():
    sheet = '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="3">'
    sheet += '<x:c r="B3"><x:v>5</x:v></x:c><x:c><x:v>6</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    data = xlsx("", extra={"xl/worksheets/sheet1.xml": sheet})
    assert values_of(book_of(data).sheets[0]) == {"Hoja!B3": 5, "Hoja!C3": 6}


def value(kind, attribute, text="", attributes=""):
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute} {attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


MONTH = (
    '<number:date-style style:name="N1"><number:month/><number:year/></number:date-style><number:time-style '
    'style:name="N2"><number:hours/></number:time-style><style:style style:name="ce1" style:data-style-name="N1"/>'
)


def test_the_types_of_ods():
    row = [
        value("float", 'value="0.30000000000000004"'),
        value("percentage", 'value="0.15"'),
        value("currency", 'value="1234.5"'),
        value("boolean", 'boolean-value="true"'),
        value("date", 'date-value="2017-04-14"'),
        value("date", 'date-value="2017-04-14T12:00:00"'),
        value("date", 'date-value="2017-04-01"', "abr 2017", 'table:style-name="ce1"'),
        value("time", 'time-value="PT09H30M00S"'),
        said('La\n  <text:span>Paz</text:span><text:s text:c="2"/>y<text:tab/>más</text:p><text:p/><text:p> fin '),
        said("<office:annotation><text:p>comentario</text:p></office:annotation>sí"),
    ]
    assert list(values_of(book_of(ods(table(row), styles=MONTH), "a.ods").sheets[0]).values()) == [
        Decimal("0.3"), Decimal("0.15"), Decimal("1234.5"), True, dt.date(2017, 4, 14),
        dt.datetime(2017, 4, 14, 12),  # noqa: DTZ001 - no zones
        "2017-04", dt.time(9, 30), "La Paz  y\tmás\n\nfin", "sí",
    ]  # fmt: skip


def test_formulas_errors_and_merged_cells_of_ods():
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
    rows = [
        [said("uno", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'), "<table:covered-table-cell/>"],
        ['<table:covered-table-cell table:number-columns-repeated="2"/>', said("dos")],
        [
            value("float", 'value="7"', attributes='table:formula="of:=SUM([.A1:.A2])"'),
            '<table:table-cell table:formula="of:=1+1"/>',
            f"{error}<text:p>#DIV/0!</text:p></table:table-cell>",
            value("float", 'value="7"', attributes="table:formula=\"of:='file:///a.ods'#$Hoja.A1\""),
            value("date", 'date-value="2017-02-30"'),
        ],
    ]
    assert faults_of(book_of(ods(table(*rows)), "a.ods").sheets[0]) == {
        "Hoja!B1": (Problem.MERGED, {"range": "A1:B2"}),
        "Hoja!A2": (Problem.MERGED, {"range": "A1:B2"}),
        "Hoja!B2": (Problem.MERGED, {"range": "A1:B2"}),
        "Hoja!A3": (Note.FORMULA, {}),
        "Hoja!B3": (Problem.NOT_COMPUTED, {}),
        "Hoja!C3": (Problem.ERROR, {"error": "#DIV/0!"}),
        "Hoja!D3": (Problem.EXTERNAL, {}),
        "Hoja!E3": (Problem.BAD_DATE, {"found": "2017-02-30"}),
    }


def test_what_is_hidden_or_linked_in_ods_is_said():
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    hidden = table(["<table:table-cell/>", said("a")], name="B", columns=columns, attributes='table:style-name="ta1"')
    hidden = hidden.replace(
        "<table:table-row>", '<table:table-row table:visibility="filter" table:number-rows-repeated="2">'
    )
    source = '<table:table-source xlink:href="file:///otro.ods"/>'
    book = book_of(ods(table([said("a")]) + hidden + table([source], name="C"), styles=styles), "a.ods")
    assert [(sheet.name, sheet.hidden, sheet.height) for sheet in book.sheets] == [
        ("Hoja", False, 1),
        ("B", True, 2),
        ("C", False, 0),
    ]
    assert [(note.code, str(note.place), dict(note.facts)) for note in book.sheets[1].notes] == [
        (Note.HIDDEN_SHEET, "B", {}),
        (Note.HIDDEN_ROWS, "B!1", {"count": 2, "first": 1}),
        (Note.HIDDEN_COLUMNS, "B!B", {"columns": "B"}),
    ]
    assert [(note.code, str(note.place)) for note in book.notes] == [(Note.EXTERNAL_LINKS, "file:///otro.ods")]


def test_deleted_cells_that_an_ods_remembers_are_not_read():
    kept = f"<table:tracked-changes><table:table-row>{said('viejo')}</table:table-row></table:tracked-changes>"
    assert values_of(book_of(ods(table([said("a")]), before=kept), "a.ods").sheets[0]) == {"Hoja!A1": "a"}


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        ("Ciudad,País\nAsunción,Paraguay\n".encode(), []),
        ("\ufeffCiudad,País\nAsunción,Paraguay\n".encode(), []),
        ("Ciudad,País\nAsunción,Paraguay\n".encode("utf-16"), []),
        ("Ciudad,País\nAsunción,Paraguay\n".encode("utf-16-le"), []),
        ("Ciudad,País\nAsunción,Paraguay\n".encode("cp1252"), [(Note.ENCODING, {"encoding": "cp1252"})]),
        ("Ciudad;País\nAsunción;Paraguay\n".encode(), [(Note.DELIMITER, {"delimiter": ";"})]),
        ("Ciudad\tPaís\nAsunción\tParaguay\n".encode(), [(Note.DELIMITER, {"delimiter": "\t"})]),
        ("sep=;\nCiudad;País\nAsunción;Paraguay\n".encode(), [(Note.DELIMITER, {"delimiter": ";"})]),
        (
            "Ciudad;País\nAsunción;Paraguay\n".encode("latin-1"),
            [(Note.ENCODING, {"encoding": "cp1252"}), (Note.DELIMITER, {"delimiter": ";"})],
        ),
    ],
)
def test_csv_as_programs_write_it(data, notes):
    book = book_of(data, "ciudades.csv")
    assert list(values_of(book.sheets[0]).values()) == ["Ciudad", "País", "Asunción", "Paraguay"]
    assert [(note.code, dict(note.facts)) for note in book.notes] == notes


def test_a_csv_knows_row_and_line_of_a_cell():
    book = book_of(b'a,b\r\n"uno\r\ndos",2\r\n\r\n3,4\r\n', "a.csv")
    cells_ = [cell for row in book.sheets[0].rows() for cell in row.cells.values()]
    assert [(str(cell.place), cell.place.line, cell.value) for cell in cells_] == [
        ("A1", 1, "a"),
        ("B1", 1, "b"),
        ("A2", 2, "uno\r\ndos"),
        ("B2", 2, "2"),
        ("A4", 5, "3"),
        ("B4", 5, "4"),
    ]


def test_a_delimiter_inside_texts_does_not_win():
    book = book_of(b"Nombre;Temas\nLa Paz;agua, clima, residuos\nQuito;agua, suelo\n", "a.csv")
    assert [len(row.cells) for row in book.sheets[0].rows()] == [2, 2, 2]


def test_a_file_is_read_from_disk(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n")
    assert values_of(read_book(path, name="A.CSV").sheets[0]) == {"A1": "a", "B1": "b"}


def test_headers_stand_below_a_title_and_what_is_wrong_with_them_is_said():
    rows = b"Registro de ciudades,,,\n,,,\nCiudad,,ciudad,Fecha\nLa Paz,1,2,2017\nQuito,3,4,2018,5\n"
    found = read_table(book_of(rows, "a.csv").sheets[0])
    assert (found.header_row, [(header.column, header.name) for header in found.headers]) == (
        3,
        [(1, "Ciudad"), (2, ""), (3, "ciudad"), (4, "Fecha"), (5, "")],
    )
    assert [(fault.code, str(fault.place), dict(fault.facts)) for fault in found.faults] == [
        (Note.LINES_ABOVE, "3", {"count": 1}),
        (Note.NO_HEADER, "B3", {}),
        (Note.SAME_HEADER, "C3", {"header": "ciudad", "first": 1}),
        (Note.NO_HEADER, "E3", {}),
    ]
    assert [row.number for row in found.rows()] == [4, 5]
    assert read_table(book_of(rows, "a.csv").sheets[0], header_row=4).headers[0].name == "La Paz"


def test_merged_headers_are_a_problem_of_theirs():
    after = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    head = ['<c t="s"><v>0</v></c>', "<c><v/></c>", '<c t="s"><v>1</v></c>']
    found = read_table(book_of(xlsx(cells(head, [number(1), number(2), number(3)], after=after))).sheets[0])
    assert [(fault.code, str(fault.place)) for fault in found.faults] == [(Problem.MERGED, "Hoja!B1")]


def test_an_escape_of_what_no_text_holds_stays_as_it_is_written():
    assert unescaped("a_x000A_b _x0000_ _xD83D_") == "a\nb _x0000_ _xD83D_"
