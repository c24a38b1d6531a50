"""What waits for a translation, and how it is written."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import NetworkMemberFactory, PersonFactory, PlanFactory
from tests.factories.calls import CallFactory
from tests.factories.cast import Cast
from tests.factories.programmes import ActivityFactory, ProgrammeFactory, StrategicLineFactory
from tests.factories.whole import put_text, whole_programme

from entreciudades.actors.languages import choose_working_languages, wanted_languages
from entreciudades.alliances.models import Agreement
from entreciudades.calls.models import Call
from entreciudades.core.errors import NotAllowed, NotFound, RowConflict, TextConflict
from entreciudades.core.fields import LabelsField
from entreciudades.core.models import AuditEvent, Text
from entreciudades.processes.translation.labels import LABELLED, counts, find, labels, translate_label
from entreciudades.processes.translation.naming import named
from entreciudades.processes.translation.scope import KINDS, desk_of, office_of
from entreciudades.processes.translation.texts import MISSING, STALE, translate, waiting
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import write_section

pytestmark = pytest.mark.django_db

#: Short texts that nobody translates: words of vocabularies, of methodologies and of the network's own glossary,
#: what a city decided in a matrix, the words for pictures.
NOT_TRANSLATED = {
    "taxonomy.term",
    "methodologies.methodology",
    "actors.glossaryterm",
    "programmes.matrixchange",
    "core.attachment",
    "calls.application",  # read as its city wrote it
    "alliances.alliance",  # called as its source calls it
    # Several cities write them together, in the languages they have: they are changed where they are written.
    "alliances.addressee",
    "alliances.agendaitem",
    "alliances.agendapoint",
    "alliances.bodydecision",
    "alliances.fundingcall",
    "alliances.jointbid",
    "alliances.reply",
    "alliances.seatalignment",
    "exchanges.exchange",
    "exchanges.giving",
    "exchanges.product",
    # The words of a law, as its register has them.
    "alliances.approvalrule",
}


@pytest.fixture
def programme(cast: Cast) -> Programme:
    choose_working_languages(cast.ucci, ["es", "pt"], by=cast.secretary)
    made: Programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, titles={"es": "Ciudad de colores"})
    return made


def test_a_network_says_its_languages_and_its_cities_follow(cast: Cast) -> None:
    assert wanted_languages(cast.la_paz) == ("es",)
    choose_working_languages(cast.ucci, ["pt", "es"], by=cast.secretary)
    choose_working_languages(cast.puertos, ["en"], by=cast.second_secretary)
    assert (wanted_languages(cast.ucci), wanted_languages(cast.la_paz)) == (("es", "pt"), ("es", "pt"))
    NetworkMemberFactory(network=cast.puertos, organisation=cast.la_paz)
    assert wanted_languages(cast.la_paz) == ("es", "pt", "en")
    choose_working_languages(cast.ucci, ["es"], by=cast.secretary)
    assert wanted_languages(cast.ucci) == ("es",)
    assert AuditEvent.objects.filter(verb="network.languages").values_list("scope", flat=True).first() == cast.ucci.pk


def test_what_has_no_translation_waits_and_so_does_what_went_on_since_the_oldest_change_first(
    cast: Cast, programme: Programme
) -> None:
    for key, body in (("1.2", "Contexto"), ("1.1", "Presentación"), ("2.1", "  "[:0])):
        write_section(programme, key, "es", body, expected_version=0, by=cast.coordinator)
    scope = desk_of(cast.la_paz)
    assert [text.section for text in waiting(scope, "pt")] == ["1.2", "1.1"]
    first = waiting(scope, "pt")[0]
    translate(first, "pt", "Contexto em português", expected_version=0, scope=scope, by=cast.coordinator)
    assert [text.section for text in waiting(scope, "pt")] == ["1.1"]
    write_section(programme, "1.2", "es", "Contexto y más", expected_version=1, by=cast.coordinator)
    assert [text.section for text in waiting(scope, "pt", STALE)] == ["1.2"]
    assert [text.section for text in waiting(scope, "pt", MISSING)] == ["1.1"]
    assert [text.made_from for text in waiting(scope, "pt")] == [None, 1]  # type: ignore[attr-defined]
    assert list(waiting(scope, "es")) == []


def test_a_translation_is_saved_by_version_and_never_over_another(cast: Cast, programme: Programme) -> None:
    source = put_text(programme, "1.2", "Contexto")
    scope = office_of(cast.ucci)
    translate(source, "pt", "Um", expected_version=0, scope=scope, by=cast.secretary)
    with pytest.raises(TextConflict):
        translate(source, "pt", "Dois", expected_version=0, scope=scope, by=cast.coordinator)
    assert Text.objects.get(language="pt").body == "Um"


def test_every_kind_of_text_is_named_and_can_be_translated(cast: Cast) -> None:
    programme = whole_programme(holder=cast.la_paz, network=cast.ucci)
    for agreement in Agreement.objects.all():
        agreement.parties.get_or_create(organisation=cast.la_paz)
    scope = desk_of(cast.la_paz)
    found = named(waiting(scope, "pt"))
    assert {one.kind for one in found} == {"organisation", "programme", "practice", "agreement"}
    assert [one.title.text for one in found if not one.title.text or one.title.text == one.text.section] == []
    for one in found:
        translate(one.text, "pt", "Traduzido", expected_version=0, scope=scope, by=cast.coordinator)
    assert list(waiting(scope, "pt")) == []
    assert programme.network_id == cast.ucci.pk


def test_the_secretariat_translates_what_stands_under_its_network_and_nothing_else(
    cast: Cast, programme: Programme
) -> None:
    put_text(programme, "1.2", "Contexto")
    put_text(cast.la_paz, "presentation", "La Paz se presenta")
    assert [text.section for text in waiting(office_of(cast.ucci), "pt")] == ["1.2"]
    assert list(waiting(office_of(cast.puertos), "pt")) == []
    assert office_of(cast.ucci).owner("programme", programme.pk, by=cast.secretary) == programme
    with pytest.raises(NotAllowed):
        office_of(cast.ucci).owner("programme", programme.pk, by=cast.auditor)
    with pytest.raises(NotFound):
        office_of(cast.puertos).owner("programme", programme.pk, by=cast.second_secretary)
    with pytest.raises(NotFound):
        office_of(cast.ucci).owner("planet", 1, by=cast.secretary)


def test_a_closed_programme_waits_for_nothing(cast: Cast, programme: Programme) -> None:
    put_text(programme, "1.2", "Contexto")
    Programme.objects.update(state="closed", published_at=timezone.now())
    assert list(waiting(desk_of(cast.la_paz), "pt")) == []
    assert ("programme", programme.pk) not in counts(desk_of(cast.la_paz), "pt")


def test_short_texts_wait_too(cast: Cast, programme: Programme) -> None:
    line = StrategicLineFactory(programme=programme, titles={"es": "Línea"}, descriptions={"es": "Qué", "pt": "O quê"})
    scope = desk_of(cast.la_paz).only("programme", programme.pk)
    assert counts(scope, "pt") == {("programme", programme.pk): 2}
    found = {one.key: one.source.text for one in labels(scope, "pt")}
    title, of_line = f"programmes.programme/{programme.pk}/titles", f"programmes.strategicline/{line.pk}/titles"
    assert found == {title: "Ciudad de colores", of_line: "Línea"}
    one = find(scope, of_line, "pt")
    translate_label(one, "pt", " Linha ", digest=one.digest, scope=scope, by=cast.coordinator)
    line.refresh_from_db()
    assert line.titles == {"es": "Línea", "pt": "Linha"}
    with pytest.raises(RowConflict):
        translate_label(find(scope, of_line, "pt"), "pt", "Outra", digest=one.digest, scope=scope, by=cast.coordinator)
    assert find(scope, of_line, "pt").text == "Linha"


def test_whoever_translates_never_rewrites_the_original(cast: Cast, programme: Programme) -> None:
    Programme.objects.update(titles={"es": "Ciudad de colores", "pt": "Cidade das cores"})
    scope, key = office_of(cast.ucci), f"programmes.programme/{programme.pk}/titles"
    one = find(scope, key, "es")
    with pytest.raises(ValidationError):
        translate_label(one, "es", "Otra cosa", digest=one.digest, scope=scope, by=cast.secretary)
    programme.refresh_from_db()
    assert programme.titles["es"] == "Ciudad de colores"
    one = find(scope, key, "pt")
    translate_label(one, "pt", "Cidade de cores", digest=one.digest, scope=scope, by=cast.secretary)
    programme.refresh_from_db()
    assert programme.titles["pt"] == "Cidade de cores"


@pytest.mark.parametrize(
    "key", ["programmes.strategicline/0/titles", "accounts.user/1/name", "x", "programmes.programme/1/slug"]
)
def test_a_short_text_that_is_none_of_the_scopes_is_not_found(cast: Cast, programme: Programme, key: str) -> None:
    with pytest.raises(NotFound):
        find(desk_of(cast.la_paz), key, "pt")


def test_every_short_text_can_be_translated(cast: Cast) -> None:
    whole_programme(holder=cast.la_paz, network=cast.ucci)
    PlanFactory(organisation=cast.la_paz, titles={"es": "Plan"})
    PersonFactory(organisation=cast.la_paz, posts={"es": "Alcaldesa"})
    CallFactory(network=cast.ucci, draft=True, titles={"es": "Pares"})
    for scope, by in ((desk_of(cast.la_paz), cast.coordinator), (office_of(cast.ucci), cast.secretary)):
        for one in list(labels(scope, "pt")):
            translate_label(one, "pt", "Traduzido", digest=one.digest, scope=scope, by=by)
        assert counts(scope, "pt") == {}
        assert list(labels(scope, "pt")) == []


def test_every_short_text_of_the_rooms_is_in_the_queue_or_said_to_be_in_none() -> None:
    having = {
        model._meta.label_lower
        for model in apps.get_models()
        if any(isinstance(field, LabelsField) for field in model._meta.concrete_fields)
    }
    assert having - NOT_TRANSLATED == {model._meta.label_lower for model in LABELLED}


def test_a_call_is_translated_while_it_is_prepared(cast: Cast) -> None:
    choose_working_languages(cast.ucci, ["es", "pt"], by=cast.secretary)
    draft = CallFactory(network=cast.ucci, draft=True, titles={"es": "Pares"})
    public = CallFactory(network=cast.ucci, titles={"es": "Pares"})
    for call in (draft, public):
        put_text(call, "summary", "Resumen.")
    scope = office_of(cast.ucci)
    [source] = waiting(scope, "pt")
    translate(source, "pt", "Resumo.", expected_version=0, scope=scope, by=cast.secretary)
    [one] = [one for one in labels(scope, "pt") if one.row == draft]
    translate_label(one, "pt", "Pares em português", digest=one.digest, scope=scope, by=cast.secretary)
    draft.refresh_from_db()
    written = Text.objects.of(draft).get(language="pt")
    assert (draft.titles["pt"], written.body, written.is_translation) == ("Pares em português", "Resumo.", True)
    assert list(waiting(scope, "pt")) == []
    assert [one for one in labels(scope, "pt") if isinstance(one.row, Call)] == []


def test_the_queue_asks_the_same_however_much_waits(cast: Cast) -> None:
    def queries(rows: int) -> int:
        Text.objects.all().delete()
        made = whole_programme(rows, network=cast.ucci)
        ActivityFactory(programme=made, line=made.lines.first())
        scope = office_of(cast.ucci)
        with CaptureQueriesContext(connection) as caught:
            assert len(named(waiting(scope, "pt"))) >= rows
            assert sum(counts(scope, "pt").values()) > 0
            assert len(list(labels(scope, "pt"))) > rows
        return len(caught)

    assert queries(3) == queries(1)


def test_kinds_are_those_of_the_scopes(cast: Cast) -> None:
    scopes: list[Any] = [desk_of(cast.la_paz), office_of(cast.ucci)]
    assert [list(scope.owners) for scope in scopes] == [list(KINDS)] * 2
