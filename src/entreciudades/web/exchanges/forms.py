"""The forms of exchanges, of who travels, of products and of what was given."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.actors.models import Organisation, Person
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.pack import form_of
from entreciudades.alliances.states import SeatState
from entreciudades.core.labels import label
from entreciudades.exchanges.caps import caps_of
from entreciudades.exchanges.models import Exchange, ExchangeGuest, Giving, Product, Traveller
from entreciudades.practices.models import Practice
from entreciudades.web.desk.fields import RowsChoiceField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.organisation_nouns import THEMES


def _parties(alliance: Alliance) -> QuerySet[Organisation]:
    seats = Seat.objects.filter(alliance=alliance, state=SeatState.PRESENT)
    return Organisation.objects.filter(pk__in=seats.values("organisation")).order_by("sort_name")


def _exchanges(alliance: Alliance) -> QuerySet[Exchange]:
    return Exchange.objects.of(alliance).standing()


def _practices(alliance: Alliance) -> QuerySet[Practice]:
    return Practice.objects.filter(organisation__in=_parties(alliance), published=True)


def _people(guest: ExchangeGuest) -> QuerySet[Person]:
    return Person.objects.filter(organisation=guest.organisation_id).exclude(name="")


_EXCHANGE = Noun(
    "exchange",
    Exchange,
    "alliance",
    says="",
    shows=(),
    fields=("titles", "kind", "host", "starts", "ends", "place", "aims", "stage", "themes"),
    terms={"themes": THEMES},
    choices={"host": _parties},
    lines={"aims": 3},
    helps={
        "starts": gettext_lazy("Leave both days empty as long as they are not agreed."),
        "place": gettext_lazy("Where people meet, or a link where it is from afar."),
    },
)
_TRAVELLER = Noun(
    "traveller",
    Traveller,
    "guest",
    says="",
    shows=(),
    fields=("person", "name", "role", "expertise"),
    choices={"person": _people},
    helps={
        "person": gettext_lazy("One of the people of your city."),
        "name": gettext_lazy("Of whoever is not among them."),
    },
)
_PRODUCT = Noun(
    "product",
    Product,
    "alliance",
    says="",
    shows=(),
    fields=("titles", "descriptions", "makers", "exchange", "practice", "themes"),
    terms={"themes": THEMES},
    choices={"makers": _parties, "exchange": _exchanges, "practice": _practices},
    lines={"descriptions": 4},
)
_GIVING = Noun(
    "giving",
    Giving,
    "alliance",
    says="",
    shows=(),
    fields=("words", "kind", "giver", "receiver", "amount", "unit", "given_on", "exchange", "supporters"),
    choices={"giver": _parties, "receiver": _parties, "supporters": _parties, "exchange": _exchanges},
    lines={"words": 2},
    helps={
        "words": gettext_lazy("As both sides would say it: “Two engineers of Riomayor revised the drainage plan”."),
        "amount": gettext_lazy("Where somebody counted it; else leave amount and unit empty."),
        "supporters": gettext_lazy("Other parties that made it possible without being either side."),
    },
)

TravellerForm = make_form(Traveller, _TRAVELLER.fields, _TRAVELLER)
GivingForm = make_form(Giving, _GIVING.fields, _GIVING)


class ExchangeForm(make_form(Exchange, _EXCHANGE.fields, _EXCHANGE)):  # type: ignore[misc] # made from the table
    """An exchange with the parties that come, each with how many people."""

    beside = ("guests",)

    def __init__(self, *args: Any, owner: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        stages = [(one.key, label(one.title).text) for one in form_of(owner).stages]
        self.fields["stage"] = forms.ChoiceField(
            label=_("Stage"), choices=[("", "—"), *stages], required=False, initial=self.instance.stage
        )
        there = {one.organisation_id: one.people for one in self.instance.guests.all()} if self.instance.pk else {}
        parties = _parties(owner) | Organisation.objects.filter(pk__in=there)
        self.parties: dict[str, Organisation] = {f"people_{one.pk}": one for one in parties.distinct()}
        for name, city in self.parties.items():
            self.fields[name] = forms.IntegerField(
                label=_("People who come from %(city)s") % {"city": name_of(city)},
                min_value=1,
                max_value=999,
                required=False,
                initial=there.get(city.pk),
                help_text=_help(owner),
            )
        self.order_fields(["titles", "kind", "host", *self.parties])

    @property
    def people(self) -> dict[Organisation, int]:
        """Who comes, with how many."""
        said = self.cleaned_data
        return {city: said[name] for name, city in self.parties.items() if said.get(name)}

    def differences_beside(self, stands: Any) -> list[tuple[str, list[Any]]]:
        """Who comes as it stands now, where that is not what was written."""
        rows = {one.organisation: one.people for one in stands.guests.select_related("organisation")}
        if rows == self.people:
            return []
        return [(_("Who comes"), [f"{name_of(city)}: {count}" for city, count in rows.items()])]


def _help(alliance: Alliance) -> str:
    most = caps_of(alliance).travellers
    said = _("Empty where it receives or does not come.")
    return said if most is None else f"{said} {_('In a visit at most %(most)s.') % {'most': most}}"


class ProductForm(make_form(Product, _PRODUCT.fields, _PRODUCT)):  # type: ignore[misc] # made from the table
    """A product with the cities that receive it."""

    receivers = RowsChoiceField(
        queryset=Organisation.objects.none(),
        label=gettext_lazy("Received by"),
        help_text=gettext_lazy("Each of them validates it, or returns it with the reason."),
    )
    beside = ("receptions",)

    def __init__(self, *args: Any, owner: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.fields["makers"].required = True
        rows = self.instance.receptions.values_list("organisation", flat=True) if self.instance.pk else ()
        there = list(rows)
        self.fields["receivers"].queryset = (_parties(owner) | Organisation.objects.filter(pk__in=there)).distinct()
        self.fields["receivers"].initial = there
        self.order_fields(["titles", "descriptions", "makers", "receivers"])

    def differences_beside(self, stands: Any) -> list[tuple[str, list[Any]]]:
        """Who receives it as it stands now, where those are not who was chosen."""
        rows = [one.organisation for one in stands.receptions.select_related("organisation")]
        if set(rows) == set(self.cleaned_data["receivers"]):
            return []
        return [(str(self.fields["receivers"].label), [", ".join(name_of(one) for one in rows)])]


class RemarkForm(forms.Form):
    """How the other side sees what was given."""

    remark = forms.CharField(
        label=gettext_lazy("Your remark"),
        help_text=gettext_lazy("Whoever recorded it reads it and may correct it. Nothing is told until you confirm."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
