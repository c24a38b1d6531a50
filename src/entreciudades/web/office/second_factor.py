"""Who of a network's people signs in with a second factor; the demand that all do; somebody lost theirs."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.demands import in_hands_of, people_of, roles_in, stop_demanding
from entreciudades.actors.models import SecondFactorDemand
from entreciudades.actors.rules import FOLLOW, OFFICE
from entreciudades.core.errors import NotFound
from entreciudades.processes.second_factor import demand as demand_it
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.second_factor import resetting
from entreciudades.web.office.about import about_network
from entreciudades.web.public.lists import page_of


class DemandForm(forms.Form):
    """From which day on."""

    since = forms.DateField(
        label=gettext_lazy("From which day on"),
        help_text=gettext_lazy("Give people some weeks: those without one are written to at once."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_since(self) -> object:
        """No day that is over."""
        since = self.cleaned_data["since"]
        if since < timezone.localdate():
            raise ValidationError(_("Choose today or a day to come."))
        return since


@may(FOLLOW)
@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who works in the network or for its members, with whether they have one; never which."""
    network = doors.organisation(request, slug, may=FOLLOW)
    about = about_network(request, network)
    everybody = people_of(network)
    roles = Prefetch("memberships", roles_in(network).select_related("organisation"))
    page = page_of(request, everybody.order_by(F("has_second_factor"), "name", "pk").prefetch_related(roles))
    page_of_it = {
        "page": page,
        "without": everybody.without_second_factor().count(),
        "demand": SecondFactorDemand.objects.filter(network=network).first(),
        "resettable": set(in_hands_of(network).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
        - {person(request).pk}
        if about["is_secretary"]
        else set(),
    }
    return render(request, "office/second_factor.html", about | page_of_it)


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def demand(request: HttpRequest, slug: str) -> HttpResponse:
    """Demand it of everybody from a day on."""
    network = doors.organisation(request, slug, may=OFFICE)
    form = DemandForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            told = demand_it(network, since=form.cleaned_data["since"], by=person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = ngettext(
                "Demanded. %(count)d person is written to.", "Demanded. %(count)d people are written to.", told
            )
            messages.success(request, said % {"count": told})
            return redirect("office:second-factor", slug)
    page = {
        "form": form,
        "title": _("Demand a second factor"),
        "submit": _("Demand it and write to those without"),
        "back": reverse("office:second-factor", args=[slug]),
    }
    return render(request, "layouts/form.html", about_network(request, network, is_secretary=True) | page)


@may(OFFICE)
@require_POST
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Demand it no longer."""
    network = doors.organisation(request, slug, may=OFFICE)
    stop_demanding(network, by=person(request))
    messages.success(request, _("It is no longer demanded."))
    return redirect("office:second-factor", slug)


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Reset the second factor of one of the network's people, with a reason."""
    network = doors.organisation(request, slug, may=OFFICE)
    found = in_hands_of(network).exclude(pk=person(request).pk).filter(pk=pk).first()
    if found is None:
        raise NotFound("user", pk)
    back = reverse("office:second-factor", args=[slug])
    about = about_network(request, network, is_secretary=True)
    return resetting(request, found, about, network=network, back=back)
