"""Somebody without a login is asked, answers, and the answer is taken over part by part."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from tests.contributions.conftest import DUE, TEXT, Desk
from tests.core.office_files import docx
from tests.factories.practices import PracticeFactory

from entreciudades.actors.models import OrganisationFigure
from entreciudades.contributions import services
from entreciudades.contributions.errors import DraftConflict, NothingToAskFor
from entreciudades.contributions.forgetting import KEEP, forget_old_contributors
from entreciudades.contributions.models import Request
from entreciudades.contributions.targets import target_of
from entreciudades.contributions.word import MEDIA_TYPE
from entreciudades.core.errors import LinkRefused, MoveRefused, TextConflict, TextTooLong
from entreciudades.core.files import attach, attachments_of, store_bytes
from entreciudades.core.links import find_link
from entreciudades.core.models import AuditEvent, Link, Text
from entreciudades.notices.models import Task
from entreciudades.processes.erasure import erase
from entreciudades.programmes.services import write_section

BETTER = "La ciudad crece deprisa.\n\nEl río pasa.\n\nHay un parque."


def answered(desk: Desk, body: str = BETTER, **values: object) -> Request:
    request = desk.ask(**values)
    services.save_draft(request, request.passages.get().key, body, expected_version=1)
    return services.hand_in(request, written_by="Lucía Inventada, Movilidad")


def reason(token: str) -> str:
    try:
        find_link(token, services.LINK)
    except LinkRefused as refused:
        return refused.reason
    return ""


def test_asking_sends_the_text_out_with_a_link_and_keeps_how_it_stood(desk: Desk) -> None:
    request = desk.ask(asks="Cuente qué hace su área.")
    passage = request.passages.get()
    assert (passage.key, passage.base, passage.draft, passage.version) == ("1.2", TEXT, TEXT, 1)
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == (["lucia@example.org"], [desk.cast.coordinator.email])
    assert "Cuente qué hace su área." in sent.body
    link = Link.objects.get()
    assert (link.object_kind, link.object_id, link.expires_at) == (
        "contributions.request",
        request.pk,
        dt.datetime(2026, 3, 17, 12, tzinfo=dt.UTC),
    )
    assert reason(desk.token()) == ""
    event = AuditEvent.objects.get(verb="request.asked")
    assert (event.actor, event.scope, event.details) == (
        desk.cast.coordinator,
        desk.cast.la_paz.pk,
        {"kind": "text", "section": "1.2"},
    )


@pytest.mark.parametrize(
    ("language", "day"), [("es", "16 de marzo de 2026"), ("pt", "16 de março de 2026"), ("en", "16 March 2026")]
)
def test_the_mail_names_what_until_when_and_who_asks(desk: Desk, language: str, day: str) -> None:
    request = desk.ask(language=language)
    body = mail.outbox[-1].body.replace("\n", " ")
    for words in (request.title, desk.cast.coordinator.get_full_name(), "La Paz", "Lucía Inventada", day):
        assert words in body


def test_without_an_address_nothing_is_sent_and_there_is_no_link(desk: Desk) -> None:
    desk.ask(to_email="")
    assert (mail.outbox, Link.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due": dt.date(2026, 3, 1)}, "due"),
        ({"to_name": ""}, "to_name"),
        ({"to_email": "nadie"}, "to_email"),
        ({"kind": "opinion"}, "asks"),
    ],
)
def test_a_request_that_is_not_right_is_not_made(desk: Desk, values: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        desk.ask(**values)
    assert list(refused.value.message_dict) == [field]
    assert (Request.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("section", ["9.9", "x"])
def test_only_what_the_methodology_has_may_be_asked_for(desk: Desk, section: str) -> None:
    with pytest.raises(NothingToAskFor):
        desk.ask(section=section)


def test_a_section_with_parts_is_asked_for_whole(desk: Desk) -> None:
    keys = [slot.key for slot in target_of("programmes.programme", desk.programme.pk, "3.11").slots]
    assert list(desk.ask(section="3.11").passages.values_list("key", flat=True)) == keys
    assert len(keys) > 1


def test_a_practices_field_and_a_presentation_may_be_asked_for(desk: Desk) -> None:
    practice = PracticeFactory(
        organisation=desk.cast.la_paz, network=desk.cast.ucci, methodology=desk.programme.methodology
    )
    slot = next(one for one in practice.methodology.pack.practice.fields if one.words)
    assert desk.ask(obj=practice, section=slot.key).passages.get().key == slot.key
    request = answered(desk, obj=desk.cast.la_paz, section="presentation")
    services.settle(
        request, accepted={"presentation": {0, 1, 2}}, versions={"presentation": 0}, reply="", by=desk.cast.coordinator
    )
    assert Text.objects.of(desk.cast.la_paz).get().published_body == BETTER


def test_a_draft_is_kept_and_two_windows_do_not_overwrite_each_other(desk: Desk) -> None:
    request = desk.ask()
    assert services.save_draft(request, "1.2", "Uno", expected_version=1).version == 2
    with pytest.raises(DraftConflict) as conflict:
        services.save_draft(request, "1.2", "Otro", expected_version=1)
    assert (conflict.value.passage.draft, conflict.value.passage.version) == ("Uno", 2)
    assert services.save_draft(request, "1.2", "Uno", expected_version=1).version == 2
    with pytest.raises(TextTooLong):
        services.save_draft(request, "1.2", "x" * 20_001, expected_version=2)
    assert request.passages.get().draft == "Uno"


def test_handing_in_uses_the_link_up_and_gives_whoever_asked_a_task(desk: Desk) -> None:
    request = answered(desk)
    assert (request.state, request.written_by, reason(desk.token())) == (
        "answered",
        "Lucía Inventada, Movilidad",
        "used",
    )
    task = Task.objects.get()
    assert (task.owner, task.kind, task.facts["name"]) == (
        desk.cast.coordinator,
        "contribution.answered",
        "Lucía Inventada, Movilidad",
    )
    with pytest.raises(MoveRefused):
        services.hand_in(request, written_by="Otra")
    with pytest.raises(MoveRefused):
        services.save_draft(request, "1.2", "Tarde", expected_version=2)


def test_an_answer_that_says_nothing_or_by_nobody_is_not_handed_in(desk: Desk) -> None:
    request = desk.ask()
    with pytest.raises(ValidationError):
        services.hand_in(request, written_by="Lucía")
    services.save_draft(request, "1.2", BETTER, expected_version=1)
    with pytest.raises(ValidationError):
        services.hand_in(request, written_by=" ")
    assert Request.objects.get().state == "asked"


def test_accepted_parts_are_saved_by_the_room_under_the_coordinators_name(desk: Desk) -> None:
    request = answered(desk)
    services.settle(request, accepted={"1.2": {0}}, versions={"1.2": 1}, reply="Muy útil.", by=desk.cast.coordinator)
    text = Text.objects.of(desk.programme).get()
    assert (text.body, text.updated_by) == ("La ciudad crece deprisa.\n\nEl río pasa.", desk.cast.coordinator)
    request = Request.objects.get()
    assert (request.state, request.settled_by, request.reply) == ("settled", desk.cast.coordinator, "Muy útil.")
    assert "Muy útil." in mail.outbox[-1].body
    assert Task.objects.open().count() == 0
    assert AuditEvent.objects.get(verb="request.settled").details == {"parts": 1}


def test_all_or_nothing_may_be_accepted(desk: Desk) -> None:
    services.settle(answered(desk), accepted={"1.2": {0, 2}}, versions={"1.2": 1}, reply="", by=desk.cast.coordinator)
    assert Text.objects.of(desk.programme).get().body == BETTER
    before = Text.objects.values().get()
    services.settle(answered(desk, "Otra."), accepted={"1.2": ()}, versions={}, reply="", by=desk.cast.coordinator)
    assert Text.objects.values().get() == before


def test_a_text_changed_meanwhile_is_a_conflict_and_nothing_is_saved(desk: Desk) -> None:
    request = answered(desk)
    write_section(desk.programme, "1.2", "es", TEXT + "\n\nFin.", expected_version=1, by=desk.cast.colleague)
    with pytest.raises(TextConflict):
        services.settle(request, accepted={"1.2": {0}}, versions={"1.2": 1}, reply="", by=desk.cast.coordinator)
    assert Request.objects.get().state == "answered"
    services.settle(request, accepted={"1.2": {0}}, versions={"1.2": 2}, reply="", by=desk.cast.coordinator)
    assert Text.objects.of(desk.programme).get().body == "La ciudad crece deprisa.\n\nEl río pasa.\n\nFin."


def test_a_figure_is_answered_and_taken_over(desk: Desk) -> None:
    request = desk.ask(kind="figure", obj=desk.cast.la_paz, measure="population", asks="¿Cuántos habitantes?")
    figure = OrganisationFigure(
        organisation=desk.cast.la_paz, measure="population", value="816044", unit="inhabitants", source="Censo 2024"
    )
    request = services.hand_in(request, written_by="Estadística", figure=figure)
    services.settle(request, accepted={}, versions={}, reply="", by=desk.cast.coordinator, take_figure=True)
    stored = OrganisationFigure.objects.get()
    assert (stored.organisation, stored.measure, stored.value, stored.source) == (
        desk.cast.la_paz,
        "population",
        816044,
        "Censo 2024",
    )


def test_an_opinion_stays_with_the_request(desk: Desk) -> None:
    request = desk.ask(kind="opinion", asks="¿Qué le parece el programa?")
    services.save_draft(request, services.ANSWER, "Me parece bien.", expected_version=1)
    request = services.hand_in(request, written_by="Lucía")
    services.settle(request, accepted={}, versions={}, reply="", by=desk.cast.coordinator)
    assert Request.objects.get().passages.get().draft == "Me parece bien."


def test_a_reminder_carries_a_new_link_and_the_first_stays_good(desk: Desk) -> None:
    request = desk.ask()
    first = desk.token()
    services.remind(request, by=desk.cast.coordinator)
    assert desk.token() != first
    assert [reason(first), reason(desk.token())] == ["", ""]
    with pytest.raises(ValidationError):
        services.remind(request, by=desk.cast.coordinator)  # not twice in a day
    services.revoke(request, by=desk.cast.coordinator)
    assert [reason(first), reason(desk.token())] == ["revoked", "revoked"]
    with pytest.raises(MoveRefused):
        services.remind(request, by=desk.cast.coordinator)


def test_nobody_asks_without_end(desk: Desk, monkeypatch: pytest.MonkeyPatch, noon: time_machine.Traveller) -> None:
    monkeypatch.setattr(services, "A_DAY", 2)
    for _each in range(2):
        desk.ask()
    with pytest.raises(ValidationError):
        desk.ask()
    assert (Request.objects.count(), len(mail.outbox)) == (2, 2)
    noon.shift(dt.timedelta(days=1))
    desk.ask()
    assert Request.objects.count() == 3


def test_more_time_moves_the_end_of_the_link(desk: Desk, noon: time_machine.Traveller) -> None:
    request = desk.ask()
    noon.move_to(dt.datetime(2026, 3, 17, 11, 59, tzinfo=dt.UTC))
    assert reason(desk.token()) == ""  # the day is over last at UTC-12
    noon.move_to(dt.datetime(2026, 3, 17, 12, tzinfo=dt.UTC))
    assert (reason(desk.token()), Request.objects.get().is_over) == ("expired", True)
    with pytest.raises(ValidationError):
        services.remind(request, by=desk.cast.coordinator)
    services.extend(request, due=dt.date(2026, 3, 20), by=desk.cast.coordinator)
    assert (reason(desk.token()), Request.objects.get().is_over) == ("", False)
    with pytest.raises(ValidationError):
        services.extend(request, due=dt.date(2026, 3, 1), by=desk.cast.coordinator)
    assert Request.objects.get().due == dt.date(2026, 3, 20)


def test_requests_are_known_to_those_who_work_there_alone(desk: Desk) -> None:
    desk.ask()
    shown = {name for name, one in desk.cast.everybody.items() if Request.objects.visible_to(one).exists()}
    assert shown == {"coordinator", "colleague"}


def test_what_waits_is_listed_by_its_day(desk: Desk) -> None:
    late, early = desk.ask(due=DUE), desk.ask(due=dt.date(2026, 3, 5))
    answered(desk)
    assert list(Request.objects.waiting()) == [early, late]
    assert Request.objects.to_settle().count() == 1


def test_whoever_was_asked_is_forgotten_when_they_wish_it_and_two_years_after(desk: Desk) -> None:
    done = answered(desk)
    attach(store_bytes(docx(), MEDIA_TYPE), done, purpose=services.WORD, by=None)  # it names its authors
    Request.objects.filter(pk=done.pk).update(word={"notes": [{"code": "comment", "texts": ["Lucía I.: ¿Seguro?"]}]})
    waiting = desk.ask(to_email="Otra@example.org", to_name="Otra Inventada")
    token = desk.token()
    assert erase("lucia@example.org", by=None).requests == 1
    done.refresh_from_db()
    assert (done.word, attachments_of(done, services.WORD).count()) == ({}, 0)
    first, second = Request.objects.order_by("pk").values_list("to_name", "to_email", "written_by", "to_office")
    assert first == ("", "", "", "Departamento de Movilidad")
    assert second[:2] == ("Otra Inventada", "Otra@example.org")
    assert forget_old_contributors(DUE + KEEP) == 0
    assert forget_old_contributors(DUE + KEEP + dt.timedelta(days=1)) == 1
    waiting.refresh_from_db()
    assert (waiting.to_name, waiting.to_email, reason(token)) == ("", "", "revoked")
    assert Request.objects.order_by("pk")[0].passages.get().draft == BETTER
