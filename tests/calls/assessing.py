"""A call under review, with its reviewers, for the tests of assessment and admission."""

import datetime as dt

from django.utils import timezone
from tests.factories.actors import MembershipFactory, UserFactory
from tests.factories.calls import ApplicationFactory, CallFactory, ReviewFactory, ScoreFactory

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Call, Review

CRITERIA = ("strategy", "people")  # of tests/factories/call.toml: weights 60 and 40, both up to 5


def in_a_week() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=7)


def reviewer_of(network: Organisation, name: str = "") -> User:
    user = UserFactory(**({"name": name} if name else {}))
    MembershipFactory(organisation=network, user=user, role="reviewer")
    return user


def under_review(*, reviewers: int, applications: int) -> tuple[Call, list[User], list[Application]]:
    """A call with so many reviewers of its network and so many applications that arrived."""
    call = CallFactory(closed=True)
    MembershipFactory(organisation=call.network, role="secretary")
    people = [reviewer_of(call.network) for _number in range(reviewers)]
    arrived = [ApplicationFactory(call=call, submitted=True) for _number in range(applications)]
    return call, people, arrived


def sent(application: Application, reviewer: User, *points: int, third: bool = False) -> Review:
    """A review that was sent, with these points for the criteria in their order."""
    review = ReviewFactory(application=application, reviewer=reviewer, sent=True, is_third=third)
    for criterion, given in zip(CRITERIA, points, strict=True):
        ScoreFactory(review=review, criterion=criterion, points=given, reason=f"Razón de {criterion}.")
    return review
