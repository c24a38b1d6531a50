"""Who reviews what: drawn by a lot or assigned by hand, replaced, released when they leave."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.calls import lot
from entreciudades.calls.models import Application, Call, Review
from entreciudades.calls.services.telling import held
from entreciudades.calls.standings import Standing, standings
from entreciudades.calls.states import CallState
from entreciudades.core import trail
from entreciudades.notices.services import finish_tasks_about, notify, open_task

#: How long before its day a reviewer is reminded.
REMIND = dt.timedelta(days=3)
LONGEST_SEED = 60

LACKING = "call.lacks-reviewers"
DISPUTED = "application.disputed"


def reviewers_of(call: Call) -> QuerySet[User]:
    """Who may review for a call: its network's reviewers and, where a city seeks a partner, that city's own people."""
    who = Q(memberships__organisation=call.network_id, memberships__role=Role.REVIEWER)
    if call.holder_id:
        team = (Role.COORDINATOR, Role.COLLEAGUE)
        who |= Q(memberships__organisation=call.holder_id, memberships__role__in=team)
    people: QuerySet[User] = User.objects.active().filter(who)
    return people.distinct().order_by("name", "pk")


@transaction.atomic
def draw_reviews(call: Call, *, seed: str, due: dt.date, by: User | None) -> int:
    """Draw the reviewers that applications lack, evenly; return how many reviews that makes.

    The seed stands in the trail with the reviewers who took part, so that `calls.lot` gives the same again. Nobody is
    drawn for an application of a city that they work for, nor for one from which they stepped back. What is still
    lacking, because too few may review it, becomes a task of the secretariat. Raises ValidationError where the call is
    not under review, nothing lacks, nobody may review, or the day is over.
    """
    call = _held(call)
    seed = seed.strip()
    if not (seed.isascii() and seed.isalnum() and len(seed) <= LONGEST_SEED):
        words = _("Letters without accents and figures, %(most)d at most.")
        raise ValidationError({"seed": words % {"most": LONGEST_SEED}})
    _check_day(due)
    reviewers = list(reviewers_of(call))
    if not reviewers:
        raise ValidationError(_("Nobody reviews for this network yet: give somebody the role of reviewer first."))
    found = standings(call)
    lots = _lots(call, {key: one.lacks for key, one in found.items() if one.lacks}, reviewers)
    if not lots:
        raise ValidationError(_("Every application has its reviewers."))
    keys = [one.pk for one in reviewers]
    drawn = lot.draw(lots, reviewers=keys, seed=seed, load=_load(call))
    count = _assign(call, drawn, third=_thirds(found), drawn_by_lot=True, due=due, by=by)
    trail.record("call.reviews_drawn", call, by=by, scope=call.network_id, seed=seed, reviewers=keys, count=count)
    _settle_tasks(call, by=by)
    return count


@transaction.atomic
def assign_review(application: Application, *, reviewer: User, due: dt.date, by: User | None) -> Review:
    """Assign a review by hand.

    Raises ValidationError where the call is not under review, the day is over, the application has its reviewers, and
    on "reviewer" where they may not review it or do so already.
    """
    call = _held(application.call)
    _check_day(due)
    found = standings(call, [application])
    if not found[application.pk].lacks:
        raise ValidationError(_("It has its reviewers: replace one of them."))
    _check_may(call, application, reviewer)
    _assign(call, {application.pk: (reviewer.pk,)}, third=_thirds(found), drawn_by_lot=False, due=due, by=by)
    _settle_tasks(call, by=by)
    return application.reviews.get(reviewer=reviewer)


@transaction.atomic
def replace_reviewer(review: Review, *, reviewer: User, due: dt.date, by: User | None) -> Review:
    """Somebody else reviews instead; what was begun and not sent goes. Raises ValidationError as `assign_review`."""
    application = review.application
    call = _held(application.call)
    _check_day(due)
    review = _unsent(review)
    _check_may(call, application, reviewer)
    _withdraw([review], by=by)
    third = {application.pk} if review.is_third else set()
    _assign(call, {application.pk: (reviewer.pk,)}, third=third, drawn_by_lot=False, due=due, by=by)
    return application.reviews.get(reviewer=reviewer)


@transaction.atomic
def withdraw_review(review: Review, *, by: User | None) -> None:
    """Nobody does it for now; what was begun and not sent goes. Raises ValidationError where it was sent."""
    call = _held(review.application.call)
    _withdraw([_unsent(review)], by=by)
    _settle_tasks(call, by=by)


def draw_substitute(review: Review, *, by: User | None) -> None:
    """Draw somebody instead of a reviewer who stepped back, by a seed of its own that the trail keeps.

    Where nobody may be drawn, the secretariat has a task.
    """
    application = review.application
    call = Call.objects.select_related("network", "holder", "methodology").get(pk=application.call_id)
    reviewers = list(reviewers_of(call))
    keys, seed = [one.pk for one in reviewers], f"substitute{review.pk}"
    drawn = lot.draw(_lots(call, {application.pk: 1}, reviewers), reviewers=keys, seed=seed, load=_load(call))
    third = {application.pk} if review.is_third else set()
    due = max(review.due or timezone.localdate(), timezone.localdate() + REMIND)
    count = _assign(call, drawn, third=third, drawn_by_lot=True, due=due, by=None)
    details = {"seed": seed, "application": application.pk, "reviewers": keys, "count": count}
    trail.record("call.substitute_drawn", call, by=None, scope=call.network_id, **details)
    _settle_tasks(call, by=by)


@transaction.atomic
def release_reviews(user: User, organisation: Organisation, *, by: User | None) -> int:
    """Somebody's role in an organisation ends: what they have not sent is for somebody else; return how many.

    The secretariat of each call has a task. What they sent stays.
    """
    own = Q(application__call__network=organisation) | Q(application__call__holder=organisation)
    rows = Review.objects.standing().filter(own, reviewer=user, sent_at=None).select_for_update(of=("self",))
    reviews = [one for one in rows.select_related("application__call") if not _still_reviews(one)]
    _withdraw(reviews, by=by)
    for call in {one.application.call_id: one.application.call for one in reviews}.values():
        if call.state == CallState.UNDER_REVIEW:
            _settle_tasks(call, by=by)
    return len(reviews)


@transaction.atomic
def remind_of_reviews(today: dt.date | None = None) -> int:
    """Remind reviewers of what is due within REMIND, one notice for each call, once for each day; return how many."""
    soon = (today or timezone.localdate()) + REMIND
    rows = Review.objects.waiting().filter(due__lte=soon).exclude(reminded_of=F("due")).select_for_update(of=("self",))
    groups: dict[tuple[int, int], list[Review]] = defaultdict(list)
    for review in rows.select_related("application__call__network", "application__call__holder", "reviewer"):
        groups[review.reviewer_id, review.application.call_id].append(review)
    for reviews in groups.values():
        call, due = reviews[0].application.call, min(one.due for one in reviews if one.due)
        _tell(call, reviews[0].reviewer, "review.due", len(reviews), due, by=None)
    Review.objects.filter(pk__in=[one.pk for some in groups.values() for one in some]).update(reminded_of=F("due"))
    return len(groups)


def barred_from(call: Call, applications: Collection[int], people: Iterable[User]) -> dict[int, frozenset[int]]:
    """Application -> who may not review it: they work for one of its cities, or review it or stepped back already."""
    people = list(people)
    works: dict[int, set[int]] = defaultdict(set)
    for user, organisation in Membership.objects.filter(user__in=people).values_list("user", "organisation"):
        works[organisation].add(user)
    barred: dict[int, set[int]] = {key: set() for key in applications}
    rows = Application.objects.filter(call=call, pk__in=applications)
    for key, applicant in rows.values_list("pk", "applicant"):
        barred[key] |= works[applicant]
    for key, member in rows.exclude(members=None).values_list("pk", "members__organisation"):
        barred[key] |= works[member]
    for key, reviewer in Review.objects.filter(application__in=applications).values_list("application", "reviewer"):
        barred[key].add(reviewer)
    return {key: frozenset(some) for key, some in barred.items()}


def _lots(call: Call, lacks: Mapping[int, int], reviewers: Iterable[User]) -> list[lot.Lot]:
    barred = barred_from(call, lacks, reviewers)
    return [lot.Lot(key, number, barred[key]) for key, number in lacks.items()]


def _load(call: Call) -> Counter[int]:
    rows = Review.objects.standing().filter(application__call=call, application__state="submitted")
    return Counter(rows.values_list("reviewer", flat=True))


def _thirds(found: Mapping[int, Standing]) -> set[int]:
    """The applications whose next review is a third one."""
    return {key for key, one in found.items() if one.disputed}


def _assign(
    call: Call,
    drawn: Mapping[int, Iterable[int]],
    *,
    third: Collection[int],
    drawn_by_lot: bool,
    due: dt.date,
    by: User | None,
) -> int:
    """Store the reviews, one event for each; tell every reviewer once."""
    rows = Review.objects.bulk_create(
        Review(
            application_id=application,
            reviewer_id=reviewer,
            drawn=drawn_by_lot,
            is_third=application in third,
            due=due,
            assigned_by=by,
        )
        for application, reviewers in drawn.items()
        for reviewer in reviewers
    )
    trail.record_each("review.assigned", ((one, call.network_id) for one in rows), by=by)
    for application in {one.application_id for one in rows if one.is_third}:
        finish_tasks_about(Application(pk=application), kind=DISPUTED, by=by)
    counts = Counter(one.reviewer_id for one in rows)
    for reviewer in User.objects.filter(pk__in=counts).order_by("pk"):
        _tell(call, reviewer, "review.assigned", counts[reviewer.pk], due, by=by)
    return len(rows)


def _withdraw(reviews: Collection[Review], *, by: User | None) -> None:
    for review in reviews:
        scope = review.application.call.network_id
        details = {"application": review.application_id, "reviewer": review.reviewer_id}
        trail.record("review.withdrawn", review, by=by, scope=scope, **details)
        review.delete()


def _tell(call: Call, reviewer: User, kind: str, count: int, due: dt.date, *, by: User | None) -> None:
    of_network = Membership.objects.filter(user=reviewer, organisation=call.network_id).exists()
    facts = {"call": call.titles, "count": count, "due": due}
    scope = call.network if of_network else call.holder
    notify([reviewer], kind=kind, facts=facts, path=reverse("reviews:home"), by=by, scope=scope)


def _settle_tasks(call: Call, *, by: User | None) -> None:
    """The secretariat has a task as long as an application lacks a reviewer."""
    lacking = sum(1 for one in standings(call).values() if one.lacks)
    if not lacking:
        finish_tasks_about(call, kind=LACKING, by=by)
        return
    path = reverse("office:call-reviewers", args=[call.network.slug, call.slug])
    facts = {"call": call.titles, "count": lacking}
    open_task(call.network, kind=LACKING, facts=facts, about=call, path=path, by=by)


def _held(call: Call) -> Call:
    """The call as it stands, held until the transaction ends, while its reviewers are sought."""
    call = held(call)
    if call.state != CallState.UNDER_REVIEW:
        raise ValidationError(_("Reviewers are found while the call is under review."))
    return call


def _unsent(review: Review) -> Review:
    review = Review.objects.select_for_update(of=("self",)).select_related("application__call").get(pk=review.pk)
    if review.sent_at or review.conflict:
        raise ValidationError(_("This review has ended: nobody can take it over."))
    return review


def _check_day(due: dt.date) -> None:
    if due < timezone.localdate():
        raise ValidationError({"due": _("This day is over.")})


def _check_may(call: Call, application: Application, reviewer: User) -> None:
    if reviewer not in reviewers_of(call):
        raise ValidationError({"reviewer": _("They do not review for this call.")})
    if reviewer.pk in barred_from(call, [application.pk], [reviewer])[application.pk]:
        words = _("%(name)s works for a city of this application, or has to do with its review already.")
        raise ValidationError({"reviewer": words % {"name": reviewer.get_full_name()}})


def _still_reviews(review: Review) -> bool:
    return review.reviewer in reviewers_of(review.application.call)
