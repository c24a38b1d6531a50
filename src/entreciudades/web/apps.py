"""The room as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages."""

    name = "entreciudades.web"
    label = "web"
