"""Django's entry for the room."""

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    """Cities, networks and other organisations."""

    name = "entreciudades.actors"
    label = "actors"
    default_auto_field = "django.db.models.BigAutoField"
