"""Reads ``cities.jsonl``, one city a line as a JSON object; a line that cannot stand is told, and the next is read."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from entreciudades.matching.faults import Faults, described, nearest, quoted
from entreciudades.matching.problem import City

LONGEST_LINE: Final = 1_048_576
"""Bytes; a city with every term and a thousand preferences has a twentieth of it."""
MOST_PAIRS: Final = 1_000_000
MOST_PEOPLE: Final = 1_000_000_000
_LONGEST_ID: Final = 200
_COUNTRY = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_NUMBERS: Final = (float, int)  # by type, because true is an int to isinstance
_LEVEL: Final = "a number from 0 to 1"


class _Twice(ValueError):
    """A key stands twice in one object."""


def _once(items: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(items)
    if len(made) != len(items):
        keys = [key for key, _value in items]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return made


_DECODER = json.JSONDecoder(object_pairs_hook=_once)


@dataclass(slots=True)
class CitiesFile:
    """The cities of a file by id, in the order of its lines; ``lines`` by id, of faulty cities too."""

    cities: list[City] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def read_cities(path: Path, *, terms: Collection[str], sides: Collection[str] | None, faults: Faults) -> CitiesFile:
    """Read a file of any length in memory bounded by its cities; whatever is wrong goes to ``faults``.

    ``terms``: those that may be named; ``sides``: those of the call, none for one pool, None when they are not known.
    """
    read = CitiesFile()
    wished: dict[str, Mapping[str, float]] = {}
    reader = _Reader({term: term for term in terms}, sides, faults)
    with path.open("rb") as file:
        for reader.line, raw in _lines(file, faults):
            before = faults.count
            values = reader.values(raw)
            if not values or not (name := reader.id(values.get("id"), read.lines)):
                continue
            city = reader.city(name, values)
            read.lines[name] = reader.line
            if city.preferences:
                wished[name] = city.preferences
            if faults.count == before:
                read.cities.append(city)
    if not read.lines and not faults.count:
        faults.add(1, "", "no city", "one city a line, as a JSON object")
    for name, preferences in wished.items():
        for other in preferences.keys() - read.lines.keys():
            faults.add(read.lines[name], f"preferences.{other}", "no city of this id", "the id of a city of the file")
    return read


def _lines(file: BinaryIO, faults: Faults) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each line that holds something; one that is too long is told and never read whole."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            faults.add(number, "", f"more than {LONGEST_LINE:,} bytes in one line", "one city a line, as a JSON object")
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        elif raw.strip():
            yield number, raw.rstrip().removeprefix(b"\xef\xbb\xbf" if number == 1 else b"")


@dataclass(slots=True)
class _Reader:
    terms: Mapping[str, str]
    sides: Collection[str] | None
    faults: Faults
    line: int = 0

    def refuse(self, where: str, value: object, expected: str, meant: str = "") -> None:
        self.faults.add(self.line, where, described(value), expected, meant)

    def values(self, raw: bytes) -> dict[str, Any]:
        """The object of a line; none when it holds no object."""
        one = "one city as a JSON object"
        try:
            values = _DECODER.decode(raw.decode())
        except UnicodeDecodeError as error:
            self.faults.add(self.line, f"byte {error.start + 1}", "no UTF-8", "text in UTF-8")
        except json.JSONDecodeError as error:
            self.faults.add(self.line, f"column {error.colno}", f"no JSON ({error.msg})", one)
        except _Twice as error:
            self.faults.add(self.line, str(error), "the key twice", "each key once")
        except (RecursionError, ValueError):  # brackets without end; a number of thousands of digits
            self.faults.add(self.line, "", "what no city holds", one)
        else:
            if isinstance(values, dict):
                return values
            self.faults.add(self.line, "", described(values), one)
        return {}

    def id(self, value: object, known: Mapping[str, int]) -> str:
        """The id of a city, if it may be one."""
        if not isinstance(value, str) or not value.isprintable() or not 0 < len(value.strip()) <= _LONGEST_ID:
            found = "nothing" if value is None else described(value)
            self.faults.add(self.line, "id", found, f"a text of 1 to {_LONGEST_ID} printable characters")
            return ""
        if value in known:
            self.faults.add(self.line, "id", f"{quoted(value)} again, as in line {known[value]}", "each city once")
            return ""
        return value

    def city(self, name: str, values: dict[str, Any]) -> City:
        """A city, with what of it is sound."""
        if extra := values.keys() - _FIELDS.keys() - {"id"}:
            for key in sorted(extra):
                meant = nearest(key, ("id", *_FIELDS)) if self.faults.telling else ""
                self.faults.add(self.line, key, "a key that cities do not have", "one of theirs", meant)
        sound = {
            key: read(self, key, value)
            for key, read in _FIELDS.items()
            if (value := values.get(key)) is not None or key == "side"
        }
        return City(id=name, **sound)

    def side(self, key: str, value: object) -> str:
        """The side; in one pool none counts."""
        if not self.sides:
            return ""
        if isinstance(value, str) and value in self.sides:
            return value
        sides = " or ".join(f'"{side}"' for side in self.sides)
        self.refuse(key, value, f"a side of the call: {sides}", nearest(value, self.sides))
        return ""

    def country(self, key: str, value: object) -> str:
        """A code; which countries there are is not for pairing to say."""
        if isinstance(value, str) and (not value or _COUNTRY.fullmatch(value)):
            return value
        capitals = value.upper() if isinstance(value, str) and _COUNTRY.fullmatch(value.upper()) else ""
        self.refuse(key, value, "the code of a country in capitals, as in ISO 3166-1, or null", capitals)
        return ""

    def whole(self, least: int, most: int, value: Any, key: str, expected: str) -> int | None:
        """A whole number within limits; 2.0 is one to JSON."""
        if type(value) in _NUMBERS and least <= value <= most and value % 1 == 0:
            return int(value)
        self.refuse(key, value, expected)
        return None

    def population(self, key: str, value: object) -> int | None:
        """People who live there."""
        return self.whole(1, MOST_PEOPLE, value, key, f"a whole number from 1 to {MOST_PEOPLE:,}, or null")

    def capacity(self, key: str, value: object) -> int:
        """Pairs that it takes."""
        return self.whole(0, MOST_PAIRS, value, key, f"a whole number from 0 to {MOST_PAIRS:,}") or 0

    def level(self, key: str, value: Any) -> float | None:
        """A number from 0 to 1."""
        if type(value) in _NUMBERS and 0 <= value <= 1:
            return float(value)
        self.refuse(key, value, f"{_LEVEL}, or null")
        return None

    def levels(self, key: str, value: object) -> dict[str, float]:
        """Levels by term; each term is kept in memory once, however many cities name it."""
        found: dict[str, float] = {}
        if type(value) is not dict:
            self.refuse(key, value, f"a table of terms, each with {_LEVEL}")
            return found
        terms = self.terms
        for term, level in value.items():
            if (known := terms.get(term)) is None:
                self.unknown(f"{key}.{term}", term)
            elif type(level) in _NUMBERS and 0 <= level <= 1:
                found[known] = float(level)
            else:
                self.refuse(f"{key}.{term}", level, _LEVEL)
        return found

    def preferences(self, key: str, value: object) -> dict[str, float]:
        """Levels by the id of another city."""
        if type(value) is not dict:
            self.refuse(key, value, f"a table of ids of cities, each with {_LEVEL}")
            return {}
        for other, level in value.items():
            if type(level) not in _NUMBERS or not 0 <= level <= 1:
                self.refuse(f"{key}.{other}", level, _LEVEL)
        return value

    def texts(self, key: str, value: object, expected: str) -> list[tuple[str, str]]:
        """Where and what, for each text of a list."""
        if not isinstance(value, list):
            self.refuse(key, value, f"a list of {expected}")
            return []
        told = [(f"{key}[{place}]", each) for place, each in enumerate(value, 1)]
        for where, each in told:
            if not isinstance(each, str):
                self.refuse(where, each, f"one of the {expected}")
        return [(where, each) for where, each in told if isinstance(each, str)]

    def languages(self, key: str, value: object) -> tuple[str, ...]:
        """Codes, each once."""
        found = self.texts(key, value, "codes of languages")
        for where, code in found:
            if not _LANGUAGE.fullmatch(code):
                meant = code.lower() if _LANGUAGE.fullmatch(code.lower()) else ""
                self.refuse(where, code, 'the code of a language, as in "es" or "pt-BR"', meant)
        return tuple(dict.fromkeys(code for _where, code in found))

    def priorities(self, key: str, value: object) -> tuple[str, ...]:
        """Terms, each once."""
        found: dict[str, None] = {}
        for where, term in self.texts(key, value, "terms"):
            if (known := self.terms.get(term)) is None:
                self.unknown(where, term)
            else:
                found[known] = None
        return tuple(found)

    def unknown(self, where: str, term: str) -> None:
        """A term that the vocabulary has not."""
        meant = nearest(term, self.terms.keys()) if self.faults.telling else ""
        self.faults.add(self.line, where, f"the unknown term {quoted(term)}", "a term of the vocabulary", meant)


_FIELDS: Final[dict[str, Callable[[_Reader, str, object], Any]]] = {
    "side": _Reader.side,
    "country": _Reader.country,
    "population": _Reader.population,
    "languages": _Reader.languages,
    "needs": _Reader.levels,
    "offers": _Reader.levels,
    "priorities": _Reader.priorities,
    "readiness": _Reader.level,
    "capacity": _Reader.capacity,
    "preferences": _Reader.preferences,
}
