"""On which line of a TOML file does each thing stand? The standard parser reads values and forgets where they were."""

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_STRING = re.compile(
    r'''"""(?:\\.|[^\\])*?""""{0,2}|\'\'\'.*?\'\'\'\'{0,2}|"(?:\\.|[^"\\\n])*"|'[^'\n]*\'''',
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> dict[Path, int]:
    """Map every table, key and list element of *text* to its line, counted from 1.

    A path is a tuple such as ``("programme", "variant", 0, "title", "es")``; list elements count from 0.
    *text* must be TOML that ``tomllib`` accepts: this is a map of a file already read, not a second judge of it.
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        base: Path = ()
        while not self._ended():
            start = self.at
            if self.text.startswith("[[", start):
                base = self._next_element(self._header(2))
                self._note(base, start)
            elif self.text.startswith("[", start):
                base = self._resolve(self._header(1))
                self._note(base, start)
            else:
                self._pair(base)
        return self.lines

    def _ended(self) -> bool:
        self._skip()
        return self.at >= len(self.text)

    def _skip(self) -> None:
        self._take(_BLANK)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:  # only reached when the text is not TOML after all
            msg = f"no {pattern.pattern} at character {self.at}"
            raise ValueError(msg)
        self.at = found.end()
        return found.group()

    def _note(self, path: Path, start: int) -> None:
        line = bisect_right(self.starts, start)
        for length in range(1, len(path)):
            self.lines.setdefault(path[:length], line)
        self.lines[path] = line

    def _header(self, brackets: int) -> list[str]:
        self.at += brackets
        keys = self._dotted()
        self.at += brackets
        return keys

    def _dotted(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip()
            raw = self._take(_KEY)
            keys.append(tomllib.loads(f"key = {raw}")["key"] if raw[0] in "\"'" else raw)
            self._skip()
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _resolve(self, keys: list[str]) -> Path:
        """Where a header leads: a name of a list of tables means its latest element."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        return path

    def _next_element(self, keys: list[str]) -> Path:
        path = (*self._resolve(keys[:-1]), keys[-1])
        index = self.counts.get(path, 0)
        self.counts[path] = index + 1
        return (*path, index)

    def _pair(self, base: Path) -> None:
        start = self.at
        path = (*base, *self._dotted())
        self.at += 1  # the equals sign
        self._note(path, start)
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        opening = self.text[self.at]
        if opening in "[{":
            self.at += 1
            self._members(path, closing="]" if opening == "[" else "}")
        else:
            self._take(_STRING if opening in "\"'" else _SCALAR)

    def _members(self, path: Path, *, closing: str) -> None:
        index = 0
        while True:
            self._skip()
            here = self.text[self.at]
            if here in closing + ",":
                self.at += 1
                if here == closing:
                    return
            elif closing == "}":
                self._pair(path)
            else:
                self._note((*path, index), self.at)
                self._value((*path, index))
                index += 1
