"""What comes back from translators: shown first, old beside new, then accepted whole or in part."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.core.errors import EntreciudadesError
from entreciudades.core.fields import LONGEST_LABEL
from entreciudades.core.labels import content_language
from entreciudades.core.models import Text, TextVersion
from entreciudades.core.texts import LIMIT, follow_version
from entreciudades.documents.codes import CodesDiffer, pieces_of, put_together, restored
from entreciudades.documents.xliff import FoundPart, read_xliff
from entreciudades.processes.translation.labels import Label, labels, translate_label
from entreciudades.processes.translation.naming import named, title_of
from entreciudades.processes.translation.scope import Scope
from entreciudades.processes.translation.sending import LABELS, place_of, rows_in
from entreciudades.processes.translation.texts import sources, translate

_ORIGINAL: Final = re.compile(r"texts/(\d{1,18})/(\d{1,9})", re.ASCII)

State = Literal["new", "changed", "same", "refused"]


class PlanChanged(EntreciudadesError):
    """What a file would change is not what was shown any more: somebody wrote meanwhile."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something of a file cannot be taken: a code, the unit, and what is missing or too much there.

    unknown: it is no text of this queue; gone: the version that went out was not kept; incomplete: paragraphs are
    empty; codes: bold, italic or links did not come back; too-long; language: not wanted here; original: it is in the
    language in which its owner writes.
    """

    code: str
    unit: str
    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One text of a file: what stands now, what would stand then.

    `is_behind` says that the source was changed since it went out: the translation is offered, and stays behind.
    """

    key: str
    title: str
    language: str
    old: str
    new: str
    state: State
    problems: tuple[Problem, ...] = ()
    is_behind: bool = False
    mark: str = ""
    follows: int = 0
    source: Text | None = None
    label: Label | None = None

    @property
    def choice(self) -> str:
        """By what a form chooses it."""
        return f"{self.language}/{self.key}"


def plan(scope: Scope, data: bytes) -> tuple[Row, ...]:
    """Say what a file would do, and do nothing. Raises XliffRefused. What it leaves empty is left out."""
    parts = [part for part in read_xliff(data) if any(part.targets.values())]
    rows: list[Row] = []
    for language in dict.fromkeys(content_language(part.language) if part.language else "" for part in parts):
        some = [part for part in parts if (content_language(part.language) if part.language else "") == language]
        if language in scope.languages:
            rows += _texts(scope, language, [part for part in some if part.original != LABELS])
            rows += _labels(scope, language, [part for part in some if part.original == LABELS])
        else:
            rows += [_refused(part.original, part.original, language, "language") for part in some]
    return tuple(rows)


def digest_of(rows: Iterable[Row]) -> str:
    """A mark of what was shown: which texts, in which version they stand, what would stand then."""
    said = "\0".join(f"{row.key}\1{row.language}\1{row.mark}\1{row.new}" for row in rows)
    return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]


@transaction.atomic
def accept(scope: Scope, data: bytes, *, choices: Collection[str] | None, seen: str, by: User | None) -> int:
    """Write what a file holds, or the rows so chosen; return how many texts are others now. All of it, or nothing.

    A translation that came back as it was is right as it stands, and follows the version that went out.

    `seen` is the digest of the plan that was looked at: where that is another now, PlanChanged is raised.
    """
    rows = plan(scope, data)
    if digest_of(rows) != seen:
        raise PlanChanged
    chosen = [row for row in rows if row.state != "refused" and (choices is None or row.choice in choices)]
    changed = [row for row in chosen if row.state != "same"]
    for row in chosen:
        if row.source:
            saved = translate(row.source, row.language, row.new, expected_version=int(row.mark), scope=scope, by=by)
            follow_version(saved, row.follows)
        elif row.label and row.state != "same":
            translate_label(row.label, row.language, row.new, digest=row.mark, scope=scope, by=by)
    if chosen:
        facts = {"rows": len(changed), "languages": sorted({row.language for row in chosen})}
        trail.record("translations.accepted", scope.organisation, by=by, scope=scope.organisation.pk, **facts)
    return len(changed)


def _texts(scope: Scope, language: str, parts: list[FoundPart]) -> list[Row]:
    found = {part.original: _ORIGINAL.fullmatch(part.original) for part in parts}
    asked = {original: (int(match[1]), int(match[2])) for original, match in found.items() if match}
    texts = sources(scope).exclude(language=language).in_bulk([pk for pk, _version in asked.values()])
    titles = {one.text.pk: f"{title_of(one.owner)} · {one.title}" for one in named(texts.values())}
    then = _bodies(texts, asked.values())
    now = {place_of(one): one for one in rows_in(list(texts.values()), language)}
    rows = []
    for part in parts:
        pk, version = asked.get(part.original, (0, 0))
        text, body = texts.get(pk), then.get((pk, version))
        if text is None or body is None:
            rows.append(_refused(part.original, titles.get(pk, part.original), language, "gone" if text else "unknown"))
        else:
            rows.append(_text(part, text, version, body, now.get(place_of(text)), titles.get(pk, ""), language))
    return rows


def _text(  # noqa: PLR0917 - all that one row is made of
    part: FoundPart, source: Text, version: int, body: str, now: Text | None, title: str, language: str
) -> Row:
    pieces, problems = [], []
    for number, piece in enumerate(pieces_of(body), start=1):
        unit = f"{source.pk}.{number}"
        target = part.targets.get(unit, ())
        if not target:
            problems.append(Problem("incomplete", unit))
            continue
        try:
            pieces.append(restored(piece, target))
        except CodesDiffer as error:
            problems.append(Problem("codes", unit, error.missing, error.surplus))
    new = "" if problems else put_together(body, pieces)
    if len(new) > LIMIT:
        problems.append(Problem("too-long", part.original))
    old = now.body if now else ""
    return Row(
        key=part.original,
        title=title,
        language=language,
        old=old,
        new=new,
        state=_state(old, new, problems),
        problems=tuple(problems),
        is_behind=version < source.version,
        mark=str(now.version if now else 0),
        follows=version,
        source=source,
    )


def _labels(scope: Scope, language: str, parts: list[FoundPart]) -> list[Row]:
    if not parts:
        return []
    known = {one.key: one for one in labels(scope, language, waiting=False)}
    rows = []
    for part in parts:
        for key, target in part.targets.items():
            if not target:
                continue
            one, said = known.get(key), part.sources[key]
            if one is None or one.is_original or not one.source.text:
                rows.append(_refused(key, key, language, "original" if one and one.is_original else "unknown"))
                continue
            problems = []
            new = ""
            try:
                new = restored(said, target)
            except CodesDiffer as error:
                problems.append(Problem("codes", key, error.missing, error.surplus))
            if len(new) > LONGEST_LABEL:
                problems.append(Problem("too-long", key))
            rows.append(
                Row(
                    key=key,
                    title=f"{one.title}: {one.source}",
                    language=language,
                    old=one.text,
                    new=new,
                    state=_state(one.text, new, problems),
                    problems=tuple(problems),
                    is_behind=said.strip() != one.source.text.strip(),
                    mark=one.digest,
                    label=one,
                )
            )
    return rows


def _bodies(texts: dict[int, Text], asked: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """What each text said in the version that went out; one query for those that went on since."""
    wanted = {(pk, version) for pk, version in asked if pk in texts}
    bodies = {(pk, version): texts[pk].body for pk, version in wanted if texts[pk].version == version}
    older = wanted - bodies.keys()
    if older:
        kept = TextVersion.objects.filter(text__in={pk for pk, _version in older}, version__in={v for _pk, v in older})
        bodies |= {(one.text_id, one.version): one.body for one in kept if (one.text_id, one.version) in older}
    return bodies


def _state(old: str, new: str, problems: list[Problem]) -> State:
    if problems:
        return "refused"
    return "same" if old == new else "changed" if old else "new"


def _refused(key: str, title: str, language: str, code: str) -> Row:
    return Row(key, title, language, "", "", "refused", (Problem(code, key),))
