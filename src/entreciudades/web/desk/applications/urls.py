"""The addresses of a city's calls and applications, after that of the city."""

from django.urls import URLPattern, path

from entreciudades.web.desk.applications import overview

APPLICATION = "applications/<int:pk>/"


def addresses(prefix: str) -> list[URLPattern]:
    """All of them, under a prefix that ends in the city's slug."""
    one = f"{prefix}{APPLICATION}"
    return [
        path(f"{prefix}calls/", overview.calls, name="calls"),
        path(one, overview.application, name="application"),
    ]
