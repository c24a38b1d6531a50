"""The addresses of a city's way to a partner, after that of its application."""

from django.urls import URLPattern, path

from entreciudades.web.desk.partners import meetings, pairs, preferences, short_list


def addresses(one: str) -> list[URLPattern]:
    """All of them, under a prefix that ends in the key of the application."""
    return [
        path(f"{one}short-list/", short_list.short_list, name="application-short-list"),
        path(f"{one}meetings/", meetings.meetings, name="application-meetings"),
        path(f"{one}meetings/<int:meeting>/", meetings.meeting, name="application-meeting"),
        path(f"{one}meetings/<int:meeting>/held/", meetings.held, name="application-meeting-held"),
        path(f"{one}preferences/", preferences.preferences, name="application-preferences"),
        path(f"{one}pairs/", pairs.pairs, name="application-pairs"),
        path(f"{one}pairs/<int:pair>/accept/", pairs.accept, name="application-pair-accept"),
        path(f"{one}pairs/<int:pair>/decline/", pairs.decline, name="application-pair-decline"),
    ]
