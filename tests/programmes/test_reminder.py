"""A network reminds a city: one mail for each coordinator, in their language, by the outbox."""

from typing import Any

import pytest
from tests.factories.actors import MembershipFactory, UserFactory
from tests.factories.cast import Cast
from tests.factories.programmes import ProgrammeFactory

from entreciudades.core.models import AuditEvent, OutboxMessage
from entreciudades.programmes.errors import NobodyToRemind
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import progress_of
from entreciudades.programmes.services import remind

TITLES = {"es": "Programa de La Paz", "pt": "Programa de La Paz em português"}


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return ProgrammeFactory(holder=cast.la_paz, network=cast.ucci, slug="la-paz-2017", titles=TITLES)


def mails() -> list[dict[str, object]]:
    return [message.payload for message in OutboxMessage.objects.order_by("id")]


def test_each_coordinator_gets_one_mail_in_their_language(programme: Programme, cast: Cast) -> None:
    paulo = UserFactory(name="Paulo Inventado", email="paulo@example.org", preferred_language="pt")
    MembershipFactory(organisation=cast.la_paz, user=paulo, role="coordinator")
    assert remind(programme, message=" Falta poco. ", by=cast.secretary) == 2
    first, second = mails()
    assert [first["to"], second["to"]] == [["carmen@example.org"], ["paulo@example.org"]]
    assert (TITLES["es"] in first["subject"], TITLES["pt"] in second["subject"]) == (True, True)
    assert TITLES["pt"] not in str(first)
    assert first["reply_to"] == ["sofia@example.org"]
    lines = str(first["body"]).splitlines()
    assert "Falta poco." in lines
    assert "http://testserver/desk/programmes/la-paz-2017/" in lines
    assert lines[-1] == "Sofia Inventada"
    [[page, media_type]] = first["alternatives"]
    assert (media_type, "Falta poco." in page) == ("text/html", True)


def test_it_names_ten_of_the_missing_parts_and_counts_the_rest(programme: Programme, cast: Cast) -> None:
    remind(programme, message="Falta poco.", by=cast.secretary)
    [mail] = mails()
    body = str(mail["body"])
    missing = progress_of(programme).missing
    assert [line for line in body.splitlines() if line.startswith("- ")] == [
        f"- {one.where}: {one.what}" for one in missing[:10]
    ]
    assert str(len(missing) - 10) in body


def test_it_is_told_by_the_trail_without_words(programme: Programme, cast: Cast) -> None:
    remind(programme, message="Secreto.", by=cast.secretary)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.object_id, event.scope, event.details) == (
        "programme.reminded", cast.secretary, programme.pk, cast.ucci.pk, {"people": 1},
    )  # fmt: skip


def test_colleagues_strangers_and_those_who_may_not_sign_in_are_not_written_to(
    programme: Programme, cast: Cast
) -> None:
    gone = UserFactory(is_active=False)
    MembershipFactory(organisation=cast.la_paz, user=gone, role="coordinator")
    assert remind(programme, message="Falta poco.", by=cast.secretary) == 1
    assert [mail["to"] for mail in mails()] == [["carmen@example.org"]]


def test_somebody_with_two_roles_is_written_to_once(cast: Cast) -> None:
    programme = ProgrammeFactory(holder=cast.ucci, network=cast.ucci, variant="network")
    MembershipFactory(organisation=cast.ucci, user=cast.secretary, role="coordinator")
    assert remind(programme, message="Falta poco.", by=cast.secretary) == 1
    assert len(mails()) == 1


def test_nobody_to_remind_is_said(cast: Cast) -> None:
    cast.la_paz.memberships.filter(role="coordinator").delete()
    programme = ProgrammeFactory(holder=cast.la_paz, network=cast.ucci)
    with pytest.raises(NobodyToRemind):
        remind(programme, message="Falta poco.", by=cast.secretary)
    assert (OutboxMessage.objects.count(), AuditEvent.objects.count()) == (0, 0)
