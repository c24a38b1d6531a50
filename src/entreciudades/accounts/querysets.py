"""Which users."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import ProtectedError, QuerySet

if TYPE_CHECKING:
    from entreciudades.accounts.models import User


class UserQuerySet(QuerySet["User"]):
    """Users, by what one may want of them."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)

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
