"""The audit trail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from entreciudades.core.models.append_only import AppendOnly


class AuditEvent(AppendOnly):
    """Who did what to which object, when. Written by `core.trail.record` alone; read-only ever after.

    ``details`` holds ids and names of fields, never personal text. ``scope`` is the id of the organisation that
    owns the object, kept so that each network reads its own trail; ``actor`` is null when the system acted.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    scope = models.PositiveBigIntegerField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "id"], name="core_audit_object"),
            models.Index(fields=["scope", "id"], name="core_audit_scope"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(verb=""), name="core_audit_verb_named")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
