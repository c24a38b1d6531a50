"""How this site differs from allauth's usual ways of a second factor."""

import base64
import hashlib
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.devices import device_of
from entreciudades.accounts.models import User, in_words
from entreciudades.accounts.services import note

LONGEST_NAME = 60


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Passkeys, codes of an app, recovery codes."""

    def get_totp_issuer(self) -> str:
        """Under which name an app lists its codes."""
        return f"Entreciudades ({context.request.get_host()})"

    def _get_site_name(self) -> str:
        return "Entreciudades"

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code as part of the page: the policy of contents lets in no picture from a data: address."""
        drawing: str = super().build_totp_svg(url)
        return drawing[drawing.index("<svg") :]

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002, ARG002 - allauth's signature
        """Call a new passkey by the device on which it is made; its owner may say otherwise."""
        return in_words(device_of(context.request.headers.get("User-Agent", "")))

    def encrypt(self, text: str) -> str:
        """Lock secrets of apps and recovery codes with the key of the installation: a stolen copy stays shut."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Unlock; where the key was changed no code fits any more, and the second factor has to be set up anew."""
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


class CodeForm(AuthenticateForm):  # type: ignore[misc] # allauth ships no types
    """A code while signing in; what was tried in vain and a recovery code that is used up are kept."""

    def clean_code(self) -> str:
        """Check the code, with or without the blanks in which apps show it."""
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")
        return _checked(self, super().clean_code)

    def save(self) -> None:
        """Use it."""
        super().save()
        _keep_recovery(self)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    """A code before a change."""

    def clean_code(self) -> str:
        """Check the code."""
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")
        return _checked(self, super().clean_code)

    def save(self) -> None:
        """Use it."""
        super().save()
        _keep_recovery(self)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A new passkey; every one of them serves to sign in with nothing else."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you tell it from others: “Office laptop”, “My telephone”."),
        max_length=LONGEST_NAME,
        required=False,
    )
    passwordless = None


class NamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=LONGEST_NAME)


def _checked(form: Any, check: Any) -> str:
    try:
        code: str = check()
    except ValidationError:
        note("sign_in_failed", form.user, by=None, means=["code"])
        raise
    return code


def _keep_recovery(form: Any) -> None:
    if form.authenticator.type == Authenticator.Type.RECOVERY_CODES:
        note("recovery_code_used", form.user, by=form.user)


def _lock() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"second factor " + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
