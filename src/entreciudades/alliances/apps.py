"""Django's entry for the room."""

from django.apps import AppConfig


class AlliancesConfig(AppConfig):
    """Agreements between organisations."""

    name = "entreciudades.alliances"
    label = "alliances"
    default_auto_field = "django.db.models.BigAutoField"
