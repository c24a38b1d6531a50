"""The end of an alliance: closed after its last stage, or earlier with a reason for each gate that stands open."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.errors import GateShut
from entreciudades.alliances.states import StageState
from entreciudades.core.errors import MoveRefused
from entreciudades.processes.gates import close_alliance, evaluate_all
from entreciudades.web.alliances.forms import LONGEST, ReasonForm
from entreciudades.web.alliances.moves import check_decides
from entreciudades.web.alliances.places import Place
from entreciudades.web.alliances.rail import Card, rail_of
from entreciudades.web.desk.refusals import refused

_STAGE = "stage_"


class ClosingForm(ReasonForm):
    """What came of it; for each stage not left behind, why the alliance closes all the same."""

    def __init__(self, *args: Any, left: list[Card], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = gettext_lazy("What came of it")
        for card in left:
            said = _("Why it closes although “%(stage)s” is open") % {"stage": card.title}
            box = forms.Textarea({"rows": 2})
            self.fields[f"{_STAGE}{card.stage.key}"] = forms.CharField(label=said, widget=box, max_length=LONGEST)

    @property
    def reasons(self) -> dict[str, str]:
        """Why, by the key of the stage."""
        said = self.cleaned_data.items()
        return {name.removeprefix(_STAGE): words for name, words in said if name.startswith(_STAGE) and words}


def close(place: Place) -> HttpResponse:
    """Say what came of it; refused with the list of what is open where no reason is given for it."""
    check_decides(place)
    behind = (StageState.PASSED, StageState.SKIPPED)
    rail = rail_of(place, timezone.localdate())
    left = [card for card in rail.cards if card.row is not None and card.row.state not in behind]
    form = ClosingForm(place.request.POST if place.request.method == "POST" else None, left=left)
    status = 200
    if place.request.method == "POST" and form.is_valid():
        try:
            reason, reasons = form.cleaned_data["reason"], form.reasons
            close_alliance(place.alliance, reason=reason, reasons=reasons, by=place.by)
        except GateShut as error:
            status = 422
            for report in error.reports:
                form.add_error(
                    f"{_STAGE}{report.stage}", _("Its gate is open: say why the alliance closes all the same.")
                )
        except MoveRefused:
            messages.error(place.request, _("That is not possible any more: somebody changed the state meanwhile."))
            return redirect(place.at("alliance"))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("The alliance is closed. All that was done and signed is kept."))
            return redirect(place.at("alliance"))
    reports = {one.stage: one for one in evaluate_all(place.alliance)} if left else {}
    page = {
        "place": place,
        "form": form,
        "open": [(card, reports[card.stage.key].open) for card in left if card.stage.key in reports],
        "back": place.at("alliance"),
    }
    return render(place.request, "alliances/close.html", place.about | page, status=status)
