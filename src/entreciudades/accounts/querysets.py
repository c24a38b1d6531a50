"""Which users."""

from typing import TYPE_CHECKING, Any, Final, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from entreciudades.accounts.models import Session, User  # noqa: F401 - the first is named by a base

#: Types of allauth's authenticators that stand for a second factor; recovery codes only stand in for one.
SECOND_FACTORS: Final = ("totp", "webauthn")


class UserQuerySet(QuerySet["User"]):
    """Users, by what one may want of them."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def with_second_factor(self) -> Self:
        """Each with `has_second_factor`: a passkey or an authenticator app."""
        return self.annotate(has_second_factor=self._second_factor())

    def having_second_factor(self) -> Self:
        """Those who have one."""
        return self.filter(self._second_factor())

    def without_second_factor(self) -> Self:
        """Those who have none."""
        return self.filter(~self._second_factor())

    def _second_factor(self) -> Exists:
        authenticators = self.model.authenticator_set.rel.related_model._base_manager  # type: ignore[attr-defined]
        return Exists(authenticators.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: a user is anonymised, so that what they did stays told."""
        raise ProtectedError("A user is anonymised, never deleted.", set(self))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc] # made at run time
    """Makes users; their address is kept in lower case, since people type it as it comes."""

    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new user; without a password they cannot sign in until they reset it."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, in whatever case it was typed."""
        user: User = self.get(email=(username or "").strip().lower())
        return user


class SessionQuerySet(QuerySet["Session"]):
    """Sessions, by whether they still last."""

    def lasting(self) -> Self:
        """Those that are not over."""
        return self.filter(expire_date__gt=timezone.now())


class SessionManager(BaseSessionManager["Session"].from_queryset(SessionQuerySet)):  # type: ignore[misc] # at run time
    """Sessions."""

    use_in_migrations = False
