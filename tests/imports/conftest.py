"""Folders of files to read, and the places that the demonstration names."""

from decimal import Decimal

import pytest

from entreciudades.settings.addresses import ROOT
from entreciudades.taxonomy.models import Place

DEMONSTRATION = ROOT / "demo"
PLACES = {
    3911925: ("La Paz", "BO", "-16.5", "-68.15"),
    3117735: ("Madrid", "ES", "40.41831", "-3.70275"),
    3688689: ("Bogotá", "CO", "4.60971", "-74.08175"),
    3674962: ("Medellín", "CO", "6.25184", "-75.56359"),
    3435910: ("Buenos Aires", "AR", "-34.61315", "-58.37723"),
}


def make_places():
    """The five places that the files name, so that the list of all cities need not be loaded."""
    for key, (name, country, latitude, longitude) in PLACES.items():
        Place.objects.create(
            geonames_id=key,
            name=name,
            folded=name.lower(),
            country=country,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
            timezone="UTC",
            population=1_000_000,
        )


@pytest.fixture
def folder(tmp_path):
    """Make a folder of files: ``folder(people="…")``."""

    def make(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return make
