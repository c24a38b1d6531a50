"""Django's entry for the room."""

from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    """Exchanges, products, what was given."""

    name = "entreciudades.exchanges"
    label = "exchanges"
    default_auto_field = "django.db.models.BigAutoField"
