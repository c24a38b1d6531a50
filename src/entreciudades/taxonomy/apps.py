"""Bring the terms up to their files after every migrate."""

from __future__ import annotations

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models.signals import post_migrate


class TaxonomyConfig(AppConfig):
    """Vocabularies, crosswalks, countries, languages, places."""

    name = "entreciudades.taxonomy"
    label = "taxonomy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the step of migrate; it is Django's own life cycle, not a signal of the domain."""
        post_migrate.connect(_sync, sender=self)


def _sync(*, using: str, apps: Apps = installed, **_kwargs: object) -> None:  # flush names no apps
    from entreciudades.taxonomy import services  # noqa: PLC0415 (models are there only once apps are ready)

    if ("taxonomy", "term") in {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}:
        services.sync_terms(using=using)  # a migrate back to zero leaves no table to write to
