"""Signs of life of the worker."""

from __future__ import annotations

from django.db import models


class WorkerHeartbeat(models.Model):
    """When the worker of a machine was last seen, and last tidied up. One row per machine."""

    name = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField()
    tidied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        get_latest_by = "beat_at"

    def __str__(self) -> str:
        return self.name
