"""Decisions are taken with a reason, published all at once, told to each city of its own."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.calls.assessing import sent, under_review
from tests.factories.actors import MembershipFactory
from tests.factories.calls import (
    DAY,
    AdmissionFactory,
    ApplicationFactory,
    CallFactory,
    GroupMemberFactory,
    PairFactory,
    ReviewFactory,
)

from entreciudades.calls.models import Admission, Application, Call, MendRequest
from entreciudades.calls.services import admission
from entreciudades.calls.services.assessment import DISPUTED, LACKING, withdraw_review
from entreciudades.calls.told import told_of
from entreciudades.core.errors import MoveRefused
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Notice, Task
from entreciudades.notices.services import open_task

pytestmark = pytest.mark.django_db


def decide(application: Application, outcome: str, reason: str = "Una razón.") -> None:
    admission.decide([application], call=application.call, outcome=outcome, reason=reason, by=None)


def coordinated(application: Application) -> int:
    return MembershipFactory(organisation=application.applicant, role="coordinator").user_id


def told(call: Call) -> set[tuple[int, str]]:
    return set(Notice.objects.filter(facts__call=call.titles).values_list("user", "kind"))


def fresh(call: Call) -> Call:
    return Call.objects.get(pk=call.pk)


def test_one_reason_for_several_and_nobody_is_told() -> None:
    call, _people, applications = under_review(reviewers=0, applications=3)
    coordinated(applications[0])
    made = admission.decide(applications[:2], call=call, outcome="not-selected", reason="  Fuera de tema. ", by=None)
    assert [(one.application_id, one.outcome, one.reason) for one in made] == [
        (one.pk, "not-selected", "Fuera de tema.") for one in applications[:2]
    ]
    assert Notice.objects.count() == 0
    events = AuditEvent.objects.filter(verb="admission.added")
    assert {(one.object_id, one.details["outcome"], one.scope) for one in events} == {
        (one.pk, "not-selected", call.network_id) for one in made
    }


@pytest.mark.parametrize(
    ("outcome", "reason", "field"),
    [("selected", "  ", "reason"), ("first", "Una razón.", "outcome"), ("selected", "x" * 2001, "reason")],
)
def test_a_decision_says_what_and_why(outcome: str, reason: str, field: str) -> None:
    _call, _people, (application,) = under_review(reviewers=0, applications=1)
    with pytest.raises(ValidationError) as refused:
        decide(application, outcome, reason)
    assert list(refused.value.error_dict) == [field]
    assert Admission.objects.count() == 0


@pytest.mark.parametrize("state", ["open", "finished", "cancelled"])
def test_nothing_is_decided_before_the_deadline_or_after_the_end(state: str) -> None:
    call, _people, (application,) = under_review(reviewers=0, applications=1)
    call.state = state
    call.save()
    with pytest.raises(ValidationError):
        decide(application, "selected")


def test_only_on_applications_of_the_call_that_arrived() -> None:
    call, _people, (application,) = under_review(reviewers=0, applications=1)
    draft, elsewhere = ApplicationFactory(call=call), ApplicationFactory(submitted=True)
    for wrong in ([application, draft], [application, elsewhere], []):
        with pytest.raises(ValidationError):
            admission.decide(wrong, call=call, outcome="selected", reason="Una razón.", by=None)
    assert Admission.objects.count() == 0


def test_publishing_tells_each_applicant_of_its_own() -> None:
    call, _people, (first, second, third) = under_review(reviewers=0, applications=3)
    people = [coordinated(one) for one in (first, second, third)]
    for application, outcome in zip((first, second, third), ("selected", "reserve", "not-selected"), strict=True):
        decide(application, outcome)
    assert admission.publish_admission(call, by=None) == 3
    call = fresh(call)
    assert (call.state, call.decided_at is not None) == ("decided", True)
    assert told(call) == {
        (people[0], "application.selected"),
        (people[1], "application.reserve"),
        (people[2], "application.not-selected"),
    }
    paths = set(Notice.objects.filter(user__in=people).values_list("path", flat=True))
    assert paths == {
        f"/desk/organisations/{one.applicant.slug}/applications/{one.pk}/result/" for one in (first, second, third)
    }
    assert all("razón" not in str(facts) for facts in Notice.objects.values_list("facts", flat=True))
    assert AuditEvent.objects.get(verb="call.decided").details == {"selected": 1, "reserve": 1, "not_selected": 1}


def test_the_municipalities_of_a_group_are_told_too() -> None:
    call, _people, (application,) = under_review(reviewers=0, applications=1)
    agreed = GroupMemberFactory(application=application, consented_at=timezone.now())
    refused = GroupMemberFactory(application=application, refused_at=timezone.now())
    user = MembershipFactory(organisation=agreed.organisation, role="coordinator").user
    MembershipFactory(organisation=refused.organisation, role="coordinator")
    decide(application, "selected")
    admission.publish_admission(call, by=None)
    assert told(call) == {(user.pk, "application.selected")}
    assert Notice.objects.get(user=user).path == f"/desk/organisations/{agreed.organisation.slug}/calls/"


def test_an_application_without_a_decision_keeps_it_from_being_published() -> None:
    call, _people, (first, second) = under_review(reviewers=0, applications=2)
    decide(first, "selected")
    with pytest.raises(ValidationError) as refused:
        admission.publish_admission(call, by=None)
    assert second.applicant.names["es"] in refused.value.messages[0]
    assert (fresh(call).state, Notice.objects.count()) == ("under-review", 0)
    second.state = "withdrawn"
    second.save()
    assert admission.publish_admission(call, by=None) == 1


def test_an_open_request_to_mend_keeps_it_from_being_published() -> None:
    call, _people, (application,) = under_review(reviewers=0, applications=1)
    decide(application, "selected")
    request = MendRequest.objects.create(application=application, asks="La carta.", due_at=timezone.now() + DAY)
    with pytest.raises(ValidationError) as refused:
        admission.publish_admission(call, by=None)
    assert application.applicant.names["es"] in refused.value.messages[0]
    request.due_at = timezone.now() - DAY
    request.save()
    assert admission.publish_admission(call, by=None) == 1


def test_a_call_without_applications_is_not_decided_nor_one_twice() -> None:
    empty = CallFactory(closed=True)
    with pytest.raises(ValidationError):
        admission.publish_admission(empty, by=None)
    with pytest.raises(MoveRefused):
        admission.publish_admission(CallFactory(), by=None)
    call, _people, (application,) = under_review(reviewers=0, applications=1)
    decide(application, "selected")
    admission.publish_admission(call, by=None)
    with pytest.raises(MoveRefused):
        admission.publish_admission(call, by=None)


def test_publishing_ends_the_tasks_of_the_assessment() -> None:
    call, people, (application,) = under_review(reviewers=1, applications=1)
    ReviewFactory(application=application, reviewer=people[0])
    withdraw_review(application.reviews.get(), by=None)
    facts = {"call": call.titles, "organisation": application.applicant.names}
    open_task(call.network, kind=DISPUTED, facts=facts, about=application, by=None)
    assert set(Task.objects.open().values_list("kind", flat=True)) == {LACKING, DISPUTED}
    decide(application, "reserve")
    admission.publish_admission(call, by=None)
    assert Task.objects.open().count() == 0


def test_whoever_moves_up_later_is_told_again_with_the_new_reason() -> None:
    call, _people, (application,) = under_review(reviewers=0, applications=1)
    user = coordinated(application)
    decide(application, "reserve", "Hay una plaza menos.")
    admission.publish_admission(call, by=None)
    decide(application, "selected", "Otra ciudad se retiró.")
    assert told(call) == {(user, "application.reserve"), (user, "application.selected")}
    result = told_of(Application.objects.get(pk=application.pk))
    assert result is not None
    assert (result.admission.outcome, result.admission.reason) == ("selected", "Otra ciudad se retiró.")
    assert application.admissions.count() == 2


def test_who_is_in_a_pair_stays_selected() -> None:
    pair = PairFactory(call=CallFactory(state="pairing"))
    with pytest.raises(ValidationError) as refused:
        decide(pair.a, "reserve")
    assert pair.a.applicant.names["es"] in refused.value.messages[0]
    pair.state, pair.settled_at = "declined", timezone.now()
    pair.save()
    decide(pair.a, "reserve")
    assert pair.a.admissions.get().outcome == "reserve"


def test_a_city_reads_nothing_before_it_is_published_then_all_but_names() -> None:
    call, people, (application,) = under_review(reviewers=2, applications=1)
    sent(application, people[0], 5, 4)
    sent(application, people[1], 4, 4)
    AdmissionFactory(application=application, outcome="selected", reason="La mejor razón.")
    assert told_of(application) is None
    admission.publish_admission(call, by=None)
    result = told_of(Application.objects.get(pk=application.pk))
    assert result is not None
    assert [(one.criterion.key, [score.points for score in one.scores]) for one in result.opinions] == [
        ("strategy", [5, 4]),
        ("people", [4, 4]),
    ]
    assert (str(result.total), str(result.most), result.reviews) == ("86.00", "100.00", 2)


def test_a_review_that_was_not_sent_is_told_to_nobody() -> None:
    call, people, (application,) = under_review(reviewers=2, applications=1)
    sent(application, people[0], 5, 5)
    draft = ReviewFactory(application=application, reviewer=people[1], conflict=False, declared_at=timezone.now())
    draft.scores.create(criterion="strategy", points=0, reason="Borrador.")
    decide(application, "selected")
    admission.publish_admission(call, by=None)
    result = told_of(Application.objects.get(pk=application.pk))
    assert result is not None
    assert (result.reviews, [len(one.scores) for one in result.opinions]) == (1, [1, 1])


def test_a_preview_says_what_would_be_told() -> None:
    call, _people, (first, second, third) = under_review(reviewers=0, applications=3)
    decide(first, "selected")
    decide(second, "selected")
    decide(second, "reserve")
    found = admission.preview(call)
    assert {outcome: [one.pk for one in rows] for outcome, rows in found.outcomes.items()} == {
        "selected": [first.pk],
        "reserve": [second.pk],
        "not-selected": [],
    }
    assert ([one.pk for one in found.undecided], found.mending, found.is_ready) == ([third.pk], [], False)
