"""Maps: where things lie, whatever the longitude."""

import xml.etree.ElementTree as ET
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from entreciudades.documents import worldmap

LATITUDES = st.floats(worldmap.SOUTH, worldmap.NORTH)
LONGITUDES = st.floats(-180, 180)


@given(LATITUDES, LONGITUDES)
def test_every_place_between_the_maps_edges_lies_on_the_map(latitude: float, longitude: float) -> None:
    point = worldmap.project(latitude, longitude)
    assert 0 <= point.x <= worldmap.WIDTH
    assert -1 <= point.y <= worldmap.HEIGHT + 1


def test_north_is_up_and_east_is_right() -> None:
    la_paz, madrid = worldmap.project(-16.5, -68.15), worldmap.project(40.42, -3.7)
    assert la_paz.x < madrid.x
    assert la_paz.y > madrid.y


def test_an_arc_begins_and_ends_at_its_cities_and_bends_up() -> None:
    assert worldmap.arc(worldmap.Point(100, 200), worldmap.Point(300, 200)) == "M100 200Q200.0 144.0 300 200"


def test_no_outline_jumps_across_the_map() -> None:
    longest = max(
        abs(there - here)
        for _code, rings in worldmap.outlines()
        for ring in rings
        for here, there in zip(ring[::2], ring[2::2], strict=False)
    )
    assert longest < 60


def test_a_citys_map_names_it_and_darkens_its_country() -> None:
    svg = worldmap.city_svg("Peñas & Río", -16.5, -68.15, country="BO", title="Peñas, Bolivia").decode()
    root = ET.fromstring(svg)  # noqa: S314 - drawn by us
    assert root.get("aria-label") == "Peñas, Bolivia"
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["Peñas & Río"]
    assert svg.count(worldmap.OWN_LAND) == 1


def test_the_land_is_one_picture_that_never_changes() -> None:
    assert worldmap.land_svg() is worldmap.land_svg()
    assert ET.fromstring(worldmap.land_svg()).get("viewBox") == f"0 0 {worldmap.WIDTH} {worldmap.HEIGHT}"  # noqa: S314


def test_the_pages_file_is_the_land_as_it_is_drawn_now() -> None:
    stored = files("entreciudades.web").joinpath("static/img/land.svg").read_bytes()
    assert stored == worldmap.land_svg()
