"""Networks of cities: their members, the posts that members hold, the methodologies they work by."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.actors.querysets import NetworkMemberQuerySet
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.methodologies.models import Methodology


class NetworkMember(models.Model):
    """An organisation's membership of a network, with its dates; the organisation confirms it, or refuses."""

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="members", verbose_name=_("network"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="networks", verbose_name=_("organisation")
    )
    since = PartialDateField(_("since"), blank=True, null=True)
    until = PartialDateField(_("until"), blank=True, null=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = NetworkMemberQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__sort_name", "id")
        verbose_name = _("network member")
        verbose_name_plural = _("network members")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("network", "organisation"), name="network_member_once"),
            models.CheckConstraint(
                name="network_member_not_itself", condition=~models.Q(network=models.F("organisation"))
            ),
            models.CheckConstraint(
                name="network_member_answered_one_way",
                condition=models.Q(confirmed_at=None) | models.Q(refused_at=None),
            ),
        ]

    @property
    def is_pending(self) -> bool:
        """Whether the organisation has not answered yet."""
        return self.confirmed_at is None and self.refused_at is None


class NetworkPost(models.Model):
    """A post that a member holds in its network, such as the co-presidency."""

    member = models.ForeignKey(NetworkMember, models.CASCADE, related_name="posts", verbose_name=_("network member"))
    titles = LabelsField(_("post"))
    since = PartialDateField(_("since"), blank=True, null=True)
    until = PartialDateField(_("until"), blank=True, null=True)

    class Meta:
        ordering = ("id",)
        verbose_name = _("post in a network")
        verbose_name_plural = _("posts in networks")


class Adoption(models.Model):
    """A network works by a methodology; the methodology itself knows no network."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="adoptions", verbose_name=_("network"))
    methodology = models.ForeignKey(Methodology, models.PROTECT, related_name="+", verbose_name=_("methodology"))

    class Meta:
        verbose_name = _("adopted methodology")
        verbose_name_plural = _("adopted methodologies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("network", "methodology"), name="adoption_once"),
        ]
