"""The shipped pack says what the source requires (UCCI, PCI of La Paz, April 2017)."""

import pytest

from entreciudades.methodologies.pack import Chapter, Field, Form, Matrix, RowSource, Section, Variant
from entreciudades.methodologies.shipped import shipped_pack, shipped_slugs, shipped_text

PACK = shipped_pack("ucci-pci")


def variant(key: str) -> Variant:
    assert PACK.programme is not None
    return PACK.programme.variant(key)


def fields() -> tuple[Field, ...]:
    assert PACK.practice is not None
    return PACK.practice.fields


def everything_titled() -> list[Variant | Chapter | Section | Field | Matrix | Form]:
    assert PACK.programme is not None
    found: list[Variant | Chapter | Section | Field | Matrix | Form] = [*fields()]
    for one in PACK.programme.variants:
        found += [one, *one.chapters, *one.sections, *one.matrices, *one.forms]
        found += [part for section in one.sections for part in section.parts]
        found += [field for form in one.forms for field in form.fields]
    return found


def test_the_packs_are_these_and_this_one_names_itself() -> None:
    assert shipped_slugs() == (
        "allas-coalition",
        "incidem-alianza",
        "iuc-city-pairing",
        "mercociudades-south-south",
        "ucci-pci",
        "vvsg-partner-search",
        "vvsg-twinning",
    )
    assert (PACK.slug, PACK.version, PACK.languages) == ("ucci-pci", "1.1", ("es", "pt", "en"))


def test_an_unknown_pack_is_refused() -> None:
    with pytest.raises(KeyError, match="iuc"):
        shipped_text("iuc")


def test_a_city_or_a_network_holds_it() -> None:
    assert PACK.programme is not None
    assert [(one.key, one.held_by) for one in PACK.programme.variants] == [("city", "city"), ("network", "network")]


def test_the_sections_of_a_city_in_the_order_of_the_source() -> None:
    sections = variant("city").sections

    assert [section.key for section in sections] == (
        ["credits", "presentation", "cities", "1.1", "1.2"]
        + [f"2.{number}" for number in range(1, 6)]
        + [f"3.{number}" for number in range(1, 12)]
        + ["matrices"]
    )
    assert [section.number for section in sections if section.number] == [s.key for s in sections[3:-1]]


def test_the_headings_are_those_of_the_source() -> None:
    titles = [section.title["es"] for section in variant("city").sections]

    assert titles == [
        "Créditos",
        "Presentación",
        "Sobre las ciudades",
        "Resumen ejecutivo",
        "Contexto",
        "¿Qué motiva el PCI?",
        "¿A quién va dirigido?",
        "¿Dónde se desarrollará?",
        "¿Cómo responde a los desafíos globales?",
        "¿Quiénes son los socios potenciales?",
        "¿Es posible? Análisis de la viabilidad y la pertinencia del PCI",
        "El motor del PCI: sectores de cooperación priorizados",
        "Cooperación local, enfoque global: la focalización del PCI hacia los ODS",
        "Hora de actuar: coherencia entre la estrategia y la acción",
        "Buenas prácticas: cooperar para internacionalizar la innovación local",
        "Los puntos fuertes: el valor agregado del PCI",
        "Sinergias potenciales: armonización y complementariedad con otras iniciativas afines",
        "Ejes de trabajo: las prioridades transversales",
        "Midiendo la huella del PCI: seguimiento y evaluación",
        "Contar y compartir: la gestión del conocimiento",
        "El impacto del PCI: los efectos esperados",
        "Matrices",
    ]


def test_chapters_stand_above_their_sections() -> None:
    city = variant("city")

    assert [(chapter.number, chapter.title["es"]) for chapter in city.chapters] == [
        ("1", "Introducción"),
        ("2", "El porqué de la cooperación"),
        ("3", "La estrategia del PCI: una visión para el desarrollo territorial"),
    ]
    assert city.chapter_of(city.section("3.11")) == city.chapters[2]
    assert city.chapter_of(city.section("presentation")) is None


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        (
            "pem",
            [
                "Políticas Públicas",
                "Planes de Desarrollo Municipal",
                "Planes de Gobierno",
                "Otros Marcos Normativos",
                "Prioridad Sectorial",
                "Línea Estratégica",
                "Área Municipal Involucrada",
                "Aliados/Socios",
            ],
        ),
        (
            "pai",
            [
                "Área Municipal Gestora",
                "Prioridades Sectoriales",
                "Instrumentos y Modalidades de Cooperación",
                "Aliados/Socios",
            ],
        ),
        (
            "ppci",
            [
                "Prioridad Sectorial",
                "Línea Estratégica",
                "Acciones/Proyectos Identificados",
                "Instrumentos",
                "Actores Involucrados",
                "Localización ODS",
                "Área y Punto Focal que Coordina",
            ],
        ),
    ],
)
def test_the_rows_of_the_matrices_are_those_of_the_source(key: str, rows: list[str]) -> None:
    matrix = variant("city").matrix(key)

    assert matrix.per == "city"
    assert [row.title["es"] for row in matrix.rows] == rows


def test_a_row_is_fed_by_one_source_or_by_several() -> None:
    pem = variant("city").matrix("pem")

    assert pem.row("planes-gobierno").sources == (
        RowSource("city-plans", {"kind": ("government-plan", "national-plan")}, ("name",)),
    )
    assert pem.row("prioridad-sectorial").sources == (
        RowSource("city-priorities", {"codelist": ("sector",)}, ("name",)),
        RowSource("cross-cutting-axes", {}, ("names",)),
    )


def test_a_filter_left_out_has_its_default() -> None:
    (source,) = variant("city").matrix("ppci").row("acciones-proyectos").sources

    assert source == RowSource("actions-and-projects", {"include": ("projects", "activities")}, ("title",))


def test_impact_has_three_rows_and_each_axis_is_a_row() -> None:
    city = variant("city")

    assert [city.section("3.11").text_key(part.key) for part in city.section("3.11").parts] == [
        "3.11/politico",
        "3.11/social",
        "3.11/tecnico",
    ]
    assert city.section("3.8").parts_from == "axis"


def test_the_practice_sheet_has_the_seven_fields_of_the_source() -> None:
    assert [field.title["es"] for field in fields()] == [
        "Título",
        "Temática",
        "Objetivos y antecedentes",
        "Fases y calendario de actuación",
        "Resultados obtenidos",
        "Normativa local asociada",
        "Lecciones aprendidas",
    ]


def test_the_synergy_matrix_belongs_to_the_city() -> None:
    synergy = variant("city").synergy

    assert synergy is not None
    assert synergy.line_title["es"] == "Línea de acción estratégica"
    assert variant("network").synergy is None


def test_a_network_writes_a_diagnosis_and_action_forms() -> None:
    network = variant("network")

    assert [(section.number, section.title["es"]) for section in network.sections] == [
        ("", "Créditos"),
        ("", "Presentación"),
        ("", "Organizaciones"),
        ("1.1", "Contexto"),
        ("1.2", "Territorio"),
        ("1.3", "Mapa de actores"),
        ("1.4", "Conclusiones"),
        ("1.5", "Ámbitos de intervención"),
        ("1.6", "Acciones"),
        ("2", "Fichas de acción"),
    ]
    assert [field.title["es"] for field in network.form("action").fields] == [
        "Información general",
        "Antecedentes",
        "Justificación",
        "Estrategia de intervención",
    ]
    assert network.matrices == ()


def test_every_title_is_in_the_three_languages() -> None:
    assert {tuple(one.title) for one in everything_titled()} == {("es", "pt", "en")}


def test_an_unknown_key_is_a_key_error() -> None:
    with pytest.raises(KeyError, match=r"3\.12"):
        variant("city").section("3.12")
