"""Somebody sets up a second factor and signs in by it: a passkey, an app with codes, a recovery code."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import expect
from tests.journeys.axe import faults

PASSWORD = "una-llama-junto-al-illimani"
ADDRESS = "coordinadora.lapaz@entreciudades.example"
DESK = "**/desk/organisations/la-paz-bo/"


@pytest.fixture
def coordinator(person):
    """She has a password."""
    user = person("coordinator")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def device(page):
    """A telephone or laptop that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def sign_in(page):
    page.goto("/accounts/login/")
    page.fill("[name=login]", ADDRESS)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form:not([data-passkey]) button[type=submit]").click()


def confirm(page):
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_passkey_is_added_and_lets_in_with_nothing_else(page, coordinator, device):
    sign_in(page)
    page.wait_for_url(DESK)
    page.locator("header details.drop summary").first.click()
    page.locator('header a[href="/account/"]').click()
    page.locator('main a[href="/accounts/ways/"]').click()
    page.locator('main a[href="/accounts/ways/passkeys/add/"]').click()
    confirm(page)
    page.wait_for_url("**/accounts/ways/passkeys/add/")
    page.fill("[name=name]", "Portátil de la oficina")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/accounts/ways/codes/")
    expect(page.locator("main code")).to_have_count(10)
    assert faults(page) == []
    page.locator('main a[href="/accounts/ways/"]').last.click()
    expect(page.locator("main table")).to_contain_text("Portátil de la oficina")
    assert faults(page) == []

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/account/sign-ins/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/account/sign-ins/")
    expect(page.locator("main tbody tr").first).to_contain_text("Chrome, Linux")

    page.context.clear_cookies()  # after the password it serves as the second step
    sign_in(page)
    page.wait_for_url("**/accounts/login/code/")
    assert faults(page) == []
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(DESK)

    page.goto("/accounts/ways/")
    page.locator("main table a[href$='/remove/']").click()
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/remove/")
    page.locator("main form button").click()
    page.wait_for_url("**/accounts/ways/**")
    assert page.locator("main table").count() == 0


def test_a_passkey_of_nobody_is_told(page, coordinator, device):
    page.goto("/accounts/login/")
    page.locator("form[data-passkey] button").click()
    expect(page.locator("form[data-passkey] [role=alert]")).to_be_visible()


def test_a_code_of_the_app_and_then_a_recovery_code_let_in(page, coordinator):
    sign_in(page)
    page.wait_for_url(DESK)
    page.goto("/accounts/ways/app/add/")
    confirm(page)
    page.wait_for_url("**/accounts/ways/app/add/")
    square = page.locator(".qr svg").bounding_box()
    assert square["width"] > 200
    secret = page.locator("code.key").inner_text()
    page.fill("[name=code]", code_of(secret))
    page.locator("main form button").click()
    page.wait_for_url("**/accounts/ways/codes/")
    recovery = page.locator("main code").first.inner_text()
    assert re.fullmatch(r"\w{8,}", recovery)

    page.context.clear_cookies()
    sign_in(page)
    page.wait_for_url("**/accounts/login/code/")
    page.fill("[name=code]", "000000")
    page.locator("main form button").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=code]", code_of(secret))
    page.locator("main form button").first.click()
    page.wait_for_url(DESK)

    page.context.clear_cookies()
    sign_in(page)
    page.fill("[name=code]", recovery)
    page.locator("main form button").first.click()
    page.wait_for_url(DESK)


def test_a_secretary_demands_it_and_the_coordinator_is_led_to_set_it_up(new_visitor, person):
    Authenticator.objects.create(user=person("secretary"), type="totp", data={"secret": "unused"})
    office = new_visitor("secretary")
    office.goto("/office/ucci/second-factor/")
    office.locator("main .page-head a.btn").click()
    office.fill("[name=since]", timezone.localdate().isoformat())
    office.locator("main form button").click()
    office.wait_for_url("**/office/ucci/second-factor/")

    telephone = new_visitor("coordinator", width=360)
    telephone.goto("/desk/")
    telephone.wait_for_url("**/account/second-factor/")
    assert faults(telephone) == []
    telephone.locator('main a[href="/accounts/ways/app/add/"]').click()
    secret = telephone.locator("code.key").inner_text()
    telephone.fill("[name=code]", code_of(secret))
    telephone.locator("main form button").click()
    telephone.wait_for_url("**/accounts/ways/codes/")
    telephone.goto("/desk/")
    telephone.wait_for_url(DESK)
