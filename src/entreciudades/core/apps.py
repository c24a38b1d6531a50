"""Install the guards and the search table after every migrate; check them."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """The room at the bottom of the house."""

    name = "entreciudades.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the steps of migrate; it is Django's own life cycle, not a signal of the domain."""
        from entreciudades.core import guards  # noqa: PLC0415 - models are not loaded before

        post_migrate.connect(_install, sender=self)
        checks.register(guards.check_guards, checks.Tags.database)


def _install(*, using: str, **_kwargs: Any) -> None:
    from entreciudades.core import fulltext, guards  # noqa: PLC0415 - models are not loaded before

    guards.install(using)
    fulltext.install(using)
