"""The parties of an alliance: invited, they answer and leave; who works for each, and with which plans it fits."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.actors.models import Organisation, Person, Plan
from entreciudades.alliances.models import Seat, SeatAlignment, SeatPerson
from entreciudades.alliances.pack import part_of
from entreciudades.alliances.services import parties as services
from entreciudades.alliances.services.telling import ALIVE
from entreciudades.alliances.states import SeatState
from entreciudades.core.errors import MoveRefused, NotAllowed, NotFound
from entreciudades.core.labels import Localized, label
from entreciudades.search.analysis import fold
from entreciudades.web.alliances.forms import ReasonForm, day_field
from entreciudades.web.alliances.moves import check_decides
from entreciudades.web.alliances.overview import coordinators_of
from entreciudades.web.alliances.papers import check_works
from entreciudades.web.alliances.places import Place
from entreciudades.web.alliances.stages import ask
from entreciudades.web.desk.doors import number
from entreciudades.web.desk.fields import LabelsFormField
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused

MOST = 20
"""Organisations that a search shows."""


@dataclass(frozen=True, slots=True)
class Card:
    """A party: who coordinates it, who works on the alliance in which role, its plans that it fits."""

    seat: Seat
    coordinators: list[str]
    people: list[tuple[Localized, list[SeatPerson]]]
    alignments: list[SeatAlignment]


class PersonForm(forms.Form):
    """Somebody of the party, and in which role of the methodology."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("Person"))
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        people = self.fields["person"]
        people.queryset = seat.organisation.people.all()  # type: ignore[attr-defined] # a ModelChoiceField
        people.label_from_instance = name_of  # type: ignore[attr-defined]
        roles = [(one.key, label(one.title).text) for one in part_of(seat.alliance).roles]
        self.fields["role"].choices = roles  # type: ignore[attr-defined] # a ChoiceField


class PlanForm(forms.Form):
    """A plan of the party, and how the alliance fits it."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=gettext_lazy("Plan"))
    statements = LabelsFormField(label=gettext_lazy("How it is aligned"), rows=3, required=False)

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        super().__init__(*args, **options)
        plans = self.fields["plan"]
        plans.queryset = seat.organisation.plans.all()  # type: ignore[attr-defined] # a ModelChoiceField
        plans.label_from_instance = name_of  # type: ignore[attr-defined]


class LeaveForm(ReasonForm):
    """Since when, and why."""

    on = day_field(gettext_lazy("Leaves on"), help_text=gettext_lazy("Today, or a day that is past."), required=True)
    field_order = ("on", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["on"] = timezone.localdate()


def parties(place: Place) -> HttpResponse:
    """Every party with its people and plans; those that can be invited, found by name."""
    seats = list(place.alliance.seats.all())
    asked = place.request.GET.get("q", "").strip()
    page = {
        "place": place,
        "cards": cards_of(place, seats),
        "asked": asked,
        "results": _named(place, seats, asked) if asked and place.decides else [],
        "may_invite": place.decides and place.alliance.state in ALIVE,
        "invite_address": place.at("alliance-party-invite"),
        "own_address": place.at("alliance-party", place.seat.pk) if place.seat and place.alliance.lives_here else "",
        "leave_address": place.at("alliance-leave") if place.seat else "",
        "limits": part_of(place.alliance).seats if place.alliance.lives_here else None,
    }
    return render(place.request, "alliances/parties.html", place.about | page)


def cards_of(place: Place, seats: list[Seat]) -> list[Card]:
    """The parties in order, those that left or declined last; three questions for all."""
    coordinators = coordinators_of(one.organisation for one in seats)
    people: dict[int, list[SeatPerson]] = defaultdict(list)
    for row in SeatPerson.objects.filter(seat__in=seats).select_related("person").order_by("id"):
        people[row.seat_id].append(row)
    aligned: dict[int, list[SeatAlignment]] = defaultdict(list)
    for one in SeatAlignment.objects.filter(seat__in=seats).select_related("plan").order_by("id"):
        aligned[one.seat_id].append(one)
    roles = [(one.key, label(one.title)) for one in part_of(place.alliance).roles] if place.alliance.lives_here else []
    gone = (SeatState.LEFT, SeatState.DECLINED)
    return [
        Card(
            seat,
            coordinators[seat.organisation_id],
            [(title, [one for one in people[seat.pk] if one.role == key]) for key, title in roles],
            aligned[seat.pk],
        )
        for seat in sorted(seats, key=lambda one: one.state in gone)
    ]


def invite(place: Place) -> HttpResponse:
    """Ask an organisation to join."""
    check_decides(place)
    pk = number(place.request.POST.get("organisation", ""))
    found = Organisation.objects.visible_to(place.by).filter(pk=pk).first()
    if found is None:
        raise NotFound("organisation", pk)
    try:
        services.invite(place.alliance, organisation=found, by=place.by)
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
    else:
        messages.success(place.request, _("Invited: %(name)s.") % {"name": name_of(found)})
    return redirect(place.at("alliance-parties"))


def party(place: Place, pk: int) -> HttpResponse:
    """What a party says of itself in the alliance: its people and its plans, each with a form to add one."""
    seat = _own(place, pk)
    [card] = cards_of(place, [seat])
    page = {
        "place": place,
        "card": card,
        "parties_address": place.at("alliance-parties"),
        "may_edit": seat.state == SeatState.PRESENT,
        "person_form": PersonForm(seat=seat),
        "plan_form": PlanForm(seat=seat),
    }
    return render(place.request, "alliances/party.html", place.about | page)


def accept(place: Place) -> HttpResponse:
    """The organisation takes part."""
    seat = _asked(place)
    try:
        services.accept(seat, by=place.by)
    except (MoveRefused, ValidationError) as error:
        messages.error(place.request, _too_late(error))
    else:
        messages.success(place.request, _("Your organisation takes part now. Say who works on it."))
        return redirect(place.at("alliance-party", seat.pk))
    return redirect(place.at("alliance"))


def decline(place: Place) -> HttpResponse:
    """The organisation does not take part, with the reason."""
    seat = _asked(place)
    form = ReasonForm(place.request.POST if place.request.method == "POST" else None)
    if place.request.method == "POST" and form.is_valid():
        try:
            services.decline(seat, by=place.by, **form.cleaned_data)
        except MoveRefused as error:
            messages.error(place.request, _too_late(error))
            return redirect(place.at("alliance"))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("Your answer was sent to the others."))
            return redirect("desk:alliances", place.owner.slug)
    says = _("The other parties and the secretariat are told, with the reason. You may be invited again.")
    return ask(place, form, title=_("Do not take part"), says=says, back=place.at("alliance"))


def leave(place: Place) -> HttpResponse:
    """The party leaves; what it signed is kept."""
    check_decides(place)
    if place.seat is None:
        raise NotAllowed("seat:decide", "alliance", place.alliance.slug)
    form = LeaveForm(place.request.POST if place.request.method == "POST" else None)
    if place.request.method == "POST" and form.is_valid():
        try:
            services.leave(place.seat, by=place.by, **form.cleaned_data)
        except MoveRefused as error:
            messages.error(place.request, _too_late(error))
            return redirect(place.at("alliance"))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("Your organisation has left. What it signed and did is kept."))
            return redirect(place.at("alliance"))
    says = _("What your organisation signed, wrote and did is kept. The others are told, with the reason.")
    return ask(place, form, title=_("Leave the alliance"), says=says, back=place.at("alliance-parties"))


def add_person(place: Place, pk: int) -> HttpResponse:
    """Somebody works on the alliance for the party."""
    seat = _own(place, pk, works=True)
    form = PersonForm(place.request.POST, seat=seat)
    return _added(place, seat, form, services.assign_person, field="person", title=_("Who works on it"))


def remove_person(place: Place, pk: int, assigned: int) -> HttpResponse:
    """Somebody no longer works on it in that role."""
    seat = _own(place, pk, works=True)
    row = seat.people.filter(pk=assigned).select_related("seat__alliance", "person").first()
    if row is None:
        raise NotFound("person", assigned)
    return _removed(place, seat, row.person, lambda: services.remove_person(row, by=place.by))


def align(place: Place, pk: int) -> HttpResponse:
    """Say with which plan of the party the alliance fits, and how."""
    seat = _own(place, pk, works=True)
    form = PlanForm(place.request.POST, seat=seat)
    return _added(place, seat, form, services.align, field="plan", title=_("Plans that it fits"))


def remove_alignment(place: Place, pk: int, aligned: int) -> HttpResponse:
    """Take back that the alliance fits a plan."""
    seat = _own(place, pk, works=True)
    row = seat.alignments.filter(pk=aligned).select_related("seat__alliance", "plan").first()
    if row is None:
        raise NotFound("plan", aligned)
    return _removed(place, seat, row.plan, lambda: services.remove_alignment(row, by=place.by))


def _added(
    place: Place, seat: Seat, form: forms.Form, act: Callable[..., object], *, field: str, title: str
) -> HttpResponse:
    """Keep what a party says of itself; what was refused is shown in its form."""
    back = place.at("alliance-party", seat.pk)
    if form.is_valid():
        try:
            act(seat, by=place.by, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("Saved: %(name)s") % {"name": name_of(form.cleaned_data[field])})
            return redirect(back)
    return ask(place, form, title=title, says="", back=back, status=422)


def _removed(place: Place, seat: Seat, what: Model, act: Callable[[], None]) -> HttpResponse:
    said = _("Removed: %(name)s") % {"name": name_of(what)}
    try:
        act()
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
    else:
        messages.success(place.request, said)
    return redirect(place.at("alliance-party", seat.pk))


def _own(place: Place, pk: int, *, works: bool = False) -> Seat:
    """The party at whose desk one is; others are none of its business. `works`: only while it takes part."""
    if place.seat is None or place.seat.pk != pk or not place.alliance.lives_here:
        raise NotFound("party", pk)
    if works:
        check_works(place)
    return place.seat


def _asked(place: Place) -> Seat:
    """The party that is to answer, by whoever decides for it."""
    if place.seat is None or not place.is_decider:
        raise NotAllowed("seat:decide", "alliance", place.alliance.slug)
    return place.seat


def _named(place: Place, seats: list[Seat], asked: str) -> list[Organisation]:
    """Organisations whose name is like what was asked, that are not in it already."""
    there = [one.organisation_id for one in seats if one.state in (SeatState.INVITED, SeatState.PRESENT)]
    rows = Organisation.objects.visible_to(place.by).exclude(pk__in=there).filter(sort_name__contains=fold(asked))
    return list(rows.order_by("sort_name")[:MOST])


def _too_late(error: MoveRefused | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("That is not possible any more: it was answered meanwhile, or the invitation was taken back.")
