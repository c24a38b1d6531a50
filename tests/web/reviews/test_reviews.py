"""A reviewer's space: nothing shown before the declaration, everything kept as typed, nobody else inside."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.calls.assessing import in_a_week, sent
from tests.factories.actors import MembershipFactory
from tests.factories.calls import ApplicationFactory, CallFactory, ReviewFactory, SubmissionFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.calls.models import FrozenDocument, Review
from entreciudades.calls.snapshot import take
from entreciudades.core.files import store_bytes
from entreciudades.core.texts import save_text

pytestmark = pytest.mark.django_db
SECRET = "El río crece cada año."


def assigned(cast: Cast, *, declared: bool, **facts: object) -> Review:
    """A review of the cast's reviewer, of an application of Riomayor with its frozen copy and a document."""
    call = CallFactory(network=cast.ucci, closed=True)
    application = ApplicationFactory(call=call, applicant=cast.riomayor, submitted=True)
    save_text(application, "problem", "es", SECRET, expected_version=0, by=None, scope=None)
    submission = SubmissionFactory(application=application, frozen=take(application).written())
    stored = store_bytes(b"%PDF-1.7 carta", "application/pdf")
    FrozenDocument.objects.create(submission=submission, key="endorsement", name="carta.pdf", file=stored)
    said = {"conflict": False, "declared_at": timezone.now()} if declared else {}
    return ReviewFactory(application=application, reviewer=cast.reviewer, **{"due": in_a_week()} | said | facts)


def address(review: Review, verb: str = "review") -> str:
    return reverse(f"reviews:{verb}", args=[review.pk])


def document_of(review: Review) -> str:
    document = FrozenDocument.objects.get(submission__application=review.application)
    return reverse("reviews:document", args=[review.pk, document.pk])


def test_before_the_declaration_only_the_names_are_shown(cast: Cast, sign_in: As) -> None:
    review, client = assigned(cast, declared=False), sign_in(cast.reviewer)
    page = client.get(address(review)).content.decode()
    assert ("Riomayor" in page, SECRET in page) == (True, False)
    assert client.get(document_of(review)).status_code == 403
    assert client.get(address(review, "send")).status_code == 403
    posted = client.post(address(review), {"points-strategy": "5"})
    assert (SECRET in posted.content.decode(), review.scores.count()) == (False, 0)


def test_after_it_the_application_and_its_documents(cast: Cast, sign_in: As) -> None:
    review, client = assigned(cast, declared=False), sign_in(cast.reviewer)
    assert client.post(address(review, "declare"), {"conflict": "no"}).url == address(review)
    assert SECRET in client.get(address(review)).content.decode()
    file = client.get(document_of(review))
    assert (file.getvalue(), file.headers["Content-Disposition"]) == (
        b"%PDF-1.7 carta",
        'attachment; filename="carta.pdf"',
    )


def test_with_a_conflict_it_is_closed_for_good(cast: Cast, sign_in: As) -> None:
    review, client = assigned(cast, declared=False), sign_in(cast.reviewer)
    assert client.post(address(review, "declare"), {"conflict": "yes"}).url == reverse("reviews:home")
    client.post(address(review, "declare"), {"conflict": "no"})
    review.refresh_from_db()
    assert review.conflict is True
    assert SECRET not in client.get(address(review)).content.decode()
    assert client.get(document_of(review)).status_code == 403


def test_a_declaration_says_yes_or_no(cast: Cast, sign_in: As) -> None:
    review = assigned(cast, declared=False)
    assert sign_in(cast.reviewer).post(address(review, "declare"), {}).url == address(review)
    review.refresh_from_db()
    assert review.conflict is None


def test_a_document_of_another_application_is_not_there(cast: Cast, sign_in: As) -> None:
    review, other = assigned(cast, declared=True), assigned(cast, declared=True)
    document = FrozenDocument.objects.get(submission__application=other.application)
    wrong = reverse("reviews:document", args=[review.pk, document.pk])
    assert sign_in(cast.reviewer).get(wrong).status_code == 404


def test_what_is_typed_is_saved_as_it_is_typed(cast: Cast, sign_in: As) -> None:
    review, client = assigned(cast, declared=True), sign_in(cast.reviewer)
    typed = {"points-strategy": "4", "reason-strategy": "Clara.", "points-people": "", "reason-people": "Fal"}
    page = client.post(address(review), typed, headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    found = {one.criterion: (one.points, one.reason) for one in review.scores.all()}
    assert found == {"strategy": (4, "Clara."), "people": (None, "Fal")}
    form = client.get(address(review)).context["form"]
    assert (form["points-strategy"].value(), form["reason-people"].value()) == (4, "Fal")


def test_without_scripts_the_same_with_a_button(cast: Cast, sign_in: As) -> None:
    review, client = assigned(cast, declared=True), sign_in(cast.reviewer)
    assert client.post(address(review), {"points-people": "0", "save": "1"}).url == address(review)
    assert review.scores.get(criterion="people").points == 0


@pytest.mark.parametrize("points", ["6", "-1", "dos", "3.5"])
def test_points_outside_the_scale_are_refused_and_nothing_else_is_lost(cast: Cast, sign_in: As, points: str) -> None:
    review, client = assigned(cast, declared=True), sign_in(cast.reviewer)
    client.post(address(review), {"points-strategy": "2"})
    typed = {"points-strategy": points, "reason-strategy": "Una razón.", "points-people": "5"}
    page = client.post(address(review), typed)
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["points-strategy"])
    found = {one.criterion: (one.points, one.reason) for one in review.scores.all()}
    assert found == {"strategy": (2, "Una razón."), "people": (5, "")}


def test_it_is_sent_when_nothing_is_missing(cast: Cast, sign_in: As) -> None:
    review, client = assigned(cast, declared=True), sign_in(cast.reviewer)
    whole = {"points-strategy": "4", "reason-strategy": "Clara.", "points-people": "5"}
    assert client.post(address(review), whole | {"send": "1"}).url == address(review, "send")
    page = client.post(address(review, "send"))
    assert list(page.context["form"].errors) == ["points-people"]
    client.post(address(review), whole | {"reason-people": "Hay equipo."})
    assert str(client.get(address(review, "send")).context["total"]) == "88.00"
    assert client.post(address(review, "send")).url == reverse("reviews:home")
    review.refresh_from_db()
    assert review.sent_at is not None
    client.post(address(review), whole | {"points-strategy": "0"})
    assert review.scores.get(criterion="strategy").points == 4


def test_nobody_else_is_inside_while_it_is_written_nor_after(cast: Cast, sign_in: As) -> None:
    another = MembershipFactory(organisation=cast.ucci, role="reviewer").user
    found: dict[str, set[int]] = {}
    for review in (assigned(cast, declared=True), assigned(cast, declared=True, sent_at=timezone.now())):
        people: dict[str, User] = {"another reviewer": another, "another network": cast.second_secretary}
        people |= {name: getattr(cast, name) for name in ("secretary", "auditor", "other_coordinator", "coordinator")}
        for name, user in people.items():
            client = sign_in(user)
            found.setdefault(name, set()).update(
                client.get(one).status_code for one in (address(review), address(review, "send"), document_of(review))
            )
    assert found == {
        "another reviewer": {404},
        "another network": {404},
        "other_coordinator": {404},
        "coordinator": {404},
        "secretary": {403},
        "auditor": {403},
    }


def test_who_reviews_for_the_network_no_more_is_not_let_in(cast: Cast, sign_in: As) -> None:
    review = assigned(cast, declared=True)
    cast.reviewer.memberships.all().delete()
    client = sign_in(cast.reviewer)
    assert {client.get(one).status_code for one in (address(review), document_of(review))} == {403}


def test_a_list_of_what_waits_what_is_scored_what_is_over(cast: Cast, sign_in: As) -> None:
    waiting, begun = assigned(cast, declared=False), assigned(cast, declared=True)
    begun.scores.create(criterion="people", points=1, reason="Una razón.")
    begun.scores.create(criterion="strategy", points=1)
    over = assigned(cast, declared=True, sent_at=timezone.now())
    withdrawn = assigned(cast, declared=True, due=timezone.localdate() - dt.timedelta(days=1))
    withdrawn.application.state = "withdrawn"
    withdrawn.application.save()
    page = sign_in(cast.reviewer).get(reverse("reviews:home")).context
    assert [row["review"].pk for row in page["to_declare"]] == [waiting.pk]
    assert [(row["review"].pk, row["review"].scored, row["criteria"]) for row in page["to_score"]] == [(begun.pk, 1, 2)]
    assert {one.pk for one in page["page"]} == {over.pk, withdrawn.pk}


def test_the_list_asks_as_much_for_three_as_for_one(
    cast: Cast, sign_in: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    call = CallFactory(network=cast.ucci, closed=True)
    client = sign_in(cast.reviewer)
    for _number in range(3):
        ReviewFactory(application__call=call, reviewer=cast.reviewer)
        sent(ApplicationFactory(call=call, submitted=True), cast.reviewer, 3, 3)
        with django_assert_max_num_queries(8):
            assert client.get(reverse("reviews:home")).status_code == 200


def test_reviewers_find_their_reviews_from_wherever_they_are(cast: Cast, sign_in: As) -> None:
    home = reverse("reviews:home")
    assert home in sign_in(cast.reviewer).get("/es/").content.decode()
    assert home not in sign_in(cast.auditor).get("/es/").content.decode()
