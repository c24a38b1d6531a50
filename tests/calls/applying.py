"""An application of La Paz that lacks nothing, and the clock of its call."""

import datetime as dt
from typing import Any

from tests.factories.actors import OrganisationFigureFactory
from tests.factories.cast import Cast

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Call
from entreciudades.calls.services.application import begin, change_part, write_answer
from entreciudades.taxonomy.models import Term

CLOSES = dt.datetime(2026, 3, 29, 0, 59, 59, tzinfo=dt.UTC)
"""One second before the clocks of Madrid go from 02:00 to 03:00: 01:59:59 there."""
SECOND = dt.timedelta(seconds=1)


def ready(call: Call, city: Organisation, *, by: User | None, inhabitants: int = 120_000) -> Application:
    """The application of a city, with all that the methodology of the tests asks for."""
    OrganisationFigureFactory(organisation=city, value=inhabitants)
    application = begin(call, city=city, by=by)
    change_part(application, part="themes", by=by, links={"themes": themes("iuc:10")})
    write_answer(application, "problem", application.language, "El río crece cada año.", expected_version=0, by=by)
    return application


def themes(*terms: str) -> list[Term]:
    """Terms by their written form."""
    return list(Term.objects.filter(pk__in=terms))


def of_la_paz(cast: Cast, call: Call, **facts: Any) -> Application:
    """That of La Paz, by its coordinator."""
    return ready(call, cast.la_paz, by=cast.coordinator, **facts)
