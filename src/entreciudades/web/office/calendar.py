"""After elections teams change: cities without coordinator, mandates that end, elections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import FOLLOW
from entreciudades.actors.upcoming import AHEAD, coming_to, within
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import number
from entreciudades.web.office.about import about_network


@may(FOLLOW)
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes to the members within 30, 90 or 180 days, or whenever it is known."""
    network = doors.organisation(request, slug, may=FOLLOW)
    asked = number(request.GET.get("days", str(max(AHEAD))))
    days = asked if asked in AHEAD else 0
    coming = coming_to(*Organisation.objects.members_of(network))
    shown = within(coming, days) if days else coming
    today = timezone.localdate()
    choices = [(one, ngettext("%(days)d day", "%(days)d days", one) % {"days": one}) for one in AHEAD]
    page = {
        "days": days,
        "choices": choices,
        "elections": [(one, one.days(today)) for one in shown if one.is_election],
        "mandates": [(one, one.days(today)) for one in shown if not one.is_election],
        "uncoordinated": list(Organisation.objects.cities().in_care_of(network).without_coordinator()),
    }
    return render(request, "office/calendar.html", about_network(request, network) | page)
