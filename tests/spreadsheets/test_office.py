"""A person opens what was exported in LibreOffice, changes one cell and saves: only that cell has changed."""

import datetime as dt
import shutil
import zipfile
from decimal import Decimal

import pytest
from tests.factories.office import Change, change_cell, change_files

from entreciudades.spreadsheets import Column, Help, Plan, read_book, read_date, read_number, read_yes_no, write_book

pytestmark = pytest.mark.office

COLUMNS = [
    Column("Código"),
    Column("Nombre", help="Como firma."),
    Column("Habitantes", "number"),
    Column("Fecha"),
    Column("Firmado", "date"),
    Column("Vigente", "yes-no"),
    Column("Tema", choices=("agua", "clima")),
]
ROWS = [
    ("007", "La Paz\n(Bolivia)", Decimal(816044), "2017-04", dt.date(2017, 4, 14), True, "agua"),
    ("0040", "=SUMA & <Co> «Ñ»", Decimal("1234.5"), "1890", dt.date(1890, 1, 1), False, "clima"),
    ("1E5", "  dos  espacios", Decimal("12345678901234567.89"), "2016/2018", None, None, None),
    ("591712345678901234", "'apóstrofo", Decimal("-0.125"), "XXXX-09-07", dt.date(2026, 12, 31), True, "otro"),
    ("+591 2", "a;=b", None, None, dt.date(1999, 1, 1), False, "agua; clima"),
]
FORMATS = ("xlsx", "ods", "csv")


def meaning(path):
    """What each cell means, whatever its format keeps of types."""
    readers = {3: read_number, 5: read_date, 6: read_yes_no}
    return {
        (row.number, column): readers[column](cell) if column in readers and row.number > 1 else cell.value
        for row in read_book(path, name=path.name).sheets[0].rows()
        for column, cell in row.cells.items()
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Each format as it was written, opened and saved, and with one cell changed; by one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    made = {"title": "Convenios", "made_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)}
    for format_ in FORMATS:
        explained = None if format_ == "csv" else Help("Ayuda", ("Hoja", "Columna", "Explicación"))
        data = write_book([Plan("Convenios", COLUMNS, ROWS)], format_, explained=explained, **made)
        (folder / f"written.{format_}").write_bytes(data)
        for name in ("saved", "changed"):
            shutil.copy(folder / f"written.{format_}", folder / f"{name}.{format_}")
    saved = {folder / f"saved.{format_}": [] for format_ in FORMATS}
    changed = {folder / f"changed.{format_}": [Change("", "B3", "Montevideo")] for format_ in FORMATS}
    change_files(saved | changed)
    return folder


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_is_opened_and_saved_means_the_same(files, format_):
    assert meaning(files / f"saved.{format_}") == meaning(files / f"written.{format_}")


@pytest.mark.parametrize("format_", FORMATS)
def test_one_changed_cell_is_the_only_change(files, format_):
    before = meaning(files / f"written.{format_}")
    assert meaning(files / f"changed.{format_}") == before | {(3, 2): "Montevideo"}


@pytest.mark.parametrize("format_", ["xlsx", "ods"])
def test_nothing_is_hidden_or_said_of_a_saved_file(files, format_):
    book = read_book(files / f"saved.{format_}", name=f"saved.{format_}")
    assert [(sheet.name, sheet.hidden, sheet.notes) for sheet in book.sheets] == [
        ("Convenios", False, ()),
        ("Ayuda", False, ()),
    ]
    cells = [cell for sheet in book.sheets for row in sheet.rows() for cell in row.cells.values()]
    assert (book.notes, [cell.fault for cell in cells if cell.fault]) == ((), [])


@pytest.mark.parametrize(
    ("format_", "part", "kept"),
    [
        ("xlsx", "xl/worksheets/sheet1.xml", ["<autoFilter ref=", '<dataValidation allowBlank="true"']),
        ("ods", "content.xml", ["display-filter-buttons", "cell-content-is-in-list("]),
    ],
)
def test_filters_and_lists_are_known_to_libreoffice(files, format_, part, kept):
    with zipfile.ZipFile(files / f"saved.{format_}") as archive:
        text = archive.read(part).decode()
    assert [mark for mark in kept if mark not in text] == []


def test_what_is_typed_below_becomes_what_the_column_holds(tmp_path):
    columns = [Column("Código"), Column("Habitantes", "number"), Column("Firmado", "date")]
    typed = [Change("Hoja", "A2", "007"), Change("Hoja", "B2", "12"), Change("Hoja", "C2", "2017-04-14")]
    paths = [tmp_path / f"a.{format_}" for format_ in ("xlsx", "ods")]
    for path in paths:
        made = {"title": "a", "made_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
        path.write_bytes(write_book([Plan("Hoja", columns, [])], path.suffix[1:], **made))
    change_files(dict.fromkeys(paths, typed))
    for path in paths:
        _head, row = read_book(path, name=path.name).sheets[0].rows()
        assert [row.cell(column).value for column in (1, 2, 3)] == ["007", Decimal(12), dt.date(2017, 4, 14)]


def test_a_file_that_libreoffice_cannot_open_is_an_error_of_the_test(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK")
    with pytest.raises(RuntimeError, match="did not save"):
        change_cell(path, "Nada", "A1", "x")
