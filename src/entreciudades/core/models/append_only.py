"""Tables on which the database itself holds what no constraint can say; `core.guards` makes it refuse."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AppendOnly(models.Model):
    """Base of tables whose rows are never changed or deleted; `core.guards` makes the database refuse it."""

    class Meta:
        abstract = True


class SameOwner(models.Model):
    """Base of tables whose rows join two things of one owner and stay as they were made, until they are deleted.

    `SAME` names the two ways to the owner, each a key of the row or the key of a row that it points to:
    ``("tabling__agreement", "party__agreement")``.
    """

    SAME: ClassVar[tuple[str, str]]

    class Meta:
        abstract = True
