"""However many rows there are, a kind asks the database the same number of questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory, AllianceFactory
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import ActivityFactory, ProgrammeFactory, ProjectFactory, StrategicLineFactory

from entreciudades.core.texts import save_text
from entreciudades.imports.kinds import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def add_one(cast):
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)

    def make(kind):
        if kind == "agreements":
            AgreementPartyFactory(agreement=AgreementFactory(), organisation=cast.la_paz)
        elif kind == "collaborations":
            AllianceFactory(network=cast.ucci, parties=[cast.la_paz, cast.riomayor])
        elif kind == "programmes":
            ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)
        elif kind == "practices":
            practice = PracticeFactory(organisation=cast.la_paz, network=cast.ucci)
            save_text(practice, "resultados", "es", "Menos.", expected_version=0, by=None)
        else:
            line = StrategicLineFactory(programme=programme)
            project = ProjectFactory(programme=programme, line=line)
            ActivityFactory(line=line, project=project).partners.add(cast.riomayor)

    return make


@pytest.mark.parametrize(
    "kind", ["agreements", "collaborations", "programmes", "lines", "projects", "activities", "practices"]
)
def test_one_row_and_three_ask_as_much(cast, add_one, kind):
    def asked():
        with CaptureQueriesContext(connection) as context:
            owner = cast.ucci if kind == "collaborations" else cast.la_paz
            KINDS[kind].stored(owner)
            KINDS[kind].choices(owner)
        return len(context)

    add_one(kind)
    before = asked()
    add_one(kind)
    add_one(kind)
    assert asked() == before
