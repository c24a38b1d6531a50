"""Who works for an organisation, over time: invited, away, handing over; and what was promised in its name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import LONGEST_NAME
from entreciudades.actors.models.membership import Role
from entreciudades.actors.models.organisation import Organisation
from entreciudades.actors.querysets import AbsenceQuerySet, HandoverQuerySet, InvitationQuerySet
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import PartialDateField
from entreciudades.core.privacy import PersonalField

_USER = settings.AUTH_USER_MODEL
_TEAM = _("those who name people for the organisation")


class Invitation(models.Model):
    """Somebody is asked to take a role; who accepts it chooses how to sign in, and works from then on."""

    PERSON: ClassVar[str | None] = "email"
    PERSONAL_DATA: ClassVar = (
        PersonalField("email", purpose=_("to invite them"), seen_by=_TEAM, kept=_("one year after it ended")),
        PersonalField("name", purpose=_("to address them"), seen_by=_TEAM, kept=_("one year after it ended")),
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    language = models.CharField(_("language"), max_length=8)
    invited_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("last sent"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("holds until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at", "-id")
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            one_of("role", Role, name="invitation_role_known"),
            models.UniqueConstraint(
                fields=("organisation", "email", "role"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                name="invitation_ends_one_way", condition=Q(accepted_at=None) | Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer, even where its time is over: it may be sent again."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def has_expired(self) -> bool:
        """Whether it waited too long."""
        return self.is_open and self.expires_at <= timezone.now()


class Absence(models.Model):
    """A user is away from an organisation for some days, the last one included; somebody stands in."""

    PERSON: ClassVar[str | None] = "user"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "starts", purpose=_("to know who answers"), seen_by=_("the team"), kept=_("one year after it ended")
        ),
        PersonalField(
            "ends", purpose=_("to know who answers"), seen_by=_("the team"), kept=_("one year after it ended")
        ),
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="absences", verbose_name=_("organisation")
    )
    user = models.ForeignKey(_USER, models.PROTECT, related_name="absences", verbose_name=_("who is away"))
    stand_in = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name=_("who stands in"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ("starts", "id")
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="absence_ends_after_it_began",
                condition=Q(ends__gte=F("starts")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="absence_somebody_else_stands_in",
                condition=~Q(user=F("stand_in")),
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]


class Promise(models.Model):
    """What was promised in the name of an organisation: what, to whom, by when, and who sees to it."""

    PERSON: ClassVar[str | None] = None  # a person or a body, by a name that no key finds
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "to_whom",
            purpose=_("to keep what was promised to them"),
            seen_by=_("the team"),
            kept=_("one year after it was kept"),
        ),
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="promises", verbose_name=_("organisation")
    )
    what = models.CharField(_("what was promised"), max_length=300)
    to_whom = models.CharField(_("to whom"), max_length=200)
    due = PartialDateField(_("by when"), blank=True, null=True)
    kept_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    is_kept = models.BooleanField(_("kept"), default=False)

    class Meta:
        ordering = ("is_kept", "due", "id")
        verbose_name = _("promise")
        verbose_name_plural = _("promises")


class Handover(models.Model):
    """A user leaves an organisation, or changes post there, and somebody goes on with their work.

    Where the successor has been invited and not come yet, it is done at the moment when they accept.
    """

    PERSON: ClassVar[str | None] = "leaver"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "note",
            purpose=_("so that whoever goes on knows what the work asks for"),
            seen_by=_("the team"),
            kept=_("one year after the handover"),
        ),
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="handovers", verbose_name=_("organisation")
    )
    leaver = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name=_("who leaves"))
    successor = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who goes on")
    )
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="handovers")
    note = models.TextField(_("what the successor should know"), max_length=4000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="handover_to_somebody", condition=Q(successor__isnull=False) | Q(invitation__isnull=False)
            ),
            models.CheckConstraint(
                name="handover_to_somebody_else",
                condition=Q(successor=None) | ~Q(successor=F("leaver")),
                violation_error_message=_("Nobody hands over to themselves."),
            ),
            models.CheckConstraint(
                name="handover_done_by_somebody", condition=Q(done_at=None) | Q(successor__isnull=False)
            ),
            models.UniqueConstraint(
                fields=("organisation", "leaver"), condition=Q(done_at=None), name="handover_open_once"
            ),
        ]
