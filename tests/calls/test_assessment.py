"""Who reviews what: drawn, assigned, replaced, released; the secretariat knows what lacks."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.calls.assessing import in_a_week, reviewer_of, sent, under_review
from tests.factories.actors import CityFactory, MembershipFactory, UserFactory
from tests.factories.calls import ApplicationFactory, CallFactory, GroupMemberFactory, ReviewFactory
from tests.factories.cast import Cast

from entreciudades.actors.models import Handover, Membership
from entreciudades.calls import lot
from entreciudades.calls.models import Call, Review
from entreciudades.calls.services import assessment, reviewing
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Notice, Task
from entreciudades.processes.erasure import erase
from entreciudades.processes.handover import hand_over
from entreciudades.processes.leaving import end_role

pytestmark = pytest.mark.django_db


def draw(call: Call, seed: str = "20261120") -> int:
    return assessment.draw_reviews(call, seed=seed, due=in_a_week(), by=None)


def reviewers(call: Call) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {one.pk: set() for one in call.applications.all()}
    for review in Review.objects.standing().filter(application__call=call):
        found[review.application_id].add(review.reviewer_id)
    return found


def tasks(kind: str) -> list[Task]:
    return list(Task.objects.open().filter(kind=kind))


def test_each_application_gets_as_many_as_the_call_says_and_loads_are_even() -> None:
    call, people, _applications = under_review(reviewers=3, applications=4)
    assert draw(call) == 8
    found = reviewers(call)
    assert {len(some) for some in found.values()} == {2}
    loads = [sum(one.pk in some for some in found.values()) for one in people]
    assert sorted(loads) == [2, 3, 3]
    assert set(Review.objects.values_list("drawn", "is_third", "due")) == {(True, False, in_a_week())}


def test_the_trail_lets_anybody_draw_again() -> None:
    call, people, applications = under_review(reviewers=5, applications=6)
    draw(call, "loteria12345")
    event = AuditEvent.objects.get(verb="call.reviews_drawn")
    assert event.details == {"seed": "loteria12345", "reviewers": [one.pk for one in people], "count": 12}
    assert event.scope == call.network_id
    again = lot.draw(
        [lot.Lot(one.pk, 2) for one in applications], reviewers=[one.pk for one in people], seed="loteria12345"
    )
    assert {key: set(some) for key, some in again.items()} == reviewers(call)


def test_nobody_is_drawn_for_a_city_of_theirs_or_of_its_group() -> None:
    call, people, (first, second) = under_review(reviewers=3, applications=2)
    MembershipFactory(organisation=first.applicant, user=people[0], role="colleague")
    member = GroupMemberFactory(application=second)
    MembershipFactory(organisation=member.organisation, user=people[1], role="coordinator")
    draw(call)
    assert reviewers(call) == {
        first.pk: {people[1].pk, people[2].pk},
        second.pk: {people[0].pk, people[2].pk},
    }


def test_what_cannot_be_drawn_becomes_a_task_that_ends_when_somebody_is_found() -> None:
    call, people, (application,) = under_review(reviewers=1, applications=1)
    assert draw(call) == 1
    (task,) = tasks(assessment.LACKING)
    assert (task.organisation, task.path) == (call.network, f"/office/{call.network.slug}/calls/{call.slug}/reviewers/")
    newcomer = reviewer_of(call.network)
    assessment.assign_review(application, reviewer=newcomer, due=in_a_week(), by=None)
    assert tasks(assessment.LACKING) == []
    assert reviewers(call) == {application.pk: {people[0].pk, newcomer.pk}}


def test_a_second_draw_fills_only_what_lacks_and_counts_what_people_have() -> None:
    call, people, (first, second) = under_review(reviewers=3, applications=2)
    assessment.assign_review(first, reviewer=people[0], due=in_a_week(), by=None)
    assessment.assign_review(first, reviewer=people[1], due=in_a_week(), by=None)
    assert draw(call) == 2
    assert people[2].pk in reviewers(call)[second.pk]
    with pytest.raises(ValidationError):
        draw(call)


def test_each_reviewer_is_told_once_with_how_many_and_by_when() -> None:
    call, people, _applications = under_review(reviewers=2, applications=5)
    draw(call)
    told = Notice.objects.filter(kind="review.assigned")
    assert {one.user_id for one in told} == {one.pk for one in people}
    assert {(one.facts["count"], one.facts["due"]["date"], one.path) for one in told} == {
        (5, str(in_a_week()), "/reviews/")
    }


@pytest.mark.parametrize("seed", ["", "dos palabras", "ñandú", "a" * 61, "a-b"])
def test_a_seed_is_letters_and_figures(seed: str) -> None:
    call, _people, _applications = under_review(reviewers=2, applications=1)
    with pytest.raises(ValidationError) as refused:
        draw(call, seed)
    assert list(refused.value.error_dict) == ["seed"]
    assert Review.objects.count() == 0


def test_nothing_is_drawn_before_the_deadline_for_a_past_day_or_without_reviewers() -> None:
    call = CallFactory()
    ApplicationFactory(call=call, submitted=True)
    reviewer_of(call.network)
    with pytest.raises(ValidationError):
        draw(call)
    closed, _people, _applications = under_review(reviewers=2, applications=1)
    with pytest.raises(ValidationError) as refused:
        assessment.draw_reviews(closed, seed="a", due=timezone.localdate() - dt.timedelta(days=1), by=None)
    assert list(refused.value.error_dict) == ["due"]
    lonely, _nobody, _one = under_review(reviewers=0, applications=1)
    with pytest.raises(ValidationError):
        draw(lonely)
    assert Review.objects.count() == 0


def test_by_hand_only_reviewers_of_the_network_who_have_nothing_to_do_with_it() -> None:
    _call, people, (application,) = under_review(reviewers=2, applications=1)
    MembershipFactory(organisation=application.applicant, user=people[0], role="coordinator")
    for wrong in (people[0], UserFactory(), reviewer_of(CallFactory().network)):
        with pytest.raises(ValidationError) as refused:
            assessment.assign_review(application, reviewer=wrong, due=in_a_week(), by=None)
        assert list(refused.value.error_dict) == ["reviewer"]
    review = assessment.assign_review(application, reviewer=people[1], due=in_a_week(), by=None)
    assert (review.drawn, review.is_third, review.due) == (False, False, in_a_week())
    with pytest.raises(ValidationError):
        assessment.assign_review(application, reviewer=people[1], due=in_a_week(), by=None)


def test_no_more_than_the_call_asks_for() -> None:
    call, people, (application,) = under_review(reviewers=3, applications=1)
    draw(call)
    spare = next(one for one in people if one.pk not in reviewers(call)[application.pk])
    with pytest.raises(ValidationError):
        assessment.assign_review(application, reviewer=spare, due=in_a_week(), by=None)


def test_somebody_else_takes_over_what_was_not_sent() -> None:
    call, people, (application,) = under_review(reviewers=3, applications=1)
    first = assessment.assign_review(application, reviewer=people[0], due=in_a_week(), by=None)
    done = sent(application, people[1], 3, 3)
    assessment.replace_reviewer(first, reviewer=people[2], due=in_a_week(), by=None)
    assert reviewers(call) == {application.pk: {people[1].pk, people[2].pk}}
    with pytest.raises(ValidationError):
        assessment.replace_reviewer(done, reviewer=people[0], due=in_a_week(), by=None)
    with pytest.raises(ValidationError):
        assessment.withdraw_review(done, by=None)


def test_taking_a_review_away_opens_the_task() -> None:
    call, _people, (application,) = under_review(reviewers=2, applications=1)
    draw(call)
    assessment.withdraw_review(application.reviews.first(), by=None)
    assert (application.reviews.count(), len(tasks(assessment.LACKING))) == (1, 1)


def test_in_a_search_the_people_of_the_city_that_seeks_review_too() -> None:
    call, people, (application,) = under_review(reviewers=1, applications=1)
    call.holder = CityFactory()
    call.save()
    own = MembershipFactory(organisation=call.holder, role="colleague").user
    draw(call)
    assert reviewers(call) == {application.pk: {people[0].pk, own.pk}}
    assert Notice.objects.get(user=own, kind="review.assigned").scope == call.holder


def test_reviewers_are_reminded_once_of_each_day() -> None:
    call, people, applications = under_review(reviewers=2, applications=2)
    draw(call)
    sent_one = applications[0].reviews.get(reviewer=people[0])
    sent_one.conflict, sent_one.declared_at, sent_one.sent_at = False, timezone.now(), timezone.now()
    sent_one.save()
    assert assessment.remind_of_reviews(in_a_week() - dt.timedelta(days=4)) == 0
    assert assessment.remind_of_reviews(in_a_week() - dt.timedelta(days=3)) == 2
    assert assessment.remind_of_reviews(in_a_week()) == 0
    assert {(one.user_id, one.facts["count"]) for one in Notice.objects.filter(kind="review.due")} == {
        (people[0].pk, 1),
        (people[1].pk, 2),
    }


def test_who_is_no_reviewer_any_more_leaves_what_was_not_sent() -> None:
    call, people, (first, second) = under_review(reviewers=2, applications=2)
    draw(call)
    kept = first.reviews.get(reviewer=people[0])
    for criterion in ("strategy", "people"):
        kept.scores.create(criterion=criterion, points=3, reason="Una razón.")
    reviewing.declare(kept, conflict=False, by=people[0])
    reviewing.send_review(kept, by=people[0])
    end_role(Membership.objects.get(user=people[0]), by=None)
    assert reviewers(call) == {first.pk: {people[0].pk, people[1].pk}, second.pk: {people[1].pk}}
    assert len(tasks(assessment.LACKING)) == 1


def test_a_handover_or_an_erasure_leaves_reviews_to_nobody() -> None:
    call, people, (application,) = under_review(reviewers=2, applications=1)
    draw(call)
    secretary = call.network.memberships.get(role="secretary").user
    handover = Handover(organisation=call.network, leaver=people[0], successor=secretary)
    hand_over(handover, by=secretary)
    assert reviewers(call) == {application.pk: {people[1].pk}}
    erase(people[1].email, by=None)
    assert reviewers(call) == {application.pk: set()}
    assert len(tasks(assessment.LACKING)) == 1


def test_a_role_in_another_network_changes_nothing() -> None:
    call, people, (application,) = under_review(reviewers=2, applications=1)
    draw(call)
    other = MembershipFactory(organisation=CallFactory().network, user=people[0], role="reviewer")
    end_role(other, by=None)
    assert reviewers(call) == {application.pk: {one.pk for one in people}}


def test_who_sees_which_review(cast: Cast) -> None:
    review = ReviewFactory(application__call=CallFactory(network=cast.ucci, closed=True), reviewer=cast.reviewer)
    seen = {
        name for name, one in cast.everybody.items() if Review.objects.visible_to(one).filter(pk=review.pk).exists()
    }
    assert seen == {"reviewer", "secretary", "auditor"}
