"""Django's entry for the room."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Cooperation programmes."""

    name = "entreciudades.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
