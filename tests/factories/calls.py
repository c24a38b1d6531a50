"""Calls and applications. Everything is invented."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from tests.factories.actors import CityFactory, NetworkFactory
from tests.factories.methodologies import MethodologyFactory

from entreciudades.calls.models import Application, Call


class CallFactory(DjangoModelFactory):
    """A call that is open; `draft=True` for one in preparation."""

    class Meta:
        model = Call

    class Params:
        draft = factory.Trait(state="draft", published_at=None)

    slug = factory.Sequence(lambda n: f"convocatoria-{n}")
    network = factory.SubFactory(NetworkFactory)
    methodology = factory.SubFactory(MethodologyFactory)
    titles = factory.Sequence(lambda n: {"es": f"Convocatoria {n}"})
    state = "open"
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=20))
    published_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=10))
    languages = factory.LazyFunction(lambda: ["es", "en"])


class ApplicationFactory(DjangoModelFactory):
    """An application that is being written."""

    class Meta:
        model = Application

    call = factory.SubFactory(CallFactory)
    applicant = factory.SubFactory(CityFactory)
