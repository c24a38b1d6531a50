"""A block of data is declared once, asked for, and shown: three lists that say the same."""

from typing import Any

import pytest
from tests.factories.actors import CityFactory, MappedActorFactory, NetworkFactory, OrganisationFigureFactory
from tests.factories.programmes import (
    ActivityFactory,
    BeneficiaryFactory,
    ChannelFactory,
    CitedAgreementFactory,
    CreditFactory,
    PartnerFactory,
    PlanAlignmentFactory,
    ProgrammeFactory,
    ProgrammeFigureFactory,
    ProgrammePracticeFactory,
    StrategicLineFactory,
    SynergyActorFactory,
    SynergyLineFactory,
    TerritoryFactory,
)
from tests.factories.whole import whole_programme

from entreciudades.exports import blocks
from entreciudades.methodologies.vocabulary import SECTION_BLOCKS
from entreciudades.programmes import progress
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.models import Programme

pytestmark = pytest.mark.django_db

#: They stand as parts of their section, each with its text, and not as a block of data.
PARTS = {"cross-cutting-axes"}
#: They are built as the methodology says, where it says so.
BY_PACK = {"action-forms", "synergy-matrix"}
#: Block -> what fills it.
FILLED: dict[str, Any] = {
    "activities": ActivityFactory,
    "agreements": CitedAgreementFactory,
    "beneficiaries": BeneficiaryFactory,
    "channels": ChannelFactory,
    "credits": CreditFactory,
    "figures": ProgrammeFigureFactory,
    "partners": PartnerFactory,
    "plan-alignment": PlanAlignmentFactory,
    "practice-sheets": ProgrammePracticeFactory,
    "strategic-lines": StrategicLineFactory,
    "territories": TerritoryFactory,
}


def present(programme: Programme) -> dict[str, bool]:
    """What the list of things to do believes to be there."""
    facts = facts_of(programme)
    return {name: bool(there(facts)) for name, (there, _what) in progress.BLOCKS.items() if name not in PARTS}


def shown(programme: Programme) -> dict[str, bool]:
    """What the document shows."""
    facts = facts_of(programme)
    asked = {name for section in facts.variant.sections for name in section.shows}
    return {
        name: bool(list(build(facts, "es")))
        for name, build in blocks.BLOCKS.items()
        if name not in PARTS and (name not in BY_PACK or name in asked)
    }


def same(programme: Programme) -> dict[str, bool]:
    there, seen = present(programme), shown(programme)
    assert {name: there[name] for name in seen} == seen
    return seen


def test_declared_asked_for_and_shown_are_the_same_list() -> None:
    assert sorted(SECTION_BLOCKS) == sorted(progress.BLOCKS) == sorted(blocks.BLOCKS)


def test_an_empty_programme_shows_only_what_the_methodology_itself_gives() -> None:
    assert [name for name, there in same(ProgrammeFactory()).items() if there] == ["matrices", "organisations"]


def test_a_whole_programme_shows_everything() -> None:
    assert [name for name, there in same(whole_programme(1)).items() if not there] == []
    network = same(whole_programme(1, variant="network", holder=NetworkFactory()))
    assert [name for name, there in network.items() if not there] == ["city-sheets", "matrices"]


@pytest.mark.parametrize("block", FILLED)
def test_one_row_fills_a_block_for_both(block: str) -> None:
    programme = ProgrammeFactory()
    row = {"line": StrategicLineFactory(programme=programme)} if block == "activities" else {"programme": programme}
    before = same(programme)
    FILLED[block](**row)
    after = same(programme)
    assert [name for name in after if before[name] != after[name]] == [block]


def test_a_city_of_which_only_the_name_is_known_has_no_sheet() -> None:
    programme = ProgrammeFactory()
    partner = CityFactory()
    PartnerFactory(programme=programme, organisation=partner, partner_as="city")
    assert same(programme)["city-sheets"] is False
    OrganisationFigureFactory(organisation=partner)
    assert same(programme)["city-sheets"] is True


def test_a_synergy_matrix_needs_lines_and_actors() -> None:
    programme = ProgrammeFactory()
    SynergyLineFactory(programme=programme)
    assert same(programme)["synergy-matrix"] is False
    SynergyActorFactory(programme=programme)
    assert same(programme)["synergy-matrix"] is True


def test_goals_and_map_of_actors() -> None:
    programme = ProgrammeFactory()
    programme.sdg_focus.set(["sdg:11.2"])
    MappedActorFactory(organisation=programme.holder)
    assert [name for name, there in same(programme).items() if there] == [
        "actor-map", "matrices", "organisations", "sdg-focus",
    ]  # fmt: skip


def test_axes_and_effects_are_parts_of_their_section() -> None:
    facts = facts_of(whole_programme(1))
    assert [list(blocks.BLOCKS[name](facts, "es")) for name in sorted(PARTS)] == [[]]
    assert facts.variant.section("3.8").parts_from == "axis"
    assert [part.key for part in facts.variant.section("3.11").parts] == ["politico", "social", "tecnico"]
