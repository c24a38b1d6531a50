"""What is wrong with a file, a cell or a row, in the reader's language: codes of `spreadsheets` and our own, worded."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entreciudades.core.dates import PartialDate
from entreciudades.spreadsheets.faults import Note, Problem, Refusal

#: Why nothing of a file is read.
REFUSALS: Final = {
    Refusal.EMPTY: gettext_lazy("The file is empty."),
    Refusal.TOO_BIG: gettext_lazy("The file is larger than %(limit)s bytes. Bring it in parts."),
    Refusal.UNKNOWN: gettext_lazy("This is no spreadsheet (its content: %(found)s). Bring an XLSX, an ODS or a CSV."),
    Refusal.OLD_FORMAT: gettext_lazy("This is an old XLS file. Save it as XLSX and bring that."),
    Refusal.NOT_WHAT_IT_SAYS: gettext_lazy("The name of the file says “%(said)s”, and its content is “%(found)s”."),
    Refusal.ENCRYPTED: gettext_lazy("The file asks for a password. Save it without one."),
    Refusal.DAMAGED: gettext_lazy("The file is damaged and cannot be read to its end. Save it anew where it was made."),
    Refusal.BOMB: gettext_lazy("The file unpacks to far more than a spreadsheet would. It was not opened."),
    Refusal.BAD_ARCHIVE: gettext_lazy("The file is packed as no spreadsheet program packs it. It was not opened."),
    Refusal.NESTED: gettext_lazy("There is a packed file inside the file. It was not opened."),
    Refusal.ENTITIES: gettext_lazy("The file defines entities, as no spreadsheet program does. It was not opened."),
    Refusal.MACROS: gettext_lazy("The file carries a program (macros). Save it without: as XLSX or ODS."),
    Refusal.DDE: gettext_lazy("%(cell)s would start another program (DDE). Take that formula out."),
    Refusal.TOO_MANY_SHEETS: gettext_lazy("There are more than %(limit)s sheets. Keep those that are to be read."),
    Refusal.TOO_MANY_ROWS: gettext_lazy("There are values below row %(limit)s. Bring the file in parts."),
    Refusal.TOO_MANY_COLUMNS: gettext_lazy("There are values beyond column %(limit)s. Keep those that are to be read."),
    Refusal.TOO_MANY_CELLS: gettext_lazy("There are more than %(limit)s cells with a value. Bring the file in parts."),
    Refusal.TOO_MUCH_TEXT: gettext_lazy("A cell has more than %(limit)s characters, or the file far too much text."),
    Refusal.QUOTES: gettext_lazy("%(cell)s: a quotation mark opens there and nothing closes it."),
}
#: What is wrong with a row: what was found, what was expected.
PROBLEMS: Final = {
    Problem.MERGED: gettext_lazy("It is merged (%(range)s): several rows share one value. Separate the cells."),
    Problem.ERROR: gettext_lazy("The spreadsheet shows an error there: %(error)s."),
    Problem.EXTERNAL: gettext_lazy("Its formula reads another file. Put the value in its place."),
    Problem.NOT_COMPUTED: gettext_lazy(
        "The result of its formula is not in the file. Open it, save it, bring it again."
    ),
    Problem.BAD_DATE: gettext_lazy("“%(found)s” is a date that the calendar does not have."),
    Problem.NO_DATE: gettext_lazy("Found “%(found)s”; expected a date such as 2017, 2017-04 or 14/06/2016."),
    Problem.AMBIGUOUS_DATE: gettext_lazy(
        "“%(found)s” is %(day_first)s or %(month_first)s. Say for the column which comes first, the day or the month."
    ),
    Problem.SHORT_YEAR: gettext_lazy("“%(found)s” has a year of two digits; expected all four."),
    Problem.NO_NUMBER: gettext_lazy("Found “%(found)s”; expected a number."),
    Problem.AMBIGUOUS_NUMBER: gettext_lazy(
        "“%(found)s” is %(point)s or %(comma)s. Say for the column which sign stands before the decimals."
    ),
    Problem.NO_INTEGER: gettext_lazy("Found “%(found)s”; expected a whole number."),
    Problem.NO_YES_NO: gettext_lazy("Found “%(found)s”; expected yes or no."),
    "required": gettext_lazy("Nothing stands there, and a new row must say it."),
    "unknown-row": gettext_lazy("“%(found)s” is no row that you have here. In a new row leave it empty."),
    "twice": gettext_lazy("Row %(first)s of the file is about the same already."),
}
#: What hinders nothing.
NOTES: Final = {
    Note.FORMULA: gettext_lazy("A formula: its result is read."),
    Note.DIGITS: gettext_lazy(
        "More digits than spreadsheet programs keep: the last ones are perhaps not what was typed."
    ),
    Note.HIDDEN_SHEET: gettext_lazy("The sheet is hidden. It is read like the others."),
    Note.HIDDEN_ROWS: gettext_lazy(
        "Hidden rows: %(count)s, the first of them %(first)s. They are read like the others."
    ),
    Note.HIDDEN_COLUMNS: gettext_lazy("Hidden columns: %(columns)s. They are read like the others."),
    Note.LINES_ABOVE: gettext_lazy("Lines above the headings, left out: %(count)s."),
    Note.SAME_HEADER: gettext_lazy("The heading “%(header)s” stands twice."),
    Note.NO_HEADER: gettext_lazy("A column with values and no heading."),
    Note.EXTERNAL_LINKS: gettext_lazy("The file is linked to other files; those are not read."),
    Note.ENCODING: gettext_lazy("The CSV is no UTF-8; it is read as %(encoding)s. Look whether the accents are right."),
    Note.DELIMITER: gettext_lazy("The columns of the CSV are separated by “%(delimiter)s”."),
    "kept": gettext_lazy("It says that of itself; what stands here is kept."),
}
_WORDS: Final[Mapping[str, Any]] = {
    str(code): words for table in (REFUSALS, PROBLEMS, NOTES) for code, words in table.items()
}


def worded(fault: Mapping[str, Any]) -> str:
    """A fault as it is kept ({"code", "cell", "facts"}), in words of the active language; its cell stands apart."""
    facts = {name: str(fact) for name, fact in fault.get("facts", {}).items()}
    if fault["code"] == "refused":
        return facts["message"]
    if fault["code"] == "not-listed":
        near = fault["facts"].get("near", ())
        said = _("Found “%(found)s”; expected an entry of the list.") % facts
        return said if not near else f"{said} {_('Such as: %(near)s.') % {'near': ', '.join(near)}}"
    if fault["code"] == Problem.AMBIGUOUS_DATE:
        facts |= {
            name: PartialDate.parse(facts[name]).format(get_language() or settings.LANGUAGE_CODE)
            for name in ("day_first", "month_first")
        }
    words = _WORDS.get(fault["code"])
    return str(words) % {**facts, "cell": fault.get("cell") or _("A cell")} if words else fault["code"]
