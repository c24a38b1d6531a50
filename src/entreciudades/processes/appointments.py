"""Somebody is given a role: known or new, they read of it in their language and learn how to come in."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from entreciudades.accounts.models import User
from entreciudades.accounts.services import password_address, register
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.actors.services import give_role
from entreciudades.core.labels import label
from entreciudades.core.letters import Paragraph, Part, Way, letter

_DAY = 24 * 3600


@transaction.atomic
def appoint(
    organisation: Organisation, *, role: Role, email: str, name: str, language: str, by: User | None
) -> Membership:
    """Give a role to the user of that address, who is registered where there is none, and write to them.

    A user who is known keeps their name and language. One without a password finds in the mail where to choose it;
    appointing again changes nothing and sends the mail anew. It leaves by the outbox.

    Raises:
        ValidationError: the address is none or its user may not sign in, or the role does not fit the organisation.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        user = register(email=email, name=name, preferred_language=language, password=None, by=by)
    elif not user.is_active:
        raise ValidationError({"email": _("The user of this address may not sign in any more.")})
    membership = give_role(organisation, user, role, by=by)
    with override(user.preferred_language):
        _mail(membership, by=by).send()
    return membership


def _mail(membership: Membership, *, by: User | None) -> EmailMultiAlternatives:
    user, organisation = membership.user, label(membership.organisation.names).text
    said = {"organisation": organisation, "role": Role(membership.role).label}
    parts = [
        Paragraph(_("Dear %(name)s:") % {"name": user.get_full_name()}),
        Paragraph(_("From now on you work for %(organisation)s in Entreciudades. Your role: %(role)s.") % said),
        *_way_in(user),
        *([Paragraph(by.get_full_name())] if by else []),
    ]
    subject = _("Your role in %(organisation)s: %(role)s") % said
    return letter(subject, parts, to=user.email, reply_to=by.email if by else None, always=True)


def _way_in(user: User) -> list[Part]:
    if user.has_usable_password():
        return [Way(_("Sign in as you are used to"), settings.SITE_URL + reverse("account_login"))]
    days = settings.PASSWORD_RESET_TIMEOUT // _DAY
    lasts = ngettext("It works once, for %(days)d day.", "It works once, for %(days)d days.", days) % {"days": days}
    again = f"{_('After that, ask for another one here:')} {settings.SITE_URL}{reverse('account_reset_password')}"
    return [
        Way(_("Choose your password"), password_address(user)),
        Paragraph(f"{lasts} {again}"),
        Paragraph(_("You then sign in with the address to which this mail was sent.")),
    ]
