"""The addresses of the office."""

from django.urls import path

from entreciudades.web.desk import rows, translation_files
from entreciudades.web.desk import translations as queues
from entreciudades.web.imports import spaces as imports
from entreciudades.web.office import (
    calendar,
    calls,
    catalogue,
    coordinators,
    members,
    monday,
    register,
    second_factor,
    translations,
    unanswered,
)

app_name = "office"

NETWORK = "<slug:slug>/"
CALL = f"{NETWORK}calls/<slug:call>/"

urlpatterns = [
    path("", monday.home, name="home"),
    path("programmes/<slug:slug>/remind/", monday.reminder, name="remind"),
    path(NETWORK, monday.network, name="network"),
    path(f"{NETWORK}programmes/add/", catalogue.add_programme, name="programme-add"),
    path(f"{NETWORK}members/", members.members, name="members"),
    path(f"{NETWORK}organisations/add/", members.add_organisation, name="organisation-add"),
    path(f"{NETWORK}coordinators/<slug:member>/add/", coordinators.add, name="coordinator-add"),
    path(f"{NETWORK}coordinators/<slug:member>/<int:pk>/end/", coordinators.end, name="coordinator-end"),
    path(
        f"{NETWORK}coordinators/<slug:member>/<int:pk>/hand-over/", coordinators.hand_over, name="coordinator-handover"
    ),
    path(
        f"{NETWORK}coordinators/<slug:member>/add/invitations/<int:pk>/<slug:verb>/",
        coordinators.invitation,
        name="coordinator-invitation",
    ),
    path(f"{NETWORK}calendar/", calendar.calendar, name="calendar"),
    path(f"{NETWORK}unanswered/", unanswered.page, name="unanswered"),
    path(f"{NETWORK}bodies/", register.bodies, name="bodies"),
    path(f"{NETWORK}fees/", register.fees, name="fees"),
    *rows.addresses(members.SHELF, f"{NETWORK}members/"),
    *imports.addresses(imports.OFFICE_SPACE, NETWORK),
    path(f"{NETWORK}second-factor/", second_factor.people, name="second-factor"),
    path(f"{NETWORK}second-factor/demand/", second_factor.demand, name="second-factor-demand"),
    path(f"{NETWORK}second-factor/stop/", second_factor.stop, name="second-factor-stop"),
    path(f"{NETWORK}second-factor/<int:pk>/reset/", second_factor.reset, name="second-factor-reset"),
    *queues.addresses(translations.SPACE, NETWORK),
    *translation_files.addresses(translations.SPACE, NETWORK),
    path(f"{NETWORK}languages/", translations.working_languages, name="working-languages"),
    path(f"{NETWORK}glossary/", translations.glossary, name="glossary"),
    *rows.addresses(translations.GLOSSARY, f"{NETWORK}glossary/"),
    path(f"{NETWORK}methodologies/", catalogue.methodologies, name="methodologies"),
    path(f"{NETWORK}methodologies/adopt/", catalogue.adopt, name="adopt"),
    path(f"{NETWORK}practices/", catalogue.practices, name="practices"),
    path(f"{NETWORK}calls/", calls.calls, name="calls"),
    path(CALL, calls.call, name="call"),
]
