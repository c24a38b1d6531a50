"""The people of a city: its coordinator names colleagues and ends their role; the header leads each to their work."""

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override
from tests.factories.actors import MembershipFactory, UserFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.actors import team
from entreciudades.actors.models import Membership, Role
from entreciudades.actors.team import HOLDS
from entreciudades.core.models import AuditEvent, OutboxMessage
from entreciudades.notices.models import Notice
from entreciudades.notices.services import open_task
from entreciudades.processes.erasure import erase
from entreciudades.processes.invitations import invitation_of, invite
from entreciudades.web import invitations

DESK = "/desk/organisations/la-paz-bo/"
TEAM = f"{DESK}team/"
PASSWORD = "un-faro-junto-a-la-bahia"
FORM = {"email": "ines@example.org", "name": "Inés Inventada", "language": "es"}


@pytest.fixture(autouse=True)
def outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place


def mails() -> list[Any]:
    return [message.payload for message in OutboxMessage.objects.filter(kind="mail").order_by("pk")]


def link_in(mail: Any) -> str:
    """The path of the invitation that a mail carries."""
    found = re.search(r"http://testserver(/invitation/\S+/)", mail["body"])
    assert found
    return found[1]


def test_an_invited_colleague_chooses_a_password_and_is_in(cast: Cast, desk: Client) -> None:
    assert desk.post(f"{TEAM}add/", FORM).headers["Location"] == TEAM
    assert (cast.la_paz.memberships.count(), User.objects.filter(email=FORM["email"]).count()) == (2, 0)
    [waiting] = desk.get(TEAM).context["invitations"]
    assert (waiting.name, waiting.role, waiting.invited_by) == ("Inés Inventada", "colleague", cast.coordinator)
    [mail] = mails()
    assert (mail["to"], mail["reply_to"]) == (["ines@example.org"], [cast.coordinator.email])

    ines = Client()
    page = ines.get(link_in(mail))
    assert (page.status_code, page.context["form"].initial) == (200, {"name": "Inés Inventada"})
    answer = {"name": "Inés Nombre Propio", "password1": PASSWORD, "password2": PASSWORD}
    assert ines.post(link_in(mail), answer).headers["Location"] == DESK

    assert ines.get(DESK).status_code == 200
    named = cast.la_paz.memberships.get(user__email="ines@example.org")
    assert (named.role, named.user.name) == ("colleague", "Inés Nombre Propio")
    assert list(desk.get(TEAM).context["invitations"]) == []
    [notice] = Notice.objects.filter(user=cast.coordinator)
    assert (notice.kind, notice.facts["name"]) == ("invitation.accepted", "Inés Nombre Propio")
    assert Client().get(link_in(mail)).status_code == 410


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"name": "", "password1": "x", "password2": "x"}, "name"),
        ({"name": "Inés", "password1": "corta", "password2": "corta"}, "password1"),
        ({"name": "Inés", "password1": "una-clave-muy-larga-9", "password2": "otra-clave-muy-larga-9"}, "password2"),
    ],
)
def test_a_password_that_does_not_do_accepts_nothing(
    cast: Cast, desk: Client, answer: dict[str, str], field: str
) -> None:
    desk.post(f"{TEAM}add/", FORM)
    page = Client().post(link_in(mails()[0]), answer)
    assert field in page.context["form"].errors
    assert (cast.la_paz.memberships.count(), User.objects.filter(email=FORM["email"]).count()) == (2, 0)


def test_whoever_signs_in_already_accepts_as_themselves_and_nobody_else_does(
    cast: Cast, desk: Client, sign_in: As
) -> None:
    User.objects.update(last_login=timezone.now())
    desk.post(f"{TEAM}add/", FORM | {"email": cast.reviewer.email})
    link = link_in(mails()[0])

    assert Client().get(link).context["sign_in"] == f"/accounts/login/?next={quote(link, safe='')}"
    assert Client().post(link, {"name": "X", "password1": PASSWORD, "password2": PASSWORD}).status_code == 200
    other = sign_in(cast.auditor)
    assert (other.get(link).context["other"], other.post(link).status_code) == (cast.auditor.email, 200)
    assert cast.la_paz.memberships.count() == 2

    assert sign_in(cast.reviewer).post(link).headers["Location"] == DESK
    assert cast.la_paz.memberships.get(user=cast.reviewer).role == "colleague"


def test_a_second_click_accepts_nothing_more_and_breaks_nothing(
    cast: Cast, desk: Client, sign_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.update(last_login=timezone.now())
    desk.post(f"{TEAM}add/", FORM | {"email": cast.reviewer.email})
    link = link_in(mails()[0])
    waiting = invitation_of(link.split("/")[2])
    assert sign_in(cast.reviewer).post(link).status_code == 302

    monkeypatch.setattr(invitations, "invitation_of", lambda _token: waiting)  # both were read at one moment
    answer = sign_in(cast.reviewer).post(link)
    assert (answer.status_code, answer.context["reason"]) == (410, "used")


def test_no_password_is_changed_by_an_invitation_of_whoever_has_one(
    cast: Cast, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.post(f"{TEAM}add/", FORM)
    link, answer = link_in(mails()[0]), {"name": "Otra", "password1": PASSWORD, "password2": PASSWORD}
    user = UserFactory(email=FORM["email"], name="Inés", password="!", is_active=False)

    def refusals() -> list[str]:
        return list(Client().post(link, answer).context["form"].non_field_errors())

    assert refusals() == ["La cuenta de esta dirección ya no puede iniciar sesión."]
    user.is_active = True
    user.set_password("otra-frase-larga-suya")
    user.save()
    monkeypatch.setattr(invitations, "knows_the_way", lambda _invitation: False)  # the page was asked for before
    assert refusals() == ["Ya conoce Entreciudades: entre como ines@example.org para aceptar."]
    user.refresh_from_db()
    assert (user.check_password("otra-frase-larga-suya"), user.name, user.memberships.count()) == (True, "Inés", 0)


def test_sent_again_the_new_link_works_and_the_old_does_not(cast: Cast, desk: Client) -> None:
    desk.post(f"{TEAM}add/", FORM)
    [waiting] = cast.la_paz.invitations.all()
    with time_machine.travel(timezone.now() + HOLDS + dt.timedelta(days=1)):
        assert Client().get(link_in(mails()[0])).context["reason"] == "expired"
        desk.force_login(cast.coordinator)
        assert [one.has_expired for one in desk.get(TEAM).context["invitations"]] == [True]
        assert desk.post(f"{TEAM}invitations/{waiting.pk}/again/").headers["Location"] == TEAM
        first, second = mails()
        assert Client().get(link_in(second)).status_code == 200
        assert Client().get(link_in(first)).context["reason"] == "revoked"
    assert cast.la_paz.invitations.count() == 1


def test_inviting_twice_is_sending_again(cast: Cast, desk: Client) -> None:
    for _twice in range(2):
        desk.post(f"{TEAM}add/", FORM | {"email": "Ines@Example.org"})
    assert (cast.la_paz.invitations.count(), len(mails())) == (1, 2)
    verbs = AuditEvent.objects.filter(verb__startswith="invitation.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["invitation.sent", "invitation.sent_again"]


def test_nobody_invites_without_end(cast: Cast, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "A_DAY", 2)
    for _each in range(2):
        desk.post(f"{TEAM}add/", FORM)
    [waiting] = cast.la_paz.invitations.all()
    assert list(desk.post(f"{TEAM}add/", FORM | {"email": "otra@example.org"}).context["form"].errors) == ["__all__"]
    desk.post(f"{TEAM}invitations/{waiting.pk}/again/")
    assert (cast.la_paz.invitations.count(), len(mails())) == (1, 2)


def test_a_withdrawn_invitation_leads_nowhere(cast: Cast, desk: Client) -> None:
    desk.post(f"{TEAM}add/", FORM)
    [waiting] = cast.la_paz.invitations.all()
    desk.post(f"{TEAM}invitations/{waiting.pk}/withdraw/")
    assert Client().get(link_in(mails()[0])).status_code == 410
    assert list(desk.get(TEAM).context["invitations"]) == []
    assert desk.post(f"{TEAM}invitations/{waiting.pk}/again/").status_code == 404
    assert Client().get("/invitation/no-such-token/").context["reason"] == "unknown"


def test_who_is_in_the_team_or_may_not_sign_in_is_not_invited(cast: Cast, desk: Client) -> None:
    UserFactory(email="gone@example.org", is_active=False)
    for email in (cast.colleague.email, "gone@example.org"):
        assert list(desk.post(f"{TEAM}add/", FORM | {"email": email}).context["form"].errors) == ["email"]
    assert (cast.la_paz.invitations.count(), mails()) == (0, [])


def test_the_invitations_of_another_city_are_not_found(cast: Cast, desk: Client) -> None:
    other = invite(cast.riomayor, role=Role.COLLEAGUE, by=cast.other_coordinator, **FORM)
    assert desk.post(f"{TEAM}invitations/{other.pk}/withdraw/").status_code == 404
    assert other.organisation.invitations.open().count() == 1


def test_a_colleague_reads_the_team_and_changes_nothing(cast: Cast, sign_in: As) -> None:
    colleague = sign_in(cast.colleague)
    own = cast.la_paz.memberships.get(user=cast.colleague)

    page = colleague.get(TEAM)

    assert [(row.user, may_end) for row, may_end, _away in page.context["rows"]] == [
        (cast.coordinator, False),
        (cast.colleague, False),
    ]
    assert f"{TEAM}add/" not in page.content.decode()
    for address in (f"{TEAM}add/", f"{TEAM}{own.pk}/end/"):
        assert (colleague.get(address).status_code, colleague.post(address, FORM).status_code) == (403, 403)
    assert cast.la_paz.memberships.count() == 2


def test_the_role_of_a_colleague_is_ended_after_asking(cast: Cast, desk: Client, sign_in: As) -> None:
    role = cast.la_paz.memberships.get(user=cast.colleague)
    assert [may_end for _row, may_end, _away in desk.get(TEAM).context["rows"]] == [False, True]

    assert desk.get(f"{TEAM}{role.pk}/end/").context["name"] == "Cesar Inventado"
    assert desk.post(f"{TEAM}{role.pk}/end/").headers["Location"] == TEAM

    assert [row.user for row in cast.la_paz.memberships.all()] == [cast.coordinator]
    assert sign_in(cast.colleague).get(DESK).status_code == 403


def test_a_coordination_and_the_roles_of_others_are_not_ended_here(cast: Cast, desk: Client) -> None:
    elsewhere = MembershipFactory(organisation=cast.riomayor, role="colleague")
    own = cast.la_paz.memberships.get(user=cast.coordinator)

    assert {desk.post(f"{TEAM}{role.pk}/end/").status_code for role in (elsewhere, own)} == {404}
    assert Membership.objects.filter(pk__in=[elsewhere.pk, own.pk]).count() == 2


def test_nor_by_handing_over_the_work_of_another_coordinator(cast: Cast, desk: Client) -> None:
    second = MembershipFactory(organisation=cast.la_paz, role="coordinator")
    address = f"{TEAM}{second.pk}/hand-over/"
    assert (desk.get(address).status_code, address in desk.get(TEAM).text) == (403, False)
    assert desk.post(address, {"successor": cast.colleague.pk}).status_code == 403
    colleague = cast.la_paz.memberships.get(user=cast.colleague)
    assert desk.get(f"{TEAM}{colleague.pk}/hand-over/").status_code == 200
    assert cast.la_paz.memberships.filter(role="coordinator").count() == 2


def test_a_team_of_many_asks_the_same(cast: Cast, desk: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(20):
        MembershipFactory(organisation=cast.la_paz, role="colleague")

    with django_assert_max_num_queries(15):
        assert len(desk.get(TEAM).context["rows"]) == 22


NETWORK = "/desk/organisations/ucci/team/"


def test_a_secretary_invites_a_second_secretary_a_reviewer_an_auditor(cast: Cast, sign_in: As) -> None:
    secretary = sign_in(cast.secretary)
    for role in ("secretary", "reviewer", "auditor"):
        form = FORM | {"role": role, "email": f"{role}@example.org"}
        assert secretary.post(f"{NETWORK}add/", form).headers["Location"] == NETWORK
    assert list(secretary.post(f"{NETWORK}add/", FORM | {"role": "coordinator"}).context["form"].errors) == ["role"]

    second = Client()
    second.post(link_in(mails()[0]), {"name": "Nueva", "password1": PASSWORD, "password2": PASSWORD})
    assert second.get("/office/ucci/").status_code == 200
    assert {row.role for row in cast.ucci.memberships.filter(user__name="Nueva")} == {"secretary"}


def test_a_secretary_ends_the_roles_of_others_and_not_her_own(cast: Cast, sign_in: As) -> None:
    secretary = sign_in(cast.secretary)
    rows = {row.role: (row.pk, may_end) for row, may_end, _away in secretary.get(NETWORK).context["rows"]}
    assert {role: may_end for role, (_pk, may_end) in rows.items()} == {
        "secretary": False, "reviewer": True, "auditor": True,
    }  # fmt: skip
    assert secretary.post(f"{NETWORK}{rows['auditor'][0]}/end/").headers["Location"] == NETWORK
    assert secretary.post(f"{NETWORK}{rows['secretary'][0]}/end/").status_code == 404
    assert {row.role for row in cast.ucci.memberships.all()} == {"secretary", "reviewer"}
    assert sign_in(cast.second_secretary).get(NETWORK).status_code == 403


def test_an_absence_stands_beside_the_name_and_notices_also_go_to_the_stand_in(
    cast: Cast, desk: Client, sign_in: As
) -> None:
    today = timezone.localdate()
    form = {"user": cast.coordinator.pk, "stand_in": cast.colleague.pk, "starts": today, "ends": today}
    assert desk.post(f"{TEAM}away/", form).headers["Location"] == TEAM
    [absence] = cast.la_paz.absences.all()
    away = {row.user: [one.stand_in for one in absences] for row, _may, absences in desk.get(TEAM).context["rows"]}
    assert away == {cast.coordinator: [cast.colleague], cast.colleague: []}

    open_task(cast.la_paz, kind="by-hand", facts={"title": "Firmar"}, owner=cast.coordinator, by=None)
    assert {notice.user for notice in Notice.objects.all()} == {cast.coordinator, cast.colleague}

    colleague = sign_in(cast.colleague)
    assert colleague.post(f"{TEAM}away/{absence.pk}/remove/").status_code == 404  # not theirs
    assert list(colleague.post(f"{TEAM}away/", form).context["form"].errors) == ["user"]
    desk.post(f"{TEAM}away/{absence.pk}/remove/")
    assert cast.la_paz.absences.count() == 0


def test_whoever_works_there_no_more_is_told_nothing_in_anothers_stead(cast: Cast, desk: Client) -> None:
    today = timezone.localdate()
    form = {"user": cast.coordinator.pk, "stand_in": cast.colleague.pk, "starts": today, "ends": today}
    desk.post(f"{TEAM}away/", form)
    desk.post(f"{TEAM}{cast.la_paz.memberships.get(user=cast.colleague).pk}/end/")
    open_task(cast.la_paz, kind="by-hand", facts={"title": "Firmar"}, owner=cast.coordinator, by=None)
    assert [notice.user for notice in Notice.objects.all()] == [cast.coordinator]


def test_who_is_away_does_not_stand_in_and_nobody_for_themselves(cast: Cast, desk: Client) -> None:
    day = timezone.localdate()
    first = {"user": cast.colleague.pk, "stand_in": cast.coordinator.pk, "starts": day, "ends": day}
    desk.post(f"{TEAM}away/", first)
    wrong = [
        first | {"user": cast.coordinator.pk, "stand_in": cast.colleague.pk},
        first | {"stand_in": cast.colleague.pk},
        first | {"starts": day, "ends": day - dt.timedelta(days=1)},
        first | {"stand_in": cast.auditor.pk},
    ]
    fields = [list(desk.post(f"{TEAM}away/", form).context["form"].errors) for form in wrong]
    assert fields == [["stand_in"], ["__all__"], ["__all__"], ["stand_in"]]
    assert cast.la_paz.absences.count() == 1


@pytest.mark.parametrize(
    ("person", "button"),
    [
        ("secretary", ("/office/", "My office")),
        ("auditor", ("/office/", "My office")),
        ("coordinator", ("/desk/", "My desk")),
        ("colleague", ("/desk/", "My desk")),
        ("reviewer", ("/reviews/", "My reviews")),
    ],
)
def test_the_header_leads_each_to_their_work(person: str, button: tuple[str, str], cast: Cast, sign_in: As) -> None:
    address, words = button
    with override("es"):
        words = gettext(words)
    page = sign_in(getattr(cast, person)).get("/es/").content.decode()
    assert page.count(f'<a class="btn btn-outline-primary" href="{address}">{words}</a>') == 1


def test_who_works_in_both_is_led_to_the_desk(cast: Cast, sign_in: As) -> None:
    MembershipFactory(organisation=cast.la_paz, user=cast.secretary, role="colleague")

    page = sign_in(cast.secretary).get("/es/").content.decode()

    assert '<a class="btn btn-outline-primary" href="/desk/">' in page


def test_whoever_is_erased_is_invited_no_more_and_the_invitation_keeps_no_name(cast: Cast, desk: Client) -> None:
    desk.post(f"{TEAM}add/", FORM)
    link = link_in(mails()[0])
    erase(FORM["email"], by=None)
    [gone] = cast.la_paz.invitations.all()
    assert (gone.name, gone.email, gone.is_open, Client().get(link).status_code) == ("", "", False, 410)
