"""The addresses of short lists, meetings and pairs of a call."""

from django.urls import URLPattern, path

from entreciudades.web.office.matchmaking import meetings, pairs, planning, short_lists


def addresses(prefix: str) -> list[URLPattern]:
    """Under a prefix that ends in the call."""
    lists, home = f"{prefix}short-lists/", f"{prefix}meetings/"
    return [
        path(lists, short_lists.short_lists, name="call-short-lists"),
        path(f"{lists}draw/", short_lists.draw, name="call-short-lists-draw"),
        path(f"{lists}show/", short_lists.show, name="call-short-lists-show"),
        path(f"{lists}<slug:verb>/", short_lists.mend, name="call-short-lists-mend"),
        path(home, meetings.meetings, name="call-meetings"),
        path(f"{home}plan/", planning.plan, name="call-meetings-plan"),
        path(f"{home}add/", planning.add, name="call-meetings-add"),
        path(f"{home}preferences/", planning.preferences, name="call-meetings-preferences"),
        path(f"{home}<int:pk>/", meetings.meeting, name="call-meeting"),
        path(f"{home}<int:pk>/held/", meetings.held, name="call-meeting-held"),
        path(f"{home}<int:pk>/cancel/", meetings.cancel, name="call-meeting-cancel"),
        path(f"{prefix}pairs/", pairs.pairs, name="call-pairs"),
    ]
