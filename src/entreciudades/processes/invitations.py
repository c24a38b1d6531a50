"""Somebody is invited to a role: a letter with a link of its own; who follows it chooses a password, and is in."""

from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.accounts.services import register
from entreciudades.actors import team
from entreciudades.actors.models import Invitation, Membership, Organisation, Role
from entreciudades.core.dates import PartialDate
from entreciudades.core.errors import LinkRefused
from entreciudades.core.labels import label
from entreciudades.core.letters import Paragraph, Way, letter
from entreciudades.core.links import find_link, make_link, revoke_links, use_links
from entreciudades.notices.services import notify
from entreciudades.processes.handover import hand_over_to

#: What the link of an invitation is for.
PURPOSE: Final = "invitation"


@transaction.atomic
def invite(organisation: Organisation, *, role: Role, email: str, name: str, language: str, by: User) -> Invitation:
    """Invite somebody and write to them; one who is invited already is written to again.

    Raises ValidationError as `actors.team.invite`; nobody is written to then.
    """
    invitation = team.invite(organisation, role=role, email=email, name=name, language=language, by=by)
    _write(invitation, by=by)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Write to an invited person anew, with a link of which only the latest works. Raises ValidationError."""
    _write(team.send_again(invitation, by=by), by=by)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back; its links lead nowhere from now on. Raises ValidationError."""
    team.withdraw_invitation(invitation, by=by)
    revoke_links(PURPOSE, invitation)


def invitation_of(token: str) -> Invitation:
    """Return the invitation of a link. Raises LinkRefused, also where it ended by another way than its link."""
    link = find_link(token, PURPOSE)
    found = Invitation.objects.select_related("organisation", "invited_by").get(pk=link.object_id)
    if not found.is_open:
        raise LinkRefused("used" if found.accepted_at else "revoked", link)
    return found


@transaction.atomic
def come_in(invitation: Invitation, *, name: str, password: str) -> User:
    """An invited person without a sign-in gets one, and accepts.

    Raises ValidationError where the invitation waits no more, or the address has a user who has signed in before or
    may do so no more.
    """
    invitation = team.hold(invitation)
    user: User | None = User.objects.filter(email=invitation.email).first()
    if user and not user.is_active:
        raise ValidationError(_("The user of this address may not sign in any more."))
    if knows_the_way(invitation):
        said = _("You know Entreciudades already: sign in as %(email)s to accept.") % {"email": invitation.email}
        raise ValidationError(said)
    if user is None:
        user = register(
            email=invitation.email, name=name, preferred_language=invitation.language, password=password, by=None
        )
    else:  # the operator named them, and they never came: the link shows that the address is theirs
        user.name = name
        user.set_password(password)
        user.save(update_fields=["name", "password"])
    accept(invitation, user=user)
    return user


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Membership:
    """Somebody takes the role; what was to be handed over to them is theirs. Raises ValidationError as above."""
    membership = team.accept_invitation(invitation, user=user)
    use_links(PURPOSE, invitation)
    for handover in invitation.handovers.waiting():
        hand_over_to(handover, successor=user, by=user)
    if invitation.invited_by:
        facts = {"name": user.get_full_name(), "organisation": invitation.organisation.names}
        path = reverse("desk:team", args=[invitation.organisation.slug])
        # Told by no scope: a network's secretary invites for a city, in which she has no role.
        notify([invitation.invited_by], kind="invitation.accepted", facts=facts, path=path, by=user, scope=None)
    return membership


def knows_the_way(invitation: Invitation) -> bool:
    """Whether the invited address has a user who has signed in before, and does so again to accept."""
    user = User.objects.filter(email=invitation.email).first()
    return user is not None and (user.last_login is not None or user.has_usable_password())


def _write(invitation: Invitation, *, by: User) -> None:
    revoke_links(PURPOSE, invitation)
    token = make_link(PURPOSE, invitation, expires_at=invitation.expires_at)
    with override(invitation.language):
        organisation, role = label(invitation.organisation.names).text, Role(invitation.role).label
        said = {"name": invitation.name, "by": by.get_full_name(), "organisation": organisation, "role": role}
        until = PartialDate.parse(str(localdate(invitation.expires_at))).format(invitation.language)
        parts = (
            Paragraph(_("Dear %(name)s:") % said),
            Paragraph(
                _("%(by)s invites you to work for %(organisation)s in Entreciudades. Your role: %(role)s.") % said
            ),
            Way(_("Accept the invitation"), settings.SITE_URL + reverse("invitation", args=[token])),
            Paragraph(
                _("It holds until %(date)s. There you choose a password, or sign in as you are used to.")
                % {"date": until}
            ),
            Paragraph(_("If you did not expect it, do nothing: no account is made without you.")),
            Paragraph(by.get_full_name()),
        )
        subject = _("Invitation to %(organisation)s: %(role)s") % said
        letter(subject, parts, to=invitation.email, reply_to=by.email, always=True).send()
