"""What is asked around a position."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Addressee, Position, Reply
from entreciudades.web.desk.fields import RowsChoiceField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.nouns import Noun


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class InviteForm(forms.Form):
    """Whom to invite: everybody in the network, or those who are chosen."""

    all_members = forms.BooleanField(label=_("All members of the network"), required=False)
    organisations = RowsChoiceField(queryset=Organisation.objects.none(), label=_("Organisations"), required=False)

    def __init__(self, *args: Any, position: Position, **options: Any) -> None:
        super().__init__(*args, **options)
        known = position.endorsements.values("organisation")
        parties = position.agreement.parties.values("organisation")
        rows = Organisation.objects.filter(published=True).exclude(pk__in=known).exclude(pk__in=parties)
        self.fields["organisations"].queryset = rows  # type: ignore[attr-defined]
        self.position = position

    def chosen(self) -> list[Organisation]:
        """Those who are to be invited."""
        said = list(self.cleaned_data["organisations"])
        network = self.position.agreement.network
        if self.cleaned_data["all_members"] and network is not None:
            said += list(Organisation.objects.members_of(network))
        return list({one.pk: one for one in said}.values())


class ConsultForm(forms.Form):
    """Until when the draft is consulted."""

    consult_until = forms.DateField(label=_("Consulted until"), widget=_day())


class EndorsementsForm(forms.Form):
    """Until when one may endorse."""

    endorse_until = forms.DateField(
        label=_("Endorsed until"), widget=_day(), required=False, help_text=_("Empty: as long as you like.")
    )


class RemarkForm(forms.Form):
    """What an invited organisation thinks of the draft."""

    article: Any = forms.ModelChoiceField(None, label=_("On"), required=False, empty_label=_("All of it"))
    body = forms.CharField(label=_("What you think"), max_length=4000, widget=forms.Textarea({"rows": 5}))

    def __init__(self, *args: Any, position: Position, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["article"]
        field.queryset = position.agreement.articles.all()
        field.label_from_instance = lambda one: _("Article %(number)s") % {"number": one.number}


class AnswerForm(forms.Form):
    """What became of a remark."""

    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class EndorseForm(forms.Form):
    """Who endorses in the name of the city."""

    name = forms.CharField(label=_("Who endorses"), max_length=150)
    office = forms.CharField(
        label=_("Office"), max_length=150, help_text=_("As it shall stand in the list: mayor, councillor.")
    )
    council_act = forms.CharField(label=_("Act of the council, if there is one"), max_length=200, required=False)
    said = forms.CharField(
        label=_("In your own words"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )


class DeclineForm(forms.Form):
    """That one does not endorse, or no longer."""

    said = forms.CharField(
        label=_("If you wish, say why"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )


_ADDRESSEE = Noun("addressee", Addressee, "position", says="", shows=(), fields=("names", "level", "sent_on"))
AddresseeForm = make_form(Addressee, _ADDRESSEE.fields, _ADDRESSEE)
_REPLY = Noun(
    "reply", Reply, "addressee", says="", shows=(), fields=("received_on", "stance", "says", "source_url"),
    lines={"says": 4},
)  # fmt: skip
ReplyForm = make_form(Reply, _REPLY.fields, _REPLY)
