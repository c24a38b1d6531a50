"""The stages of an alliance stand in the order that `after` says, whatever the order of the file."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.methodologies.alliance_pack import AlliancePart
from entreciudades.methodologies.check import check_text

HEAD = 'slug = "red"\nversion = "1.0"\nlanguages = ["es"]\ntitle.es = "Red"\n[alliance]\ntitle.es = "Alianza"\n'
FORM = '[[alliance.form]]\nkey = "una"\ntitle.es = "Una"\n'


def stage(key: str, number: int, more: str = "") -> str:
    return (
        f'[[alliance.form.stage]]\nkey = "{key}"\nnumber = "{number}"\ntitle.es = "{key}"\npurpose.es = "{key}"\n{more}'
    )


def read(text: str) -> AlliancePart:
    report = check_text(text, file="red.toml")
    assert report.pack is not None, str(report)
    assert report.pack.alliance is not None
    return report.pack.alliance


def said(text: str) -> list[str]:
    return [str(problem) for problem in check_text(text, file="red.toml").problems]


@given(st.permutations(range(1, 7)))
def test_whatever_the_order_of_the_file_the_stages_follow_each_other(rest: list[int]) -> None:
    """The first stage of the file is the first of all; each of the others says which it comes after."""
    text = HEAD + FORM + stage("s0", 0)
    text += "".join(stage(f"s{number}", number, f'after = "s{number - 1}"\n') for number in rest)

    form = read(text).forms[0]

    assert [one.key for one in form.stages] == [f"s{number}" for number in range(7)]


@given(st.dictionaries(st.integers(0, 5), st.integers(0, 5)))
def test_any_befores_give_one_way_through_all_stages_or_are_told(befores: dict[int, int]) -> None:
    text = HEAD + FORM
    for number in range(6):
        text += stage(f"s{number}", number, f'after = "s{befores[number]}"\n' if number in befores else "")
    report = check_text(text, file="red.toml")
    expected = {number: befores.get(number, number - 1) for number in range(6) if number or 0 in befores}

    if report.pack is None:
        assert {problem.path.rpartition(".")[2] for problem in report.problems} == {"after"}
    else:
        assert report.pack.alliance is not None
        keys = [int(one.key[1:]) for one in report.pack.alliance.forms[0].stages]
        assert {after: before for before, after in pairwise(keys)} == expected


def test_a_stage_after_itself_is_a_circle() -> None:
    (told,) = said(HEAD + FORM + stage("a", 1) + stage("b", 2, 'after = "b"\n'))

    assert told.startswith("line 20: alliance.form[1].stage[2].after: found a circle of stages: b, b, expected one way")


def test_without_a_word_on_seats_and_caps_any_two_may_go_together() -> None:
    alliance = read(HEAD + FORM + stage("a", 1))

    assert (alliance.seats.min, alliance.seats.max, alliance.seats.kinds) == (2, None, ())
    assert (alliance.caps.travellers, alliance.caps.visits_min, alliance.caps.visits_max) == (None, None, None)
    assert (alliance.months, alliance.form("una").stage("a").closes) == (0, "coordinator")


def test_a_requirement_without_a_key_is_known_by_its_kind_and_needs_one_of_each() -> None:
    asks = '[[alliance.requirement]]\nkind = "themes-chosen"\nsays.es = "Temas"\n'
    alliance = read(HEAD + asks + FORM + stage("a", 1, 'requires = ["themes-chosen"]\n'))

    (requirement,) = alliance.required_by(alliance.forms[0].stages[0])
    assert (requirement.key, requirement.at_least, requirement.per_seat) == ("themes-chosen", 1, False)


def test_a_role_that_nobody_declared_is_refused_with_that() -> None:
    asks = '[[alliance.requirement]]\nkind = "person-assigned"\nrole = "technical"\nsays.es = "Personal"\n'

    assert said(HEAD + asks + FORM + stage("a", 1, 'requires = ["person-assigned"]\n')) == [
        'line 9: alliance.requirement[1].role: found "technical", expected none, for none is declared.'
    ]


def test_what_no_calendar_and_no_column_holds_is_refused() -> None:
    text = (
        HEAD.replace("[alliance]\n", f"[alliance]\nmonths = {10**30}\n") + FORM + stage("k" * 31, 1, "months = 241\n")
    )
    asked, key, stood = said(text)
    assert asked == f"line 6: alliance.months: found the number {10**30}, expected a whole number from 0 to 240."
    assert key.endswith("expected a short name in small letters, digits, hyphens, at most 30 signs.")
    assert stood.endswith("months: found the number 241, expected a whole number from 0 to 240.")
