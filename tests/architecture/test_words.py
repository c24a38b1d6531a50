"""What the linters do not see."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command

from entreciudades.settings.addresses import ROOT
from entreciudades.settings.base import ROOMS

PACKAGE = ROOT / "src/entreciudades"
LONGEST_FILE = 420  # near 400 lines a file is asking to be two
DRAWERS = {"utils", "helpers", "signals", "selectors", "common", "misc"}


def modules():
    return [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]


def test_no_file_is_a_drawer():
    assert [str(path) for path in modules() if DRAWERS & set(path.relative_to(PACKAGE).with_suffix("").parts)] == []


def test_no_file_is_asking_to_be_two():
    assert [str(path) for path in modules() if len(path.read_text().splitlines()) > LONGEST_FILE] == []


def test_http_stays_in_web():
    speaks_http = re.compile(r"^\s*(?:from|import) django\.(?:http|shortcuts|contrib\.messages)", re.MULTILINE)
    found = [
        str(path.relative_to(PACKAGE))
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] != "web" and speaks_http.search(path.read_text())
    ]
    assert found == []


def test_nothing_listens_to_signals_but_what_follows_a_migration():
    listens = re.compile(r"django\.dispatch|@receiver|(?:pre|post)_(?:save|delete|init)\b|m2m_changed")
    assert [str(path.relative_to(PACKAGE)) for path in modules() if listens.search(path.read_text())] == []


def test_no_model_overrides_save():
    overriding = [
        model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS and "save" in vars(model)
    ]
    assert overriding == []


def test_migrations_import_nothing_of_ours():
    ours = re.compile(r"^\s*(?:from|import) entreciudades|^import entreciudades", re.MULTILINE)
    assert [
        str(path.relative_to(PACKAGE)) for path in PACKAGE.glob("*/migrations/*.py") if ours.search(path.read_text())
    ] == []


def test_migrations_are_named_and_linear():
    for folder in PACKAGE.glob("*/migrations"):
        numbers = [path.name[:4] for path in sorted(folder.glob("0*.py"))]
        assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)], folder
        assert [path.name for path in folder.glob("*_auto_*.py")] == []


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_django_finds_nothing_amiss(settings):
    settings.DEBUG = False
    call_command("check", fail_level="WARNING")
