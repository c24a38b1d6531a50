"""A person learns all that is kept of them; what is kept for a time is forgotten by itself."""

import datetime as dt
import json

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from click.testing import CliRunner
from django.utils import timezone
from django.utils.translation import override
from tests.factories.actors import CityFactory, MembershipFactory, PersonFactory, UserFactory
from tests.factories.cast import Cast

from entreciudades.accounts.models import User
from entreciudades.actors.consents import give_consent
from entreciudades.actors.models import Absence, Handover, Invitation, Person, Promise
from entreciudades.actors.services import keep_part, write_presentation
from entreciudades.cli import people
from entreciudades.core import privacy
from entreciudades.core.models import AuditEvent
from entreciudades.notices.models import Notice, Task
from entreciudades.notices.services import notify, open_task
from entreciudades.processes import retention
from entreciudades.processes.erasure import erase
from entreciudades.processes.personal_data import all_about

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def test_all_about_somebody_with_an_account_and_a_contact_of_the_same_address(cast: Cast) -> None:
    PersonFactory(organisation=cast.riomayor, name="Carmen I.", email="Carmen@example.org", phone="+1 555 0100")
    write_presentation(cast.la_paz, "es", "Una ciudad.", expected_version=0, by=cast.coordinator)
    stranger = PersonFactory(organisation=cast.riomayor, email="otra@example.org")

    found = all_about("carmen@example.org ")
    said = {(one.key, field.value) for one in found.records for field in one.fields if field.value}
    assert {("accounts.user", "carmen@example.org"), ("actors.person", "+1 555 0100")} <= said
    assert [role.endswith(", La Paz") for role in found.roles] == [True]
    assert [(one.kind, one.number, one.section) for one in found.texts] == [
        ("actors.organisation", cast.la_paz.pk, "presentation")
    ]
    assert [one.what for one in found.acts] == ["text.saved"]
    assert stranger.email not in found.as_json().decode()


def test_ways_to_sign_in_are_told_without_what_is_secret(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.coordinator, email="nueva@example.org")
    data = {"name": "Portátil", "credential": {"rawId": "c3VwZXI"}}
    Authenticator.objects.create(user=cast.coordinator, type=Authenticator.Type.WEBAUTHN, data=data)
    Authenticator.objects.create(user=cast.coordinator, type=Authenticator.Type.TOTP, data={"secret": "c3VwZXI"})
    SocialAccount.objects.create(user=cast.coordinator, provider="ayuntamiento", uid="0042")
    found = all_about("carmen@example.org")
    assert [way.rpartition(": ")[2] for way in found.ways][1:] == ["Portátil", found.ways[2], "0042"]
    assert found.ways[0] == "nueva@example.org"
    assert "c3VwZXI" not in found.as_json().decode()
    erase("carmen@example.org", by=None)
    assert all_about("carmen@example.org").is_empty


def test_a_contact_without_an_account_is_found_too(cast: Cast) -> None:
    zoe = PersonFactory(organisation=cast.riomayor, name="Zoe Inventada", email="zoe@example.org")
    give_consent(zoe, how="form", note="Carpeta 3", by=None)
    answer = CliRunner().invoke(people.command, ("export", "zoe@example.org", "--language", "en"))
    said = json.loads(answer.output)
    assert (answer.exit_code, [one["key"] for one in said["records"]], said["acts"]) == (
        0,
        ["actors.person", "actors.consent"],
        [],
    )
    nobody = CliRunner().invoke(people.command, ("export", "nadie@example.org"))
    assert (nobody.exit_code, nobody.output) == (1, "Nothing is kept of nadie@example.org.\n")


def test_what_one_did_costs_no_further_queries(cast: Cast, django_assert_max_num_queries) -> None:
    for city in (cast.la_paz, CityFactory(), CityFactory()):
        PersonFactory(organisation=city, email="carmen@example.org")
        write_presentation(city, "es", "Una ciudad.", expected_version=0, by=cast.coordinator)
    with django_assert_max_num_queries(len(privacy.personal_data()) + 8):
        assert len(all_about("carmen@example.org").acts) == 3


def test_after_erasure_nothing_is_found_and_the_trail_still_reads(cast: Cast) -> None:
    PersonFactory(organisation=cast.riomayor, email="carmen@example.org", languages=["es"])
    write_presentation(cast.la_paz, "es", "Una ciudad.", expected_version=0, by=cast.coordinator)
    erase("carmen@example.org", by=cast.coordinator)
    assert all_about("carmen@example.org").is_empty
    event = AuditEvent.objects.get(verb="text.saved")
    assert (event.actor, event.actor.get_full_name()) == (cast.coordinator, "antigua persona usuaria")


def test_after_erasure_what_others_were_told_names_somebody(cast: Cast) -> None:
    open_task(
        cast.la_paz,
        kind="contribution.answered",
        facts={"name": "Lucía Inventada", "title": "Agua"},
        owner=cast.coordinator,
        by=None,
    )
    facts = {"name": "Otra Inventada", "organisation": {"es": "La Paz"}}
    notify([cast.coordinator], kind="invitation.accepted", facts=facts, path="/", by=None, scope=None)
    PersonFactory(organisation=cast.riomayor, name="Lucía Inventada", email="lucia@example.org")
    erase("lucia@example.org", by=None)
    with override("en"):
        assert Task.objects.get().title == "Somebody has answered: look through “Agua”"
        words = [one.words for one in Notice.objects.order_by("pk")]
    assert words == [
        "For you: Somebody has answered: look through “Agua”",
        "Otra Inventada accepted your invitation to La Paz",
    ]


def test_every_kind_with_personal_data_is_forgotten_or_kept_until_erased() -> None:
    kinds = {model._meta.label_lower for model in privacy.personal_data()}
    covered = {kind for rule in retention.RULES for kind in rule.covers}
    assert covered | retention.UNTIL_ERASED == kinds
    assert covered & retention.UNTIL_ERASED == set()


@pytest.mark.django_db
def test_a_year_after_the_mandate_the_person_is_forgotten_and_the_post_stays() -> None:
    ends = {"2025-11-19": "", "2025-11": "Ada", "2025-10": "", "2026": "Ada", None: "Ada", "2024": ""}
    rows = {
        end: PersonFactory(name="Ada", email="ada@example.org", posts={"es": "Alcaldesa"}, ends=end) for end in ends
    }
    with time_machine.travel(NOON):
        assert retention.forget_what_is_over()["actors.person actors.consent"] == 3
        assert retention.forget_what_is_over()["actors.person actors.consent"] == 0
    assert {end: Person.objects.get(pk=row.pk).name for end, row in rows.items()} == ends
    assert Person.objects.filter(posts={"es": "Alcaldesa"}).count() == len(ends)


@pytest.mark.django_db
def test_accounts_that_nobody_uses_any_more_are_forgotten() -> None:
    old, recent = NOON - dt.timedelta(days=800), NOON - dt.timedelta(days=100)
    idle = UserFactory(name="Idle", joined_at=old)
    kept = [
        UserFactory(joined_at=old, last_login=recent),
        UserFactory(joined_at=recent),
        MembershipFactory(user__joined_at=old).user,
    ]
    with time_machine.travel(NOON):
        assert retention.forget_what_is_over()["accounts.user"] == 1
    assert list(User.objects.filter(anonymised_at__isnull=False)) == [idle]
    assert User.objects.filter(pk__in=[one.pk for one in kept], is_active=True).count() == 3


@pytest.mark.django_db
def test_a_rule_that_fails_keeps_no_other_from_running(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_today: dt.date) -> int:
        raise ValueError("a row of no meaning")

    person = PersonFactory(name="Ada", ends="2020")
    monkeypatch.setattr(retention, "RULES", (retention.Rule(("accounts.user",), fails), *retention.RULES[1:]))
    forgotten = retention.forget_what_is_over()
    assert ("accounts.user" in forgotten, forgotten["actors.person actors.consent"]) == (False, 1)
    assert Person.objects.get(pk=person.pk).name == ""


def test_ended_invitations_and_absences_are_forgotten(cast: Cast) -> None:
    long_ago = NOON - dt.timedelta(days=400)
    common = {"organisation": cast.la_paz, "role": "colleague", "name": "Eva", "language": "es"}
    Invitation.objects.create(**common, email="eva@example.org", invited_at=long_ago, expires_at=long_ago)
    Invitation.objects.create(**common, email="iva@example.org", expires_at=NOON)
    Absence.objects.create(
        organisation=cast.la_paz, user=cast.coordinator, stand_in=cast.colleague, starts="2025-01-01", ends="2025-01-31"
    )
    with time_machine.travel(NOON):
        forgotten = retention.forget_what_is_over()
    assert (forgotten["actors.invitation"], forgotten["actors.absence"]) == (1, 1)
    assert sorted(Invitation.objects.values_list("email", "name")) == [("", ""), ("iva@example.org", "Eva")]
    assert timezone.is_aware(Invitation.objects.get(email="").withdrawn_at)


def test_what_a_successor_should_know_and_to_whom_was_promised_are_forgotten(cast: Cast) -> None:
    long_ago, common = NOON - dt.timedelta(days=367), {"organisation": cast.la_paz}
    done = {"leaver": cast.colleague, "successor": cast.coordinator, "note": "Pregunte a Ada."}
    old = Handover.objects.create(**common, **done, done_at=long_ago)
    recent = Handover.objects.create(**common, **done, done_at=NOON)
    with time_machine.travel(long_ago):
        promises = [
            keep_part(Promise(**common, what="Enviar", to_whom="Ada Inventada", is_kept=kept), by=cast.coordinator)
            for kept in (True, True, False)
        ]
    with time_machine.travel(NOON):
        assert "Pregunte a Ada." in all_about(cast.colleague.email).as_json().decode()
        keep_part(promises[1], by=cast.coordinator)  # somebody touched it
        forgotten = retention.forget_what_is_over()
        assert (forgotten["actors.handover"], forgotten["actors.promise"]) == (1, 1)
        again = retention.forget_what_is_over()
        assert (again["actors.handover"], again["actors.promise"]) == (0, 0)
    assert [Handover.objects.get(pk=one.pk).note for one in (old, recent)] == ["", "Pregunte a Ada."]
    left = [Promise.objects.get(pk=one.pk).to_whom for one in promises]
    assert left == ["", "Ada Inventada", "Ada Inventada"]


def test_no_handover_waits_for_an_invitation_that_is_forgotten(cast: Cast) -> None:
    long_ago = NOON - dt.timedelta(days=400)
    waiting = Invitation.objects.create(
        organisation=cast.la_paz, role="colleague", name="Eva", email="eva@example.org", language="es",
        invited_at=long_ago, expires_at=long_ago,
    )  # fmt: skip
    Handover.objects.create(organisation=cast.la_paz, leaver=cast.coordinator, invitation=waiting)
    with time_machine.travel(NOON, tick=False):
        retention.forget_what_is_over()
    waiting.refresh_from_db()
    assert (Handover.objects.count(), waiting.email, waiting.withdrawn_at) == (0, "", NOON)
