"""Good practices."""

import factory
from factory.django import DjangoModelFactory
from tests.factories.actors import CityFactory, NetworkFactory
from tests.factories.methodologies import MethodologyFactory

from entreciudades.practices.models import Practice


class PracticeFactory(DjangoModelFactory):
    class Meta:
        model = Practice

    organisation = factory.SubFactory(CityFactory)
    network = factory.SubFactory(NetworkFactory)
    methodology = factory.SubFactory(MethodologyFactory)
    slug = factory.Sequence(lambda n: f"practica-{n}")
    titles = factory.LazyAttribute(lambda o: {"es": o.slug.replace("-", " ").capitalize()})
