"""Agreements and their articles."""

import factory
from factory.django import DjangoModelFactory
from tests.factories.actors import CityFactory

from entreciudades.alliances.models import Agreement, AgreementParty, Article


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    slug = factory.Sequence(lambda n: f"memorando-{n}")
    kind = "memorandum"
    titles = factory.LazyAttribute(lambda o: {"es": o.slug.replace("-", " ").capitalize()})


class AgreementPartyFactory(DjangoModelFactory):
    class Meta:
        model = AgreementParty

    agreement = factory.SubFactory(AgreementFactory)
    organisation = factory.SubFactory(CityFactory)
    position = factory.Sequence(int)


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.Sequence(lambda n: n + 1)
