"""In by e-mail and password, and back in by mail when the password is forgotten."""

import re

import pytest
from playwright.sync_api import expect

from entreciudades.core.models import OutboxMessage

PASSWORD = "una-llama-junto-al-illimani"
NEW = "otra-llama-junto-al-illimani"
ADDRESS = "coordinadora.lapaz@entreciudades.example"


@pytest.fixture
def coordinator(person):
    """She has a password."""
    user = person("coordinator")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(page, password, address=ADDRESS):
    page.fill("[name=login]", address)
    page.fill("[name=password]", password)
    page.locator("main form:not([data-passkey]) button[type=submit]").click()


def test_whoever_is_asked_to_sign_in_comes_where_they_wanted(page, coordinator):
    page.goto("/desk/programmes/la-paz-2017/matrices/")
    page.wait_for_url("**/accounts/login/?next=/desk/programmes/la-paz-2017/matrices/")
    sign_in(page, PASSWORD)
    page.wait_for_url("**/desk/programmes/la-paz-2017/matrices/")
    page.locator("header details.drop summary").first.click()
    page.locator('form[action="/accounts/logout/"] button').click()
    page.wait_for_url("**/es/")
    page.goto("/desk/")
    assert "/accounts/login/" in page.url


@pytest.mark.parametrize("address", [ADDRESS, "nadie@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(page, coordinator, address):
    page.goto("/accounts/login/")
    sign_in(page, "no es la suya", address)
    expect(page.locator(".error-summary li")).to_have_text("El correo electrónico o la contraseña no son correctos.")
    assert page.input_value("[name=login]") == address


def test_too_many_attempts_have_to_wait(page, coordinator):
    page.goto("/accounts/login/")
    for _attempt in range(11):
        sign_in(page, "no es la suya")
        page.wait_for_load_state()
    sign_in(page, PASSWORD)
    page.wait_for_load_state()
    page.goto("/desk/")
    assert "/accounts/login/" in page.url


def test_a_forgotten_password_is_made_anew_by_mail(page, coordinator):
    page.goto("/accounts/login/")
    page.locator('main a[href="/accounts/password/reset/"]').first.click()
    page.fill("[name=email]", ADDRESS)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/accounts/password/reset/done/")

    mail = OutboxMessage.objects.get().payload
    assert mail["to"] == [ADDRESS]
    link = re.search(r"https?://\S+", mail["body"])[0]
    page.goto(link)
    page.fill("[name=password1]", NEW)
    page.fill("[name=password2]", NEW)
    page.locator("main form button[name=action]").click()
    page.wait_for_url("**/desk/organisations/la-paz-bo/")  # no need to type it again

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    sign_in(page, PASSWORD)
    expect(page.locator(".error-summary")).to_be_visible()
    sign_in(page, NEW)
    page.wait_for_url("**/desk/organisations/la-paz-bo/")

    page.context.clear_cookies()
    page.goto(link)  # it serves once
    assert page.locator("[name=password1]").count() == 0


def test_a_stranger_gets_no_mail_and_no_hint(page):
    page.goto("/accounts/password/reset/")
    page.fill("[name=email]", "nadie@example.org")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/accounts/password/reset/done/")
    assert OutboxMessage.objects.count() == 0


def test_one_click_enters_the_demonstration(page):
    page.goto("/demo")
    assert page.locator("main li.card").count() == 14
    page.locator("li.card", has_text="Nayra Quispe").locator("button").click()
    page.wait_for_url("**/desk/organisations/la-paz-bo/")
    expect(page.locator("header")).to_contain_text("Nayra Quispe")
