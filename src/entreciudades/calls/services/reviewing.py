"""What a reviewer does: declares whether an interest is in it, scores, sends."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.models import Call, Review, Score
from entreciudades.calls.services.assessment import DISPUTED, draw_substitute
from entreciudades.calls.standings import standing_of
from entreciudades.calls.states import ApplicationState, CallState
from entreciudades.calls.terms import terms_of
from entreciudades.core import trail
from entreciudades.methodologies.call_pack import Criterion
from entreciudades.notices.services import open_task

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Given:
    """What stands for one criterion: points, None where there are none yet, and why."""

    points: int | None
    reason: str


@transaction.atomic
def declare(review: Review, *, conflict: bool, by: User) -> Review:
    """The reviewer says whether an interest of theirs is in the application; nothing of it is shown before.

    With a conflict the review is over, what was begun goes, and somebody else is drawn. A conflict that is found later
    may be declared until the review is sent; one that was declared is not taken back. Raises ValidationError.
    """
    _hold_call(review)
    review = _held(review)
    if review.declared_at and review.conflict == conflict:
        return review
    review.conflict, review.declared_at = conflict, timezone.now()
    review.save(update_fields=["conflict", "declared_at"])
    scope = review.application.call.network_id
    trail.record("review.declared", review, by=by, scope=scope, conflict=conflict)
    if conflict:
        review.scores.all().delete()
        draw_substitute(review, by=by)
    return review


@transaction.atomic
def save_scores(review: Review, *, given: Mapping[str, Given], by: User) -> dict[str, str]:
    """Keep what was typed so far, all that can be kept; it may be incomplete. Only the reviewer sees it.

    Returns why points or reason of a criterion were not kept, by criterion: points are whole numbers from 0 to the
    scale. The trail has one event when a criterion is first written, none as it is typed on. Raises ValidationError
    where the review may not be written, KeyError on an unknown criterion.
    """
    review = _scored(_held(review))
    terms = terms_of(review.application.call)
    standing = {one.criterion: one for one in review.scores.all()}
    wrong: dict[str, str] = {}
    begun: list[str] = []
    for key, one in given.items():
        score = standing.get(key) or Score(review=review, criterion=key)
        before = (score.points, score.reason)
        refusal = _put(score, one, terms.criterion(key).scale)
        if refusal:
            wrong[key] = refusal
        if (score.points, score.reason) != before:
            begun.extend([key] if score.pk is None else [])
            score.save()
    if begun:
        trail.record("review.scored", review, by=by, scope=review.application.call.network_id, fields=sorted(begun))
    return wrong


def _put(score: Score, given: Given, scale: int) -> str:
    """Take over what can be kept; say why the rest cannot."""
    refusal = ""
    if given.points is None or 0 <= given.points <= scale:
        score.points = given.points
    else:
        refusal = _("Whole points from 0 to %(scale)d.") % {"scale": scale}
    if len(given.reason) <= LONGEST_REASON:
        score.reason = given.reason
    else:
        words = _("The reason has %(found)d characters; %(most)d fit.")
        refusal = words % {"found": len(given.reason), "most": LONGEST_REASON}
    return refusal


class Lacking(ValidationError):
    """The review is not complete; `wrong` says what is missing, by criterion."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(dict(wrong))
        self.wrong = dict(wrong)


@transaction.atomic
def send_review(review: Review, *, by: User) -> Review:
    """The review is complete and changes no more; the office reads it from now on.

    Where the first reviews differ by more than the call allows, the secretariat has a task: to find a third reviewer.
    Raises Lacking naming each criterion without points or reason; ValidationError where it may not be written.
    """
    _hold_call(review)
    review = _scored(_held(review))
    call = review.application.call
    missing = missing_in(review)
    if missing:
        raise Lacking({one.key: words for one, words in missing})
    review.sent_at = timezone.now()
    review.save(update_fields=["sent_at"])
    trail.record("review.sent", review, by=by, scope=call.network_id)
    standing = standing_of(review.application)
    if standing.disputed and standing.lacks:
        path = reverse("office:call-reviewers", args=[call.network.slug, call.slug])
        facts = {"call": call.titles, "organisation": review.application.applicant.names}
        open_task(call.network, kind=DISPUTED, facts=facts, about=review.application, path=path, by=None)
    return review


def missing_in(review: Review) -> list[tuple[Criterion, str]]:
    """What a review lacks before it can be sent, criterion by criterion."""
    standing = {one.criterion: one for one in review.scores.all()}
    lacking = []
    for criterion in terms_of(review.application.call).criteria:
        score = standing.get(criterion.key)
        has_points, has_reason = bool(score and score.points is not None), bool(score and score.reason.strip())
        if not has_points or not has_reason:
            lacking.append((criterion, _lacks(has_points=has_points, has_reason=has_reason)))
    return lacking


def _lacks(*, has_points: bool, has_reason: bool) -> str:
    if has_points:
        return _("The reason is missing.")
    return _("The points are missing.") if has_reason else _("Points and reason are missing.")


def _hold_call(review: Review) -> None:
    """Before the review, as everywhere: whoever draws and whoever sends wait for each other."""
    Call.objects.select_for_update(of=("self",), no_key=True).get(applications__reviews=review)


def _held(review: Review) -> Review:
    """The review as it stands, held until the transaction ends, while its call waits for it."""
    rows = Review.objects.select_for_update(of=("self",))
    review = rows.select_related("application__call__network", "application__call__methodology").get(pk=review.pk)
    if review.sent_at:
        raise ValidationError(_("It was sent and changes no more."))
    if review.conflict:
        raise ValidationError(_("You declared a conflict of interest: somebody else reviews it."))
    if review.application.call.state != CallState.UNDER_REVIEW:
        raise ValidationError(_("The call is not under review any more."))
    if review.application.state != ApplicationState.SUBMITTED:
        raise ValidationError(_("The application was withdrawn."))
    return review


def _scored(review: Review) -> Review:
    if review.conflict is None:
        raise ValidationError(_("Say first whether you have a conflict of interest."))
    return review
