"""Programmes and what hangs on them. A row that names a department or plan takes it from the programme's holder."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from tests.factories.actors import (
    INVENTED,
    CityFactory,
    DepartmentFactory,
    NetworkFactory,
    OrganisationFactory,
    PlanFactory,
    UserFactory,
)
from tests.factories.alliances import AgreementFactory
from tests.factories.methodologies import MethodologyFactory
from tests.factories.practices import PracticeFactory

from entreciudades.core.dates import PartialDate
from entreciudades.programmes.models import (
    Activity,
    Beneficiary,
    Channel,
    CitedAgreement,
    Credit,
    InvolvedActor,
    MatrixChange,
    Partner,
    PlanAlignment,
    Programme,
    ProgrammeDepartment,
    ProgrammeFigure,
    ProgrammePractice,
    Project,
    StrategicLine,
    SynergyAction,
    SynergyActor,
    SynergyLine,
    Territory,
)

_OF_HOLDER = factory.SelfAttribute("..programme.holder")


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    class Params:
        public = factory.Trait(state="published", published_at=factory.LazyFunction(timezone.now))

    holder = factory.SubFactory(CityFactory)
    network = factory.SubFactory(NetworkFactory)
    methodology = factory.SubFactory(MethodologyFactory)
    variant = "city"
    slug = factory.Sequence(lambda n: f"programa-{n}")
    titles = factory.LazyAttribute(lambda o: {"es": o.slug.replace("-", " ").capitalize()})
    edition = factory.LazyFunction(lambda: PartialDate.parse("2017"))


class _Part(DjangoModelFactory):
    class Meta:
        abstract = True

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(int)


class StrategicLineFactory(DjangoModelFactory):
    class Meta:
        model = StrategicLine

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: n + 1)
    titles = factory.LazyAttribute(lambda o: {"es": f"Línea {o.number}"})


class ProjectFactory(_Part):
    class Meta:
        model = Project

    titles = factory.Sequence(lambda n: {"es": f"Proyecto {n}"})


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    line = factory.SubFactory(StrategicLineFactory)
    programme = factory.SelfAttribute("line.programme")
    titles = factory.Sequence(lambda n: {"es": f"Actividad {n}"})
    position = factory.Sequence(int)


class PartnerFactory(_Part):
    class Meta:
        model = Partner

    organisation = factory.SubFactory(OrganisationFactory)
    partner_as = "ally"


class ProgrammeDepartmentFactory(_Part):
    class Meta:
        model = ProgrammeDepartment

    department = factory.SubFactory(DepartmentFactory, organisation=_OF_HOLDER)
    task = "involved"


class TerritoryFactory(_Part):
    class Meta:
        model = Territory

    names = factory.Sequence(lambda n: {"es": f"Distrito {n}"})


class BeneficiaryFactory(_Part):
    class Meta:
        model = Beneficiary

    names = factory.Sequence(lambda n: {"es": f"Vecindario {n}"})
    needs = factory.LazyFunction(lambda: {"es": "Agua"})


class InvolvedActorFactory(_Part):
    class Meta:
        model = InvolvedActor

    kind_id = "actor:university"
    names = factory.Sequence(lambda n: {"es": f"Universidad {n}"})


class PlanAlignmentFactory(_Part):
    class Meta:
        model = PlanAlignment

    plan = factory.SubFactory(PlanFactory, organisation=_OF_HOLDER)


class CitedAgreementFactory(_Part):
    class Meta:
        model = CitedAgreement

    agreement = factory.SubFactory(AgreementFactory)


class ProgrammePracticeFactory(_Part):
    class Meta:
        model = ProgrammePractice

    practice = factory.SubFactory(
        PracticeFactory, organisation=_OF_HOLDER, network=factory.SelfAttribute("..programme.network")
    )


class ProgrammeFigureFactory(_Part):
    class Meta:
        model = ProgrammeFigure

    labels = factory.Sequence(lambda n: {"es": f"Personas formadas {n}"})
    value = factory.Sequence(lambda n: 100 + n)
    source = INVENTED


class ChannelFactory(_Part):
    class Meta:
        model = Channel

    names = factory.Sequence(lambda n: {"es": f"Boletín {n}"})


class CreditFactory(_Part):
    class Meta:
        model = Credit

    roles = factory.Sequence(lambda n: {"es": f"Edición {n}"})
    names = factory.LazyFunction(lambda: {"es": "Imprenta inventada"})


class SynergyLineFactory(_Part):
    class Meta:
        model = SynergyLine

    titles = factory.Sequence(lambda n: {"es": f"Línea de sinergia {n}"})


class SynergyActorFactory(_Part):
    class Meta:
        model = SynergyActor

    names = factory.Sequence(lambda n: {"es": f"Agencia {n}"})


class SynergyActionFactory(DjangoModelFactory):
    class Meta:
        model = SynergyAction

    line = factory.SubFactory(SynergyLineFactory)
    actor = factory.SubFactory(SynergyActorFactory, programme=factory.SelfAttribute("..line.programme"))
    titles = factory.Sequence(lambda n: {"es": f"Acción {n}"})
    position = factory.Sequence(int)


class MatrixChangeFactory(DjangoModelFactory):
    class Meta:
        model = MatrixChange

    programme = factory.SubFactory(ProgrammeFactory)
    matrix = "pem"
    kind = "add-row"
    row = factory.Sequence(lambda n: f"propia-{n}")
    titles = factory.LazyFunction(lambda: {"es": "Fila propia"})
    reason = "Lo pidió el concejo inventado."
    made_by = factory.SubFactory(UserFactory)
