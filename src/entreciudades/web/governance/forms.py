"""The forms of bodies, meetings and decisions."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Body, BodyMember, Organisation, Person
from entreciudades.alliances.models import (
    AgendaItem,
    Attendance,
    BodyDecision,
    BodyMeeting,
    CompositionRule,
    DecidedHow,
    VoteChoice,
)
from entreciudades.alliances.services.meetings import who
from entreciudades.core.labels import label
from entreciudades.web.alliances.forms import day_field
from entreciudades.web.desk.fields import LabelsFormField, RowChoiceField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.moments import ClockFormField, moment, shown_in, zones

_BODY = Noun(
    "body",
    Body,
    "network",
    says="",
    shows=(),
    fields=("names", "kind", "meets", "every_months", "quorum"),
    helps={
        "meets": _("As people say it: twice a year."),
        "every_months": _("In months, so that the next meeting is told when it is due."),
        "quorum": _("Of the members with a mandate on the day of a meeting. Nothing is decided with fewer."),
    },
)
_MEMBER = Noun(
    "member",
    BodyMember,
    "body",
    says="",
    shows=(),
    fields=("organisation", "person", "titles", "since", "until"),
    choices={"organisation": lambda venue: venue.parties(), "person": lambda venue: venue.people()},
    helps={
        "until": _("Somebody whose mandate ended stays in the list, and sits no more."),
    },
)
_MEETING = Noun(
    "meeting",
    BodyMeeting,
    "body",
    says="",
    shows=(),
    fields=("kind", "zone", "place", "link"),
    helps={"kind": _("In writing: the time is when the answers are due.")},
)
_ITEM = Noun(
    "item",
    AgendaItem,
    "meeting",
    says="",
    shows=(),
    fields=("titles", "kind", "presenter"),
    choices={"presenter": lambda venue: venue.people()},
)


class PersonField(RowChoiceField):
    """Somebody, named with their organisation."""

    def label_from_instance(self, obj: Any) -> str:
        """As in: Ana Pérez (Sonsonate)."""
        return f"{name_of(obj)} ({name_of(obj.organisation)})"


class DecisionField(RowChoiceField):
    """A decision, by number and text."""

    def label_from_instance(self, obj: Any) -> str:
        """As in: 4. To move the visit to May."""
        return f"{obj.number}. {label(obj.texts)}"


BodyForm: Final = make_form(Body, _BODY.fields, _BODY)


class MemberForm(make_form(BodyMember, _MEMBER.fields, _MEMBER)):  # type: ignore[misc] # from the table
    """Who sits in a body."""

    person = PersonField(
        queryset=Person.objects.none(),
        label=_("Person"),
        required=False,
        help_text=_("Of that organisation, with or without an account here. Leave it empty where the city sits."),
    )


class ItemForm(make_form(AgendaItem, _ITEM.fields, _ITEM)):  # type: ignore[misc] # from the table
    """A point of the agenda."""

    presenter = PersonField(queryset=Person.objects.none(), label=_("Who presents it"), required=False)


class MeetingForm(make_form(BodyMeeting, _MEETING.fields, _MEETING)):  # type: ignore[misc] # from the table
    """When and where a body meets."""

    beside = ("starts_at",)
    field_order = ("kind", "starts_at", "zone", "place", "link")

    starts_at = ClockFormField(label=_("Called for"))
    zone = forms.ChoiceField(label=_("On whose clocks"), choices=zones)

    def __init__(self, *args: Any, instance: BodyMeeting, **options: Any) -> None:
        super().__init__(*args, instance=instance, **options)
        if not self.is_bound and instance.pk:
            self.initial["starts_at"] = shown_in(instance.starts_at, instance.zone)

    def clean(self) -> dict[str, Any]:
        """The moment that the clocks of the zone show."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("starts_at") and said.get("zone"):
            try:
                self.instance.starts_at = moment(said["starts_at"], said["zone"])
            except ValidationError as error:
                self.add_error("starts_at", error)
        return said


class RulesForm(forms.Form):
    """The rules on who sits in a body; those left empty do not hold."""

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        kept = {one.rule: one.at_least for one in body.rules.all()}
        super().__init__(*args, **({"initial": kept} | options))
        for rule in CompositionRule:
            most = 100 if rule in {CompositionRule.WOMEN, CompositionRule.MEN} else 1000
            self.fields[rule.value] = forms.IntegerField(label=rule.label, min_value=1, max_value=most, required=False)

    @property
    def rules(self) -> dict[str, int]:
        """Those that hold, by the least that each asks."""
        return {rule: least for rule, least in self.cleaned_data.items() if least}


class GuestForm(forms.Form):
    """Who was there without being a member."""

    person = PersonField(queryset=Person.objects.none(), label=_("Person"))

    def __init__(self, *args: Any, venue: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = venue.people()  # type: ignore[attr-defined]


class ApprovalForm(forms.Form):
    """When the body approved the minutes."""

    on = day_field(_("Approved on"), required=True)


class ChargeForm(forms.Form):
    """Who carries a decision out, and by when."""

    organisation = RowChoiceField(queryset=Organisation.objects.none(), label=_("Who carries it out"), required=False)
    due = day_field(_("By which day"))

    def __init__(self, *args: Any, venue: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = venue.charged()  # type: ignore[attr-defined]


class UrgentForm(ChargeForm):
    """A decision that cannot wait for a meeting."""

    taken_on = day_field(_("Taken on"), required=True)
    texts = LabelsFormField(label=_("What is decided"), rows=4)
    field_order = ("taken_on", "texts", "organisation", "due")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"initial": {"taken_on": timezone.localdate()}} | options))


class DecisionForm(ChargeForm):
    """What a meeting decided, and how."""

    ways: tuple[DecidedHow, ...] = (DecidedHow.CONSENSUS, DecidedHow.VOTE, DecidedHow.SECRET)

    item = RowChoiceField(queryset=AgendaItem.objects.none(), label=_("Point of the agenda"), required=False)
    texts = LabelsFormField(label=_("What is decided"), rows=4)
    how = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, initial=DecidedHow.CONSENSUS.value)
    votes_for = forms.IntegerField(label=_("In favour"), min_value=0, required=False)
    votes_against = forms.IntegerField(label=_("Against"), min_value=0, required=False)
    abstained = forms.IntegerField(
        label=_("Abstained"),
        min_value=0,
        required=False,
        help_text=_("Numbers of a vote; none where it was by consensus."),
    )
    carried = forms.BooleanField(label=_("It was carried"), required=False, initial=True)
    ratifies = DecisionField(
        queryset=BodyDecision.objects.none(),
        label=_("It speaks on an urgent decision"),
        help_text=_("Carried, it ratifies it; not carried, the urgent decision has no effect."),
        required=False,
    )
    field_order = (
        "item", "texts", "how", "votes_for", "votes_against", "abstained", "carried", "ratifies", "organisation", "due",
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: BodyMeeting, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meeting = meeting
        self.fields["item"].queryset = meeting.items.filter(decision=None)  # type: ignore[attr-defined]
        earlier = meeting.body.decisions.to_ratify().exclude(meeting=meeting)
        self.fields["ratifies"].queryset = earlier  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["ratifies"]
        if "how" in self.fields:
            self.fields["how"].choices = [(one.value, capfirst(one.label)) for one in self.ways]  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the decision."""
        return {
            name: said
            for name, said in self.cleaned_data.items()
            if name not in {"organisation", "due"} and not name.startswith("member-")
        }

    @property
    def votes(self) -> dict[int, VoteChoice]:
        """Who voted how, by key of the member."""
        said = {name: one for name, one in self.cleaned_data.items() if name.startswith("member-") and one}
        return {int(name.removeprefix("member-")): VoteChoice(one) for name, one in said.items()}


class RollCallForm(DecisionForm):
    """A decision for which every member was called by name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("how", "votes_for", "votes_against", "abstained"):
            del self.fields[name]
        counted = self.meeting.attendance.filter(member__isnull=False, state__in=Attendance.COUNTED)
        rows = counted.select_related("member__organisation", "member__person")
        choices = [("", _("did not vote")), *((one.value, capfirst(one.label)) for one in VoteChoice)]
        for row in rows:
            self.fields[f"member-{row.member_id}"] = forms.ChoiceField(
                label=who(row.member) if row.member else "", choices=choices, required=False
            )
        self.order_fields(["item", "texts", *(name for name in self.fields if name.startswith("member-")), "carried"])

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the decision; totals follow from the votes."""
        return super().facts | {"how": DecidedHow.ROLL_CALL}
