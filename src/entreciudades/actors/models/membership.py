"""Which user works for which organisation, and as what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.organisation import Organisation
from entreciudades.core.constraints import one_of


class Role(models.TextChoices):
    """What a user is to an organisation; what each may do stands in the rooms' `rules`."""

    SECRETARY = "secretary", _("secretary")
    REVIEWER = "reviewer", _("reviewer")
    AUDITOR = "auditor", _("auditor")
    COORDINATOR = "coordinator", _("coordinator")
    COLLEAGUE = "colleague", _("colleague")


#: Roles that make sense only in a network.
NETWORK_ROLES = (Role.SECRETARY, Role.REVIEWER, Role.AUDITOR)


class Membership(models.Model):
    """A user's role in an organisation."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=15, choices=Role)

    class Meta:
        ordering = ("id",)
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            one_of("role", Role, name="membership_role_known"),
            models.UniqueConstraint(fields=("organisation", "user", "role"), name="membership_once"),
        ]
