"""Read one table of a pack, key by key. What is wrong is noted and a stand-in given, so that all is found at once."""

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from entreciudades.methodologies.pack import Labels
from entreciudades.methodologies.problems import Notes, described, listed, nearest, write_instead
from entreciudades.toml_lines import Path

_ZERO = Decimal(0)
KEY = re.compile(r"(?=.{1,30}$)[a-z0-9]+([.-][a-z0-9]+)*")
NUMBER = re.compile(r"\d+(\.\d+)*")


class Table:
    """A table whose keys are taken one after the other; ``close`` then tells the keys that nobody took."""

    def __init__(self, values: Mapping[str, Any], path: Path, notes: Notes, languages: tuple[str, ...]) -> None:
        self.values = values
        self.path = path
        self.notes = notes
        self.languages = languages
        self._taken: list[str] = []
        self._missing: dict[str, str] = {}

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def _take(self, key: str, expected: str, *, required: bool) -> Any:
        self._taken.append(key)
        if key not in self.values and required:
            self._missing[key] = expected
        return self.values.get(key)

    def wrong(self, key: str, *, found: str, expected: str, suggestion: str = "") -> None:
        """Note that the value of *key* will not do."""
        self.notes.add((*self.path, key), found=found, expected=expected, suggestion=suggestion)

    def raw(self, key: str, expected: str) -> Any:
        """Whatever stands under *key*, for a caller that understands several forms; None when nothing does."""
        return self._take(key, expected, required=True)

    def allow(self, key: str) -> None:
        """Let *key* stand: somebody else judges it."""
        self._taken.append(key)

    def text(self, key: str, expected: str, *, pattern: re.Pattern[str] | None = None, required: bool = True) -> str:
        """A text that is not empty and, with *pattern*, has its form; *expected* says it in words."""
        value = self._take(key, expected, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip() or (pattern and not pattern.fullmatch(value)):
            self.wrong(key, found=described(value), expected=expected)
            return ""
        return value

    def key(self, name: str = "key", *, required: bool = True) -> str:
        """A name by which other things find this one."""
        return self.text(
            name, "a short name in small letters, digits, hyphens, at most 30 signs", pattern=KEY, required=required
        )

    def choice(self, key: str, allowed: Collection[str], *, default: str = "", required: bool = False) -> str:
        """One word of a closed list."""
        value = self._take(key, listed(allowed), required=required)
        if value is None:
            return default
        return value if self._allowed(value, allowed, (*self.path, key)) else default

    def choices(self, key: str, allowed: Collection[str], *, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Several words of a closed list, each once; a single word may stand without its brackets."""
        value = self._take(key, listed(allowed), required=False)
        if value is None:
            return default
        path = (*self.path, key)
        if not isinstance(value, list):
            return (value,) if self._allowed(value, allowed, path) else default
        if not value:
            self.wrong(key, found="an empty list", expected=f"at least one of {listed(allowed)}")
        good: list[str] = []
        for index, one in enumerate(value):
            if self._allowed(one, allowed, (*path, index)):
                if one in good:
                    self.notes.add((*path, index), found=f'"{one}" twice', expected="each once")
                good.append(one)
        return tuple(good)

    def strings(self, key: str, expected: str, *, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """Several words of an open list that have a form, each once."""
        value = self._take(key, expected, required=False)
        if not isinstance(value, list) or not value:
            self.wrong(key, found=described(value), expected=f"a list of {expected}")
            return ()
        path = (*self.path, key)
        for index, one in enumerate(value):
            if not isinstance(one, str) or not pattern.fullmatch(one):
                self.notes.add((*path, index), found=described(one), expected=expected)
            elif one in value[:index]:
                self.notes.add((*path, index), found=f'"{one}" twice', expected="each once")
        return tuple(one for one in value if isinstance(one, str))

    def _allowed(self, value: object, allowed: Collection[str], path: Path) -> bool:
        if isinstance(value, str) and value in allowed:
            return True
        suggestion = write_instead(nearest(value, allowed))
        self.notes.add(path, found=described(value), expected=listed(allowed), suggestion=suggestion)
        return False

    def labels(self, key: str, *, required: bool = True) -> Labels:
        """A short text in every language of the pack."""
        expected = f"a text in {' and '.join(self.languages)}"
        value = self._take(key, expected, required=required)
        if value is None:
            return {}
        if not isinstance(value, dict):
            suggestion = f"Write {key}.{self.languages[0]} = {described(value)}" if isinstance(value, str) else ""
            self.wrong(key, found=described(value), expected=expected, suggestion=suggestion)
            return {}
        texts = Table(value, (*self.path, key), self.notes, self.languages)
        labels = {language: texts.text(language, "a text in this language") for language in self.languages}
        texts.close()
        return labels

    def whole(self, key: str, *, most: int | None = None, default: int = 0, required: bool = False) -> int:
        """A whole number that is not below 0, nor above *most*."""
        value = self._take(key, "a whole number", required=required)
        if value is None:
            return default
        good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if not good or (most is not None and value > most):
            expected = "a whole number, 0 or more" if most is None else f"a whole number from 0 to {most}"
            self.wrong(key, found=described(value), expected=expected)
            return default
        return int(value)

    def number(self, key: str, *, most: int | None = None, default: Decimal = _ZERO, required: bool = False) -> Decimal:
        """A number that is not below 0, nor above *most*; decimals stand after a point."""
        expected = "a number, 0 or more" if most is None else f"a number from 0 to {most}"
        value = self._take(key, expected, required=required)
        if value is None:
            return default
        good = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        if not good or value < 0 or (most is not None and value > most):
            self.wrong(key, found=described(value), expected=expected)
            return default
        return Decimal(str(value))

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key, "true or false", required=False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, found=described(value), expected="true or false, without quotes")
            return default
        return value

    def table(self, key: str, *, example: str = "") -> "Table | None":
        """A table inside this one, if it is there; *example* shows what one looks like."""
        value = self._take(key, "a table", required=False)
        if value is None:
            return None
        if not isinstance(value, dict):
            suggestion = f"Write {key} = {example}" if example else ""
            self.wrong(key, found=described(value), expected="a table", suggestion=suggestion)
            return None
        return Table(value, (*self.path, key), self.notes, self.languages)

    def tables(self, key: str, *, required: bool = False) -> tuple["Table", ...]:
        """A list of tables, each under its ``[[header]]``."""
        header = ".".join([*(str(step) for step in self.path if isinstance(step, str)), key])
        expected = f"[[{header}]]"
        value = self._take(key, f"at least one {expected}", required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            suggestion = "Write two brackets on each side" if isinstance(value, dict) else ""
            self.wrong(key, found=described(value), expected=expected, suggestion=suggestion)
            return ()
        path = (*self.path, key)
        return tuple(Table(one, (*path, index), self.notes, self.languages) for index, one in enumerate(value))

    def close(self) -> bool:
        """Tell the keys that mean nothing here, and those that are missing and not merely misspelt.

        True when every key was understood, so that it makes sense to ask what else the table lacks.
        """
        unknown = [key for key in self.values if key not in self._taken]
        for key in unknown:
            meant = nearest(key, [name for name in self._taken if name not in self.values])
            self._missing.pop(meant, None)
            self.wrong(key, found=f'"{key}"', expected=listed(self._taken), suggestion=write_instead(meant))
        for key, expected in self._missing.items():
            self.notes.add((*self.path, key), found="nothing", expected=expected)
        return not unknown


def each_once(tables: Iterable[Table], key: str, names: Iterable[str]) -> None:
    """Note every name that was already given to an earlier table of the same list."""
    seen: dict[str, int] = {}
    for table, name in zip(tables, names, strict=True):
        if name and name in seen:
            table.wrong(key, found=f'"{name}", already used on line {seen[name]}', expected="a name of its own")
        seen.setdefault(name, table.notes.line((*table.path, key)))
