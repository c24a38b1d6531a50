"""Components as pages use them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from entreciudades.core.dates import PartialDate
from entreciudades.documents.book import Item, Origin, Row, Table, Words
from entreciudades.taxonomy.codelists import load
from entreciudades.web.components import components
from entreciudades.web.templatetags.colours import contrast, readable_on
from entreciudades.web.templatetags.words import number, when


def shown(source: str, context: Mapping[str, Any], language: str = "es") -> str:
    with override(language):
        return Template("{% load words %}" + source).render(Context(dict(context)))


def test_a_label_in_another_language_is_marked_and_escaped() -> None:
    labels = {"es": "Agua & vida"}
    assert shown("{{ labels|label }}", {"labels": labels}) == "Agua &amp; vida"
    assert shown("{{ labels|label }}", {"labels": labels}, "en") == '<span lang="es">Agua &amp; vida</span>'
    assert shown("{{ labels|plain }}", {"labels": labels}, "en") == "Agua &amp; vida"
    assert shown("{{ labels|label }}", {"labels": {}}) == ""


def test_long_text_shows_marks_and_no_html_of_its_own() -> None:
    assert shown("{{ text|prose }}", {"text": "**Sí** <b>"}) == "<p><strong>Sí</strong> &lt;b&gt;</p>"


@pytest.mark.parametrize(("language", "said"), [("es", "3.020,5"), ("pt", "3.020,5"), ("en", "3,020.5")])
def test_numbers_follow_the_reader(language: str, said: str) -> None:
    with override(language):
        assert number(Decimal("3020.50")) == said


def test_dates_are_said_as_far_as_they_are_known() -> None:
    with override("es"):
        assert when(PartialDate.parse("2017-04")) == "abril de 2017"
        assert when("2016-06-14") == "14 de junio de 2016"
        assert when(None) == ""


def test_moments_say_their_zone() -> None:
    moment = dt.datetime(2026, 11, 20, 9, 7, 41, tzinfo=dt.UTC)
    with override("es"):
        assert when(moment) == "20 nov 2026, 9:07 UTC"
    with override("pt"):
        assert when(moment) == "20 de nov. de 2026, 09:07 UTC"


def test_numbers_on_every_goals_colour_are_readable() -> None:
    colours = [row.colour for row in load().codelists["sdg"].terms if row.colour]
    assert len(colours) == 17
    assert [colour for colour in colours if contrast(colour, readable_on(colour)) < 4.5] == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


class OneField(forms.Form):
    title = forms.CharField(label="Título", help_text="Como en el libro")


def test_a_field_ties_its_help_and_its_error_to_itself() -> None:
    with override("es"):
        html = render_to_string("components/form.html", {"form": OneField({}), "submit": "Guardar"})
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<a href="#id_title">' in html


def matrix(addresses: Mapping[Origin, str] | None = None) -> str:
    plan = Origin("actors.plan", "3")
    table = Table(
        key="pem",
        title=Words("Panorámica", "es"),
        caption="Vallehondo",
        columns=("Campo", "Contenido"),
        rows=(
            Row("plans", Words("Planes", "es"), ((Item(Words("Plan 2040", "es"), origin=plan),),)),
            Row("own", Words("Laderas", "es"), ((),), own="El plan no las nombra", moved="Urge"),
        ),
    )
    with override("es"):
        return render_to_string("components/matrix.html", {"table": table, "addresses": addresses})


def test_a_matrix_heads_its_rows_and_says_why_a_row_is_the_citys_own() -> None:
    html = matrix()
    assert html.count('<th scope="row">') == 2
    assert html.count("El plan no las nombra") == 1
    assert html.count("Cambiado de lugar por la ciudad: Urge") == 1
    assert html.count('class="is-own"') == 1


def test_a_cell_leads_to_where_its_data_is_kept() -> None:
    found = matrix({Origin("actors.plan", "3"): "/es/ciudades/vallehondo/#plan-3"})
    assert '<a href="/es/ciudades/vallehondo/#plan-3">Plan 2040</a>' in found
    assert "<a " not in matrix()


def test_every_component_is_shown_on_their_page(client: Client) -> None:
    request = client.get("/en/privacy/").wsgi_request
    assert components(request).status_code == 200
