"""The printed book: made anew only where something changed, and holding every heading in its order."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests.factories.cast import Cast
from tests.factories.programmes import ActivityFactory, ChannelFactory, MatrixChangeFactory, ProgrammeFactory
from tests.factories.whole import put_text, whole_programme

import entreciudades
from entreciudades.core.files import GRACE, delete_orphans, read_bytes
from entreciudades.core.models import Text
from entreciudades.documents.book import Words
from entreciudades.documents.typeset import BookRefused
from entreciudades.exports import services
from entreciudades.exports.models import DocumentRun
from entreciudades.exports.programme_book import assemble_programme
from entreciudades.exports.services import book_of, digest_of, runs_of
from entreciudades.programmes.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def digest(programme: Programme) -> str:
    return digest_of(assemble_programme(Programme.objects.get(pk=programme.pk), "es"))


def change_of(model: str, **values: Any) -> Callable[[Programme], object]:
    """A change of the first row of a table that hangs on the programme."""

    def change(programme: Programme) -> None:
        row = getattr(programme, model).first()
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return change


def _holder_figure(programme: Programme) -> None:
    programme.holder.figures.update(source="otra fuente")


def _text(programme: Programme) -> None:
    Text.objects.of(programme).filter(section="1.2").update(body="Otro contexto.")


CHANGES: dict[str, Callable[[Programme], object]] = {
    "a title": lambda programme: Programme.objects.filter(pk=programme.pk).update(titles={"es": "Otro"}),
    "the edition": lambda programme: Programme.objects.filter(pk=programme.pk).update(edition="2018"),
    "the state": lambda programme: Programme.objects.filter(pk=programme.pk).update(
        state="published", published_at=timezone.now()
    ),
    "a text": _text,
    "a translation of nothing shown": lambda programme: put_text(programme, "presentation-x", "Nada."),
    "the name of a line": change_of("lines", titles={"es": "Otra línea"}),
    "a word of an activity": change_of("activities", titles={"es": "Otra actividad"}),
    "a day of an activity": change_of("activities", ends="2018-09"),
    "the needs of a group": change_of("beneficiaries", needs={"es": "Aire"}),
    "the reach of a group": change_of("beneficiaries", reach="final"),
    "a figure": change_of("figures", value=7),
    "the qualifier of a figure": change_of("figures", qualifier="over"),
    "the source of a figure of the city": _holder_figure,
    "one more channel": lambda programme: ChannelFactory(programme=programme),
    "one activity less": lambda programme: programme.activities.first().delete(),
    "a target": lambda programme: programme.sdg_focus.add("sdg:16.6"),
    "a sector": lambda programme: programme.sectors.add("sector:economic-development"),
    "a change of a matrix": lambda programme: MatrixChangeFactory(programme=programme),
    "the reason of that change": change_of("matrix_changes", reason="Otra razón."),
    "the name of a partner": lambda programme: (
        type(programme.holder)
        .objects.filter(pk=programme.partners.first().organisation_id)
        .update(names={"es": "Otro nombre"})
    ),
}
UNSHOWN = {"a translation of nothing shown"}


def test_the_digest_is_of_the_data_and_of_nothing_else() -> None:
    programme = whole_programme(2)
    first = digest(programme)
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert digest(programme) == first
    whole_programme(1)
    Text.objects.of(programme).update(updated_at=timezone.now() + timedelta(days=1))
    assert digest(programme) == first


def test_any_datum_that_changes_changes_the_digest() -> None:
    programme = whole_programme(2)
    seen = [digest(programme)]
    for what, change in CHANGES.items():
        change(programme)
        now = digest(programme)
        assert (now == seen[-1]) is (what in UNSHOWN), what
        seen.append(now)
    assert len(set(seen)) == len(CHANGES) + 1 - len(UNSHOWN)


def test_the_same_words_in_another_place_are_another_digest() -> None:
    book = assemble_programme(ProgrammeFactory(), "es")
    assert digest_of(replace(book, place="a,b")) != digest_of(replace(book, place="a", edition="b"))
    assert digest_of(replace(book, title=Words("x", "es"))) != digest_of(replace(book, title=Words("x", "pt")))


def test_each_design_makes_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = ProgrammeFactory()
    first = digest(programme)
    monkeypatch.setattr(services.typeset, "design", lambda: "another")
    assert digest(programme) != first


def test_a_book_is_made_once_for_the_same_input_and_language(cast: Cast) -> None:
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)
    first = book_of(programme, "es", by=cast.coordinator)
    assert read_bytes(first.file).startswith(b"%PDF-")
    assert (first.language, first.made_by, first.version) == ("es", cast.coordinator, entreciudades.__version__)
    assert book_of(programme, "es", by=cast.secretary) == first
    assert book_of(programme, "pt", by=None) != first
    put_text(programme, "1.2", "Contexto.")
    changed = book_of(programme, "es", by=None)
    assert (changed != first, changed.file != first.file) == (True, True)
    Text.objects.of(programme).delete()
    assert book_of(programme, "es", by=None) == first
    assert DocumentRun.objects.count() == 3


def test_the_public_book_is_another_than_the_draft(cast: Cast) -> None:
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)
    put_text(programme, "1.2", "Borrador.")
    draft, public = (book_of(programme, "es", by=None, published=published) for published in (False, True))
    assert ("Borrador." in text_of(draft), "Borrador." in text_of(public)) == (True, False)


def test_a_kept_book_is_no_orphan() -> None:
    run = book_of(ProgrammeFactory(), "es", by=None)
    assert delete_orphans() == 0
    assert read_bytes(run.file).startswith(b"%PDF-")


def test_of_drafts_the_latest_three_stay_in_each_language_and_published_books_all() -> None:
    programme = ProgrammeFactory()
    public = book_of(programme, "es", by=None, published=True)
    portuguese = book_of(programme, "pt", by=None)
    drafts = []
    for number in range(4):
        programme.titles = {"es": f"Título {number}"}
        programme.save()
        drafts.append(book_of(programme, "es", by=None))
    assert list(runs_of(programme)) == [*reversed(drafts[1:]), portuguese, public]
    old = drafts[0].file
    with time_machine.travel(timezone.now() + GRACE + timedelta(hours=1), tick=False):
        assert delete_orphans() == 1
    assert (default_storage.exists(old.name), default_storage.exists(public.file.name)) == (False, True)


def test_a_draft_that_is_published_as_it_stands_stays() -> None:
    programme = ProgrammeFactory()
    draft = book_of(programme, "es", by=None)
    assert draft.published is False
    public = book_of(programme, "es", by=None, published=True)
    assert (public, public.published) == (draft, True)


def test_a_book_that_cannot_be_printed_is_refused_and_not_kept() -> None:
    programme = ProgrammeFactory(titles={})
    with pytest.raises(BookRefused):
        book_of(programme, "es", by=None)
    assert DocumentRun.objects.count() == 0


def test_the_database_holds_a_run_once() -> None:
    run = book_of(ProgrammeFactory(), "es", by=None)
    run.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save(force_insert=True)


def text_of(run: DocumentRun) -> str:
    document = pypdfium2.PdfDocument(read_bytes(run.file))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_print_holds_each_heading_in_order_and_the_rows_of_the_matrices(language: str) -> None:
    programme = whole_programme(1)
    book = assemble_programme(programme, language)
    text = text_of(book_of(programme, language, by=None))
    body = text[text.index(book.chapters[0].sections[0].title.text) :]
    place = 0
    for chapter in book.chapters:
        for section in chapter.sections:
            place = body.find(_spaced(section.heading), place)
            assert place >= 0, section.heading
    variant = programme.methodology.pack.programme.variant("city")
    for matrix in variant.matrices:
        place = body.index(_spaced(matrix.title[language]), place)
        for row in matrix.rows:
            assert body.find(_spaced(row.title[language]), place) >= 0, row.key


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_outline_of_the_print_has_every_section_once() -> None:
    programme = whole_programme(1)
    book = assemble_programme(programme, "es")
    document = pypdfium2.PdfDocument(read_bytes(book_of(programme, "es", by=None).file))
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    document.close()
    headings = [section.heading for chapter in book.chapters for section in chapter.sections]
    assert [title for title in titles if title in headings] == headings


def test_what_is_pending_stands_in_the_print() -> None:
    programme = whole_programme(1)
    intro = assemble_programme(programme, "es").labels["pending_intro"]
    assert intro not in text_of(book_of(programme, "es", by=None))
    ActivityFactory(line=programme.lines.first())
    Text.objects.of(programme).filter(section="1.2").delete()
    book = assemble_programme(programme, "es")
    text = text_of(book_of(programme, "es", by=None))
    [pending] = book.pending
    assert text.rindex(pending.where) > text.index(intro)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = ProgrammeFactory()
    inside: list[bool] = []

    def printed(_book: object) -> bytes:
        inside.append(connection.in_atomic_block)
        return b"%PDF"

    monkeypatch.setattr(services, "render_book", printed)
    book_of(programme, "es", by=None)
    assert inside == [False]


def test_the_book_for_word_is_kept_beside_the_printed_one(cast: Cast) -> None:
    programme = whole_programme(1, holder=cast.la_paz, network=cast.ucci)
    pdf = book_of(programme, "es", by=cast.coordinator)
    word = book_of(programme, "es", by=cast.coordinator, format=services.DOCX)
    assert book_of(programme, "es", by=None, format=services.DOCX) == word
    assert [(run.format, run.file.media_type) for run in runs_of(programme)] == [
        ("docx", services.MEDIA_TYPES[services.DOCX]),
        ("pdf", "application/pdf"),
    ]
    assert (read_bytes(word.file)[:2], read_bytes(pdf.file)[:4]) == (b"PK", b"%PDF")
