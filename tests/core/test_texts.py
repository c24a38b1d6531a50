"""Texts: nobody's words are overwritten; a sitting is one version and one event."""

import datetime as dt

import pytest
import time_machine

from entreciudades.accounts.models import User
from entreciudades.core import presence, texts
from entreciudades.core.errors import TextConflict, TextTooLong
from entreciudades.core.labels import Localized
from entreciudades.core.models import AuditEvent, Editing, Text, TextVersion
from entreciudades.core.texts import body_in, save_text

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def save(by: User, body: str, expected_version: int, *, language: str = "es", **options: object) -> Text:
    """Save section 1.2 of the first user, who stands here for any object."""
    obj = User.objects.order_by("pk")[0]
    return save_text(obj, "1.2", language, body, expected_version=expected_version, by=by, **options)  # type: ignore[arg-type]


def test_a_text_is_saved_and_saved_again(ana: User) -> None:
    assert save(ana, "Uno", 0).version == 1
    second = save(ana, "Uno y dos", 1)
    assert (second.version, second.body, second.updated_by) == (2, "Uno y dos", ana)
    assert (second.object_kind, second.object_id, second.section, second.language) == (
        "accounts.user",
        ana.pk,
        "1.2",
        "es",
    )
    assert list(Text.objects.of(ana)) == [second]


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_save_from_another_version_is_a_conflict_that_shows_the_text_of_now(
    ana: User, luis: User, expected: int
) -> None:
    save(ana, "Uno", 0)
    save(ana, "De Ana", 1)
    with pytest.raises(TextConflict) as caught:
        save(luis, "De Luis", expected)
    assert caught.value.current is not None
    assert (caught.value.current.body, caught.value.current.version) == ("De Ana", 2)
    assert Text.objects.get().body == "De Ana"


def test_a_save_of_a_text_that_is_gone_is_a_conflict_without_text(ana: User) -> None:
    with pytest.raises(TextConflict) as caught:
        save(ana, "Uno", 4)
    assert caught.value.current is None


def test_the_update_itself_asks_for_the_version(ana: User, luis: User, monkeypatch: pytest.MonkeyPatch) -> None:
    save(ana, "Uno", 0)
    before = texts._continue

    def meanwhile(current: Text, wanted: Text) -> Text:
        Text.objects.update(body="De Luis", version=2)
        return before(current, wanted)

    monkeypatch.setattr(texts, "_continue", meanwhile)
    with pytest.raises(TextConflict) as caught:
        save(ana, "De Ana", 1)
    assert caught.value.current is not None
    assert caught.value.current.body == "De Luis"


def test_two_who_begin_a_text_at_once_do_not_overwrite_each_other(
    ana: User, luis: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts._begin

    def meanwhile(wanted: Text) -> Text:
        monkeypatch.setattr(texts, "_begin", before)
        save(luis, "De Luis", 0)
        return before(wanted)

    monkeypatch.setattr(texts, "_begin", meanwhile)
    with pytest.raises(TextConflict) as caught:
        save(ana, "De Ana", 0)
    assert caught.value.current is not None
    assert caught.value.current.body == "De Luis"


def test_the_same_words_are_no_conflict_and_no_new_version(ana: User, luis: User) -> None:
    save(ana, "Uno\r\ndos", 0)
    assert save(luis, "Uno\ndos", 0).version == 1
    assert (AuditEvent.objects.count(), TextVersion.objects.count()) == (1, 0)


def test_the_same_words_sent_twice_at_once_are_no_conflict(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    save(ana, "Uno", 0)
    before = texts._continue

    def meanwhile(current: Text, wanted: Text) -> Text:
        Text.objects.update(body="Dos", version=2)
        return before(current, wanted)

    monkeypatch.setattr(texts, "_continue", meanwhile)
    assert save(ana, "Dos", 1).version == 2


def test_one_version_and_one_event_for_a_sitting(ana: User, luis: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        save(ana, "A1", 0)
        clock.shift(dt.timedelta(minutes=30))
        save(ana, "A2", 1)
        clock.shift(dt.timedelta(minutes=30))
        save(ana, "A3", 2)
        assert (AuditEvent.objects.count(), TextVersion.objects.count()) == (1, 0)
        clock.shift(dt.timedelta(minutes=30, seconds=1))
        save(ana, "A4", 3)  # a new sitting
        clock.shift(dt.timedelta(minutes=1))
        save(luis, "L5", 4)  # another author
    kept = TextVersion.objects.order_by("version").values_list("version", "body", "by", "at")
    assert list(kept) == [
        (3, "A3", ana.pk, NOON + dt.timedelta(minutes=60)),
        (4, "A4", ana.pk, NOON + dt.timedelta(minutes=90, seconds=1)),
    ]
    events = AuditEvent.objects.order_by("id").values_list("verb", "actor", "details")
    assert list(events) == [
        ("text.saved", who, {"section": "1.2", "language": "es", "version": version})
        for who, version in ((ana.pk, 1), (ana.pk, 4), (luis.pk, 5))
    ]


def test_what_is_wiped_out_at_one_stroke_can_be_had_back_within_the_sitting(ana: User) -> None:
    with time_machine.travel(NOON, tick=False):
        save(ana, "Ocho palabras que no se querían perder nunca.", 0)
        save(ana, "Ocho palabras que no se querían perder jamás.", 1)
        save(ana, "Borrado sin querer.", 2)
    assert list(TextVersion.objects.values_list("version", "body")) == [
        (2, "Ocho palabras que no se querían perder jamás.")
    ]


def test_what_the_public_reads_is_kept_before_it_is_changed(ana: User) -> None:
    with time_machine.travel(NOON, tick=False):
        text = save(ana, "Lo que todos leen.", 0)
        Text.objects.filter(pk=text.pk).update(published_body="Lo que todos leen.")
        save(ana, "Lo que todos leerán.", 1)
        save(ana, "Lo que todas leerán.", 2)
    assert list(TextVersion.objects.values_list("version", "body")) == [(1, "Lo que todos leen.")]


def test_what_another_wrote_over_is_kept_and_can_be_saved_again(ana: User, luis: User) -> None:
    save(ana, "De Ana", 0)
    save(luis, "De Luis", 1)
    restored = save(ana, TextVersion.objects.get().body, 2)
    assert (restored.body, restored.version) == ("De Ana", 3)
    assert list(TextVersion.objects.values_list("body", flat=True)) == ["De Luis", "De Ana"]


def test_a_text_over_the_limit_is_refused_with_the_limit(ana: User) -> None:
    assert save(ana, "a" * 20_000, 0).version == 1
    with pytest.raises(TextTooLong) as caught:
        save(ana, "a" * 20_001, 1)
    assert (caught.value.limit, caught.value.found) == (20_000, 20_001)
    assert Text.objects.get().version == 1


def test_the_one_sign_that_no_database_keeps_is_left_out(ana: User) -> None:
    assert save(ana, "Pegado\0 de un PDF", 0).body == "Pegado de un PDF"


def test_a_translation_knows_when_its_source_went_on(ana: User) -> None:
    source = save(ana, "Uno", 0)
    translation = save(ana, "Um", 0, language="pt")
    assert (translation.source_language, translation.source_version) == ("es", 1)
    assert (source.is_translation, translation.is_translation) == (False, True)
    assert translation.is_behind(source) is False
    source = save(ana, "Uno y dos", 1)
    assert translation.is_behind(source) is True
    translation = save(ana, "Um e dois", 1, language="pt")
    assert translation.is_behind(source) is False
    source = save(ana, "Uno, y dos", 2)
    assert save(ana, "Um e dois", 2, language="pt").is_behind(source) is True
    confirmed = texts.confirm_translation(translation, ana, by=ana, scope=7)
    assert (confirmed.version, confirmed.is_behind(source), source.is_behind(source)) == (2, False, False)
    event = AuditEvent.objects.get(verb="text.confirmed")
    assert (event.scope, event.details) == (7, {"section": "1.2", "language": "pt"})


def test_a_translation_may_come_before_its_source(ana: User) -> None:
    translation = save(ana, "Um", 0, language="pt", source_language="es")
    source = save(ana, "Uno", 0)
    assert (translation.source_version, source.source_language, source.is_translation) == (None, "es", False)
    assert translation.is_behind(source) is True


def test_a_reader_gets_their_language_or_the_one_it_was_written_in(ana: User) -> None:
    save(ana, "Um", 0, language="pt")
    save(ana, "Uno", 0, language="es")
    save(ana, " ", 0, language="en")
    rows = list(Text.objects.of(ana))
    assert body_in(rows, "1.2", "es") == Localized("Uno", "es")
    assert body_in(rows, "1.2", "en") == Localized("Um", "pt")
    assert body_in(rows, "1.3", "en") == Localized("", "en")


def test_the_public_reads_a_text_as_it_stood_when_it_was_published(ana: User, luis: User) -> None:
    save(ana, "Uno", 0)
    save_text(luis, "1.2", "es", "De otro", expected_version=0, by=luis)
    assert texts.publish_texts(ana) == 1
    save(ana, "Uno y dos", 1)
    assert list(Text.objects.order_by("id").values_list("body", "published_body")) == [
        ("Uno y dos", "Uno"),
        ("De otro", None),
    ]
    texts.publish_texts(ana)
    assert Text.objects.of(ana).get().published_body == "Uno y dos"
    assert texts.withdraw_texts(ana) == 1
    assert Text.objects.of(ana).get().published_body is None


def test_words_are_counted_as_a_reader_does() -> None:
    assert texts.word_count("**La Paz** y [Madrid](https://example.org/a-b)") == 4


def test_the_texts_of_an_object_go_with_it(ana: User, luis: User) -> None:
    save(ana, "Uno", 0)
    save(luis, "Dos", 1)
    assert texts.delete_texts(ana, by=luis, scope=7) == 1
    assert (Text.objects.count(), TextVersion.objects.count()) == (0, 0)
    assert AuditEvent.objects.values_list("verb", "scope", "details")[0] == ("text.deleted", 7, {"texts": 1})


def test_two_people_see_each_other_for_half_a_minute(ana: User, luis: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        presence.touch(ana, "1.2", "es", luis)
        presence.touch(ana, "1.2", "es", luis)
        presence.touch(ana, "1.3", "es", luis)
        clock.shift(dt.timedelta(seconds=30))
        presence.touch(ana, "1.2", "es", ana)
        assert presence.others_editing(ana, "1.2", "es", ana) == [luis]
        assert presence.others_editing(ana, "1.2", "pt", ana) == []
        clock.shift(dt.timedelta(seconds=1))
        assert presence.others_editing(ana, "1.2", "es", ana) == []
        assert presence.forget_absent() == 2
    assert list(Editing.objects.values_list("user", flat=True)) == [ana.pk]


def test_what_a_translation_was_made_from_is_kept_within_the_sitting_too(ana: User) -> None:
    save(ana, "Uno", 0)
    save(ana, "Um", 0, language="pt")
    save(ana, "Uno y dos", 1)
    source, translation = Text.objects.get(language="es"), Text.objects.get(language="pt")
    assert texts.body_then(source, translation.source_version) == "Uno"
    assert texts.body_then(source, source.version) == "Uno y dos"
    assert texts.body_then(source, None) is None


def test_of_a_version_that_was_not_kept_the_one_before_is_shown(ana: User) -> None:
    save(ana, "Uno", 0)
    texts.keep_versions(Text.objects.all())
    texts.keep_versions(Text.objects.all())
    save(ana, "Dos", 1)
    save(ana, "Tres", 2)
    source = Text.objects.get()
    assert [texts.body_then(source, version) for version in (1, 2, 3)] == ["Uno", "Uno", "Tres"]


def test_a_translation_made_from_an_earlier_version_is_behind(ana: User) -> None:
    save(ana, "Uno", 0)
    save(ana, "Dos", 1)
    translation = texts.follow_version(save(ana, "Um", 0, language="pt"), 1)
    assert translation.is_behind(Text.objects.get(language="es"))
