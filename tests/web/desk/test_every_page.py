"""Every page of the desk answers those who work there, and nobody else."""

import pytest
from django.test import Client
from tests.factories.actors import NeedFactory, OfferFactory, PersonFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import Election, Promise
from entreciudades.programmes.models import MatrixChange, Programme
from entreciudades.web.desk.organisation_nouns import ORGANISATION_NOUNS
from entreciudades.web.desk.programme_nouns import PROGRAMME_NOUNS

ORGANISATION = "/desk/organisations/la-paz-bo/"
PROGRAMME = "/desk/programmes/la-paz-2017/"
PAGES = [
    ORGANISATION,
    *(f"{ORGANISATION}{page}/" for page in ("profile", "names", "government", "place", "practices", "pictures")),
    f"{ORGANISATION}place/?q=la+paz",
    f"{ORGANISATION}practices/add/",
    f"{ORGANISATION}presentation/es/",
    *(f"{ORGANISATION}data/{noun}/{page}" for noun in ORGANISATION_NOUNS for page in ("", "add/")),
    PROGRAMME,
    *(f"{PROGRAMME}{page}/" for page in ("facts", "data", "texts", "synergies", "matrices", "book", "pictures")),
    *(f"{PROGRAMME}data/{noun}/{page}" for noun in PROGRAMME_NOUNS for page in ("", "add/")),
    *(f"{PROGRAMME}texts/{page}" for page in ("1.2/es/", "1.2/pt/", "3.8/es/", "3.11/en/", "1.2/es/history/")),
    f"{PROGRAMME}matrices/pem/add/",
    f"{PROGRAMME}matrices/pem/rows/politicas-publicas/",
    f"{PROGRAMME}state/publish/",
]


@pytest.fixture
def furnished(cast: Cast, programme: Programme) -> Programme:
    for factory in (NeedFactory, OfferFactory, PersonFactory):
        factory(organisation=cast.la_paz)
    Election.objects.create(organisation=cast.la_paz, kind="municipal", held="2027-03", source="inventado")
    Promise.objects.create(organisation=cast.la_paz, what="Enviar el plan", to_whom="Riomayor", due="2027-01")
    return programme


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_its_coordinator_only(
    page: str, cast: Cast, furnished: Programme, desk: Client, sign_in: As
) -> None:
    assert desk.get(page).status_code == 200

    assert sign_in(cast.other_coordinator).get(page).status_code in {403, 404}
    assert sign_in(cast.second_secretary).get(page).status_code in {403, 404}
    assert Client().get(page).status_code == 302


@pytest.mark.parametrize(
    ("base", "noun"),
    [*((PROGRAMME, noun) for noun in PROGRAMME_NOUNS), *((ORGANISATION, noun) for noun in ORGANISATION_NOUNS)],
)
def test_each_row_can_be_opened_and_saved_as_it_stands(
    base: str, noun: str, cast: Cast, furnished: Programme, desk: Client
) -> None:
    nouns, owner = (PROGRAMME_NOUNS, furnished) if base == PROGRAMME else (ORGANISATION_NOUNS, cast.la_paz)
    row = nouns[noun].of(owner).first()
    address = f"{base}data/{noun}/{row.pk}/"
    before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}

    form = desk.get(address).context["form"]
    sent = _as_sent(form)
    answer = desk.post(address, sent)

    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} == before


def test_a_matrix_change_is_undone(cast: Cast, furnished: Programme, desk: Client) -> None:
    desk.post(
        f"{PROGRAMME}matrices/pem/rows/politicas-publicas/",
        {"kind": "leave-out-row", "reason": "El concejo lo decidió."},
    )
    change = MatrixChange.objects.get()
    assert (change.kind, change.row, change.reason) == ("leave-out-row", "politicas-publicas", "El concejo lo decidió.")

    desk.post(f"{PROGRAMME}matrices/changes/{change.pk}/undo/")

    assert MatrixChange.objects.count() == 0


def _as_sent(form: object) -> dict[str, object]:
    """What a browser sends for a form as it was served."""
    sent: dict[str, object] = {}
    for field in form:  # type: ignore[attr-defined]
        for widget in _inputs(
            field.field.widget.get_context(
                field.html_name,
                field.field.prepare_value(field.value()) if hasattr(field.field, "prepare_value") else field.value(),
                {},
            )["widget"]
        ):
            name, value = widget
            sent.setdefault(name, []).append(value)  # type: ignore[union-attr]
    return sent


def _inputs(widget: dict[str, object]) -> list[tuple[str, object]]:
    if "subwidgets" in widget:
        return [one for sub in widget["subwidgets"] for one in _inputs(sub)]  # type: ignore[attr-defined]
    if "optgroups" in widget:
        chosen = [option for _group, options, _index in widget["optgroups"] for option in options if option["selected"]]  # type: ignore[attr-defined]
        return [(option["name"], option["value"]) for option in chosen]
    if widget.get("type") == "checkbox":
        return [(widget["name"], "on")] if widget["attrs"].get("checked") else []  # type: ignore[list-item, attr-defined]
    return [(widget["name"], "" if widget["value"] is None else widget["value"])]  # type: ignore[list-item]
