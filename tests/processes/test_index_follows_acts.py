"""What the search knows of a programme, a practice and an organisation follows every act."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories.actors import PriorityFactory
from tests.factories.cast import Cast
from tests.factories.programmes import ProgrammeFactory, ProgrammePracticeFactory

from entreciudades.actors.models import Need, Offer, Organisation
from entreciudades.actors.services import adopt_methodology, change_organisation, index_organisation
from entreciudades.actors.services import keep_part as keep_of_organisation
from entreciudades.actors.services import remove_part as remove_of_organisation
from entreciudades.core.models import IndexEntry
from entreciudades.core.refs import kind_of
from entreciudades.practices.models import Practice
from entreciudades.practices.services import (
    change_practice,
    create_practice,
    index_practice,
    publish_practice,
    withdraw_practice,
    write_field,
)
from entreciudades.processes.search import search
from entreciudades.programmes.indexing import index_programme
from entreciudades.programmes.models import Activity, Programme, StrategicLine
from entreciudades.programmes.services import (
    change_programme,
    close,
    keep_part,
    publish,
    remove_part,
    reopen,
    withdraw,
    write_section,
)

REBUILD: dict[type, Callable[[Any], None]] = {
    Organisation: index_organisation,
    Practice: index_practice,
    Programme: index_programme,
}


def entries() -> list[tuple[Any, ...]]:
    fields = ("object_kind", "object_id", "language", "title", "title_terms", "body_terms")
    return list(IndexEntry.objects.order_by(*fields).values_list(*fields))


def rebuilt() -> list[tuple[Any, ...]]:
    """The index made anew for everything that it names."""
    named = {(kind, pk) for kind, pk, *_rest in entries()}
    IndexEntry.objects.all().delete()
    for model, rebuild in REBUILD.items():
        for row in model.objects.filter(pk__in=[pk for kind, pk in named if kind == kind_of(model)]):
            rebuild(row)
    return entries()


def found(text: str, user: object, language: str = "es") -> list[tuple[str, str]]:
    return [(hit.kind, hit.title) for hit in search(text, language=language, user=user)]


@pytest.fixture
def programme(cast: Cast) -> Programme:
    titles = {"es": "Programa de La Paz", "pt": "Programa de La Paz (pt)"}
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, titles=titles)
    index_programme(programme)
    return programme


HIT = [("programmes.programme", "Programa de La Paz")]


def test_a_published_text_is_found_and_an_unpublished_one_is_not(programme: Programme, cast: Cast) -> None:
    write_section(programme, "1.2", "es", "Un teleférico.", expected_version=0, by=cast.coordinator)
    assert (found("teleférico", cast.coordinator), found("teleférico", cast.visitor)) == ([], [])
    publish(programme, by=cast.coordinator)
    assert (found("teleferico", cast.visitor), found("tranvía", cast.visitor)) == (HIT, [])
    write_section(programme, "1.2", "es", "Un tranvía.", expected_version=1, by=cast.coordinator)
    assert (found("teleférico", cast.visitor), found("tranvía", cast.visitor)) == (HIT, [])
    publish(programme, by=cast.coordinator)
    assert (found("teleférico", cast.visitor), found("tranvía", cast.visitor)) == ([], HIT)
    withdraw(programme, reason="Hay errores.", by=cast.coordinator)
    assert (found("tranvía", cast.visitor), found("tranvía", cast.coordinator)) == ([], [])


def test_a_draft_is_found_by_its_own_and_not_by_the_second_network(programme: Programme, cast: Cast) -> None:
    keep_part(StrategicLine(programme=programme, number=1, titles={"es": "Gobernanza"}), by=cast.coordinator)
    hits = {name: found("gobernanza", user) for name, user in cast.everybody.items()}
    assert {name for name, hit in hits.items() if hit} == {"secretary", "coordinator", "colleague", "auditor"}
    assert hits["secretary"] == HIT


def test_a_removed_activity_is_no_longer_found(programme: Programme, cast: Cast) -> None:
    line = keep_part(StrategicLine(programme=programme, number=1, titles={"es": "Riesgos"}), by=None)
    activity = keep_part(Activity(programme=programme, line=line, titles={"es": "Pasantía"}), by=None)
    assert found("pasantías", cast.coordinator) == HIT
    remove_part(activity, by=cast.coordinator)
    assert found("pasantías", cast.coordinator) == []


def test_a_subject_is_found_by_the_words_of_every_vocabulary(programme: Programme, cast: Cast) -> None:
    """Urban mobility (a theme) is close to target 11.2, which is part of urban development (a sector)."""
    adopt_methodology(cast.ucci, programme.methodology, by=cast.secretary)
    keep_of_organisation(Need(organisation=cast.riomayor, term_id="iuc:12", level=4), by=None)
    keep_of_organisation(Offer(organisation=cast.la_paz, term_id="sdg:11.2", level=4), by=None)
    practice = Practice(
        organisation=cast.la_paz, network=cast.ucci, methodology=programme.methodology, titles={"es": "Cebras"}
    )
    create_practice(practice, by=None, links={"themes": ["iuc:12"]})
    change_programme(programme, by=None, links={"sectors": ["sector:urban-development"]})

    cities = {("actors.organisation", "La Paz"), ("actors.organisation", "Riomayor")}
    cebras, line = {("practices.practice", "Cebras")}, set(HIT)
    by = cast.coordinator
    assert set(found("movilidad urbana", by)) == cities | cebras
    assert set(found("transporte accesible", by)) == cities | cebras | line
    assert set(found("ODS 11", by)) == cities | cebras | line
    assert set(found("SDG 11.2", by, "en")) == cities | cebras | line
    assert found("ODS 12", by) == []
    change_programme(programme, by=None, links={"sectors": []})
    assert set(found("transporte accesible", by)) == cities | cebras


def test_after_many_acts_the_index_is_as_if_made_anew(programme: Programme, cast: Cast) -> None:
    by = cast.coordinator
    change_organisation(cast.la_paz, by=by)
    need = keep_of_organisation(Need(organisation=cast.la_paz, term_id="iuc:7", level=2), by=by)
    keep_of_organisation(Offer(organisation=cast.la_paz, term_id="sdg:11.2", level=4, statement={"es": "Buses"}), by=by)
    PriorityFactory(organisation=cast.la_paz)
    remove_of_organisation(need, by=by)
    practice = Practice(
        organisation=cast.la_paz, network=cast.ucci, methodology=programme.methodology, titles={"es": "Cebras"}
    )
    adopt_methodology(cast.ucci, programme.methodology, by=cast.secretary)
    create_practice(practice, by=by, links={"themes": []})
    write_field(practice, "resultados", "es", "Menos accidentes.", expected_version=0, by=by)
    publish_practice(practice, by=by)
    write_field(practice, "resultados", "es", "Cruces seguros.", expected_version=1, by=by)
    change_practice(practice, by=by)
    assert entries() == rebuilt()

    line = keep_part(StrategicLine(programme=programme, number=1, titles={"es": "Riesgos"}), by=by)
    activity = keep_part(Activity(programme=programme, line=line, titles={"es": "Visita", "pt": "Visita pt"}), by=by)
    ProgrammePracticeFactory(programme=programme, practice=practice)
    write_section(programme, "1.2", "pt", "Contexto em português.", expected_version=0, by=by)
    publish(programme, by=by)
    assert entries() == rebuilt()

    programme.subtitles = {"es": "Gobernanza"}
    change_programme(programme, by=by)
    remove_part(activity, by=by)
    close(programme, by=by)
    reopen(programme, reason="Sigue.", by=by)
    withdraw_practice(practice, by=by)
    withdraw(programme, reason="Hay errores.", by=by)
    assert entries() == rebuilt()
    assert len(entries()) == 3 * 3
