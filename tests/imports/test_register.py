"""A secretary's own register of 200 old agreements: each of its 12 problems is said, mended it comes in whole."""

import pytest
from tests.factories import register
from tests.imports.bringing import again, checked, problems, undone, written

from entreciudades.alliances.models import Agreement, AgreementParty
from entreciudades.core.models import AuditEvent
from entreciudades.imports import jobs, services
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.services import Said, counts_of
from entreciudades.imports.wording import worded

pytestmark = pytest.mark.django_db
KIND = KINDS["agreements"]
SAID = [Said(register.COLUMNS.get(heading, "")) for heading in register.HEADINGS]
CLEAN = {"new": 200, "changed": 0, "same": 0, "problem": 0, "double": 0, "left_out": 0}


@pytest.fixture
def network(cast):
    register.make_cities(cast.ucci)
    return cast.ucci


def brought(cast, *, mended=False, said=SAID):
    data = register.make_register(mended=mended)
    return checked(cast, data, kind="agreements", name=register.NAME, said=said)


def test_each_problem_is_said_with_its_cell_and_nothing_else_is(cast, network):
    found = brought(cast)

    assert dict(problems(found)) == register.PROBLEMS
    assert len(problems(found)) == 12
    assert counts_of(found) == CLEAN | {"new": 189, "problem": 12}
    said = {one["cell"]: worded(one) for line in found.lines.all() for one in line.problems if not one.get("note")}
    expected = {
        "Convenios!F12": "3 de abril de 2017 o 4 de marzo de 2017",
        "Convenios!D45": "Puerto Bruma",
        "Convenios!D99": "Bahía Serena",
        "Convenios!H61": "H60:H61",
        "": "40",
    }
    assert [cell for cell, words in expected.items() if words not in said[cell]] == []


def test_the_columns_are_said_once(cast, network):
    brought(cast)

    second = services.bring(
        network, KIND, name=register.NAME, data=register.make_register(mended=True), by=cast.secretary
    )

    assert second.columns["known"] == "same"
    assert second.columns["keys"] == [one.key for one in SAID]


def test_mended_it_comes_in_whole_and_goes_again(cast, network):
    found = brought(cast, mended=True)
    assert (problems(found), counts_of(found)) == ([], CLEAN)

    found = written(cast, found)

    assert (found.state, Agreement.objects.count()) == ("written", 200)
    said = next(row for row in register.rows() if row[0] == "0001/1996")
    assert stands(Agreement.objects.get(reference="0001/1996")) == {
        "titles": {"es": said[2]},
        "signed": said[5].isoformat(),
        "ends": said[6].isoformat(),
        "parties": [f"{place} {name}" for place, name in enumerate(said[3].split("; "), start=1)],
        "source": "Caja 1, legajo 1",
    }
    assert AuditEvent.objects.filter(verb="agreement.added", scope=network.pk).count() == 200
    went = checked(cast, file_of(KIND, network, "xlsx", "pt"), kind="agreements", name="registro.xlsx")
    assert counts_of(went) == CLEAN | {"new": 0, "same": 200}

    found = undone(cast, found)

    assert (found.state, Agreement.objects.count(), AgreementParty.objects.count()) == ("undone", 0, 0)


def stands(agreement):
    parties = agreement.parties.select_related("organisation")
    return {
        "titles": agreement.titles,
        "signed": str(agreement.signed),
        "ends": str(agreement.ends),
        "parties": [f"{one.position} {one.organisation.names['es']}" for one in parties],
        "source": agreement.source,
    }


def test_whoever_wrote_on_hinders_the_undoing(cast, network):
    found = written(cast, brought(cast, mended=True))
    row = Agreement.objects.get(reference="1.234,56")
    row.articles.create(number=1)

    services.take_back(found, by=cast.secretary)
    assert jobs.next_import()

    found = again(found)
    assert (found.state, found.failure["code"], len(found.failure["rows"])) == ("written", "built-on", 1)
    assert Agreement.objects.count() == 200


def test_another_network_does_not_see_them(cast, network):
    written(cast, brought(cast, mended=True))

    assert KIND.stored(cast.puertos) == {}
    assert Agreement.objects.visible_to(cast.second_secretary).count() == 0
    assert Agreement.objects.visible_to(cast.secretary).count() == 200
