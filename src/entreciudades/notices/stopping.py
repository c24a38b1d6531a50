"""One click to stop: an address of one person's own that ends mails of some groups, without signing in (RFC 8058)."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.notices.kinds import Group

_SALT = "entreciudades.notices.stopping"


def stop_address(user: User, groups: Iterable[Group]) -> str:
    """The address that ends mails of those groups; it never ends itself, so that old mails can be stopped too."""
    token = signing.dumps([user.pk, *(str(group) for group in groups)], salt=_SALT, compress=False)
    return f"{settings.SITE_URL}{reverse('notices:stop', args=[token])}"


def whose(token: str) -> tuple[User, list[Group]] | None:
    """Whose mails of which groups an address ends; None where the address is not one of ours."""
    try:
        pk, *groups = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    user = User.objects.active().filter(pk=pk).first()
    return None if user is None else (user, [Group(group) for group in groups if group in Group.values])
