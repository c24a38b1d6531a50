"""Is this text a pack? All that is wrong is told at once, each with its line. Needs neither settings nor Django."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from entreciudades.methodologies.alliance_part import read_alliance
from entreciudades.methodologies.call_part import read_call
from entreciudades.methodologies.pack import Pack
from entreciudades.methodologies.practice_part import read_practice
from entreciudades.methodologies.problems import Notes, Problem, listed
from entreciudades.methodologies.programme_part import read_programme
from entreciudades.methodologies.reader import Table
from entreciudades.methodologies.vocabulary import LANGUAGES, PARTS, PARTS_UNDERSTOOD
from entreciudades.toml_lines import lines_of

VERSION = re.compile(r"\d+(\.\d+){1,2}")
MAX_BYTES = 1_000_000
"""The shipped packs hold less than a tenth; reading takes a hundred times a file's size in memory."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Report:
    """What came of checking *file*: a pack without problems, or problems (by line) without a pack."""

    file: str
    pack: Pack | None
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        """One line for each problem, with the name of the file."""
        return "\n".join(f"{self.file}, {problem}" for problem in self.problems)


def check_file(path: FilePath) -> Report:
    """Check a file; one that is not UTF-8 is a problem on the line where it ceases to be. Raises OSError."""
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        problem = Problem(1, "", f"a file of {len(raw):,} bytes", f"at most {MAX_BYTES:,}", "Leave out what is no pack")
        return Report(str(path), None, (problem,))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem(line, "", "a letter that is not UTF-8", "a text file in UTF-8", "Save it as UTF-8")
        return Report(str(path), None, (problem,))
    return check_text(text, file=str(path))


def check_text(text: str, *, file: str) -> Report:
    """Check the text of a pack; *file* is only a name for messages. Never raises, whatever the text."""
    text = text.removeprefix("\ufeff")
    try:
        values = tomllib.loads(text)
        notes = Notes(lines_of(text))
    except (ValueError, RecursionError) as error:
        return Report(file, None, (_broken_toml(text, error),))
    pack = _read_pack(values, notes)
    if notes.problems:
        return Report(file, None, tuple(sorted(set(notes.problems))))
    return Report(file, pack, ())


def _broken_toml(text: str, error: Exception) -> Problem:
    """The first place where the file ceases to be TOML; what follows it cannot be judged."""
    message = str(error) if isinstance(error, ValueError) else "brackets within brackets without end"
    at = _LINE.search(message)
    line = int(at[1]) if at else max(1, len(text.splitlines()))
    cause = _LINE.sub("", message).removesuffix(" (at end of document)")
    return Problem(line, "", f"something that is not TOML ({cause})", 'lines such as name = "value"')


def _read_pack(values: dict[str, Any], notes: Notes) -> Pack:
    languages = _read_languages(Table(values, (), notes, LANGUAGES))
    top = Table(values, (), notes, languages)
    top.choices("languages", LANGUAGES)
    call, alliance, programme, practice = (top.table(part) for part in PARTS_UNDERSTOOD)
    pack = Pack(
        slug=top.text("slug", "a short name in small letters, digits, hyphens", pattern=_SLUG),
        version=top.text("version", 'two or three numbers between quotes, such as "1.0"', pattern=VERSION),
        title=top.labels("title"),
        source=top.text("source", "the document that this methodology comes from", required=False),
        languages=languages,
        call=read_call(call) if call else None,
        alliance=read_alliance(alliance) if alliance else None,
        programme=read_programme(programme) if programme else None,
        practice=read_practice(practice) if practice else None,
    )
    _check_parts(top)
    top.close()
    return pack


def _read_languages(top: Table) -> tuple[str, ...]:
    """The languages as far as they are good, so that titles can be judged; what is bad is noted by the caller."""
    written = top.values.get("languages", list(LANGUAGES))
    known = [one for one in written if one in LANGUAGES] if isinstance(written, list) else [written]
    good = tuple(dict.fromkeys(one for one in known if isinstance(one, str) and one in LANGUAGES))
    return good or LANGUAGES[:1]


def _check_parts(top: Table) -> None:
    """At least one part, and none that this version cannot read."""
    for part in PARTS:
        if part in top.values and part not in PARTS_UNDERSTOOD:
            top.allow(part)
            top.wrong(
                part,
                found=f"the part [{part}], which is not supported yet by this version",
                expected=listed(f"[{name}]" for name in PARTS_UNDERSTOOD),
            )
    if not any(part in top.values for part in PARTS):
        expected = f"at least one of {listed(f'[{name}]' for name in PARTS_UNDERSTOOD)}"
        top.notes.add((), found="no part", expected=expected)
