"""Django's entry for the room."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Documents that leave the system."""

    name = "entreciudades.exports"
    label = "exports"
    default_auto_field = "django.db.models.BigAutoField"
