"""Folders of files to read, and the places that the demonstration names."""

import re
from dataclasses import asdict

import pytest

from entreciudades.settings.addresses import ROOT
from entreciudades.taxonomy.models import Place
from entreciudades.taxonomy.places import read as read_places
from entreciudades.taxonomy.places import search_key

DEMONSTRATION = ROOT / "demo"
NAMED = re.compile(r"^\s*place: (\d+)", re.MULTILINE)


def make_places():
    """The places that the files name, so that the list of all cities need not be loaded."""
    wanted = {int(key) for path in DEMONSTRATION.rglob("*.yaml") for key in NAMED.findall(path.read_text("utf-8"))}
    found = [row for row in read_places() if row.geonames_id in wanted]
    Place.objects.bulk_create(Place(**asdict(row), folded=search_key(row.name)) for row in found)


@pytest.fixture
def folder(tmp_path):
    """Make a folder of files: ``folder(people="…")``."""

    def make(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return make
