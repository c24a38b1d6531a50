"""Networks of cities: their members, the posts that members hold, the methodologies they work by."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.actors.querysets import NetworkMemberQuerySet
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.methodologies.models import Methodology


class NetworkMember(models.Model):
    """An organisation's membership of a network, with its dates."""

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="members", verbose_name=_("network"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="networks", verbose_name=_("organisation")
    )
    since = PartialDateField(_("since"), blank=True, null=True)
    until = PartialDateField(_("until"), blank=True, null=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

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
        ]


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
