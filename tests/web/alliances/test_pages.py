"""Every page of an alliance answers, in each of its states."""

import pytest
from django.test import Client
from tests.factories.lives import Living
from tests.web.alliances.conftest import at_desk, in_office, to_the_end

PAGES = (
    "",
    "stages/",
    "stages/start/",
    "stages/end/",
    "stages/start/plan/",
    "stages/start/except/theme/",
    "parties/",
    "parties/?q=a",
    "methodology/",
    "history/",
    "elsewhere/",
    "describe/",
    "close/",
    "do/suspend/",
)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_answers_at_a_desk_and_in_the_office(page: str, living: Living, desk: Client, office: Client) -> None:
    assert desk.get(at_desk(living, page)).status_code == 200
    assert office.get(in_office(living, page)).status_code == 200


@pytest.mark.parametrize("page", ["stages/back/", "stages/", "stages/start/", "stages/end/", ""])
def test_pages_answer_after_a_stage_is_passed(page: str, living: Living, desk: Client) -> None:
    to_the_end(living)
    assert desk.get(at_desk(living, page)).status_code == 200
