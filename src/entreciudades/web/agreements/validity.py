"""How long an agreement holds: its dates, its renewal, its denunciation, and whether everybody may read it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.models import Agreement
from entreciudades.alliances.services import validity as services
from entreciudades.alliances.validity import ALIVE, BINDING, deadline_of, holds_on
from entreciudades.core.errors import MoveRefused, NotAllowed, NotFound
from entreciudades.web.agreements.places import Place
from entreciudades.web.alliances.forms import ReasonForm, day_field
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.fields import PartialDateFormField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.refusals import refused

_DATES = Noun(
    "validity",
    Agreement,
    "pk",
    says="",
    shows=(),
    fields=("starts", "ends", "renews_months", "notice_months"),
    helps={
        "ends": gettext_lazy("Empty where it holds until it is denounced."),
        "renews_months": gettext_lazy(
            "Empty where it ends by itself. It goes on for so long each time, unless denounced."
        ),
        "notice_months": gettext_lazy("So long before its end a party says that it shall not go on."),
    },
)
DatesForm = make_form(Agreement, _DATES.fields, _DATES)


class RenewForm(ReasonForm):
    """Until when, and why."""

    until = PartialDateFormField(label=gettext_lazy("In force until"))
    field_order = ("until", "reason")


class DenounceForm(ReasonForm):
    """On which day it was said, and why."""

    on = day_field(gettext_lazy("Denounced on"), required=True)
    field_order = ("on", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["on"] = timezone.localdate()


def show(place: Place) -> HttpResponse:
    """The dates and what comes next."""
    agreement, today = place.agreement, timezone.localdate()
    alive = agreement.state in ALIVE
    is_party = place.space == "desk"
    deadline = deadline_of(agreement)
    page = {
        "title": _("Validity"),
        "deadline": deadline,
        "days": (deadline.day - today).days if deadline else None,
        "holds": holds_on(agreement, today),
        "works": place.is_worker and alive,
        "decides": place.is_decider and alive,
        "publishes": place.is_decider and agreement.state in BINDING,
        "denounces": place.is_decider and alive and is_party,
        "decisions": agreement.decisions.filter(verb__in=("renew", "denounce")).order_by("-id"),
        "address": place.at("agreement-validity"),
    }
    return render(place.request, "agreements/validity.html", place.about | page)


def dates(place: Place) -> HttpResponse:
    """Change the dates."""
    if not (place.is_worker and place.agreement.state in ALIVE):
        raise NotAllowed("agreement:edit", "agreement", place.agreement.pk)
    request = place.request
    sent = request.POST if request.method == "POST" else None
    form: Any = DatesForm(sent, instance=place.agreement, owner=place.owner)
    if sent is not None and form.is_valid() and kept(form, services.keep_validity, by=place.by, scope=place.owner.pk):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(place.agreement)})
        return redirect(place.at("agreement-validity"))
    page = {"form": form, "title": _("Dates of validity"), "back": place.at("agreement-validity")}
    return render(request, "layouts/form.html", place.about | page, status=form.status)


def act(place: Place, verb: str) -> HttpResponse:
    """Renew it, denounce it, let everybody read it, or no longer."""
    acts: dict[str, Callable[[Place], HttpResponse]] = {
        "renew": _renew,
        "denounce": _denounce,
        "publish": _publish,
        "withhold": _publish,
    }
    if verb not in acts:
        raise NotFound("verb", verb)
    if not place.is_decider:
        raise NotAllowed("agreement:decide", "agreement", place.agreement.pk)
    return acts[verb](place)


def _renew(place: Place) -> HttpResponse:
    return _ask(
        place,
        RenewForm,
        services.renew,
        title=_("Renew the agreement"),
        says=_("It holds longer, as the parties decided. All are told."),
        submit=_("Renew the agreement"),
    )


def _denounce(place: Place) -> HttpResponse:
    months = place.agreement.notice_months
    notice = _("It ends after %(months)s months of notice, never later than it would have.") % {"months": months}
    return _ask(
        place,
        DenounceForm,
        services.denounce,
        title=_("Denounce the agreement"),
        says=notice if months else _("It ends on that day. All parties are told, with the reason."),
        submit=_("Denounce the agreement"),
    )


def _ask(
    place: Place, make: type[forms.Form], service: Callable[..., Agreement], *, title: str, says: str, submit: str
) -> HttpResponse:
    request = place.request
    form = make(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            service(place.agreement, **form.cleaned_data, organisation=place.owner, by=place.by)
        except ValidationError as error:
            refused(form, error)
        except MoveRefused:
            form.add_error(None, _("It does not bind its parties any more, or not yet: nothing was changed."))
        else:
            messages.success(request, _("Saved: %(name)s") % {"name": name_of(place.agreement)})
            return redirect(place.at("agreement-validity"))
    page = {"form": form, "title": title, "says": says, "submit": submit, "back": place.at("agreement-validity")}
    return render(request, "agreements/ask.html", place.about | page, status=422 if form.errors else 200)


def _publish(place: Place) -> HttpResponse:
    if place.request.method == "POST":
        public = place.request.resolver_match is not None and place.request.resolver_match.kwargs["verb"] == "publish"
        try:
            services.publish(place.agreement, public=public, by=place.by, scope=place.owner.pk)
        except ValidationError as error:
            messages.error(place.request, " ".join(error.messages))
            return redirect(place.at("agreement-validity"))
        said = _("Everybody may read it now.") if public else _("Only its parties and their networks read it now.")
        messages.success(place.request, said)
    return redirect(place.at("agreement-validity"))
