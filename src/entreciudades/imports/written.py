"""YAML with the line of every value, so that a fault can be shown where it stands."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import count
from pathlib import Path
from typing import Union

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from entreciudades.taxonomy.problems import Problem

Scalar = str | int | Decimal | bool | None
Value = Union[Scalar, list["Written"], dict[str, "Written"]]  # noqa: UP007 - a name in quotes knows no bar

MOST_VALUES = 100_000
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A value and where it stands: the line (from 1) of its key in a mapping, else its own."""

    path: Path
    line: int
    value: Value

    @property
    def members(self) -> dict[str, "Written"]:
        """What a mapping holds; nothing where this is no mapping."""
        return self.value if isinstance(self.value, dict) else {}


def read(path: Path, *, called: Path) -> tuple[Written, list[Problem]]:
    """Read one document; problems name the file as ``called``. Dates stay text, numbers with a point are Decimal."""
    problems: list[Problem] = []
    try:
        node = YAML(typ="safe", pure=True).compose(path.read_text(encoding="utf-8-sig"))
        if node is not None:
            return _written(node, called, node.start_mark.line + 1, problems, count()), problems
    except UnicodeDecodeError:
        return Written(called, 1, {}), [Problem(called, 1, "a letter that is not UTF-8", "save the file as UTF-8")]
    except YAMLError as error:
        return Written(called, 1, {}), [_broken(called, error)]
    except RecursionError:
        return Written(called, 1, {}), [Problem(called, 1, "lists in lists without end", "write it flatter")]
    return Written(called, 1, {}), [Problem(called, 1, "an empty file", "write what it holds, or remove it")]


def _broken(path: Path, error: YAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    said = (error.problem or error.context or "") if isinstance(error, MarkedYAMLError) else str(error)
    line = mark.line + 1 if mark else 1
    return Problem(path, line, f"this is not YAML: {said}", "mind indentation, colons and quotes")


def _written(node: Node, path: Path, line: int, problems: list[Problem], steps: "count[int]") -> Written:
    if next(steps) > MOST_VALUES:  # lists brought in again and again by ``*name`` make a small file endless
        raise RecursionError
    if isinstance(node, MappingNode):
        members: dict[str, Written] = {}
        for key, value in node.value:
            at, name = key.start_mark.line + 1, str(key.value)
            if name in members:
                problems.append(Problem(path, at, f"{name!r} stands here twice", "keep one of them"))
            members[name] = _written(value, path, at, problems, steps)
        return Written(path, line, members)
    if isinstance(node, SequenceNode):
        items = [_written(item, path, item.start_mark.line + 1, problems, steps) for item in node.value]
        return Written(path, line, items)
    try:
        return Written(path, line, _scalar(node))
    except (ValueError, InvalidOperation):
        problems.append(Problem(path, line, f"{str(node.value)[:40]!r} is no number", "put a text in quotes"))
        return Written(path, line, None)


def _scalar(node: Node) -> Scalar:
    text = str(node.value)
    match str(node.tag).removeprefix(_TAG):
        case "int":
            return int(text.replace("_", ""), 0)
        case "float":
            number = Decimal(text.replace("_", ""))
            if not number.is_finite():
                raise ValueError(text)
            return number
        case "bool":
            return text.lower() == "true"
        case "null":
            return None
        case _:
            return text
