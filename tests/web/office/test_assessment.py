"""The office draws, assigns, decides and publishes; it reads no score before it is sent; others see nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.calls.assessing import in_a_week, sent
from tests.factories.actors import MembershipFactory, UserFactory
from tests.factories.calls import ApplicationFactory, CallFactory, ReviewFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.calls.models import Admission, Application, Call, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast: Cast) -> Call:
    """Of UCCI, under review."""
    return CallFactory(network=cast.ucci, slug="pares", closed=True)


def at(name: str, *keys: object) -> str:
    return reverse(f"office:call-{name}", args=["ucci", "pares", *keys])


def arrived(call: Call, *, reviews: bool = False) -> Application:
    application = ApplicationFactory(call=call, submitted=True)
    if reviews:
        for points in ((5, 4), (4, 4)):
            sent(application, UserFactory(), *points)
    return application


def test_reviewers_are_drawn_on_a_page(cast: Cast, sign_in: As, call: Call) -> None:
    MembershipFactory(organisation=cast.ucci, role="reviewer")
    application = arrived(call)
    office = sign_in(cast.secretary)
    page = office.get(at("reviewers")).context
    assert (page["lacking"], [one.assigned for one in page["people"]]) == (1, [0, 0])
    assert office.post(at("reviewers-draw"), {"seed": "a b", "due": in_a_week()}).status_code == 200
    assert office.post(at("reviewers-draw"), {"seed": "sorteo1", "due": in_a_week()}).url == at("reviewers")
    assert application.reviews.count() == 2
    page = office.get(at("reviewers")).context
    assert (page["lacking"], [one.assigned for one in page["people"]]) == (0, [1, 1])


def test_where_nobody_is_free_the_office_says_what_to_do(cast: Cast, sign_in: As, call: Call) -> None:
    application = arrived(call)
    office = sign_in(cast.secretary)
    drawn = [office.post(at("reviewers-draw"), {"seed": "sorteo1", "due": in_a_week()}, follow=True) for _try in "ab"]
    by_hand = office.get(at("reviewers-assign", application.pk), follow=True)
    said = [[str(one) for one in page.context["messages"]] for page in (*drawn, by_hand)]
    nobody = "Nadie está libre para evaluar lo que falta: invite a una persona más en el equipo de la red."
    assert said == [["Se ha sorteado 1 evaluación."], [nobody], [nobody]]
    assert application.reviews.count() == 1


def test_a_reviewer_is_assigned_and_replaced_by_hand(cast: Cast, sign_in: As, call: Call) -> None:
    other = MembershipFactory(organisation=cast.ucci, role="reviewer").user
    mine = MembershipFactory(organisation=cast.ucci, role="reviewer").user
    application = arrived(call)
    MembershipFactory(organisation=application.applicant, user=mine, role="colleague")
    office = sign_in(cast.secretary)
    page = office.get(at("reviewers-assign", application.pk))
    offered = {value for value, _name in page.context["form"].fields["reviewer"].choices}
    assert offered == {"", str(cast.reviewer.pk), str(other.pk)}
    said = {"reviewer": str(cast.reviewer.pk), "due": in_a_week()}
    assert office.post(at("reviewers-assign", application.pk), said).url == at("reviewers")
    review = application.reviews.get()
    assert (review.reviewer, review.assigned_by) == (cast.reviewer, cast.secretary)
    office.post(at("reviewers-replace", review.pk), {"reviewer": str(other.pk), "due": in_a_week()})
    assert application.reviews.get().reviewer == other
    office.post(at("reviewers-replace", application.reviews.get().pk), {"reviewer": "", "due": in_a_week()})
    assert application.reviews.count() == 0


def test_a_score_is_read_once_it_is_sent_by_secretary_and_auditor(cast: Cast, sign_in: As, call: Call) -> None:
    application = arrived(call)
    draft = ReviewFactory(application=application, reviewer=cast.reviewer, conflict=False, declared_at=timezone.now())
    for criterion in ("strategy", "people"):
        draft.scores.create(criterion=criterion, points=5, reason="Un secreto todavía.")
    page = at("admission-application", application.pk)
    for reader in (cast.secretary, cast.auditor):
        assert "Un secreto todavía." not in sign_in(reader).get(page).content.decode()
    Review.objects.update(sent_at=timezone.now())
    for reader in (cast.secretary, cast.auditor):
        assert "Un secreto todavía." in sign_in(reader).get(page).content.decode()


def test_totals_are_shown_once_all_were_sent_and_lead_an_order(cast: Cast, sign_in: As, call: Call) -> None:
    low, high, open_one = arrived(call), arrived(call), arrived(call)
    for application, points in ((low, (1, 1)), (high, (5, 4))):
        for _number in range(2):
            sent(application, UserFactory(), *points)
    sent(open_one, UserFactory(), 5, 5)
    page = sign_in(cast.auditor).get(at("admission"), {"order": "total"})
    rows = [(row.application.pk, str(row.total)) for row in page.context["page"]]
    assert rows == [(high.pk, "92.00"), (low.pk, "20.00"), (open_one.pk, "None")]
    assert b'name="application"' not in page.content  # an auditor decides nothing


def test_several_are_decided_with_one_reason_and_all_is_published(cast: Cast, sign_in: As, call: Call) -> None:
    first, second = arrived(call), arrived(call)
    office = sign_in(cast.secretary)
    chosen = {"application": [first.pk, second.pk]}
    assert office.get(at("admission-decide"), chosen).context["chosen"] == [first, second]
    page = office.post(at("admission-decide"), chosen | {"outcome": "reserve", "reason": " "})
    assert list(page.context["form"].errors) == ["reason"]
    said = chosen | {"outcome": "reserve", "reason": "Faltan plazas."}
    assert office.post(at("admission-decide"), said).url == at("admission")
    assert set(Admission.objects.values_list("outcome", "reason")) == {("reserve", "Faltan plazas.")}
    shown = office.get(at("admission"), {"show": "undecided"}).context
    assert (list(shown["page"]), shown["undecided"]) == ([], 0)
    assert office.get(at("admission-publish")).context["preview"].is_ready is True
    assert office.post(at("admission-publish")).url == at("admission")
    call.refresh_from_db()
    assert call.state == "decided"


def test_what_is_not_decided_is_not_published(cast: Cast, sign_in: As, call: Call) -> None:
    application = arrived(call)
    page = sign_in(cast.secretary).post(at("admission-publish"))
    assert page.context["preview"].undecided == [application]
    call.refresh_from_db()
    assert call.state == "under-review"


def test_nothing_chosen_nothing_decided(cast: Cast, sign_in: As, call: Call) -> None:
    elsewhere = ApplicationFactory(submitted=True)
    for keys in ([], [elsewhere.pk], ["uno"], [10**30]):
        answer = sign_in(cast.secretary).post(
            at("admission-decide"), {"application": keys, "outcome": "selected", "reason": "Una razón."}
        )
        assert answer.url == at("admission")
    assert Admission.objects.count() == 0


def statuses(client: Client, addresses: list[str]) -> set[int]:
    return {client.get(one).status_code for one in addresses}


def test_another_networks_secretary_a_city_and_a_reviewer_find_nothing(cast: Cast, sign_in: As, call: Call) -> None:
    application = arrived(call, reviews=True)
    pages = [at("reviewers"), at("admission"), at("admission-application", application.pk), at("admission-publish")]
    found = {
        name: statuses(sign_in(getattr(cast, name)), pages)
        for name in ("second_secretary", "coordinator", "reviewer", "secretary")
    }
    # Everybody knows of a call that is published; nobody else sees what stands in its office.
    assert found == {"second_secretary": {403}, "coordinator": {403}, "reviewer": {403}, "secretary": {200}}
    foreign = CallFactory(network=cast.puertos, slug="otra", closed=True)
    theirs = ApplicationFactory(call=foreign, submitted=True)
    office = sign_in(cast.secretary)
    assert office.get(at("admission-application", theirs.pk)).status_code == 404
    review = ReviewFactory(application=theirs)
    assert office.post(at("reviewers-replace", review.pk), {"due": in_a_week()}).status_code == 404
    assert office.get(reverse("office:call-admission", args=["ucci", "otra"])).status_code == 404


def test_an_auditor_changes_nothing(cast: Cast, sign_in: As, call: Call) -> None:
    application = arrived(call)
    auditor = sign_in(cast.auditor)
    for address in (at("reviewers-draw"), at("reviewers-assign", application.pk), at("admission-decide")):
        assert auditor.post(address, {"application": application.pk}).status_code == 403
    assert auditor.post(at("admission-publish")).status_code == 403


@pytest.mark.parametrize("name", ["reviewers", "admission"])
def test_a_list_asks_as_much_for_three_as_for_one(
    cast: Cast, sign_in: As, call: Call, django_assert_max_num_queries: DjangoAssertNumQueries, name: str
) -> None:
    office = sign_in(cast.secretary)
    asked = []
    for _number in range(3):
        arrived(call, reviews=True)
        with django_assert_max_num_queries(12) as counted:
            assert office.get(at(name)).status_code == 200
        asked.append(len(counted))
    assert len(set(asked)) == 1


def test_a_city_reads_its_result_once_it_is_published_and_no_other_does(cast: Cast, sign_in: As, call: Call) -> None:
    application = ApplicationFactory(call=call, applicant=cast.la_paz, submitted=True)
    sent(application, cast.reviewer, 5, 4)
    page = reverse("desk:application-result", args=["la-paz-bo", application.pk])
    office = sign_in(cast.secretary)
    said = {"application": application.pk, "outcome": "selected", "reason": "Una candidatura redonda."}
    office.post(at("admission-decide"), said)
    words = ("Una candidatura redonda.", "Razón de strategy.")
    city = sign_in(cast.coordinator)
    overview = reverse("desk:application", args=["la-paz-bo", application.pk])
    before = city.get(page).content.decode() + city.get(overview).content.decode()
    assert [one in before for one in (*words, cast.secretary.name)] == [False, False, False]
    office.post(at("admission-publish"))
    after = city.get(page).content.decode()
    assert [one in after for one in (*words, cast.reviewer.name)] == [True, True, False]
    found = {name: sign_in(getattr(cast, name)).get(page).status_code for name in ("other_coordinator", "reviewer")}
    assert found["other_coordinator"] == 404
    assert found["reviewer"] in {403, 404}
