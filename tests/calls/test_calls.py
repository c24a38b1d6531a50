"""The life of a call: begun, published when nothing is missing, closed, extended, changed, ended; who is told."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from tests.factories.actors import CityFactory, MembershipFactory
from tests.factories.calls import ApplicationFactory, CallFactory, CallMethodologyFactory, GroupMemberFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.whole import put_text

from entreciudades.actors.models import Adoption
from entreciudades.calls.indexing import index_call
from entreciudades.calls.lacks import lacks_of
from entreciudades.calls.models import Call, CallDecision
from entreciudades.calls.services.call import (
    begin_call,
    change_draft,
    publish_call,
    write_call_text,
)
from entreciudades.calls.services.deadline import close_due_calls, remind_of_deadlines
from entreciudades.calls.services.decisions import cancel_call, change_call, change_texts, extend_call, finish_call
from entreciudades.core.errors import MoveRefused, RowConflict, told
from entreciudades.core.models import AuditEvent, IndexEntry, OutboxMessage, Text
from entreciudades.core.parts import Opened, digest_of
from entreciudades.core.refs import kind_of
from entreciudades.notices.facts import kept, shown
from entreciudades.notices.mailing import mail_notices
from entreciudades.notices.models import Notice

REASON = "Lo pidieron doce ciudades."
DEADLINE = dt.datetime(2027, 3, 4, 22, 59, tzinfo=dt.UTC)


@pytest.fixture
def draft(cast: Cast) -> Call:
    """A call of UCCI in two languages with all that it needs."""
    call = CallFactory(network=cast.ucci, slug="pares", draft=True, languages=["es", "pt", "fr"], closes_at=DEADLINE)
    for language in ("es", "pt"):
        put_text(call, "summary", f"Resumen en {language}.", language)
    return call


@pytest.fixture
def published(draft: Call) -> Call:
    """The same before the public, with La Paz and Riomayor applying."""
    return publish_call(draft, by=None)


def fresh(cast: Cast, **values: Any) -> Call:
    methodology = CallMethodologyFactory()
    Adoption.objects.get_or_create(network=cast.ucci, methodology=methodology)
    said: dict[str, Any] = {
        "network": cast.ucci,
        "methodology": methodology,
        "titles": {"es": "Pares 2027"},
        "opens_at": timezone.now(),
        "closes_at": DEADLINE,
        "languages": ["es"],
    }
    return Call(**said | values)


def test_a_call_begins_as_a_draft_with_a_slug_of_its_title(cast: Cast) -> None:
    call = begin_call(fresh(cast), by=cast.secretary)
    event = AuditEvent.objects.get(verb="call.begun")
    assert (call.slug, call.state, call.published_at) == ("pares-2027", "draft", None)
    assert (event.actor_id, event.scope, event.object_id) == (cast.secretary.pk, cast.ucci.pk, call.pk)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"zone": "Europa/Madrid"}, "zone"),
        ({"languages": []}, "languages"),
        ({"component": "c9"}, "component"),
        ({"parameters": {"eligible/population/more_than": "-5"}}, "parameters"),
        ({"parameters": {"pairing/min_score": "1.5"}}, "parameters"),
        ({"parameters": {"pairing/capacity": "1.5"}}, "parameters"),
        ({"parameters": {"pairing/accept_days": "10000000000"}}, "parameters"),
        ({"parameters": {"pairing/rounds": "1000000000"}}, "parameters"),
        ({"parameters": {"pairing/weights/scale": "1" + "0" * 30}}, "parameters"),
        ({"parameters": {"mend_days": "4000000"}}, "parameters"),
        ({"parameters": {"eligible/population/more_than": "1" + "0" * 400}}, "parameters"),
        ({"parameters": {"themes/min": "4"}}, "parameters"),
        ({"parameters": {"no/such": "1"}}, "parameters"),
        ({"countries": {"moon": ["ES"]}}, "countries"),
        ({"quota": {"BR": -1}}, "quota"),
        ({"quota": {"BR": 10**20}}, "quota"),
        ({"quota": {"BR": "3"}}, "quota"),
        ({"titles": {}}, "titles"),
        ({"closes_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field_and_nothing_is_kept(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        begin_call(fresh(cast, **values), by=cast.secretary)
    assert list(caught.value.message_dict) == [field]
    assert Call.objects.count() == 0


def test_a_call_begins_by_an_adopted_methodology_with_calls_alone(cast: Cast) -> None:
    with pytest.raises(ValidationError) as not_adopted:
        begin_call(fresh(cast, methodology=CallMethodologyFactory(version="9")), by=cast.secretary)
    of_programmes = MethodologyFactory()
    Adoption.objects.create(network=cast.ucci, methodology=of_programmes)
    with pytest.raises(ValidationError) as no_calls:
        begin_call(fresh(cast, methodology=of_programmes), by=cast.secretary)
    with pytest.raises(ValidationError) as no_search:
        begin_call(fresh(cast, holder=cast.la_paz), by=cast.secretary)
    with pytest.raises(ValidationError) as not_member:
        begin_call(fresh(cast, holder=CityFactory()), by=cast.secretary)
    caught = [not_adopted, no_calls, no_search, not_member]
    assert [list(one.value.message_dict) for one in caught] == [
        ["methodology"],
        ["methodology"],
        ["holder"],
        ["holder"],
    ]


def test_a_draft_says_all_that_it_lacks_and_is_not_published(cast: Cast) -> None:
    call = CallFactory(
        network=cast.ucci,
        draft=True,
        titles={"es": "Pares"},
        languages=["es", "pt"],
        countries={"partner": ["ES", "BR"]},
        quota={"JP": 1},
        parameters={"criteria/strategy": "0", "criteria/people": "0"},
        opens_at=timezone.now() - dt.timedelta(days=9),
        closes_at=timezone.now() - dt.timedelta(days=1),
    )
    put_text(call, "summary", "Resumen.")
    found = [(one.where, one.language) for one in lacks_of(call, "es")]
    assert found == [
        ("facts", ""),
        ("facts", "pt"),
        ("texts", "pt"),
        ("parameters", ""),
        ("countries", ""),
        ("countries", ""),
    ]
    with pytest.raises(ValidationError) as caught:
        publish_call(call, by=cast.secretary)
    assert len(told(caught.value)) == len(found)
    call.refresh_from_db()
    assert (call.state, Text.objects.of(call).get().published_body) == ("draft", None)


def test_publishing_makes_texts_public_and_found_and_tells_nobody(draft: Call, cast: Cast) -> None:
    call = publish_call(draft, by=cast.secretary)
    assert (call.state, call.published_at is not None) == ("open", True)
    assert {text.published_body for text in Text.objects.of(call)} == {"Resumen en es.", "Resumen en pt."}
    assert IndexEntry.objects.filter(object_kind=kind_of(call), object_id=call.pk).count() == 3
    assert Notice.objects.count() == 0
    with pytest.raises(MoveRefused):
        publish_call(call, by=cast.secretary)


def test_a_draft_is_changed_without_a_reason_and_never_over_somebody_elses_words(draft: Call, cast: Cast) -> None:
    opened = Opened(("parameters",), digest_of(draft, ("parameters",)))
    first, second = Call.objects.get(pk=draft.pk), Call.objects.get(pk=draft.pk)
    first.parameters = {"mend_days": "5"}
    change_draft(first, by=cast.secretary, opened=opened)
    second.parameters = {"mend_days": "7"}
    with pytest.raises(RowConflict):
        change_draft(second, by=cast.secretary, opened=opened)
    assert Call.objects.get(pk=draft.pk).parameters == {"mend_days": "5"}
    assert CallDecision.objects.count() == 0


def test_a_published_call_is_no_draft_any_more(published: Call) -> None:
    with pytest.raises(ValidationError):
        change_draft(published, by=None)


@pytest.fixture
def applicants(published: Call, cast: Cast) -> dict[str, Any]:
    """La Paz writes; Riomayor heads a group with a city that did not refuse and one that did; one withdrew."""
    joined, refused, gone = CityFactory(slug="juntas"), CityFactory(slug="aparte"), CityFactory(slug="ida")
    of_joined, of_refused, of_gone = (
        MembershipFactory(organisation=one, role="colleague").user for one in (joined, refused, gone)
    )
    ApplicationFactory(call=published, applicant=cast.la_paz)
    group = ApplicationFactory(call=published, applicant=cast.riomayor, submitted=True)
    GroupMemberFactory(application=group, organisation=joined)
    GroupMemberFactory(application=group, organisation=refused, refused_at=timezone.now())
    ApplicationFactory(call=published, applicant=gone, state="withdrawn")
    return {"joined": of_joined, "refused": of_refused, "gone": of_gone, "group": group}


def people_told() -> dict[str, str]:
    """Who was told last, and where it leads."""
    return {one.user.email: one.path for one in Notice.objects.order_by("pk").select_related("user")}


def test_an_extension_is_a_decision_with_a_reason_that_every_applicant_is_told(
    published: Call, applicants: dict[str, Any], cast: Cast
) -> None:
    later = DEADLINE + dt.timedelta(days=14)
    call = extend_call(published, closes_at=later, reason=REASON, by=cast.secretary)
    decision = call.decisions.get()
    assert (decision.verb, decision.reason, decision.made_by) == ("extend", REASON, cast.secretary)
    assert (decision.before, decision.after) == (
        {"closes_at": DEADLINE.isoformat()},
        {"closes_at": later.isoformat()},
    )
    group = applicants["group"].pk
    assert people_told() == {
        "carmen@example.org": f"/desk/organisations/la-paz-bo/applications/{group - 1}/",
        "cesar@example.org": f"/desk/organisations/la-paz-bo/applications/{group - 1}/",
        "olga@example.org": f"/desk/organisations/riomayor/applications/{group}/",
        applicants["joined"].email: f"/desk/organisations/juntas/applications/{group}/",
    }
    with override("en"):
        said = Notice.objects.get(user=cast.coordinator).words
    deadline = "Thursday, 18 March 2027, 23:59 (Madrid time)"
    assert said == f"Call pares: the deadline is now {deadline}. Reason: {REASON}"


def test_an_extension_comes_by_mail_at_once(
    published: Call, applicants: dict[str, Any], cast: Cast, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"
    extend_call(published, closes_at=DEADLINE + dt.timedelta(days=1), reason=REASON, by=cast.secretary)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=False):
        mail_notices()
    mails = OutboxMessage.objects.filter(kind="mail")
    assert sorted(to for mail in mails for to in mail.payload["to"]) == sorted(people_told())
    assert [REASON in mail.payload["body"] for mail in mails] == [True] * 4


def test_after_the_deadline_an_extension_opens_the_call_again(published: Call, cast: Cast) -> None:
    with time_machine.travel(DEADLINE + dt.timedelta(hours=1), tick=False):
        assert close_due_calls() == 1
        call = extend_call(published, closes_at=DEADLINE + dt.timedelta(days=2), reason=REASON, by=cast.secretary)
        assert (call.state, close_due_calls()) == ("open", 0)


@pytest.mark.parametrize("delta", [dt.timedelta(0), -dt.timedelta(days=1)])
def test_an_extension_to_no_later_moment_is_refused(published: Call, delta: dt.timedelta, cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        extend_call(published, closes_at=DEADLINE + delta, reason=REASON, by=cast.secretary)
    assert list(caught.value.message_dict) == ["closes_at"]
    with pytest.raises(ValidationError) as without:
        extend_call(published, closes_at=DEADLINE + dt.timedelta(days=1), reason="  ", by=cast.secretary)
    assert list(without.value.message_dict) == ["reason"]
    assert (Call.objects.get(pk=published.pk).closes_at, CallDecision.objects.count()) == (DEADLINE, 0)


@pytest.mark.parametrize(("after", "closed"), [(-1, 0), (0, 0), (0.9, 0), (1, 1)])
def test_a_call_closes_when_the_second_of_its_deadline_is_over(published: Call, after: float, closed: int) -> None:
    assert close_due_calls(DEADLINE + dt.timedelta(seconds=after)) == closed
    assert Call.objects.get(pk=published.pk).state == ("under-review" if closed else "open")


def test_the_secretariat_is_told_what_arrived(published: Call, applicants: dict[str, Any], cast: Cast) -> None:
    close_due_calls(DEADLINE + dt.timedelta(seconds=1))
    notice = Notice.objects.get()
    assert (notice.user, notice.path, notice.facts["count"]) == (
        cast.secretary,
        "/office/ucci/calls/pares/applications/",
        1,
    )


@pytest.mark.parametrize(("days", "told_of"), [(4, 0), (3, 1), (2, 0)])
def test_whoever_has_not_submitted_is_reminded_once_three_days_before(
    published: Call, applicants: dict[str, Any], days: int, told_of: int
) -> None:
    assert remind_of_deadlines(DEADLINE.date() - dt.timedelta(days=days)) == told_of
    assert list(people_told()) == ["carmen@example.org", "cesar@example.org"] * told_of


def test_a_change_keeps_what_each_field_said_before(published: Call, applicants: dict[str, Any], cast: Cast) -> None:
    published.parameters = {"eligible/population/more_than": "50000"}
    published.quota = {"BR": 3}
    change_call(published, reason=REASON, by=cast.secretary)
    decision = published.decisions.get()
    assert (decision.before, decision.after) == (
        {"parameters": {}, "quota": {}},
        {"parameters": {"eligible/population/more_than": "50000"}, "quota": {"BR": 3}},
    )
    assert set(Notice.objects.values_list("kind", flat=True)) == {"call.changed"}
    change_call(published, reason=REASON, by=cast.secretary)
    assert published.decisions.count() == 1


def test_what_cities_have_read_is_settled(published: Call, cast: Cast) -> None:
    published.closes_at = DEADLINE + dt.timedelta(days=1)
    published.zone = "UTC"
    with pytest.raises(ValidationError) as caught:
        change_call(published, reason=REASON, by=cast.secretary)
    assert list(caught.value.message_dict) == ["closes_at", "zone"]


def test_newer_texts_are_read_once_a_reason_is_given(published: Call, cast: Cast) -> None:
    write_call_text(published, "summary", "es", "Otro resumen.", expected_version=1, by=cast.secretary)
    text = Text.objects.of(published).get(language="es")
    assert text.published_body == "Resumen en es."
    change_texts(published, reason=REASON, by=cast.secretary)
    text.refresh_from_db()
    decision = published.decisions.get()
    assert (text.published_body, decision.before) == ("Otro resumen.", {"summary/es": "Resumen en es."})
    with pytest.raises(ValidationError):
        change_texts(published, reason=REASON, by=cast.secretary)


def test_a_text_that_no_call_has_is_refused(draft: Call) -> None:
    with pytest.raises(ValidationError):
        write_call_text(draft, "no-such-text", "es", "x", expected_version=0, by=None)


def test_a_cancelled_call_says_why_and_changes_no_more(published: Call, applicants: dict[str, Any], cast: Cast) -> None:
    call = cancel_call(published, reason=REASON, by=cast.secretary)
    assert (call.state, call.decisions.get().verb, len(people_told())) == ("cancelled", "cancel", 4)
    call.quota = {"BR": 1}
    with pytest.raises(ValidationError):
        change_call(call, reason=REASON, by=cast.secretary)
    with pytest.raises(MoveRefused):
        extend_call(call, closes_at=DEADLINE + dt.timedelta(days=1), reason=REASON, by=cast.secretary)


def test_only_a_decided_call_finishes(published: Call, cast: Cast) -> None:
    with pytest.raises(MoveRefused):
        finish_call(published, reason=REASON, by=cast.secretary)
    Call.objects.update(state="decided")
    assert finish_call(published, reason=REASON, by=cast.secretary).state == "finished"


def test_the_index_made_anew_says_the_same(published: Call) -> None:
    kept = list(IndexEntry.objects.values_list("object_kind", "language", "title", "body_terms"))
    index_call(published)
    assert list(IndexEntry.objects.values_list("object_kind", "language", "title", "body_terms")) == kept


def test_drafts_are_for_their_own_network_and_the_city_that_holds(draft: Call, cast: Cast) -> None:
    draft.holder = cast.la_paz
    draft.save()
    sees = {name for name, one in cast.everybody.items() if Call.objects.visible_to(one).exists()}
    assert sees == {"secretary", "auditor", "coordinator", "colleague"}


def test_a_fact_may_be_a_moment_on_a_clock() -> None:
    fact = kept({"deadline": DEADLINE.astimezone(ZoneInfo("America/La_Paz"))})
    assert shown(fact) == {"deadline": "jueves, 4 de marzo de 2027, 18:59 (hora de La Paz)"}
