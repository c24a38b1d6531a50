"""Addresses to which mail does not come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.core.privacy import PersonalField


class DeadAddress(models.Model):
    """An address that a mail server refused for good; no mail goes there until somebody says that it works again.

    ``status`` is the code of RFC 3463 ("5.1.1"), or the reply code where the server gave no other ("550").
    ``told_at`` is when those who can mend it were told.
    """

    PERSON: ClassVar[str | None] = "address"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "address",
            purpose=_("not to write where nobody reads"),
            seen_by=_("those who work with this person"),
            kept=_("until the address works again or is erased"),
        ),
    )

    address = models.EmailField(_("e-mail address"), unique=True)
    status = models.CharField(max_length=10)
    since = models.DateTimeField(default=timezone.now, editable=False)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("address to which mail does not come")
        verbose_name_plural = _("addresses to which mail does not come")
        constraints = [
            models.CheckConstraint(condition=models.Q(address=Lower("address")), name="core_dead_lower_case")
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"
