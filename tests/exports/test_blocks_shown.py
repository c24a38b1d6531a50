"""What each block of data shows of its rows, for a reader of Spanish and for one of another language."""

from typing import Any

import pytest
from django.utils.translation import override
from tests.factories.actors import (
    CityFactory,
    LanguageShareFactory,
    MappedActorFactory,
    NetworkFactory,
    NetworkMemberFactory,
    NetworkPostFactory,
    OrganisationFactory,
    OrganisationFigureFactory,
    PlanFactory,
)
from tests.factories.alliances import AgreementFactory, ArticleFactory
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import (
    BeneficiaryFactory,
    CitedAgreementFactory,
    PartnerFactory,
    PlanAlignmentFactory,
    ProgrammeFactory,
    ProgrammeFigureFactory,
    ProgrammePracticeFactory,
    SynergyActionFactory,
    SynergyActorFactory,
    SynergyLineFactory,
)
from tests.factories.whole import put_text

from entreciudades.actors.models import CityProfile
from entreciudades.actors.services import PRESENTATION
from entreciudades.alliances.services import WORDING
from entreciudades.core.labels import label
from entreciudades.documents.book import Origin, Prose, Source, Words
from entreciudades.documents.prose import to_plain
from entreciudades.exports.blocks import data_of
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.models import Place, Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


def shown(programme: Programme, block: str, language: str = "es") -> Any:
    """The blocks of data of one name; the only one where there is one."""
    with override(language):
        found = data_of((block,), facts_of(programme), language)
    return found[0] if len(found) == 1 else found


def es(text: str) -> dict[str, str]:
    return {"es": text}


def test_beneficiaries_stand_by_reach_with_their_needs(programme: Programme) -> None:
    BeneficiaryFactory(programme=programme, names=es("Vecindario"), needs=es("Agua"), reach="final")
    BeneficiaryFactory(programme=programme, names=es("Personal técnico"), needs={}, reach="direct")
    direct, final = shown(programme, "beneficiaries")
    assert [(item.title.text, item.text) for item in direct.items] == [("Personal técnico", None)]
    assert [(item.title.text, item.text) for item in final.items] == [("Vecindario", Words("Agua", "es"))]
    assert direct.title != final.title


def test_a_figure_says_about_how_much_of_when_and_who_says_it(programme: Programme) -> None:
    ProgrammeFigureFactory(
        programme=programme, labels=es("Personas formadas"), value=1500, qualifier="over", source="censo inventado",
        as_of="2017-04",
    )  # fmt: skip
    ProgrammeFigureFactory(programme=programme, labels=es("Superficie"), value=12, unit="km2", source="plano")
    ProgrammeFigureFactory(programme=programme, labels=es("Cursos"), value=3, is_target=True, source="censo inventado")
    found = shown(programme, "figures")
    assert [(fact.value.text, fact.note, fact.source) for fact in found.facts] == [
        ("más de 1.500", "abril de 2017", 1),
        ("12 km²", "", 2),
        ("3", "", 1),
    ]
    people, area, courses = (fact.name.text for fact in found.facts)
    assert (people, area, courses.startswith("Cursos (")) == ("Personas formadas", "Superficie", True)
    assert found.sources == (Source("censo inventado"), Source("plano"))


def test_a_plan_shows_how_the_programme_answers_it_its_period_and_rank(programme: Programme) -> None:
    plan = PlanFactory(
        organisation=programme.holder,
        titles=es("La Paz 2040"),
        starts="2014",
        ends="2040",
        legal_rank=es("Ley 12"),
        adopted="2014-03",
        summary=es("Una ciudad a pie"),
    )
    PlanAlignmentFactory(programme=programme, plan=plan, statements=es("Eje 3"))
    [item] = shown(programme, "plan-alignment").items
    assert (item.title.text, item.text) == ("La Paz 2040", Words("Eje 3", "es"))
    assert item.note == "2014 – 2040, local, Ley 12, adoptado marzo de 2014"
    assert item.details == (Words("Una ciudad a pie", "es"),)
    assert (item.origin.kind, item.origin.key) == ("actors.plan", str(plan.pk))


def test_partner_cities_stand_before_allies(programme: Programme) -> None:
    PartnerFactory(programme=programme, partner_as="ally", contribution=es("Fondos"))
    city = CityFactory(names=es("Riomayor"))
    PartnerFactory(programme=programme, partner_as="city", organisation=city)
    cities, allies = shown(programme, "partners")
    assert [(item.title.text, item.origin.key) for item in cities.items] == [("Riomayor", city.slug)]
    assert [item.text for item in allies.items] == [Words("Fondos", "es")]


def test_goals_carry_their_colour_and_the_targets_named(programme: Programme) -> None:
    programme.sdg_focus.set(["sdg:11.3", "sdg:5", "sdg:11.2"])
    gender, cities = shown(programme, "sdg-focus").chips
    goal = Term.objects.get(pk="sdg:11")
    assert (gender.number, gender.targets) == ("5", ())
    assert (cities.number, cities.colour, cities.name) == ("11", goal.colour, Words(goal.labels["es"], "es"))
    assert [target.note for target in cities.targets] == ["11.2", "11.3"]


def test_an_agreement_is_cited_whole_or_by_the_wording_of_an_article(programme: Programme) -> None:
    agreement = AgreementFactory(titles=es("Memorando"), signed="2016-06-14")
    article = ArticleFactory(agreement=agreement, number=2)
    put_text(article, WORDING, "Las partes **cooperan**.")
    summary = ArticleFactory(agreement=agreement, number=3, verbatim=False)
    put_text(summary, WORDING, "Em resumo.", "pt")
    for place, cited in enumerate((None, article, summary, ArticleFactory(agreement=agreement, number=4))):
        CitedAgreementFactory(programme=programme, agreement=agreement, article=cited, position=place)
    items = shown(programme, "agreements").items
    assert [item.note for item in items] == ["14 de junio de 2016"] * 4
    details = [[(words.text.split(" ", 1)[1], words.language) for words in item.details] for item in items]
    assert details[:2] == [[], [("2: Las partes cooperan.", "es")]]
    assert (details[2][0][0].endswith("): Em resumo."), details[2][0][1]) == (True, "pt")
    assert details[3] == [("4", "es")]


def test_a_practice_sheet_has_the_fields_that_are_filled(programme: Programme) -> None:
    practice = PracticeFactory(organisation=programme.holder, titles=es("Cebras"))
    practice.themes.set(["iuc:7"])
    put_text(practice, "resultados", "Cruces seguros.")
    ProgrammePracticeFactory(programme=programme, practice=practice)
    [table] = shown(programme, "practice-sheets").tables
    assert (table.key, table.title.text, table.caption) == (practice.slug, "Cebras", programme.holder.names["es"])
    assert [row.key for row in table.rows] == ["titulo", "tematica", "resultados"]
    title, theme, results = (row.cells[0] for row in table.rows)
    assert [item.title.text for item in (*title, *theme)] == ["Cebras", Term.objects.get(pk="iuc:7").labels["es"]]
    assert isinstance(results, Prose)
    assert to_plain(results.blocks) == "Cruces seguros."


def test_a_synergy_matrix_has_a_cell_for_each_line_and_actor(programme: Programme) -> None:
    lines = [SynergyLineFactory(programme=programme, titles=es(f"Línea {n}")) for n in (1, 2)]
    actors = [SynergyActorFactory(programme=programme, names=es(name)) for name in ("Agencia", "Instituto")]
    SynergyActionFactory(line=lines[1], actor=actors[0], titles=es("Curso"), details=[es("Finanzas"), es("Agua")])
    [table] = shown(programme, "synergy-matrix").tables
    assert table.columns[1:] == ("Agencia", "Instituto")
    assert [row.head.text for row in table.rows] == ["Línea 1", "Línea 2"]
    cells = [[[item.title.text for item in cell] for cell in row.cells] for row in table.rows]
    assert cells == [[[], []], [["Curso"], []]]
    assert [words.text for words in table.rows[1].cells[0][0].details] == ["Finanzas", "Agua"]


def test_a_citys_sheet_has_its_map_figures_languages_and_networks_with_posts() -> None:
    place = Place.objects.create(
        geonames_id=1, name="Puerto Alba", folded="puerto alba", country="UY", latitude="-34.9", longitude="-54.9",
        timezone="UTC", population=1,
    )  # fmt: skip
    city = CityFactory(names=es("Puerto Alba"), place=place)
    OrganisationFigureFactory(organisation=city, value=925_000, qualifier="about", as_of="2015", source="censo")
    OrganisationFigureFactory(organisation=city, measure="other", labels=es("Museos"), value=3, source="guía")
    LanguageShareFactory(organisation=city, language="ay", value=30, source="censo")
    member = NetworkMemberFactory(network=NetworkFactory(names=es("Red de Puertos")), organisation=city)
    NetworkPostFactory(member=member, titles=es("Copresidencia"), since="2016")
    NetworkMemberFactory(organisation=city, until="2015")
    put_text(city, PRESENTATION, "Una ciudad inventada.")
    [sheet] = shown(ProgrammeFactory(holder=city), "city-sheets").sheets
    assert (sheet.name, sheet.subtitle, to_plain(sheet.prose.blocks)) == (
        "Puerto Alba", "Monterral", "Una ciudad inventada.",
    )  # fmt: skip
    assert (sheet.point.latitude, sheet.point.longitude) == (-34.9, -54.9)
    assert [(fact.name.text, fact.value.text, fact.note, fact.source) for fact in sheet.facts.facts[1:]] == [
        ("Museos", "3", "", 2),
        ("Aimara", "30 %", "", 1),
    ]
    population = sheet.facts.facts[0]
    assert ("925.000" in population.value.text, population.note, population.source) == (True, "2015", 1)
    assert sheet.facts.sources == (Source("censo"), Source("guía"))
    [networks] = sheet.lists
    assert [item.title.text for item in networks.items] == ["Red de Puertos"]
    assert "2016" in networks.items[0].details[0].text


def test_a_citys_sheet_tells_its_map_of_actors() -> None:
    city = CityFactory()
    OrganisationFigureFactory(organisation=city)
    agency = OrganisationFactory(slug="agencia")
    MappedActorFactory(organisation=city, names=es("Universidad del Puerto"))
    MappedActorFactory(organisation=city, names=es("Agencia"), actor=agency, interest={}, commitment={})
    [sheet] = shown(ProgrammeFactory(holder=city), "city-sheets").sheets
    [actors] = sheet.lists
    assert [(item.title.text, [one.text for one in item.details]) for item in actors.items] == [
        ("Universidad del Puerto", ["Interés: Formar", "Compromiso: Aulas"]),
        ("Agencia", []),
    ]
    assert {item.note for item in actors.items} == {label(Term.objects.get(pk="actor:university").labels, "es").text}
    assert [item.origin for item in actors.items] == [None, Origin("actors.organisation", "agencia")]


def test_a_citys_sheet_begins_with_what_is_said_of_it_once() -> None:
    city = CityFactory()
    OrganisationFigureFactory(organisation=city)
    CityProfile.objects.create(
        organisation=city, official_name="Villa del Puerto", founded="1548", government_name="Municipio",
        government_acronym="M",
    )  # fmt: skip
    [sheet] = shown(ProgrammeFactory(holder=city), "city-sheets", language="en").sheets
    assert [(fact.name.text, fact.value.text, fact.source) for fact in sheet.facts.facts[:3]] == [
        ("Official name", "Villa del Puerto", None),
        ("Founded", "1548", None),
        ("Local government", "Municipio (M)", None),
    ]
    assert len(sheet.facts.facts) == 4


def test_names_of_languages_and_countries_are_in_the_readers_language() -> None:
    city = CityFactory(country="BO", fictional_country={})
    LanguageShareFactory(organisation=city, language="ay")
    programme = ProgrammeFactory(holder=city)
    OrganisationFigureFactory(organisation=city)
    said = {"es": ("Bolivia", "Aimara"), "pt": ("Bolívia", "Aimará"), "en": ("Bolivia", "Aymara")}
    for language, names in said.items():
        [sheet] = shown(programme, "city-sheets", language).sheets
        assert (sheet.subtitle, sheet.facts.facts[1].name.text) == names
