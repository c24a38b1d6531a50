"""Sheets of texts: a section with its parts, a practice, an action form, a presentation. One editor writes them all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language

from entreciudades.accounts.models import User
from entreciudades.core.differences import Piece, compare
from entreciudades.core.errors import TextConflict, TextTooLong
from entreciudades.core.models import Text
from entreciudades.core.texts import LIMIT, body_then, word_count
from entreciudades.methodologies.slots import Slot
from entreciudades.search.terminology import Agreed, Remark, remarks
from entreciudades.taxonomy.languages import language_name

Write = Callable[[str, str, str, int], Text]
"""``write(key, language, body, expected_version)`` saves one text.

It raises TextConflict, TextTooLong, or WritingOver where nothing can be written any more.
"""


class WritingOver(Exception):
    """A text cannot be written any more; its message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of one page of the editor.

    `scope` is the organisation in whose trail its changes stand; `key` names the page on which people meet;
    ``address(verb, language)`` leads to its pages ("edit", "presence", "history"); `about` gives the template
    around it and what that needs. `languages` are those in which it is written here, by default all of them;
    `glossary` holds the words that a translation should follow.
    """

    obj: Model
    scope: int
    key: str
    title: str
    slots: tuple[Slot, ...]
    write: Write
    address: Callable[[str, str], str]
    about: dict[str, Any]
    languages: tuple[str, ...] = ()
    glossary: tuple[Agreed, ...] = ()

    def slot(self, key: str) -> Slot | None:
        """The slot of that key."""
        return next((slot for slot in self.slots if slot.key == key), None)

    def texts(self) -> dict[tuple[str, str], Text]:
        """What is written, by slot and language; one question."""
        keys = [slot.key for slot in self.slots]
        rows = Text.objects.of(self.obj).filter(section__in=keys).select_related("updated_by")
        return {(row.section, row.language): row for row in rows}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved meanwhile: their text, and how mine differs from it word by word."""

    theirs: str
    version: int
    by: str
    at: Any
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class Written:
    """A slot as the editor shows it. `digest` is of the text as it was opened, so that what was not touched stays."""

    slot: Slot
    body: str
    version: int
    digest: str
    saved: Text | None = None
    source: Text | None = None
    conflict: Conflict | None = None
    too_long: int = 0
    over: str = ""
    changes: tuple[Piece, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def count(self) -> int:
        """Words in it."""
        return word_count(self.body)

    @property
    def limit(self) -> int:
        """Characters that fit."""
        return LIMIT

    @property
    def is_behind(self) -> bool:
        """Whether the text that it translates has changed since."""
        return bool(self.saved and self.source and self.saved.is_behind(self.source))


def open_sheet(sheet: Sheet, language: str, texts: dict[tuple[str, str], Text]) -> list[Written]:
    """The slots of a sheet with what is written in a language, and beside a translation the text that it follows.

    Of a source that went on since, what changed; of a translation, what does not follow the glossary.
    """
    written = [_open(slot, texts, language) for slot in sheet.slots]
    for one in written:
        if one.saved and one.source and one.is_behind:
            then = body_then(one.source, one.saved.source_version)
            one.changes = compare(then, one.source.body) if then is not None else ()
        one.remarks = _remarks(one, sheet, language)
    return written


def remarks_on(slot: Slot, sheet: Sheet, language: str) -> tuple[Remark, ...]:
    """What does not follow the glossary in a text as it is saved."""
    return _remarks(_open(slot, sheet.texts(), language), sheet, language)


def _remarks(one: Written, sheet: Sheet, language: str) -> tuple[Remark, ...]:
    if not (one.source and sheet.glossary):
        return ()
    languages = {"source_language": one.source.language, "language": language}
    return remarks(one.source.body, one.body, sheet.glossary, **languages)


def _open(slot: Slot, texts: dict[tuple[str, str], Text], language: str) -> Written:
    saved = texts.get((slot.key, language))
    body = saved.body if saved else ""
    written = {code: text for (key, code), text in texts.items() if key == slot.key and text.body.strip()}
    first = next((text.source_language for text in written.values()), "")
    source = written.get(first) if first != language else None
    return Written(slot, body, saved.version if saved else 0, digest(body), saved=saved, source=source)


def save(written: Written, body: str, version: int, sheet: Sheet, language: str) -> bool:
    """Save one text; False where it was refused, and `written` then says why and keeps what was typed."""
    written.body = body
    written.version = version
    try:
        written.saved = sheet.write(written.slot.key, language, body, version)
    except TextTooLong as error:
        written.too_long = error.found
        return False
    except WritingOver as error:
        written.over = str(error)
        return False
    except TextConflict as error:
        written.conflict = conflict_with(error.current, body)
        written.version = written.conflict.version
        return False
    written.version = written.saved.version
    written.digest = digest(written.saved.body)
    return True


def conflict_with(current: Text | None, mine: str) -> Conflict:
    """What to show of a text that was changed meanwhile."""
    theirs = current.body if current else ""
    by = current.updated_by if current else None
    return Conflict(
        theirs=theirs,
        version=current.version if current else 0,
        by=by.get_full_name() if isinstance(by, User) else "",
        at=current.updated_at if current else None,
        pieces=compare(theirs, mine),
    )


def digest(body: str) -> str:
    """A short mark by which an editor knows whether a text was touched."""
    return hashlib.sha256(plain_lines(body).strip("\n").encode()).hexdigest()[:16]


def plain_lines(body: str) -> str:
    """The same text with the line ends that are stored; browsers send others."""
    return body.replace("\r\n", "\n").replace("\r", "\n")


def languages_of(sheet: Sheet, language: str, texts: dict[tuple[str, str], Text]) -> list[dict[str, Any]]:
    """The languages of the site with the share of the sheet that is written in each."""
    return [
        {
            "code": code,
            "name": name,
            "is_lit": code == language,
            "address": sheet.address("edit", code),
            "written": sum(bool((text := texts.get((slot.key, code))) and text.body.strip()) for slot in sheet.slots),
        }
        for code, name in _languages(sheet)
    ]


def _languages(sheet: Sheet) -> list[tuple[str, str]]:
    """Those of the site, or, of what is written in its own, these by their names."""
    named = dict(settings.CONTENT_LANGUAGES)
    reader = get_language() or "es"
    return [(code, str(named.get(code) or language_name(code, reader))) for code in sheet.languages or named]
