"""What a list shows of a row: one short text for each column."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from moneyed import Money

from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import Localized, label
from entreciudades.core.models import Figure
from entreciudades.web.desk.forms import LABELS
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.templatetags.words import figure, language_name, money, when

Cell = str | Localized


def cell(row: Model, name: str) -> Cell:
    """One column of one row, in the reader's language; a text in another one says in which."""
    if name == "measure" and (counted := label(getattr(row, "labels", None))):
        return counted
    shown = getattr(row, f"get_{name}_display", None)
    if shown is not None:
        return str(capfirst(shown()))
    if name == "value" and isinstance(row, Figure):
        return figure(row)
    if name == "language":
        return str(capfirst(language_name(getattr(row, name))))
    return _said(getattr(row, name))


def heading(noun: Noun, name: str) -> str:
    """The words above a column."""
    if name in noun.labels or name in LABELS:
        return capfirst(str(noun.labels.get(name) or LABELS[name]))
    try:
        field = noun.model._meta.get_field(name)
    except FieldDoesNotExist:  # a property over two columns, such as a cost
        field = noun.model._meta.get_field(f"{name}_amount")
    return capfirst(str(field.verbose_name)) if isinstance(field, Field) else name


def _said(value: Any) -> Cell:  # noqa: PLR0911 - one line for each kind of value
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case dict():
            return label(value)
        case PartialDate():
            return when(value)
        case Money():
            return money(value)
        case Model():
            return name_of(value)
        case _ if hasattr(value, "all"):
            return ", ".join(name_of(one) for one in value.all())
        case _:
            return str(value)
