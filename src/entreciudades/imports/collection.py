"""A folder of files read as a whole: every entry, and everything that is wrong in any of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from entreciudades.accounts.models import User
from entreciudades.actors.models import CooperationInstrument, Department, Organisation, Plan
from entreciudades.alliances.models import Agreement, Article
from entreciudades.core.texts import word_count
from entreciudades.imports import nouns
from entreciudades.imports.shapes import Entry
from entreciudades.imports.values import Model, Notes, Reference, known, shown
from entreciudades.imports.written import Written, read
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.pack import Pack, Variant
from entreciudades.methodologies.shipped import shipped_pack, shipped_slugs
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme, Project, StrategicLine, SynergyActor
from entreciudades.taxonomy import codelists
from entreciudades.taxonomy.codelists import Vocabulary
from entreciudades.taxonomy.problems import Problem, nearest

#: Models whose entries are named inside their organisation, and inside their programme.
OF_HOLDER: Final = (Department, Plan, CooperationInstrument)
OF_PROGRAMME: Final = (Project, StrategicLine, SynergyActor)

_WORDS: Final = {
    User: "person",
    Organisation: "organisation",
    Agreement: "agreement",
    Article: "article",
    Practice: "practice",
    Methodology: "methodology",
    Programme: "programme",
    Department: "department",
    Plan: "plan",
    CooperationInstrument: "instrument",
    Project: "project",
    StrategicLine: "strategic line",
    SynergyActor: "actor of the synergy matrix",
}


class FilesRefused(Exception):
    """Something is wrong in the files: all of it, with file and line. Nothing was loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(slots=True)
class Collection:
    """Entries by noun, and by the name that others use: (model, whose key it is) -> key -> entry."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    named: dict[tuple[Model, str], dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def organisations(self) -> list[Entry]:
        """Networks, cities and other organisations."""
        return [*self.entries["networks"], *self.entries["city"], *self.entries["organisations"]]


def read_folder(folder: Path) -> Collection:
    """Read every ``*.yaml`` under a folder. Raises FilesRefused with every problem of every file."""
    notes = Notes(codelists.load())
    collection = Collection()
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        notes.problems.append(Problem(folder, 1, "no *.yaml file here", "name the folder of the demonstration"))
    for path in paths:
        written, problems = read(path, called=path.relative_to(folder))
        notes.problems += problems
        if not problems:
            _read_file(written, collection, notes)
    for noun, entry in _each(collection):
        _CHECKS.get(noun, _nothing)(entry, collection, notes)
    _check_references(collection, notes)
    if notes.problems:
        raise FilesRefused(notes.problems)
    return collection


def _read_file(written: Written, collection: Collection, notes: Notes) -> None:
    known(written, nouns.NOUNS, notes)
    if not isinstance(written.value, dict):
        notes.wrong(written, shown(written), f"begin with one of: {', '.join(nouns.NOUNS)}")
    for noun, value in written.members.items():
        shape = nouns.NOUNS.get(noun)
        for root in _roots(value) if shape else ():
            before = len(notes.references)
            entry = shape.read(root, notes)  # type: ignore[union-attr]  # no shape, no roots
            collection.entries[noun].append(entry)
            _scope(entry, notes.references[before:])
            _name(entry, collection, notes)


def _roots(written: Written) -> list[Written]:
    return written.value if isinstance(written.value, list) else [written]


def _each(collection: Collection) -> Iterator[tuple[str, Entry]]:
    return ((noun, entry) for noun, entries in collection.entries.items() for entry in entries)


# --- names and references ------------------------------------------------------------------------------------------


def _name(entry: Entry, collection: Collection, notes: Notes) -> None:
    """File an entry and its parts under the names that others use; a name given twice is a problem."""
    _file(entry, "", entry.key, collection, notes)
    for part in entry.all_parts():
        _file(part, entry.key, part.key, collection, notes)
    for number, line in enumerate(entry.parts.get("lines", ()), start=1):
        _file(line, entry.key, str(number), collection, notes)


def _file(entry: Entry, scope: str, key: str, collection: Collection, notes: Notes) -> None:
    names = collection.named[entry.shape.model, scope]
    if key and key in names:
        first = names[key].at
        notes.wrong(entry.at, f"{key!r} is the name of two entries", f"the first stands in {first.path}:{first.line}")
    elif key:
        names[key] = entry


def _scope(root: Entry, references: list[Reference]) -> None:
    """Say of each reference of an entry whose key it is."""
    holder = root.fields.get("holder")
    for one in references:
        if one.model in OF_HOLDER:
            one.scope = holder.key if isinstance(holder, Reference) else ""
        elif one.model in OF_PROGRAMME:
            one.scope = root.key
    for part in root.parts.get("cited_agreements", ()):
        article, agreement = part.fields.get("article"), part.fields.get("agreement")
        if isinstance(article, Reference) and isinstance(agreement, Reference):
            article.scope = agreement.key


def _check_references(collection: Collection, notes: Notes) -> None:
    for one in notes.references:
        names = shipped_slugs() if one.model is Methodology else collection.named[one.model, one.scope]
        if one.key not in names:
            where = f" of {one.scope}" if one.scope else ""
            instead = nearest(one.key, names) if names else "there is none yet"
            notes.wrong(one.at, f"there is no {_WORDS[one.model]} {one.key!r}{where}", instead)


# --- rules of a noun -----------------------------------------------------------------------------------------------


def _nothing(entry: Entry, collection: Collection, notes: Notes) -> None:
    """No rule of its own."""


def _organisation(entry: Entry, _collection: Collection, notes: Notes) -> None:
    """What is real has a source, and its needs and offers their evidence; what is invented lies in no real country."""
    if entry.fields.get("fictional_country"):
        if entry.fields.get("country"):
            notes.wrong(entry.at, "a real country and a fictional one", "keep one of them")
        return
    if not entry.fields.get("source"):
        notes.wrong(entry.at, "a real organisation without a source", "write source: … or fictional_country: …")
    for part in (*entry.parts.get("people", ()), *entry.parts.get("promises", ())):
        notes.wrong(part.at, "somebody invented in a real organisation", "keep people and promises to fictional ones")
    for part in entry.parts.get("elections", ()):
        if not part.fields.get("source"):
            notes.wrong(part.at, "an election of a real city without a source", "write source: …")
    for part in (*entry.parts.get("needs", ()), *entry.parts.get("offers", ())):
        if not part.fields.get("evidence"):
            notes.wrong(part.at, "a need or offer of a real organisation without evidence", "write evidence: …")


def _call(entry: Entry, collection: Collection, notes: Notes) -> None:
    """Scores and refusals are invented: they stand on what is fictional. Answers are to questions of the pack."""
    named = [entry.fields.get("network"), *(one.fields.get("applicant") for one in entry.parts.get("applications", ()))]
    for one in named:
        of = collection.named[Organisation, ""].get(one.key) if isinstance(one, Reference) else None
        if of is not None and isinstance(one, Reference) and not of.fields.get("fictional_country"):
            notes.wrong(one.at, "a call of the demonstration with a real organisation", "name a fictional one")
    pack = _pack(entry)
    if pack and pack.call:
        limits = {one.key: one.words.max for one in pack.call.questions if one.words}
        for application in entry.parts.get("applications", ()):
            _check_texts(application.at.members.get("answers"), limits, notes)


def _pack(entry: Entry) -> Pack | None:
    methodology = entry.fields.get("methodology")
    if isinstance(methodology, Reference) and methodology.key in shipped_slugs():
        return shipped_pack(methodology.key)
    return None


def _practice(entry: Entry, _collection: Collection, notes: Notes) -> None:
    pack = _pack(entry)
    if pack and pack.practice:
        limits = {one.key: one.words.max for one in pack.practice.fields if one.words}
        _check_texts(entry.at.members.get("fields"), limits, notes)


def _programme(entry: Entry, _collection: Collection, notes: Notes) -> None:
    variant = _variant(entry, notes)
    if variant is None:
        return
    forms = {f"{form.key}/{one.key}": one.words.max for form in variant.forms for one in form.fields if one.words}
    for activity in entry.parts.get("activities", ()):
        _check_texts(activity.at.members.get("form"), forms, notes)
    matrices = {matrix.key: {row.key for row in matrix.rows} for matrix in variant.matrices}
    for change in entry.parts.get("matrix_changes", ()):
        matrix, row = change.fields.get("matrix", ""), change.fields.get("row", "")
        if matrix not in matrices:
            notes.wrong(change.at.members.get("matrix", change.at), f"no matrix {matrix!r}", nearest(matrix, matrices))
        elif change.fields.get("kind") != "add-row" and row not in matrices[matrix]:
            notes.wrong(change.at.members.get("row", change.at), f"no row {row!r}", nearest(row, matrices[matrix]))


def _variant(entry: Entry, notes: Notes) -> Variant | None:
    pack = _pack(entry)
    variants = {one.key: one for one in pack.programme.variants} if pack and pack.programme else {}
    key = entry.fields.get("variant", "")
    if variants and key not in variants:
        notes.wrong(entry.at.members.get("variant", entry.at), f"no variant {key!r}", nearest(key, variants))
    return variants.get(key)


def _texts(entry: Entry, collection: Collection, notes: Notes) -> None:
    of = entry.fields.get("programme")
    programme = collection.named[Programme, ""].get(of.key) if isinstance(of, Reference) else None
    variant = _variant(programme, Notes(notes.vocabulary)) if programme else None
    if variant:
        _check_texts(entry.at.members.get("sections"), _limits(variant, notes.vocabulary), notes)


def _limits(variant: Variant, vocabulary: Vocabulary) -> dict[str, int]:
    """Key of a text -> the words that fit."""
    limits = {}
    for section in variant.sections:
        if section.words:
            limits[section.text_key()] = section.words.max
        for part in section.parts:
            if part.words:
                limits[section.text_key(part.key)] = part.words.max
        if section.parts_from and section.part_words:
            for term in vocabulary.codelists[section.parts_from].terms:
                limits[section.text_key(term.code)] = section.part_words.max
    return limits


def _check_texts(written: Written | None, limits: Mapping[str, int], notes: Notes) -> None:
    """Texts by key, each in one language or in several: the key is known, and the words fit."""
    if written is None:
        return
    known(written, limits, notes)
    for key, value in written.members.items():
        for one in value.members.values() or (value,):
            words = word_count(str(one.value))
            if words > limits.get(key, words):
                notes.wrong(one, f"{words} words in {key!r}", f"at most {limits[key]} fit")


_CHECKS: Final = {
    "calls": _call,
    "networks": _organisation,
    "city": _organisation,
    "organisations": _organisation,
    "practice": _practice,
    "programme": _programme,
    "texts": _texts,
}
