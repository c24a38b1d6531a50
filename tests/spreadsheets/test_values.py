"""What stands in a cell is read as the person meant it, or it is said why not."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entreciudades.core.dates import PartialDate
from entreciudades.spreadsheets import (
    Cell,
    Convention,
    Fault,
    Note,
    Place,
    Problem,
    Unreadable,
    guess_convention,
    read_date,
    read_integer,
    read_list,
    read_number,
    read_text,
    read_yes_no,
)

DAY_FIRST, MONTH_FIRST = Convention(day_first=True), Convention(day_first=False)
COMMA, POINT = Convention(decimal=","), Convention(decimal=".")


def cell(value, fault=None):
    return Cell("Contactos", 7, 3, value, fault)


def fault_of(read, *arguments):
    with pytest.raises(Unreadable) as unreadable:
        read(*arguments)
    assert str(unreadable.value.fault.place) == "Contactos!C7"
    return unreadable.value.fault


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2017", "2017"),
        (Decimal(2017), "2017"),
        ("2017-04", "2017-04"),
        ("2016-06-14", "2016-06-14"),
        ("XXXX-09-07", "XXXX-09-07"),
        ("2018-09-07/2018-09-08", "2018-09-07/2018-09-08"),
        ("2017~", "2017~"),
        ("hacia 2017", "2017~"),
        ("2016-06-14T00:00:00", "2016-06-14"),
        ("2016-06-14 10:30:00Z", "2016-06-14"),
        (dt.date(2016, 6, 14), "2016-06-14"),
        (dt.datetime(2016, 6, 14, 10, 30), "2016-06-14"),  # noqa: DTZ001 - spreadsheets know no zones
        (" 14/04/2017 ", "2017-04-14"),
        ("14.4.2017", "2017-04-14"),
        ("14-04-2017", "2017-04-14"),
        ("04/14/2017", "2017-04-14"),
        ("5/5/2017", "2017-05-05"),
        ("2017/4/14", "2017-04-14"),
        ("4/2017", "2017-04"),
        ("2017/04", "2017-04"),
        ("2015-2018", "2015/2018"),
        ("2015 – 2018", "2015/2018"),
        ("abril de 2017", "2017-04"),
        ("Abr. 2017", "2017-04"),
        ("abr-2017", "2017-04"),
        ("março de 2017", "2017-03"),
        ("April 2017", "2017-04"),
        ("14 de abril de 2017", "2017-04-14"),
        ("1º de maio de 2017", "2017-05-01"),
        ("14 ABRIL 2017", "2017-04-14"),
        ("April 14, 2017", "2017-04-14"),
        ("14th April 2017", "2017-04-14"),
        ("7 de setiembre", "XXXX-09-07"),
        ("29/02/2016", "2016-02-29"),
        (None, None),
        ("  ", None),
    ],
)
def test_dates_as_people_write_them(written, date):
    assert read_date(cell(written)) == date
    assert date is None or str(PartialDate.parse(date)) == date


@pytest.mark.parametrize("written", ["31/04/2017", "29/02/2017", "2017-13", "99/99/2017", "2017/31/12", "0000"])
def test_a_date_that_the_calendar_does_not_have_is_said(written):
    fault = fault_of(read_date, cell(written))
    assert (fault.code, fault.facts) == (Problem.BAD_DATE, {"found": written})


@pytest.mark.parametrize("written", ["mañana", "42839", "2018/2017/2016", "abril", True])
def test_what_is_no_date_is_said(written):
    assert fault_of(read_date, cell(written)).code is Problem.NO_DATE


def test_a_day_and_a_month_that_may_be_either_ask_for_the_convention():
    fault = fault_of(read_date, cell("03/04/2017"))
    assert fault == Fault(
        Problem.AMBIGUOUS_DATE,
        Place("Contactos", 7, 3),
        {"found": "03/04/2017", "day_first": "2017-04-03", "month_first": "2017-03-04"},
    )
    assert read_date(cell("03/04/2017"), DAY_FIRST) == "2017-04-03"
    assert read_date(cell("03/04/2017"), MONTH_FIRST) == "2017-03-04"
    assert read_date(cell("14/04/2017"), MONTH_FIRST) == "2017-04-14"  # it can mean one thing only


@pytest.mark.parametrize("written", ["14/04/17", "abr-17", "1.2.17"])
def test_a_year_of_two_digits_is_no_year(written):
    assert fault_of(read_date, cell(written), DAY_FIRST).code is Problem.SHORT_YEAR


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_is_read_in_each_way_to_write_it(day):
    for text in (f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat()):
        assert read_date(cell(text), DAY_FIRST) == day.isoformat()
    assert read_date(cell(f"{day:%m/%d/%Y}"), MONTH_FIRST) == day.isoformat()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234 567,8", "1234567.8"),
        ("1\u202f234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1234.5", "1234.5"),
        ("-12,5", "-12.5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("0.125", "0.125"),
        (",5", "0.5"),
        ("007", "7"),
        (Decimal("0.3"), "0.3"),
    ],
)
def test_numbers_that_mean_one_thing(written, number):
    assert read_number(cell(written)) == Decimal(number)


def test_a_point_that_may_be_either_asks_for_the_convention():
    fault = fault_of(read_number, cell("1.234"))
    assert (fault.code, fault.facts) == (
        Problem.AMBIGUOUS_NUMBER,
        {"found": "1.234", "point": "1.234", "comma": "1234"},
    )
    assert read_number(cell("1.234"), COMMA) == Decimal(1234)
    assert read_number(cell("1.234"), POINT) == Decimal("1.234")
    assert read_number(cell("1,234"), COMMA) == Decimal("1.234")
    assert read_number(cell("1.234,56"), POINT) == Decimal("1234.56")  # it can mean one thing only


@pytest.mark.parametrize("written", ["doce", "1.23.4", "1,2,3", "12 €", "1e5", "-", ".", True, dt.date(2017, 1, 1)])
def test_what_is_no_number_is_said(written):
    assert fault_of(read_number, cell(written)).code is Problem.NO_NUMBER


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_every_amount_is_read_in_both_conventions(amount):
    english = f"{amount:,f}"
    spanish = english.translate(str.maketrans(",.", ".,"))
    assert read_number(cell(english), POINT) == amount
    assert read_number(cell(spanish), COMMA) == amount


def test_whole_numbers():
    assert read_integer(cell(Decimal(5))) == 5
    assert read_integer(cell("1.234")) == 1234  # as a decimal it would be no whole number
    assert read_integer(cell("5,0")) == 5
    assert read_integer(cell(None)) is None
    assert fault_of(read_integer, cell("5,5")).code is Problem.NO_INTEGER
    assert fault_of(read_integer, cell("cinco")).code is Problem.NO_INTEGER
    assert fault_of(read_integer, cell(Decimal("5.5"))).code is Problem.NO_INTEGER


@pytest.mark.parametrize("written", ["sí", "Si", "SIM", "yes", "x", "1", True, "VERDADERO", "verdadeiro", Decimal(1)])
def test_yes(written):
    assert read_yes_no(cell(written)) is True


@pytest.mark.parametrize("written", ["no", "Não", "nao", "N", "0", False, "FALSO", Decimal(0)])
def test_no(written):
    assert read_yes_no(cell(written)) is False


def test_neither_yes_nor_no():
    assert read_yes_no(cell("")) is None
    assert fault_of(read_yes_no, cell("quizá")).facts == {"found": "quizá"}


def test_lists_and_texts():
    assert read_list(cell("agua; clima ;;\n residuos")) == ("agua", "clima", "residuos")
    assert read_list(cell(None)) == ()
    assert read_text(cell("  La Paz ")) == "La Paz"
    assert read_text(cell(Decimal("1E+3"))) == "1000"
    assert read_text(cell(" ")) is None


@pytest.mark.parametrize("read", [read_text, read_list, read_date, read_number, read_integer, read_yes_no])
def test_a_cell_with_a_problem_is_not_used_and_one_with_a_note_is(read):
    problem = Fault(Problem.ERROR, Place("Contactos", 7, 3), {"error": "#REF!"})
    assert fault_of(read, cell("2017", problem)) == problem
    assert read_text(cell("2017", Fault(Note.FORMULA, Place("Contactos", 7, 3)))) == "2017"


def test_a_convention_is_guessed_from_what_means_one_thing():
    dates = [cell(text) for text in ("03/04/2017", "14/04/2017", "abril de 2017", None, "?")]
    assert guess_convention(dates) == Convention(day_first=True)
    assert guess_convention([*dates, cell("04/14/2017")]).day_first is None
    assert guess_convention([cell("1.234"), cell("5")]).decimal is None
    assert guess_convention([cell("1.234"), cell("2,5")]).decimal == ","
    assert guess_convention([cell("1.234"), cell("1,234.5")]).decimal == "."
