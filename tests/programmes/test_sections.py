"""The long texts of a programme: only under the methodology's keys, never one over another."""

import pytest
from tests.factories.cast import Cast
from tests.factories.programmes import ActivityFactory, ProgrammeFactory, StrategicLineFactory

from entreciudades.core.errors import TextConflict, TextTooLong
from entreciudades.core.models import AuditEvent, Text
from entreciudades.core.texts import LIMIT
from entreciudades.programmes.errors import UnknownSection
from entreciudades.programmes.models import Programme
from entreciudades.programmes.pack import form_keys, text_keys
from entreciudades.programmes.services import write_form, write_section

AXES = ("gender-equality", "innovation", "human-rights", "environmental-sustainability", "culture-of-peace")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)


def test_a_text_is_kept_under_its_section_and_language(programme: Programme, cast: Cast) -> None:
    for language, body in (("es", "Contexto."), ("pt", "Contexto em português.")):
        write_section(programme, "1.2", language, body, expected_version=0, by=cast.coordinator)
    assert list(Text.objects.of(programme).order_by("id").values_list("section", "language", "body", "version")) == [
        ("1.2", "es", "Contexto.", 1),
        ("1.2", "pt", "Contexto em português.", 1),
    ]
    assert [(e.verb, e.details) for e in AuditEvent.objects.order_by("id")] == [
        ("text.saved", {"section": "1.2", "language": language, "version": 1}) for language in ("es", "pt")
    ]


def test_parts_have_keys_of_their_own(programme: Programme, cast: Cast) -> None:
    for key in ("3.11/politico", "3.8/innovation"):
        write_section(programme, key, "es", "Texto.", expected_version=0, by=cast.coordinator)
    assert sorted(text.section for text in Text.objects.of(programme)) == ["3.11/politico", "3.8/innovation"]


@pytest.mark.parametrize("key", ["9.9", "", "1.2/politico", "3.8", "3.8/peace", "3.11", "action/antecedentes"])
def test_an_unknown_section_is_refused_with_those_that_there_are(programme: Programme, cast: Cast, key: str) -> None:
    with pytest.raises(UnknownSection) as refused:
        write_section(programme, key, "es", "Texto.", expected_version=0, by=cast.coordinator)
    assert (refused.value.key, refused.value.known) == (key, tuple(text_keys(programme)))
    assert Text.objects.count() == 0


def test_the_keys_are_those_of_the_methodology(programme: Programme) -> None:
    keys = tuple(text_keys(programme))
    assert [key for key in keys if key.startswith("3.8")] == [f"3.8/{axis}" for axis in AXES]
    assert [key for key in keys if key.startswith("3.11")] == ["3.11/politico", "3.11/social", "3.11/tecnico"]
    assert form_keys(programme) == {}


def test_two_people_at_once_lose_nothing(programme: Programme, cast: Cast) -> None:
    write_section(programme, "1.2", "es", "Al principio.", expected_version=0, by=cast.coordinator)
    write_section(programme, "1.2", "es", "De la colega.", expected_version=1, by=cast.colleague)
    with pytest.raises(TextConflict) as conflict:
        write_section(programme, "1.2", "es", "De la coordinadora.", expected_version=1, by=cast.coordinator)
    current = conflict.value.current
    assert current is not None
    assert (current.body, current.version, current.updated_by) == ("De la colega.", 2, cast.colleague)
    assert Text.objects.get().body == "De la colega."
    write_section(programme, "1.2", "es", "De las dos.", expected_version=2, by=cast.coordinator)
    text = Text.objects.get()
    assert (text.body, text.version) == ("De las dos.", 3)
    assert [version.body for version in text.versions.all()] == ["De la colega.", "Al principio."]


def test_a_text_over_the_limit_is_refused_with_the_limit(programme: Programme, cast: Cast) -> None:
    with pytest.raises(TextTooLong) as refused:
        write_section(programme, "1.2", "es", "a" * (LIMIT + 1), expected_version=0, by=cast.coordinator)
    assert (refused.value.limit, refused.value.found) == (LIMIT, LIMIT + 1)
    assert Text.objects.count() == 0
    write_section(programme, "1.2", "es", "a" * LIMIT, expected_version=0, by=cast.coordinator)
    assert len(Text.objects.get().body) == LIMIT


def test_a_form_is_written_on_its_activity(cast: Cast) -> None:
    programme = ProgrammeFactory(holder=cast.ucci, network=cast.ucci, variant="network")
    activity = ActivityFactory(line=StrategicLineFactory(programme=programme))
    write_form(activity, "action/antecedentes", "es", "Antes.", expected_version=0, by=cast.secretary)
    assert [(text.section, text.body) for text in Text.objects.of(activity)] == [("action/antecedentes", "Antes.")]
    for key in ("action/informacion-general", "antecedentes", "1.2"):
        with pytest.raises(UnknownSection) as refused:
            write_form(activity, key, "es", "Texto.", expected_version=0, by=cast.secretary)
        assert refused.value.known == tuple(form_keys(programme))


def test_a_citys_activity_has_no_form(programme: Programme, cast: Cast) -> None:
    activity = ActivityFactory(line=StrategicLineFactory(programme=programme))
    with pytest.raises(UnknownSection):
        write_form(activity, "action/antecedentes", "es", "Texto.", expected_version=0, by=cast.coordinator)
