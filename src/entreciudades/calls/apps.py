"""Django's entry for the room."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Calls, applications, pairs."""

    name = "entreciudades.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
