"""Tables that only grow."""

from __future__ import annotations

from django.db import models


class AppendOnly(models.Model):
    """Base of tables whose rows are never changed or deleted; `core.guards` makes the database refuse it."""

    class Meta:
        abstract = True
