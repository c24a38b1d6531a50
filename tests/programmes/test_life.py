"""A programme begins, is published, withdrawn, closed, reopened; the public reads what was published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import CooperationInstrumentFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import (
    ActivityFactory,
    ProgrammeFactory,
    ProgrammePracticeFactory,
    StrategicLineFactory,
)

from entreciudades.actors.models import Adoption
from entreciudades.core.dates import PartialDate
from entreciudades.core.errors import MoveRefused
from entreciudades.core.models import AuditEvent, Text
from entreciudades.core.texts import save_text
from entreciudades.practices.models import Practice
from entreciudades.programmes.facts import facts_of
from entreciudades.programmes.models import Activity, Decision, Programme
from entreciudades.programmes.services import (
    change_programme,
    close,
    create_programme,
    keep_part,
    publish,
    reopen,
    withdraw,
    write_form,
    write_section,
)

ACTS: dict[str, Callable[..., Programme]] = {
    "publish": publish,
    "withdraw": lambda programme, by: withdraw(programme, reason="Hay errores.", by=by),
    "close": close,
    "reopen": lambda programme, by: reopen(programme, reason="Sigue.", by=by),
}
POSSIBLE = {"draft": ("publish",), "published": ("publish", "withdraw", "close"), "closed": ("reopen",)}


def begin(cast: Cast, *, adopted: bool = True, **values: Any) -> Programme:
    wanted = {
        "holder": cast.la_paz,
        "network": cast.ucci,
        "methodology": MethodologyFactory(),
        "variant": "city",
        "titles": {"es": "Programa de La Paz"},
        "edition": PartialDate.parse("2017-04"),
        "by": cast.coordinator,
    }
    wanted |= values
    if adopted:
        Adoption.objects.get_or_create(network=wanted["network"], methodology=wanted["methodology"])
    return create_programme(**wanted)


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return begin(cast)


def events(after: int) -> list[tuple[str, Any, dict[str, Any]]]:
    return [(e.verb, e.actor, e.details) for e in AuditEvent.objects.order_by("id")[after:]]


def body(programme: Programme, section: str = "1.2", *, published: bool) -> list[str]:
    facts = facts_of(programme, published=published)
    return [text.body for text in facts.texts_of(programme) if text.section == section]


# --- it begins -------------------------------------------------------------------------------------------------------


def test_a_programme_begins_as_a_draft_under_a_slug_of_city_and_year(programme: Programme, cast: Cast) -> None:
    programme.refresh_from_db()
    assert (programme.slug, programme.state, programme.published_at) == ("la-paz-bo-2017", "draft", None)
    assert (programme.source_language, str(programme.edition)) == ("es", "2017-04")
    assert events(0) == [("programme.created", cast.coordinator, {"variant": "city"})]
    assert AuditEvent.objects.get().scope == cast.ucci.pk
    assert begin(cast).slug == "la-paz-bo-2017-2"
    assert begin(cast, slug="la-paz-primero").slug == "la-paz-primero"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"variant": "village"}, "variant"),
        ({"variant": "network"}, "variant"),
        ({"titles": {}}, "titles"),
        ({"titles": {"es": ""}}, "titles"),
        ({"slug": "La Paz"}, "slug"),
    ],
)
def test_what_cannot_begin_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        begin(cast, **values)
    assert list(refused.value.message_dict) == [field]
    assert (Programme.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_only_a_member_begins_under_a_network_and_by_what_it_adopted(cast: Cast) -> None:
    with pytest.raises(ValidationError) as stranger:
        begin(cast, network=cast.puertos)
    with pytest.raises(ValidationError) as unadopted:
        begin(cast, adopted=False)
    assert [list(one.value.message_dict) for one in (stranger, unadopted)] == [["holder"], ["methodology"]]
    assert Programme.objects.count() == 0


def test_a_programme_uses_instruments_of_its_holder_alone(programme: Programme, cast: Cast) -> None:
    foreign = CooperationInstrumentFactory(organisation=cast.riomayor)
    with pytest.raises(ValidationError) as refused:
        change_programme(programme, by=cast.colleague, links={"instruments": [foreign]})
    assert (list(refused.value.message_dict), programme.instruments.count()) == (["instruments"], 0)


def test_a_programme_or_an_activity_that_ends_before_it_begins_is_refused(programme: Programme, cast: Cast) -> None:
    programme.starts, programme.ends = PartialDate.parse("2019"), PartialDate.parse("2018-12")
    line = StrategicLineFactory(programme=programme)
    activity = Activity(programme=programme, line=line, titles={"es": "Visita"}, starts="2019", ends="2018")
    for keep in (lambda: change_programme(programme, by=None), lambda: keep_part(activity, by=None)):
        with pytest.raises(ValidationError) as refused:
            keep()
        assert list(refused.value.message_dict) == ["ends"]
    programme.refresh_from_db()
    assert (programme.ends, programme.activities.count()) == (None, 0)


def test_a_network_holds_the_variant_for_networks(cast: Cast) -> None:
    own = begin(cast, holder=cast.ucci, variant="network", by=cast.secretary)
    assert (own.slug, own.variant) == ("ucci-2017", "network")
    with pytest.raises(ValidationError):
        begin(cast, holder=cast.ucci, variant="city")


def test_changing_keeps_fields_and_links_with_one_event(programme: Programme, cast: Cast) -> None:
    before = AuditEvent.objects.count()
    programme.titles = {"es": "Otro título"}
    change_programme(programme, by=cast.colleague, links={"axes": ["axis:innovation"]})
    programme.refresh_from_db()
    assert programme.titles == {"es": "Otro título"}
    assert [axis.pk for axis in programme.axes.all()] == ["axis:innovation"]
    assert events(before) == [("programme.changed", cast.colleague, {})]
    programme.titles = {}
    with pytest.raises(ValidationError) as refused:
        change_programme(programme, by=cast.colleague)
    assert list(refused.value.message_dict) == ["titles"]


def test_a_form_sent_late_does_not_undo_a_publication(programme: Programme, cast: Cast) -> None:
    write_section(programme, "1.2", "es", "Primero.", expected_version=0, by=cast.colleague)
    late = Programme.objects.get(pk=programme.pk)
    publish(programme, by=cast.coordinator)
    late.titles = {"es": "Otro título"}
    change_programme(late, by=cast.colleague)
    programme.refresh_from_db()
    assert (programme.state, programme.titles) == ("published", {"es": "Otro título"})


# --- its states ------------------------------------------------------------------------------------------------------


def test_each_state_allows_its_moves_and_refuses_the_others(cast: Cast) -> None:
    for state, possible in POSSIBLE.items():
        published_at = None if state == "draft" else timezone.now()
        for verb, act in ACTS.items():
            programme = ProgrammeFactory(state=state, published_at=published_at)
            before = AuditEvent.objects.count(), Decision.objects.count()
            if verb in possible:
                act(programme, by=cast.coordinator)
                continue
            with pytest.raises(MoveRefused) as refused:
                act(programme, by=cast.coordinator)
            assert (refused.value.verb, refused.value.current, refused.value.possible) == (verb, state, possible)
            programme.refresh_from_db()
            assert (programme.state, AuditEvent.objects.count(), Decision.objects.count()) == (state, *before)


def test_a_life_is_told_by_the_trail_and_its_reasons_by_the_decisions(programme: Programme, cast: Cast) -> None:
    before = AuditEvent.objects.count()
    publish(programme, by=cast.coordinator)
    close(programme, by=cast.coordinator)
    reopen(programme, reason=" Sigue otro año. ", by=cast.coordinator)
    withdraw(programme, reason="Hay errores.", by=cast.coordinator)
    again, back = programme.decisions.values_list("pk", flat=True)
    assert events(before) == [
        (f"programme.{verb}", cast.coordinator, {"before": old, "after": new} | decided)
        for verb, old, new, decided in (
            ("publish", "draft", "published", {}),
            ("close", "published", "closed", {}),
            ("reopen", "closed", "published", {"decision": again}),
            ("withdraw", "published", "draft", {"decision": back}),
        )
    ]
    assert [(d.verb, d.reason, d.made_by) for d in programme.decisions.all()] == [
        ("reopen", "Sigue otro año.", cast.coordinator),
        ("withdraw", "Hay errores.", cast.coordinator),
    ]


@pytest.mark.parametrize("reason", ["", "  \n ", "a" * 1001])
@pytest.mark.parametrize(("state", "act"), [("published", withdraw), ("closed", reopen)])
def test_a_step_back_needs_a_reason_of_fitting_length(cast: Cast, state: str, act: Any, reason: str) -> None:
    programme = ProgrammeFactory(state=state, published_at=timezone.now())
    with pytest.raises(ValidationError) as refused:
        act(programme, reason=reason, by=cast.coordinator)
    assert list(refused.value.message_dict) == ["reason"]
    programme.refresh_from_db()
    assert (programme.state, Decision.objects.count(), AuditEvent.objects.count()) == (state, 0, 0)


def test_the_state_is_judged_on_the_stored_row(programme: Programme, cast: Cast) -> None:
    stale = Programme.objects.get(pk=programme.pk)
    publish(programme, by=cast.coordinator)
    with pytest.raises(MoveRefused):
        reopen(stale, reason="Sigue.", by=cast.coordinator)
    close(stale, by=cast.coordinator)
    programme.refresh_from_db()
    assert programme.state == "closed"


def test_the_day_of_publication(programme: Programme, cast: Cast) -> None:
    publish(programme, by=cast.coordinator)
    first = programme.published_at
    close(programme, by=cast.coordinator)
    reopen(programme, reason="Sigue.", by=cast.coordinator)
    programme.refresh_from_db()
    assert programme.published_at == first
    publish(programme, by=cast.coordinator)
    programme.refresh_from_db()
    assert programme.published_at > first
    withdraw(programme, reason="Hay errores.", by=cast.coordinator)
    programme.refresh_from_db()
    assert programme.published_at is None


@pytest.mark.parametrize(("state", "published"), [("draft", True), ("published", False), ("closed", False)])
def test_the_database_holds_state_and_day_together(cast: Cast, state: str, *, published: bool) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeFactory(state=state, published_at=timezone.now() if published else None)


def test_the_database_wants_a_reason_for_a_decision(programme: Programme) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        programme.decisions.create(verb="withdraw", reason="")


def test_a_reason_is_never_changed_nor_lost(programme: Programme, cast: Cast) -> None:
    publish(programme, by=cast.coordinator)
    withdraw(programme, reason="Hay errores.", by=cast.coordinator)
    for act in (lambda: programme.decisions.update(reason="Otra."), programme.decisions.all().delete):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            act()
    with pytest.raises(ProtectedError):
        programme.delete()


# --- what the public reads -------------------------------------------------------------------------------------------


def test_the_public_reads_what_was_published_until_it_is_published_again(programme: Programme, cast: Cast) -> None:
    def write(text: str, version: int) -> None:
        write_section(programme, "1.2", "es", text, expected_version=version, by=cast.coordinator)

    write("Primero.", 0)
    assert (body(programme, published=True), body(programme, published=False)) == ([""], ["Primero."])
    publish(programme, by=cast.coordinator)
    write("Segundo.", 1)
    assert (body(programme, published=True), body(programme, published=False)) == (["Primero."], ["Segundo."])
    publish(programme, by=cast.coordinator)
    assert body(programme, published=True) == ["Segundo."]
    withdraw(programme, reason="Hay errores.", by=cast.coordinator)
    assert (body(programme, published=True), body(programme, published=False)) == ([""], ["Segundo."])


def test_closing_and_reopening_leave_the_public_text_as_it_is(programme: Programme, cast: Cast) -> None:
    write_section(programme, "1.2", "es", "Primero.", expected_version=0, by=cast.coordinator)
    publish(programme, by=cast.coordinator)
    write_section(programme, "1.2", "es", "Segundo.", expected_version=1, by=cast.coordinator)
    close(programme, by=cast.coordinator)
    reopen(programme, reason="Sigue.", by=cast.coordinator)
    assert body(programme, published=True) == ["Primero."]


def test_forms_of_activities_are_published_and_withdrawn_with_their_programme(cast: Cast) -> None:
    programme = ProgrammeFactory(holder=cast.ucci, network=cast.ucci, variant="network")
    activity = ActivityFactory(line=StrategicLineFactory(programme=programme))
    write_form(activity, "action/antecedentes", "es", "Antes.", expected_version=0, by=cast.secretary)

    def read() -> list[str]:
        return [text.body for text in facts_of(programme, published=True).texts_of(activity)]

    assert read() == [""]
    publish(programme, by=cast.secretary)
    assert read() == ["Antes."]
    withdraw(programme, reason="Hay errores.", by=cast.secretary)
    assert read() == [""]


@pytest.mark.parametrize("count", [1, 30])
def test_publishing_many_forms_is_one_act_on_texts(cast: Cast, count: int) -> None:
    programme = ProgrammeFactory(holder=cast.ucci, network=cast.ucci, variant="network")
    ActivityFactory.create_batch(count, line=StrategicLineFactory(programme=programme))
    with CaptureQueriesContext(connection) as asked:
        publish(programme, by=cast.secretary)
    assert sum('UPDATE "core_text"' in one["sql"] for one in asked) == 1


def test_practices_of_the_holder_are_published_with_it_and_those_of_others_are_not(
    programme: Programme, cast: Cast
) -> None:
    own = PracticeFactory(organisation=cast.la_paz, network=cast.ucci)
    other = PracticeFactory(organisation=cast.riomayor, network=cast.ucci)
    for practice in (own, other):
        ProgrammePracticeFactory(programme=programme, practice=practice)
        save_text(practice, "resultados", "es", "Borrador.", expected_version=0, by=None)
    publish(programme, by=cast.coordinator)
    told = AuditEvent.objects.filter(verb="practice.published")
    assert [(one.object_id, one.actor, one.scope) for one in told] == [(own.pk, cast.coordinator, cast.ucci.pk)]
    assert [one.published for one in Practice.objects.order_by("pk")] == [True, False]
    assert Text.objects.of(own).get().published_body == "Borrador."
    assert Text.objects.of(other).get().published_body is None
    facts = facts_of(programme)
    assert [[text.body for text in facts.texts_of(one)] for one in (own, other)] == [["Borrador."], [""]]
    withdraw(programme, reason="Hay errores.", by=cast.coordinator)
    assert [one.published for one in Practice.objects.order_by("pk")] == [True, False]
