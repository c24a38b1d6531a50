"""YAML as people write it, with the line of everything."""

from decimal import Decimal
from pathlib import Path

import pytest

from entreciudades.imports.written import read

#: Ten lists, each ten times the one before: a thousand letters that would be ten thousand million values.
BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 11))


def plain(written):
    """The values alone."""
    if isinstance(written.value, dict):
        return {name: plain(value) for name, value in written.value.items()}
    if isinstance(written.value, list):
        return [plain(item) for item in written.value]
    return written.value


def test_values_are_what_they_look_like_and_dates_stay_text(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("a: 1_000\nb: 2.50\nc: true\nd: 2016-06-14\ne: 'x'\nf:\ng: [1, no]\n", encoding="utf-8")
    written, problems = read(file, called=Path("a.yaml"))
    assert problems == []
    assert plain(written) == {
        "a": 1000,
        "b": Decimal("2.50"),
        "c": True,
        "d": "2016-06-14",
        "e": "x",
        "f": None,
        "g": [1, "no"],
    }


def test_a_value_stands_on_the_line_of_its_key(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("# a remark\na:\n  b: |\n    text\n    more\n  c:\n    - one\n    - two\n", encoding="utf-8")
    written, _problems = read(file, called=Path("a.yaml"))
    a = written.members["a"]
    assert (a.line, a.members["b"].line, [item.line for item in a.members["c"].value]) == (2, 3, [7, 8])


def test_a_value_may_be_named_and_used_again(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("a: &source [page 12]\nb: *source\n", encoding="utf-8")
    written, problems = read(file, called=Path("a.yaml"))
    assert (plain(written), problems) == ({"a": ["page 12"], "b": ["page 12"]}, [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &a\n  - *a\n", "a.yaml:1: lists in lists without end; write it flatter"),
        (BOMB, "a.yaml:1: lists in lists without end; write it flatter"),
        ("[" * 3000, "a.yaml:1: lists in lists without end; write it flatter"),
        ("a: .inf\n", "a.yaml:1: '.inf' is no number; put a text in quotes"),
        ("a: 007\n", "a.yaml:1: '007' is no number; put a text in quotes"),
        ("a: !!int x\n", "a.yaml:1: 'x' is no number; put a text in quotes"),
    ],
)
def test_what_would_break_the_reader_is_told_with_its_line(tmp_path, text, told):
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    _written, problems = read(file, called=Path("a.yaml"))
    assert [str(problem) for problem in problems] == [told]
