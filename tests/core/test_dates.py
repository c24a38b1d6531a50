"""Partial dates: what is written, how it is said, what is refused."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.core.dates import Moment, PartialDate
from entreciudades.core.fields import LabelsField, PartialDateField

days = st.dates(min_value=dt.date(1, 1, 1))
moments = st.one_of(
    days.map(lambda day: Moment(day.year)),
    days.map(lambda day: Moment(day.year, day.month)),
    days.map(lambda day: Moment(day.year, day.month, day.day)),
)
anniversaries = days.map(lambda day: Moment(None, day.month, day.day))


def spans(ends: st.SearchStrategy[Moment]) -> st.SearchStrategy[PartialDate]:
    return st.tuples(ends, ends).map(lambda pair: PartialDate(*sorted(pair, key=lambda moment: moment.key)))


dates = st.one_of(
    moments.map(PartialDate),
    moments.map(lambda moment: PartialDate(Moment(moment.year, moment.month, moment.day, about=True))),
    anniversaries.map(PartialDate),
    spans(moments),
    spans(anniversaries),
)


@given(dates)
def test_what_is_written_is_read_back(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date


@given(dates, st.sampled_from(["es", "pt", "en"]))
def test_every_date_can_be_said_in_every_language(date: PartialDate, language: str) -> None:
    assert date.format(language).strip() == date.format(language) != ""


@pytest.mark.parametrize(
    ("written", "spanish", "portuguese", "english"),
    [
        ("2017", "2017", "2017", "2017"),
        ("2017-04", "abril de 2017", "abril de 2017", "April 2017"),
        ("2016-06-14", "14 de junio de 2016", "14 de junho de 2016", "14 June 2016"),
        ("XXXX-09-07", "7 de septiembre", "7 de setembro", "7 September"),
        ("XXXX-09", "septiembre", "setembro", "September"),
        ("2017~", "hacia 2017", "por volta de 2017", "about 2017"),
        ("2015/2020", "2015–2020", "2015–2020", "2015–2020"),
        ("XXXX-09-07/XXXX-09-08", "7–8 de septiembre", "7–8 de setembro", "7–8 September"),
        (
            "2018-09-07/2018-09-08",
            "7–8 de septiembre de 2018",
            "7–8 de setembro de 2018",
            "7–8 September 2018",
        ),
        (
            "2018-05-30/2018-06-02",
            "30 de mayo – 2 de junio de 2018",
            "30 de maio – 2 de junho de 2018",
            "30 May – 2 June 2018",
        ),
        (
            "2016-12-30/2017-01-02",
            "30 de diciembre de 2016 – 2 de enero de 2017",
            "30 de dezembro de 2016 – 2 de janeiro de 2017",
            "30 December 2016 – 2 January 2017",
        ),
        ("2017-04/2017-05", "abril–mayo de 2017", "abril–maio de 2017", "April–May 2017"),
        ("2016-06-14/2016-06-14", "14 de junio de 2016", "14 de junho de 2016", "14 June 2016"),
        ("2015/2016-06", "de 2015 a junio de 2016", "de 2015 a junho de 2016", "2015 to June 2016"),
        ("2015~/2020", "de hacia 2015 a 2020", "de por volta de 2015 a 2020", "about 2015 to 2020"),
    ],
)
def test_said_as_people_say_it(written: str, spanish: str, portuguese: str, english: str) -> None:
    date = PartialDate.parse(written)
    assert [date.format(language) for language in ("es", "pt", "en")] == [spanish, portuguese, english]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("april 2017", "cannot read 'april 2017'"),
        ("2017-13", "there is no month 13"),
        ("2017-02-29", "month 02 has days 01 to 28, not 29"),
        ("0000", "there is no year 0000"),
        ("XXXX", "a date without year needs at least its month"),
        ("2018/2017", "the span ends (2017) before it begins (2018)"),
        ("2017/XXXX-09-07", "both ends of a span have a year, or neither has"),
        ("2017/", "cannot read ''"),
        ("٢٠١٧", "cannot read '٢٠١٧'"),
    ],
)
def test_what_is_no_date_is_refused_saying_what_was_expected(written: str, problem: str) -> None:
    with pytest.raises(ValueError, match="expected a year") as caught:
        PartialDate.parse(written)
    assert str(caught.value).startswith(f"{written!r} is no date: {problem}; expected a year (2017), a month")


def test_order_is_by_beginning_and_what_has_no_year_comes_last() -> None:
    ordered = ["2015/2020", "2016", "2016-06", "2016-06-14", "2017~", "XXXX-09-07"]
    dates = [PartialDate.parse(text) for text in reversed(ordered)]
    assert [str(date) for date in sorted(dates, key=lambda date: date.sort_key)] == ordered


def test_leap_day_of_any_year() -> None:
    assert PartialDate.parse("XXXX-02-29").format("en") == "29 February"


def test_field_reads_forms_and_is_a_plain_field_in_migrations() -> None:
    field = PartialDateField(null=True, blank=True)
    assert field.clean(" 2017-04 ", None) == PartialDate.parse("2017-04")
    assert field.clean("", None) is None
    assert field.get_prep_value(PartialDate.parse("2017~")) == "2017~"
    assert field.deconstruct()[1:] == (
        "django.db.models.CharField",
        [],
        {"max_length": 32, "null": True, "blank": True},
    )
    with pytest.raises(ValidationError, match="expected a year"):
        field.clean("soon", None)


def test_a_required_date_must_be_given() -> None:
    with pytest.raises(ValidationError):
        PartialDateField().clean("", None)


def test_labels_field_is_plain_json_in_migrations() -> None:
    assert LabelsField().deconstruct()[1:] == ("django.db.models.JSONField", [], {"default": dict})
    assert isinstance(LabelsField(), models.JSONField)


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        (["Red"], "Expected a text per language, found list."),
        ({"español": "Red"}, "“español” is not a language code such as es, pt or en."),
        ({"es": "  "}, "The text in “es” is empty: leave the language out instead."),
        ({"es": "a" * 2001}, "The text in “es” is longer than 2000 characters."),
        ({"es": 3}, "The text in “es” is empty: leave the language out instead."),
    ],
)
def test_labels_that_are_none_are_refused(labels: object, problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        LabelsField(blank=True).clean(labels, None)
    with override("en"):
        assert caught.value.messages == [problem]


def test_labels_that_are_good_are_kept() -> None:
    labels = {"es": "Red", "pt-BR": "Rede", "ay": "Llika"}
    assert LabelsField().clean(labels, None) == labels


@pytest.mark.parametrize(
    ("ends", "begins", "over"),
    [
        ("2016", "2017", True),
        ("2017-03", "2017-04", True),
        ("2017-04-01", "2017-04-02", True),
        ("2015/2016", "2017/2018", True),
        ("2017", "2017-04", False),
        ("2017-04", "2017", False),
        ("2017-04-02", "2017-04-02", False),
        ("2016/2017", "2017", False),
        ("2018", "2017-04", False),
        ("XXXX-03-01", "2017-04", False),
    ],
)
def test_a_date_is_over_before_another_as_far_as_both_are_known(ends: str, begins: str, *, over: bool) -> None:
    assert PartialDate.parse(ends).is_over_before(PartialDate.parse(begins)) is over
