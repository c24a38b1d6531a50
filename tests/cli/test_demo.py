"""`entreciudades demo` as an operator meets it."""

import pytest
from click.testing import CliRunner

from entreciudades.actors.models import Organisation
from entreciudades.cli.demo import command

PEOPLE = """\
people:
  - email: ana@ciudad.example
    name: Ana Ríos
    language: es
    roles: [{organisation: puerto, role: coordinator}]
    shows: {es: Su escritorio, en: Her desk}
"""
CITY = """\
city:
  slug: puerto
  kind: actor:municipal
  names: {es: Puerto}
  fictional_country: {es: Valdoria}
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "puerto.yaml").write_text(CITY, encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_check_finds_the_shipped_files_good():
    result = run("check")
    assert (result.exit_code, result.output.endswith("entries, no problem\n")) == (0, True)


def test_check_tells_what_is_wrong_and_ends_in_failure(files):
    (files / "puerto.yaml").write_text(CITY.replace("actor:", "akteur:"), encoding="utf-8")
    result = run("check", "--from", files)
    assert (result.exit_code, result.output) == (
        1,
        (
            "puerto.yaml:3: there is no term 'akteur:municipal'; did you mean 'actor:municipal'?\n"
            "1 problem; nothing was loaded\n"
        ),
    )


@pytest.mark.django_db
def test_load_says_what_it_made_and_what_was_there(files):
    first, second = run("load", "--from", files), run("load", "--from", files)
    assert (first.exit_code, first.output) == (
        0,
        (
            "people: 1 made, 0 there already and left as they stand\n"
            "organisations: 1 made, 0 there already and left as they stand\n"
        ),
    )
    assert (second.exit_code, second.output) == (
        0,
        (
            "people: 0 made, 1 there already and left as they stand\n"
            "organisations: 0 made, 1 there already and left as they stand\n"
        ),
    )
    assert Organisation.objects.get().slug == "puerto"


@pytest.mark.django_db
def test_load_of_bad_files_loads_nothing(files):
    (files / "puerto.yaml").write_text(CITY.replace("slug", "slog"), encoding="utf-8")
    result = run("load", "--from", files)
    assert (result.exit_code, result.output.splitlines()[-1]) == (1, "3 problems; nothing was loaded")
    assert Organisation.objects.count() == 0


def test_people_names_the_cast_and_what_to_look_at(files):
    assert run("people", "--from", files).output.splitlines()[2:] == [
        "Ana Ríos, coordinator of Puerto",
        "  ana@ciudad.example",
        "  Her desk",
    ]
