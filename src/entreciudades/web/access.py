"""For whom a view is. Every view says it once; a test walks all addresses and fails on one that does not."""

from collections.abc import Callable
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase

from entreciudades.core.access import Rule

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"
ACCOUNT: Final = "account"

#: Views of libraries, by the module in which they stand: sign-in decides by itself who may use which of its pages.
OF_LIBRARIES: Final = dict.fromkeys(
    (
        "allauth.account.views",
        "allauth.mfa.base.views",
        "allauth.mfa.recovery_codes.views",
        "allauth.mfa.totp.views",
        "allauth.mfa.webauthn.views",
        "allauth.socialaccount.providers.openid_connect.views",
    ),
    ACCOUNT,
)


def public(view: View[P]) -> View[P]:
    """Everybody. Rows still come through `visible_to`: a draft stays hidden."""
    return _declared(view, PUBLIC)


def signed_in(view: View[P]) -> View[P]:
    """Whoever has signed in; others are asked to."""
    return _declared(login_required(view), SIGNED_IN)


def may(rule: Rule[M]) -> Callable[[View[P]], View[P]]:
    """Whoever the rule admits on the view's object, which the view fetches with `core.access.fetch(…, may=rule)`."""

    def declare(view: View[P]) -> View[P]:
        return _declared(login_required(view), rule.name)

    return declare


def audience_of(view: Callable[..., Any]) -> str | None:
    """What a view, or the class behind it, declared; None where it said nothing."""
    behind = getattr(view, "view_class", view)
    declared: str | None = getattr(view, "audience", None) or getattr(behind, "audience", None)
    return declared or OF_LIBRARIES.get(behind.__module__)


def _declared(view: View[P], audience: str) -> View[P]:
    view.audience = audience  # type: ignore[attr-defined]  # a mark that the walking test reads
    return view
