"""Agreements and their articles; alliances and their parties."""

import factory
from factory.django import DjangoModelFactory
from tests.factories.actors import CityFactory

from entreciudades.alliances.models import Agreement, AgreementParty, Alliance, Article, Seat


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


class AllianceFactory(DjangoModelFactory):
    class Meta:
        model = Alliance
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"alianza-{n}")
    source = "inventado para las pruebas"

    @factory.post_generation
    def parties(self, _create, extracted):
        """`parties=[one, another]`."""
        for position, organisation in enumerate(extracted or (), start=1):
            SeatFactory(alliance=self, organisation=organisation, position=position)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    alliance = factory.SubFactory(AllianceFactory)
    organisation = factory.SubFactory(CityFactory)
    position = factory.Sequence(int)
