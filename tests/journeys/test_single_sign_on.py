"""Somebody signs in by the account of their city hall, in a browser, with a real provider."""

from django.test import override_settings
from playwright.sync_api import expect
from tests.factories.openid import provider

PEOPLE = {
    "quispe": {"email": "coordinadora.lapaz@entreciudades.example", "email_verified": True},
    "nueva": {"email": "nueva@lapaz.example", "email_verified": True},
}


def go(page, site, login):
    page.route("https://fonts.googleapis.com/**", lambda route: route.fulfill(body=""))  # of the provider's page
    page.goto("/accounts/login/?next=/account/")
    page.locator('main a[href^="/accounts/oidc/"]').click()
    page.wait_for_url("**/interaction/**")
    page.fill("[name=login]", login)
    page.fill("[name=password]", "cualquiera")
    page.locator("button[type=submit]").click()
    page.locator("button[type=submit]").click()  # what is handed on
    page.wait_for_url(f"{site}/**")


def test_the_account_of_the_city_hall_lets_in_whoever_is_known(new_visitor, site):
    with provider(f"{site}/accounts/oidc/oidc/login/callback/", PEOPLE) as settings, override_settings(**settings):
        known = new_visitor()
        go(known, site, "quispe")
        known.wait_for_url(f"{site}/account/")
        expect(known.locator("main")).to_contain_text("coordinadora.lapaz@entreciudades.example")

        unknown = new_visitor()
        go(unknown, site, "nueva")
        expect(unknown.locator("h1")).to_have_text("Todavía no puede entrar así")
        unknown.goto("/account/")
        assert "/accounts/login/" in unknown.url
