"""Alliances that live: a methodology written for one test, its network, its cities, and the alliance under way."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.factories.actors import CityFactory, MembershipFactory, NetworkFactory, NetworkMemberFactory

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.services import adopt_methodology
from entreciudades.alliances.models import Alliance, AllianceStage, Seat
from entreciudades.alliances.services import life, parties
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.services import load_methodology

_HEAD = """
slug = "alianza-de-prueba"
version = "{version}"
languages = ["es"]
title.es = "Alianza de prueba"
source = "Inventada para las pruebas"
[alliance]
title.es = "Alianza de prueba"
[alliance.seats]
min = {min}
max = {max}
kinds = ["municipal"]
[[alliance.role]]
key = "coordination"
title.es = "Coordinación"
"""

#: Stages and what they ask for, where a test does not say otherwise: key -> lines of the pack.
STAGES: Mapping[str, str] = {
    "start": 'months = 2\nrequires = ["parties"]',
    "visits": 'months = 3\noptional = true\nrequires = ["theme"]',
    "work": (
        "months = 6\ndocument = [{ key = 'report', title.es = 'Informe' }]\nrequires = ['theme', 'report', 'useful']"
    ),
    "end": 'months = 1\ncloses = "every-coordinator"\nrequires = ["parties"]',
}
ASKED: Mapping[str, str] = {
    "parties": 'kind = "parties-joined"\nat_least = 2',
    "theme": 'kind = "themes-chosen"\nat_least = 1',
    "report": 'kind = "document-kept"\ndocument = "report"',
    "useful": 'kind = "attested"\nby = "every-coordinator"\nevidence = "note"',
}


def pack_text(
    stages: Mapping[str, str] = STAGES,
    asked: Mapping[str, str] = ASKED,
    *,
    version: str = "1.0",
    at_least: int = 2,
    at_most: int = 7,
) -> str:
    """A pack with one form, "only"; what no stage asks for is left out."""
    lines = [_HEAD.format(version=version, min=at_least, max=at_most)]
    body = "".join(stages.values())
    for key, said in asked.items():
        if f"'{key}'" in body or f'"{key}"' in body:
            lines.append(f'[[alliance.requirement]]\nkey = "{key}"\n{said}\nsays.es = "Se pide {key}"\n')
    lines.append('[[alliance.form]]\nkey = "only"\ntitle.es = "La única"\n')
    for number, (key, said) in enumerate(stages.items(), start=1):
        lines.append(f'[[alliance.form.stage]]\nkey = "{key}"\nnumber = "{number}"\n{said}\n')
        lines.append(f'title.es = "Etapa {key}"\npurpose.es = "Para {key}"\n')
    return "\n".join(lines)


@dataclass
class Living:
    """An alliance with its network and its cities, each with its coordinator, in the order of its parties."""

    alliance: Alliance
    network: Organisation
    secretary: User
    cities: list[Organisation]
    coordinators: list[User]

    @property
    def by(self) -> User:
        """The coordinator of the first city."""
        return self.coordinators[0]

    def stage(self, key: str) -> AllianceStage:
        """A stage as it stands."""
        return AllianceStage.objects.select_related("alliance__methodology", "alliance__network").get(
            alliance=self.alliance, key=key
        )

    def seat(self, place: int) -> Seat:
        """The party of a city as it stands."""
        return Seat.objects.select_related("alliance", "organisation").get(
            alliance=self.alliance, organisation=self.cities[place]
        )

    def states(self) -> dict[str, str]:
        """Stage -> its state, in order."""
        return dict(self.alliance.stages.values_list("key", "state"))

    def decisions(self) -> list[str]:
        """The verbs of all that was decided."""
        return list(self.alliance.decisions.values_list("verb", flat=True))


def adopted(text: str, *, network: Organisation) -> Methodology:
    """A methodology as it is written, adopted by a network."""
    methodology = load_methodology(text, file="prueba.toml", by=None)
    adopt_methodology(network, methodology, by=None)
    return methodology


def proposed(
    text: str | None = None, *, cities: int = 2, form: str = "only", network: Organisation | None = None
) -> Living:
    """An alliance that the first of so many cities of a network proposes to the others."""
    network = network or NetworkFactory()
    secretary = MembershipFactory(organisation=network, role="secretary").user
    rows = [CityFactory() for _number in range(cities)]
    coordinators = [MembershipFactory(organisation=city).user for city in rows]
    NetworkMemberFactory(network=network, organisation=rows[0])
    methodology = adopted(text or pack_text(), network=network)
    alliance = life.propose(
        Alliance(),
        network=network,
        methodology=methodology,
        form=form,
        organisation=rows[0],
        parties=rows,
        titles={"es": "Alianza de los ríos"},
        by=coordinators[0],
    )
    return Living(alliance, network, secretary, rows, coordinators)


def constituted(text: str | None = None, **said: Any) -> Living:
    """The same once all have accepted and it is constituted."""
    found = proposed(text, **said)
    accept_all(found, range(1, len(found.cities)))
    found.alliance = life.constitute(found.alliance, by=found.by)
    return found


def running(text: str | None = None, *, on: dt.date | None = None, **said: Any) -> Living:
    """The same in its first stage."""
    found = constituted(text, **said)
    found.alliance = life.start(found.alliance, by=found.by, on=on)
    return found


def accept_all(found: Living, places: Iterable[int]) -> None:
    """These cities accept their invitation."""
    for place in places:
        parties.accept(found.seat(place), by=found.coordinators[place])
