"""A pack is checked as its writer meets it: every problem at once, each with its line and what to write."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entreciudades.methodologies.check import check_file, check_text
from entreciudades.methodologies.shipped import shipped_text

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.toml"))
SHIPPED = shipped_text("ucci-pci")
LINES = SHIPPED.splitlines(keepends=True)
SMALL = 'slug = "red"\nversion = "1.0"\nlanguages = ["es"]\ntitle.es = "Red"\n'


def said(text: str) -> list[str]:
    return [str(problem) for problem in check_text(text, file="red.toml").problems]


def test_thirteen_broken_packs_stand_here() -> None:
    assert len(BROKEN) == 13


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_pack_tells_all_its_problems(file: Path) -> None:
    report = check_file(file)

    assert report.pack is None
    assert "".join(f"{problem}\n" for problem in report.problems) == file.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_problems_come_in_the_order_of_the_file(file: Path) -> None:
    lines = [problem.line for problem in check_file(file).problems]

    assert lines == sorted(lines)


def test_the_report_names_the_file_on_every_line() -> None:
    report = check_text(SMALL + "[grant]\n", file="packs/red.toml")

    assert str(report) == (
        "packs/red.toml, line 5: grant: found the part [grant], which is not supported yet by this version, "
        "expected [call], [alliance], [programme] or [practice]."
    )


def test_a_problem_carries_its_facts_apart() -> None:
    (problem,) = check_text(SHIPPED.replace('"city-sheets"', '"city-sheet"', 1), file="x").problems

    assert (problem.line, problem.path) == (71, "programme.variant[1].section[3].shows[1]")
    assert (problem.found, problem.suggestion) == ('"city-sheet"', 'Write "city-sheets"')
    assert LINES[problem.line - 1] == 'shows = ["city-sheets"]\n'


def test_a_misspelt_key_is_told_once_and_not_as_missing_too() -> None:
    assert said(SMALL.replace("version", "vresion") + "[practice]\n") == [
        (
            'line 2: vresion: found "vresion", expected languages, call, alliance, programme, practice, slug, version, '
            'title or source. Write "version".'
        ),
        "line 5: practice.field: found nothing, expected at least one [[practice.field]].",
        "line 5: practice.title: found nothing, expected a text in es.",
    ]


def matrix_of_a_network(per: str) -> str:
    return (
        SMALL + '[[programme.variant]]\nkey = "red"\nheld_by = "network"\ntitle.es = "De una red"\n'
        '[[programme.variant.section]]\nkey = "tablas"\ntitle.es = "Tablas"\nshows = ["matrices"]\n'
        f'[[programme.variant.matrix]]\nkey = "panorama"\ntitle.es = "Panorama"\n{per}\n'
        '[[programme.variant.matrix.row]]\nkey = "lineas"\ntitle.es = "Líneas"\nfrom = "strategic-lines"\n'
    )


def test_no_city_heads_a_matrix_of_a_network() -> None:
    assert said(matrix_of_a_network('per = "city"')) == [
        (
            'line 16: programme.variant[1].matrix[1].per: found "city", expected no city at the head of a programme '
            'that a network holds. Write per = "programme".'
        )
    ]
    for per in ('per = "programme"', ""):
        pack = check_text(matrix_of_a_network(per), file="red.toml").pack
        assert pack
        assert pack.programme
        assert [one.per for one in pack.programme.variants[0].matrices] == ["programme"]


def test_a_part_that_is_no_table_is_told() -> None:
    assert said(SMALL + "programme = 3\n") == ["line 5: programme: found the number 3, expected a table."]


def test_a_file_without_anything_is_told_what_it_lacks() -> None:
    assert said("") == [
        "line 1: found no part, expected at least one of [call], [alliance], [programme] or [practice].",
        "line 1: slug: found nothing, expected a short name in small letters, digits, hyphens.",
        "line 1: title: found nothing, expected a text in es and pt and en.",
        'line 1: version: found nothing, expected two or three numbers between quotes, such as "1.0".',
    ]


def test_a_file_that_ends_too_early_is_told_on_its_last_line() -> None:
    assert said('slug = "red"\nlanguages = [\n"es",\n') == [
        'line 3: found something that is not TOML (Invalid value), expected lines such as name = "value".'
    ]


def test_brackets_without_end_do_no_harm() -> None:
    (problem,) = said("a = " + "[" * 100_000)

    assert problem.startswith("line 1: found something that is not TOML")


def test_a_number_of_ten_thousand_digits_does_no_harm() -> None:
    (problem,) = said("a = " + "1" * 10_000)

    assert problem.startswith("line 1: found something that is not TOML")


def test_a_file_too_large_to_be_a_pack_is_told_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    file.write_bytes(b"#" * 1_000_001)

    assert str(check_file(file)) == (
        f"{file}, line 1: found a file of 1,000,001 bytes, expected at most 1,000,000. Leave out what is no pack."
    )


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes('slug = "red"\ntitle.es = "Cooperación"\n'.encode("latin-1"))

    assert str(check_file(file)) == (
        f"{file}, line 2: found a letter that is not UTF-8, expected a text file in UTF-8. Save it as UTF-8."
    )


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SHIPPED.replace("\n", "\r\n").encode())
    report = check_file(file)

    assert report.problems == ()
    assert report.pack == check_text(SHIPPED, file="x").pack


def test_the_shipped_pack_is_clean() -> None:
    assert check_text(SHIPPED, file="ucci-pci.toml").problems == ()


@given(st.integers(0, len(LINES) - 1))
def test_a_shipped_pack_that_lost_a_line_is_clean_or_told_where(lost: int) -> None:
    rest = LINES[:lost] + LINES[lost + 1 :]
    report = check_text("".join(rest), file="x")

    assert (report.pack is None) == bool(report.problems)
    assert [p.line for p in report.problems if not 1 <= p.line <= len(rest)] == []


@given(st.integers(0, len(SHIPPED)), st.text(max_size=8))
def test_no_text_whatever_raises(at: int, put: str) -> None:
    text = SHIPPED[:at] + put + SHIPPED[at + len(put) :]
    report = check_text(text, file="x")

    assert (report.pack is None) == bool(report.problems)
    assert [p.line for p in report.problems if not 1 <= p.line <= text.count("\n") + 1] == []
