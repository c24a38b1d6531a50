"""What the worker does with imports: the dry run, the writing, the undoing.

Whatever takes time is worked out first, with progress that everybody sees; then one short transaction keeps it all. A
worker that dies leaves the import as it was, in a state that waits, and it is taken up again after `ABANDONED`.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Final, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import ProtectedError, Q
from django.urls import reverse
from django.utils import timezone, translation

from entreciudades.core.errors import told
from entreciudades.core.files import read_bytes
from entreciudades.imports import mapping
from entreciudades.imports.errors import BookRefused
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.models import Import, Line
from entreciudades.imports.plan import Comparison
from entreciudades.imports.rules import DRIVE
from entreciudades.imports.services import counts_of
from entreciudades.imports.states import LIFE, ImportState
from entreciudades.imports.writing import Blocked, undo_all, write_all
from entreciudades.notices.services import notify
from entreciudades.spreadsheets.book import Row
from entreciudades.spreadsheets.reading import read_book
from entreciudades.spreadsheets.table import read_table

log = logging.getLogger(__name__)

LONG: Final = dt.timedelta(seconds=10)
"""From the asking on, in the queue too: whoever asked has perhaps gone on to something else, and is told."""
PASSING: Final = (OperationalError, InterfaceError, OSError)
"""A database or a storage that is away, which the next attempt may find again; a missing file stays missing."""
SIGN_EVERY: Final = 1.0
"""Seconds between signs of life and progress."""
AT_ONCE: Final = 1000
T = TypeVar("T")


def next_import() -> bool:
    """Do what the next import waits for; return whether there was one."""
    found = _claimed()
    if found is None:
        return False
    with translation.override(found.language):
        try:
            _STEPS[ImportState(found.state)](found)
        except Exception as error:
            if isinstance(error, PASSING) and not isinstance(error, FileNotFoundError):
                raise  # it is taken up again
            log.exception("import %s: ended by an error of ours", found.pk)
            found.refresh_from_db(fields=["state"])
            _end(found, _ENDED[ImportState(found.state)], failure={"code": "error"})
    if found.asked_at and timezone.now() - found.asked_at >= LONG:
        _tell(found)
    return True


def _claimed() -> Import | None:
    """The import that waits longest, for this worker alone."""
    waiting = Import.objects.for_worker().first()
    if waiting is None:
        return None
    mine = Import.objects.for_worker().filter(pk=waiting.pk).update(beat_at=timezone.now())
    return Import.objects.select_related("organisation", "file", "asked_by").get(pk=waiting.pk) if mine else None


def _check(brought: Import) -> None:
    """The dry run: every row compared, nothing written but what was found."""
    brought.state = LIFE.move(brought.state, "begin")
    brought.save(update_fields=["state"])
    kind = KINDS[brought.kind]
    try:
        book = read_book(BytesIO(read_bytes(brought.file)), name=brought.file_name)
    except BookRefused as error:
        _end(brought, "fail", failure={"code": "unreadable", "faults": mapping.faults_as_kept(error.faults)})
        return
    said = brought.columns
    sheet = next(one for one in book.sheets if one.name == said["sheet"])
    table = read_table(sheet, header_row=said["header_row"])
    comparison = Comparison(kind, brought.organisation, mapping.reading_of(said, brought.language))
    lines = list(comparison.lines(_with_progress(brought, table.rows())))
    before = {line.number: line for line in brought.lines.exclude(left_out=False, likely=[])}
    for line in lines:
        line.within = brought
        if answered := before.get(line.number):
            comparison.answered(line, answered)
    with transaction.atomic():
        if _still(brought, ImportState.CHECKING):
            brought.lines.all().delete()
            Line.objects.bulk_create(lines, batch_size=AT_ONCE)
            brought.counts, brought.outdated = counts_of(brought), False
            _end(brought, "finish")


def _write(brought: Import) -> None:
    """All rows or none."""
    _finish(brought, write_all, done="write", refused="refuse")


def _undo(brought: Import) -> None:
    """All rows or none."""
    _finish(brought, undo_all, done="restore", refused="keep")


def _finish(brought: Import, act: Callable[[Import], None], *, done: str, refused: str) -> None:
    if not DRIVE.predicate(brought.asked_by, brought):
        _end(brought, refused, failure={"code": "not-allowed"})
        return
    state = ImportState(brought.state)
    try:
        with transaction.atomic():
            if _still(brought, state):
                act(brought)
                _end(brought, done)
    except Blocked as error:
        brought.outdated = error.code == "outdated"
        _end(brought, refused, failure={"code": error.code, "rows": error.rows, "more": error.more})
    except (ValidationError, IntegrityError, ProtectedError) as error:
        log.warning("import %s: the room refused: %s", brought.pk, error)
        lines = told(error) if isinstance(error, ValidationError) else []
        _end(brought, refused, failure={"code": "refused", "messages": lines})


#: State in which an import waits -> what is done then.
_STEPS: dict[ImportState, Callable[[Import], None]] = {
    ImportState.QUEUED: _check,
    ImportState.CHECKING: _check,
    ImportState.WRITING: _write,
    ImportState.UNDOING: _undo,
}


#: State in which an import was when something went wrong -> the move that says so.
_ENDED: dict[ImportState, str] = {
    ImportState.CHECKING: "fail",
    ImportState.WRITING: "refuse",
    ImportState.UNDOING: "keep",
}


def _still(brought: Import, state: ImportState) -> bool:
    """Whether nobody else has finished it meanwhile; locks it until the transaction ends."""
    return Import.objects.select_for_update().filter(pk=brought.pk, state=state).exists()


def _end(brought: Import, verb: str, *, failure: dict[str, object] | None = None) -> None:
    state = LIFE.move(brought.state, verb)
    Import.objects.filter(Q(pk=brought.pk), state=brought.state).update(
        state=state,
        failure=failure or {},
        counts=brought.counts,
        outdated=brought.outdated,
        beat_at=None,
        **({"written_at": timezone.now()} if verb == "write" else {}),
        **({"undone_at": timezone.now()} if verb == "restore" else {}),
    )
    brought.state = state


def _tell(brought: Import) -> None:
    """Whoever asked for it is told how it ended."""
    state = Import.objects.values_list("state", flat=True).get(pk=brought.pk)
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = str(ImportState(state).label)
    owner = brought.organisation
    path = reverse("office:import" if owner.is_network else "desk:import", args=[owner.slug, brought.pk])
    facts = {"file": brought.file_name, "state": words}
    people = [brought.asked_by] if brought.asked_by else []
    notify(people, kind="import.ended", facts=facts, path=path, by=None, scope=owner)


def _with_progress(brought: Import, rows: Iterable[Row]) -> Iterator[Row]:
    last = time.monotonic()
    for done, row in enumerate(rows, start=1):
        if time.monotonic() - last > SIGN_EVERY:
            Import.objects.filter(pk=brought.pk).update(done=done, beat_at=timezone.now())
            last = time.monotonic()
        yield row
