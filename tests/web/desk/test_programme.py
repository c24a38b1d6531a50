"""A programme at its desk: what is missing, publication, matrices by hand, the book."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from tests.factories.cast import Cast
from tests.factories.programmes import ActivityFactory, ProgrammeFactory
from tests.factories.whole import whole_programme
from tests.web.conftest import As

import entreciudades
from entreciudades.accounts.services import choose_language
from entreciudades.core import trail
from entreciudades.core.models import Text
from entreciudades.documents.typeset import BookRefused
from entreciudades.exports.services import runs_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.pack import heading, variant_of
from entreciudades.programmes.services import write_form
from entreciudades.taxonomy.models import Term
from entreciudades.web.desk import programmes
from entreciudades.web.desk.blocks import missing_address
from entreciudades.web.desk.changes import what_of
from entreciudades.web.templatetags.words import when

PROGRAMME = "/desk/programmes/la-paz-2017/"
DESK = "/desk/organisations/la-paz-bo/"


def test_whoever_reviews_is_led_to_their_reviews(cast: Cast, sign_in: As) -> None:
    page = sign_in(cast.reviewer).get("/desk/")

    assert list(page.context["reviewed"]) == [cast.ucci]
    assert page.content.decode().count('class="btn btn-primary" href="/reviews/"') == 1


def test_whoever_audits_is_led_to_the_office(cast: Cast, sign_in: As) -> None:
    page = sign_in(cast.auditor).get("/desk/").content.decode()

    assert page.count('class="btn btn-primary" href="/office/"') == 1


def test_the_desk_of_one_city_opens_at_once(desk: Client) -> None:
    assert desk.get("/desk/").headers["Location"] == DESK


def test_what_is_missing_leads_to_where_it_is_mended(programme: Programme, desk: Client) -> None:
    Text.objects.filter(section="1.2").delete()
    programme.beneficiaries.all().delete()

    missing = {one["address"] for one in desk.get(PROGRAMME).context["missing"]}

    assert missing == {f"{PROGRAMME}texts/1.2/es/", f"{PROGRAMME}data/beneficiaries/"}
    assert missing <= {one["address"] for one in desk.get(DESK).context["missing"]}
    for address in missing:
        assert desk.get(address).status_code == 200


def test_the_desk_tells_the_latest_changes_in_words(cast: Cast, programme: Programme, desk: Client) -> None:
    choose_language(user=cast.coordinator, language="en")
    desk.post(f"{PROGRAMME}data/channels/add/", {"names_es": "Radio municipal"})

    changes = desk.get(DESK).context["changes"]

    assert [(change.what, change.by) for change in changes] == [("Added: channel", "Carmen Inventada")]


@pytest.mark.parametrize(
    ("section", "place"),
    [
        ("1.2", "1.2. Contexto"),
        ("3.11/politico", "3.11. El impacto del PCI: los efectos esperados – Impacto político"),
        ("9.9", "9.9"),
    ],
)
def test_a_text_is_named_by_its_section_and_language(
    section: str, place: str, cast: Cast, programme: Programme, desk: Client
) -> None:
    trail.record("text.saved", programme, by=cast.coordinator, section=section, language="pt", version=1)

    for page in (DESK, PROGRAMME):
        assert [change.what for change in desk.get(page).context["changes"]] == [
            f"Texto escrito: {place}, en portugués"
        ]


def test_a_text_of_an_activitys_form_is_told_at_the_desk_of_its_programme(cast: Cast, sign_in: As) -> None:
    """The variant held by a network has a form for each activity."""
    programme = ProgrammeFactory(variant="network", holder=cast.ucci, network=cast.ucci, slug="pci-2026")
    activity, form = ActivityFactory(programme=programme), variant_of(programme).forms[0]
    field = next(one for one in form.fields if one.words)

    write_form(activity, f"{form.key}/{field.key}", "pt", "Era 2017.", expected_version=0, by=cast.secretary)

    [change] = sign_in(cast.secretary).get("/desk/programmes/pci-2026/").context["changes"]
    assert change.what == f"Texto escrito: {form.title['es']} – {field.title['es']}, en portugués"


def test_a_row_of_a_vocabulary_is_named_by_its_term(cast: Cast, programme: Programme) -> None:
    [axes, *_] = [one for one in variant_of(programme).sections if one.parts_from]
    term = Term.objects.in_codelist(axes.parts_from).first()
    section = axes.text_key(term.code)
    event = trail.record("text.saved", programme, by=None, section=section, language="es", version=1)

    with override("es"):
        assert what_of(event, programme) == f"Texto escrito: {heading(axes)} – {term.labels['es']}, en español"


def test_a_matrix_is_named_by_its_title(programme: Programme, desk: Client) -> None:
    desk.post(f"{PROGRAMME}matrices/pem/rows/politicas-publicas/", {"kind": "leave-out-row", "reason": "Una razón."})

    [change] = desk.get(DESK).context["changes"]

    assert change.what == "Se cambió una matriz a mano: Panorámica Estratégica Municipal (PEM)"


def test_a_colleague_prepares_and_the_coordinator_publishes(
    cast: Cast, programme: Programme, desk: Client, sign_in: As
) -> None:
    colleague = sign_in(cast.colleague)
    assert colleague.get(PROGRAMME).context["moves"] == []
    assert colleague.post(f"{PROGRAMME}state/publish/").status_code == 403

    desk.post(f"{PROGRAMME}state/publish/")

    programme.refresh_from_db()
    assert programme.state == "published"


def test_publishing_again_is_offered_where_readers_would_read_other_words(programme: Programme, desk: Client) -> None:
    def offered() -> list[str]:
        return [move["verb"] for move in desk.get(PROGRAMME).context["moves"]]

    assert offered() == ["publish"]

    desk.post(f"{PROGRAMME}state/publish/")
    assert offered() == ["withdraw", "close"]

    Text.objects.of(programme).filter(section="1.2", language="es").update(body="Otra cosa.")
    assert offered() == ["publish", "withdraw", "close"]


def test_publishing_with_gaps_says_how_many(programme: Programme, desk: Client) -> None:
    assert "notice-warning" not in desk.get(f"{PROGRAMME}state/publish/").content.decode()

    Text.objects.of(programme).filter(section="1.2").delete()
    page = desk.get(f"{PROGRAMME}state/publish/")

    assert [part.section for part in page.context["missing"]] == ["1.2"]
    assert "Falta 1 parte" in page.content.decode()


def test_withdrawing_asks_for_a_reason(programme: Programme, desk: Client) -> None:
    desk.post(f"{PROGRAMME}state/publish/")

    assert desk.post(f"{PROGRAMME}state/withdraw/", {"reason": " "}).status_code == 200
    programme.refresh_from_db()
    assert programme.state == "published"

    desk.post(f"{PROGRAMME}state/withdraw/", {"reason": "Faltaba una firma."})
    programme.refresh_from_db()
    assert (programme.state, programme.decisions.get().reason) == ("draft", "Faltaba una firma.")


def test_the_reasons_are_read_on_the_overview_among_the_changes_and_before_the_next_move(
    cast: Cast, programme: Programme, desk: Client
) -> None:
    desk.post(f"{PROGRAMME}state/publish/")
    desk.post(f"{PROGRAMME}state/withdraw/", {"reason": "Faltaba una firma."})

    overview, move = desk.get(PROGRAMME), desk.get(f"{PROGRAMME}state/publish/")

    who = cast.coordinator.get_full_name()
    for page in (overview, move):
        told = [(one.what, one.why, one.by) for one in page.context["decisions"]]
        assert told == [("Se retiró el programa", "Faltaba una firma.", who)]
    assert overview.content.decode().count("“Faltaba una firma.”") == 2
    assert [one.why for one in overview.context["changes"]][:2] == ["Faltaba una firma.", ""]


def test_a_closed_programme_is_only_read_until_it_is_reopened(
    cast: Cast, programme: Programme, desk: Client, sign_in: As
) -> None:
    Text.objects.of(programme).filter(section="1.2").delete()
    for verb in ("publish", "close"):
        desk.post(f"{PROGRAMME}state/{verb}/")

    page = desk.get(PROGRAMME)
    words = page.content.decode()
    assert "El programa está cerrado" in words
    assert [move["verb"] for move in page.context["moves"]] == ["reopen"]
    assert [tab.title for tab in page.context["tabs"]] == ["Vista general", "Libro"]
    day = desk.get("/desk/organisations/la-paz-bo/").context["missing"]
    assert [line["address"] for line in day if line["address"].startswith(PROGRAMME)] == []
    row = programme.activities.first()
    for address in ("facts/", "data/", "texts/", "pictures/", "matrices/", f"data/activities/{row.pk}/"):
        assert desk.get(PROGRAMME + address).status_code == 403
        assert desk.post(PROGRAMME + address).status_code in {403, 405}
        assert PROGRAMME + address not in words
    assert desk.get(f"{PROGRAMME}book/").status_code == 200
    assert sign_in(cast.colleague).get(PROGRAMME).context["moves"] == []

    desk.post(f"{PROGRAMME}state/reopen/", {"reason": "Sigue otro año."})
    assert desk.get(f"{PROGRAMME}facts/").status_code == 200


def test_a_move_that_came_too_late_is_said(programme: Programme, desk: Client) -> None:
    page = desk.post(f"{PROGRAMME}state/reopen/", {"reason": "Sigue."}, follow=True)

    assert [str(message.level_tag) for message in page.context["messages"]] == ["error"]
    programme.refresh_from_db()
    assert programme.state == "draft"


def test_an_unknown_verb_is_not_found(desk: Client, programme: Programme) -> None:
    assert desk.post(f"/desk/programmes/{programme.slug}/state/delete/").status_code == 404


def test_title_period_and_priorities_are_changed(programme: Programme, desk: Client) -> None:
    form = {"titles_es": "PCI", "titles_en": "CCP", "edition": "2017-04", "sectors": ["sector:urban-development"]}

    assert desk.post(f"{PROGRAMME}facts/", form).status_code == 302

    programme.refresh_from_db()
    assert (programme.titles, str(programme.edition)) == ({"es": "PCI", "en": "CCP"}, "2017-04")
    assert [term.pk for term in programme.sectors.all()] == ["sector:urban-development"]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"kind": "leave-out-row", "reason": ""}, "reason"),
        ({"kind": "move-row", "reason": "Así."}, "place"),
        ({"kind": "add-entry", "reason": "Así."}, "texts"),
        ({"kind": "leave-out-entry", "reason": "Así."}, "entry"),
        ({"kind": "paint-it", "reason": "Así."}, "kind"),
    ],
)
def test_a_change_by_hand_says_what_it_lacks(
    programme: Programme, desk: Client, form: dict[str, str], field: str
) -> None:
    page = desk.post(f"{PROGRAMME}matrices/pem/rows/politicas-publicas/", form)

    assert list(page.context["form"].errors) == [field]
    assert programme.matrix_changes.count() == 0


def test_a_row_of_the_citys_own_stands_with_its_reason(programme: Programme, desk: Client) -> None:
    form = {"titles_es": "Pueblos indígenas", "texts_es": "Consejo", "place": "1", "reason": "Lo pidió el concejo."}
    assert desk.post(f"{PROGRAMME}matrices/pem/add/", form).status_code == 302

    pem = desk.get(f"{PROGRAMME}matrices/").context["matrices"][0]

    assert (str(pem["rows"][0].title), pem["rows"][0].reason) == ("Pueblos indígenas", "Lo pidió el concejo.")
    assert len(pem["rows"]) == 9


def test_every_entry_of_a_matrix_leads_to_its_data(programme: Programme, desk: Client) -> None:
    matrices = desk.get(f"{PROGRAMME}matrices/").context["matrices"]

    addresses = {entry.address for matrix in matrices for row in matrix["rows"] for entry in row.entries}

    assert "" not in addresses
    assert {desk.get(address).status_code for address in addresses} == {200}


def test_the_undoing_of_another_programmes_change_is_not_found(cast: Cast, programme: Programme, desk: Client) -> None:
    other = whole_programme(1, network=cast.puertos)
    change = other.matrix_changes.create(
        matrix="pem", kind="leave-out-row", row="x", reason="x", made_by=cast.secretary
    )

    assert desk.post(f"{PROGRAMME}matrices/changes/{change.pk}/undo/").status_code == 404
    assert other.matrix_changes.count() == 1


OF_DAY = 16  # the day of a city also asks what is to be done, who votes, whose mandate ends, which network asks


@pytest.mark.parametrize(
    ("page", "most"),
    [
        (DESK, OF_DAY),
        (f"{DESK}profile/", 12),
        (f"{PROGRAMME}data/", 12),
        (f"{PROGRAMME}texts/", 12),
        (f"{PROGRAMME}texts/1.2/es/", 12),
    ],
)
def test_pages_ask_few_questions(
    page: str, most: int, programme: Programme, desk: Client, django_assert_max_num_queries: Any
) -> None:
    desk.get(page)

    with django_assert_max_num_queries(most):
        assert desk.get(page).status_code == 200


def test_the_desk_asks_the_same_with_many_programmes(
    cast: Cast, programme: Programme, desk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, slug=f"la-paz-{number}")

    with django_assert_max_num_queries(OF_DAY):
        assert len(desk.get(DESK).context["programmes"]) == 5


@pytest.mark.parametrize("page", [PROGRAMME, f"{PROGRAMME}matrices/", f"{PROGRAMME}synergies/"])
def test_a_whole_programme_asks_at_most_25_questions(
    page: str, programme: Programme, desk: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        assert desk.get(page).status_code == 200


def test_the_book_is_downloaded(programme: Programme, desk: Client) -> None:
    book = desk.get(f"{PROGRAMME}book/es/")

    assert (book["Content-Type"], book.getvalue()[:5]) == ("application/pdf", b"%PDF-")
    assert desk.get(f"{PROGRAMME}book/fr/").status_code == 404
    [run] = runs_of(programme)
    page = desk.get(f"{PROGRAMME}book/").content.decode()
    assert f"{run.made_by.get_full_name()} · {when(run.made_at)}</td>" in page
    assert (">del escritorio</td>" in page, f">{entreciudades.__version__}</td>" in page) == (True, True)


def test_what_the_form_of_an_activity_lacks_is_mended_in_that_form(programme: Programme) -> None:
    mending = missing_address(programme, "action:16", "", "es")

    assert mending == f"/desk/programmes/{programme.slug}/activities/16/action/es/"


def test_a_book_that_cannot_be_printed_says_so_at_the_desk(
    programme: Programme, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise BookRefused("no title")

    monkeypatch.setattr(programmes, "book_of", refuse)
    answer = desk.get(f"/desk/programmes/{programme.slug}/book/es/", follow=True)
    assert answer.redirect_chain == [(f"/desk/programmes/{programme.slug}/book/", 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
