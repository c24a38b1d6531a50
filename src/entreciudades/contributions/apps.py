"""Django's entry for the room."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Requests to people without a login."""

    name = "entreciudades.contributions"
    label = "contributions"
    default_auto_field = "django.db.models.BigAutoField"
