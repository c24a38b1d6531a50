"""Links for people without a login."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from entreciudades.core.refs import kind_of


class LinkQuerySet(models.QuerySet["Link"]):
    """Which links."""

    def to(self, obj: models.Model, purpose: str) -> LinkQuerySet:
        """Keep those that lead to an object for a purpose."""
        return self.filter(purpose=purpose, object_kind=kind_of(obj), object_id=obj.pk)


class Link(models.Model):
    """A link of somebody's own to one object, for one purpose ("contribution").

    Only the SHA-256 of its token is kept: who reads this table cannot follow a link. An object may have several, as
    a reminder carries a new one; they are used and revoked together. ``expires_at`` is null where it does not end.
    """

    purpose = models.CharField(max_length=40)
    token_sha256 = models.CharField(max_length=64, unique=True)
    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["object_kind", "object_id", "purpose"], name="core_link_object")]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.object_kind} {self.object_id}"
