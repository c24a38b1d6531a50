"""A second factor: set up, asked for, taken away; demanded by a network; reset for whoever lost it."""

import re
import time
from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.core.office_files import pdf
from tests.factories.actors import CityFactory, MembershipFactory, NetworkMemberFactory, UserFactory
from tests.factories.alliances import AgreementPartyFactory
from tests.factories.programmes import ProgrammeFactory

from entreciudades.accounts.models import User
from entreciudades.actors.models import SecondFactorDemand
from entreciudades.cli import people
from entreciudades.core.files import add_document
from entreciudades.core.models import AuditEvent

PASSWORD = "una frase larga y propia"
TODAY = timezone.localdate()


@pytest.fixture
def with_password(cast):
    """Everybody has one."""
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.preferred_language = "en"
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for user in cast.everybody.values():
        if isinstance(user, User):
            user.refresh_from_db()
    return cast


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def has_app(user):
    """As if set up before."""
    return Authenticator.objects.create(user=user, type="totp", data={"secret": "unused"})


def entered(user, **more):
    client = Client(**more)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def confirmed(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def is_in(client):
    return "_auth_user_id" in client.session


def set_up(client):
    """Set up an app; its secret and the recovery codes that were shown."""
    page = client.get("/accounts/ways/app/add/").text
    secret = re.search('class="key">([A-Z2-7]+)<', page)[1]
    answer = client.post("/accounts/ways/app/add/", {"code": code_of(secret)})
    assert answer.url == "/accounts/ways/codes/"
    codes = re.findall(r"<code>(\w+)</code>", client.get(answer.url).text)
    return secret, codes


def happened(user):
    events = AuditEvent.objects.filter(object_id=user.pk, verb__startswith="account.").order_by("id")
    return [event.verb.removeprefix("account.") for event in events]


@pytest.mark.parametrize("page", ["app/add", "passkeys/add", "codes/new"])
def test_a_change_asks_first_who_it_is(with_password, page):
    client = entered(with_password.coordinator)
    answer = client.get(f"/accounts/ways/{page}/")
    assert unquote(answer.url) == f"/accounts/reauthenticate/?next=/accounts/ways/{page}/"
    wrong = client.post(answer.url, {"password": "no es la suya"})
    assert (wrong.status_code, client.get(f"/accounts/ways/{page}/").status_code) == (200, 302)
    assert client.post(answer.url, {"password": PASSWORD}).url == f"/accounts/ways/{page}/"


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_asked_for_and_taken_away(with_password, mailoutbox):
    carmen = with_password.coordinator
    client = confirmed(entered(carmen))
    secret, codes = set_up(client)
    assert len(codes) == 10
    held = Authenticator.objects.get(user=carmen, type="totp").data["secret"]
    assert secret not in held  # locked with the key of the installation
    again = client.get("/accounts/ways/codes/").text
    assert [code in again for code in codes] == [False] * 10

    other = entered(carmen)
    assert is_in(other) is False
    assert other.post("/accounts/login/code/", {"code": "000000"}).status_code == 200
    digits = code_of(secret)
    assert other.post("/accounts/login/code/", {"code": f"{digits[:3]} {digits[3:]}"}).url == "/desk/"

    with_recovery = entered(carmen)
    assert with_recovery.post("/accounts/login/code/", {"code": codes[0]}).url == "/desk/"
    used_up = entered(carmen)
    used_up.post("/accounts/login/code/", {"code": codes[0]})
    assert is_in(used_up) is False

    assert client.post("/accounts/ways/app/remove/").url == "/accounts/ways/"
    assert is_in(entered(carmen)) is True
    assert Authenticator.objects.count() == 0
    assert happened(carmen)[1:] == [
        "app_added",
        "sign_in_failed",
        "signed_in",
        "recovery_code_used",
        "signed_in",
        "sign_in_failed",
        "app_removed",
        "signed_in",
    ]
    means = AuditEvent.objects.filter(verb="account.signed_in").order_by("id").values_list("details__means", flat=True)
    assert list(means) == [["password"], ["password", "totp"], ["password", "recovery_codes"], ["password"]]
    assert [mail.subject for mail in mailoutbox] == [
        "An app with codes was set up",
        "The app with codes was taken away",
    ]


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_make_the_old_ones_useless(with_password):
    carmen = with_password.coordinator
    client = confirmed(entered(carmen))
    _secret, codes = set_up(client)
    client.post("/accounts/ways/codes/new/")
    anew = re.findall(r"<code>(\w+)</code>", client.get("/accounts/ways/codes/").text)
    assert (len(anew), set(anew) & set(codes)) == (10, set())
    other = entered(carmen)
    other.post("/accounts/login/code/", {"code": codes[0]})
    assert is_in(other) is False
    other.post("/accounts/login/code/", {"code": anew[0]})
    assert is_in(other) is True
    assert "recovery_codes_made" in happened(carmen)


def test_with_another_key_of_the_installation_no_code_fits_and_nothing_breaks(with_password, settings):
    carmen = with_password.coordinator
    secret, codes = set_up(confirmed(entered(carmen)))
    settings.SECRET_KEY = "another-key-of-the-installation-0123456789-0123456789"
    other = entered(carmen)
    for code in (code_of(secret), codes[0]):
        assert other.post("/accounts/login/code/", {"code": code}).status_code == 200
    settings.SECRET_KEY_FALLBACKS = ["for-tests-only-and-therefore-known-to-everyone-0123456789"]
    assert other.post("/accounts/login/code/", {"code": code_of(secret)}).url == "/desk/"


def test_somebody_elses_passkey_is_neither_renamed_nor_removed(with_password):
    has = Authenticator.objects.create(user=with_password.secretary, type="webauthn", data={"name": "Suya"})
    client = confirmed(entered(with_password.coordinator))
    assert [client.post(f"/accounts/ways/passkeys/{has.pk}/{act}/").status_code for act in ("name", "remove")] == [
        404
    ] * 2
    assert Authenticator.objects.get().data == {"name": "Suya"}


def test_a_passkey_that_is_made_up_lets_nobody_in(with_password, client):
    client.get("/accounts/login/passkey/", headers={"accept": "application/json"})
    for credential in ("", "{}", '{"id": "x", "response": {"userHandle": "MQ"}}', "[]", "no json"):
        client.post("/accounts/login/passkey/", {"credential": credential})
        assert is_in(client) is False


def test_too_many_passkeys_have_to_wait(db, client):
    said = [client.post("/accounts/login/passkey/", {"credential": "{}"}) for _attempt in range(11)]
    assert [answer.status_code for answer in said] == [302] * 10 + [429]
    assert "<h1>" in said[-1].text


@pytest.fixture
def demanded(with_password):
    """UCCI demands one from today on."""
    SecondFactorDemand.objects.create(network=with_password.ucci, since=TODAY)
    return with_password


def demand(client, since, slug="ucci"):
    return client.post(f"/office/{slug}/second-factor/demand/", {"since": since.isoformat()})


def test_a_secretary_demands_one_once_she_has_hers_and_those_without_are_written_to(with_password, sign_in, mailoutbox):
    cast = with_password
    client = sign_in(cast.secretary)
    refused = demand(client, TODAY + timedelta(days=14))
    assert (refused.status_code, SecondFactorDemand.objects.count()) == (200, 0)
    assert "Set up your own second factor first" in refused.text

    has_app(cast.secretary)
    has_app(cast.colleague)
    assert demand(client, TODAY - timedelta(days=1)).status_code == 200
    assert demand(client, TODAY + timedelta(days=14)).url == "/office/ucci/second-factor/"
    told = {mail.to[0] for mail in mailoutbox}
    assert told == {one.email for one in (cast.coordinator, cast.other_coordinator, cast.reviewer, cast.auditor)}
    assert "/accounts/ways/" in mailoutbox[0].body

    page = client.get("/office/ucci/second-factor/").text
    assert (page.count("has none"), page.count("has one")) == (4, 2)
    before = sign_in(cast.coordinator).get("/desk/organisations/la-paz-bo/")
    assert (before.status_code, "Set it up now" in before.text) == (200, True)
    client.post("/office/ucci/second-factor/stop/")
    assert SecondFactorDemand.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/organisations/la-paz-bo/team/", "/office/", "/tasks/", "/notices/"]
)
def test_from_the_day_on_desk_and_office_lead_to_the_second_factor(demanded, sign_in, address):
    client = sign_in(demanded.coordinator)
    assert client.get(address).url == "/account/second-factor/"
    assert client.get(address, headers={"hx-request": "true"}).headers["HX-Redirect"] == "/account/second-factor/"
    assert client.get("/account/second-factor/").status_code == 200
    assert client.get("/en/").status_code == 200  # public pages stay
    has_app(demanded.coordinator)
    assert client.get("/desk/organisations/la-paz-bo/team/").status_code == 200
    assert client.get("/account/second-factor/").url == "/accounts/ways/"


def test_neither_drafts_nor_files_of_a_desk_are_shown_beside_it(demanded, sign_in):
    programme = ProgrammeFactory(holder=demanded.la_paz, network=demanded.ucci, slug="la-paz-2017")
    agreement = AgreementPartyFactory(organisation=demanded.la_paz).agreement
    upload = SimpleUploadedFile("acta.pdf", pdf())
    document = add_document(agreement, upload, purpose="document", by=None, scope=None)
    addresses = (f"/en/programmes/{programme.slug}/", f"/files/{document.pk}/acta.pdf")
    client = sign_in(demanded.coordinator)

    def status(address):
        answer = client.get(address)
        b"".join(answer)  # read whole: to close it would close the test's connection too
        return answer.status_code

    assert [status(address) for address in addresses] == [404, 404]
    has_app(demanded.coordinator)
    assert [status(address) for address in addresses] == [200, 200]


def test_a_demand_binds_the_networks_own_people_and_nobody_elses(demanded, sign_in):
    closed = {
        name: sign_in(user).get("/desk/").url == "/account/second-factor/"
        if sign_in(user).get("/desk/").status_code == 302
        else False
        for name, user in demanded.everybody.items()
        if isinstance(user, User)
    }
    assert {name for name, is_closed in closed.items() if not is_closed} == {"second_secretary"}


def test_a_network_that_merely_lists_a_city_demands_nothing_of_it(with_password, sign_in):
    NetworkMemberFactory(network=with_password.puertos, organisation=with_password.la_paz)
    SecondFactorDemand.objects.create(network=with_password.puertos, since=TODAY)
    assert sign_in(with_password.coordinator).get("/desk/").url == "/desk/organisations/la-paz-bo/"
    assert sign_in(with_password.second_secretary).get("/desk/").url == "/account/second-factor/"


def test_the_network_that_was_confirmed_first_demands_and_not_the_one_that_listed_first(with_password, sign_in):
    cast, city = with_password, CityFactory()
    NetworkMemberFactory(network=cast.puertos, organisation=city, confirmed_at=timezone.now())
    NetworkMemberFactory(network=cast.ucci, organisation=city, confirmed_at=timezone.now() - timedelta(days=9))
    user = MembershipFactory(organisation=city, user=UserFactory(), role="coordinator").user
    has_app(user)
    SecondFactorDemand.objects.create(network=cast.puertos, since=TODAY)
    reset = "/office/{}/second-factor/{}/reset/"
    client = sign_in(cast.second_secretary)
    has_app(cast.second_secretary)
    assert client.get(reset.format("puertos", user.pk)).status_code == 404
    assert sign_in(cast.secretary).get(reset.format("ucci", user.pk)).status_code == 200
    Authenticator.objects.filter(user=user).delete()
    assert sign_in(user).get("/desk/").url != "/account/second-factor/"


def test_a_second_networks_secretary_sees_and_resets_nobody_of_the_first(with_password, sign_in):
    cast = with_password
    has_app(cast.coordinator)
    client = sign_in(cast.second_secretary)
    assert client.get("/office/ucci/second-factor/").status_code == 403
    assert cast.coordinator.email not in client.get("/office/puertos/second-factor/").text
    answer = client.post(f"/office/puertos/second-factor/{cast.coordinator.pk}/reset/", {"reason": "x"})
    assert (answer.status_code, Authenticator.objects.count()) == (404, 1)


@pytest.mark.parametrize("who", ["a coordinator", "a colleague"])
def test_somebody_who_lost_theirs_is_let_in_again(with_password, sign_in, mailoutbox, who):
    cast = with_password
    by, user, address = {
        "a coordinator": (cast.secretary, cast.coordinator, "/office/ucci/second-factor/{}/reset/"),
        "a colleague": (cast.coordinator, cast.colleague, "/desk/organisations/la-paz-bo/team/{}/second-factor/"),
    }[who]
    was_in = entered(user)
    has_app(user)
    answer = sign_in(by).post(address.format(user.pk), {"reason": "Se le perdió el teléfono."})
    assert (answer.status_code, Authenticator.objects.count()) == (302, 0)
    assert was_in.get("/account/").status_code == 302
    assert is_in(entered(user)) is True
    [mail] = mailoutbox
    assert (mail.to, mail.reply_to, "Se le perdió el teléfono." in mail.body) == ([user.email], [by.email], True)
    event = AuditEvent.objects.get(verb="account.second_factor_taken")
    assert (event.actor_id, event.object_id, event.details) == (by.pk, user.pk, {"count": 1})


def test_nobody_resets_without_a_reason_nor_their_own_nor_of_whoever_has_an_office_elsewhere(with_password, sign_in):
    cast = with_password
    client = sign_in(cast.secretary)
    for user in (cast.secretary, cast.coordinator):
        has_app(user)
    assert client.post(f"/office/ucci/second-factor/{cast.coordinator.pk}/reset/", {"reason": ""}).status_code == 200
    assert client.post(f"/office/ucci/second-factor/{cast.secretary.pk}/reset/", {"reason": "x"}).status_code == 404
    MembershipFactory(organisation=cast.puertos, user=cast.coordinator, role="auditor")
    assert client.post(f"/office/ucci/second-factor/{cast.coordinator.pk}/reset/", {"reason": "x"}).status_code == 404
    assert Authenticator.objects.count() == 2


def test_the_operator_resets_by_a_command(with_password, mailoutbox):
    user = with_password.secretary
    has_app(user)
    words = ["reset-second-factor", user.email.upper(), "--reason", "Llamó y la reconocimos."]
    result = CliRunner().invoke(people.command, words)
    assert (result.exit_code, result.output) == (
        0,
        f"{user.email} signs in by password alone again. Taken: 1. A mail waits.\n",
    )
    assert (Authenticator.objects.count(), "Llamó y la reconocimos." in mailoutbox[0].body) == (0, True)
    unknown = CliRunner().invoke(people.command, ["reset-second-factor", "nadie@example.org", "--reason", "x"])
    assert (unknown.exit_code, unknown.output) == (
        1,
        "Nobody here has the address nadie@example.org. Nothing was changed.\n",
    )
