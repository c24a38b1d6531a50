"""How this site differs from allauth's usual ways of signing in; more in `second_factor` and `single_sign_on`."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context as present
from django.conf import settings
from django.contrib.auth import logout
from django.core.mail import EmailMessage
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from entreciudades.accounts.devices import device_of
from entreciudades.accounts.models import User, in_words
from entreciudades.accounts.services import end_sessions, note, note_sign_in
from entreciudades.actors.demands import demanded_since
from entreciudades.actors.models import Membership, Role
from entreciudades.calls.models import Review
from entreciudades.core.letters import letter, paragraphs
from entreciudades.notices.models import Notice

#: Mail that allauth writes after a change -> how the trail calls the change.
CHANGES: Final = {
    "account/email/email_changed": "email_changed",
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/password_set": "password_changed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "socialaccount/email/account_connected": "single_sign_on_linked",
}


class SignIn(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """People are known before they enter, nobody registers by themselves; what happens to an account is kept."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Tell visitors that they cannot register."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead whoever has signed in to where they work; a reader without any of these to the first page."""
        worker = Entrance().get_user(request.user.pk or 0)
        if worker and worker.has_desk:  # type: ignore[attr-defined] # annotated below
            return reverse("desk:home")
        if worker and worker.has_office:  # type: ignore[attr-defined] # annotated below
            return reverse("office:home")
        if worker and worker.has_reviews:  # type: ignore[attr-defined] # annotated below
            return reverse("reviews:home")
        return reverse("entrance")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to the account, whence one came."""
        return reverse("account:home")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Keep that somebody tried an address that is known here; an unknown one leaves no trace."""
        known = User.objects.filter(email=credentials.get("email", "").strip().lower()).first()
        if known:
            note("sign_in_failed", known, by=None, means=["password"])

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Keep who signed in by what; write to them where they had never signed in on such a device."""
        response: HttpResponse = super().post_login(request, user, **how)
        device = device_of(self.get_http_user_agent(request))
        if note_sign_in(user, means=_means(request, user), device=device):
            self.send_notification_mail("account/email/new_device", user)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Keep who signed out."""
        if request.user.is_authenticated:
            note("signed_out", request.user, by=request.user)
        logout(request)

    def set_password(self, user: User, password: str) -> None:
        """With the password, sessions elsewhere end."""
        super().set_password(user, password)
        request = present.request
        end_sessions(user, by=user, keep=request.session.session_key if request.user == user else None)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Keep what changed, and tell the person by mail: on what device and when; never the whole address."""
        if template_prefix in CHANGES:
            note(CHANGES[template_prefix], user, by=user)
        device = in_words(device_of(self.get_http_user_agent(present.request)))
        words = {"user": user, "device": device, "at": timezone.now()} | (context or {})
        self.send_mail(template_prefix, email or user.email, words)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Write in the language of whoever will read it, not of whoever asked; even where other mails came back."""
        reader = User.objects.filter(email=email.lower()).first()
        with override(reader.preferred_language if reader else get_language()):
            mail: EmailMessage = super().render_mail(
                template_prefix, email, context | {"site_url": settings.SITE_URL}, headers
            )
            return letter(str(mail.subject), paragraphs(str(mail.body)), to=email, always=True)


class Entrance(AuthenticationBackend):  # type: ignore[misc] # allauth ships no types
    """A user is read together with where they work and how they sign in, which the frame of every page asks."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, with what the frame asks about them; None where they may not enter."""
        found: User | None = (
            User.objects.active()
            .with_second_factor()
            .annotate(
                has_office=Exists(_in_roles(Role.SECRETARY, Role.AUDITOR)),
                has_desk=Exists(_in_roles(Role.COORDINATOR, Role.COLLEAGUE)),
                has_reviews=Exists(_in_roles(Role.REVIEWER)) | Exists(Review.objects.filter(reviewer=OuterRef("pk"))),
                second_factor_since=demanded_since(),
                unread_notices=Subquery(_unread()),
            )
            .filter(pk=user_id)
            .first()
        )
        return found


def _unread() -> QuerySet[Any]:
    unread = Notice.objects.current().unread().filter(user=OuterRef("pk")).order_by()
    return unread.values("user").annotate(total=Count("pk")).values("total")


def _in_roles(*roles: Role) -> QuerySet[Membership]:
    return Membership.objects.filter(user=OuterRef("pk"), role__in=roles)


def _means(request: HttpRequest, user: User) -> list[str]:
    """By what somebody just signed in: password, totp, webauthn, recovery_codes, socialaccount; else by a link."""
    records = [one for one in get_authentication_records(request, user) if not one.get("reauthenticated")]
    return [record.get("type") or record["method"] for record in records] or ["link"]
