"""What happens to accounts."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from entreciudades.accounts.models import Session, User
from entreciudades.core import trail
from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of


@transaction.atomic
def register(*, email: str, name: str, preferred_language: str, password: str | None, by: User | None) -> User:
    """Make a user whose address counts as verified, since ``by``, who knows them, gave it.

    Raises:
        ValidationError: the address is not one, or already has a user.
    """
    user = User.objects.create_user(email, password, name=name, preferred_language=preferred_language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    trail.record("account.registered", user, by=by)
    return user


def password_address(user: User) -> str:
    """Where a user chooses a password: works once, and for as many seconds as PASSWORD_RESET_TIMEOUT says."""
    keys = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=keys)}"


@transaction.atomic
def choose_language(*, user: User, language: str) -> User:
    """Keep the language in which somebody wants to read.

    Raises:
        ValidationError: the site does not speak it.
    """
    user.preferred_language = language
    user.clean_fields(exclude={"password"})
    user.save(update_fields=["preferred_language"])
    return user


@transaction.atomic
def choose_name(*, user: User, name: str) -> User:
    """Keep the name by which others read somebody.

    Raises:
        ValidationError: it is longer than LONGEST_NAME.
    """
    user.name = name.strip()
    user.clean_fields(exclude={"password"})
    user.save(update_fields=["name"])
    trail.record("account.renamed", user, by=user, fields=["name"])
    return user


def note(happened: str, user: User, *, by: User | None, **details: Any) -> None:
    """Write into the trail what happened to an account: ``note("password_changed", user, by=user)``."""
    trail.record(f"account.{happened}", user, by=by, **details)


@transaction.atomic
def note_sign_in(user: User, *, means: list[str], device: str) -> bool:
    """Write that somebody signed in, by which means and on what; return whether that device is new to them.

    The first sign-in of all is on no new device: there is nothing to compare.
    """
    before = AuditEvent.objects.filter(object_kind=kind_of(user), object_id=user.pk, verb="account.signed_in")
    is_new = before.exists() and not before.filter(details__device=device).exists()
    note("signed_in", user, by=user, means=means, device=device)
    return is_new


@transaction.atomic
def end_sessions(user: User, *, by: User | None, keep: str | None = None) -> int:
    """Sign somebody out wherever they are, but for the session of the key `keep`; return how many ended."""
    ended, _of_each = user.sessions.exclude(pk=keep or "").delete()
    if ended:
        note("sessions_ended", user, by=by, count=ended)
    return ended


@transaction.atomic
def end_session(user: User, *, handle: str) -> bool:
    """Sign somebody out of the one session that `Session.handle` names; return whether it was there."""
    for session in user.sessions.all():
        if session.handle == handle:
            session.delete()
            note("sessions_ended", user, by=user, count=1)
            return True
    return False


def forget_ended_sessions() -> int:
    """Delete sessions that are over, with where they came from; return how many."""
    forgotten, _of_each = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return int(forgotten)


@transaction.atomic
def take_second_factor(user: User, *, by: User | None, scope: int | None = None) -> int:
    """Take passkeys, app and recovery codes from somebody who lost them, and sign them out; return how many.

    They sign in by password again and set up a second factor anew.
    """
    taken = int(Authenticator.objects.filter(user=user).delete()[0])
    end_sessions(user, by=by)
    trail.record("account.second_factor_taken", user, by=by, scope=scope, count=taken)
    return taken


@transaction.atomic
def anonymise(*, user: User, by: User | None) -> User:
    """Take name, address, language and entry from a user; the row stays, so that what they did stays told.

    Twice changes nothing.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at:
        return user
    for held in (EmailAddress, Authenticator, SocialAccount, Session):
        held.objects.filter(user=user).delete()
    user.email = f"former-user-{user.pk}@invalid.invalid"
    user.name = ""
    user.preferred_language = settings.LANGUAGE_CODE
    user.is_active = False
    user.anonymised_at = timezone.now()
    user.set_unusable_password()
    user.save()
    trail.record("account.anonymised", user, by=by, fields=[one.name for one in User.PERSONAL_DATA])
    return user
