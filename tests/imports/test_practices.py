"""Good practices come in with the texts of their sheets, and go out again."""

import pytest
from tests.factories.methodologies import MethodologyFactory
from tests.factories.practices import PracticeFactory
from tests.imports.bringing import checked, problems, states, table, undone, written

from entreciudades.actors.models import Adoption
from entreciudades.core.models import Text
from entreciudades.core.texts import save_text
from entreciudades.imports import jobs, services
from entreciudades.imports.going_out import file_of
from entreciudades.imports.kinds import KINDS
from entreciudades.practices.models import Practice

pytestmark = pytest.mark.django_db
KIND = KINDS["practices"]
RESULTS, RESULTS_PT = (KIND.column(f"text-resultados:{code}").called("es") for code in ("es", "pt"))


@pytest.fixture
def practice(cast):
    Adoption.objects.create(network=cast.ucci, methodology=MethodologyFactory())
    practice = PracticeFactory(
        organisation=cast.la_paz, network=cast.ucci, methodology=MethodologyFactory(), titles={"es": "Cebras"}
    )
    practice.themes.set(["iuc:12"])
    save_text(practice, "resultados", "es", "Menos accidentes.\n\n- uno\n- dos", expected_version=0, by=None)
    save_text(practice, "resultados", "pt", "Menos acidentes.", expected_version=0, by=None)
    return practice


def bring(cast, *rows, headings):
    return checked(cast, table(*rows, headings=headings), kind="practices", owner=cast.la_paz, by=cast.coordinator)


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_a_file_that_nobody_touched_changes_nothing(cast, practice, form):
    data = file_of(KIND, cast.la_paz, form, "en")
    brought = checked(cast, data, kind="practices", owner=cast.la_paz, by=cast.coordinator, name=f"fichas.{form}")
    assert states(brought) == [(2, "same")]


def test_a_new_practice_has_its_texts_and_goes_again(cast, practice):
    brought = bring(
        cast,
        ["Miradores", "Movilidad urbana; iuc:14", "Se ve la ciudad.\r\nToda.", "Vê-se a cidade."],
        headings=["Título", "Temas", RESULTS, RESULTS_PT],
    )
    brought = written(cast, brought, by=cast.coordinator)
    made = Practice.objects.exclude(pk=practice.pk).get()
    texts = {(one.section, one.language): one.body for one in Text.objects.of(made)}
    assert texts == {("resultados", "es"): "Se ve la ciudad.\nToda.", ("resultados", "pt"): "Vê-se a cidade."}
    assert (made.slug, made.organisation, made.network, made.published) == (
        "miradores", cast.la_paz, cast.ucci, False,
    )  # fmt: skip
    assert undone(cast, brought, by=cast.coordinator).state == "undone"
    assert (list(Practice.objects.all()), Text.objects.of(made).count()) == ([practice], 0)


def test_one_text_changed_is_one_text_changed(cast, practice):
    brought = bring(cast, [str(practice.pk), "Muchos menos accidentes."], headings=["Número", RESULTS])
    assert states(brought) == [(2, "changed")]
    written(cast, brought, by=cast.coordinator)
    bodies = {text.language: (text.body, text.version) for text in Text.objects.of(practice)}
    assert bodies == {"es": ("Muchos menos accidentes.", 2), "pt": ("Menos acidentes.", 1)}
    undone(cast, brought, by=cast.coordinator)
    assert Text.objects.of(practice).get(language="es").body == "Menos accidentes.\n\n- uno\n- dos"


def test_what_somebody_wrote_meanwhile_is_not_written_over(cast, practice):
    brought = bring(cast, [str(practice.pk), "De la hoja."], headings=["Número", RESULTS])
    save_text(practice, "resultados", "es", "De la página.", expected_version=1, by=cast.colleague)
    services.confirm(brought, by=cast.coordinator)
    assert jobs.next_import()
    brought.refresh_from_db()
    assert (brought.state, brought.failure["code"]) == ("checked", "outdated")
    assert Text.objects.of(practice).get(language="es").body == "De la página."


def test_problems(cast, practice):
    heads = ["Título", "Temas", RESULTS]
    brought = bring(cast, ["", "Cosas", "x" * 20_001], headings=heads)
    assert problems(brought) == [("B2", "not-listed"), ("A2", "required"), ("C2", "refused")]


def test_another_networks_office_has_none(cast, practice):
    cast.la_paz.memberships.all().delete()
    assert (list(KIND.stored(cast.ucci)), KIND.stored(cast.puertos), KIND.stored(cast.riomayor)) == (
        [practice.pk], {}, {},
    )  # fmt: skip
