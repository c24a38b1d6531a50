"""A request goes out as Word and comes back, by either side."""

import docx
import pytest
from tests.contributions.conftest import TEXT, Desk
from tests.documents.test_word import changed

from entreciudades.contributions import services
from entreciudades.contributions.models import Request
from entreciudades.contributions.word import word_file
from entreciudades.core.errors import MoveRefused, TextTooLong
from entreciudades.core.files import attachments_of
from entreciudades.core.models import AuditEvent
from entreciudades.documents.markdown import normal
from entreciudades.documents.word_package import WordRefused


def written(data: bytes, old: str, new: str) -> bytes:
    return changed(data, lambda held: held.replace(old, new))


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


def test_the_file_says_what_is_asked_and_holds_the_text(desk: Desk, tmp_path) -> None:
    request = desk.ask(asks="Cuente qué hace su área.")
    (tmp_path / "a.docx").write_bytes(word_file(request))
    said = [paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert [said[0], said[3], *said[-2:]] == [
        request.title,
        "Cuente qué hace su área.",
        "La ciudad crece.",
        "El río pasa.",
    ]
    assert desk.cast.coordinator.get_full_name() in said[1]


def test_what_comes_back_is_the_draft_and_what_stood_before_is_kept(desk: Desk) -> None:
    request = desk.ask()
    data = written(word_file(request), "crece", "crece deprisa")
    answer = services.take_word(request, data, by=None)
    passage = request.passages.get()
    assert (answer.fit, answer.notes, answer.missing) == ("same", (), ())
    assert (passage.draft, passage.before, passage.version) == (normal(TEXT).replace("crece", "crece deprisa"), TEXT, 2)
    assert attachments_of(request, services.WORD).count() == 1
    assert AuditEvent.objects.get(verb="request.word_read").details == {"fit": "same"}
    assert services.bring_back(request) == 1
    passage.refresh_from_db()
    assert (passage.draft, passage.before) == (TEXT, None)


def test_an_unchanged_file_changes_nothing(desk: Desk) -> None:
    request = desk.ask()
    services.take_word(request, word_file(request), by=None)
    passage = request.passages.get()
    assert (passage.draft, passage.before, passage.version) == (TEXT, None, 1)


def test_every_part_of_a_section_comes_back_to_its_place(desk: Desk) -> None:
    request = desk.ask(section="3.11")
    first, *_others, last = request.passages.all()
    services.save_draft(request, last.key, "Final.", expected_version=1)
    data = written(word_file(request), "Final.", "Final, revisado.")
    services.take_word(request, data, by=None)
    drafts = dict(request.passages.values_list("key", "draft"))
    assert (drafts[last.key], drafts[first.key]) == ("Final, revisado.", "")


@pytest.mark.parametrize("fit", ["other", "unknown"])
def test_another_file_is_said_and_offered_as_a_new_text(desk: Desk, fit: str) -> None:
    request, other = desk.ask(), desk.ask(section="presentation", obj=desk.cast.la_paz)
    services.save_draft(other, "presentation", "Somos La Paz.", expected_version=1)
    data = word_file(other)
    if fit == "unknown":
        data = changed(data, lambda held: held.replace("Entreciudades", "Otra cosa"), "docProps/custom.xml")
    answer = services.take_word(request, data, by=None)
    assert (answer.fit, Request.objects.get(pk=request.pk).word["fit"]) == (fit, fit)
    assert "Somos La Paz." in request.passages.get().draft


def test_a_forged_mark_is_no_mark(desk: Desk) -> None:
    request = desk.ask()
    data = changed(word_file(request), lambda held: held.replace(f"{request.pk}:", "99999:"), "docProps/custom.xml")
    assert services.take_word(request, data, by=None).fit == "unknown"


def test_what_was_written_above_the_first_heading_is_not_lost(desk: Desk) -> None:
    request = desk.ask()
    data = written(word_file(request), "<w:body>", "<w:body><w:p><w:r><w:t>Nota previa.</w:t></w:r></w:p>")
    services.take_word(request, data, by=None)
    assert request.passages.get().draft.startswith("Nota previa.")


def test_a_lost_heading_is_said_and_its_text_stays(desk: Desk) -> None:
    request = desk.ask(section="3.11")
    title = request.passages.all()[1].title
    data = written(word_file(request), 'w:name="ec_1"', 'w:name="nada"')
    data = written(data, f">{title}<", ">Otro título<")
    answer = services.take_word(request, data, by=None)
    assert answer.missing == (title,)
    assert "Otro título" in request.passages.all()[0].draft


def test_a_hostile_or_endless_file_changes_nothing(desk: Desk) -> None:
    request = desk.ask()
    with pytest.raises(WordRefused):
        services.take_word(request, b"hola", by=None)
    with pytest.raises(TextTooLong):
        services.take_word(request, written(word_file(request), "crece", "x" * 20_001), by=None)
    with pytest.raises(TextTooLong):  # signs that take long to weigh, packed into few bytes
        services.take_word(request, written(word_file(request), "crece", "[" * 5_000_000), by=None)
    many = changed(word_file(request), lambda held: held.replace("<w:sectPr", "<w:p/>" * 20_001 + "<w:sectPr", 1))
    with pytest.raises(WordRefused):
        services.take_word(request, many, by=None)
    assert (request.passages.get().draft, attachments_of(request, services.WORD).count()) == (TEXT, 0)


def test_after_the_answer_no_file_is_taken(desk: Desk) -> None:
    request = desk.ask()
    data = written(word_file(request), "crece", "crece deprisa")
    services.take_word(request, data, by=desk.cast.coordinator)
    services.hand_in(request, written_by="Lucía", by=desk.cast.coordinator)
    with pytest.raises(MoveRefused):
        services.take_word(request, data, by=None)
