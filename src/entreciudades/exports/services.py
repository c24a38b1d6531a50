"""Documents are made, and kept with the digest of what went in."""

import hashlib
from dataclasses import fields, is_dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

import entreciudades
from entreciudades.accounts.models import User
from entreciudades.core.files import attach, attachments_of, detach, store_bytes
from entreciudades.core.refs import kind_of
from entreciudades.documents import typeset, word_book
from entreciudades.documents.book import Book
from entreciudades.documents.typeset import render_book
from entreciudades.documents.word_book import render_word
from entreciudades.exports.models import DocumentFormat, DocumentRun
from entreciudades.exports.programme_book import assemble_programme
from entreciudades.programmes.models import Programme

PDF, DOCX = DocumentFormat.PDF, DocumentFormat.DOCX
BOOK = "programme-book"
MEDIA_TYPES: Final = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: How many books of a programme that was not published are kept in each language and format.
DRAFTS_KEPT: Final = 3


def book_of(
    programme: Programme,
    language: str,
    *,
    by: User | None,
    published: bool = False,
    format: DocumentFormat = PDF,  # noqa: A002 - what it is called everywhere
) -> DocumentRun:
    """Return the programme's book, as PDF or for Word, made anew only where its data or its design have changed.

    Of books with the texts of the desk only the latest few stay. Raises BookRefused where it cannot be printed.
    """
    book = assemble_programme(programme, language, published=published, with_cover=True)
    digest = digest_of(book, format)
    run = runs_of(programme).filter(language=language, format=format, digest=digest).first()
    if run is None:
        # Printed before the transaction begins: on SQLite nobody else could write meanwhile.
        data = render_book(book) if format == PDF else render_word(book)
        run = _keep(programme, book, data, digest, format, by=by)
    if published and not run.published:
        run.published = True
        run.save(update_fields=["published"])
    return run


def runs_of(programme: Programme) -> QuerySet[DocumentRun]:
    """The books of a programme that are kept, the latest first, with their files and who made them."""
    runs = DocumentRun.objects.filter(object_kind=kind_of(programme), object_id=programme.pk, document=BOOK)
    return runs.select_related("file", "made_by")


def digest_of(book: Book, format: DocumentFormat = PDF) -> str:  # noqa: A002 - as above
    """SHA-256 of all that a book says and of the design in which it is set, as hexadecimal."""
    design = typeset.design() if format == PDF else word_book.design()
    return hashlib.sha256(f"{design}\n{_written(book)}".encode()).hexdigest()


@transaction.atomic
def _keep(
    programme: Programme, book: Book, data: bytes, digest: str, written_as: DocumentFormat, *, by: User | None
) -> DocumentRun:
    stored = store_bytes(data, MEDIA_TYPES[written_as])
    run, made = DocumentRun.objects.get_or_create(
        object_kind=kind_of(programme),
        object_id=programme.pk,
        document=BOOK,
        language=book.language,
        format=written_as,
        digest=digest,
        defaults={"version": entreciudades.__version__, "file": stored, "made_by": by},
    )
    if made:
        attach(stored, run, purpose=BOOK, by=by)
        drafts = runs_of(programme).filter(language=book.language, format=written_as, published=False)
        _let_go(drafts.exclude(pk=run.pk))
    return run


def _let_go(drafts: QuerySet[DocumentRun]) -> None:
    """Forget all but the latest of these and the one just made; their files go after their grace period."""
    for old in drafts[DRAFTS_KEPT - 1 :]:
        for attachment in attachments_of(old, BOOK):
            detach(attachment)
        old.delete()


def _written(value: object) -> str:
    """A value as text: two values that differ anywhere are written differently."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, tuple):
        return f"({','.join(_written(one) for one in value)})"
    if is_dataclass(value):
        inside = ",".join(f"{one.name}={_written(getattr(value, one.name))}" for one in fields(value))
        return f"{type(value).__name__}({inside})"
    return repr(value)
