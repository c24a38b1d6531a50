"""Django's entry for the room."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Files that people bring."""

    name = "entreciudades.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
