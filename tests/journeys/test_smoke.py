import pytest


@pytest.mark.smoke
def test_the_site_answers_a_browser_and_tells_of_itself(page):
    response = page.request.get("/healthz")
    health = response.json()
    assert response.status == 503  # no worker runs beside the journeys, and that is told
    assert [name for name in ("database", "storage", "guards") if not health[name]["ok"]] == []


@pytest.mark.smoke
def test_a_visitor_is_received_in_the_language_of_their_browser(new_visitor):
    received = {}
    for language in ("es", "pt", "en"):
        page = new_visitor(language=language)
        response = page.goto("/")
        received[language] = (response.status, page.locator("html").get_attribute("lang"))
    assert received == {"es": (200, "es"), "pt": (200, "pt-BR"), "en": (200, "en")}
