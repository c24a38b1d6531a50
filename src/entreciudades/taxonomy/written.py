"""The written form of a term: ``codelist:code``, as in ``iuc:7``, ``sdg:11.2``, ``dac:15112``."""

from __future__ import annotations

import re

CODELIST = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
CODE = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*", re.ASCII)


def written(codelist: str, code: str) -> str:
    """Join a codelist and a code; raises ValueError when either is not lower-case ASCII."""
    if not CODELIST.fullmatch(codelist) or not CODE.fullmatch(code):
        raise ValueError(f"{codelist!r} and {code!r} do not make a term; expected the like of 'sdg' and '11.2'")
    return f"{codelist}:{code}"


def parts(term: str) -> tuple[str, str]:
    """Split a written form into codelist and code; raises ValueError when it is none."""
    codelist, colon, code = term.partition(":")
    if not colon or not CODELIST.fullmatch(codelist) or not CODE.fullmatch(code):
        raise ValueError(f"{term!r} is not a term; expected codelist:code, as in 'sdg:11.2'")
    return codelist, code
