"""What people do with an import: bring a file, say its columns, answer for its rows, have it written, take it back.

What takes time is done by the worker (`imports.jobs`); these acts only ask for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core import trail
from entreciudades.core.errors import NotFound
from entreciudades.core.files import attach, read_bytes, store_document
from entreciudades.core.models import StoredFile
from entreciudades.imports import mapping
from entreciudades.imports.errors import ColumnsRefused, NotReady
from entreciudades.imports.kind import Kind
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.models import Import, KeptColumns, Line
from entreciudades.imports.plan import Comparison
from entreciudades.imports.states import LIFE, LineState
from entreciudades.spreadsheets.book import Book
from entreciudades.spreadsheets.conventions import Convention
from entreciudades.spreadsheets.reading import read_book

FILE: Final = "import"
"""The purpose for which a file hangs on its import."""
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a column of their sheet: which of the kind's it is ("" for none), how it writes values."""

    key: str
    day_first: bool | None = None
    decimal: str | None = None


def kinds_for(owner: Organisation) -> list[Kind]:
    """What an organisation brings in, in the order of the table."""
    return [kind for kind in KINDS.values() if kind.offered_to(owner)]


def kind_for(owner: Organisation, key: str) -> Kind:
    """A kind by its key; raises NotFound where there is none, or this organisation does not bring it."""
    kind = KINDS.get(key)
    if kind is None or not kind.offered_to(owner):
        raise NotFound("kind of import", key)
    return kind


def bring(owner: Organisation, kind: Kind, *, name: str, data: bytes, by: User) -> Import:
    """Keep a file with what is guessed of its columns; a person looks at them before anything else is done.

    Raises BookRefused where it is no spreadsheet that can be read, and FileRefused; nothing is kept then.
    """
    book = read_book(BytesIO(data), name=name)
    columns = _columns(book, kind, owner)
    stored = store_document(ContentFile(data, name=name))
    return _keep(owner, kind, stored, name, columns, by=by)


@transaction.atomic
def _keep(
    owner: Organisation, kind: Kind, stored: StoredFile, name: str, columns: dict[str, Any], *, by: User
) -> Import:
    brought = Import.objects.create(
        organisation=owner,
        kind=kind.key,
        file=stored,
        file_name=name[-_LONGEST_NAME:],
        language=get_language() or "es",
        brought_by=by,
        columns=columns,
        total=columns["rows"],
    )
    attach(stored, brought, purpose=FILE, by=by)
    trail.record("import.brought", brought, by=by, scope=owner.pk, kind=kind.key)
    return brought


def look_elsewhere(brought: Import, *, sheet: str, header_row: int | None, by: User) -> None:
    """Look at another sheet of the file, or for its headings in another row."""
    kind = KINDS[brought.kind]
    book = read_book(BytesIO(content_of(brought)), name=brought.file_name)
    if sheet not in {one.name for one in book.sheets}:
        raise NotFound("sheet", sheet)
    brought.columns = _columns(book, kind, brought.organisation, sheet=sheet, header_row=header_row)
    brought.total = brought.columns["rows"]
    brought.save(update_fields=["columns", "total"])
    trail.record("import.columns_looked_for", brought, by=by, scope=brought.organisation_id)


@transaction.atomic
def check(brought: Import, said: Sequence[Said], *, empties: bool, by: User) -> None:
    """Say what the columns are, and ask for the dry run; what was said is kept for the next file of this make.

    Raises ColumnsRefused, MoveRefused.
    """
    brought = _locked(brought)
    kind = KINDS[brought.kind]
    keys = [one.key if one.key in {column.key for column in kind.written} else "" for one in said]
    twice = sorted({key for key in keys if key and keys.count(key) > 1})
    named = kind.identity in keys
    defaults = kind.defaults(brought.organisation)
    names = {key.partition(":")[0] for key in keys}
    missing = [
        one.key
        for one in kind.written
        if one.required and not named and one.key not in defaults and one.key.partition(":")[0] not in names
    ]
    if twice or missing:
        raise ColumnsRefused(twice=twice, missing=missing)
    brought.columns |= {
        "keys": keys,
        "conventions": [{"day_first": one.day_first, "decimal": one.decimal} for one in said],
        "empties": empties,
    }
    KeptColumns.objects.update_or_create(
        organisation=brought.organisation,
        kind=brought.kind,
        headings=mapping.fingerprint(brought.columns["headings"]),
        defaults={"columns": {name: brought.columns[name] for name in ("headings", "keys", "conventions", "empties")}},
    )
    _ask(brought, "check", by=by)


@transaction.atomic
def check_again(brought: Import, *, by: User) -> None:
    """Ask for another dry run with the same columns. Raises MoveRefused."""
    _ask(_locked(brought), "check", by=by)


@transaction.atomic
def confirm(brought: Import, *, by: User) -> None:
    """Ask that all be written. Raises NotReady while rows wait for a word, MoveRefused."""
    brought = _locked(brought)
    waiting = undecided(brought)
    if waiting or brought.outdated:
        raise NotReady(waiting)
    _ask(brought, "confirm", by=by)


@transaction.atomic
def take_back(brought: Import, *, by: User) -> None:
    """Ask that all that it wrote be undone. Raises MoveRefused."""
    _ask(_locked(brought), "undo", by=by)


@transaction.atomic
def leave_out(brought: Import, *, numbers: Sequence[int] | None, out: bool, by: User) -> int:
    """Leave rows out of what is written, or take them in again; without numbers all that have a problem.

    Returns how many.
    """
    lines = _locked(brought, may="confirm").lines.all()
    lines = lines.filter(state=LineState.PROBLEM) if numbers is None else lines.filter(number__in=list(numbers))
    count = lines.exclude(left_out=out).update(left_out=out)
    _recount(brought)
    trail.record("import.rows_left_out", brought, by=by, scope=brought.organisation_id, rows=count, out=out)
    return count


@transaction.atomic
def answer(brought: Import, number: int, *, is_row: int | None, by: User) -> Line:
    """Say of a likely double that it is a row that is here (one of those shown), or with None that it is another.

    Raises NotFound, also of a row that was not shown or is gone.
    """
    brought = _locked(brought, may="confirm")
    line = brought.lines.filter(number=number).first()
    if line is None or not line.likely:
        raise NotFound("likely double", number)
    if is_row is None:
        line.target, line.standing, line.state = None, "", LineState.NEW
        line.changes = {key: [None, value] for key, value in line.values.items()}
    elif is_row in {one.get("pk") for one in line.likely}:
        _becomes(brought, line, is_row)
    else:
        raise NotFound("row", is_row)
    line.save()
    _recount(brought)
    trail.record("import.double_answered", brought, by=by, scope=brought.organisation_id, row=number, same=is_row)
    return line


@transaction.atomic
def answer_all_others(brought: Import, *, by: User) -> int:
    """Say of all likely doubles without an answer that they are others; return how many."""
    brought = _locked(brought, may="confirm")
    count = brought.lines.filter(state=LineState.DOUBLE).update(state=LineState.NEW)
    _recount(brought)
    trail.record("import.doubles_answered", brought, by=by, scope=brought.organisation_id, rows=count)
    return count


def undecided(brought: Import) -> int:
    """How many rows have a problem, or are likely doubles without an answer, and are not left out."""
    return brought.lines.filter(state__in=(LineState.PROBLEM, LineState.DOUBLE), left_out=False).count()


def content_of(brought: Import) -> bytes:
    """The file as it was brought."""
    return read_bytes(brought.file)


def counts_of(brought: Import) -> dict[str, int]:
    """How many rows there are of each state; one query."""
    rows = brought.lines.order_by().values_list("state", "left_out").annotate(rows=Count("pk"))
    counts = dict.fromkeys((*LineState.values, "left_out"), 0)
    for state, left_out, number in rows:
        counts["left_out" if left_out else state] += number
    return counts


def _becomes(brought: Import, line: Line, pk: int) -> None:
    """The line changes a row that is here, which no other line does. Asks for that row alone."""
    kind = KINDS[brought.kind]
    reading = mapping.reading_of(brought.columns, brought.language)
    comparison = Comparison(kind, brought.organisation, reading, only=pk)
    if pk not in comparison.known or brought.lines.filter(target=pk).exclude(pk=line.pk).exists():
        raise NotFound("row", pk)
    comparison.become(line, pk)


def _columns(
    book: Book, kind: Kind, owner: Organisation, *, sheet: str | None = None, header_row: int | None = None
) -> dict[str, Any]:
    """What is kept of a file: its sheets, the one that is read, its headings, and what its columns are likely to be."""
    seen = mapping.look_at(book, kind, sheet=sheet, header_row=header_row)
    chosen = mapping.guess(seen.headings, kind, get_language() or "es")
    conventions: Sequence[Convention] = seen.conventions
    known, empties = "", False
    new: list[str] = []
    gone: list[str] = []
    kept = KeptColumns.objects.filter(organisation=owner, kind=kind.key)
    same = kept.filter(headings=mapping.fingerprint(seen.headings)).first()
    if same:
        known, empties = "same", same.columns["empties"]
        chosen = {place: key for place, key in enumerate(same.columns["keys"], start=1) if key}
        conventions = [Convention(**one) for one in same.columns["conventions"]]
    elif last := kept.first():
        again, new, gone = mapping.moved(last.columns, seen)
        if len(again) > len(gone):
            known = "moved"
            chosen = {place: key for place, key in chosen.items() if key not in again.values()} | again
    return {
        "sheets": [{"name": one.name, "rows": one.height, "hidden": one.hidden} for one in book.sheets],
        "sheet": seen.name,
        "header_row": seen.header_row,
        "rows": seen.rows,
        "headings": list(seen.headings),
        "examples": [list(one) for one in seen.examples],
        "keys": [chosen.get(place, "") for place in range(1, len(seen.headings) + 1)],
        "conventions": [{"day_first": one.day_first, "decimal": one.decimal} for one in conventions],
        "empties": empties,
        "known": known,
        "new": new if known == "moved" else [],
        "gone": gone if known == "moved" else [],
        "notes": mapping.faults_as_kept(
            [*book.notes, *next(one.notes for one in book.sheets if one.name == seen.name)]
        ),
    }


def _locked(brought: Import, *, may: str = "") -> Import:
    """The row as it stands, locked until the transaction ends; with ``may``, where that move is possible from here."""
    row = Import.objects.select_for_update().get(pk=brought.pk)
    if may:
        LIFE.move(row.state, may)
    return row


def _recount(brought: Import) -> None:
    Import.objects.filter(pk=brought.pk).update(counts=counts_of(brought))


def _ask(brought: Import, verb: str, *, by: User) -> None:
    brought.state = LIFE.move(brought.state, verb)
    brought.asked_by, brought.asked_at = by, timezone.now()
    brought.beat_at, brought.done, brought.failure = None, 0, {}
    brought.save(update_fields=["state", "asked_by", "asked_at", "beat_at", "done", "failure", "columns"])
    trail.record(f"import.{verb}", brought, by=by, scope=brought.organisation_id)
