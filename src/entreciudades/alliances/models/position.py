"""A position: drafted by a few, consulted by many, endorsed by any city that is invited, and followed."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models.agreement import Agreement, Article
from entreciudades.alliances.querysets import PositionQuerySet
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.core.privacy import PersonalField


class Position(models.Model):
    """What stands around the text of a position, which is an agreement of that kind; its parties are who drafts it.

    Whoever is invited remarks on the draft until `consult_until` and endorses the agreed text until `endorse_until`.
    """

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="position", verbose_name=_("agreement"))
    consult_until = models.DateField(_("consulted until"), null=True, blank=True)
    endorse_until = models.DateField(_("endorsed until"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-id")
        verbose_name = _("position")
        verbose_name_plural = _("positions")

    def __str__(self) -> str:
        return self.agreement.slug

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.published_at is not None


class EndorsementState(models.TextChoices):
    """What an invited organisation answered."""

    INVITED = "invited", pgettext_lazy("endorsement", "invited")
    ENDORSED = "endorsed", pgettext_lazy("endorsement", "endorses")
    DECLINED = "declined", pgettext_lazy("endorsement", "does not endorse")
    WITHDRAWN = "withdrawn", pgettext_lazy("endorsement", "has withdrawn")


class Endorsement(models.Model):
    """An organisation invited to a position, and its answer in its own name."""

    State = EndorsementState

    PERSON: ClassVar[str | None] = None  # a name alone finds nobody for sure
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "name",
            purpose=_("to say who endorsed in the name of a city"),
            seen_by=_("the parties and their networks; everybody once the position is public"),
            kept=_("as long as the position is kept"),
        ),
    )

    position = models.ForeignKey(Position, models.CASCADE, related_name="endorsements", verbose_name=_("position"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="endorsements", verbose_name=_("organisation")
    )
    state = models.CharField(_("answer"), max_length=10, choices=EndorsementState, default=EndorsementState.INVITED)
    name = models.CharField(_("endorsed by"), max_length=150, blank=True)
    office = models.CharField(_("office of who endorses"), max_length=150, blank=True)
    council_act = models.CharField(_("act of the council"), max_length=200, blank=True)
    said = models.TextField(_("in its own words"), blank=True, validators=[MaxLengthValidator(2000)])
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("organisation__sort_name", "id")
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints: ClassVar = [
            one_of("state", EndorsementState, name="endorsement_state_known"),
            models.UniqueConstraint(fields=("position", "organisation"), name="endorsement_once"),
            models.CheckConstraint(
                name="endorsement_answered_by_somebody",
                condition=Q(state="invited", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state="invited") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="endorsement_names_who_endorses", condition=~Q(state="endorsed") | (~Q(name="") & ~Q(office=""))
            ),
        ]


class PositionRemark(models.Model):
    """What an invited organisation says of the draft, of one article or of all of it, and the answer."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="remarks", verbose_name=_("position"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("said for"))
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    body = models.TextField(_("remark"), validators=[MaxLengthValidator(4000)])
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), blank=True, validators=[MaxLengthValidator(2000)])
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("remark on a position")
        verbose_name_plural = _("remarks on positions")


class AddresseeLevel(models.TextChoices):
    """At which level an addressee decides."""

    LOCAL = "local", _("Local or regional")
    NATIONAL = "national", _("National")
    INTERNATIONAL = "international", _("International")


class Addressee(models.Model):
    """Whom a position addresses, and since when they have it."""

    Level = AddresseeLevel

    position = models.ForeignKey(Position, models.CASCADE, related_name="addressees", verbose_name=_("position"))
    names = LabelsField(_("addressee"))
    level = models.CharField(_("level"), max_length=15, choices=AddresseeLevel)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        constraints: ClassVar = [one_of("level", AddresseeLevel, name="addressee_level_known")]


class Stance(models.TextChoices):
    """What an addressee answered."""

    TAKES_UP = "takes-up", pgettext_lazy("reply", "takes it up")
    IN_PART = "in-part", pgettext_lazy("reply", "takes it up in part")
    RECEIVED = "received", pgettext_lazy("reply", "confirms receipt")
    DECLINES = "declines", pgettext_lazy("reply", "does not take it up")


class Reply(models.Model):
    """What came back from an addressee."""

    Stance = Stance

    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="replies", verbose_name=_("addressee"))
    received_on = models.DateField(_("received on"))
    stance = models.CharField(_("answer"), max_length=10, choices=Stance)
    says = LabelsField(_("in words"), blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        ordering = ("received_on", "id")
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints: ClassVar = [one_of("stance", Stance, name="reply_stance_known")]
