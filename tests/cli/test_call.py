"""`entreciudades call pair`: the pairs of a call in the terminal and in a file, as `match` writes it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.factories.calls import CallFactory
from tests.factories.pairing import done, world

from entreciudades.calls.models import PairingRun, Pin
from entreciudades.cli import call

pytestmark = pytest.mark.django_db


def pair(*arguments: object) -> Result:
    return CliRunner().invoke(call.command, ["pair", *map(str, arguments)])


def test_it_tells_the_pairs_and_writes_what_a_run_keeps(tmp_path: Path) -> None:
    found, _rows = world(slug="parejas")
    out = tmp_path / "result.json"
    answer = pair("parejas", "--out", out)
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[:3] == [
        "1. vallehondo with santa-bruma: 0.700000",
        "   vallehondo learns Integration of refugees and migrants (iuc:3)",
        "   santa-bruma learns Sustainable production and consumption (iuc:5)",
    ]
    assert "6 cities, 3 admissible pairs: 3 pairs, 0 cities left out; total 1.287500" in answer.stderr
    assert PairingRun.objects.count() == 0
    assert json.loads(out.read_text()) == done(found).result


def test_without_a_file_it_tells_alone(tmp_path: Path) -> None:
    world(slug="parejas")
    answer = pair("parejas")
    assert (answer.exit_code, answer.stdout.count(" with "), list(tmp_path.iterdir())) == (0, 3, [])


def test_a_call_that_pairs_nobody(tmp_path: Path) -> None:
    CallFactory(slug="vacia", state="decided")
    out = tmp_path / "result.json"
    for slug, said in (
        ("ninguna", "There is no call “ninguna”.\nNothing was written.\n"),
        ("vacia", "No city is admitted to vacia yet.\nNothing was written.\n"),
    ):
        answer = pair(slug, "--out", out)
        assert (answer.exit_code, answer.stderr, out.exists()) == (1, said, False)


def test_rules_in_conflict_leave_the_file_as_it_was(tmp_path: Path) -> None:
    found, rows = world(slug="parejas")
    for other in ("santa-bruma", "sarapur"):
        Pin.objects.create(call=found, kind="require", a=rows["vallehondo"], b=rows[other], reason="Se acordó.")
    out = tmp_path / "result.json"
    out.write_text("lo de antes")
    answer = pair("parejas", "--out", out)
    assert (answer.exit_code, answer.stderr) == (
        2,
        (
            "These rules cannot hold together; without any one of a line, the others of it can.\n"
            "required: santa-bruma with vallehondo, sarapur with vallehondo; but the capacity of vallehondo is 1.\n"
            "Nothing was written.\n"
        ),
    )
    assert out.read_text() == "lo de antes"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    world(slug="parejas")
    answer = pair("parejas", "--out", tmp_path / "nowhere" / "result.json")
    assert (answer.exit_code, "nothing was written" in answer.stderr) == (1, True)
