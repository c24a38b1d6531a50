"""The small forms of an alliance's life."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST: Final = 2000
"""Characters of a reason."""


def day_field(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DateField:
    """A day, chosen in a calendar."""
    box = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=box, help_text=help_text, required=required)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST,
        help_text=_("All parties read it, and it stays with the decision."),
    )


class DayForm(forms.Form):
    """On which day."""

    on = day_field(_("On which day"), help_text=_("Today, or a day that is past."), required=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["on"] = timezone.localdate()
