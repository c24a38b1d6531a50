"""Periods of rows: the two dates between which something holds."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

#: The fields of a beginning and an end, as the rooms call them.
PERIODS = (("starts", "ends"), ("since", "until"))


def check_period(row: Model) -> None:
    """Refuse a period that ends before it begins; raises ValidationError on the field of its end."""
    for first, last in PERIODS:
        begins, ends = getattr(row, first, None), getattr(row, last, None)
        if begins and ends and ends.is_over_before(begins):
            date = begins.format(get_language() or "es")
            raise ValidationError({last: _("This is before the beginning, %(date)s.") % {"date": date}})
