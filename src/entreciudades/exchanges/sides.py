"""On which side a country lies, North or South: by the list in ``data/sides.toml``, or as a network says."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from entreciudades.actors.countries import is_fictional
from entreciudades.actors.models import Organisation
from entreciudades.exchanges.models import CountrySide

NORTH, SOUTH = CountrySide.Side.NORTH, CountrySide.Side.SOUTH


def sides_said_by(network: Organisation | None) -> dict[str, str]:
    """What a network says of countries, by their keys."""
    rows = CountrySide.objects.filter(network=network) if network else CountrySide.objects.none()
    return dict(rows.values_list("country", "side"))


def side_of(country: str, said: Mapping[str, str]) -> str:
    """The side of a country by its key (`actors.countries.country_key`); "" of one of which nobody says it."""
    if country in said:
        return said[country]
    if not country or is_fictional(country):
        return ""
    return NORTH if country in _north() else SOUTH


@cache
def _north() -> frozenset[str]:
    listed = tomllib.loads(files("entreciudades.exchanges").joinpath("data/sides.toml").read_text(encoding="utf-8"))
    return frozenset(code for codes in listed["north"].values() for code in codes)
