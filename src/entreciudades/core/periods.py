"""Periods of rows: the two dates between which something holds."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Substr
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.core.dates import PartialDate

Rows = TypeVar("Rows", bound=QuerySet[Any])

#: The fields of a beginning and an end, as the rooms call them.
PERIODS = (("starts", "ends"), ("since", "until"))


def check_period(row: Model) -> None:
    """Refuse a period that ends before it begins; raises ValidationError on the field of its end."""
    for first, last in PERIODS:
        begins, ends = getattr(row, first, None), getattr(row, last, None)
        if isinstance(begins, PartialDate) and isinstance(ends, PartialDate) and ends.is_over_before(begins):
            date = begins.format(get_language() or "es")
            raise ValidationError({last: _("This is before the beginning, %(date)s.") % {"date": date}})


def not_over(rows: Rows, field: str, day: date) -> Rows:
    """Rows whose end is open or not over by `day`: "2026" and "2026-11" hold to the last day of them."""
    whole = day.isoformat()
    running = [f"{part}{about}" for part in (whole, whole[:7], whole[:4]) for about in ("", "~")]
    last = Substr(field, StrIndex(field, Value("/")) + 1)  # of a span, its end; else the whole
    return rows.alias(_last=last).filter(Q(**{field: None}) | Q(_last__in=running) | Q(_last__gt=whole))
