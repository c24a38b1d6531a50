"""What else the same cities do on the same themes, as far as the reader may know of it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.actors import CityFactory, UserFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.lives import proposed
from tests.factories.programmes import ProgrammeFactory

from entreciudades.processes.overlaps import overlaps
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db


def test_other_alliances_and_programmes_of_its_cities_on_its_themes_the_most_in_common_first() -> None:
    found = proposed(cities=3)
    one, two, _three = found.cities
    theme, other_theme = Term.objects.get(pk="iuc:7"), Term.objects.get(pk="iuc:1")
    found.alliance.themes.set([theme])

    def alliance(slug: str, *cities: object, term: Term = other_theme, **said: object) -> None:
        AllianceFactory(slug=slug, parties=list(cities), **({"published": True} | said)).themes.set([term])

    alliance("one-city-on-the-theme", one, CityFactory(), term=theme)
    alliance("two-cities-on-another", one, two)
    alliance("one-city-on-another", one, CityFactory())
    alliance("over", one, two, term=theme, ends="2019")
    alliance("of-others", CityFactory(), CityFactory(), term=theme)
    alliance("hidden", one, two, term=theme, published=False)
    programme = ProgrammeFactory(public=True, slug="programme", holder=two)
    programme.sdg_focus.set(Term.objects.filter(pk="sdg:6"))  # which the crosswalk says is the alliance's theme
    ProgrammeFactory(public=True, slug="elsewhere", holder=CityFactory())
    own = ProgrammeFactory(public=True, slug="its-own", holder=two, alliance=found.alliance)
    own.sdg_focus.set(Term.objects.filter(pk="sdg:6"))

    seen = overlaps(found.alliance, user=AnonymousUser())
    assert [(one.other.slug, [city.slug for city in one.cities], len(one.themes)) for one in seen] == [
        ("two-cities-on-another", [one.slug, two.slug], 0),
        ("one-city-on-the-theme", [one.slug], 1),
        ("programme", [two.slug], 1),
    ]
    assert overlaps(found.alliance, user=found.by)[0].other.slug == "hidden"
    assert overlaps(found.alliance, user=UserFactory()) == seen
