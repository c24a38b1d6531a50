"""A reviewer declares first, scores unseen, sends once; two that differ bring a third."""

import datetime as dt
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.calls.assessing import in_a_week, reviewer_of, sent, under_review
from tests.factories.calls import ReviewFactory

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Review
from entreciudades.calls.services import assessment, reviewing
from entreciudades.calls.services.reviewing import Given
from entreciudades.calls.standings import standing_of, standings
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Task

pytestmark = pytest.mark.django_db
WHOLE = {"strategy": Given(4, "Clara."), "people": Given(2, "Faltan personas.")}


def assigned(application: Application, reviewer: User) -> Review:
    return ReviewFactory(application=application, reviewer=reviewer, due=in_a_week())


def scored(review: Review, strategy: int, people: int) -> None:
    """Declared, filled in and sent."""
    by = review.reviewer
    reviewing.declare(review, conflict=False, by=by)
    reviewing.save_scores(review, given={"strategy": Given(strategy, "a"), "people": Given(people, "b")}, by=by)
    reviewing.send_review(review, by=by)


def test_nothing_is_scored_before_it_is_declared() -> None:
    _call, (reviewer,), (application,) = under_review(reviewers=1, applications=1)
    review = assigned(application, reviewer)
    with pytest.raises(ValidationError):
        reviewing.save_scores(review, given=WHOLE, by=reviewer)
    with pytest.raises(ValidationError):
        reviewing.send_review(review, by=reviewer)
    reviewing.declare(review, conflict=False, by=reviewer)
    assert reviewing.save_scores(review, given=WHOLE, by=reviewer) == {}
    assert AuditEvent.objects.get(verb="review.declared").details == {"conflict": False}


def test_with_a_conflict_somebody_else_is_drawn_and_the_review_is_over() -> None:
    call, people, (application,) = under_review(reviewers=3, applications=1)
    review = assigned(application, people[0])
    assigned(application, people[1])
    reviewing.declare(review, conflict=True, by=people[0])
    new = application.reviews.get(reviewer=people[2])
    assert (new.drawn, new.due, new.conflict) == (True, in_a_week(), None)
    event = AuditEvent.objects.get(verb="call.substitute_drawn")
    assert (event.details["seed"], event.details["application"]) == (f"substitute{review.pk}", application.pk)
    with pytest.raises(ValidationError):
        reviewing.declare(review, conflict=False, by=people[0])
    with pytest.raises(ValidationError):
        reviewing.save_scores(review, given=WHOLE, by=people[0])
    assert not Application.objects.visible_to(people[0]).exists()
    assert standings(call)[application.pk].assigned == 2


def test_a_conflict_found_later_takes_what_was_begun() -> None:
    _call, people, (application,) = under_review(reviewers=2, applications=1)
    review = assigned(application, people[0])
    reviewing.declare(review, conflict=False, by=people[0])
    reviewing.save_scores(review, given=WHOLE, by=people[0])
    reviewing.declare(review, conflict=True, by=people[0])
    assert review.scores.count() == 0
    assert application.reviews.filter(reviewer=people[1]).count() == 1


def test_without_anybody_to_draw_the_secretariat_has_a_task() -> None:
    call, (reviewer,), (application,) = under_review(reviewers=1, applications=1)
    reviewing.declare(assigned(application, reviewer), conflict=True, by=reviewer)
    assert [one.organisation for one in Task.objects.open().filter(kind=assessment.LACKING)] == [call.network]


def test_what_is_typed_is_kept_even_where_the_rest_is_wrong() -> None:
    _call, (reviewer,), (application,) = under_review(reviewers=1, applications=1)
    review = assigned(application, reviewer)
    reviewing.declare(review, conflict=False, by=reviewer)
    typed = {"strategy": Given(6, "La razón se guarda."), "people": Given(3, "x" * 2001)}
    assert set(reviewing.save_scores(review, given=typed, by=reviewer)) == {"strategy", "people"}
    found = {one.criterion: (one.points, one.reason) for one in review.scores.all()}
    assert found == {"strategy": (None, "La razón se guarda."), "people": (3, "")}
    with pytest.raises(KeyError):
        reviewing.save_scores(review, given={"nothing": Given(1, "")}, by=reviewer)


def test_typing_on_leaves_one_trace_for_each_criterion() -> None:
    _call, (reviewer,), (application,) = under_review(reviewers=1, applications=1)
    review = assigned(application, reviewer)
    reviewing.declare(review, conflict=False, by=reviewer)
    for text in ("U", "Un", "Una"):
        reviewing.save_scores(review, given={"people": Given(1, text)}, by=reviewer)
    events = AuditEvent.objects.filter(verb="review.scored")
    assert [one.details for one in events] == [{"fields": ["people"]}]


def test_it_is_sent_whole_and_changes_no_more() -> None:
    _call, (reviewer,), (application,) = under_review(reviewers=1, applications=1)
    review = assigned(application, reviewer)
    reviewing.declare(review, conflict=False, by=reviewer)
    reviewing.save_scores(review, given={"strategy": Given(4, " ")}, by=reviewer)
    with pytest.raises(reviewing.Lacking) as refused:
        reviewing.send_review(review, by=reviewer)
    assert set(refused.value.wrong) == {"strategy", "people"}
    reviewing.save_scores(review, given=WHOLE, by=reviewer)
    reviewing.send_review(review, by=reviewer)
    for late in (
        lambda: reviewing.save_scores(review, given=WHOLE, by=reviewer),
        lambda: reviewing.send_review(review, by=reviewer),
        lambda: reviewing.declare(review, conflict=True, by=reviewer),
    ):
        with pytest.raises(ValidationError):
            late()
    assert review.scores.get(criterion="strategy").points == 4


@pytest.mark.parametrize("state", ["open", "decided", "cancelled"])
def test_nothing_is_written_while_the_call_is_not_under_review(state: str) -> None:
    call, (reviewer,), (application,) = under_review(reviewers=1, applications=1)
    review = ReviewFactory(application=application, reviewer=reviewer, conflict=False, declared_at=timezone.now())
    call.state = state
    call.save()
    with pytest.raises(ValidationError):
        reviewing.save_scores(review, given=WHOLE, by=reviewer)


def test_of_an_application_that_was_withdrawn_nothing_is_written() -> None:
    _call, (reviewer,), (application,) = under_review(reviewers=1, applications=1)
    review = ReviewFactory(application=application, reviewer=reviewer)
    application.state = "withdrawn"
    application.save()
    with pytest.raises(ValidationError):
        reviewing.declare(review, conflict=False, by=reviewer)


def test_totals_come_once_every_review_was_sent() -> None:
    _call, people, (application,) = under_review(reviewers=2, applications=1)
    first, second = (assigned(application, one) for one in people)
    scored(first, 5, 5)
    standing = standing_of(application)
    assert (standing.sent, standing.is_complete, standing.share, standing.spread) == (1, False, None, None)
    scored(second, 4, 5)
    standing = standing_of(application)
    assert (standing.is_complete, standing.disputed) == (True, False)
    assert standing.share == Fraction(94, 100)
    assert str(standing.spread_percent) == "12.00"


def test_two_that_differ_by_more_than_the_call_allows_bring_a_third() -> None:
    call, people, (application,) = under_review(reviewers=3, applications=1)
    first, second = (assigned(application, one) for one in people[:2])
    scored(first, 5, 5)
    scored(second, 3, 5)  # 24 % less; the call allows 20
    (task,) = Task.objects.open().filter(kind=assessment.DISPUTED)
    assert task.organisation == call.network
    standing = standing_of(application)
    assert (standing.needed, standing.lacks, standing.share) == (3, 1, None)
    assert assessment.draw_reviews(call, seed="tercera", due=in_a_week(), by=None) == 1
    third = application.reviews.get(reviewer=people[2])
    assert third.is_third is True
    assert not Task.objects.open().filter(kind=assessment.DISPUTED).exists()
    scored(third, 0, 0)  # however far it is, there is no fourth
    standing = standing_of(application)
    assert (standing.needed, standing.is_complete, standing.sent) == (3, True, 3)
    assert standing.share == Fraction(176, 300)


def test_exactly_the_threshold_brings_none() -> None:
    _call, people, (application,) = under_review(reviewers=2, applications=1)
    sent(application, people[0], 5, 5)
    scored(assigned(application, people[1]), 5, 2)  # 24 %: over
    assert standing_of(application).disputed is True
    Review.objects.all().delete()
    sent(application, people[0], 5, 5)
    scored(assigned(application, people[1]), 4, 4)  # 20 %: exactly
    assert standing_of(application).disputed is False


def test_a_third_who_steps_back_is_followed_by_a_third() -> None:
    call, people, (application,) = under_review(reviewers=3, applications=1)
    sent(application, people[0], 5, 5)
    sent(application, people[1], 0, 0)
    third = assessment.assign_review(application, reviewer=people[2], due=in_a_week(), by=None)
    newcomer = reviewer_of(call.network)
    reviewing.declare(third, conflict=True, by=people[2])
    assert application.reviews.get(reviewer=newcomer).is_third is True


def test_a_substitute_has_some_days_however_late_the_conflict_is_found() -> None:
    _call, people, (application,) = under_review(reviewers=2, applications=1)
    late = ReviewFactory(application=application, reviewer=people[0], due=timezone.localdate() - dt.timedelta(days=1))
    reviewing.declare(late, conflict=True, by=people[0])
    assert application.reviews.get(reviewer=people[1]).due == timezone.localdate() + assessment.REMIND
