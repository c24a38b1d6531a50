"""A network invites who coordinates a city, who invites a colleague: each comes in by the mail that they get."""

import re

from playwright.sync_api import expect

from entreciudades.core.models import OutboxMessage

PASSWORD = "un-faro-junto-a-la-bahia"


def named(page, address, email, name, language):
    page.goto(address)
    page.fill("[name=email]", email)
    page.fill("[name=name]", name)
    page.select_option("main select[name=language]", language)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("[role=status]").first).to_contain_text(name)


def mail_to(email):
    return next(mail.payload for mail in OutboxMessage.objects.order_by("-pk") if mail.payload["to"] == [email])


def comes_in(page, email):
    """By the address in the mail, to a password of their own, to the desk."""
    page.goto(re.search(r"https?://\S+/invitation/\S+/", mail_to(email)["body"])[0])
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/desk/organisations/**")  # no need to type it again


def test_each_is_named_comes_in_and_works(new_visitor):
    secretary, coordinator, colleague = new_visitor("second_secretary"), new_visitor(), new_visitor()
    named(secretary, "/office/red-ribera/coordinators/puerto-alba/add/", "faro@example.org", "Fabia Inventada", "pt")

    comes_in(coordinator, "faro@example.org")
    assert coordinator.url.endswith("/desk/organisations/puerto-alba/")
    assert coordinator.locator("html").get_attribute("lang") == "pt-BR"
    named(coordinator, "/desk/organisations/puerto-alba/team/add/", "remo@example.org", "Remo Inventado", "es")

    comes_in(colleague, "remo@example.org")
    assert colleague.url.endswith("/desk/organisations/puerto-alba/")
    assert colleague.goto("/desk/organisations/puerto-alba/team/add/").status == 403
    assert colleague.goto("/desk/organisations/la-paz-bo/").status == 403

    coordinator.goto("/desk/organisations/puerto-alba/team/")
    coordinator.locator("tr", has_text="Remo Inventado").locator("a[href$='/end/']").click()
    coordinator.locator("main form button[type=submit]").click()
    coordinator.wait_for_url("**/desk/organisations/puerto-alba/team/")
    expect(coordinator.locator("main")).not_to_contain_text("remo@example.org")
    colleague.goto("/desk/organisations/puerto-alba/")
    assert "/accounts/login/" in colleague.url  # whose role ends is signed out
