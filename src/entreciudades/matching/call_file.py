"""Reads ``call.toml``, the rules of a call; what they name of cities is looked up in the cities that were read."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Final, get_args

from entreciudades.matching.cities_file import MOST_PAIRS, CitiesFile
from entreciudades.matching.faults import Faults, described, nearest, quoted
from entreciudades.matching.problem import COMPONENTS, FirstAim, Rules
from entreciudades.toml_lines import Path, lines_of

MAX_BYTES: Final = 16_000_000
"""Bytes; room for some hundred thousand required and forbidden pairs."""
LEAST_WEIGHT: Final = 0.000_001
"""What is less counts as 0."""
MOST_WEIGHT: Final = 1_000_000
_TOP: Final = ("sides", "min_score", "first_aim", "weights", "quota", "require", "forbid")
_AIMS: Final[tuple[str, ...]] = get_args(FirstAim)
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_TWO: Final = 2


@dataclass(slots=True)
class CallFile:
    """The rules of a file as far as they are sound; ``sides`` is None where they are not."""

    faults: Faults
    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    sides: tuple[str, ...] | None = None

    @classmethod
    def read(cls, path: FilePath, faults: Faults) -> "CallFile":
        """Read a file and its sides; whatever is wrong goes to ``faults``."""
        call = cls(faults)
        if call._parse(path.read_bytes()[: MAX_BYTES + 1]):
            call._check_keys((), call.values, _TOP)
            call._read_sides()
        return call

    def rules(self, cities: CitiesFile, *, is_country: Callable[[str], bool]) -> Rules:
        """The rules; their cities, and the countries of quotas that ISO 3166-1 has not, must stand among ``cities``."""
        return Rules(
            weights=self._weights(),
            sides=self.sides if self.sides and len(self.sides) == _TWO else (),
            min_score=float(self._number(("min_score",), self.values.get("min_score", 0), most=1) or 0),
            first_aim=self._first_aim(),
            quota=self._quota({city.country for city in cities.cities}, is_country),
            require=self._pairs("require", cities),
            forbid=self._pairs("forbid", cities),
        )

    def _refuse(self, path: Path, found: str, expected: str, meant: str = "") -> None:
        written = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
        while path and path not in self.lines:
            path = path[:-1]
        self.faults.add(self.lines.get(path, 1), written.removeprefix("."), found, expected, meant)

    def _parse(self, raw: bytes) -> bool:
        if len(raw) > MAX_BYTES:
            self.faults.add(1, "", f"more than {MAX_BYTES:,} bytes", "the rules of a call")
            return False
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n")
            self.values = tomllib.loads(text)
            self.lines = lines_of(text)
        except UnicodeDecodeError as error:
            self.faults.add(raw.count(b"\n", 0, error.start) + 1, "", "no UTF-8", "text in UTF-8")
        except tomllib.TOMLDecodeError as error:
            place = _AT_LINE.search(str(error))
            line = int(place.group(1)) if place else raw.count(b"\n") + 1
            self.faults.add(line, "", f"no TOML ({_AT_LINE.sub('', str(error))})", "a TOML file")
        except (RecursionError, ValueError):  # brackets without end; a number of thousands of digits
            self.faults.add(1, "", "what no call holds", "the rules of a call")
        else:
            return True
        return False

    def _check_keys(self, path: Path, table: dict[str, Any], good: tuple[str, ...]) -> None:
        for key in table.keys() - set(good):
            expected = f"one of {', '.join(good)}"
            self._refuse((*path, key), "an unknown key", expected, nearest(key, good))

    def _read_sides(self) -> None:
        given = self.values.get("sides")
        match given:
            case [] | [str(), str()] if len(set(given)) == len(given) and all(given):
                self.sides = tuple(given)
            case _:
                found = "nothing" if given is None else described(given)
                self._refuse(("sides",), found, 'two sides, as in ["eu", "partner"], or [] for one pool')

    def _table(self, path: Path, table: object) -> dict[str, Any]:
        if isinstance(table, dict):
            return table
        self._refuse(path, described(table), "a table")
        return {}

    def _number(self, path: Path, value: object, *, most: int) -> float | None:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
            return value
        self._refuse(path, described(value), f"a number from 0 to {most:,}")
        return None

    def _weights(self) -> dict[str, float]:
        table = self._table(("weights",), self.values.get("weights", {}))
        self._check_keys(("weights",), table, COMPONENTS)
        weights = {
            component: float(weight)
            for component in COMPONENTS
            if component in table
            and (weight := self._number(("weights", component), table[component], most=MOST_WEIGHT)) is not None
        }
        if self.values and max(weights.values(), default=0) < LEAST_WEIGHT and not set(table) - set(weights):
            self._refuse(("weights",), "no weight above 0", f"one at least of {', '.join(COMPONENTS)}")
        return weights

    def _first_aim(self) -> FirstAim:
        aim = self.values.get("first_aim", "total")
        if aim not in _AIMS:
            expected = " or ".join(quoted(each) for each in _AIMS)
            self._refuse(("first_aim",), described(aim), expected, nearest(aim, _AIMS))
        return "most_cities" if aim == "most_cities" else "total"

    def _quota(self, countries: Collection[str], is_country: Callable[[str], bool]) -> dict[str, int]:
        quotas = self._table(("quota",), self.values.get("quota", {}))
        self._check_keys(("quota",), quotas, ("country",))
        read: dict[str, int] = {}
        for country, most in self._table(("quota", "country"), quotas.get("country", {})).items():
            path = ("quota", "country", country)
            if not country or (country not in countries and not is_country(country)):
                capitals = country.upper()
                meant = capitals if capitals in countries or is_country(capitals) else nearest(country, countries)
                self._refuse(path, "no country", "the code of a country in capitals, as in ISO 3166-1", meant)
            elif type(most) is not int or not 0 <= most <= MOST_PAIRS:
                self._refuse(path, described(most), f"a whole number from 0 to {MOST_PAIRS:,}")
            else:
                read[country] = most
        return read

    def _pairs(self, key: str, cities: CitiesFile) -> tuple[tuple[str, str], ...]:
        given = self.values.get(key, [])
        if not isinstance(given, list):
            self._refuse((key,), described(given), 'pairs of ids, as in [["a", "b"]]')
            return ()
        side = {city.id: city.side for city in cities.cities}
        return tuple(
            pair
            for place, each in enumerate(given)
            if (pair := self._pair((key, place), each))
            and not any(list(self._unknown((key, place), pair, cities.lines)))
            and self._may_meet((key, place), pair, side)
        )

    def _pair(self, path: Path, pair: object) -> tuple[str, str] | None:
        match pair:
            case [str() as a, str() as b]:
                return a, b
        self._refuse(path, described(pair), 'the ids of two cities, as in ["a", "b"]')
        return None

    def _unknown(self, path: Path, pair: tuple[str, str], known: dict[str, int]) -> Iterator[bool]:
        for place, city in enumerate(pair):
            if city not in known:
                meant = nearest(city, known.keys()) if self.faults.telling else ""
                self._refuse((*path, place), quoted(city), "the id of a city of the file", meant)
                yield True

    def _may_meet(self, path: Path, pair: tuple[str, str], side: dict[str, str]) -> bool:
        a, b = pair
        if a == b:
            self._refuse(path, f"{quoted(a)} twice", "two cities")
        elif self.sides and a in side and b in side and side[a] == side[b]:
            self._refuse(path, f"two cities of the side {quoted(side[a])}", "one city of each side")
        else:
            return True
        return False
