"""Columns of a file: how each is headed, what its cells may hold, and the closed lists of what may stand in some."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from entreciudades.core.labels import label
from entreciudades.search.analysis import fold

Labels = Mapping[str, str]
#: What a row says, by column: text, whole number, yes or no, list of texts, or None for nothing. A number with decimals
#: and a date are text ("1234.56", "2017-04"), so that all of it can be kept as JSON and compared as it is.
Value = str | int | bool | list[str] | None
Values = dict[str, Value]

LANGUAGE_NAMES: Mapping[str, Labels] = {
    "es": {"es": "español", "pt": "espanhol", "en": "Spanish"},
    "pt": {"es": "portugués", "pt": "português", "en": "Portuguese"},
    "en": {"es": "inglés", "pt": "inglês", "en": "English"},
}
NEAR = 3
"""How many entries of a closed list are named to somebody who wrote none of them."""
_NEAR_ENOUGH = 60


class Reads(Enum):
    """What a cell of a column holds."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its heading in each language, other headings by which people call it, what its cells hold.

    ``required``: a new row must say it. ``guarded``: of a row that is there it is written only where the row is the
    importer's own (`Kind.is_own`). ``private``: guarded, and of the rows of others it does not go out either.
    ``implied``: no file has it, every row of a file says this value. ``ordered``: several choices stand in the order of
    the file, and one that stands twice is kept twice. ``outward``: it goes out, and what a file says there is not read.
    """

    key: str
    heading: Labels
    reads: Reads = Reads.TEXT
    also: tuple[str, ...] = ()
    help: Labels = field(default_factory=dict)
    required: bool = False
    guarded: bool = False
    private: bool = False
    implied: Value = None
    ordered: bool = False
    outward: bool = False

    def called(self, language: str) -> str:
        """The heading for a reader of a language."""
        return label(self.heading, language).text

    @property
    def headings(self) -> tuple[str, ...]:
        """Everything by which it may be headed, in any language."""
        return (*self.heading.values(), *self.also, self.key)


def labelled(
    key: str,
    heading: Labels,
    *,
    also: Mapping[str, tuple[str, ...]] | None = None,
    says: Labels | None = None,
) -> tuple[Column, ...]:
    """The columns of a text in several languages, one per language: "Cargo (español)" and so on.

    The bare heading in a language is that language's column: "Post" is the English one.
    """
    return tuple(
        Column(
            f"{key}:{code}",
            {reader: f"{heading[reader]} ({names[reader]})" for reader in heading},
            also=(heading[code], *(also or {}).get(code, ())),
            help=says or {},
        )
        for code, names in LANGUAGE_NAMES.items()
    )


class Choices:
    """A closed list: what may stand in a column, by key, with its names by language."""

    def __init__(self, entries: Iterable[tuple[str, Labels]], also: Mapping[str, Iterable[str]] | None = None) -> None:
        """``also`` gives other names of some keys."""
        self._labels = dict(entries)
        self._found: dict[str, str | None] = {}
        self._shown: dict[tuple[str, str], str] = {}
        for key, labels in self._labels.items():
            for name in {fold(one) for one in labels.values()}:
                self._found[name] = None if self._found.get(name, key) != key else key
        for key, names in (also or {}).items():
            for name in names:
                self._found.setdefault(fold(name), key)
        self._found |= {fold(key): key for key in self._labels}

    def __contains__(self, key: object) -> bool:
        return key in self._labels

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)

    def find(self, text: str) -> str | None:
        """The key of what is written, a key or a name in any language; None where nothing, or two, are so called."""
        return self._found.get(fold(text.strip()))

    def show(self, key: str, language: str) -> str:
        """How an entry is written into a file, so that `find` knows it again: its name, or its key if two share it."""
        if (key, language) not in self._shown:
            name = label(self._labels.get(key, {}), language).text
            self._shown[key, language] = name if self.find(name) == key else key
        return self._shown[key, language]

    def near(self, text: str, language: str) -> list[str]:
        """The entries that come nearest to what is written, as they would be written; of a short list, some."""
        return _near(self, fold(text), language) or [self.show(key, language) for key in islice(self, NEAR)]


@lru_cache(maxsize=2000)
def _near(choices: Choices, text: str, language: str) -> list[str]:
    shown = [choices.show(key, language) for key in choices]
    found = process.extract(text, shown, scorer=fuzz.WRatio, processor=fold, limit=NEAR, score_cutoff=_NEAR_ENOUGH)
    return [name for name, _score, _place in found]
