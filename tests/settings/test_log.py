"""What the log keeps, and what it does not."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from entreciudades.settings.log import JsonLine

TOKEN = "b7Kf-_x9Qw2LmZ0aVt5YcR8nEj3HsDu6PgI1oXkTqWe"
#: How addresses name what opens something to whoever has it.
SECRET = re.compile(r"<str:token>|\(\?P<key>[^)]*\)")


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from addresses(one.url_patterns, route)


def logged(message: str, *said: object, **more: Any) -> dict[str, str]:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, said, more.get("exc_info"))
    line: dict[str, str] = json.loads(JsonLine().format(record))
    return line


def test_every_address_with_a_secret_is_logged_without_it() -> None:
    secret = [route for route in addresses(get_resolver().url_patterns) if SECRET.search(route)]
    assert {"/reply/<str:token>/", "/mayor/<str:token>/", "/notices/stop/<str:token>/"} <= set(secret)
    for route in secret:
        path = SECRET.sub(TOKEN, route).replace("^", "")
        assert TOKEN not in logged("%s: %s", "Conflict", path)["message"], route


def test_other_addresses_are_logged_whole() -> None:
    for path in ("/desk/organisations/la-paz-bo/mayor/", "/office/ucci/calendar/", "/files/12/convenio.pdf"):
        assert logged("%s: %s", "Not Found", path)["message"] == f"Not Found: {path}"


def test_a_traceback_tells_no_secret_either() -> None:
    with pytest.raises(ValueError, match="reply") as caught:
        raise ValueError(f"no answer at /reply/{TOKEN}/")
    line = logged("failed", exc_info=(caught.type, caught.value, caught.tb))
    assert (TOKEN in line["traceback"], "/reply/…/" in line["traceback"]) == (False, True)
