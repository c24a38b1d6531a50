"""What happens to accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.core import trail


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
def anonymise(*, user: User, by: User | None) -> User:
    """Take name, address, language and entry from a user; the row stays, so that what they did stays told.

    Twice changes nothing.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymised_at:
        return user
    EmailAddress.objects.filter(user=user).delete()
    user.email = f"former-user-{user.pk}@invalid.invalid"
    user.name = ""
    user.preferred_language = settings.LANGUAGE_CODE
    user.is_active = False
    user.anonymised_at = timezone.now()
    user.set_unusable_password()  # also ends every session, which is bound to the password
    user.save()
    trail.record("account.anonymised", user, by=by, fields=[one.name for one in User.PERSONAL_DATA])
    return user
