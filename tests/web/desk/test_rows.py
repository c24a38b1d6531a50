"""What hangs on a city or a programme: added, refused, ordered, removed."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from moneyed import Money
from tests.factories.actors import PlanFactory
from tests.factories.cast import Cast
from tests.factories.programmes import ActivityFactory, StrategicLineFactory
from tests.web.conftest import As

from entreciudades.actors.models import OrganisationFigure, Plan
from entreciudades.programmes.models import Activity, Programme, SynergyAction

ORGANISATION = "/desk/organisations/la-paz-bo/data/"
PROGRAMME = "/desk/programmes/la-paz-2017/data/"


def activity(programme: Programme, **changed: Any) -> dict[str, Any]:
    return {
        "titles_es": "Taller de mercados",
        "titles_pt": "Oficina de mercados",
        "line": programme.lines.first().pk,
        "starts": "14/06/2016",
        "ends": "2018~",
        "targets": ["sdg:11.2", "sdg:5"],
        "partners": [programme.partners.first().organisation_id],
        "cost_amount": "1.250,50",
        "cost_currency": "BOB",
    } | changed


def test_an_activity_is_added_last_with_all_that_was_said(programme: Programme, desk: Client) -> None:
    assert desk.post(f"{PROGRAMME}activities/add/", activity(programme)).status_code == 302

    added = Activity.objects.latest("id")
    assert added.titles == {"es": "Taller de mercados", "pt": "Oficina de mercados"}
    assert (str(added.starts), str(added.ends)) == ("2016-06-14", "2018~")
    assert added.cost == Money("1250.50", "BOB")
    assert {term.pk for term in added.targets.all()} == {"sdg:11.2", "sdg:5"}
    assert list(added.partners.all()) == [programme.partners.first().organisation]
    assert added.position == max(programme.activities.values_list("position", flat=True))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"titles_es": "", "titles_pt": ""}, "titles"),
        ({"starts": "ayer"}, "starts"),
        ({"ends": "31/02/2016"}, "ends"),
        ({"targets": ["sdg:99"]}, "targets"),
        ({"cost_amount": "mucho"}, "cost_amount"),
        ({"cost_amount": "1250.5"}, "cost_amount"),
        ({"cost_amount": "-1"}, "cost_amount"),
        ({"line": "0"}, "line"),
        ({"titles_es": "x" * 2001}, "titles"),
    ],
)
def test_bad_input_stays_in_the_form_with_its_field(
    programme: Programme, desk: Client, changed: dict[str, Any], field: str
) -> None:
    before = Activity.objects.count()

    page = desk.post(f"{PROGRAMME}activities/add/", activity(programme, **changed))

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["cost_currency"].value() == "BOB"
    assert Activity.objects.count() == before


def test_the_list_of_errors_leads_to_the_box_in_the_readers_language(programme: Programme, desk: Client) -> None:
    page = desk.post(f"{PROGRAMME}activities/add/", activity(programme, titles_es="", titles_pt="")).content.decode()

    assert '<a href="#id_titles_0">' in page
    assert 'id="id_titles_0"' in page


def test_an_amount_without_its_currency_is_refused(programme: Programme, desk: Client) -> None:
    page = desk.post(f"{PROGRAMME}activities/add/", activity(programme, cost_currency=""))

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["__all__"]


def test_the_list_says_what_all_cost_in_each_currency_in_one_query(programme: Programme, desk: Client) -> None:
    programme.activities.all().delete()
    assert "Total" not in desk.get(f"{PROGRAMME}activities/").content.decode()
    line = programme.lines.first()

    def asked(*costs: tuple[int, str]) -> tuple[int, str]:
        for amount, currency in costs:
            ActivityFactory(line=line, cost_amount=amount, cost_currency=currency)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(f"{PROGRAMME}activities/").content.decode()
        return len(queries), page

    (few, _page), (lots, page) = asked((10, "EUR")), asked((5, "EUR"), (7, "BOB"))
    assert "<strong>Total:</strong> 7,00\xa0BOB · 15,00\xa0€</p>" in page
    assert few == lots


def test_a_line_of_another_programme_cannot_be_chosen(programme: Programme, desk: Client) -> None:
    page = desk.post(f"{PROGRAMME}activities/add/", activity(programme, line=StrategicLineFactory().pk))

    assert list(page.context["form"].errors) == ["line"]


def test_the_row_of_another_city_is_not_found(cast: Cast, desk: Client) -> None:
    plan = PlanFactory(organisation=cast.riomayor)

    assert desk.get(f"{ORGANISATION}plans/{plan.pk}/").status_code == 404
    assert desk.post(f"{ORGANISATION}plans/{plan.pk}/remove/").status_code == 404
    assert Plan.objects.filter(pk=plan.pk).exists()


def test_a_figure_needs_its_source(cast: Cast, desk: Client) -> None:
    figure = {"measure": "population", "value": "925.000", "qualifier": "about", "unit": "inhabitants", "source": ""}

    page = desk.post(f"{ORGANISATION}figures/add/", figure)
    assert list(page.context["form"].errors) == ["source"]

    assert desk.post(f"{ORGANISATION}figures/add/", figure | {"source": "Programa, p. 12"}).status_code == 302
    assert OrganisationFigure.objects.get().value == 925_000


def test_what_is_in_use_is_not_removed_and_says_by_what(programme: Programme, desk: Client) -> None:
    plan = programme.alignments.first().plan

    page = desk.post(f"{ORGANISATION}plans/{plan.pk}/remove/")

    assert page.status_code == 409
    assert page.context["used_by"] == ["alineación con un plan: Programa de La Paz"]
    assert Plan.objects.filter(pk=plan.pk).exists()


@pytest.mark.parametrize(
    "page",
    [
        f"{ORGANISATION}plans/add/",
        "/desk/organisations/la-paz-bo/team/add/",
        "/desk/organisations/la-paz-bo/pictures/",
        "/desk/organisations/la-paz-bo/names/",
        "/desk/programmes/la-paz-2017/state/publish/",
        "/desk/programmes/la-paz-2017/texts/1.2/es/",
    ],
)
def test_every_form_carries_its_token(page: str, programme: Programme, desk: Client) -> None:
    html = desk.get(page).content.decode()

    assert html.count('method="post"') == len(re.findall(r'name="csrfmiddlewaretoken" value="\w+"', html))


def test_a_row_is_moved_up(programme: Programme, desk: Client) -> None:
    first, second = programme.projects.all()

    desk.post(f"{PROGRAMME}projects/{second.pk}/up/")

    assert list(programme.projects.all()) == [second, first]


def test_a_cell_of_the_synergy_matrix_is_filled(programme: Programme, desk: Client) -> None:
    line, actor = programme.synergy_lines.last(), programme.synergy_actors.first()
    suggested = desk.get(f"{PROGRAMME}synergy-actions/add/?line={line.pk}&actor={actor.pk}").context["form"]
    assert (suggested["line"].value(), suggested["actor"].value()) == (str(line.pk), str(actor.pk))

    form = {
        "line": line.pk,
        "actor": actor.pk,
        "titles_es": "Formar",
        "details_es": "Uno\r\nDos",
        "details_en": "One\r\nTwo",
    }
    assert desk.post(f"{PROGRAMME}synergy-actions/add/", form).status_code == 302

    assert SynergyAction.objects.latest("id").details == [{"es": "Uno", "en": "One"}, {"es": "Dos", "en": "Two"}]


@pytest.mark.parametrize("noun", ["activities", "partners", "figures"])
def test_a_list_asks_the_same_with_many_rows(
    noun: str, programme: Programme, desk: Client, django_assert_max_num_queries: Any
) -> None:
    line = programme.lines.first()
    ActivityFactory.create_batch(30, line=line)

    with django_assert_max_num_queries(12):
        assert desk.get(f"{PROGRAMME}{noun}/").status_code == 200


@pytest.mark.parametrize("page", ["add/", "{pk}/"])
def test_a_form_asks_at_most_twelve_questions(
    page: str, programme: Programme, desk: Client, django_assert_max_num_queries: Any
) -> None:
    pk = programme.activities.first().pk

    with django_assert_max_num_queries(12):
        assert desk.get(f"{PROGRAMME}activities/{page.format(pk=pk)}").status_code == 200


def test_an_auditor_and_a_secretary_do_not_write_in_a_city(cast: Cast, programme: Programme, sign_in: As) -> None:
    for person in (cast.secretary, cast.auditor):
        assert sign_in(person).post(f"{PROGRAMME}activities/add/", activity(programme)).status_code == 403
