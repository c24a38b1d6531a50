"""Django's entry for the room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Tasks and notices."""

    name = "entreciudades.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
