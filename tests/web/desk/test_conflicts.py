"""Two people on one form: the second is shown what stands now, and nothing that either wrote is lost."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.actors import CityFactory, PlanFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory, ArticleFactory
from tests.factories.cast import Cast
from tests.factories.practices import PracticeFactory
from tests.web.conftest import As

from entreciudades.actors.models import CityProfile, Plan
from entreciudades.core.models import AuditEvent
from entreciudades.programmes.models import Activity, Programme

ORGANISATION = "/desk/organisations/la-paz-bo/"
PROGRAMME = "/desk/programmes/la-paz-2017/"


@pytest.fixture
def colleague(cast: Cast, sign_in: As) -> Client:
    """Another editor of La Paz at the same desk."""
    return sign_in(cast.colleague)


@pytest.fixture
def two(desk: Client, colleague: Client) -> tuple[Client, Client]:
    return desk, colleague


def filled_in(client: Client, address: str) -> dict[str, Any]:
    """What a browser sends of a form that was opened and not touched."""
    page = client.get(address)
    form = page.context["form"]
    assert f'<input type="hidden" name="opened" value="{form.digest}">' in page.content.decode()
    sent = {"opened": form.digest}
    for bound in form:
        value = bound.value()
        if hasattr(bound.field.widget, "decompress"):
            boxes = value if isinstance(value, list) else bound.field.widget.decompress(value)
            sent |= dict(zip((f"{bound.name}{one}" for one in bound.field.widget.widgets_names), boxes, strict=True))
        elif isinstance(value, list):
            sent[bound.name] = [getattr(one, "pk", one) for one in value]
        elif value not in {None, False}:
            sent[bound.name] = str(value)
    return sent


def test_the_second_of_two_sees_what_stands_now_and_saves_again_on_purpose(
    programme: Programme, desk: Client, colleague: Client, cast: Cast
) -> None:
    row = programme.activities.first()
    address = f"{PROGRAMME}data/activities/{row.pk}/"
    mine = filled_in(desk, address) | {"titles_es": "Lo que escribo yo", "targets": ["sdg:11.2"]}
    theirs = filled_in(colleague, address) | {"titles_pt": "O que ela escreve", "targets": ["sdg:5"]}
    assert colleague.post(address, theirs).status_code == 302

    page = desk.post(address, mine)

    assert page.status_code == 409
    conflict = page.context["form"].conflict
    assert conflict.by == cast.colleague.get_full_name()
    assert conflict.at == AuditEvent.objects.latest("id").at
    told = dict(conflict.fields)
    assert list(told) == ["Título", "Metas ODS"]
    assert {one.language: one.text for one in told["Título"]}["pt"] == "O que ela escreve"
    assert 'value="Lo que escribo yo"' in page.content.decode()
    row.refresh_from_db()
    assert row.titles["pt"] == "O que ela escreve"
    assert [term.pk for term in row.targets.all()] == ["sdg:5"]

    again = mine | {"opened": page.context["form"].digest}
    assert desk.post(address, again).status_code == 302
    row.refresh_from_db()
    assert row.titles["es"] == "Lo que escribo yo"
    assert [term.pk for term in row.targets.all()] == ["sdg:11.2"]


def test_a_form_with_a_mistake_keeps_when_it_was_opened(
    programme: Programme, desk: Client, colleague: Client, cast: Cast
) -> None:
    address = f"{PROGRAMME}data/activities/{programme.activities.first().pk}/"
    mine = filled_in(desk, address)
    colleague.post(address, filled_in(colleague, address) | {"titles_es": "Otro"})

    refused = desk.post(address, mine | {"starts": "ayer"})

    assert (refused.status_code, refused.context["form"].digest) == (200, mine["opened"])
    assert desk.post(address, mine).status_code == 409


def test_what_was_sent_twice_or_moved_up_or_says_the_same_is_no_conflict(programme: Programme, desk: Client) -> None:
    _first, second = programme.projects.all()
    address = f"{PROGRAMME}data/projects/{second.pk}/"
    sent = filled_in(desk, address) | {"titles_es": "Otro nombre"}
    desk.post(f"{address}up/")

    assert [desk.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(object_id=second.pk, verb="project.changed").count() == 2  # moved, named


def test_what_was_written_into_a_removed_row_is_added_anew(cast: Cast, desk: Client, colleague: Client) -> None:
    row = PlanFactory(organisation=cast.la_paz)
    address = f"{ORGANISATION}data/plans/{row.pk}/"
    sent = filled_in(desk, address) | {"titles_es": "Plan que escribo"}
    colleague.post(f"{address}remove/")

    page = desk.post(address, sent)

    assert page.status_code == 409
    assert cast.colleague.get_full_name() in page.content.decode()
    assert 'value="Plan que escribo"' in page.content.decode()
    assert f'action="{ORGANISATION}data/plans/add/"' in page.content.decode()
    assert desk.get(address).status_code == 404
    assert desk.post(f"{ORGANISATION}data/plans/add/", sent).status_code == 302
    assert [one.titles["es"] for one in Plan.objects.filter(organisation=cast.la_paz)] == ["Plan que escribo"]


def test_the_removed_row_of_another_city_and_one_that_never_was_are_not_found(
    cast: Cast, desk: Client, sign_in: As
) -> None:
    row = PlanFactory(organisation=cast.riomayor)
    other = f"/desk/organisations/{cast.riomayor.slug}/data/plans/{row.pk}/"
    assert sign_in(cast.other_coordinator).post(f"{other}remove/").status_code == 302

    assert [desk.post(f"{ORGANISATION}data/plans/{pk}/").status_code for pk in (row.pk, 10**20)] == [404, 404]


@pytest.fixture
def pages(cast: Cast, programme: Programme) -> dict[str, str]:
    """The address of each form that is not of a list."""
    CityProfile.objects.get_or_create(organisation=cast.la_paz)
    PracticeFactory(organisation=cast.la_paz, network=cast.ucci, slug="cebras", methodology=programme.methodology)
    agreement = AgreementFactory()
    for party in (cast.la_paz, CityFactory(published=True)):
        AgreementPartyFactory(agreement=agreement, organisation=party)
    ArticleFactory(agreement=agreement, number=1)
    return {
        "programme": f"{PROGRAMME}facts/",
        "organisation": f"{ORGANISATION}names/",
        "government": f"{ORGANISATION}government/",
        "practice": "/desk/practices/cebras/title/",
        "agreement": f"{ORGANISATION}agreements/{agreement.pk}/",
        "article": f"{ORGANISATION}agreements/{agreement.pk}/articles/1/",
    }


@pytest.mark.parametrize(
    ("of", "field", "heading"),
    [
        ("programme", "titles_es", "Título"),
        ("organisation", "names_es", "Nombre"),
        ("government", "government_name", "Nombre del gobierno local"),
        ("practice", "titles_es", "Título"),
        ("agreement", "titles_es", "Título"),
        ("article", "headings_es", "Encabezado"),
    ],
)
def test_every_form_of_one_object_meets_the_colleague(
    of: str, field: str, heading: str, pages: dict[str, str], two: tuple[Client, Client]
) -> None:
    desk, colleague = two
    opened = filled_in(desk, pages[of])
    assert colleague.post(pages[of], opened | {field: "Suyo"}).status_code == 302

    late = desk.post(pages[of], opened | {field: "Mío"})

    assert late.status_code == 409
    assert [title for title, _words in late.context["form"].conflict.fields] == [heading]
    again = opened | {field: "Mío", "opened": late.context["form"].digest}
    assert desk.post(pages[of], again).status_code == 302


def test_parties_that_a_colleague_changed_are_shown(
    cast: Cast, pages: dict[str, str], desk: Client, colleague: Client
) -> None:
    third = CityFactory(published=True, names={"es": "Ciudad Tercera"})
    opened = filled_in(desk, pages["agreement"])
    assert colleague.post(pages["agreement"], opened | {"others": [third.pk]}).status_code == 302

    late = desk.post(pages["agreement"], opened)

    assert late.status_code == 409
    assert late.context["form"].conflict.fields == (("Otras partes", ["Ciudad Tercera"]),)
    told = AuditEvent.objects.get(verb="agreement.changed")
    assert (told.scope, told.actor) == (cast.la_paz.pk, cast.colleague)


def test_two_who_first_describe_the_government_meet_too(cast: Cast, desk: Client, colleague: Client) -> None:
    CityProfile.objects.filter(organisation=cast.la_paz).delete()
    page = f"{ORGANISATION}government/"
    opened = filled_in(desk, page)
    colleague.post(page, opened | {"government_name": "Suyo"})

    assert desk.post(page, opened | {"government_name": "Mío"}).status_code == 409
    assert CityProfile.objects.get(organisation=cast.la_paz).government_name == "Suyo"


def test_a_form_that_does_not_say_when_it_was_opened_is_kept_as_before(programme: Programme, desk: Client) -> None:
    row = programme.activities.first()
    address = f"{PROGRAMME}data/activities/{row.pk}/"
    sent = filled_in(desk, address) | {"titles_es": "Sin marca"}
    del sent["opened"]

    assert desk.post(address, sent).status_code == 302
    assert Activity.objects.get(pk=row.pk).titles["es"] == "Sin marca"
