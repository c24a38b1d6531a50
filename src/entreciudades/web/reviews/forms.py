"""The form of scores: points and a reason for each criterion, kept as typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from entreciudades.calls.models import Score
from entreciudades.calls.services.reviewing import LONGEST_REASON, Given
from entreciudades.core.labels import label
from entreciudades.methodologies.call_pack import CallPart, Criterion

#: A longer scale is typed as a number.
CHOSEN_UP_TO: Final = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion with its two fields."""

    criterion: Criterion
    points: forms.BoundField
    reason: forms.BoundField


class ScoresForm(forms.Form):
    """Nothing in it is required before the review is sent."""

    def __init__(self, data: Any, *, terms: CallPart, scores: Mapping[str, Score]) -> None:
        super().__init__(data, initial=_standing(scores))
        self.terms = terms
        for one in terms.criteria:
            self.fields[f"points-{one.key}"] = _points(one)
            self.fields[f"reason-{one.key}"] = forms.CharField(
                label=_("Reason"),
                required=False,
                max_length=LONGEST_REASON,
                widget=forms.Textarea({"rows": 4}),
            )

    @property
    def asked(self) -> Iterator[Asked]:
        """Criterion by criterion."""
        for one in self.terms.criteria:
            yield Asked(one, self[f"points-{one.key}"], self[f"reason-{one.key}"])

    @property
    def given(self) -> dict[str, Given]:
        """What can be kept of what was typed: where a field is wrong, what stood there before stays."""
        clean, former = self.cleaned_data, self.initial
        return {
            one.key: Given(
                clean.get(f"points-{one.key}", former.get(f"points-{one.key}")),
                clean.get(f"reason-{one.key}", former.get(f"reason-{one.key}", "")),
            )
            for one in self.terms.criteria
        }

    def tell(self, wrong: Mapping[str, str]) -> None:
        """Show what a service says of a criterion where it is filled in."""
        for key, words in wrong.items():
            self.add_error(f"points-{key}", words)


def _standing(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {
        name: value
        for key, one in scores.items()
        for name, value in ((f"points-{key}", one.points), (f"reason-{key}", one.reason))
    }


def _points(criterion: Criterion) -> forms.Field:
    title = _("Points: %(title)s") % {"title": label(criterion.title).text}
    if criterion.scale <= CHOSEN_UP_TO:
        choices = [(number, str(number)) for number in range(criterion.scale + 1)]
        return forms.TypedChoiceField(
            label=title,
            required=False,
            choices=choices,
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
        )
    return forms.IntegerField(label=title, required=False, min_value=0, max_value=criterion.scale)
