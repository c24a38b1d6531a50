"""Django's entry for the room."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """Good practices."""

    name = "entreciudades.practices"
    label = "practices"
    default_auto_field = "django.db.models.BigAutoField"
