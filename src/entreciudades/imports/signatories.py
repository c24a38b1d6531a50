"""Who signed for each party, as one cell says it: "Ada Inventada (Alcaldesa); –; Beto Inventado (Intendente)".

One signatory for each party, in their order, with semicolons between; a dash where nobody is known. Offices stand in
parentheses at the end.
"""

from collections.abc import Iterable

from entreciudades.alliances.services import Signatory

NOBODY = "–"
_DASHES = {"-", "–", "—"}


def written(signatures: Iterable[Signatory]) -> list[str] | None:
    """How signatories are written, in the order of their parties; None where none is known."""
    told = [_one(signature) for signature in signatures]
    while told and told[-1] == NOBODY:
        told.pop()
    return told or None


def read(written_: str) -> Signatory:
    """One signatory: the office is what the last parentheses hold, where the text ends with them."""
    text = " ".join(written_.split())
    name, office = text, ""
    if text.endswith(")") and "(" in text:
        name, _opening, office = (part.strip() for part in text.removesuffix(")").partition("("))
    return Signatory("" if name in _DASHES else name, office)


def _one(signature: Signatory) -> str:
    name, office = (text.replace(";", ",") for text in signature)
    return " ".join(filter(None, (name, f"({office})" if office else ""))) or NOBODY
