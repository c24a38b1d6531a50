#!/usr/bin/env python3
"""Brings the catalogues of translations up to date with the words marked in the code and the templates.

    scripts/catalogues.py           adds what is new (empty, to be translated), drops what is gone, keeps the rest;
                                    a variant (pt_PT) is given nothing, and loses what it says like its base, but for
                                    what a package says in it, which would else stand before our base
    scripts/catalogues.py --check   changes nothing; ends with 1 when a catalogue is not what it would write

Needs no GNU gettext: Django turns the tags of templates into calls, and Babel reads those. The same sources
give the same bytes: no dates, no line numbers, sorted by message.
"""

import argparse
import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import allauth
import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src" / "entreciudades"
LOCALE: Final = SOURCE / "locale"
PLURALS: Final = {
    "es": "nplurals=2; plural=(n != 1);",
    "pt": "nplurals=2; plural=(n > 1);",
    "pt_PT": "nplurals=2; plural=(n != 1);",
}
"""The languages with a catalogue (messages are English), and their rule of plurals in gettext's syntax."""
BASES: Final = {"pt_PT": "pt"}
"""Variants, and the language that they fall back to: their catalogue holds only what they say otherwise."""
PACKAGES: Final = (Path(allauth.__file__).parent / "locale",)
"""Where packages keep words of their own in a variant; where they have one, Django never asks our base."""
TEMPLATES: Final = (".html", ".txt", ".xml")
PYTHON: Final = {
    "_",
    "_now",  # where `_` is the lazy one
    *(f"{name}{lazy}" for name in ("gettext", "ngettext", "pgettext", "npgettext") for lazy in ("", "_lazy")),
    "gettext_noop",
}
"""The functions that mark words in Python."""
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Message(NamedTuple):
    """A marked text: context or none, singular, plural or an empty text."""

    context: str | None
    singular: str
    plural: str


def sources() -> Iterator[Path]:
    """Every file of the product that may hold marked words."""
    for path in sorted(SOURCE.rglob("*")):
        is_read = path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts)
        if is_read and "migrations" not in path.parts:
            yield path


def marked_in(path: Path) -> Iterator[Message]:
    """The messages that a Python file or a template marks."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return in_python(text)
    return in_calls(templatize(text, origin=str(path)))


def in_python(text: str) -> Iterator[Message]:
    """What Python marks, also inside f-strings, in the order of the file."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        words = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in PYTHON and words:
            context = words.pop(0) if "pgettext" in name else None
            yield Message(context, words[0], words[1] if name.startswith("n") else "")


def in_calls(text: str) -> Iterator[Message]:
    """What a template marks, once Django has turned its tags into calls."""
    # What stands between the calls is no Python; in parentheses it needs no indentation to be read.
    marked = extract("python", io.BytesIO(f"({text}\n)".encode()))
    for _line, found, _comments, context in marked:
        singular, plural = found if isinstance(found, tuple) else (found, "")
        yield Message(context, singular, plural)


def marked() -> dict[Message, list[str]]:
    """Every message of the product, with the files that mark it (inside the package, sorted)."""
    found: dict[Message, set[str]] = defaultdict(set)
    for path in sources():
        for message in marked_in(path):
            found[message].add(path.relative_to(SOURCE).as_posix())
    # As in gettext, a text that is marked both alone and with a plural is one message.
    for message in [one for one in found if one.plural]:
        found[message] |= found.pop(message._replace(plural=""), set())
    return {message: sorted(files) for message, files in found.items()}


def path_of(language: str) -> Path:
    """Where the catalogue of a language stands."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def key(entry: polib.POEntry) -> Message:
    """The message that an entry of a catalogue translates."""
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural)


def held(path: Path) -> dict[Message, polib.POEntry]:
    """What a catalogue holds; nothing where there is none."""
    entries = polib.pofile(str(path)) if path.exists() else ()
    return {key(entry): entry for entry in entries if not entry.obsolete}


def differs(entry: polib.POEntry, base: polib.POEntry | None) -> bool:
    """Whether a variant says something, and says it otherwise than its base."""
    says = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if base is None or not all(says):
        return False
    return (entry.msgstr, entry.msgstr_plural) != (base.msgstr, base.msgstr_plural)


def said_by_packages(language: str) -> set[tuple[str | None, str]]:
    """Context and text of what packages translate into a language."""
    paths = [folder / language / "LC_MESSAGES" / "django.po" for folder in PACKAGES]
    return {
        (one.msgctxt, one.msgid) for path in paths if path.exists() for one in polib.pofile(str(path)) if one.msgstr
    }


def updated(language: str, messages: dict[Message, list[str]]) -> polib.POFile:
    """The catalogue of a language with exactly these messages, and the translations that it has of them.

    That of a variant keeps those which it says otherwise than its base, and repeats the base where else a package
    would speak.
    """
    path = path_of(language)
    known = held(path)
    if language in BASES:
        base, others = held(path_of(BASES[language])), said_by_packages(language)
        own = {one: entry for one, entry in known.items() if differs(entry, base.get(one))}
        known = {one: entry for one, entry in base.items() if (one.context, one.singular) in others} | own
        messages = {one: files for one, files in messages.items() if one in known}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "Entreciudades",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message in sorted(messages, key=lambda one: (one.singular.casefold(), one.singular, one.context or "")):
        old = known.get(message)
        entry = polib.POEntry(
            msgctxt=message.context,
            msgid=message.singular,
            msgid_plural=message.plural,
            msgstr=old.msgstr if old and not message.plural else "",
            occurrences=[(file, "") for file in messages[message]],
            tcomment=old.tcomment if old else "",
        )
        if message.plural:
            entry.msgstr_plural = old.msgstr_plural if old else {0: "", 1: ""}
        if "%(" in message.singular + message.plural:
            entry.flags.append("python-format")
        catalogue.append(entry)
    return catalogue


def written(catalogue: polib.POFile) -> str:
    """The catalogue as it stands in its file."""
    return f"{str(catalogue).rstrip()}\n"


def main() -> int:
    """Write the catalogues, or say which are not up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 when something would change")
    check = parser.parse_args().check
    messages = marked()
    behind = 0
    for language in PLURALS:
        path = path_of(language)
        catalogue = updated(language, messages)
        text = written(catalogue)
        empty = len(catalogue.untranslated_entries())
        if path.exists() and path.read_text(encoding="utf-8") == text:
            state = "up to date"
        elif check:
            state, behind = "not up to date: run make catalogues", 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            state = "written"
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {empty} to translate; {state}")
    return behind


if __name__ == "__main__":
    sys.exit(main())
