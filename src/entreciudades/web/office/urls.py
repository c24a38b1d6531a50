"""The addresses of the office."""

from django.urls import path

from entreciudades.calls.rules import EDIT as EDIT_CALL
from entreciudades.web.agreements import spaces as agreement_spaces
from entreciudades.web.desk import editor, rows, translation_files
from entreciudades.web.desk import translations as queues
from entreciudades.web.governance import spaces as governance
from entreciudades.web.governance import venues
from entreciudades.web.imports import spaces as imports
from entreciudades.web.office import (
    agreements,
    approval_rules,
    assessment_urls,
    calendar,
    call_application,
    call_applications,
    call_moves,
    call_pages,
    call_steps,
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
from entreciudades.web.office.alliances.urls import addresses as alliance_addresses
from entreciudades.web.office.matchmaking import urls as matchmaking
from entreciudades.web.office.pairing import urls as pairing

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
    *governance.addresses(venues.OFFICE_NETWORK, NETWORK),
    *governance.addresses(venues.OFFICE_ALLIANCE, NETWORK),
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
    *alliance_addresses(NETWORK),
    path(f"{NETWORK}agreements/", agreements.register, name="agreements"),
    path(f"{NETWORK}agreements/rules/", approval_rules.rules, name="approval-rules"),
    path(f"{NETWORK}agreements/rules/add/", approval_rules.rule, name="approval-rule-add"),
    path(f"{NETWORK}agreements/rules/<int:pk>/", approval_rules.rule, name="approval-rule"),
    path(f"{NETWORK}agreements/rules/<int:pk>/remove/", approval_rules.remove, name="approval-rule-remove"),
    *agreement_spaces.addresses(agreement_spaces.OFFICE_SPACE, NETWORK),
    path(f"{NETWORK}calls/", calls.calls, name="calls"),
    path(f"{NETWORK}calls/add/", call_pages.add, name="call-add"),
    path(CALL, call_moves.call, name="call"),
    path(f"{CALL}applications/", call_applications.applications, name="call-applications"),
    path(f"{CALL}applications/file.<slug:form>", call_applications.file, name="call-applications-file"),
    path(f"{CALL}applications/<int:pk>/", call_application.application, name="call-application"),
    path(f"{CALL}applications/<int:pk>/mend/", call_application.mend, name="call-application-mend"),
    path(f"{CALL}steps/", call_steps.steps, name="call-steps"),
    *assessment_urls.addresses(CALL),
    *matchmaking.addresses(CALL),
    *pairing.addresses(CALL),
    path(f"{CALL}facts/", call_pages.facts, name="call-facts"),
    path(f"{CALL}numbers/", call_pages.parameters, name="call-parameters"),
    path(f"{CALL}countries/", call_pages.countries, name="call-countries"),
    path(f"{CALL}quotas/", call_pages.quota, name="call-quotas"),
    *editor.addresses(f"{CALL}texts/", "call-text", EDIT_CALL, call_pages.sheet_of),
    path(f"{CALL}discard/", call_pages.discard, name="call-discard"),
    path(f"{CALL}do/<slug:verb>/", call_moves.move, name="call-move"),
]
