"""What the text of a formula would do: start a program, read another file, or just compute."""

import re

from entreciudades.spreadsheets.faults import Note, Problem, Refusal

# cmd|'/c calc'!A0 · DDE("soffice";…) · msexcel|'…'!A1
_DDE = re.compile(r"\bDDE\s*\(|[\w.]+\s*\|\s*(?:'[^']*'|[^!'\"]+)!", re.IGNORECASE)
# [1]Hoja!A1 · '[otro.xlsx]Hoja 1'!A1 · 'file:///…'#$Hoja.A1 · WEBSERVICE("http…
_EXTERNAL = re.compile(
    r"(?<![\w\]\[@])'?[^'!\[\]\"]*\[[^\]\[]+\][^\[\]!]*!|'?\b(?:file|https?|ftp)://[^'\"]*'?\s*#|\bWEBSERVICE\s*\(",
    re.IGNORECASE,
)
_TEXT = re.compile(r'"[^"]*"')


def truth(formula: str) -> bool | None:
    """Return the value of TRUE() and FALSE(), as which LibreOffice saves truth values where their style is another."""
    return {"TRUE()": True, "FALSE()": False}.get(formula.removeprefix("of:").removeprefix("=").upper())


def formula_code(formula: str) -> Refusal | Problem | Note:
    """Return with which fault a formula stands."""
    if _DDE.search(formula):
        return Refusal.DDE
    if _EXTERNAL.search(_TEXT.sub('""', formula)):
        return Problem.EXTERNAL
    return Note.FORMULA
