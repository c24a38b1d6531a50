"""What is decided on applications, with the reason that each city reads; told to all at once, never as a ranking."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.accounts.models import User
from entreciudades.calls.models import Admission, Application, Call, MendRequest, Pair
from entreciudades.calls.querysets import ApplicationQuerySet
from entreciudades.calls.services.assessment import DISPUTED, LACKING
from entreciudades.calls.services.telling import held
from entreciudades.calls.states import CALL, CallState, Outcome, PairState
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.refs import kind_of
from entreciudades.notices.models import Task
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import finish_tasks_about, notify

LONGEST_REASON = 2000
#: Applications that a refusal names.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would tell: applications by outcome, and what keeps it from being published."""

    outcomes: dict[Outcome, list[Application]]
    undecided: list[Application]
    mending: list[Application]

    @property
    def is_ready(self) -> bool:
        """Whether it can be published."""
        return bool(any(self.outcomes.values())) and not self.undecided and not self.mending


@transaction.atomic
def decide(
    applications: Collection[Application], *, call: Call, outcome: str, reason: str, by: User | None
) -> list[Admission]:
    """Decide on applications of a call, with one reason that each of their cities reads.

    Before the admission is published nobody is told; afterwards each city is, at once. Raises ValidationError on
    "reason" or "outcome" where they are missing, and where the call is not being decided, an application is not among
    those that arrived, or one that is in a pair would be selected no more.
    """
    call = held(call)
    if call.state not in {CallState.UNDER_REVIEW, CallState.DECIDED, CallState.PAIRING}:
        raise ValidationError(_("Decisions are taken once the deadline is over, until the call has finished."))
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Say what is decided.")})
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Give the reason: the city reads it.")})
    if len(reason) > LONGEST_REASON:
        words = _("The reason has %(found)d characters; %(most)d fit.")
        raise ValidationError({"reason": words % {"found": len(reason), "most": LONGEST_REASON}})
    rows = _arrived(call).filter(pk__in=[one.pk for one in applications])
    found = list(rows.prefetch_related("members__organisation"))
    if len(found) != len({one.pk for one in applications}) or not found:
        raise ValidationError(_("Choose applications that arrived and were not withdrawn."))
    if outcome != Outcome.SELECTED:
        _check_not_paired(found)
    made = [Admission.objects.create(application=one, outcome=outcome, reason=reason, made_by=by) for one in found]
    # Of the admission and not of the application, whose acts its city reads before anything is published.
    trail.record_each("admission.added", ((one, call.network_id) for one in made), by=by, outcome=str(outcome))
    if call.state != CallState.UNDER_REVIEW:
        for application in found:
            _tell(call, application, outcome, by=by)
    return made


def preview(call: Call) -> Preview:
    """What stands in the way of publishing, and what would be told; a handful of queries."""
    rows = _arrived(call).with_outcome().prefetch_related("members__organisation")
    outcomes: dict[Outcome, list[Application]] = {one: [] for one in Outcome}
    undecided: list[Application] = []
    mending: list[Application] = []
    asked = set(_open_mends(call).values_list("application", flat=True))
    for application in rows:
        outcome = application.outcome  # type: ignore[attr-defined] # annotated
        (outcomes[Outcome(outcome)] if outcome else undecided).append(application)
        if application.pk in asked:
            mending.append(application)
    return Preview(outcomes, undecided, mending)


@transaction.atomic
def publish_admission(call: Call, *, by: User | None) -> int:
    """The decisions count from now on, and every applicant is told of theirs; return how many were told of.

    Reasons and scores stand on each city's desk alone. Raises ValidationError where an application that arrived has no
    decision, where a request to mend is open, and where none arrived; MoveRefused where the call is not under review.
    """
    call = held(call)
    state = CALL.move(call.state, "decide")
    found = preview(call)
    if found.mending:
        words = ngettext(
            "A request to mend is still open: %(names)s.",
            "Requests to mend are still open: %(names)s.",
            len(found.mending),
        )
        raise ValidationError(words % {"names": _names(found.mending)})
    if found.undecided:
        words = ngettext(
            "%(count)d application has no decision: %(names)s.",
            "%(count)d applications have no decision: %(names)s.",
            len(found.undecided),
        )
        raise ValidationError(words % {"count": len(found.undecided), "names": _names(found.undecided)})
    if not found.is_ready:
        raise ValidationError(_("No application arrived: the call may finish or be cancelled."))
    call.state, call.decided_at = state, timezone.now()
    call.save(update_fields=["state", "decided_at"])
    counts = {outcome.name.lower(): len(some) for outcome, some in found.outcomes.items()}
    trail.record("call.decided", call, by=by, scope=call.network_id, **counts)
    finish_tasks_about(call, kind=LACKING, by=by)
    disputed = Task.objects.open().filter(organisation=call.network, kind=DISPUTED, object_kind=kind_of(Application))
    for application in call.applications.filter(pk__in=disputed.values("object_id")):
        finish_tasks_about(application, kind=DISPUTED, by=by)
    for outcome, some in found.outcomes.items():
        for application in some:
            _tell(call, application, outcome, by=by)
    return sum(counts.values())


def _tell(call: Call, application: Application, outcome: str, *, by: User | None) -> None:
    """Tell those who answer for the applicant, and for the municipalities of its group, who have no more to read."""
    group = [one.organisation for one in application.members.all() if one.has_consented]
    result = reverse("desk:application-result", args=[application.applicant.slug, application.pk])
    facts = {"call": call.titles, "organisation": application.applicant.names}
    for city in [application.applicant, *group]:
        path = result if city == application.applicant else reverse("desk:calls", args=[city.slug])
        notify(leaders_of(city), kind=f"application.{outcome}", facts=facts, path=path, by=by, scope=city)


def _check_not_paired(applications: Iterable[Application]) -> None:
    pairs = Pair.objects.filter(state__in=(PairState.PROPOSED, PairState.ACCEPTED))
    of_them = pairs.filter(Q(a=OuterRef("pk")) | Q(b=OuterRef("pk")))
    rows = Application.objects.filter(Exists(of_them), pk__in=[one.pk for one in applications])
    if paired := list(rows.select_related("applicant")):
        raise ValidationError(_("Already in a pair, stays selected: %(names)s.") % {"names": _names(paired)})


def _arrived(call: Call) -> ApplicationQuerySet:
    return Application.objects.submitted().filter(call=call).select_related("applicant")


def _open_mends(call: Call) -> "QuerySet[MendRequest]":
    arrived = MendRequest.objects.filter(application__call=call, application__state="submitted")
    return arrived.open_at(timezone.now())


def _names(applications: Collection[Application]) -> str:
    names = sorted(label(one.applicant.names).text for one in applications)
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
