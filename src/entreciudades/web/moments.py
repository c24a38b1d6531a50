"""A moment in a form: a day and a time on the clocks of a place, never guessed."""

import datetime as dt
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entreciudades.core.moments import ClockRepeats, ClockSkips, clock_of, on_the_clock
from entreciudades.search.analysis import fold
from entreciudades.taxonomy.countries import countries

_YEARS: Final = range(1900, 3000)
"""A year beyond them was mistyped, such as 0207 or 20270."""


class ClockWidget(forms.MultiWidget):
    """A box for the day and one for the time."""

    template_name = "desk/widgets/clock.html"
    use_fieldset = True

    def __init__(self) -> None:
        day = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__({"day": day, "time": forms.TimeInput({"type": "time"}, format="%H:%M")})

    def decompress(self, value: dt.datetime | None) -> list[Any]:
        """The day and the time."""
        return [value.date(), value.time()] if value else [None, None]


class ClockFormField(forms.MultiValueField):
    """A day and a time as clocks show it; in which zone, says `moment` of the form that holds it."""

    def __init__(self, **options: Any) -> None:
        boxes = (forms.DateField(), forms.TimeField())
        super().__init__(boxes, widget=ClockWidget(), require_all_fields=True, **options)
        self.error_messages["required"] = gettext_lazy("Write the day and the time.")

    def compress(self, data_list: list[Any]) -> dt.datetime | None:
        """Both as one, without zone."""
        return dt.datetime.combine(*data_list) if data_list else None


def shown_in(moment: dt.datetime | None, zone: str) -> dt.datetime | None:
    """What the clocks of a zone show at a moment, for a form."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None


def moment(shown: dt.datetime, zone: str) -> dt.datetime:
    """The moment at which the clocks of a zone show a time. Raises ValidationError where there is none, or two."""
    if shown.year not in _YEARS:
        raise ValidationError(forms.DateField.default_error_messages["invalid"])
    try:
        return on_the_clock(shown, zone)
    except ClockSkips:
        says = _("The clocks are put forward that day (%(clock)s): there is no %(time)s. Write another time.")
    except ClockRepeats:
        says = _("The clocks are put back that day (%(clock)s): %(time)s comes twice. Write another time.")
    raise ValidationError(says % {"clock": clock_of(zone, get_language() or "es"), "time": f"{shown:%H:%M}"})


def zones() -> list[tuple[str, str]]:
    """Every zone as (name, "Bolivia: La Paz") in the reader's language, by country; UTC first."""
    return [("UTC", "UTC"), *_zones(get_language() or "es")]


@cache
def _zones(language: str) -> list[tuple[str, str]]:
    locale, known, names = language.replace("-", "_"), available_timezones(), dict(countries(language))
    named = [
        (zone, f"{names[country]}: {get_timezone_location(zone, locale=locale, return_city=True)}")
        for zone, country in get_global("zone_territories").items()
        if zone in known and "/" in zone and country in names
    ]
    return sorted(named, key=lambda one: fold(one[1]))
