"""What a programme is made of, sheet by sheet: its strategic lines, its projects, its activities."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from moneyed import CURRENCIES

from entreciudades.actors.models import Department, Organisation
from entreciudades.core.labels import FALLBACKS
from entreciudades.imports.closed_lists import terms_as_choices
from entreciudades.imports.columns import Choices, Column, Reads, Value, Values, labelled
from entreciudades.imports.kind import Refusal
from entreciudades.imports.parts import ID, organisations_as_choices
from entreciudades.imports.programme_parts import PROGRAMME, PROGRAMME_COLUMN, ProgrammePart, holders, programmes_of
from entreciudades.imports.within import Within
from entreciudades.programmes.models import Activity, Project, StrategicLine
from entreciudades.search.analysis import fold

_LINE: Final = Column(
    "line",
    {"es": "Línea", "pt": "Linha", "en": "Line"},
    reads=Reads.WHOLE,
    also=("Línea estratégica", "Nº de línea", "Linha estratégica", "Strategic line", "Eje"),
    help={
        "es": "El número de la línea estratégica.",
        "pt": "O número da linha estratégica.",
        "en": "The number of the strategic line.",
    },
)


def _titles(**also: tuple[str, ...]) -> tuple[Column, ...]:
    heading = {"es": "Título", "pt": "Título", "en": "Title"}
    return tuple(replace(one, required=True) for one in labelled("titles", heading, also=also))


def _guarded(*columns: Column) -> tuple[Column, ...]:
    """Closed programmes are changed no more."""
    return tuple(replace(one, guarded=one.key != ID.key) for one in columns)


class Lines(ProgrammePart):
    """A strategic line per row."""

    key = "lines"
    title = _("Strategic lines")
    says = _("The strategic lines of programmes, with their numbers.")
    model = StrategicLine
    columns = _guarded(
        ID,
        *_titles(es=("Línea", "Línea estratégica"), pt=("Linha", "Linha estratégica"), en=("Line", "Strategic line")),
        PROGRAMME_COLUMN,
        Column(
            "number",
            {"es": "Número de la línea", "pt": "Número da linha", "en": "Number of the line"},
            reads=Reads.WHOLE,
            required=True,
            also=("Nº", "Orden"),
        ),
        *labelled("descriptions", {"es": "Descripción", "pt": "Descrição", "en": "Description"}),
    )

    def same_as(self, values: Values) -> Hashable | None:
        """A programme numbers its lines."""
        return (values.get(PROGRAMME), values.get("number"))


class Projects(ProgrammePart):
    """A project per row, under a line or across lines."""

    key = "projects"
    title = _("Projects")
    says = _("The projects of programmes, under a strategic line or across lines.")
    model = Project
    named: Mapping[str, str] = {"line": "line"}  # type: ignore[misc]
    columns = _guarded(ID, *_titles(es=("Proyecto",), pt=("Projeto",), en=("Project",)), PROGRAMME_COLUMN, _LINE)

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Programmes and their lines."""
        return {**super().choices(owner), "line": _lines(owner)}

    def same_as(self, values: Values) -> Hashable | None:
        """A programme calls its projects by their titles."""
        title = _called(values)
        return (values.get(PROGRAMME), title) if title else None


class Activities(ProgrammePart):
    """An activity per row."""

    key = "activities"
    title = _("Activities")
    says = _("What is done in programmes: by whom, with whom, when, towards which targets, at what cost.")
    model = Activity
    links = ("partners", "targets")
    named: Mapping[str, str] = {"line": "line", "project": "project", "department": "department"}  # type: ignore[misc]
    columns = _guarded(
        ID,
        *_titles(es=("Actividad", "Acción"), pt=("Atividade", "Ação"), en=("Activity", "Action")),
        PROGRAMME_COLUMN,
        replace(_LINE, required=True),
        Column("project", {"es": "Proyecto", "pt": "Projeto", "en": "Project"}),
        *labelled("descriptions", {"es": "Descripción", "pt": "Descrição", "en": "Description"}),
        Column(
            "department",
            {"es": "Dependencia", "pt": "Unidade", "en": "Department"},
            also=("Responsable", "Área responsable", "Departamento", "Secretaría", "Dirección"),
        ),
        Column(
            "partners",
            {"es": "Socios", "pt": "Parceiros", "en": "Partners"},
            reads=Reads.CHOICES,
            also=("Ciudades socias", "Cidades parceiras", "Con quién", "Aliados"),
        ),
        Column(
            "modality",
            {"es": "Modalidad", "pt": "Modalidade", "en": "Modality"},
            reads=Reads.CHOICE,
            also=("Modalidad de cooperación",),
        ),
        Column(
            "targets",
            {"es": "Metas ODS", "pt": "Metas ODS", "en": "SDG targets"},
            reads=Reads.CHOICES,
            also=("ODS", "SDG", "Metas"),
        ),
        Column(
            "starts",
            {"es": "Desde", "pt": "Desde", "en": "From"},
            reads=Reads.DATE,
            also=("Inicio", "Início", "Fecha de inicio", "Start"),
        ),
        Column(
            "ends",
            {"es": "Hasta", "pt": "Até", "en": "Until"},
            reads=Reads.DATE,
            also=("Fin", "Fim", "Fecha de fin", "End"),
        ),
        Column(
            "cost_amount",
            {"es": "Coste estimado", "pt": "Custo estimado", "en": "Estimated cost"},
            reads=Reads.NUMBER,
            also=("Coste", "Costo", "Presupuesto", "Custo", "Orçamento", "Cost", "Budget", "Importe"),
        ),
        Column(
            "cost_currency",
            {"es": "Moneda", "pt": "Moeda", "en": "Currency"},
            reads=Reads.CHOICE,
            also=("Divisa",),
            help={
                "es": "En tres letras: EUR, USD, BOB.",
                "pt": "Em três letras: EUR, USD, BRL.",
                "en": "In three letters: EUR, USD, BRL.",
            },
        ),
    )

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Programmes with their lines and projects, the departments of who holds them, organisations, terms."""
        programmes = programmes_of(owner)
        projects = Project.objects.filter(programme__in=programmes.values("pk")).select_related("programme")
        departments: dict[int, list[Department]] = {}
        for one in Department.objects.filter(organisation__in=holders(owner).values("pk")):
            departments.setdefault(one.organisation_id, []).append(one)
        partnered = Q(partnerships__programme__in=programmes.values("pk"))
        known = Organisation.objects.filter(Q(published=True) | partnered | Q(pk__in=_linked(owner))).distinct()
        return {
            **super().choices(owner),
            "line": _lines(owner),
            "project": Within(
                (one.programme.slug, _names(one.titles, one.programme.source_language), one.pk) for one in projects
            ),
            "department": Within(
                (programme.slug, [*_names(one.names, programme.source_language), one.acronym], one.pk)
                for programme in programmes
                for one in departments.get(programme.holder_id, ())
            ),
            "partners": organisations_as_choices(known),
            "modality": terms_as_choices("modality"),
            "targets": terms_as_choices("sdg"),
            "cost_currency": Choices((code, {}) for code in CURRENCIES),
        }

    def same_as(self, values: Values) -> Hashable | None:
        """A line calls its activities by their titles."""
        title = _called(values)
        return (values.get(PROGRAMME), values.get("line"), title) if title else None

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:
        """A cost has its currency."""
        yield from super().refusals(owner, values, changes, pk)
        amount, currency = values.get("cost_amount"), values.get("cost_currency")
        if (amount is None) != (currency is None):
            yield Refusal("cost_currency" if currency is None else "cost_amount", _now("A cost has its currency."))

    def linked(self, key: str, value: Value, choices: Mapping[str, Choices]) -> Iterable[object]:
        """Partners by their slugs, targets by their own keys."""
        keys = list(super().linked(key, value, choices))
        if key != "partners" or not keys:
            return keys
        return Organisation.objects.filter(slug__in=keys).order_by().values_list("pk", flat=True)


def _lines(owner: Organisation) -> Within:
    rows = StrategicLine.objects.filter(programme__in=programmes_of(owner).values("pk")).select_related("programme")
    return Within((row.programme.slug, [row.number], row.pk) for row in rows)


def _linked(owner: Organisation) -> Any:
    through = Activity.partners.through.objects.filter(activity__programme__in=programmes_of(owner).values("pk"))
    return through.values("organisation")


def _names(texts: Mapping[str, str], source_language: str) -> list[str]:
    first = texts.get(source_language)
    return [*([first] if first else []), *texts.values()]


def _called(values: Values) -> str:
    """Its title in the first language that it has, folded."""
    return next((fold(str(one)) for code in FALLBACKS if (one := values.get(f"titles:{code}"))), "")
