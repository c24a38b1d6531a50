"""How pages are read: what stands beside what, and what is said once."""

import re

from django.test import Client
from tests.factories.practices import PracticeFactory
from tests.web.public.conftest import World

from entreciudades.actors.models import OrganisationFigure


def text_of(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200
    return response.content.decode()


def named_in(html: str, part: str) -> list[str]:
    """The words of the links in a section of the first page."""
    section = re.search(rf'aria-labelledby="{part}">(.*?)</section>', html, re.DOTALL)
    return re.findall(r'<a href="[^"]+">(?:<span[^>]*>)?([^<]+)', section[1]) if section else []


def test_the_first_page_shows_practices_and_networks_beside_the_programmes(client: Client, world: World) -> None:
    for title, published in (("Zebras", True), ("Hidden", False)):
        PracticeFactory(organisation=world.city, network=world.network, titles={"en": title}, published=published)
    html = text_of(client, "/en/")
    assert named_in(html, "under-way") == ["Programa de Puerto Alba", "All programmes"]
    assert named_in(html, "practices") == ["Zebras", "Puerto Alba", "All good practices"]
    assert named_in(html, "networks") == ["Red Andina", "All networks"]
    assert "shown-first-wide" not in html
    world.add_programme(1)
    assert "shown-first-wide" in text_of(client, "/en/")


def test_a_source_is_named_once_on_a_citys_page_and_on_its_programmes(client: Client, world: World) -> None:
    for measure, value in (("population", 925_000), ("area", 3_020)):
        OrganisationFigure.objects.create(organisation=world.city, measure=measure, value=value, source="Yearbook")
    for page in ("cities/puerto-alba/", f"programmes/{world.programme.slug}/"):
        html = text_of(client, f"/en/{page}")
        assert html.count("Yearbook") == 1
        assert html.count('<span class="visually-hidden">Source </span>1</sup>') == 2
