"""The page that shows every component with what it takes; in the demonstration only, for those who write pages."""

from types import SimpleNamespace
from typing import Final

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entreciudades.documents.book import Chip, Item, LeftOut, Prose, Row, Table, Words
from entreciudades.documents.prose import parse
from entreciudades.documents.worldmap import HEIGHT, WIDTH, arc, project
from entreciudades.web.access import public
from entreciudades.web.public.goals import all_goals
from entreciudades.web.tabs import Group, Tab

MESSAGES: Final = (
    (constants.SUCCESS, "Se guardó la actividad."),
    (constants.WARNING, "Otra persona edita este texto."),
    (constants.ERROR, "No se guardó: falta el título."),
)


class ExampleForm(forms.Form):
    """A form with one of each."""

    title = forms.CharField(label="Título", help_text="Como aparecerá en el libro.", max_length=80)
    kind = forms.ChoiceField(label="Modalidad", choices=[("visit", "Visita técnica"), ("intern", "Pasantía")])
    notes = forms.CharField(label="Notas", widget=forms.Textarea, required=False)
    way = forms.ChoiceField(
        label="Dirección", choices=[("gives", "Comparte"), ("takes", "Aprende")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Acordado por las dos ciudades", required=False)


@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component, filled with invented data of fictional cities."""
    context = {
        "messages_shown": [Message(level, text) for level, text in MESSAGES],
        "tabs": [
            Tab("Resumen", "#tabs", frozenset()),
            Group("Programa", (Tab("Textos", "#tabs", frozenset(), is_lit=True), Tab("Datos", "#tabs", frozenset()))),
        ],
        "gates": _gates(),
        "form": ExampleForm({"kind": "visit"}),
        "goals": all_goals(),
        "chip": Chip("11", "#FD9D24", Words("Ciudades y comunidades sostenibles", "es")),
        "table": _table(),
        "page": Paginator(range(100), 10).get_page(request.GET.get("page", "2")),
        "figures": [{"value": 165, "text": "ciudades", "address": "#figures"}],
        "text": Prose(parse("Texto con **negrita**, *cursiva* y una lista:\n\n- agua\n- movilidad"), "es"),
        "foreign": Prose(parse("A text that nobody has translated yet."), "fr"),
        "arcs": _arcs(),
    }
    return render(request, "public/components.html", context)


def _gates() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(state="done", text="Personal técnico asignado", evidence="6 / 6", address=""),
        SimpleNamespace(state="waiting", text="Productos validados", evidence="2 / 4", address=""),
        SimpleNamespace(state="missing", text="Acta de la comisión", address="#gates", action="Subir acta"),
    ]


def _table() -> Table:
    def items(*titles: str) -> tuple[Item, ...]:
        return tuple(Item(Words(title, "es")) for title in titles)

    return Table(
        key="pem",
        title=Words("Panorámica Estratégica Municipal", "es"),
        caption="Vallehondo",
        columns=("Campo", "Contenido"),
        rows=(
            Row("plans", Words("Planes de Desarrollo Municipal", "es"), (items("Plan 2040", "Plan 24/7"),)),
            Row("sector", Words("Prioridad Sectorial", "es"), (items("Agua y saneamiento"),), moved="Va primero"),
            Row("own", Words("Barrios de ladera", "es"), (items("Mesa de ladera"),), own="El plan no los nombra"),
            Row("empty", Words("Otros Marcos Normativos", "es"), ((),)),
        ),
        left_out=(LeftOut(Words("Plan de 1998", "es"), "Ya no rige"),),
    )


def _arcs() -> SimpleNamespace:
    ends = [project(-16.5, -68.1), project(40.4, -3.7)]
    dots = [SimpleNamespace(at=end, names={"es": name}) for end, name in zip(ends, "AB", strict=True)]
    return SimpleNamespace(size=(WIDTH, HEIGHT), dots=dots, ties=[SimpleNamespace(curve=arc(*ends))])
