"""Why a file was refused, in the person's language: what was found, what is taken, and that nothing was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from entreciudades.core.errors import FileRefused

#: Reason -> its words. They name ``found`` and ``expected``, and tell what to do.
WORDS: Final = {
    "size": gettext_lazy("The file is too large (%(found)s); at most %(expected)s fit. Make it smaller."),
    "empty": gettext_lazy("The file is empty."),
    "type": gettext_lazy("This kind of file is not taken (its content: %(found)s). Taken are: %(expected)s."),
    "name": gettext_lazy("The file is not what its name says: its content is that of a %(expected)s file."),
    "old": gettext_lazy(
        "This is an old Office file (DOC, XLS or PPT). Save it in one of these, and send it again: %(expected)s."
    ),
    "broken": gettext_lazy(
        "The file is damaged and cannot be read (%(found)s). Save it anew where it was made, and send it again."
    ),
    "encrypted": gettext_lazy(
        "The file is protected by a password (%(found)s). Save it without one, and send it again."
    ),
    "pages": gettext_lazy("The document has %(found)s pages; at most %(expected)s fit. Send it in parts."),
    "pixels": gettext_lazy(
        "The picture has too many points (%(found)s); at most %(expected)s million fit. Make it smaller."
    ),
    "animated": gettext_lazy("The picture moves (%(found)s images). Send one that stands still."),
    "macro": gettext_lazy(
        "The file carries macros (%(found)s), which could run on the computer of whoever opens it. Save it "
        "without macros, and send it again."
    ),
    "active": gettext_lazy(
        "The document carries something that acts by itself (%(found)s). Print it into a new PDF, and send that one."
    ),
    "embedded": gettext_lazy(
        "Another file lies inside this one (%(found)s). Take it out, or put a picture in its place, and send it again."
    ),
    "external": gettext_lazy(
        "The file fetches something from elsewhere when it is opened (%(found)s). Break that link, and send it again."
    ),
    "bomb": gettext_lazy(
        "The file unpacks to more than it may (%(found)s; at most %(expected)s). Save it anew where it was "
        "made, or send it in parts."
    ),
    "entities": gettext_lazy(
        "The file defines abbreviations of its own (%(found)s), which can be made to grow without end. Save "
        "it anew where it was made."
    ),
    "polyglot": gettext_lazy(
        "The file is two kinds of file at once (%(found)s). Save it anew where it was made, and send it again."
    ),
    "virus": gettext_lazy(
        "The virus scan found something in the file (%(found)s). Ask whoever looks after your computer."
    ),
    "unscanned": gettext_lazy(
        "The virus scan does not answer at the moment, and nothing is stored without it. Try again in some "
        "minutes; the operators of the site can see it too."
    ),
}
NOTHING_STORED: Final = gettext_lazy("Nothing was stored.")


def refusal(error: FileRefused) -> ValidationError:
    """Return why a file was refused, for a form or a page; its code is the reason."""
    said = WORDS[error.reason] % {"found": error.found, "expected": error.expected}
    return ValidationError(f"{said} {NOTHING_STORED}", code=error.reason)
