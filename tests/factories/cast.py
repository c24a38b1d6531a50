"""The standing cast: whoever may come to the product, so that every list and every rule is tried by all of them.

La Paz and UCCI are real and carry no more than name and country; the other city and the other network are invented, and
so is every person.
"""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories.actors import (
    CityFactory,
    MembershipFactory,
    NetworkFactory,
    NetworkMemberFactory,
    UserFactory,
)

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation


@dataclass(frozen=True)
class Cast:
    """Two networks, a city of each member kind, and eight people."""

    ucci: Organisation
    la_paz: Organisation
    riomayor: Organisation
    puertos: Organisation
    secretary: User
    second_secretary: User
    coordinator: User
    colleague: User
    other_coordinator: User
    reviewer: User
    auditor: User
    visitor: AnonymousUser

    @property
    def everybody(self) -> dict[str, User | AnonymousUser]:
        """All of them by name."""
        people = (User, AnonymousUser)
        return {name: one for name, one in vars(self).items() if isinstance(one, people)}


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, each with the role in the organisation that the name says; `puertos` is the second network."""
    ucci = NetworkFactory(slug="ucci", names={"es": "UCCI"})
    puertos = NetworkFactory(slug="puertos", names={"es": "Red de Puertos de Monterral"})
    la_paz = CityFactory(slug="la-paz-bo", names={"es": "La Paz"}, country="BO", fictional_country={})
    riomayor = CityFactory(slug="riomayor", names={"es": "Riomayor"})
    NetworkMemberFactory(network=ucci, organisation=la_paz)
    NetworkMemberFactory(network=ucci, organisation=riomayor)

    def person(name: str, organisation: Organisation, role: str, language: str = "es") -> User:
        user = UserFactory(
            name=name, email=f"{name.partition(' ')[0].lower()}@example.org", preferred_language=language
        )
        MembershipFactory(organisation=organisation, user=user, role=role)
        return user

    return Cast(
        ucci=ucci,
        la_paz=la_paz,
        riomayor=riomayor,
        puertos=puertos,
        secretary=person("Sofia Inventada", ucci, "secretary"),
        second_secretary=person("Segunda Inventada", puertos, "secretary"),
        coordinator=person("Carmen Inventada", la_paz, "coordinator"),
        colleague=person("Cesar Inventado", la_paz, "colleague"),
        other_coordinator=person("Olga Inventada", riomayor, "coordinator", "pt"),
        reviewer=person("Rita Inventada", ucci, "reviewer"),
        auditor=person("Aurora Inventada", ucci, "auditor"),
        visitor=AnonymousUser(),
    )


@pytest.fixture
def uncoordinated(cast: Cast) -> None:
    """Nobody coordinates the cities of the cast: their network writes for them."""
    Membership.objects.filter(role="coordinator").delete()
