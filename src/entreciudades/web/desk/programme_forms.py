"""The forms of a programme that are not rows: its own facts, and the reason of a move."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import CooperationInstrument
from entreciudades.programmes.carriers import carriers_of
from entreciudades.programmes.models import Programme
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.nouns import Noun


def _instruments(programme: Programme) -> QuerySet[CooperationInstrument]:
    return CooperationInstrument.objects.filter(organisation__in=carriers_of(programme))


_PROGRAMME = Noun(
    "identity",
    Programme,
    "pk",
    says="",
    shows=(),
    fields=(
        "titles",
        "subtitles",
        "edition",
        "starts",
        "ends",
        "sectors",
        "axes",
        "sdg_focus",
        "instruments",
        "source",
    ),
    terms={"sectors": ("sector",), "axes": ("axis",), "sdg_focus": ("sdg",)},
    choices={"instruments": _instruments},
    helps={"instruments": _("Those of the city that the programme uses; none ticked means all.")},
)

ProgrammeForm = make_form(Programme, _PROGRAMME.fields, _PROGRAMME)


class MoveForm(forms.Form):
    """Asks for a reason, where the move needs one."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]
