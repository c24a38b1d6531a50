"""A list of terms without labels: a text file with the written form of a term a line, as in ``sdg:11.2``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from entreciudades.taxonomy.codelists import TermRow
from entreciudades.taxonomy.problems import Problem
from entreciudades.taxonomy.written import parts

if TYPE_CHECKING:
    from pathlib import Path


def read_list(path: Path) -> tuple[list[TermRow], list[Problem]]:
    """The terms in order, each labelled by its written form, and every problem; empty lines do not count."""
    terms: list[TermRow] = []
    problems: list[Problem] = []
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [], [Problem(path, line, "the file is not UTF-8 text", "save it as UTF-8")]
    for number, written in enumerate(text.splitlines(), 1):
        if not (term := written.strip()):
            continue
        try:
            codelist, code = parts(term)
        except ValueError:
            problems.append(Problem(path, number, f"{term[:80]!r} is no term", "write codelist:code, as in sdg:11.2"))
        else:
            terms.append(TermRow(codelist, code, MappingProxyType({"es": term}), None, "", number - 1))
    return terms, problems
