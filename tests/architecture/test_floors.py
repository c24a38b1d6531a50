"""The house as it is drawn in pyproject.toml, held by imports and by foreign keys."""

import tomllib

from django.apps import apps
from django.db.models import Field
from importlinter.cli import lint_imports

from entreciudades.accounts.models import User
from entreciudades.settings.addresses import ROOT
from entreciudades.settings.base import ROOMS


def floors() -> list[set[str]]:
    """The floors from the top, each with its rooms."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return [{room.strip(" ()") for room in layer.split("|")} for layer in layers]


def test_floors_rooms_and_pure_packages_import_only_what_they_may(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == 0, capsys.readouterr().out


def test_a_foreign_key_points_to_its_own_room_or_to_a_floor_below():
    floor_of = {room: number for number, rooms in enumerate(floors()) for room in rooms}
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        room = model._meta.app_label
        if room not in ROOMS:
            continue
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if not isinstance(field, Field) or target is None or target is User:
                continue
            other = target._meta.app_label
            if other != room and (other not in ROOMS or floor_of[other] <= floor_of[room]):
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert wrong == []


def test_users_hold_no_key_and_what_points_to_them_protects_them():
    assert [field.name for field in User._meta.get_fields() if isinstance(field, Field) and field.is_relation] == []
    unprotected = [
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in User._meta.related_objects
        if relation.related_model._meta.app_label in ROOMS and relation.on_delete.__name__ != "PROTECT"
    ]
    assert unprotected == []


def test_rooms_of_the_settings_are_the_rooms_that_hold_tables_or_pages():
    package = ROOT / "src/entreciudades"
    assert sorted(ROOMS) == sorted(path.parent.name for path in package.glob("*/apps.py"))
