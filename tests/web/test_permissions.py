"""Every address says for whom it is."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.web.access import audience_of, may, public, signed_in
from entreciudades.web.middleware import Refusals

View = Callable[..., Any]


def views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, View]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


ALL = list(views(get_resolver().url_patterns))


def test_every_view_says_for_whom_it_is() -> None:
    assert [address for address, view in ALL if audience_of(view) is None] == []


def test_the_walk_sees_an_undeclared_view() -> None:
    assert audience_of(lambda _request: None) is None


def test_decorators_declare_and_ask_for_a_sign_in(rf: RequestFactory) -> None:
    def view(_request: object) -> str:
        return "shown"

    rule: Rule[User] = Rule("user:see", lambda _user, _obj: True, lambda rows, _user: rows)
    request = rf.get("/somewhere")
    request.user = AnonymousUser()
    assert [audience_of(one(view)) for one in (public, signed_in, may(rule))] == ["public", "signed in", "user:see"]
    assert public(view)(request) == "shown"
    for guarded in (signed_in(view), may(rule)(view)):
        assert guarded(request).url == "/accounts/login/?next=/somewhere"


@pytest.mark.parametrize(
    ("error", "status"), [(NotFound("city", "x"), 404), (NotAllowed("city:edit", "city", "x"), 403)]
)
@pytest.mark.parametrize(("language", "home"), [("es", "/es/"), ("pt", "/pt/"), ("en", "/en/")])
def test_refusals_become_pages_in_the_readers_language(
    rf: RequestFactory, error: Exception, status: int, language: str, home: str
) -> None:
    request = rf.get("/somewhere")
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language
    with override(language):
        response = Refusals(lambda _request: None).process_exception(request, error)  # type: ignore[arg-type, return-value]
    assert response is not None
    assert response.status_code == status
    assert f'<html lang="{language}">' in response.content.decode()
    assert f'href="{home}"' in response.content.decode()


def test_other_errors_go_their_way(rf: RequestFactory) -> None:
    assert Refusals(lambda _request: None).process_exception(rf.get("/"), ValueError()) is None  # type: ignore[arg-type, return-value]
