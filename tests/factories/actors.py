"""Users, organisations and what hangs on them. Everything is invented, unless a test says otherwise."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from entreciudades.accounts.models import User
from entreciudades.actors.models import (
    CityProfile,
    CooperationInstrument,
    Department,
    LanguageShare,
    MappedActor,
    Membership,
    Need,
    NetworkMember,
    NetworkPost,
    Offer,
    Organisation,
    OrganisationFigure,
    Person,
    Plan,
    Priority,
)
from entreciudades.search.analysis import fold

INVENTED = "inventado para las pruebas"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Persona Inventada {n}")
    email = factory.Sequence(lambda n: f"persona-{n}@example.org")
    preferred_language = "es"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    form = "other"
    kind_id = "actor:cooperation-agency"
    slug = factory.Sequence(lambda n: f"organismo-{n}")
    names = factory.LazyAttribute(lambda o: {"es": o.slug.replace("-", " ").capitalize()})
    sort_name = factory.LazyAttribute(lambda o: fold(o.names["es"]))
    fictional_country = factory.LazyFunction(lambda: {"es": "Monterral"})


class CityFactory(OrganisationFactory):
    form = "city"
    kind_id = "actor:municipal"
    slug = factory.Sequence(lambda n: f"ciudad-{n}")


class NetworkFactory(OrganisationFactory):
    form = "network"
    kind_id = "actor:network"
    slug = factory.Sequence(lambda n: f"red-{n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(CityFactory)
    user = factory.SubFactory(UserFactory)
    role = "coordinator"


class NetworkMemberFactory(DjangoModelFactory):
    class Meta:
        model = NetworkMember

    network = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(CityFactory)
    confirmed_at = factory.LazyFunction(timezone.now)


class NetworkPostFactory(DjangoModelFactory):
    class Meta:
        model = NetworkPost

    member = factory.SubFactory(NetworkMemberFactory)
    titles = factory.Sequence(lambda n: {"es": f"Vicepresidencia {n}"})


class CityProfileFactory(DjangoModelFactory):
    class Meta:
        model = CityProfile

    organisation = factory.SubFactory(CityFactory)


class OrganisationFigureFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationFigure

    organisation = factory.SubFactory(CityFactory)
    measure = "population"
    value = factory.Sequence(lambda n: 400_000 + n)
    unit = "inhabitants"
    source = INVENTED


class LanguageShareFactory(DjangoModelFactory):
    class Meta:
        model = LanguageShare

    organisation = factory.SubFactory(CityFactory)
    language = "es"
    value = 90
    unit = "%"
    source = INVENTED


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    organisation = factory.SubFactory(CityFactory)
    kind = "public-policy"
    titles = factory.Sequence(lambda n: {"es": f"Política {n}"})
    position = factory.Sequence(int)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    organisation = factory.SubFactory(CityFactory)
    names = factory.Sequence(lambda n: {"es": f"Dirección {n}"})
    position = factory.Sequence(int)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    organisation = factory.SubFactory(CityFactory)
    name = factory.Sequence(lambda n: f"Responsable Inventada {n}")


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    organisation = factory.SubFactory(CityFactory)
    term_id = "sector:urban-development"
    level = 3


class OfferFactory(NeedFactory):
    class Meta:
        model = Offer


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    organisation = factory.SubFactory(CityFactory)
    term_id = "sector:urban-development"
    position = factory.Sequence(int)


class CooperationInstrumentFactory(DjangoModelFactory):
    class Meta:
        model = CooperationInstrument

    organisation = factory.SubFactory(CityFactory)
    titles = factory.Sequence(lambda n: {"es": f"Instrumento {n}"})
    position = factory.Sequence(int)


class MappedActorFactory(DjangoModelFactory):
    class Meta:
        model = MappedActor

    organisation = factory.SubFactory(CityFactory)
    kind_id = "actor:university"
    names = factory.Sequence(lambda n: {"es": f"Universidad {n}"})
    interest = factory.LazyFunction(lambda: {"es": "Formar"})
    commitment = factory.LazyFunction(lambda: {"es": "Aulas"})
    position = factory.Sequence(int)
