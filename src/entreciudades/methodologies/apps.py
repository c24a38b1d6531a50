"""The Django application of the room."""

from django.apps import AppConfig


class MethodologiesConfig(AppConfig):
    """Methodologies: packs as they were loaded."""

    name = "entreciudades.methodologies"
    label = "methodologies"
