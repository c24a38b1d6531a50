"""``entreciudades taxonomy`` and ``entreciudades places``, as an operator meets them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from entreciudades.cli import entreciudades
from entreciudades.taxonomy.models import Place
from entreciudades.taxonomy.places import COLUMNS

COMMAND = Path(sys.executable).with_name("entreciudades")
LIST = """\
codelist = "colours"
title = { es = "Colores", pt = "Cores", en = "Colours" }
source = "nobody"
count = 2

[[term]]
code = "red"
es = "Rojo"
en = "Red"
"""


def run(*arguments):
    return CliRunner().invoke(entreciudades, arguments)


def test_the_shipped_vocabulary_has_no_problem_and_needs_no_settings(tmp_path):
    done = subprocess.run(
        [COMMAND, "taxonomy", "check"],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "nonsense"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "8 codelists, 377 terms, 213 rows of crosswalks: no problem\n"


def test_every_problem_is_printed_with_its_line(tmp_path):
    file = tmp_path / "colours.toml"
    file.write_text(LIST, encoding="utf-8")
    done = run("taxonomy", "check", str(tmp_path))
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{file}:4: count says 2 and the file has 1 terms; write count = 1, or mend the terms",
        f"{file}:6: 'pt' is missing; write pt = \"…\": every label stands in es, pt and en",
        "2 problems; nothing was loaded",
    ]


def test_a_directory_that_is_not_there_is_refused(tmp_path):
    done = run("taxonomy", "check", str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert "does not exist" in done.stderr


@pytest.mark.django_db
def test_places_are_loaded_once(tmp_path):
    file = tmp_path / "places.csv"
    row = "3911925,La Paz,BO,La Paz,-16.50000,-68.15000,America/La_Paz,2004652,"
    file.write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")
    assert run("places", "load", str(file)).output == "1 places new, 0 changed, 0 as they were\n"
    assert run("places", "load", str(file)).output == "0 places new, 0 changed, 1 as they were\n"
    assert Place.objects.get().name == "La Paz"


@pytest.mark.django_db
def test_a_broken_file_of_places_loads_nothing(tmp_path):
    file = tmp_path / "places.csv"
    file.write_text(f"{','.join(COLUMNS)}\nLa Paz\n", encoding="utf-8")
    done = run("places", "load", str(file))
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{file}:2: ['La Paz'] is no place; expected geonames_id, name")
    assert done.stderr.endswith("; nothing was loaded\n")
    assert Place.objects.count() == 0
