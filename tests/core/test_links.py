"""Links without a login: random, kept as a hash, ended by date, by use or by hand; reading uses nothing up."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.core.errors import LinkRefused
from entreciudades.core.links import extend_links, find_link, make_link, revoke_links, use_links
from entreciudades.core.models import Link

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
TOMORROW = NOON + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def reason(token: str, purpose: str = "contribution") -> str:
    """Why the link is refused; "" where it is not."""
    try:
        find_link(token, purpose)
    except LinkRefused as refused:
        return refused.reason
    return ""


def test_a_token_leads_to_its_object_and_is_not_kept(ana: User) -> None:
    token = make_link("contribution", ana, expires_at=TOMORROW)
    assert re.fullmatch(r"[\w-]{43}", token)
    link = find_link(token, "contribution")
    assert (link.object_kind, link.object_id, link.expires_at) == ("accounts.user", ana.pk, TOMORROW)
    assert token not in {str(value) for value in Link.objects.values().get().values()}


def test_reading_uses_nothing_up(ana: User) -> None:
    token = make_link("contribution", ana, expires_at=TOMORROW)
    before = Link.objects.values().get()
    assert [reason(token) for _time in range(3)] == ["", "", ""]
    assert Link.objects.values().get() == before


def test_every_link_is_another(ana: User) -> None:
    tokens = {make_link("contribution", ana, expires_at=None) for _time in range(20)}
    assert len(tokens) == 20
    assert {reason(token) for token in tokens} == {""}


@pytest.mark.parametrize("guess", ["", "x", "x" * 43, "x" * 10_000, "ñ", "../../etc", "%00"])
def test_a_guess_is_unknown(ana: User, guess: str) -> None:
    make_link("contribution", ana, expires_at=TOMORROW)
    with pytest.raises(LinkRefused) as refused:
        find_link(guess, "contribution")
    assert (refused.value.reason, refused.value.link) == ("unknown", None)


def test_the_hash_is_no_token(ana: User) -> None:
    make_link("contribution", ana, expires_at=TOMORROW)
    assert reason(Link.objects.get().token_sha256) == "unknown"


def test_a_link_is_good_for_its_purpose_alone(ana: User) -> None:
    assert reason(make_link("calendar", ana, expires_at=None)) == "unknown"


def test_a_link_ends_at_its_end_and_may_be_given_longer(ana: User, noon: time_machine.Traveller) -> None:
    token = make_link("contribution", ana, expires_at=TOMORROW)
    noon.move_to(TOMORROW - dt.timedelta(seconds=1))
    assert reason(token) == ""
    noon.move_to(TOMORROW)
    assert reason(token) == "expired"
    assert extend_links("contribution", ana, expires_at=TOMORROW + dt.timedelta(days=7)) == 1
    assert reason(token) == ""


def test_all_links_of_an_object_are_used_together_and_no_other(ana: User, luis: User) -> None:
    first, reminder = (make_link("contribution", ana, expires_at=TOMORROW) for _time in range(2))
    others, calendar = make_link("contribution", luis, expires_at=TOMORROW), make_link("calendar", ana, expires_at=None)
    assert use_links("contribution", ana) == 2
    assert [reason(first), reason(reminder), reason(others), reason(calendar, "calendar")] == ["used", "used", "", ""]
    assert (use_links("contribution", ana), revoke_links("contribution", ana)) == (0, 0)


def test_a_revoked_link_stays_revoked(ana: User) -> None:
    token = make_link("contribution", ana, expires_at=TOMORROW)
    assert revoke_links("contribution", ana) == 1
    assert extend_links("contribution", ana, expires_at=TOMORROW) == 0
    with pytest.raises(LinkRefused) as refused:
        find_link(token, "contribution")
    assert (refused.value.reason, refused.value.link.revoked_at) == ("revoked", timezone.now())
