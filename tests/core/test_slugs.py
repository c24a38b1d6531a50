"""Slugs are ASCII, taken once, and a former one leads to the present one. Methodologies and cities have them; here,
a small model of the test's own."""

from collections.abc import Iterator

import pytest
from django.db import connection, models

from entreciudades.core.errors import NotFound
from entreciudades.core.models import FormerSlug
from entreciudades.core.slugs import change_slug, find, free_slug


class Place(models.Model):
    slug = models.SlugField(unique=True)

    class Meta:
        app_label = "core_tests"


@pytest.fixture
def place(transactional_db: None) -> Iterator[Place]:
    with connection.schema_editor() as editor:
        editor.create_model(Place)
    yield Place.objects.create(slug=free_slug(Place, "Nuestra Señora de La Paz"))
    with connection.schema_editor() as editor:
        editor.delete_model(Place)


def test_a_slug_is_ascii_and_free(place: Place) -> None:
    assert place.slug == "nuestra-senora-de-la-paz"
    assert free_slug(Place, "Nuestra señora de la Paz") == "nuestra-senora-de-la-paz-2"
    assert free_slug(Place, "São Paulo") == "sao-paulo"
    assert free_slug(Place, "¡!") == "x"
    assert len(free_slug(Place, "ciudad " * 40)) <= 80


def test_a_former_address_leads_to_the_present_one_and_is_not_given_away(place: Place) -> None:
    change_slug(place, "la-paz")
    change_slug(place, "la-paz")
    assert [find(Place.objects.all(), slug).slug for slug in ("la-paz", "nuestra-senora-de-la-paz")] == ["la-paz"] * 2
    assert free_slug(Place, "Nuestra Señora de La Paz") == "nuestra-senora-de-la-paz-2"
    other = Place.objects.create(slug="otra")
    with pytest.raises(ValueError, match="slug 'nuestra-senora-de-la-paz' is not ASCII or is taken"):
        change_slug(other, "nuestra-senora-de-la-paz")
    change_slug(place, "nuestra-senora-de-la-paz")
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["la-paz"]


@pytest.mark.parametrize("slug", ["La Paz", "ñ", ""])
def test_what_is_no_slug_is_refused(place: Place, slug: str) -> None:
    with pytest.raises(ValueError, match="is not ASCII or is taken"):
        change_slug(place, slug)


def test_nothing_is_found_outside_what_one_may_see(place: Place) -> None:
    change_slug(place, "la-paz")
    for slug in ("la-paz", "nuestra-senora-de-la-paz", "madrid"):
        with pytest.raises(NotFound):
            find(Place.objects.none(), slug)
