"""The demonstration as it stands in the database after `entreciudades demo load`."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import transaction
from tests.imports.conftest import DEMONSTRATION, make_places

from entreciudades.accounts.models import User
from entreciudades.actors.models import (
    Election,
    Membership,
    Need,
    NetworkMember,
    NetworkPost,
    Offer,
    Organisation,
    Person,
)
from entreciudades.actors.services import remove_part
from entreciudades.alliances.models import Agreement, Alliance, Article, Seat
from entreciudades.calls.models import Application, Call, PairingRun, Review
from entreciudades.calls.steps import steps_of
from entreciudades.calls.terms import terms_of
from entreciudades.core.models import Text
from entreciudades.exchanges.models import Product
from entreciudades.imports.demonstration import load_demonstration
from entreciudades.methodologies.models import Methodology
from entreciudades.practices.models import Practice
from entreciudades.processes.demonstration import live
from entreciudades.processes.handover import held_by
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.matrices import matrix_table
from entreciudades.programmes.models import Programme, SynergyActor
from entreciudades.programmes.progress import progress_of
from entreciudades.programmes.services import write_section

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for the file: what a test changes is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_places()
        yield load_demonstration(DEMONSTRATION, live=live)
        transaction.set_rollback(True)


@pytest.fixture
def la_paz(loaded):
    """Its programme of La Paz."""
    return Programme.objects.get(slug="la-paz-2017")


def whole_database():
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def spanish(table):
    """Rows of a matrix with their entries, as a reader of Spanish sees them."""
    return {
        row.titles["es"]: [", ".join(one["es"] for one in (item.text, *item.joined)) for item in row.items]
        for row in table.rows
    }


def test_the_report_says_in_words_what_was_made(loaded):
    assert str(loaded).splitlines() == [
        "people: 14 made, 0 there already and left as they stand",
        "organisations: 219 made, 0 there already and left as they stand",
        "memberships: 14 made, 0 there already and left as they stand",
        "bodies: 2 made, 0 there already and left as they stand",
        "agreements: 2 made, 0 there already and left as they stand",
        "collaborations: 121 made, 0 there already and left as they stand",
        "products: 13 made, 0 there already and left as they stand",
        "alliances: 8 made, 0 there already and left as they stand",
        "good practices: 1 made, 0 there already and left as they stand",
        "programmes: 3 made, 0 there already and left as they stand",
        "calls: 5 made, 0 there already and left as they stand",
        f"texts: {loaded.made['texts']} made, 0 there already and left as they stand",
    ]


def test_alliances_live_in_every_state(loaded):
    lives = Alliance.objects.exclude(state="told").order_by("slug")
    under_way = {
        one.slug: (one.state, [stage.key for stage in one.stages.all() if stage.state == "under-way"]) for one in lives
    }
    assert under_way == {
        "aguas-compartidas": ("running", ["assistance"]),
        "archivo-de-voces": ("given-up", ["memorandum"]),
        "barrios-vivos": ("proposed", []),
        "mercados-de-cercania": ("closed", ["needs"]),
        "oficios-y-escuelas": ("suspended", ["acquaintance"]),
        "plazas-abiertas": ("constituted", []),
        "riberas-en-pares": ("running", ["plan"]),
        "voz-de-las-riberas": ("running", ["follow-up"]),
    }
    assert {one.organisation.country for one in Seat.objects.filter(alliance__in=lives)} == {""}  # fictional ones alone
    assert {one.state for one in Agreement.objects.all()} == {"recorded", "signed", "agreed", "drafting"}


def test_the_five_alliances_of_the_source_stand_with_their_cities(loaded):
    rows = Alliance.objects.filter(network__slug="incidem").order_by("slug")
    assert {one.slug: one.seats.count() for one in rows} == {
        "alianza-bolivia": 6,
        "alianza-bolivia-2": 3,
        "alianza-colombia": 4,
        "alianza-cuba": 2,
        "alianza-el-salvador": 7,
    }
    assert Product.objects.filter(network__slug="incidem", alliance=None, published=True).count() == 13


def test_loading_twice_changes_nothing(loaded):
    before = whole_database()
    again = load_demonstration(DEMONSTRATION, live=live)
    assert whole_database() == before
    assert sum(again.made.values()) == 0
    assert again.there == {word: count for word, count in loaded.made.items() if word != "texts"}


def test_what_people_changed_since_stays_changed(la_paz):
    coordinator = User.objects.get(email="coordinadora.lapaz@entreciudades.example")
    write_section(la_paz, "1.2", "es", "Reescrito por la ciudad.", expected_version=1, by=coordinator)
    remove_part(Organisation.objects.get(slug="puerto-alba").offers.get(), by=coordinator)
    load_demonstration(DEMONSTRATION, live=live)
    assert Text.objects.of(la_paz).get(section="1.2", language="es").body == "Reescrito por la ciudad."
    assert Offer.objects.filter(organisation__slug="puerto-alba").count() == 0


def test_a_programme_that_went_is_made_again_on_what_is_still_there(la_paz):
    before = spanish(matrix_table(facts_of(la_paz), "pem"))
    la_paz.activities.all().delete()
    la_paz.delete()
    again = load_demonstration(DEMONSTRATION, live=live)
    assert again.made["programmes"] == 1
    assert again.made["organisations"] == 0
    again = Programme.objects.get(slug="la-paz-2017")
    assert spanish(matrix_table(facts_of(again), "pem")) == before
    assert [cited.article and cited.article.number for cited in again.cited_agreements.all()] == [4, None]


def test_the_network_has_the_members_that_the_source_names_and_no_others(loaded):
    assert list(NetworkMember.objects.filter(network__slug="ucci").values_list("organisation__slug", flat=True)) == [
        "la-paz-bo",
        "madrid-es",
    ]
    posts = NetworkPost.objects.filter(member__network__slug="ucci").order_by("member__organisation__slug", "id")
    assert [(post.member.organisation.slug, post.titles["es"], str(post.since or "")) for post in posts] == [
        ("la-paz-bo", "Copresidencia", "2016-06"),
        ("madrid-es", "Copresidencia", ""),
        ("madrid-es", "Presidencia del Comité Sectorial de Turismo", ""),
    ]


@pytest.mark.parametrize(
    ("city", "networks"),
    [
        ("la-paz-bo", ["cglu", "mercociudades", "metropolis", "simus", "ucci"]),
        ("madrid-es", ["al-las", "c40", "cglu", "metropolis", "ucci"]),
        ("bogota-co", []),
    ],
)
def test_a_city_is_in_the_networks_that_the_source_names(loaded, city, networks):
    found = NetworkMember.objects.filter(organisation__slug=city).values_list("network__slug", flat=True)
    assert sorted(found) == networks


def test_the_figures_of_la_paz_are_those_of_the_source(loaded):
    rows = Organisation.objects.get(slug="la-paz-bo").figures.all()
    assert [(row.measure, row.labels.get("en", "")[:20], row.value, row.qualifier) for row in rows] == [
        ("population", "", Decimal(925000), "about"),
        ("floating-population", "Floating population ", Decimal(370000), "over"),
        ("area", "", Decimal(3020), "exact"),
        ("urban-area", "", Decimal(149), "exact"),
        ("rural-area", "", Decimal(2871), "exact"),
        ("other", "Macrodistricts", Decimal(11), "exact"),
        ("districts", "", Decimal(23), "exact"),
        ("other", "Urban districts", Decimal(21), "exact"),
        ("other", "Rural districts", Decimal(2), "exact"),
        ("other", "Grassroots territori", Decimal(689), "exact"),
        ("other", "People under 30", Decimal(50), "about"),
        ("other", "Formally employed pe", Decimal(40), "about"),
    ]


AXES = "Igualdad de género, Innovación, Derechos humanos, Sostenibilidad ambiental, Cultura de paz"
SECTORS = ["Fortalecimiento institucional", "Desarrollo social", "Desarrollo urbano sostenible"]
LINES = ["Fortalecimiento de capacidades de los recursos humanos", "Fortalecimiento de modelos de gestión"]
DEPARTMENTS = [
    "Agencia Municipal de Cooperación",
    "Escuela de Gestores Municipales",
    "Secretaría Municipal de Educación y Cultura Ciudadana",
    "Dirección de Coordinación de Políticas de Igualdad",
]
ALLIES = [
    "Agencia Española de Cooperación Internacional para el Desarrollo",
    "Instituto de Cooperación Internacional y Desarrollo Municipal",
]
INSTRUMENT = "Programa de fortalecimiento institucional y de capacidades del GAMLP y de otros gobiernos locales"


def test_the_pem_has_the_eight_rows_of_the_source(la_paz):
    assert spanish(matrix_table(facts_of(la_paz), "pem")) == {
        "Políticas Públicas": ["Eje 6 del Plan La Paz 2040: La Paz autónoma, participativa y corresponsable"],
        "Planes de Desarrollo Municipal": ["Plan 2040 «La Paz que queremos»"],
        "Planes de Gobierno": [
            "Plan de Gobierno Municipal 24/7",
            (
                "Plan Nacional de Desarrollo Económico y Social en el marco del desarrollo integral para Vivir Bien "
                "2016-2020"
            ),
        ],
        "Otros Marcos Normativos": ["Objetivos de Desarrollo Sostenible", "Agenda 2030"],
        "Prioridad Sectorial": [*SECTORS, AXES],
        "Línea Estratégica": LINES,
        "Área Municipal Involucrada": DEPARTMENTS,
        "Aliados/Socios": [*DEPARTMENTS, *ALLIES],
    }


def test_the_pai_has_the_four_rows_of_the_source(la_paz):
    assert spanish(matrix_table(facts_of(la_paz), "pai")) == {
        "Área Municipal Gestora": ["Agencia Municipal de Cooperación"],
        "Prioridades Sectoriales": [*SECTORS, AXES],
        "Instrumentos y Modalidades de Cooperación": [
            INSTRUMENT,
            "Asistencia técnica",
            "Cooperación triangular",
            "Cooperación subnacional",
            "Cooperación Sur-Sur",
        ],
        "Aliados/Socios": ALLIES,
    }


def test_the_ppci_has_the_seven_rows_of_the_source(la_paz):
    assert spanish(matrix_table(facts_of(la_paz), "ppci")) == {
        "Prioridad Sectorial": [*SECTORS, "Desarrollo económico", "Cultura y comunicación", AXES],
        "Línea Estratégica": LINES,
        "Acciones/Proyectos Identificados": [
            "Fortalecimiento del capital social para la gestión pública subnacional",
            (
                "Gestión de cooperación y formación para el fortalecimiento del capital social para la gestión pública "
                "municipal"
            ),
        ],
        "Instrumentos": [INSTRUMENT],
        "Actores Involucrados": [
            (
                "Otras áreas de gestión municipal: Secretaría Ejecutiva, Dirección de Coordinación de Políticas de "
                "Igualdad, Secretaría Municipal de Educación y Cultura Ciudadana"
            ),
            "Otros gobiernos locales",
            "Universidades y otros centros de formación",
            "Organizaciones de la sociedad civil",
            "Consejo Ciudadano de Mujeres",
            "Organizaciones de cooperación internacional",
        ],
        "Localización ODS": [
            "(5) Igualdad de género",
            "(11) Ciudades y comunidades sostenibles",
            "(16) Paz, justicia e instituciones sólidas",
        ],
        "Área y Punto Focal que Coordina": [
            "Agencia Municipal de Cooperación",
            "Secretaría Municipal de Educación y Cultura Ciudadana",
            "Dirección de Coordinación de Políticas de Igualdad",
            "Secretaría Ejecutiva",
        ],
    }


def test_where_the_source_differs_from_the_data_the_city_gave_its_reason(la_paz):
    left_out = matrix_table(facts_of(la_paz), "pem").left_out
    assert [one.text["es"] for one in left_out] == ["Secretaría Ejecutiva", "Secretaría Ejecutiva"]
    assert [bool(one.reason) for one in left_out] == [True, True]
    assert matrix_table(facts_of(la_paz), "pai").left_out == ()
    assert matrix_table(facts_of(la_paz), "ppci").left_out == ()


def test_the_synergy_table_has_the_cells_of_the_source(la_paz):
    lines = la_paz.synergy_lines.all()
    actors = SynergyActor.objects.filter(programme=la_paz)
    assert [line.titles["es"] for line in lines] == [
        "Fortalecimiento de modelos de gestión",
        "Articulación subnacional en base a buenas prácticas municipales",
        "Fortalecimiento de la participación ciudadana",
    ]
    assert [[line.actions.filter(actor=actor).count() for actor in actors] for line in lines] == [
        [3, 2, 1, 3],
        [4, 6, 2, 3],
        [0, 6, 1, 0],
    ]


def test_the_programme_of_la_paz_is_public_and_complete(la_paz):
    progress = progress_of(la_paz)
    assert (la_paz.is_public, progress.done, progress.missing) == (True, progress.required, ())


def test_the_programme_of_la_paz_is_whole_in_three_languages(la_paz):
    sections = {
        language: set(Text.objects.of(la_paz).filter(language=language).values_list("section", flat=True))
        for language in ("es", "pt", "en")
    }
    assert len(sections["es"]) == 24
    assert sections["pt"] == sections["es"]
    assert sections["en"] == sections["es"]
    rows = [row.titles for name in ("lines", "projects", "activities") for row in getattr(la_paz, name).all()]
    rows += [action.titles for line in la_paz.synergy_lines.all() for action in line.actions.all()]
    assert [titles["es"] for titles in rows if set(titles) != {"es", "pt", "en"}] == []


def test_the_programmes_of_the_fictional_world_have_gaps_to_show(loaded):
    drafts = Programme.objects.filter(alliance=None).exclude(slug="la-paz-2017").order_by("slug")
    assert [(one.slug, one.variant, one.is_public, one.network.slug) for one in drafts] == [
        ("puerto-alba-2026", "city", False, "red-ribera"),
        ("ribera-2026", "network", False, "red-ribera"),
    ]
    assert [found.done < found.required for found in map(progress_of, drafts)] == [True, True]


def test_an_article_in_our_own_words_is_said_to_be_a_summary(loaded):
    told = Article.objects.filter(agreement__state="recorded")
    assert [(one.agreement.slug, one.number, one.verbatim) for one in told] == [
        ("memorandum-madrid-la-paz-2016", 4, False)
    ]


def test_what_is_real_has_a_source_and_what_is_invented_lies_in_no_real_country(loaded):
    fictional = {one.slug for one in Organisation.objects.all() if one.is_fictional}
    assert {"puerto-alba", "red-ribera", "riomayor", "santa-bruma", "vallehondo"} < fictional
    assert len(fictional) == 21
    assert [one.slug for one in Organisation.objects.filter(source="") if one.slug not in fictional] == []
    assert [one.slug for one in Organisation.objects.filter(slug__in=fictional) if one.country] == []
    assert Practice.objects.filter(source="").count() == 0
    told = Agreement.objects.filter(source="").exclude(alliance__in=Alliance.objects.exclude(state="told"))
    assert list(told) == []


def test_no_need_offer_or_score_of_a_real_city_is_invented(loaded):
    for model in (Need, Offer):
        real = [one for one in model.objects.select_related("organisation") if not one.organisation.is_fictional]
        assert {one.organisation.slug for one in real} == {"la-paz-bo"}
        assert [one.pk for one in real if "UCCI, Programa de Cooperación Integral" not in one.evidence] == []


def test_the_cast_enters_only_by_the_demonstration(loaded):
    people = User.objects.order_by("pk")
    assert [person.has_usable_password() for person in people] == [False] * 14
    assert [person.email for person in people if not person.email.endswith("@entreciudades.example")] == []
    roles = Membership.objects.order_by("pk").values_list("organisation__slug", "role")
    assert list(roles) == [
        ("ucci", "secretary"),
        ("red-ribera", "secretary"),
        ("la-paz-bo", "coordinator"),
        ("la-paz-bo", "colleague"),
        ("puerto-alba", "coordinator"),
        ("puerto-alba", "colleague"),
        ("ucci", "reviewer"),
        ("red-ribera", "reviewer"),
        ("ucci", "auditor"),
        ("red-ribera", "reviewer"),
        ("santa-bruma", "coordinator"),
        ("vallehondo", "coordinator"),
        ("riomayor", "coordinator"),
        ("brisa-alta", "coordinator"),
        ("torrequeda", "coordinator"),
    ]


def test_one_version_of_the_methodology_serves_both_networks(loaded):
    methodology = Methodology.objects.get(slug="ucci-pci")
    adopting = Organisation.objects.filter(adoptions__methodology=methodology).order_by("slug")
    assert [one.slug for one in adopting] == ["red-ribera", "ucci"]


def test_people_mandates_elections_and_promises_stand_on_fictional_cities_alone(loaded):
    real = Organisation.objects.exclude(country="")
    for model in (Person, Election):
        assert model.objects.filter(organisation__in=real).count() == 0
    puerto_alba = Organisation.objects.get(slug="puerto-alba")
    assert [str(one.held) for one in puerto_alba.elections.all()] == ["2027-02-21", "2027-10"]
    assert [(one.name, one.office, str(one.ends)) for one in puerto_alba.people.exclude(ends=None)] == [
        ("Olalla Marisma", "alcalde", "2027-04-15")
    ]
    consenting = Person.objects.consenting()
    assert {(one.name, tuple(one.languages)) for one in consenting} == {
        ("Teo Bocana", ("es", "pt")),
        ("Ulises Cauce", ("es", "en")),
        ("Duarte Orvalho", ("pt", "es", "fr")),
    }
    held = held_by(User.objects.get(email="coordinacion.puertoalba@entreciudades.example"), puerto_alba)
    assert (len(held.contacts), len(held.promises), len(held.drafts) > 0) == (2, 2, True)


def test_members_of_the_demonstration_have_confirmed(loaded):
    assert NetworkMember.objects.filter(confirmed_at=None).count() == 0


def test_calls_are_open_under_review_and_being_paired(loaded):
    assert dict(Call.objects.values_list("slug", "state")) == {
        "pares-agua-ribera-2026": "under-review",
        "pares-ribera-2026": "pairing",
        "pares-ribera-2027": "open",
        "puerto-alba-busca-socia": "open",
        "sur-sur-ribera-2027": "open",
    }
    assert Application.objects.exclude(applicant__country="").exists() is False


def test_a_city_seeks_a_partner_step_by_step(loaded):
    search = Call.objects.get(slug="puerto-alba-busca-socia")
    states = [one.state for one in steps_of(search)]
    assert (search.holder.slug, states) == ("puerto-alba", ["done"] * 3 + ["now"] + ["later"] * 4)
    weights = [str(one.weight) for one in terms_of(search).criteria]
    assert weights == ["30", "35", "25", "10"]


def test_its_pairs_are_proved(loaded):
    run = PairingRun.objects.get(call__slug="pares-ribera-2026")

    assert run.state == "done"
    assert (len(run.result["pairs"]), run.result["gap"]) == (7, 0)


def test_reviewers_have_something_to_do(loaded):
    waiting = Review.objects.filter(application__call__slug="pares-agua-ribera-2026", sent_at=None)

    assert sorted(waiting.values_list("reviewer__email", flat=True)) == [
        *["revisor.ribera@entreciudades.example"] * 2,
        *["revisora@entreciudades.example"] * 2,
    ]
