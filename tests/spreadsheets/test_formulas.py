"""What a formula would do decides with which fault it stands."""

import pytest

from entreciudades.spreadsheets import Cell, Note, Problem, Refusal, Unreadable, read_date
from entreciudades.spreadsheets.formulas import formula_code


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("SUM(A1:A9)", Note.FORMULA),
        ("Hoja2!A1", Note.FORMULA),
        ("of:=SUM([.A1:.A9])", Note.FORMULA),
        ("of:=[$'Otra hoja'.A1]", Note.FORMULA),
        ("Tabla[Columna]+Hoja2!A1", Note.FORMULA),
        ("Tabla[[#This Row],[2017]]*Hoja2!A1", Note.FORMULA),
        ("[@Columna]+Hoja2!A1", Note.FORMULA),
        ('"uno|dos!" & A1', Note.FORMULA),
        ('HYPERLINK("https://example.org")', Note.FORMULA),
        ("[1]Hoja!A1", Problem.EXTERNAL),
        ("SUM([1]Hoja!A1:A9)", Problem.EXTERNAL),
        ("'[otro.xlsx]Ventas (2017)'!A1", Problem.EXTERNAL),
        ("'C:\\datos\\[otro.xlsx]Hoja'!A1", Problem.EXTERNAL),
        ("[1]!Nombre", Problem.EXTERNAL),
        ("of:='file:///tmp/otro.ods'#$Hoja.A1", Problem.EXTERNAL),
        ('WEBSERVICE("https://example.org/?"&A1)', Problem.EXTERNAL),
        ("cmd|'/c calc'!A0", Refusal.DDE),
        ("+MSEXCEL|'\\..\\..\\calc.exe'!''", Refusal.DDE),
        ("cmd | hola ! A1", Refusal.DDE),
        ('of:=DDE("soffice";"a";"b")', Refusal.DDE),
        ('dde ("soffice";"a";"b")', Refusal.DDE),
    ],
)
def test_what_a_formula_would_do(formula, code):
    assert formula_code(formula) is code


@pytest.mark.parametrize("piece", ["a", "[", "[a", "[a]", "|", "|'", "http:/", "'", '"', "DDE ", "a.b"])
def test_long_formulas_are_judged_at_once(piece):
    assert formula_code(piece * 100_000) is Note.FORMULA


@pytest.mark.parametrize("piece", ["c. ", "1/", "enero ", "hacia "])
def test_long_texts_are_no_dates(piece):
    with pytest.raises(Unreadable) as unreadable:
        read_date(Cell("", 1, 1, piece * 30_000))
    assert (unreadable.value.fault.code, len(unreadable.value.fault.facts["found"])) == (Problem.NO_DATE, 100)
