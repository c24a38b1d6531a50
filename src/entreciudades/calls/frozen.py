"""What was submitted: written one way only, so that its digest proves it; compared, and mended in part.

Its canonical form (`core.canonical`) names each document with the SHA-256 of its file, so that the digest covers the
files too.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from entreciudades.calls.models import Submission
from entreciudades.calls.snapshot import HandedIn, Party, Snapshot
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import BUDGET, DOCUMENT, FACTS, GROUP, PARTS, PEOPLE, PROFILE, TEXT, THEMES
from entreciudades.methodologies.call_pack import CallPart

LETTER: Final = "letter-"
"""Before the key of the municipality whose letter of consent a document is."""

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    FACTS: ("titles", "language", "capacity"),
    THEMES: ("themes",),
    PEOPLE: ("people",),
    GROUP: ("members", "common_problem"),
    BUDGET: ("budget",),
    PROFILE: ("applicant", "side", "needs", "offers", "priorities", "languages"),
}


def snapshot_of(submission: Submission) -> Snapshot:
    """Read back what was submitted."""
    return Snapshot.read(submission.frozen)


def terms_then(submission: Submission) -> CallPart:
    """The terms that the call had when this was submitted."""
    call = submission.application.call
    now = call.parameters, call.countries
    call.parameters = submission.terms.get("parameters", call.parameters)
    call.countries = submission.terms.get("countries", call.countries)
    try:
        return terms_of(call)
    finally:
        call.parameters, call.countries = now


def differing(one: Snapshot, other: Snapshot) -> tuple[str, ...]:
    """The items, as `calls.window` names them, in which two snapshots differ.

    How many proposals of others a city joins is no part of an application: it changes when others submit.
    """
    parts = [part for part in PARTS if _part(one, part) != _part(other, part)]
    answers = sorted({*one.answers, *other.answers})
    parts += [f"{TEXT}{key}" for key in answers if one.answers.get(key) != other.answers.get(key)]
    documents = sorted({handed.key for handed in (*one.documents, *other.documents)})
    return (*parts, *(item for key in documents if _files(one, key) != _files(other, key) and (item := item_of(key))))


def mended(former: Snapshot, now: Snapshot, items: Collection[str]) -> Snapshot:
    """What was submitted, with some items as they stand now."""
    fields = {name: getattr(now, name) for item in items for name in _FIELDS.get(item, ())}
    keys = sorted({*former.answers, *now.answers})
    answers = {key: (now if f"{TEXT}{key}" in items else former).answers.get(key, {}) for key in keys}
    kept = [one for one in former.documents if item_of(one.key) not in items]
    renewed = [one for one in now.documents if item_of(one.key) in items]
    documents = tuple(sorted([*kept, *renewed], key=lambda one: one.key))
    return replace(former, **fields, answers={key: said for key, said in answers.items() if said}, documents=documents)


def item_of(key: str) -> str:
    """The item to which a document belongs: a letter of consent is part of the group."""
    return GROUP if key.startswith(LETTER) else f"{DOCUMENT}{key}"


def _part(snapshot: Snapshot, part: str) -> tuple[object, ...]:
    return tuple(_comparable(getattr(snapshot, name)) for name in _FIELDS[part])


def _comparable(value: object) -> object:
    if isinstance(value, Party):
        return replace(value, coordinates=0, joins=0)
    if isinstance(value, tuple):
        return tuple(_comparable(one) for one in value)
    return value


def _files(snapshot: Snapshot, key: str) -> list[HandedIn]:
    return [one for one in snapshot.documents if one.key == key]
