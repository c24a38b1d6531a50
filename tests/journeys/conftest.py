"""A real Chromium on the running site. Each test has its own visitors; what goes wrong in the page fails the test."""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from tests.journeys.site import Site

from entreciudades.accounts.models import User

# Playwright's loop lives in this thread, and Django would refuse to query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NewVisitor = Callable[..., Page]
# What journeys are about: refusals, and lines that are lost, of which htmx complains too.
EXPECTED = ("status of 4", "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest", "/es/broken/")
PEOPLE = {
    "secretary": "secretaria.ucci",
    "second_secretary": "secretaria.ribera",
    "coordinator": "coordinadora.lapaz",
    "colleague": "colega.lapaz",
    "other_coordinator": "coordinacion.puertoalba",
    "vallehondo": "coordinacion.vallehondo",
    "riomayor": "coordinacion.riomayor",
    "santa_bruma": "coordinacion.santabruma",
    "brisa_alta": "coordinacion.brisaalta",
    "torrequeda": "coordinacion.torrequeda",
    "reviewer": "revisora",
    "auditor": "auditor",
}
"""The cast, as the demonstration brings it."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def whole_site(
    django_test_environment: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with django_db_blocker.unblock():
        site = Site(tmp_path_factory.mktemp("site"))
        yield site
        site.stop()


@pytest.fixture
def site(whole_site: Site, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the site, as `make demo` shows it, just loaded."""
    mode = override_settings(
        DEMONSTRATION=True,
        ROOT_URLCONF="tests.journeys.addresses",
        ACCOUNT_EMAIL_VERIFICATION="none",
        EMAIL_BACKEND="entreciudades.core.mail.OutboxEmailBackend",  # which pytest-django had taken away
    )
    with django_db_blocker.unblock(), mode, whole_site.fresh() as address, override_settings(SITE_URL=address):
        yield address


@pytest.fixture
def person(site: str) -> Callable[[str], User]:
    """Somebody of the cast: ``person("coordinator")``."""
    return lambda name: User.objects.get(email=f"{PEOPLE[name]}@entreciudades.example")


@pytest.fixture
def client_of(person: Callable[[str], User]) -> Callable[[str], Client]:
    """A client without a browser, signed in as somebody of the cast; ``visitor`` is nobody."""

    def signed_in(name: str) -> Client:
        client = Client(SERVER_NAME="localhost")
        if name != "visitor":
            client.force_login(person(name))
        return client

    return signed_in


@pytest.fixture
def new_visitor(browser: Browser, site: str, client_of: Callable[[str], Client]) -> Iterator[NewVisitor]:
    """Open the site as somebody of their own: ``new_visitor("coordinator", width=360)`` gives a page."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        said = f"{message.text} {message.location['url']}"
        is_lost_file = "status of 4" in said and "/static/" in said
        if message.type == "error" and (is_lost_file or not any(words in said for words in EXPECTED)):
            complaints.append(said)

    def open_page(name: str = "visitor", *, width: int = 1280, language: str = "es", javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            locale=language,
            java_script_enabled=javascript,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if session := client_of(name).cookies.get(settings.SESSION_COOKIE_NAME):
            host = urlsplit(site).hostname
            context.add_cookies([{"name": session.key, "value": session.value, "domain": host, "path": "/"}])
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_visitor: NewVisitor) -> Page:
    """One visitor on a wide screen."""
    return new_visitor()
