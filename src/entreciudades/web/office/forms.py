"""The forms of an office."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import (
    Adoption,
    Body,
    BodyMember,
    Fee,
    NetworkMember,
    NetworkPost,
    Organisation,
    Person,
)
from entreciudades.core.labels import label
from entreciudades.web.desk.fields import LabelsFormField, PartialDateFormField, RowChoiceField
from entreciudades.web.desk.forms import countries, make_form
from entreciudades.web.desk.nouns import Noun

MEMBER = Noun(
    "members",
    NetworkMember,
    "network",
    says=_("The members of the network, with the dates of their membership."),
    fields=("organisation", "since", "until", "source"),
    shows=("organisation", "since", "until", "source"),
    choices={
        "organisation": lambda network: (
            Organisation.objects.exclude(pk=network.pk)
            .filter(Q(published=True) | Q(networks__network=network))
            .distinct()
        )
    },
    with_rows=("organisation",),
)
POST = Noun(
    "posts",
    NetworkPost,
    "member__network",
    says=_("Posts that members hold, such as the presidency."),
    fields=("member", "titles", "since", "until"),
    shows=("titles", "member", "since", "until"),
    choices={"member": lambda network: network.members.select_related("organisation")},
    labels={"member": _("member")},
    with_rows=("member__organisation",),
)
FEE = Noun(
    "fees",
    Fee,
    "member__network",
    says=_("What each member owes for each period, and what it has paid."),
    fields=("member", "period", "due_amount", "currency", "due_on", "paid_amount", "paid_on", "reference"),
    shows=("member", "period", "due", "due_on", "paid", "paid_on", "reference"),
    choices={"member": lambda network: network.members.select_related("organisation")},
    labels={"member": _("member")},
    with_rows=("member__organisation",),
    total=("due_amount", "currency"),
)
BODY = Noun(
    "bodies",
    Body,
    "network",
    says=_("Assembly, board, committees and whoever else decides or works for the network."),
    fields=("names", "kind", "meets", "every_months", "quorum"),
    shows=("names", "kind", "meets", "quorum"),
    helps={
        "every_months": _("So that the next meeting is told when it is due."),
        "quorum": _("Of those with a mandate on the day of a meeting. Nothing is decided with fewer."),
    },
    only=Q(alliance_body=None),
)
SEAT = Noun(
    "seats",
    BodyMember,
    "body__network",
    says=_("Which cities, and which of their people, belong to which body, as what and until when."),
    fields=("body", "organisation", "person", "titles", "since", "until"),
    shows=("organisation", "person", "body", "titles", "since", "until"),
    choices={
        "body": lambda network: network.bodies.filter(alliance_body=None),
        "organisation": Organisation.objects.members_of,
        "person": lambda network: Person.objects.filter(
            organisation__in=Organisation.objects.members_of(network)
        ).select_related("organisation"),
    },
    with_rows=("organisation", "person", "body"),
    only=Q(body__alliance_body=None),
)
NOUNS = {noun.key: noun for noun in (MEMBER, POST, FEE, BODY, SEAT)}

_ORGANISATION = Noun(
    "organisation",
    Organisation,
    "pk",
    says="",
    shows=(),
    terms={"kind": ("actor",)},
    fields=("names", "form", "kind", "acronym", "country", "fictional_country", "website", "source"),
    labels={"form": _("what it is here")},
)


class OrganisationForm(make_form(Organisation, _ORGANISATION.fields, _ORGANISATION)):  # type: ignore[misc] # from the table
    """An organisation that becomes a member."""

    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)


class ReminderForm(forms.Form):
    """What the secretary says besides the list of what is missing."""

    message = forms.CharField(
        label=_("Your message"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "The greeting, the list of what is missing and the address of the programme are added by themselves, "
            "in each reader's language."
        ),
    )


class NewProgrammeForm(forms.Form):
    """A programme that begins: of whom, by which methodology and variant, under which title."""

    holder = RowChoiceField(queryset=Organisation.objects.none(), label=_("City or network that holds it"))
    variant = forms.ChoiceField(label=_("Methodology and variant"))
    titles = LabelsFormField(label=_("Title"))
    edition = PartialDateFormField(label=_("Edition"))

    def __init__(self, *args: Any, network: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = Organisation.objects.members_of(network).cities()
        mine = Q(pk__in=cities.values("pk")) | Q(pk=network.pk)
        self.fields["holder"].queryset = Organisation.objects.filter(mine)  # type: ignore[attr-defined]
        self.adoptions = {row.pk: row for row in Adoption.objects.filter(network=network).select_related("methodology")}
        choices = [
            (f"{pk}:{variant.key}", f"{label(row.methodology.title)} {row.methodology.version}: {label(variant.title)}")
            for pk, row in self.adoptions.items()
            if (part := row.methodology.pack.programme)
            for variant in part.variants
            if variant.held_by != "alliance"  # its parties begin it, at their desks
        ]
        self.fields["variant"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def clean_variant(self) -> tuple[Any, str]:
        """The methodology and the key of its variant."""
        pk, _colon, key = self.cleaned_data["variant"].partition(":")
        return self.adoptions[int(pk)].methodology, key
