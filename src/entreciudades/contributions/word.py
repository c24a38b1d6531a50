"""A request as a Word file that goes out and comes back."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final, Literal

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.contributions.models import Passage, Request
from entreciudades.core.dates import PartialDate
from entreciudades.core.errors import TextTooLong
from entreciudades.core.labels import label
from entreciudades.core.texts import LIMIT
from entreciudades.documents.markdown import to_markdown
from entreciudades.documents.prose import Block, parse, to_plain
from entreciudades.documents.word_letter import MARK, Letter, Place, write_letter
from entreciudades.documents.word_reader import Note, read_word

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SALT = "contributions.word"

Fit = Literal["same", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file answers: the text of each passage by its key, what was not taken, whether it is the one sent out.

    "other" went out for another request, "unknown" was not made here or lost its mark: all its words are then offered
    as a new text of the first passage. `missing` are the passages whose headings the file no longer has.
    """

    fit: Fit
    texts: dict[str, str]
    notes: tuple[Note, ...]
    missing: tuple[str, ...]

    def told(self) -> dict[str, object]:
        """The same without the texts, as JSON."""
        return {"fit": self.fit, "notes": [asdict(note) for note in self.notes], "missing": list(self.missing)}


def word_file(request: Request) -> bytes:
    """The file of a request with its drafts as they stand, in the request's language."""
    return write_letter(_letter(request, list(request.passages.all())))


def read_answer(request: Request, data: bytes) -> Answer:
    """Read a file that came back. Raises WordRefused, TextTooLong."""
    passages = list(request.passages.all())
    letter = _letter(request, passages)
    reading = read_word(data, titles=[place.title for place in letter.places], known=letter.known)
    fit = _fit(request, reading.marks.get(MARK, ""))
    found = reading.texts
    before = found.get(None, ())
    if fit != "same":
        whole = [block for place in sorted(found, key=lambda one: -1 if one is None else one) for block in found[place]]
        return Answer(fit, {passages[0].key: _written(whole)}, reading.notes, ())
    texts: dict[str, tuple[Block, ...]] = {
        passage.key: found[number] for number, passage in enumerate(passages) if number in found
    }
    if before:  # what stands above the first heading belongs to the first text
        texts[passages[0].key] = (*before, *texts.get(passages[0].key, ()))
    missing = tuple(passage.title for passage in passages if passage.key not in texts)
    return Answer(fit, {key: _written(blocks) for key, blocks in texts.items()}, reading.notes, missing)


def _written(blocks: Iterable[Block]) -> str:
    """Return a text as it is kept; what is far too long is refused before its signs are looked at, which takes time."""
    held = tuple(blocks)
    if (found := len("".join(to_plain(held).split()))) > LIMIT:
        raise TextTooLong(limit=LIMIT, found=found)
    return to_markdown(held)


def _fit(request: Request, mark: str) -> Fit:
    try:
        signed = Signer(salt=_SALT).unsign(mark)
    except BadSignature:
        return "unknown"
    return "same" if signed == str(request.pk) else "other"


def _letter(request: Request, passages: list[Passage]) -> Letter:
    with override(request.language):
        asked = {"name": request.asked_by.get_full_name(), "organisation": label(request.organisation.names).text}
        says = [
            _("%(name)s (%(organisation)s) asks you to write here.") % asked,
            _("Until %(day)s. Write below each heading and leave the headings as they are.")
            % {"day": PartialDate.parse(str(request.due)).format(request.language)},
            *request.asks.splitlines(),
        ]
        return Letter(
            title=request.title,
            says=tuple(line for line in says if line.strip()),
            places=tuple(Place(one.title, one.asks, parse(one.draft)) for one in passages),
            language=request.language,
            mark=Signer(salt=_SALT).sign(str(request.pk)),
        )
