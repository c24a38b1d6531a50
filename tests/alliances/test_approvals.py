"""What the law of each party's country asks before a signature: rules of a file and of networks, and their clock."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from tests.factories.actors import CityFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory, AllianceFactory, SeatFactory
from tests.factories.cast import Cast

from entreciudades.alliances.approvals import asked, asked_of, due_on, open_before_signing
from entreciudades.alliances.models import Agreement, AgreementParty, ApprovalRule
from entreciudades.alliances.services.approvals import keep_rule, record_approval, remove_rule, sync_rules
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Task

pytestmark = pytest.mark.usefixtures("db")
TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False):
        yield


def between(*countries: str, kind: str = "framework-agreement", **values: Any) -> Agreement:
    agreement: Agreement = AgreementFactory(kind=kind, state="agreed", **values)
    for country in countries:
        real = {"country": country, "fictional_country": {}}
        city = CityFactory(**(real if len(country) == 2 else {"country": "", "fictional_country": {"es": country}}))
        AgreementPartyFactory(agreement=agreement, organisation=city)
    return agreement


def keys(agreement: Agreement) -> list[tuple[str, str]]:
    return [(one.party.organisation.country, one.rule.key) for one in asked(agreement)]


def of_network(cast: Cast, **values: Any) -> ApprovalRule:
    said = {
        "network": cast.ucci,
        "country": "x-monterral",
        "key": "permiso",
        "titles": {"es": "Permiso del Senado"},
        "authorities": {"es": "Senado de Monterral"},
        "kinds": ["framework-agreement"],
        "legal_source": "Ley inventada 1/2020, art. 3",
        "days": 5,
    }
    return keep_rule(ApprovalRule(**(said | values)), by=cast.secretary)


def test_shipped_rules_ask_by_country_and_kind_of_agreements_with_cities_abroad() -> None:
    assert keys(between("ES", "BO")) == [("ES", "informe-ley-25-2014-art-52")]
    assert keys(between("MX", "ES", kind="twinning")) == [
        ("MX", "dictamen-tratados-art-7"),
        ("MX", "registro-tratados-art-7"),
    ]
    assert keys(between("ES", "BO", kind="declaration")) == []
    assert keys(between("MX", "MX")) == []


def test_the_file_is_brought_in_once_and_what_changed_again(cast: Cast, tmp_path: Any) -> None:
    assert (ApprovalRule.objects.filter(network=None).count(), sync_rules()) == (3, 0)
    ApprovalRule.objects.filter(country="ES").update(days=99)
    assert sync_rules() == 1
    assert ApprovalRule.objects.get(country="ES").days == 10
    none = tmp_path / "none.toml"
    none.write_text("approval = []")
    agreement = between("ES", "BO")
    [one] = asked(agreement)
    record_approval(one.party, one.rule, state="requested", requested_on=TODAY, by=cast.coordinator)
    assert sync_rules(none) == 0
    assert [rule.country for rule in ApprovalRule.objects.filter(network=None)] == ["ES"]


@pytest.mark.parametrize(
    ("days", "working", "requested", "expected"),
    [
        (10, False, dt.date(2026, 11, 2), dt.date(2026, 11, 12)),
        (10, True, dt.date(2026, 11, 2), dt.date(2026, 11, 16)),
        (1, True, dt.date(2026, 11, 6), dt.date(2026, 11, 9)),
        (1, True, dt.date(2026, 11, 7), dt.date(2026, 11, 9)),
        (None, True, dt.date(2026, 11, 7), None),
    ],
)
def test_the_term_counts_days_or_working_days(
    *, days: int | None, working: bool, requested: dt.date, expected: dt.date | None
) -> None:
    assert due_on(ApprovalRule(days=days, working_days=working), requested) == expected


def test_a_request_has_its_clock_and_a_task_until_it_is_answered(cast: Cast) -> None:
    agreement = between("ES", "BO")
    [one] = asked(agreement)
    said: dict[str, Any] = {"by": cast.coordinator, "scope": cast.la_paz.pk}
    approval = record_approval(one.party, one.rule, state="requested", requested_on=TODAY, **said)
    assert approval.due_on == dt.date(2026, 12, 4)
    task = Task.objects.get(kind="approval.answer")
    assert (task.organisation, task.due, task.done_at) == (one.party.organisation, dt.date(2026, 12, 4), None)
    assert len(open_before_signing(agreement)) == 1

    record_approval(
        one.party, one.rule, state="given", requested_on=TODAY, answered_on=TODAY, reference="AJI 12/26", **said
    )
    assert open_before_signing(agreement) == []
    task.refresh_from_db()
    assert task.done_at is not None
    events = AuditEvent.objects.filter(verb__startswith="approval.").order_by("id")
    assert [event.verb for event in events] == ["approval.requested", "approval.given"]


def test_silence_allows_once_the_term_is_over_or_never(cast: Cast) -> None:
    rule = of_network(cast, silence="allows")
    agreement = between("Monterral", "BO", network=cast.ucci)
    [one] = asked(agreement)
    assert one.rule == rule
    record_approval(one.party, rule, state="requested", requested_on=TODAY, by=cast.secretary)
    assert len(open_before_signing(agreement, dt.date(2026, 11, 25))) == 1
    assert open_before_signing(agreement, dt.date(2026, 11, 26)) == []
    keep_rule(rule_waits(rule), by=cast.secretary)
    assert len(open_before_signing(agreement, dt.date(2027, 11, 26))) == 1


def rule_waits(rule: ApprovalRule) -> ApprovalRule:
    rule.silence = "waits"
    return rule


def test_a_refusal_keeps_from_signing_and_what_is_not_needed_does_not(cast: Cast) -> None:
    agreement = between("ES", "BO")
    [one] = asked(agreement)
    record_approval(one.party, one.rule, state="refused", answered_on=TODAY, by=cast.coordinator)
    assert len(open_before_signing(agreement)) == 1
    record_approval(one.party, one.rule, state="not-needed", note="No es administrativo.", by=cast.coordinator)
    assert open_before_signing(agreement) == []


def test_what_is_asked_after_the_signature_keeps_nobody_from_it() -> None:
    agreement = between("MX", "BO")
    assert [one.rule.key for one in open_before_signing(agreement)] == ["dictamen-tratados-art-7"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"state": "requested"}, "requested_on"),
        ({"state": "requested", "requested_on": TODAY + dt.timedelta(days=1)}, "requested_on"),
        ({"state": "given"}, "answered_on"),
        ({"state": "given", "requested_on": TODAY, "answered_on": TODAY - dt.timedelta(days=1)}, "answered_on"),
        ({"state": "requested", "requested_on": TODAY, "answered_on": TODAY}, "answered_on"),
        ({"state": "not-needed"}, "note"),
        ({"state": "perhaps"}, "state"),
    ],
)
def test_what_is_missing_is_told_on_its_field(cast: Cast, said: dict[str, Any], field: str) -> None:
    [one] = asked(between("ES", "BO"))
    with pytest.raises(ValidationError) as refused:
        record_approval(one.party, one.rule, **said, by=cast.coordinator)
    assert list(refused.value.message_dict) == [field]
    assert asked(one.party.agreement)[0].approval is None


def test_a_rule_of_one_network_holds_in_its_register_alone(cast: Cast) -> None:
    of_network(cast)
    assert len(asked(between("Monterral", "BO", network=cast.ucci))) == 1
    assert asked(between("Monterral", "BO", network=cast.puertos)) == []
    assert asked(between("Monterral", "BO")) == []


def test_a_rule_with_which_somebody_has_begun_stays(cast: Cast) -> None:
    rule = of_network(cast)
    [one] = asked(between("Monterral", "BO", network=cast.ucci))
    record_approval(one.party, rule, state="requested", requested_on=TODAY, by=cast.secretary)
    with pytest.raises(ValidationError):
        remove_rule(rule, by=cast.secretary)
    shipped = ApprovalRule.objects.get(country="ES")
    with pytest.raises(ValidationError):
        remove_rule(shipped, by=cast.secretary)
    rule.kinds = ["twinning"]
    keep_rule(rule, by=cast.secretary)
    assert [one.state for one in asked(one.party.agreement)] == ["requested"]


def test_however_many_agreements_are_asked_about_in_as_many_queries(django_assert_num_queries: Any) -> None:
    agreements = [between("ES", "BO") for _number in range(3)]
    with django_assert_num_queries(3):
        found = asked_of(agreements)
    assert {pk: len(rows) for pk, rows in found.items()} == {one.pk: 1 for one in agreements}
    with django_assert_num_queries(3):
        asked_of(agreements[:1])


def test_a_party_that_left_is_asked_nothing(cast: Cast) -> None:
    agreement = between("ES", "BO", "AR")
    party = AgreementParty.objects.get(agreement=agreement, organisation__country="ES")
    agreement.alliance = AllianceFactory()
    agreement.save()
    SeatFactory(alliance=agreement.alliance, organisation=party.organisation, state="left", left_on=TODAY)
    assert asked(agreement) == []
