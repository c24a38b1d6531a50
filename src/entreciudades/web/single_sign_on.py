"""Sign-in by the account of a public body (OpenID Connect): it says who somebody is, never that they may enter."""

from typing import NoReturn

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render

from entreciudades.accounts.models import User


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Only a person who is known here, by an address verified on both sides, is let in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Nobody registers by themselves."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link whoever comes for the first time to their user here, or refuse.

        What the provider tells is read and not kept. Whatever the visitor asked for, the end is to sign in: an account
        of somebody else is never tied to whoever happens to be signed in.
        """
        told = sociallogin.account.extra_data
        claims = told.get("userinfo") or told.get("id_token") or told
        sociallogin.account.extra_data = {}
        sociallogin.state["process"] = AuthProcess.LOGIN
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        if claims.get("email_verified") is not True:
            _refuse(request, "unverified")
        user = _known(str(claims.get("email", "")))
        if user is None:
            _refuse(request, "unknown")
        sociallogin.connect(request, user)


def _known(email: str) -> User | None:
    """The user of an address that was verified here, and who may sign in."""
    found = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True).select_related("user")
    user: User | None = found[0].user if len(found) == 1 else None
    return user


def _refuse(request: HttpRequest, reason: str) -> NoReturn:
    raise ImmediateHttpResponse(render(request, "account/single_sign_on_refused.html", {"reason": reason}, status=403))
