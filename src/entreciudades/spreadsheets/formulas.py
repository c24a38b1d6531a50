"""What the text of a formula would do: start a program, read another file, or just compute."""

import re

from entreciudades.spreadsheets.faults import Note, Problem, Refusal

# Patterns take time in proportion to a formula, however long: none begins with a repetition.
# cmd|'/c calc'!A0 · DDE("soffice";…) · msexcel|'…'!A1
_DDE = re.compile(r"\bDDE\s*\(|\|\s*(?:'[^']*'|[^!'|]+)!", re.IGNORECASE)
# [1]Hoja!A1 · '[otro.xlsx]Hoja 1'!A1 · 'C:\[otro.xlsx]Hoja'!A1 · 'file:///…'#$Hoja.A1 · WEBSERVICE(…)
_EXTERNAL = re.compile(
    r"(?<![\w\]])\[(?![@#])[^\]\[]+\](?:[^\[\]!'(),;+*/=<>& -]*|[^\[\]'!]*')!|(?:file|https?|ftp)://|\bWEBSERVICE\s*\(",
    re.IGNORECASE,
)
_TEXT = re.compile(r'"[^"]*"')


def truth(formula: str) -> bool | None:
    """Return the value of TRUE() and FALSE(), as which LibreOffice saves truth values where their style is another."""
    return {"TRUE()": True, "FALSE()": False}.get(formula.removeprefix("of:").removeprefix("=").upper())


def formula_code(formula: str) -> Refusal | Problem | Note:
    """Return with which fault a formula stands."""
    without_texts = _TEXT.sub('""', formula)
    if _DDE.search(without_texts):
        return Refusal.DDE
    return Problem.EXTERNAL if _EXTERNAL.search(without_texts) else Note.FORMULA
