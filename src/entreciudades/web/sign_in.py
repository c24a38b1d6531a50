"""How this site differs from allauth's usual ways."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Role


class SignIn(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """People are known before they enter: nobody registers by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Tell visitors that they cannot register."""
        return False


class Entrance(AuthenticationBackend):  # type: ignore[misc] # allauth ships no types
    """A user is read together with where they work, which the header of every page asks."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, with `has_office` and `has_desk`; None where they may not sign in any more."""
        found: User | None = (
            User.objects.active()
            .annotate(
                has_office=Exists(_in_roles(Role.SECRETARY, Role.AUDITOR)),
                has_desk=Exists(_in_roles(Role.COORDINATOR, Role.COLLEAGUE)),
            )
            .filter(pk=user_id)
            .first()
        )
        return found


def _in_roles(*roles: Role) -> QuerySet[Membership]:
    return Membership.objects.filter(user=OuterRef("pk"), role__in=roles)
