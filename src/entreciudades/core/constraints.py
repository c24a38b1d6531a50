"""Constraints that several rooms declare."""

from django.db import models


def one_of(field: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """Return the constraint that a field holds one of its choices, whoever writes it."""
    return models.CheckConstraint(condition=models.Q((f"{field}__in", choices.values)), name=name)
