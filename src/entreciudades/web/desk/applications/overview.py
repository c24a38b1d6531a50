"""Which calls a city can apply to, and how far each of its applications is."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import DESK
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.calls.eligibility import Finding, judge
from entreciudades.calls.frozen import differing, snapshot_of
from entreciudades.calls.items import title_of
from entreciudades.calls.models import Application, Call
from entreciudades.calls.rules import EDIT_APPLICATION, SUBMIT
from entreciudades.calls.services.application import FIELDS, begin, take_up, withdraw
from entreciudades.calls.snapshot import take
from entreciudades.calls.states import ApplicationState, CallState
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.notices.recipients import leaders_of
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.applications.about import REFUSED, about_application, found, in_words
from entreciudades.web.desk.applications.findings import findings_of
from entreciudades.web.desk.changes import latest_changes
from entreciudades.web.desk.doors import person


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that takes applications, and what its rules say of the city before it has written anything."""

    call: Call
    unmet: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """Whether the city can apply: "yes", "group", "unknown" or "no"."""
        if not self.unmet:
            return "yes"
        if any(one.met is False and one.mend != "group" for one in self.unmet):
            return "no"
        return "unknown" if any(one.met is None for one in self.unmet) else "group"


@may(EDIT_ORGANISATION)
@require_safe
def calls(request: HttpRequest, slug: str) -> HttpResponse:
    """The calls that are open, each with whether the city can apply; the city's applications; who asks it to join."""
    city = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    own = list(Application.objects.filter(applicant=city).select_related("call__network").order_by("-pk"))
    taken = {one.call_id for one in own if one.state != ApplicationState.WITHDRAWN}
    rows = Call.objects.open_at(timezone.now()).exclude(pk__in=taken).exclude(holder=city)
    page = {
        "open_calls": [_at_a_glance(one, city) for one in rows.select_related("network", "methodology")],
        "applications": own,
        "asked": city.group_memberships.exclude(application__state=ApplicationState.WITHDRAWN).select_related(
            "application__call", "application__applicant"
        ),
        "may_begin": DESK.predicate(request.user, city),
    }
    return render(request, "desk/applications/calls.html", about_organisation(request, city) | page)


def _at_a_glance(call: Call, city: Organisation) -> OpenCall:
    """Only of what the city is; what it has not entered yet is no obstacle to begin."""
    terms = terms_of(call)
    rules = judge(terms, take(Application(call=call, applicant=city)))[: len(terms.eligible)]
    return OpenCall(call, tuple(one for one in rules if not one.met and one.mend in {"", "figures", "group"}))


@may(DESK)
@require_POST
def start(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Begin an application, or go on with the one that there is."""
    city = doors.organisation(request, slug, may=DESK)
    wanted = Call.objects.visible_to(request.user).select_related("network", "methodology").filter(slug=call).first()
    if wanted is None:
        raise NotFound("call", call)
    try:
        application = begin(wanted, city=city, by=person(request))
    except REFUSED as error:
        messages.error(request, in_words(error, wanted))
        return redirect("desk:calls", slug)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("desk:calls", slug)
    return redirect("desk:application", slug, application.pk)


@may(EDIT_APPLICATION)
@require_safe
def application(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the application lacks, what its city has not sent yet, what is next."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    about = about_application(request, it)
    terms, snapshot = terms_of(it.call), take(it)
    submissions = list(it.submissions.select_related("made_by"))
    last = submissions[-1] if submissions and it.state == ApplicationState.SUBMITTED else None
    unsent = differing(snapshot_of(last), snapshot) if last else ()
    window = about["window"]
    if last and window and window.items is not None:
        unsent = tuple(item for item in unsent if item in window.items)
    page = {
        "terms": terms,
        "changeable": [part for part in FIELDS if window and window.has(part)],
        "findings": findings_of(it, snapshot),
        "last": last,
        "submissions": submissions[::-1],
        "is_decided": it.call.state in {CallState.DECIDED, CallState.PAIRING, CallState.FINISHED},
        "unsent": [title_of(item, terms) for item in unsent],
        "mending": window.mend if window else None,
        "mending_items": [title_of(item, terms) for item in window.mend.items] if window and window.mend else [],
        "lapsed": it.mend_requests.lapsed_at(timezone.now()),
        "may_submit": SUBMIT.predicate(request.user, it),
        "coordinators": leaders_of(it.applicant),
        "themes": it.themes.all(),
        "people": it.people.all(),
        "may_withdraw": it.state != ApplicationState.WITHDRAWN and it.call.state in {"open", "under-review"},
        "changes": latest_changes([it]),
    }
    return render(request, "desk/applications/overview.html", about | page)


@may(EDIT_APPLICATION)
@require_safe
def findings(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The rules of the call as the application stands now: a piece of a page, asked for after each save."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    page = {"findings": findings_of(it), "organisation": it.applicant, "application": it}
    return render(request, "desk/applications/findings.html", page)


@may(SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw the application, after having been told what that means."""
    it = found(request, slug, pk, may=SUBMIT)
    if request.method == "POST":
        try:
            withdraw(it, by=person(request))
        except (*REFUSED, MoveRefused) as error:
            messages.error(request, in_words(error, it.call))
        else:
            messages.success(request, _("The application is withdrawn. What was written is kept."))
        return redirect("desk:application", slug, pk)
    return render(request, "desk/applications/withdraw.html", about_application(request, it))


@may(SUBMIT)
@require_POST
def resume(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Go on with an application that was withdrawn."""
    it = found(request, slug, pk, may=SUBMIT)
    try:
        take_up(it, by=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except (*REFUSED, MoveRefused) as error:
        messages.error(request, in_words(error, it.call))
    else:
        messages.success(request, _("The application is yours to write again. Submit it before the deadline."))
    return redirect("desk:application", slug, pk)
