"""The addresses of an organisation's alliances."""

from django.urls import URLPattern, path

from entreciudades.web.desk.alliances import overview

ALLIANCE = "alliances/<slug:alliance>/"


def addresses(base: str) -> list[URLPattern]:
    """The list and the pages of each under the address of an organisation."""
    one = f"{base}{ALLIANCE}"
    return [
        path(f"{base}alliances/", overview.alliances, name="alliances"),
        path(one, overview.alliance, name="alliance"),
    ]
