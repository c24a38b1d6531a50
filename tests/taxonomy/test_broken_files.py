"""Vocabulary files with faults: every fault is told at once, with its line and what to write instead."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entreciudades.taxonomy import codelists, crosswalks
from entreciudades.taxonomy.problems import VocabularyError

COLOURS = """\
codelist = "colours"
title = { es = "Colores", pt = "Cores", en = "Colours" }
source = "nobody"
count = 2

[[term]]
code = "red"
es = "Rojo"
pt = "Vermelho"
en = "Red"

[[term]]
code = "green"
es = "Verde"
pt = "Verde"
en = "Green"
"""
SIGNS = COLOURS.replace("colours", "signs").replace('"red"', '"stop"').replace('"green"', '"go"')
ROWS = """\
from = "colours"
to = "signs"
source = "nobody"
rows = [
  ["colours:red", "signs:stop", "close"],
  ["colours:green", "signs:go", "related", "on most roads"],
]
"""


@pytest.fixture
def directory(tmp_path):
    (tmp_path / "crosswalks").mkdir()
    (tmp_path / "colours.toml").write_text(COLOURS, encoding="utf-8")
    (tmp_path / "signs.toml").write_text(SIGNS, encoding="utf-8")
    (tmp_path / "crosswalks/colours-signs.toml").write_text(ROWS, encoding="utf-8")
    return tmp_path


def told(directory):
    return [
        f"{problem.path.relative_to(directory)}:{problem.line}: {problem.found}; {problem.instead}"
        for problem in crosswalks.check(directory)
    ]


def test_sound_files_have_no_problem(directory):
    assert told(directory) == []
    assert crosswalks.load(directory).related("colours:green") == (("signs:go", "related"),)


@pytest.mark.parametrize(
    ("sound", "broken", "expected"),
    [
        ('code = "green"', 'code = "red"', "13: code 'red' is already in line 7; give each term a code of its own"),
        ('pt = "Vermelho"\n', "", "6: 'pt' is missing; write pt = \"…\": every label stands in es, pt and en"),
        ('en = "Red"', 'en = " "', "10: en = ' ' is no text; write en = \"…\": every label stands in es, pt and en"),
        ('es = "Verde"', 'parent = "rad"\nes = "Verde"', "14: no term 'rad' stands above; did you mean 'red'?"),
        ('es = "Rojo"', 'parent = "green"\nes = "Rojo"', "8: no term 'green' stands above; write one of: "),
        ("count = 2", "count = 3", "4: count says 3 and the file has 2 terms; write count = 2, or mend the terms"),
        ("count = 2\n", "", "1: 'count' is missing; write count = 2, or mend the terms"),
        ('en = "Red"', 'color = "#FF0000"\nen = "Red"', "10: unknown key 'color'; did you mean 'colour'?"),
        ('en = "Red"', 'colour = "red"\nen = "Red"', "10: 'red' is no colour; write the like of \"#FD9D24\""),
        ('code = "red"', 'code = "Red"', "7: 'Red' is no code; use lower-case a-z, 0-9, '.' and '-', as in 11.a"),
        ('code = "red"', "code = 7", '7: code = 7 is no text; write code = "…" in quotation marks'),
        (', pt = "Cores"', "", "2: the title has no 'pt'; write title = { pt = \"…\" }"),
        ('source = "nobody"\n', "", "1: 'source' is missing; write who publishes the list"),
        (
            'codelist = "colours"',
            'codelist = "colors"',
            "1: codelist 'colors' stands in colours.toml; write codelist = \"colours\" or rename the file colors.toml",
        ),
        ('es = "Rojo"', "es = Rojo", "8: not TOML: Invalid value; mend this line and check again"),
        ('es = "Rojo"', "[term]", "8: not TOML: Cannot declare ('term',) twice; mend this line and check again"),
    ],
)
def test_a_broken_codelist_is_refused_with_its_line(directory, sound, broken, expected):
    text = COLOURS.replace(sound, broken, 1)
    assert text != COLOURS
    (directory / "colours.toml").write_text(text, encoding="utf-8")
    found = [line for line in told(directory) if line.startswith("colours.toml:")]
    assert [line.removeprefix("colours.toml:")[: len(expected)] for line in found] == [expected]
    with pytest.raises(VocabularyError):
        codelists.load(directory)


@pytest.mark.parametrize(
    ("sound", "broken", "expected"),
    [
        ('"signs:go"', '"signs:goo"', ["6: no term 'signs:goo' in signs; did you mean 'signs:go'?"]),
        ('"close"', '"clos"', ["5: no relation 'clos'; did you mean 'close'?"]),
        ('"close"', '"equal"', ["5: no relation 'equal'; write one of: exact, close, broad, narrow, related"]),
        (
            'to = "signs"',
            'to = "sings"',
            [
                "1: the file colours-signs.toml joins colours-sings; rename it colours-sings.toml",
                "2: to = 'sings' is no codelist; did you mean 'signs'?",
            ],
        ),
        ('"signs:go", "related", "on most roads"', '"signs:go"', ["6: ['colours:green', 'signs:go'] is no row; "]),
        (
            '"colours:green", "signs:go"',
            '"colours:red", "signs:stop"',
            ["6: colours:red and signs:stop are already in line 5; keep one of the rows"],
        ),
        ('"close"],\n  ', '"close"], ', ["4: rows share a line; give each row a line of its own"]),
        ('source = "nobody"\n', "", ["1: 'source' is missing; write who reviewed the rows"]),
        ("rows =", "row =", ["1: 'rows' is missing; ", "4: unknown key 'row'; did you mean 'rows'?"]),
    ],
)
def test_a_broken_crosswalk_is_refused_with_its_line(directory, sound, broken, expected):
    text = ROWS.replace(sound, broken, 1)
    assert text != ROWS
    (directory / "crosswalks/colours-signs.toml").write_text(text, encoding="utf-8")
    found = [line.removeprefix("crosswalks/colours-signs.toml:") for line in told(directory)]
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


def test_all_faults_of_all_files_are_told_in_one_go(directory):
    (directory / "colours.toml").write_text(
        COLOURS.replace("count = 2", "count = 9").replace('en = "Green"\n', ""), encoding="utf-8"
    )
    (directory / "signs.toml").write_text(SIGNS.replace('"stop"', '"go"'), encoding="utf-8")
    (directory / "crosswalks/colours-signs.toml").write_text(ROWS.replace("close", "near"), encoding="utf-8")
    assert [line.partition("; ")[0] for line in told(directory)] == [
        "colours.toml:4: count says 9 and the file has 2 terms",
        "colours.toml:12: 'en' is missing",
        "crosswalks/colours-signs.toml:5: no relation 'near'",
        "crosswalks/colours-signs.toml:5: no term 'signs:stop' in signs",
        "signs.toml:13: code 'go' is already in line 7",
    ]


def test_a_file_that_is_not_utf_8_names_the_line(directory):
    (directory / "colours.toml").write_bytes(COLOURS.encode().replace(b"Rojo", b"Roj\xf3"))
    assert told(directory) == ["colours.toml:8: the file is not UTF-8 text; save it as UTF-8"]


def test_terms_written_as_one_list_are_pointed_at(directory):
    head, _tables = COLOURS.split("\n[[term]]", 1)
    (directory / "colours.toml").write_text(f"{head}\nterm = [{{ code = 'red' }}]\n", encoding="utf-8")
    assert "colours.toml:6: the terms are not [[term]] tables; write [[term]] above each term" in told(directory)


def test_a_broken_codelist_does_not_blame_the_crosswalks(directory):
    (directory / "signs.toml").write_text("codelist =", encoding="utf-8")
    assert [line.partition(":")[0] for line in told(directory)] == ["signs.toml"]


def test_an_empty_directory_is_no_vocabulary(tmp_path):
    assert told(tmp_path) == [".:1: no codelist here; put one *.toml file per codelist"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_whatever_stands_in_a_line_every_problem_points_at_a_line_of_its_file(directory, data):
    name, text = data.draw(st.sampled_from([("colours.toml", COLOURS), ("crosswalks/colours-signs.toml", ROWS)]))
    lines = text.splitlines()
    line = data.draw(st.integers(0, len(lines) - 1))
    lines[line] = data.draw(
        st.sampled_from(["", "to = []", "from = 3", "rows = 4", "term = 1", "code = []", "[x]", "]"])
    )
    (directory / "colours.toml").write_text(COLOURS, encoding="utf-8")
    (directory / "crosswalks/colours-signs.toml").write_text(ROWS, encoding="utf-8")
    (directory / name).write_text("\n".join(lines), encoding="utf-8")
    for problem in crosswalks.check(directory):
        assert 1 <= problem.line <= len(problem.path.read_text(encoding="utf-8").splitlines())
