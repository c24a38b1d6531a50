"""What comes to organisations: elections, and mandates that end. Dates are as far as they are known."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.actors.models import Election, Organisation, Person
from entreciudades.core.dates import PartialDate

#: How far ahead the office looks, in days: a month, a quarter, half a year.
AHEAD: Final = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class Coming:
    """An election, or a mandate that ends; `row` is what it is said of."""

    organisation: Organisation
    date: PartialDate
    row: Election | Person

    @property
    def is_election(self) -> bool:
        """Whether it is an election; else a mandate ends."""
        return isinstance(self.row, Election)

    @property
    def said(self) -> str:
        """What comes, in the reader's language."""
        if isinstance(self.row, Election):
            return _("Election: %(kind)s") % {"kind": self.row.get_kind_display().lower()}
        post = f" ({self.row.post})" if self.row.post else ""
        return _("The mandate of %(name)s ends") % {"name": f"{self.row.name}{post}"}

    @property
    def earliest(self) -> dt.date:
        """The first day on which it may be: of "2027-05", the first of May."""
        return self.date.start.first_day

    @property
    def latest(self) -> dt.date:
        """The last day on which it may be: of "2027", the last of December."""
        return (self.date.end or self.date.start).last_day

    def days(self, today: dt.date) -> int:
        """Days until the last day on which it may be."""
        return (self.latest - today).days


def coming_to(*organisations: Organisation) -> list[Coming]:
    """What has not passed yet, the nearest first; two questions, however many organisations."""
    by_key = {one.pk: one for one in organisations}
    elections = Election.objects.filter(organisation__in=by_key)
    people = Person.objects.in_office().filter(organisation__in=by_key)
    found = [
        *(Coming(by_key[one.organisation_id], one.held, one) for one in elections),
        *(Coming(by_key[one.organisation_id], one.ends, one) for one in people if one.ends),
    ]
    today = timezone.localdate()
    return sorted(
        (one for one in found if one.date.start.year is not None and one.latest >= today),
        key=lambda one: (one.date.sort_key, one.organisation.sort_name),
    )


def within(rows: Iterable[Coming], days: int) -> list[Coming]:
    """Those that may be within so many days from today."""
    until = timezone.localdate() + dt.timedelta(days=days)
    return [one for one in rows if one.earliest <= until]
