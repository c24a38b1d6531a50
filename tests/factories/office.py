"""A person with LibreOffice: opens spreadsheets, changes cells, saves them in their own format.

One start of LibreOffice serves many files. It needs only Debian's libreoffice-calc-nogui: what it is to do is a Basic
macro in a profile of its own.
"""

import atexit
import functools
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

SECONDS = 120
# Comma, quotation mark, UTF-8, from the first line; every column is text, as a careful person asks for on opening a CSV
_CSV = "44,34,76,1," + "/".join(f"{column}/2" for column in range(1, 100)) + ",0,false,false"
_MACRO = r"""
Sub ChangeCells(orders As String)
    Dim number As Integer, written As String
    On Error Goto Told
    number = FreeFile
    Open orders For Input As #number
    Do While Not Eof(number)
        Line Input #number, written
        If written <> "" Then
            ChangeFile(Split(written, Chr(9)))
        End If
    Loop
    Close #number
    StarDesktop.terminate()
    Exit Sub
Told:
    Close #number
    Open orders & ".error" For Output As #number
    Print #number, Error & " in line " & Erl & ": " & written
    Close #number
    StarDesktop.terminate()
End Sub

Sub ChangeFile(order)
    Dim how(2) As New com.sun.star.beans.PropertyValue, document, sheet, place As Integer
    how(0).Name = "Hidden"
    how(0).Value = True
    If LCase(Right(order(0), 4)) = ".csv" Then
        how(1).Name = "FilterName"
        how(1).Value = "Text - txt - csv (StarCalc)"
        how(2).Name = "FilterOptions"
        how(2).Value = "CSV_OPTIONS"
    End If
    document = StarDesktop.loadComponentFromURL(ConvertToURL(order(0)), "_blank", 0, how())
    For place = 1 To UBound(order) - 2 Step 3
        If order(place) = "" Then
            sheet = document.Sheets.getByIndex(0)
        Else
            sheet = document.Sheets.getByName(order(place))
        End If
        sheet.getCellRangeByName(order(place + 1)).FormulaLocal = order(place + 2)
    Next
    document.store()
    document.close(True)
End Sub
""".replace("CSV_OPTIONS", _CSV)


@dataclass(frozen=True)
class Change:
    """What is typed into a cell; sheet "" is the first one."""

    sheet: str
    cell: str
    typed: str


def change_cell(path: Path, sheet: str, cell: str, typed: str) -> Path:
    """Type into one cell of a file as a person does, and save it; returns the path."""
    change_files({path: [Change(sheet, cell, typed)]})
    return path


def change_files(changes: dict[Path, Sequence[Change]]) -> None:
    """Change several files with one start of LibreOffice. No changes: a file is opened and saved."""
    profile = _profile()
    orders = profile / "orders.txt"
    lines = [
        "\t".join(
            [str(path.resolve()), *(text for change in list_ for text in (change.sheet, change.cell, change.typed))]
        )
        for path, list_ in changes.items()
    ]
    orders.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in changes}
    told = _start(profile, f'macro:///Standard.Module1.ChangeCells("{orders}")')
    untouched = [path.name for path, moment in before.items() if path.stat().st_mtime_ns == moment]
    if untouched:
        error = orders.with_name("orders.txt.error")
        told = error.read_text() if error.exists() else told
        raise RuntimeError(f"LibreOffice did not save {untouched}: {told}")


def _start(profile: Path, argument: str) -> str:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", argument]
    return subprocess.run(command, check=True, capture_output=True, timeout=SECONDS).stderr.decode()


@functools.cache
def _profile() -> Path:
    """Return a profile of LibreOffice with the macro, which lasts as long as the tests."""
    folder = Path(tempfile.mkdtemp(prefix="entreciudades-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _start(folder, "--terminate_after_init")  # a new profile is filled at its first start, over what lies there
    module = folder / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{escape(_MACRO)}</script:module>',
        encoding="utf-8",
    )
    return folder
