"""How this site differs from allauth's usual ways."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Role


class SignIn(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """People are known before they enter: nobody registers by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Tell visitors that they cannot register."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead whoever has signed in to where they work; a reader without office or desk to the first page."""
        worker = Entrance().get_user(request.user.pk or 0)
        if worker and worker.has_desk:  # type: ignore[attr-defined] # annotated below
            return reverse("desk:home")
        if worker and worker.has_office:  # type: ignore[attr-defined] # annotated below
            return reverse("office:home")
        return reverse("entrance")


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
