"""Spreadsheets as people have them: formulas, merged cells, errors, hidden sheets, other encodings, lines above."""

import io

import pytest
import xlsxwriter
from tests.factories.actors import PersonFactory
from tests.imports.bringing import checked, guessed, problems, states

from entreciudades.imports import jobs, services
from entreciudades.imports.kinds import KINDS

pytestmark = pytest.mark.django_db


def workbook(fill):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        fill(book)
    return data.getvalue()


def test_what_is_wrong_with_a_cell_is_said_with_the_cell_and_a_formula_is_remarked(cast):
    def fill(book):
        sheet = book.add_worksheet("Contactos")
        sheet.write_row("A1", ["Nombre", "Ciudad", "Cargo", "Teléfono"])
        sheet.write("A2", "Ana Inventada")
        sheet.write_formula("B2", '="La "&"Paz"', None, "La Paz")
        sheet.write_row("A3", ["Beto Inventado", "La Paz"])
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.merge_range("B4:B5", "Riomayor")
        sheet.write("A4", "Carla Inventada")
        sheet.write("A5", "Diego Inventado")
        sheet.write("D4", 59122334455)

    brought = checked(cast, workbook(fill), name="contactos.xlsx")

    assert states(brought) == [(2, "new"), (3, "problem"), (4, "new"), (5, "problem")]
    assert problems(brought) == [("Contactos!C3", "error"), ("Contactos!B5", "merged")]
    remark = brought.lines.get(number=2).problems
    assert [(one["cell"], one["code"], one["note"]) for one in remark] == [("Contactos!B2", "formula", True)]
    assert brought.lines.get(number=4).values["phone"] == "59122334455"


def test_the_sheet_with_most_columns_is_read_and_another_may_be_chosen(cast):
    def fill(book):
        book.add_worksheet("Léame").write("A1", "Contactos de 2026")
        hidden = book.add_worksheet("Antiguos")
        hidden.write_row("A1", ["Nombre", "Ciudad"])
        hidden.write_row("A2", ["Antigua Inventada", "La Paz"])
        hidden.hide()
        sheet = book.add_worksheet("Actuales")
        sheet.write("A1", "Lista de contactos")
        sheet.write_row("A3", ["Nombre", "Ciudad", "Correo"])
        sheet.write_row("A4", ["Ana Inventada", "La Paz", "ana@example.org"])

    data = workbook(fill)
    brought = checked(cast, data, name="contactos.xlsx")
    assert (brought.columns["sheet"], brought.columns["header_row"], states(brought)) == ("Actuales", 3, [(4, "new")])

    other = services.bring(cast.ucci, KINDS["contacts"], name="contactos.xlsx", data=data, by=cast.secretary)
    services.look_elsewhere(other, sheet="Antiguos", header_row=None, by=cast.secretary)
    services.check(other, guessed(other), empties=False, by=cast.secretary)
    jobs.next_import()

    assert [line.values["name"] for line in other.lines.all()] == ["Antigua Inventada"]
    assert [one["hidden"] for one in other.columns["sheets"]] == [False, True, False]


def test_a_file_in_latin_1_with_semicolons_is_read_and_said(cast):
    data = "Nombre;Ciudad\nÍñigo Inventado;La Paz\n".encode("latin-1")

    brought = checked(cast, data)

    assert brought.lines.get().values["name"] == "Íñigo Inventado"
    assert {note["code"] for note in brought.columns["notes"]} == {"encoding", "delimiter"}


def test_a_number_of_a_row_in_a_cell_of_numbers_is_known(cast):
    person = PersonFactory(organisation=cast.ucci, posts={"es": "Asesora"})

    def fill(book):
        sheet = book.add_worksheet("Contactos")
        sheet.write_row("A1", ["Número", "Cargo"])
        sheet.write_row("A2", [person.pk, "Asesora"])

    assert states(checked(cast, workbook(fill), name="contactos.xlsx")) == [(2, "same")]
