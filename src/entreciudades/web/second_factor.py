"""How this site differs from allauth's usual ways of a second factor."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
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


class Code:
    """A code that is typed; what was tried in vain and a recovery code that is used up are kept."""

    def clean_code(self) -> str:
        """Check the code, with or without the blanks in which apps show it."""
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")  # type: ignore[attr-defined]
        with _kept_if_refused(self, "code"):
            code: str = super().clean_code()  # type: ignore[misc]
        return code

    def save(self) -> None:
        """Use it."""
        super().save()  # type: ignore[misc]
        used: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if used.type == Authenticator.Type.RECOVERY_CODES:
            note("recovery_code_used", used.user, by=used.user)


class Passkey:
    """What a browser says of a passkey; allauth takes it for granted that it has the form of one."""

    def clean_credential(self) -> Authenticator:
        """Check it; what is no credential at all is refused like a wrong one."""
        with _kept_if_refused(self, "webauthn"), _well_formed():
            return super().clean_credential()  # type: ignore[misc]


class CodeForm(Code, AuthenticateForm):  # type: ignore[misc] # allauth ships no types
    """A code while signing in."""


class CodeAgainForm(Code, ReauthenticateForm):  # type: ignore[misc] # allauth ships no types
    """A code before a change."""


class PasskeyForm(Passkey, LoginWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A passkey to sign in with nothing else."""


class SecondPasskeyForm(Passkey, AuthenticateWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A passkey after the password."""


class PasskeyAgainForm(Passkey, ReauthenticateWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A passkey before a change."""


class AddAppForm(ActivateTOTPForm):  # type: ignore[misc] # allauth ships no types
    """The first code of an app, which proves that it was set up."""

    def clean_code(self) -> str:
        """Check it, with or without blanks."""
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")
        code: str = super().clean_code()
        _confirmed(self.user, "totp")
        return code


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A new passkey; every one of them serves to sign in with nothing else."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you tell it from others: “Office laptop”, “My telephone”."),
        max_length=LONGEST_NAME,
        required=False,
    )
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """Check it with the device's answer."""
        with _well_formed():
            cleaned: dict[str, Any] = super().clean()
        if "credential" in cleaned:
            _confirmed(self.user, "webauthn")
        return cleaned


class NamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=LONGEST_NAME)


def _confirmed(user: User, means: str) -> None:
    """Whoever has no password had nothing to confirm by before; the recovery codes are shown to them at once too."""
    record_authentication(context.request, user, "mfa", type=means, reauthenticated=True)


@contextmanager
def _kept_if_refused(form: Any, means: str) -> Iterator[None]:
    try:
        yield
    except ValidationError:
        if form.user is not None:
            note("sign_in_failed", form.user, by=None, means=[means])
        raise


@contextmanager
def _well_formed() -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SecondFactor().validation_error("incorrect_code") from error


def _lock() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"second factor " + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
