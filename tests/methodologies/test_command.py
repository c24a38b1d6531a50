"""`entreciudades methodology`, as an operator or the secretary of a network meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from entreciudades.cli.methodology import command
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.shipped import shipped_text

BROKEN = Path(__file__).parent / "broken"
NOT_TOML = BROKEN / "01-not-toml.toml"


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    file = tmp_path / "ucci-pci.toml"
    file.write_text(shipped_text("ucci-pci"), encoding="utf-8")
    return file


def test_a_good_pack_is_called_good(shipped: Path) -> None:
    result = CliRunner().invoke(command, ["check", str(shipped)])

    assert (result.exit_code, result.output) == (0, f"{shipped}: ucci-pci 1.1 is good\n")


def test_every_file_is_told_and_one_bad_one_is_enough_to_fail(shipped: Path) -> None:
    result = CliRunner().invoke(command, ["check", str(NOT_TOML), str(shipped)])

    assert result.exit_code == 1
    assert result.output == (
        f"{NOT_TOML}, {NOT_TOML.with_suffix('.txt').read_text('utf-8')}"
        f"{NOT_TOML}: 1 problem\n"
        f"{shipped}: ucci-pci 1.1 is good\n"
    )


def test_a_file_that_is_not_there_is_named() -> None:
    result = CliRunner().invoke(command, ["check", "no-such.toml"])

    assert result.exit_code == 2
    assert "File 'no-such.toml' does not exist" in result.output


def test_check_runs_without_settings_database_or_django(shipped: Path) -> None:
    program = (
        "import sys\n"
        "from entreciudades.cli import entreciudades\n"
        f"entreciudades(['methodology', 'check', {str(shipped)!r}], standalone_mode=False)\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] == 'django'))\n"
    )
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=bare, cwd=shipped.parent, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == (f"{shipped}: ucci-pci 1.1 is good\n[]\n", "")


@pytest.mark.django_db
def test_load_keeps_the_pack_and_twice_changes_nothing(shipped: Path) -> None:
    for _ in range(2):
        result = CliRunner().invoke(command, ["load", str(shipped)])
        assert (result.exit_code, result.output) == (0, f"{shipped}: ucci-pci 1.1 is loaded\n")

    assert [str(row) for row in Methodology.objects.all()] == ["ucci-pci 1.1"]


@pytest.mark.django_db
def test_load_refuses_a_broken_pack_and_keeps_nothing() -> None:
    result = CliRunner().invoke(command, ["load", str(BROKEN / "09-limits.toml")])

    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == f"{BROKEN / '09-limits.toml'}: 5 problems; nothing was loaded"
    assert Methodology.objects.count() == 0


@pytest.mark.django_db
def test_load_refuses_another_text_under_the_same_version(shipped: Path) -> None:
    CliRunner().invoke(command, ["load", str(shipped)])
    shipped.write_text(shipped.read_text("utf-8") + "# a remark\n", encoding="utf-8")
    result = CliRunner().invoke(command, ["load", str(shipped)])

    assert result.exit_code == 1
    assert result.output == (
        f'{shipped}, line 6: version: found "1.1", which is loaded already with another text, '
        f'expected a version that is not loaded yet. Write version = "1.2".\n{shipped}: nothing was loaded\n'
    )
    assert Methodology.objects.count() == 1
