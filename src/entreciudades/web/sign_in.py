"""How this site differs from allauth's usual ways."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class SignIn(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """People are known before they enter: nobody registers by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Tell visitors that they cannot register."""
        return False
