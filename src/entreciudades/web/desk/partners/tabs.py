"""The pages of an admitted city's way to a partner, beside those of its application."""

from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.calls.models import Application
from entreciudades.calls.states import CallState
from entreciudades.web.tabs import Group, Tab

_DECIDED = frozenset({CallState.DECIDED, CallState.PAIRING, CallState.FINISHED})


def is_admitted(application: Application) -> bool:
    """Whether the call pairs cities, is decided, and the application selected."""
    call = application.call
    part = call.methodology.pack.call
    if part is None or part.pairing is None or call.state not in _DECIDED:
        return False
    return Application.objects.admitted().filter(pk=application.pk).exists()


def partner_tabs(application: Application) -> list[Group]:
    """A group of tabs; none before the city is admitted."""
    if not is_admitted(application):
        return []
    keys = [application.applicant.slug, application.pk]

    def tab(title: str, name: str, *names: str) -> Tab:
        address = reverse(f"desk:application-{name}", args=keys)
        return Tab(title, address, frozenset({f"application-{one}" for one in (name, *names)}))

    tabs = (
        tab(_("Short list"), "short-list"),
        tab(_("Meetings"), "meetings", "meeting"),
        tab(_("Preferences"), "preferences"),
        tab(_("Pair"), "pairs", "pair-"),
    )
    return [Group(_("Partner"), tabs)]
