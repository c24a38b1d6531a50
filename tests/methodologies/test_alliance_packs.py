"""The shipped packs of alliances say what their sources require (000, 003, 004, 001, 002)."""

import pytest

from entreciudades.alliances.models import Agreement
from entreciudades.methodologies.alliance_pack import AllianceForm, AlliancePart, Caps, Seats
from entreciudades.methodologies.shipped import shipped_pack
from entreciudades.methodologies.vocabulary import AGREEMENT_KINDS, CLAUSE_TOPICS, REQUIREMENT_PARAMETERS, REQUIREMENTS

ALLIANCES = ("allas-coalition", "incidem-alianza", "iuc-city-pairing", "ucci-pci", "vvsg-twinning")


def part(slug: str) -> AlliancePart:
    alliance = shipped_pack(slug).alliance
    assert alliance is not None
    return alliance


def stages(form: AllianceForm) -> list[tuple[str, str]]:
    return [(stage.number, stage.title["es"]) for stage in form.stages]


def asked(alliance: AlliancePart, form: str) -> list[str]:
    return [one.kind for stage in alliance.form(form).stages for one in alliance.required_by(stage)]


def test_incidem_has_the_six_phases_of_the_diagram_and_the_seven_steps_of_the_text() -> None:
    incidem = part("incidem-alianza")

    assert stages(incidem.form("phases")) == [
        ("0", "Puesta en marcha"),
        ("1", "Identificación de necesidades y oportunidades"),
        ("2", "Establecimiento de acuerdos formales entre ciudades"),
        ("3", "Asistencias técnicas e intercambio de experiencias"),
        ("4", "Difusión de experiencias"),
        ("5", "Evaluación y retroalimentación"),
    ]
    assert stages(incidem.form("steps")) == [
        ("1", "Puesta en marcha"),
        ("2", "Diagnóstico"),
        ("3", "Identificación de necesidades y oportunidades"),
        ("4", "Acuerdos formales entre las ciudades e instrumentos de trabajo"),
        ("5", "Asistencias técnicas e intercambio de experiencias"),
        ("6", "Sistematización y difusión de las experiencias"),
        ("7", "Evaluación y retroalimentación"),
    ]


@pytest.mark.parametrize("form", ["phases", "steps"])
def test_incidem_asks_for_its_seven_characteristics_in_both_forms(form: str) -> None:
    incidem = part("incidem-alianza")
    keys = {key for stage in incidem.form(form).stages for key in stage.requires}

    seven = {
        1: {"political-will", "beyond-elections"},
        2: {"plans", "national-policy"},
        3: {"strategic-areas", "cofinancing"},
        4: {"programme-drafted", "programme-adopted"},
        5: {"institutional-spaces", "no-overlap"},
        6: {"local-actors"},
        7: {"technical-staff"},
    }
    assert {number: wanted - keys for number, wanted in seven.items()} == {key: set() for key in seven}


def test_the_diagnosis_is_asked_for_only_where_the_source_has_it() -> None:
    incidem = part("incidem-alianza")

    assert [form.key for form in incidem.forms if any("diagnosis" in stage.requires for stage in form.stages)] == [
        "steps"
    ]


def test_the_operative_programme_has_its_seven_components_and_an_alliance_holds_it() -> None:
    programme = shipped_pack("incidem-alianza").programme
    assert programme is not None
    (variant,) = programme.variants

    assert variant.held_by == "alliance"
    assert [section.title["es"] for section in variant.sections] == [
        "Contexto",
        "Contenidos",
        "Resultados esperados",
        "Actividades",
        "Recursos",
        "Plazos",
        "Seguimiento",
    ]


def test_iuc_pairs_two_cities_for_eighteen_months_with_two_or_three_visits_of_five_travellers() -> None:
    iuc = part("iuc-city-pairing")
    (form,) = iuc.forms

    assert (iuc.months, iuc.caps) == (18, Caps(travellers=5, visits_min=2, visits_max=3))
    assert iuc.seats == Seats(2, 2, ("municipal", "metropolitan"))
    assert sum(stage.months for stage in form.stages if not stage.optional) == 18
    assert [stage.key for stage in form.stages] == [
        "agreement",
        "kick-off",
        "first-visit",
        "plan",
        "consultation",
        "second-visit",
        "adoption",
        "pilot",
        "third-visit",
        "follow-up",
    ]
    assert [stage.key for stage in form.stages if stage.optional] == ["third-visit"]


def test_the_action_plan_of_a_pair_follows_the_order_of_urbact() -> None:
    programme = shipped_pack("iuc-city-pairing").programme
    assert programme is not None

    assert [section.key for section in programme.variant("action-plan").sections] == [
        "evidence",
        "stakeholders",
        "problems",
        "goals-to-actions",
        "logframe",
        "launch",
    ]


def test_a_coalition_maps_agendas_drafts_consults_endorses_publishes_and_follows() -> None:
    coalition = part("allas-coalition")

    assert coalition.seats.max is None
    assert asked(coalition, "coalition") == [
        "parties-joined",
        "themes-chosen",
        "agenda-mapped",
        "person-assigned",
        "position-consulted",
        "agreement-agreed",
        "position-endorsed",
        "position-published",
        "position-sent",
        "attested",
    ]


def test_a_twinning_is_signed_after_visits_both_ways() -> None:
    twinning = part("vvsg-twinning")
    keys = [key for stage in twinning.form("twinning").stages for key in stage.requires]

    assert twinning.requirement("visits-both-ways").per_seat
    assert keys.index("visits-both-ways") < keys.index("twinning")


def test_the_alliance_of_a_pci_begins_with_its_memorandum_and_keeps_the_book() -> None:
    pci = part("ucci-pci")

    assert [stage.key for stage in pci.form("pci").stages] == [
        "memorandum",
        "formulation",
        "implementation",
        "knowledge",
        "evaluation",
    ]
    assert pci.requirement("memorandum").per_seat
    assert pci.requirement("book").key_of == "pci"


@pytest.mark.parametrize("slug", ALLIANCES)
def test_every_alliance_begins_with_its_parties_and_has_clauses_to_begin_an_agreement_with(slug: str) -> None:
    alliance = part(slug)

    assert {alliance.required_by(form.stages[0])[0].kind for form in alliance.forms} == {"parties-joined"}
    assert "commitments" in {clause.topic for clause in alliance.clauses}


def test_clauses_of_incidem_cover_every_topic_of_an_agreement() -> None:
    assert {clause.topic for clause in part("incidem-alianza").clauses} == set(CLAUSE_TOPICS) - {"other"}


def test_a_pack_names_the_kinds_of_agreements_that_the_register_has() -> None:
    assert set(AGREEMENT_KINDS) == set(Agreement.Kind)


def test_only_known_requirements_have_parameters() -> None:
    assert set(REQUIREMENT_PARAMETERS) - set(REQUIREMENTS) == set()
