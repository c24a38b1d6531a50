"""Who has not answered the secretariat."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import FOLLOW
from entreciudades.processes.unanswered import Asked, Unanswered, unanswered
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.naming import name_of
from entreciudades.web.office.about import about_network
from entreciudades.web.office.monday import last_changes


@may(FOLLOW)
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked and not answered, the oldest first, each with where one can ask again."""
    network = doors.organisation(request, slug, may=FOLLOW)
    about = about_network(request, network)
    rows = [
        {"one": one, "what": _what(one), "again": _again(network, one) if about["is_secretary"] else ""}
        for one in unanswered(network, last_changes(network))
    ]
    return render(request, "office/unanswered.html", about | {"rows": rows})


def _what(one: Unanswered) -> str:
    match one.asked:
        case Asked.INVITATION:
            return _("Invitation: %(role)s") % {"role": one.about.get_role_display()}  # type: ignore[union-attr] # is one
        case Asked.MEMBERSHIP:
            return _("To confirm that it is a member")
        case Asked.REQUEST:
            return _("Contribution: %(title)s") % {"title": str(one.about)}
        case Asked.REMINDER:
            return _("Reminder: %(programme)s") % {"programme": name_of(one.about)}


def _again(network: Organisation, one: Unanswered) -> str:
    match one.asked:
        case Asked.INVITATION if one.organisation == network:
            return reverse("desk:team", args=[network.slug])
        case Asked.INVITATION | Asked.MEMBERSHIP:
            return reverse("office:members", args=[network.slug])
        case Asked.REQUEST:
            return reverse("desk:contribution", args=[network.slug, one.about.pk])
        case Asked.REMINDER:
            return reverse("office:remind", args=[one.about.slug])  # type: ignore[union-attr] # a programme
