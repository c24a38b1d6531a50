"""`entreciudades demo` as an operator meets it."""

import os
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.cli.demo import NOT_HERE, command
from entreciudades.settings.addresses import ROOT

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
def test_load_is_refused_where_the_settings_are_those_of_an_installation(files):
    refused = run("load", "--from", files)
    assert (refused.exit_code, refused.output) == (1, f"{NOT_HERE}\n")
    assert (Organisation.objects.count(), User.objects.count()) == (0, 0)
    assert run("load", "--from", files, "--yes-into-this-database").exit_code == 0
    assert Organisation.objects.count() == 1


def test_make_demo_fills_its_own_database_whatever_the_shell_exports(tmp_path):
    """The script of `make demo`, where the product's command only tells what it is asked."""
    told = tmp_path / ".venv/bin/entreciudades"
    told.parent.mkdir(parents=True)
    told.write_text('#!/bin/sh\necho "$1 ${DATABASE_URL-none} ${STORAGE_URL-none} $DJANGO_SETTINGS_MODULE"\n')
    told.chmod(0o755)
    script = tmp_path / "scripts/demo"
    script.parent.mkdir()
    shutil.copy(ROOT / "scripts/demo", script)
    exported = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:////work.sqlite3", "STORAGE_URL": "file:///work"}
    answer = subprocess.run([script], env=exported, capture_output=True, text=True, check=True)
    asked = [line for line in answer.stdout.splitlines() if line.endswith("settings.demo")]
    assert asked == [
        f"{verb} none none entreciudades.settings.demo" for verb in ("migrate", "places", "demo", "demo", "serve")
    ]


@pytest.fixture
def in_the_demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.mark.django_db
@pytest.mark.usefixtures("in_the_demonstration")
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
@pytest.mark.usefixtures("in_the_demonstration")
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
