"""Requests to people without a login."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from tests.factories.actors import CityFactory, UserFactory

from entreciudades.contributions.models import Passage, Request
from entreciudades.core.refs import kind_of


class ContributionFactory(DjangoModelFactory):
    """A request for section 1.2 that waits; ``about`` is its object."""

    class Meta:
        model = Request
        exclude = ("about",)
        skip_postgeneration_save = True

    class Params:
        about = None

    organisation = factory.SubFactory(CityFactory)
    asked_by = factory.SubFactory(UserFactory)
    kind = "text"
    section = "1.2"
    title = "1.2. Contexto"
    to_name = "Lucía Inventada"
    to_office = "Departamento de Movilidad"
    to_email = "lucia@example.org"
    language = "es"
    due = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=7))
    object_kind = factory.LazyAttribute(lambda made: kind_of(made.about or made.organisation))
    object_id = factory.LazyAttribute(lambda made: (made.about or made.organisation).pk)

    @factory.post_generation
    def passage(self, create, _extracted, **_options):
        if create:
            Passage.objects.create(request=self, key=self.section, title=self.title)
