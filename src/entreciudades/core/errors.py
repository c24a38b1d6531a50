"""What may go wrong in every room. Each error carries the facts that a page needs to say it well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.exceptions import ValidationError
    from django.db.models import Model

    from entreciudades.core.models import Link, Text


def told(error: ValidationError) -> list[str]:
    """Return a line for each thing that a service refused: the field at fault, if it is of one, and what is wrong."""
    said = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return [
        message if field == NON_FIELD_ERRORS else f"{field}: {message}"
        for field, messages in said.items()
        for message in messages
    ]


class EntreciudadesError(Exception):
    """Base of every error that a person caused and a page or command explains."""


class NotFound(EntreciudadesError):
    """Nothing with this key exists *for this person*: the web answers 404."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"{kind} {key!r} was not found")
        self.kind = kind
        self.key = key


class NotAllowed(EntreciudadesError):
    """The person may see the object but not do this: the web answers 403."""

    def __init__(self, rule: str, kind: str, key: object) -> None:
        super().__init__(f"{rule} is not allowed on {kind} {key!r}")
        self.rule = rule
        self.kind = kind
        self.key = key


class MoveRefused(EntreciudadesError):
    """A state table has no arrow for this verb from this state."""

    def __init__(self, verb: str, current: str, possible: Sequence[str]) -> None:
        moves = ", ".join(possible) or "none"
        super().__init__(f"{verb!r} is not possible from state {current!r}; possible moves: {moves}")
        self.verb = verb
        self.current = current
        self.possible = tuple(possible)


class TextConflict(EntreciudadesError):
    """Somebody else saved the text meanwhile; nothing was overwritten.

    ``current`` is the text as it stands now, or None when it was removed.
    """

    def __init__(self, current: Text | None) -> None:
        found = f"version {current.version}" if current else "no text"
        super().__init__(f"the text was changed meanwhile: {found} stands now")
        self.current = current


class RowConflict(EntreciudadesError):
    """Somebody else changed the row since the form was opened; nothing was overwritten. ``stands`` is the row now."""

    def __init__(self, stands: Model) -> None:
        super().__init__(f"{stands._meta.label_lower} {stands.pk} was changed meanwhile")
        self.stands = stands


class RowGone(EntreciudadesError):
    """Somebody else removed the row since the form was opened; nothing was stored."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"{kind} {key!r} was removed meanwhile")
        self.kind = kind
        self.key = key


class TextTooLong(EntreciudadesError):
    """``found`` characters were given where ``limit`` fit; nothing was stored."""

    def __init__(self, *, limit: int, found: int) -> None:
        super().__init__(f"the text has {found} characters; at most {limit} fit")
        self.limit = limit
        self.found = found


class FileRefused(EntreciudadesError):
    """An upload was not stored. `core.uploads.refusals.refusal` says it in the person's language.

    ``reason`` is a code that stays the same, each with its words there; ``found`` and ``expected`` are names, numbers
    and places inside the file, the same in every language.
    """

    def __init__(self, reason: str, *, found: str, expected: str) -> None:
        super().__init__(f"file refused ({reason}): found {found}, expected {expected}")
        self.reason = reason
        self.found = found
        self.expected = expected


class LinkRefused(EntreciudadesError):
    """A link of somebody without a login leads nowhere any more.

    ``reason`` is one of "unknown", "expired", "revoked", "used"; ``link`` is the row, None where it is unknown.
    """

    def __init__(self, reason: str, link: Link | None = None) -> None:
        super().__init__(f"link refused: {reason}")
        self.reason = reason
        self.link = link
