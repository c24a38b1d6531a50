"""A letter: what a mail says, as parts, from which its plain text and its page are made, so that both say the same.

No template: rooms write mails, and templates are the pages'. What is written stays text; only this file knows HTML.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from entreciudades.core.mail import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_SUBJECT: Final = 78
#: Lines are left to the reader's program to fold, as far as mail carries them: 998 octets (RFC 5322, 2.1.1).
_WIDTH: Final = 240
_UNDERLINE: Final = 60


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; lines of its own stay lines, addresses lead where they say."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What follows, in a few words."""

    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """The one thing to do: its verb and its address, which begins with SITE_URL."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list, with its address where it has one, and what is said beside it."""

    text: str
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list."""

    entries: tuple[Entry, ...]


Part = Paragraph | Heading | Way | Entries


def letter(
    subject: str,
    parts: Iterable[Part],
    *,
    to: str,
    reply_to: str | None = None,
    foot: Iterable[Entry] = (),
    stop: str = "",
    always: bool = False,
) -> EmailMultiAlternatives:
    """Return a mail in the active language, in plain text and as a page.

    `foot` stands below the letter, apart from what it says. `stop` is the address where one click ends mails of this
    kind (RFC 8058): a mail that nobody asked for in person has one. `always` marks a mail that goes even to an address
    that did not work, such as the way to a new password.
    """
    said, below = list(parts), list(foot)
    headers = {ALWAYS: "yes"} if always else {}
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        below.append(Entry(_("No more mails of this kind"), stop))
    title = fit(subject)
    mail = EmailMultiAlternatives(
        title, _plain(said, below), to=[to], reply_to=[reply_to] if reply_to else [], headers=headers
    )
    mail.attach_alternative(_page(title, said, below), "text/html")
    return mail


def paragraphs(text: str) -> list[Part]:
    """A text as it was written, a paragraph for what stands between blank lines."""
    return [Paragraph(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def fit(subject: str) -> str:
    """A subject on one line of at most LONGEST_SUBJECT characters, cut between words."""
    return textwrap.shorten(subject, LONGEST_SUBJECT, placeholder="…") or subject[: LONGEST_SUBJECT - 1] + "…"


def _plain(parts: list[Part], foot: list[Entry]) -> str:
    below = ["\n".join(("—", *(f"{entry.text}: {entry.address}" for entry in foot)))] if foot else []
    return "\n\n".join([*map(_plain_part, parts), *below]) + "\n"


def _plain_part(part: Part) -> str:
    match part:
        case Paragraph(text):
            return _wrapped(text)
        case Heading(text):
            return f"{text}\n{'-' * min(len(text), _UNDERLINE)}"
        case Way(text, address):
            return f"{text}:\n{address}"
        case Entries(entries):
            return "\n".join(_plain_entry(entry) for entry in entries)


def _plain_entry(entry: Entry) -> str:
    text = f"{entry.text} ({entry.note})" if entry.note else entry.text
    said = textwrap.fill(text, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False)
    return f"{said}\n  {entry.address}" if entry.address else said


def _wrapped(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in lines)


_PAGE: Final = (
    '<!doctype html>\n<html lang="{}" dir="{}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title>\n<style>{}</style></head>\n'
    '<body><div class="sheet">\n{}\n</div>\n<p class="from">Entreciudades{}</p></body></html>\n'
)
#: The look of the pages, as far as mail programs show it; one that shows none of it shows the same words in order.
_LOOK: Final = SafeString(
    "body{margin:0;padding:16px;background:#fbfaf6;color:#16242b;"
    "font:17px/1.55 'Source Sans 3',system-ui,sans-serif}"
    ".sheet{max-width:36em;margin:0 auto;padding:24px;background:#fff;border:1px solid #e2ddd1;border-radius:8px}"
    "h2{margin:24px 0 8px;font:600 20px/1.3 'Source Serif 4',Georgia,serif}p{margin:0 0 16px}"
    "ul{margin:0 0 16px;padding:0 0 0 20px}li{margin:0 0 8px}a{color:#0b5d57}"
    ".way a{display:inline-block;padding:10px 18px;background:#0b5d57;color:#fff;border-radius:8px;"
    "font-weight:600;text-decoration:none}.note{color:#4b5b63}"
    ".from{max-width:36em;margin:16px auto 0;color:#4b5b63;font-size:15px}"
)


def _page(title: str, parts: list[Part], foot: list[Entry]) -> str:
    language, direction = get_language() or "es", "rtl" if get_language_bidi() else "ltr"
    body = SafeString("\n".join(_page_part(part) for part in parts))
    below = format_html_join("", ' · <a href="{}">{}</a>', ((entry.address, entry.text) for entry in foot))
    return format_html(_PAGE, language, direction, title, _LOOK, body, below)


def _page_part(part: Part) -> SafeString:
    match part:
        case Paragraph(text):
            lines = (urlize(line, autoescape=True) for line in text.splitlines())
            return format_html("<p>{}</p>", SafeString("<br>\n".join(lines)))
        case Heading(text):
            return format_html("<h2>{}</h2>", text)
        case Way(text, address):
            return format_html('<p class="way"><a href="{}">{}</a></p>', address, text)
        case Entries(entries):
            items = format_html_join("\n", "<li>{}</li>", ((_page_entry(entry),) for entry in entries))
            return format_html("<ul>\n{}\n</ul>", items)


def _page_entry(entry: Entry) -> SafeString:
    said = (
        format_html('<a href="{}">{}</a>', entry.address, entry.text)
        if entry.address
        else format_html("{}", entry.text)
    )
    return format_html('{} <span class="note">({})</span>', said, entry.note) if entry.note else said
