"""Django's entry for the room; the shipped rules on approvals are brought up to their file after every migrate."""

from __future__ import annotations

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class AlliancesConfig(AppConfig):
    """Alliances and agreements between organisations."""

    name = "entreciudades.alliances"
    label = "alliances"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the step of migrate; it is Django's own life cycle, not a signal of the domain."""
        post_migrate.connect(_sync, sender=self)


def _sync(*, using: str, apps: Apps = installed, **_kwargs: object) -> None:  # flush names no apps
    from entreciudades.alliances.services.approvals import sync_rules  # noqa: PLC0415 (models are there only once apps are ready)

    present = {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
    if ("alliances", "approvalrule") in present:  # a migrate back leaves no table to write to
        sync_rules(using=using)
