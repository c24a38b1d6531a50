"""Monday in a network's secretariat: what is stuck and with whom, and the reminder that may help."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.actors.rules import FOLLOW
from entreciudades.calls.models import Call
from entreciudades.core.models import AuditEvent, Text
from entreciudades.core.refs import kind_of
from entreciudades.processes.bounces import unreachable_coordinators
from entreciudades.programmes.errors import NobodyToRemind
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import Progress
from entreciudades.programmes.progress_of_all import progress_of_all
from entreciudades.programmes.rules import REMIND
from entreciudades.programmes.services import remind, to_remind
from entreciudades.web.access import may, signed_in
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.notices.tasks import tasks_of
from entreciudades.web.office.about import about_network
from entreciudades.web.office.forms import ReminderForm
from entreciudades.web.public.lists import ON_A_PAGE

#: Calls that Monday names, those that close first.
CLOSING: Final = 3


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme as the secretariat follows it: how far, since when nothing moved, with whom it lies."""

    programme: Programme
    progress: Progress
    last: datetime | None
    coordinators: tuple[User, ...]

    @property
    def days(self) -> int | None:
        """Whole days since the last change."""
        return (timezone.now() - self.last).days if self.last else None


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The office of whoever works for one network, or audits it; a choice for those who do for several."""
    found = list(Organisation.objects.networks().with_role(request.user, Role.SECRETARY, Role.AUDITOR))
    if len(found) == 1:
        return redirect("office:network", found[0].slug)
    return render(request, "office/home.html", {"networks": found})


@may(FOLLOW)
@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """The programmes of the network, those that rest longest first; then the cities for which nobody writes."""
    found = doors.organisation(request, slug, may=FOLLOW)
    last = last_changes(found)
    rows = Programme.objects.owned_by(found).select_related("holder", "methodology", "network", "alliance")
    order = sorted(last, key=lambda pk: (last[pk] is not None, last[pk], pk))
    page = Paginator(order, ON_A_PAGE).get_page(request.GET.get("page"))
    programmes = {programme.pk: programme for programme in rows.filter(pk__in=list(page))}
    progress = progress_of_all(programmes.values())
    answer = _coordinators([found.pk, *(one.holder_id for one in programmes.values())])
    followed = [
        Followed(programmes[pk], progress[pk], last[pk], tuple(answer[programmes[pk].holder_id])) for pk in page
    ]
    about = about_network(request, found, is_secretary=person(request) in answer[found.pk])
    about["tasks"] = tasks_of(found, person(request)) if about["is_secretary"] else ()
    about["uncoordinated"] = list(Organisation.objects.cities().in_care_of(found).without_coordinator())
    about["unreachable"] = unreachable_coordinators(found)
    about["closing"] = Call.objects.open_at(timezone.now()).filter(network=found).order_by("closes_at")[:CLOSING]
    return render(request, "office/monday.html", about | {"page": page, "followed": followed})


def _coordinators(organisations: list[int]) -> dict[int, list[User]]:
    """Organisation -> who answers for its programmes: a city's coordinators, a network's secretaries."""
    rows = Membership.objects.filter(
        organisation__in=organisations, role__in=(Role.COORDINATOR, Role.SECRETARY), user__is_active=True
    )
    found: dict[int, list[User]] = defaultdict(list)
    for row in rows.select_related("user"):
        found[row.organisation_id].append(row.user)
    return found


def last_changes(found: Organisation) -> dict[int, datetime | None]:
    """Programme of the network -> when it, a text or a row of it was last written at, reminders aside; one question."""
    kind = kind_of(Programme)
    about = {"object_kind": kind, "object_id": OuterRef("pk")}
    of_programme = Cast(KT("details__programme"), BigIntegerField())
    rows = AuditEvent.objects.filter(scope=found.pk).annotate(of_programme=of_programme)
    moments = {
        "own": _latest(AuditEvent.objects.filter(**about).exclude(verb="programme.reminded"), "at"),
        "text": _latest(Text.objects.filter(**about), "updated_at"),
        "row": _latest(rows.filter(of_programme=OuterRef("pk")), "at"),
    }
    programmes = Programme.objects.owned_by(found).order_by().annotate(**moments)
    return {pk: max(filter(None, told), default=None) for pk, *told in programmes.values_list("pk", *moments)}


def _latest(rows: QuerySet[Any], at: str) -> Subquery:
    return Subquery(rows.order_by(f"-{at}").values(at)[:1])


@may(REMIND)
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to those who coordinate a programme; what is missing goes along by itself."""
    programme = doors.programme(request, slug, may=REMIND)
    form = ReminderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            written = remind(programme, message=form.cleaned_data["message"], by=person(request))
        except NobodyToRemind:
            form.add_error(None, _("Nobody coordinates this programme yet, so there is nobody to write to."))
        else:
            said = ngettext(
                "Reminder on its way to %(count)d person.", "Reminder on its way to %(count)d people.", written
            )
            messages.success(request, said % {"count": written})
            return redirect("office:network", programme.network.slug)
    page = {"programme": programme, "programme_name": name_of(programme), "form": form, "people": to_remind(programme)}
    return render(request, "office/reminder.html", about_network(request, programme.network) | page)
