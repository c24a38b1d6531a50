"""A small world of fictional cities and a real pack, as the public meets it."""

from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.accounts.services import register
from entreciudades.actors.models import Membership, NetworkMember, Organisation, Role
from entreciudades.actors.services import adopt_methodology, create_organisation
from entreciudades.core.dates import PartialDate
from entreciudades.core.texts import save_text
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.services import load_methodology
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.programmes.models import Partner, Programme, StrategicLine
from entreciudades.programmes.services.life import create_programme, publish
from entreciudades.taxonomy.models import Place, Term


@dataclass
class World:
    """A network, its methodology and a city that holds a published programme with a partner."""

    network: Organisation
    methodology: Methodology
    city: Organisation
    partner: Organisation
    programme: Programme

    def add_city(self, number: int) -> Organisation:
        """One more member of the network."""
        added = organisation(f"ciudad-{number}", f"Ciudad {number}")
        NetworkMember.objects.create(network=self.network, organisation=added)
        return added

    def add_programme(self, number: int, *, published: bool = True) -> Programme:
        """One more programme with a partner, held by one more city."""
        return programme_of(self, self.add_city(number), published=published)


def address(language: str, name: str, *slugs: str) -> str:
    """The address of a public page in a language, whose words it uses."""
    with override(language):
        return reverse(f"public:{name}", args=slugs)


def organisation(slug: str, name: str, form: str = "city", *, place: Place | None = None) -> Organisation:
    kind = Term.objects.get(pk="actor:network" if form == "network" else "actor:municipal")
    return create_organisation(
        Organisation(
            slug=slug, form=form, kind=kind, names={"es": name}, fictional_country={"es": "Monterral"}, place=place
        ),
        by=None,
    )


def place(number: int, name: str, latitude: str, longitude: str) -> Place:
    return Place.objects.create(
        geonames_id=number,
        name=name,
        folded=name.lower(),
        country="BO",
        latitude=latitude,
        longitude=longitude,
        timezone="America/La_Paz",
        population=50_000,
    )


def programme_of(world: World, holder: Organisation, *, published: bool = True) -> Programme:
    made = create_programme(
        holder=holder,
        network=world.network,
        methodology=world.methodology,
        variant="city",
        titles={"es": f"Programa de {holder.names['es']}"},
        edition=PartialDate.parse("2017-04"),
        by=None,
    )
    made.sdg_focus.add(Term.objects.get(pk="sdg:11.2"), Term.objects.get(pk="sdg:5"))
    Partner.objects.create(programme=made, organisation=world.partner, partner_as=Partner.As.CITY)
    StrategicLine.objects.create(programme=made, number=1, titles={"es": "Capacidades"})
    save_text(made, "1.2", "es", "El **contexto** de la ciudad.", expected_version=0, by=None)
    return publish(made, by=None) if published else made


@pytest.fixture
def world(db: None) -> World:
    network = organisation("red-andina", "Red Andina", "network")
    methodology = load_methodology(shipped_text("ucci-pci"), file="ucci-pci.toml", by=None)
    adopt_methodology(network, methodology, by=None)
    city = organisation("puerto-alba", "Puerto Alba", place=place(1, "Puerto Alba", "-16.5", "-68.15"))
    partner = organisation("vallehondo", "Vallehondo", place=place(2, "Vallehondo", "40.4", "-3.7"))
    for member in (city, partner):
        NetworkMember.objects.create(network=network, organisation=member)
    made = World(network, methodology, city, partner, programme=None)  # type: ignore[arg-type]
    made.programme = programme_of(made, city)
    return made


@pytest.fixture
def colleague(world: World) -> User:
    user = register(
        email="colleague@example.org", name="Inventada", preferred_language="pt", password="una-clave-larga", by=None
    )
    Membership.objects.create(organisation=world.city, user=user, role=Role.COLLEAGUE)
    return user
