"""Pure: spreadsheets and CSV in, cells with their addresses out; rows in, files out. No Django, no words, no clock.

Reading::

    book = read_book(upload, name="contactos.xlsx")  # raises BookRefused: limits, bombs, macros, DDE …
    book.notes, book.sheets[0].notes  # what a person should know: links to other files, what is hidden …
    table = read_table(book.sheets[0])  # finds the line of headers: table.headers, table.faults
    for row in table.rows():  # streamed; whatever refuses the file came before
        cell = row.cell(3)  # rows and columns count from 1; an absent cell is empty
        str(cell.place), cell.value, cell.fault

A `Cell` has a `Value` (None is empty; numbers are Decimal) and at most one `Fault`. With a `Problem` (merged, error,
link to another file …) the value must not be used; with a `Note` (formula …) it is what was found and a person is told.

The readers in `values` take a cell and a column's `Convention`, give a value or None (empty), and raise
`Unreadable`, whose fault has a code, the place and parameters: `read_text`, `read_list`, `read_yes_no`, `read_number`,
`read_integer`, `read_date` (EDTF text: 2017, 2017-04, 2016-06-14). What 03/04/2017 and 1.234 mean is guessed from a
whole column by `guess_convention(cells)`, or chosen by a person.

Writing::

    plan = Plan("Contactos", [Column("Nombre", choices=…, help=…), Column("Desde", "date"), …], rows)
    data = write_book([plan], "xlsx", title=…, made_at=…, explained=Help("Ayuda", …))

A text over 32,767 characters, which Excel would cut, raises TextTooLong for "xlsx"; ODS and CSV hold it.
What is written by `write_book` is read by `read_book` as it was; a CSV never starts a formula.

Words: a *refusal* is about a whole file, a *problem* about a cell, a *note* hinders nothing; each stands at a *place*.
Faults have codes without words: whoever shows them words them.

Must not know: what a column means, who imports, languages of pages.
"""

from entreciudades.spreadsheets.book import Book, Cell, Row, Sheet, Value
from entreciudades.spreadsheets.conventions import Convention, guess_convention
from entreciudades.spreadsheets.faults import BookRefused, Fault, Note, Place, Problem, Refusal, Unreadable
from entreciudades.spreadsheets.limits import LIMITS, Limits
from entreciudades.spreadsheets.reading import read_book
from entreciudades.spreadsheets.table import Header, Table, read_table
from entreciudades.spreadsheets.values import read_date, read_integer, read_list, read_number, read_text, read_yes_no
from entreciudades.spreadsheets.writing import Column, Help, Plan, TextTooLong, write_book

__all__ = [
    "LIMITS",
    "Book",
    "BookRefused",
    "Cell",
    "Column",
    "Convention",
    "Fault",
    "Header",
    "Help",
    "Limits",
    "Note",
    "Place",
    "Plan",
    "Problem",
    "Refusal",
    "Row",
    "Sheet",
    "Table",
    "TextTooLong",
    "Unreadable",
    "Value",
    "guess_convention",
    "read_book",
    "read_date",
    "read_integer",
    "read_list",
    "read_number",
    "read_table",
    "read_text",
    "read_yes_no",
    "write_book",
]
