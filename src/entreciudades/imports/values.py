"""Readers of single values: what stands in a file becomes what a model field holds, or a problem with its line."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from entreciudades.core.dates import EXPECTED, PartialDate
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.texts import LIMIT
from entreciudades.imports.written import Written
from entreciudades.taxonomy.codelists import Vocabulary
from entreciudades.taxonomy.models import Term
from entreciudades.taxonomy.problems import Problem, nearest

Model = type[models.Model]


@dataclass(slots=True, eq=False)
class Reference:
    """A name by which an entry points at another: a slug, a key, a number; ``scope`` says whose key it is."""

    model: Model
    key: str
    at: Written
    scope: str = ""


@dataclass(slots=True)
class Notes:
    """What is gathered while files are read: problems, and the references still to be found."""

    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def wrong(self, at: Written, found: str, instead: str) -> None:
        """Note a problem where a value stands."""
        self.problems.append(Problem(at.path, at.line, found, instead))


Reader = Callable[[Written, Notes], object]

LANGUAGES: Final = tuple(code for code, _name in settings.CONTENT_LANGUAGES)
_LONGEST_SHOWN: Final = 40


def shown(written: Written) -> str:
    """A value as a message quotes it."""
    value = written.value
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = "nothing" if value is None else repr(value) if isinstance(value, str) else str(value).lower()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def text(longest: int | None = None) -> Reader:
    """A text in one language, or in none: a name, an address, a source."""

    def reader(written: Written, notes: Notes) -> object:
        value = written.value
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal) or not str(value).strip():
            notes.wrong(written, f"{shown(written)} where a text is expected", "write a text")
            return None
        if longest is not None and len(str(value)) > longest:
            notes.wrong(written, f"a text of {len(str(value))} characters", f"at most {longest} fit here")
        return str(value)

    return reader


def number(written: Written, notes: Notes) -> object:
    """A number, never quoted."""
    if isinstance(written.value, bool) or not isinstance(written.value, int | Decimal):
        notes.wrong(written, f"{shown(written)} where a number is expected", "write digits, without quotes or signs")
    return written.value


def flag(written: Written, notes: Notes) -> object:
    """One of the words true and false."""
    if not isinstance(written.value, bool):
        notes.wrong(written, f"{shown(written)} where true or false is expected", "write true or false")
    return written.value


def choice(values: Collection[str]) -> Reader:
    """One of a closed list."""

    def reader(written: Written, notes: Notes) -> object:
        if str(written.value) not in values:
            notes.wrong(written, f"{shown(written)} is not understood here", nearest(str(written.value), values))
        return str(written.value)

    return reader


def date(written: Written, notes: Notes) -> object:
    """A date as far as it is known."""
    try:
        return PartialDate.parse(str(written.value))
    except ValueError:
        notes.wrong(written, f"{shown(written)} is no date", f"write {EXPECTED}")
        return None


def labels(written: Written, notes: Notes) -> object:
    """A short text in languages; one without languages is the same in all of them: a name, a number."""
    if isinstance(written.value, str) and written.value.strip():
        return dict.fromkeys(LANGUAGES, written.value.strip())
    return _by_language(written, notes, longest=None)


def prose(written: Written, notes: Notes) -> object:
    """A long text in languages, in the Markdown of long texts."""
    return {code: unwrapped(body) for code, body in _by_language(written, notes, longest=LIMIT).items()}


def section(written: Written, notes: Notes) -> object:
    """A long text in one language, in the Markdown of long texts."""
    return unwrapped(str(text(LIMIT)(written, notes) or "").strip())


def unwrapped(body: str) -> str:
    """A text whose lines were broken for the file: a paragraph or an item is one line, as an editor expects it."""
    return _WRAPPED.sub(" ", body)


def term(written: Written, notes: Notes) -> object:
    """A term of the vocabularies in its written form."""
    key = str(written.value)
    if key not in notes.vocabulary:
        codelist = notes.vocabulary.codelists.get(key.partition(":")[0])
        near = [row.id for row in codelist.terms] if codelist else notes.vocabulary.terms
        notes.wrong(written, f"there is no term {shown(written)}", nearest(key, near))
    return key


def reference(model: Model) -> Reader:
    """The name of another entry, looked for when every file has been read."""

    def reader(written: Written, notes: Notes) -> object:
        if isinstance(written.value, dict | list | None):
            notes.wrong(written, f"{shown(written)} where a name is expected", "write the name of one entry")
            return None
        found = Reference(model, str(written.value), written)
        notes.references.append(found)
        return found

    return reader


def several(one: Reader) -> Reader:
    """A list of values."""

    def reader(written: Written, notes: Notes) -> object:
        if not isinstance(written.value, list):
            notes.wrong(written, f"{shown(written)} where a list is expected", "write [one, another]")
            return []
        return [one(item, notes) for item in written.value]

    return reader


def mapping(one: Reader) -> Reader:
    """Values by names that are checked elsewhere."""

    def reader(written: Written, notes: Notes) -> object:
        if not isinstance(written.value, dict):
            notes.wrong(written, f"{shown(written)} where names with values are expected", "write name: value")
            return {}
        return {name: one(value, notes) for name, value in written.value.items()}

    return reader


def known(written: Written, names: Iterable[str], notes: Notes) -> None:
    """Note every member of a mapping that is not one of ``names``, with the nearest good one."""
    good = tuple(names)
    for name, value in written.members.items():
        if name not in good:
            notes.wrong(value, f"unknown key {name!r}", nearest(name, good))


def reader_of(model_field: models.Field) -> Reader:  # type: ignore[type-arg]  # any column
    """The reader of what a model field holds, with the limits of the field."""
    if model_field.choices:
        return choice([str(value) for value, _label in model_field.flatchoices])
    for kind, one in _BY_KIND:
        if isinstance(model_field, kind):
            return one
    if isinstance(model_field, models.ManyToManyField):
        return several(_pointing_at(model_field.related_model))
    if isinstance(model_field, models.ForeignKey):
        return _pointing_at(model_field.related_model)
    return _checked(text(model_field.max_length), model_field)


_BY_KIND: Final[tuple[tuple[type[models.Field], Reader], ...]] = (  # type: ignore[type-arg]  # any column
    (LabelsField, labels),
    (PartialDateField, date),
    (models.BooleanField, flag),
    (models.DecimalField, number),
    (models.IntegerField, number),
)


def _pointing_at(model: Model) -> Reader:
    return term if model is Term else reference(model)


def _checked(one: Reader, model_field: models.Field) -> Reader:  # type: ignore[type-arg]  # any column
    """With the field's own validators, for addresses of the web and of mail."""
    if not isinstance(model_field, models.URLField | models.EmailField | models.SlugField):
        return one

    def reader(written: Written, notes: Notes) -> object:
        before = len(notes.problems)
        value = one(written, notes)
        if len(notes.problems) == before:
            try:
                model_field.run_validators(value)
            except ValidationError as error:
                notes.wrong(written, f"{shown(written)} cannot stand here", " ".join(error.messages))
        return value

    return reader


#: A line break inside a paragraph or item: neither side is empty, and no item begins after it.
_WRAPPED = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)(?!(?:[-*+]|\d{1,9}[.)])[ \t])")


def _by_language(written: Written, notes: Notes, *, longest: int | None) -> dict[str, str]:
    if not isinstance(written.value, dict) or not written.value:
        notes.wrong(written, f"{shown(written)} where a text per language is expected", "write {es: …, pt: …, en: …}")
        return {}
    known(written, LANGUAGES, notes)
    one = text(longest)
    return {code: str(one(value, notes) or "").strip() for code, value in written.value.items()}
