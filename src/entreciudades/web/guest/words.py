"""Word files of a request, at the link and at the desk: handed out, brought back, and what is said of them."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from entreciudades.accounts.models import User
from entreciudades.contributions import services
from entreciudades.contributions.models import Request
from entreciudades.contributions.word import MEDIA_TYPE, Answer
from entreciudades.core.errors import FileRefused, TextTooLong
from entreciudades.core.files import examined_document, kind_of_file
from entreciudades.core.uploads.refusals import refusal
from entreciudades.documents.word_package import WordRefused

READ: Final = gettext_lazy("The Word file has been read. Look below at what it says.")
#: Whether a file is the one that went out -> what is said.
FITS: Final = {
    "other": gettext_lazy(
        "This Word file went out for another request. All that it says stands in the first text, as a new text."
    ),
    "unknown": gettext_lazy(
        "This Word file is not the one that was sent out, or it has lost its mark. All that it says stands in the "
        "first text, as a new text."
    ),
}
#: Code of a note -> its words for one and for several; those that end the list are no loss.
NOTES: Final = {
    "added": ngettext_lazy(
        "%(count)d tracked addition was read as accepted.",
        "%(count)d tracked additions were read as accepted.",
        "count",
    ),
    "deleted": ngettext_lazy(
        "%(count)d tracked deletion was read as accepted: these words are gone.",
        "%(count)d tracked deletions were read as accepted: these words are gone.",
        "count",
    ),
    "comment": ngettext_lazy(
        "%(count)d comment is no part of the text.", "%(count)d comments are no part of the text.", "count"
    ),
    "picture": ngettext_lazy("%(count)d picture was not taken.", "%(count)d pictures were not taken.", "count"),
    "table": ngettext_lazy("%(count)d table was not taken.", "%(count)d tables were not taken.", "count"),
    "footnote": ngettext_lazy("%(count)d footnote was not taken.", "%(count)d footnotes were not taken.", "count"),
    "box": ngettext_lazy("%(count)d text box was not taken.", "%(count)d text boxes were not taken.", "count"),
    "embedded": ngettext_lazy(
        "%(count)d embedded object was not taken.", "%(count)d embedded objects were not taken.", "count"
    ),
    "heading": ngettext_lazy(
        "%(count)d heading became a paragraph in bold.", "%(count)d headings became paragraphs in bold.", "count"
    ),
    "struck": ngettext_lazy(
        "%(count)d stretch that is struck out stands as plain text.",
        "%(count)d stretches that are struck out stand as plain text.",
        "count",
    ),
    "formula": ngettext_lazy(
        "%(count)d formula stands as plain text.", "%(count)d formulas stand as plain text.", "count"
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A line about a Word file, with the words that it is about."""

    line: str | Promise
    texts: tuple[str, ...] = ()


def told(request: Request) -> list[Said]:
    """What is to be said of the last Word file that came back."""
    word: dict[str, Any] = request.word
    said = [Said(FITS[word["fit"]])] if word.get("fit") in FITS else []
    said += [
        Said(_("Its heading is no longer in the file; this text stays as it was:"), (title,))
        for title in word.get("missing", ())
    ]
    for note in word.get("notes", ()):
        if note["code"] in NOTES:
            said.append(Said(NOTES[note["code"]] % {"count": note["count"]}, tuple(note["texts"])))
    return said


def as_word(data: bytes, request: Request) -> HttpResponse:
    """A Word file, offered to be kept."""
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(request.title)[:60] or "texto"}.docx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def read_upload(
    request: HttpRequest, found: Request, upload: "UploadedFile[bytes] | None", *, by: User | None
) -> Answer | None:
    """Read a Word file that was brought back; None where it was refused, which the next page says."""
    if upload is None:
        messages.error(request, _("Choose the Word file first."))
        return None
    try:
        document = examined_document(upload)
        if document.media_type != MEDIA_TYPE:
            raise FileRefused("type", found=kind_of_file(document.media_type), expected="Word (DOCX)")  # noqa: TRY301 - one way out
        answer = services.take_word(found, document.data, by=by)
    except FileRefused as error:
        for line in refusal(error).messages:
            messages.error(request, line)
        return None
    except WordRefused as error:
        said = _("This Word file cannot be read (%(reason)s). Save it anew as DOCX, without macros, and send it again.")
        messages.error(request, said % {"reason": error.reason})
        return None
    except TextTooLong as error:
        said = _("A text of the file has %(found)d characters, and at most %(limit)d fit. Nothing was changed.")
        messages.error(request, said % {"found": error.found, "limit": error.limit})
        return None
    return answer
