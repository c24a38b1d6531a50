"""The file that goes out and comes back in: a kind's rows of an organisation, as a spreadsheet."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from entreciudades.actors.models import Organisation
from entreciudades.imports.columns import Choices, Column, Reads, Value, Values
from entreciudades.imports.kind import Kind
from entreciudades.spreadsheets import plan
from entreciudades.spreadsheets.book import Value as CellValue
from entreciudades.spreadsheets.plan import Help, Plan
from entreciudades.spreadsheets.writing import Format, write_book

MEDIA_TYPES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
_HOLDS: Mapping[Reads, plan.Kind] = {Reads.NUMBER: "number", Reads.WHOLE: "number", Reads.YES_NO: "yes-no"}
_WIDE = 30
_LONGEST_NAME = 31  # of a sheet


def file_of(kind: Kind, owner: Organisation, format: Format, language: str, *, rows: bool = True) -> bytes:  # noqa: A002 - of a file
    """Return the file with all rows of the owner's scope, or its headings alone; a constant number of queries."""
    choices = kind.choices(owner)
    stored = kind.stored(owner).values() if rows else ()
    with override(language):
        title = str(kind.title)
        sheet = Plan(
            title[:_LONGEST_NAME],
            [_column(one, choices.get(one.key), language) for one in kind.written],
            [_cells(kind, owner, values, choices, language) for values in stored],
        )
        if format == "csv":
            return write_book([sheet], format, title=title, made_at=timezone.now())
        return write_book([sheet], format, title=title, made_at=timezone.now(), explained=_help(kind))


def shown(value: Value, column: Column, choices: Choices | None, language: str) -> str:
    """A value as people read it: on pages, and in the cells of a file."""
    if isinstance(value, bool):
        with override(language):
            return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(choices.show(one, language) if choices else one for one in value)
    if value is None:
        return ""
    return choices.show(str(value), language) if choices and column.reads is Reads.CHOICE else str(value)


def _cells(
    kind: Kind, owner: Organisation, values: Values, choices: Mapping[str, Choices], language: str
) -> list[CellValue]:
    own = kind.is_own(owner, values)
    return [
        None if one.private and not own else _cell(values[one.key], one, choices.get(one.key), language)
        for one in kind.written
    ]


def _cell(value: Value, column: Column, choices: Choices | None, language: str) -> CellValue:
    if value is None or isinstance(value, bool):
        return value
    if column.reads in {Reads.NUMBER, Reads.WHOLE}:
        return Decimal(str(value))
    return shown(value, column, choices, language)


def _column(column: Column, choices: Choices | None, language: str) -> plan.Column:
    offered = tuple(choices.show(key, language) for key in choices) if choices and column.reads is Reads.CHOICE else ()
    return plan.Column(
        column.called(language),
        _HOLDS.get(column.reads, "text"),
        offered,
        " ".join(filter(None, (column.help.get(language.partition("-")[0], ""), _needed(column)))),
        _WIDE if column.reads is Reads.TEXT else _WIDE // 2,
    )


def _needed(column: Column) -> str:
    return _("A new row must say it.") if column.required else ""


def _help(kind: Kind) -> Help:
    return Help(
        _("Help"),
        (pgettext("of a spreadsheet", "Sheet"), _("Column"), _("What it holds")),
        (
            str(kind.says),
            _("Change cells, add rows below, and bring the file back in: what you did not touch stays as it is."),
            _("A column that you take out leaves its fields as they stand. Rows that you take out stay here too."),
            _("Dates may be as exact as they are known: 2017, 2017-04, 2016-06-14. Several values: with ; between."),
        ),
    )
