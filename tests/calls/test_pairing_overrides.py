"""Another partner than the run found, with a reason; pairs fixed and forbidden, each with its reason."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.factories.actors import UserFactory
from tests.factories.calls import SubmissionFactory
from tests.factories.pairing import done, world

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Call, PairingRun, PartnerPreference, Pin
from entreciudades.calls.results import result_of, to_propose
from entreciudades.calls.services.overriding import follow_run, override_pair
from entreciudades.calls.services.pairs import propose_pairs
from entreciudades.calls.services.pins import fix_pair, release_pair
from entreciudades.calls.snapshot import take
from entreciudades.core.errors import NotFound
from entreciudades.core.models import AuditEvent

pytestmark = pytest.mark.django_db

OVERRIDE = {"a": "vallehondo", "instead_of": "santa-bruma", "b": "sarapur", "reason": " Ya trabajaron juntas. "}


@pytest.fixture
def rows() -> dict[str, Application]:
    return world()[1]


@pytest.fixture
def call(rows: dict[str, Application]) -> Call:
    return rows["vallehondo"].call


@pytest.fixture
def by() -> User:
    return UserFactory()


def proposed(run: PairingRun) -> list[tuple[str, str, int | None, str]]:
    return [(pair.a, pair.b, pair.score, pair.override) for pair in to_propose(run)]


def test_what_a_run_leads_to(call: Call) -> None:
    assert proposed(done(call)) == [
        ("dunkhaven", "sarapur", 325_000, ""),
        ("portosole", "rivertown", 262_500, ""),
        ("vallehondo", "santa-bruma", 700_000, ""),
    ]


def test_another_partner_displaces_two_pairs(call: Call, by: User) -> None:
    run = override_pair(done(call), **OVERRIDE, by=by)
    assert proposed(run) == [
        ("portosole", "rivertown", 262_500, ""),
        ("vallehondo", "sarapur", 200_000, "Ya trabajaron juntas."),
    ]
    assert len(result_of(run).pairs) == 3  # what was found stays
    assert proposed(follow_run(run, by=by))[0] == ("dunkhaven", "sarapur", 325_000, "")
    assert [
        event.verb for event in AuditEvent.objects.filter(object_id=run.pk, verb__startswith="pairing.").order_by("id")
    ] == [
        "pairing.asked",
        "pairing.overridden",
        "pairing.followed",
    ]


def test_a_city_that_takes_two_keeps_the_pair_that_it_has(call: Call, rows: dict[str, Application], by: User) -> None:
    rows["sarapur"].capacity = 2
    SubmissionFactory(application=rows["sarapur"], number=2, frozen=take(rows["sarapur"]).written())
    run = override_pair(done(call), **OVERRIDE, by=by)
    assert [pair[:2] for pair in proposed(run)] == [
        ("dunkhaven", "sarapur"),
        ("portosole", "rivertown"),
        ("vallehondo", "sarapur"),
    ]


def test_it_is_proposed_with_its_reason(call: Call, by: User) -> None:
    run = override_pair(done(call), **OVERRIDE, by=by)
    pairs = propose_pairs(run, by=by)
    assert sorted((pair.a.applicant.slug, pair.b.applicant.slug, pair.override) for pair in pairs) == [
        ("portosole", "rivertown", ""),
        ("vallehondo", "sarapur", "Ya trabajaron juntas."),
    ]
    with pytest.raises(ValidationError):
        override_pair(run, **OVERRIDE, by=by)
    with pytest.raises(ValidationError):
        follow_run(run, by=by)
    run.refresh_from_db()
    assert len(run.overrides) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"b": "portosole"}, "b"),  # of the same side
        ({"b": "santa-bruma"}, "b"),  # the run says so already
        ({"b": "vallehondo"}, "b"),
        ({"b": "nowhere"}, "b"),
    ],
)
def test_another_partner_that_is_refused(call: Call, by: User, change: dict[str, str], field: str) -> None:
    run = done(call)
    with pytest.raises(ValidationError) as refused:
        override_pair(run, **(OVERRIDE | change), by=by)
    assert list(refused.value.message_dict) == [field]
    run.refresh_from_db()
    assert run.overrides == []


def test_a_pair_that_the_run_does_not_have(call: Call, by: User) -> None:
    with pytest.raises(NotFound):
        override_pair(done(call), **(OVERRIDE | {"instead_of": "rivertown"}), by=by)


def test_what_cities_said_of_each_other_stays_theirs(rows: dict[str, Application], by: User) -> None:
    call = rows["vallehondo"].call
    PartnerPreference.objects.create(application=rows["vallehondo"], other=rows["santa-bruma"], level=4)
    Call.objects.filter(pk=call.pk).update(parameters={"pairing/weights/preference": "50"})
    call.refresh_from_db()
    run = override_pair(done(call), **OVERRIDE, by=by)
    assert "preference" in result_of(run).pairs[0].parts
    assert {part for pair in to_propose(run) for part in (*pair.parts, *pair.unknown)} == {
        "complementarity",
        "shared_challenge",
        "scale",
        "language",
        "agenda",
    }


def test_a_pair_is_fixed_changed_and_released(rows: dict[str, Application], by: User) -> None:
    call, a, b = rows["vallehondo"].call, rows["vallehondo"], rows["sarapur"]
    fix_pair(call, kind="require", a=b, b=a, reason=" Lo acordaron. ", by=by)
    pin = fix_pair(call, kind="forbid", a=a, b=b, reason="Ya no.", by=by)
    assert [(one.kind, one.a, one.b, one.reason, one.made_by) for one in Pin.objects.all()] == [
        ("forbid", a, b, "Ya no.", by)
    ]
    release_pair(pin, by=by)
    assert Pin.objects.count() == 0
    assert [event.verb for event in AuditEvent.objects.filter(scope=call.network_id).order_by("id")] == [
        "pairing.fixed",
        "pairing.fixed",
        "pairing.released",
    ]


@pytest.mark.parametrize(
    ("a", "b", "reason", "field"),
    [
        ("vallehondo", "vallehondo", "Una razón.", "b"),
        ("vallehondo", "sarapur", "", "reason"),
        ("vallehondo", "rivertown", "Una razón.", "b"),
        ("rivertown", "vallehondo", "Una razón.", "a"),
    ],
)
def test_what_cannot_be_fixed(  # noqa: PLR0917 - a row of the table
    rows: dict[str, Application], by: User, a: str, b: str, reason: str, field: str
) -> None:
    Application.objects.filter(pk=rows["rivertown"].pk).update(state="withdrawn", submitted_at=timezone.now())
    with pytest.raises(ValidationError) as refused:
        fix_pair(rows["vallehondo"].call, kind="require", a=rows[a], b=rows[b], reason=reason, by=by)
    assert list(refused.value.message_dict) == [field]
    assert Pin.objects.count() == 0
