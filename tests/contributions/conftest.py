"""La Paz with a programme, and what its coordinator asks of others."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.core import mail
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.programmes import ProgrammeFactory

from entreciudades.contributions.models import Request
from entreciudades.contributions.services import ask
from entreciudades.contributions.targets import target_of
from entreciudades.core.refs import kind_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import write_section

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
DUE = dt.date(2026, 3, 16)
TEXT = "La ciudad crece.\n\nEl río pasa."


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@dataclass
class Desk:
    """The coordinator's desk."""

    cast: Cast
    programme: Programme

    def ask(self, *, section: str = "1.2", obj: Any = None, kind: str = "text", **values: Any) -> Request:
        """Ask for a section of the programme."""
        about = obj or self.programme
        given = {
            "to_name": "Lucía Inventada",
            "to_office": "Departamento de Movilidad",
            "to_email": "lucia@example.org",
            "language": "es",
            "due": DUE,
        } | values
        row = Request(kind=kind, section=section if kind == "text" else "", **given)
        return ask(row, target_of(kind_of(about), about.pk, row.section), by=self.cast.coordinator)

    def token(self) -> str:
        """Of the link in the latest mail."""
        found = re.findall(r"/reply/([\w-]+)/", mail.outbox[-1].body)
        return str(found[-1])


@pytest.fixture
def desk(cast: Cast) -> Desk:
    programme = ProgrammeFactory(
        holder=cast.la_paz, network=cast.ucci, slug="la-paz-2017", methodology=MethodologyFactory()
    )
    write_section(programme, "1.2", "es", TEXT, expected_version=0, by=cast.coordinator)
    return Desk(cast, programme)
