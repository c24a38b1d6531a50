"""Alliances that live, opened at the desks of their parties and in the office of their network."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.factories.lives import Living, pack_text, running
from tests.web.conftest import As

from entreciudades.processes.gates import advance_alliance
from entreciudades.taxonomy.models import Term

At = Callable[..., str]

#: Two stages, the first with everything that may be asked on a page.
ONE = {
    "start": (
        "months = 2\ndocument = [{ key = 'report', title.es = 'Informe' }]\n"
        "requires = ['parties', 'theme', 'report', 'useful', 'checked']"
    ),
    "end": 'months = 1\ncloses = "every-coordinator"\nrequires = ["parties"]',
}
ASKED = {
    "parties": 'kind = "parties-joined"\nat_least = 2',
    "theme": 'kind = "themes-chosen"\nat_least = 1',
    "report": 'kind = "document-kept"\ndocument = "report"',
    "useful": 'kind = "attested"\nby = "every-coordinator"\nevidence = "note"',
    "checked": 'kind = "attested"\nby = "secretariat"\nevidence = "document"',
}


@pytest.fixture
def living(db: None) -> Living:
    """Two cities in the first of two stages."""
    return running(pack_text(ONE, ASKED))


@pytest.fixture
def desk(living: Living, sign_in: As) -> Client:
    """The coordinator of the first city."""
    return sign_in(living.coordinators[0])


@pytest.fixture
def other(living: Living, sign_in: As) -> Client:
    """The coordinator of the second city."""
    return sign_in(living.coordinators[1])


@pytest.fixture
def office(living: Living, sign_in: As) -> Client:
    """The secretariat."""
    return sign_in(living.secretary)


def at_desk(living: Living, path: str = "", place: int = 0) -> str:
    """A page at the desk of a city."""
    return f"/desk/organisations/{living.cities[place].slug}/alliances/{living.alliance.slug}/{path}"


def in_office(living: Living, path: str = "") -> str:
    """A page in the office of the network."""
    return f"/office/{living.network.slug}/alliances/{living.alliance.slug}/{path}"


def to_the_end(living: Living) -> None:
    """Past the first stage, whatever its gate asks."""
    living.alliance.themes.set(Term.objects.filter(pk="iuc:7"))
    stage = living.stage("start")
    for key in ("report", "useful", "checked"):
        stage.waivers.create(requirement=key, reason="Para la prueba.", granted_by=living.by)
    advance_alliance(living.alliance, from_stage="start", by=living.by)
