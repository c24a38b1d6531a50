"""What happens to the team of an organisation: invited, away, gone with somebody going on."""

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Absence, Handover, Invitation, Membership, Organisation, Role
from entreciudades.actors.rules import has_role
from entreciudades.actors.services import check_role, end_role, give_role
from entreciudades.core import trail
from entreciudades.core.parts import put_row

#: How long an invitation holds after it was last sent.
HOLDS: Final = dt.timedelta(days=14)
#: Invitations that one person may send in a day, those that are sent again too.
A_DAY: Final = 100


@transaction.atomic
def invite(
    organisation: Organisation, *, role: Role, email: str, name: str, language: str, by: User | None
) -> Invitation:
    """Ask somebody to take a role; one who is asked already is asked anew, and the invitation holds longer.

    Raises ValidationError where the role does not fit the organisation, the address is none, its user may not sign in
    any more, or has this role already; and where `by` has sent A_DAY today.
    """
    _check_number(by)
    check_role(organisation, role)
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user and not user.is_active:
        raise ValidationError({"email": _("The user of this address may not sign in any more.")})
    if user and has_role(user, organisation.pk, (role,)):
        raise ValidationError({"email": _("Whoever has this address has this role already.")})
    waiting = organisation.invitations.open().filter(email=address, role=role).select_for_update().first()
    if waiting:
        return send_again(waiting, by=by)
    invitation = Invitation(
        organisation=organisation, role=role, email=address, name=name.strip(), language=language, invited_by=by
    )
    invitation.expires_at = invitation.sent_at + HOLDS
    put_row(invitation)
    trail.record("invitation.sent", invitation, by=by, scope=organisation.pk, role=str(role))
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User | None) -> Invitation:
    """It holds for as long as a new one from now on.

    Raises ValidationError where it waits for no answer any more, and where `by` has sent A_DAY today.
    """
    _check_number(by)
    invitation = hold(invitation)
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + HOLDS
    invitation.save(update_fields=["sent_at", "expires_at"])
    role = str(invitation.role)
    trail.record("invitation.sent_again", invitation, by=by, scope=invitation.organisation_id, role=role)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User | None) -> Invitation:
    """Take it back, and the handovers that waited for it. Raises ValidationError where it waits no more."""
    invitation = hold(invitation)
    for handover in invitation.handovers.waiting():
        cancel_handover(handover, by=by)
    invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    role = str(invitation.role)
    trail.record("invitation.withdrawn", invitation, by=by, scope=invitation.organisation_id, role=role)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User) -> Membership:
    """The invited person has the role from now on. Raises ValidationError where it waits no more, or is another's."""
    invitation = hold(invitation)
    if user.email != invitation.email:
        raise ValidationError(_("This invitation is for another address."))
    membership = give_role(invitation.organisation, user, Role(invitation.role), by=user)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    role = str(invitation.role)
    trail.record("invitation.accepted", invitation, by=user, scope=invitation.organisation_id, role=role)
    return membership


@transaction.atomic
def note_absence(absence: Absence, *, by: User | None) -> Absence:
    """Somebody of the team is away, and somebody else of it stands in.

    Raises ValidationError on "user" or "stand_in" where they do not work for the organisation, and where the stand-in
    is away too.
    """
    for field in ("user", "stand_in"):
        if not has_role(getattr(absence, field), absence.organisation_id, tuple(Role)):
            raise ValidationError({field: _("They do not work for this organisation.")})
    put_row(absence)
    away = Absence.objects.filter(organisation=absence.organisation_id, user=absence.stand_in_id)
    if away.filter(starts__lte=absence.ends, ends__gte=absence.starts).exists():
        raise ValidationError({"stand_in": _("They are away themselves on some of these days.")})
    trail.record("absence.added", absence, by=by, scope=absence.organisation_id, user=absence.user_id)
    return absence


@transaction.atomic
def remove_absence(absence: Absence, *, by: User | None) -> None:
    """They are there again, or never left."""
    trail.record("absence.removed", absence, by=by, scope=absence.organisation_id, user=absence.user_id)
    absence.delete()


@transaction.atomic
def ask_handover(handover: Handover, *, by: User | None) -> Handover:
    """Somebody leaves, and it is said who goes on; `close_handover` ends it.

    Raises ValidationError where either does not work for the organisation, or the leaver's handover waits already.
    """
    organisation, leaver = handover.organisation, handover.leaver
    if not has_role(leaver, organisation.pk, tuple(Role)):
        raise ValidationError({"leaver": _("They do not work for this organisation.")})
    if handover.successor and not has_role(handover.successor, organisation.pk, tuple(Role)):
        raise ValidationError({"successor": _("They do not work for this organisation.")})
    handover.asked_by = by
    put_row(handover)
    trail.record("handover.asked", handover, by=by, scope=organisation.pk, user=leaver.pk)
    return handover


@transaction.atomic
def close_handover(handover: Handover, *, successor: User, by: User | None, **moved: int) -> Handover:
    """The successor has it all: the leaver's roles end, and a coordination is the successor's.

    `moved` says how many of each thing, for the trail.
    """
    organisation = handover.organisation
    for membership in list(organisation.memberships.filter(user=handover.leaver)):
        if membership.role in {Role.COORDINATOR, Role.SECRETARY}:
            give_role(organisation, successor, Role(membership.role), by=by)
        end_role(membership, by=by)
    Absence.objects.filter(organisation=organisation, user=handover.leaver).delete()
    Absence.objects.filter(organisation=organisation, stand_in=handover.leaver).exclude(user=successor).update(
        stand_in=successor
    )
    Absence.objects.filter(organisation=organisation, stand_in=handover.leaver).delete()
    handover.successor, handover.done_at = successor, timezone.now()
    handover.save(update_fields=["successor", "done_at"])
    told = {"from": handover.leaver_id, "to": successor.pk} | moved
    trail.record("handover.done", handover, by=by, scope=organisation.pk, **told)
    return handover


@transaction.atomic
def cancel_handover(handover: Handover, *, by: User | None) -> None:
    """Nobody leaves after all; nothing had moved."""
    trail.record("handover.cancelled", handover, by=by, scope=handover.organisation_id, user=handover.leaver_id)
    handover.delete()


def _check_number(by: User | None) -> None:
    if by and trail.times_today("invitation.sent", "invitation.sent_again", by=by) >= A_DAY:
        raise ValidationError(_("You have sent %(count)d invitations today: go on tomorrow.") % {"count": A_DAY})


def hold(invitation: Invitation) -> Invitation:
    """Return an invitation as it stands, held until the transaction ends. Raises ValidationError where it is over."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    if not found.is_open:
        raise ValidationError(_("This invitation waits for no answer any more."))
    return found
