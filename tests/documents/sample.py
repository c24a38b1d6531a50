"""A book of an invented city with all that a book can hold: the methodology's headings, tables, goals, sheets."""

from dataclasses import replace

from entreciudades.documents.book import (
    Book,
    Chapter,
    Chip,
    Chips,
    DataBlock,
    Fact,
    FactList,
    Item,
    LeftOut,
    Listing,
    Part,
    Pending,
    Point,
    Prose,
    Row,
    Section,
    Sheet,
    Sheets,
    Source,
    Table,
    Tables,
    Words,
)
from entreciudades.documents.prose import parse
from entreciudades.documents.typeset import LABELS

HEADINGS = {
    "1.1": "Resumen ejecutivo", "1.2": "Contexto",
    "2.1": "¿Qué motiva el PCI?", "2.2": "¿A quién va dirigido?", "2.3": "¿Dónde se desarrollará?",
    "2.4": "¿Cómo responde a los desafíos globales?", "2.5": "¿Quiénes son los socios potenciales?",
    "3.1": "Un proyecto a medida: viabilidad y pertinencia", "3.2": "Sectores priorizados",
    "3.3": "Focalización hacia los ODS", "3.4": "Coherencia entre la estrategia y la acción",
    "3.5": "Buenas prácticas: cooperar para internacionalizar la innovación local", "3.6": "Valor agregado del PCI",
    "3.7": "Sinergias potenciales: armonización y complementariedad con otras iniciativas afines",
    "3.8": "Ejes de trabajo: las prioridades transversales", "3.9": "Seguimiento y evaluación",
    "3.10": "La gestión del conocimiento", "3.11": "Los efectos esperados",
}  # fmt: skip
CHAPTERS = {"1": "Panorama", "2": "El porqué de la cooperación", "3": "Cómo cooperamos"}
MATRICES = {
    "Panorámica Estratégica Municipal (PEM)": (
        "Políticas Públicas", "Planes de Desarrollo Municipal", "Planes de Gobierno", "Otros Marcos Normativos",
        "Prioridad Sectorial", "Línea Estratégica", "Área Municipal Involucrada", "Aliados/Socios",
    ),
    "Panorámica de Acción Internacional (PAI)": (
        "Área Municipal Gestora", "Prioridades Sectoriales", "Instrumentos y Modalidades de Cooperación",
        "Socios y aliados",
    ),
    "Panorámica del Programa de Cooperación Integral (PPCI)": (
        "Sector prioritario", "Línea de trabajo", "Acciones/Proyectos Identificados", "Instrumentos",
        "Actores Involucrados", "Localización ODS", "Área y Punto Focal que Coordina",
    ),
}  # fmt: skip
SHEET = (
    "Título", "Temática", "Objetivos y antecedentes", "Fases y calendario de actuación", "Resultados obtenidos",
    "Normativa local asociada", "Lecciones aprendidas",
)  # fmt: skip
WORDS = {
    "contents": "Contenido", "sources": "Fuentes", "own": "Añadido por la ciudad",
    "moved": "Cambiado de lugar por la ciudad",
    "left_out": "Lo que la ciudad dejó fuera",
    "pending": "Pendiente", "pending_intro": "La metodología pide estas partes, que todavía no están escritas.",
    "where": "Dónde", "what": "Qué falta", "map": "Mapa: {name} y sus alrededores",
    "marked": "Un texto que aún no está en español figura en su lengua, con su código entre paréntesis.",
    "title": "Título", "place": "Lugar", "edition": "Edición", "network": "Red", "methodology": "Metodología",
    "state": "Estado", "address": "Dirección", "picture": "Fotografía",
    "untranslated-en": "Texto en inglés: aún no se ha traducido.",
}  # fmt: skip

STORY = (
    "Puerto Alba aprendió a cooperar remando: sus barrios comparten una bahía, un mercado y un mismo camino al "
    "hospital. Los **talleres de oficio** que abrió en los muelles reúnen hoy a personal de cinco municipios "
    "vecinos, y de cada visita queda una *hoja de acuerdos* que firma quien la va a cumplir.\n\n"
    "El plan de la bahía ordena ese trabajo en tres plazos. El primero repara lo que no puede esperar; el segundo "
    "forma a quienes lo cuidarán; el tercero mide, cuenta y corrige. Véase el [plan](https://example.org/plan).\n\n"
    "- Mesas de barrio con actas públicas.\n- Formación de cuadros técnicos, con dos asistencias al año.\n"
    "- Un registro común de obras, gastos y aprendizajes."
)
ENGLISH = "The bay plan was first written in English, for a meeting. It awaits its *Spanish* text.\n\n1. One.\n2. Two."


def es(text: str) -> Words:
    return Words(text, "es")


def story(text: str = STORY, language: str = "es") -> Prose:
    return Prose(parse(text), language)


def activities(count: int) -> tuple[Item, ...]:
    return tuple(
        Item(
            es(f"Actividad {number}: pasantía de saneamiento"),
            details=(es("Dirección de Aguas"), es("Vallehondo"), es("2017–2018"), es("Cooperación Sur-Sur")),
        )
        for number in range(1, count + 1)
    )


def matrix(title: str, rows: tuple[str, ...], count: int) -> Table:
    cells = (
        (Item(es("Plan de la Bahía 2040"), note="Ordenanza 12, de 2014"), Item(es("Plan de gobierno 2015–2020"))),
        (Item(es("Formación de capacidades")), Item(Words("Harbour office", "en")), Item(es("Agencia de Cooperación"))),
        activities(count),
    )
    made = tuple(Row(f"r{place}", es(head), (cells[place % 3],)) for place, head in enumerate(rows))
    own = replace(made[-1], own="La pidió el concejo en su sesión de marzo.")
    moved = replace(made[0], moved="Es lo primero que se lee.")
    return Table(
        title, es(title), "CIUDAD: Puerto Alba", ("Componente", "Contenido"), (moved, *made[1:-1], own),
        (LeftOut(es("Plan de mercados"), "Terminó en 2016."),),
    )  # fmt: skip


def synergies() -> Table:
    cell = tuple(
        Item(es(text)) for text in ("Formación de gestores", "Gestión del desarrollo local", "Finanzas municipales")
    )
    lines = ("Fortalecimiento de modelos de gestión", "Articulación subnacional", "Participación ciudadana")
    rows = tuple(
        Row(line, es(line), (cell * 2, (), (Item(es("Viajes de intercambio"), own="Lo ofreció Vallehondo."),), cell))
        for line in lines
    )
    columns = ("Línea de acción estratégica", "Agencia", "Instituto", "Red y ciudad socia", "Gobierno de Puerto Alba")
    return Table("sinergias", es("Matriz de sinergias"), "", columns, rows)


def practice() -> Table:
    rows = tuple(
        Row(name, es(name), (story("Guardianes de la Bahía.\n\n- Fase 1: escuelas.\n- Fase 2: muelles."),))
        for name in SHEET
    )
    return Table("practica", es("Guardianes de la Bahía"), "", ("Campo", "Contenido"), rows)


def goals() -> Chips:
    goal = (
        ("5", "#ff3a21", "Igualdad de género"),
        ("11", "#fd9d24", "Ciudades sostenibles"),
        ("16", "#00689d", "Paz y justicia"),
    )
    return Chips(
        tuple(
            Chip(number, colour, es(name), (Item(es("Transporte seguro y accesible"), note=f"{number}.2"),) * 2)
            for number, colour, name in goal
        )
    )


def cities() -> Sheets:
    facts = FactList(
        (
            Fact(es("Población"), es("unos 400.000"), note="2015", source=1),
            Fact(es("Superficie"), es("310 km²"), source=2),
            Fact(es("Distritos"), es("11 macrodistritos"), source=2),
            Fact(es("Lenguas"), es("español (90 %)")),
        ),
        (Source("censo inventado"), Source("anuario del puerto", "https://example.org/anuario")),
    )
    lists = (
        Listing("Redes", (Item(es("Red de puertos"), note="secretaría desde 2016"), Item(es("Mercados del sur")))),
        Listing("Planes", (Item(es("Plan de la Bahía 2040")),)),
        Listing("Políticas", (Item(es("Agua para todos"), text=es("Tarifa social")),)),
    )
    places = (("Puerto Alba", -34.9, -54.9), ("Vallehondo", 39.5, -3.2))
    return Sheets(
        tuple(
            Sheet(name, "Monterral (país inventado)", story(), facts, lists, Point(name, latitude, longitude, "UY"))
            for name, latitude, longitude in places
        )
    )


def data_of(number: str, count: int) -> tuple[DataBlock, ...]:
    return {
        "3.3": (goals(),),
        "3.4": (Listing("Actividades", activities(count), numbered=True),),
        "3.5": (Tables((practice(),)),),
        "3.7": (Tables((synergies(),)),),
    }.get(number, ())


def section(number: str, title: str, count: int) -> Section:
    names = {"3.8": ("Igualdad de género", "Innovación"), "3.11": ("Impacto político", "Impacto social")}.get(
        number, ()
    )
    parts = tuple(Part(name, es(name), story()) for name in names)
    prose = story(ENGLISH, "en") if number == "2.3" else story()
    return Section(number, number, es(title), prose, parts, data_of(number, count))


def sample(activity_count: int = 12) -> Book:
    """The book; `activity_count` rows in 3.4 and in the matrices."""
    alone = tuple(
        Chapter("", None, (Section(key, "", es(title), prose, data=data, is_imprint=key == "creditos"),))
        for key, title, prose, data in (
            ("creditos", "Créditos", story("Coordinación: la Agencia de Cooperación de Puerto Alba."), ()),
            ("presentacion", "Presentación", story(), ()),
            ("ciudades", "Las ciudades", None, (cities(),)),
        )
    )
    numbered = tuple(
        Chapter(
            chapter, es(name),
            tuple(section(number, title, activity_count) for number, title in HEADINGS.items() if number[0] == chapter),
        )
        for chapter, name in CHAPTERS.items()
    )  # fmt: skip
    matrices = Tables(tuple(matrix(title, rows, activity_count) for title, rows in MATRICES.items()))
    last = Chapter("", None, (Section("matrices", "", es("Matrices"), None, data=(matrices,)),))
    return Book(
        language="es", title=es("Fortalecer la bahía entre ciudades"), subtitle=es("Programa de Cooperación Integral"),
        place="Puerto Alba", edition="Abril de 2017", network="Red de Puertos del Sur",
        methodology="Red de puertos 1.0", state="Publicado", chapters=(*alone, *numbered, last),
        pending=(Pending("3.2. Sectores priorizados", "El segundo tema, que la sección anuncia y no describe."),),
        labels={key: WORDS[key] for key in (*LABELS, "untranslated-en")},
        address="https://example.org/es/programas/puerto-alba-2017",
    )  # fmt: skip
