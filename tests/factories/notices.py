"""Tasks and notices."""

import factory
from factory.django import DjangoModelFactory
from tests.factories.actors import CityFactory, UserFactory

from entreciudades.notices.models import Notice, Task


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    organisation = factory.SubFactory(CityFactory)
    kind = "by-hand"
    facts = factory.LazyFunction(lambda: {"title": "Llamar a la intendencia"})


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    kind = "task.given"
    facts = factory.LazyFunction(lambda: {"task": {"kind": "by-hand", "facts": {"title": "Llamar a la intendencia"}}})
    path = "/tasks/"
