"""From the rooms' rows to a document's frozen words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import Localized, label
from entreciudades.core.models import Figure, Text
from entreciudades.core.texts import body_in
from entreciudades.documents.book import Fact, FactList, Prose, Source, Words
from entreciudades.documents.prose import parse

#: Units that stand behind a value as a sign; any other is a word of what is counted.
_SIGNS = {"km2": "km²", "%": "%"}


def words(labels: Mapping[str, str] | None, language: str) -> Words:
    """A short text for a reader, with the language that it is in."""
    return _words(label(labels, language))


def plain(text: object, language: str) -> Words:
    """A text that is the same in every language: a name, a number already written."""
    return Words(str(text), language)


def joined(labels: Iterable[Mapping[str, str]], language: str) -> Words:
    """Several labels in one line, "Innovación, cultura de paz": in one language, the first one's."""
    found = [label(one, language) for one in labels if one]
    return Words(", ".join(one.text for one in found), found[0].language if found else language)


def prose(texts: Iterable[Text], section: str, language: str) -> Prose | None:
    """The long text of a section for a reader, parsed; None where there is none."""
    body = body_in(texts, section, language)
    return Prose(parse(body.text), body.language) if body else None


def figure(row: Figure, language: str) -> Words:
    """A figure with its unit: "más de 370.000"."""
    sign = _SIGNS.get(row.unit)
    if sign is None:
        return plain(row.format(language), language)
    return plain(f"{row.format(language)} {sign}", language)


def fact_list(rows: Iterable[tuple[Words, Figure]], language: str) -> FactList:
    """Named figures as facts. A source that says several of them is named once."""
    numbers: dict[Source, int] = {}
    facts = tuple(
        Fact(
            name,
            figure(row, language),
            note=row.as_of.format(language) if row.as_of else "",
            source=numbers.setdefault(Source(row.source, row.source_url), len(numbers) + 1) if row.source else None,
        )
        for name, row in rows
    )
    return FactList(facts, tuple(numbers))


def period(starts: PartialDate | None, ends: PartialDate | None, language: str) -> str:
    """From when to when, as far as it is known; a period that is one date is said once."""
    if starts and ends:
        return " – ".join(dict.fromkeys((starts.format(language), ends.format(language))))
    if starts:
        return _("since %(date)s") % {"date": starts.format(language)}
    return _("until %(date)s") % {"date": ends.format(language)} if ends else ""


def _words(localized: Localized) -> Words:
    return Words(localized.text, localized.language)
