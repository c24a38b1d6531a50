"""How data is said: words in the reader's language, numbers and dates by the reader's locale."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from moneyed import Money

from entreciudades.actors.models import Organisation
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import Localized
from entreciudades.core.labels import label as localized
from entreciudades.core.models import Figure
from entreciudades.core.moments import moment_in_words
from entreciudades.core.money import format_money
from entreciudades.documents.book import Prose, Words
from entreciudades.documents.prose import parse, to_html
from entreciudades.taxonomy import countries, languages

register = template.Library()

#: Units that stand behind a value as a sign; any other is the word of what is counted, which the page says anyway.
SIGNS: Final = {"km2": "km²", "%": "%"}


def reader() -> str:
    """The language of the page."""
    return get_language() or "es"


def same(one: str, other: str) -> bool:
    """Whether two codes name one language, whatever their regions."""
    return one.partition("-")[0] == other.partition("-")[0]


def in_language(text: str, language: str) -> str | SafeString:
    """Text marked with its language where that is not the page's, so that it is spoken and translated rightly."""
    if not text or same(language, reader()):
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def label(labels: Mapping[str, str] | Localized | Words | str | None) -> str | SafeString:
    """A short text in the reader's language, or in the one it has, marked."""
    match labels:
        case None | str():
            return labels or ""
        case Localized() | Words():
            return in_language(labels.text, labels.language)
        case _:
            found = localized(labels)
            return in_language(found.text, found.language)


@register.filter
def plain(labels: Mapping[str, str] | Localized | Words | str | None) -> str:
    """The same without the mark, for attributes and the title of a page."""
    match labels:
        case None | str():
            return labels or ""
        case Localized() | Words():
            return labels.text
        case _:
            return localized(labels).text


@register.filter
def prose(text: Prose | str | None) -> SafeString:
    """A long text as HTML; one in another language is marked, and `components/prose.html` also says so."""
    if not text:
        return mark_safe("")
    blocks = parse(text) if isinstance(text, str) else text.blocks
    return mark_safe(to_html(blocks))  # noqa: S308 - the renderer escapes all text and knows no raw HTML


@register.filter
def is_foreign(language: str) -> bool:
    """Whether a text in `language` is not in the language of the page."""
    return bool(language) and not same(language, reader())


@register.filter
def language_name(code: str) -> str:
    """A language by its name in the reader's language."""
    return languages.language_name(code, reader())


@register.filter
def number(value: Decimal | float | None) -> str:
    """A number as the reader writes it; at most two decimals."""
    return "" if value is None else format_decimal(value, format="#,##0.##", locale=locale())


@register.filter
def figure(found: Figure) -> str:
    """A figure in words: "más de 370.000", "149 km²"."""
    return f"{found.format(reader())} {SIGNS.get(found.unit, '')}".strip()


@register.filter
def money(amount: Money | None) -> str:
    """An amount with its currency."""
    return "" if amount is None else format_money(amount, reader())


@register.filter
def when(moment: PartialDate | dt.date | str | None) -> str:
    """A date as far as it is known, in words."""
    match moment:
        case None | "":
            return ""
        case dt.datetime():
            return f"{format_date(moment, 'medium', locale())}, {format_time(moment, 'short', locale=locale())} UTC"
        case dt.date():
            return format_date(moment, "long", locale=locale())
        case PartialDate():
            return moment.format(reader())
        case _:
            return PartialDate.parse(moment).format(reader())


@register.filter
def clock(moment: dt.datetime | None, zone: str) -> str:
    """A moment on the clocks of a zone: "viernes, 20 de noviembre de 2026, 23:59 (hora de Madrid)"."""
    return "" if moment is None else moment_in_words(moment, zone, reader())


@register.filter
def time_left(until: dt.datetime) -> str:
    """How long until a moment that is to come: "25 days left"."""
    days = (until - timezone.now()).days
    if days < 1:
        return _("less than a day left")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def country(place: Organisation | str | None) -> str | SafeString:
    """The name of a country by its ISO code, or of the country of an organisation, which may be fictional."""
    if not place:
        return ""
    if isinstance(place, Organisation):
        if place.is_fictional:
            return label(place.fictional_country)
        place = place.country
    return countries.country_name(place, reader()) if place else ""


def locale() -> str:
    """The reader's language with its region, as Babel names it."""
    return "en_GB" if reader() == "en" else reader().replace("-", "_")
