"""The addresses of the desk."""

from django.urls import path

from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.alliances.rules import EDIT as EDIT_AGREEMENT
from entreciudades.exports.services import DOCX
from entreciudades.practices.rules import EDIT as EDIT_PRACTICE
from entreciudades.programmes.rules import EDIT as EDIT_PROGRAMME
from entreciudades.web.agreements import spaces as agreement_spaces
from entreciudades.web.desk import (
    absences,
    agreement_documents,
    agreements,
    colleagues,
    consents,
    contributions,
    editor,
    finder,
    handovers,
    matrices,
    mayor,
    networks,
    organisations,
    pictures,
    practices,
    programmes,
    rows,
    second_factor,
    synergies,
    team,
    text_pages,
    translation_files,
    translations,
)
from entreciudades.web.desk.alliances import parts as alliance_parts
from entreciudades.web.desk.alliances.urls import addresses as alliance_addresses
from entreciudades.web.desk.applications.urls import APPLICATION
from entreciudades.web.desk.applications.urls import addresses as application_addresses
from entreciudades.web.desk.negotiation import urls as negotiation
from entreciudades.web.desk.partners.urls import addresses as partner_addresses
from entreciudades.web.desk.positions.urls import addresses as position_addresses
from entreciudades.web.desk.searches.urls import addresses as search_addresses
from entreciudades.web.governance import spaces as governance
from entreciudades.web.governance import venues
from entreciudades.web.imports import spaces as imports

app_name = "desk"

ORGANISATION, PROGRAMME, PRACTICE = "organisations/<slug:slug>/", "programmes/<slug:slug>/", "practices/<slug:slug>/"

urlpatterns = [
    path("", organisations.home, name="home"),
    path(ORGANISATION, organisations.organisation, name="organisation"),
    path(f"{ORGANISATION}profile/", organisations.profile, name="profile"),
    path(f"{ORGANISATION}names/", organisations.identity, name="identity"),
    path(f"{ORGANISATION}government/", organisations.government, name="government"),
    path(f"{ORGANISATION}place/", organisations.place, name="place"),
    path(f"{ORGANISATION}practices/", practices.practices, name="practices"),
    path(f"{ORGANISATION}practices/add/", practices.add, name="practice-add"),
    *editor.addresses(f"{ORGANISATION}presentation/", "presentation", EDIT_ORGANISATION, text_pages.of_organisation),
    path(f"{ORGANISATION}mayor/", mayor.page, name="mayor"),
    path(f"{ORGANISATION}mayor/page.pdf", mayor.pdf, name="mayor-pdf"),
    path(f"{ORGANISATION}mayor/share/", mayor.share, name="mayor-share"),
    path(f"{ORGANISATION}mayor/stop/", mayor.stop_sharing, name="mayor-stop"),
    path(f"{ORGANISATION}brief/", handovers.brief, name="brief"),
    path(f"{ORGANISATION}brief/<slug:language>/", handovers.brief_file, name="brief-file"),
    path(f"{ORGANISATION}team/", team.team, name="team"),
    path(f"{ORGANISATION}team/addresses/", team.address_works, name="team-address-works"),
    path(f"{ORGANISATION}team/add/", team.add, name="team-add"),
    path(f"{ORGANISATION}team/<int:pk>/end/", team.end, name="team-end"),
    path(f"{ORGANISATION}team/<int:pk>/hand-over/", handovers.add, name="handover-add"),
    path(f"{ORGANISATION}team/invitations/<int:pk>/<slug:verb>/", team.invitation, name="team-invitation"),
    path(f"{ORGANISATION}team/away/", absences.add, name="team-away"),
    path(f"{ORGANISATION}team/away/<int:pk>/remove/", absences.remove, name="team-back"),
    path(f"{ORGANISATION}handovers/<int:pk>/", handovers.handover, name="handover"),
    path(f"{ORGANISATION}networks/", networks.networks, name="networks"),
    path(f"{ORGANISATION}networks/<int:pk>/<slug:verb>/", networks.reply, name="network-reply"),
    path(f"{ORGANISATION}consents/", consents.consents, name="consents"),
    path(f"{ORGANISATION}consents/<int:pk>/give/", consents.give, name="consent-give"),
    path(f"{ORGANISATION}consents/<int:pk>/<slug:verb>/", consents.act, name="consent-act"),
    path(f"{ORGANISATION}colleagues/", colleagues.search, name="colleagues"),
    path(f"{ORGANISATION}finder/", finder.finder, name="finder"),
    path(f"{ORGANISATION}colleagues/<int:pk>/", colleagues.write, name="colleague"),
    path(f"{ORGANISATION}handovers/<int:pk>/cancel/", handovers.cancel, name="handover-cancel"),
    path(f"{ORGANISATION}team/<int:pk>/second-factor/", second_factor.reset_colleague, name="second-factor-reset"),
    *pictures.addresses(organisations.SHELF, f"{ORGANISATION}pictures/", "pictures"),
    *rows.addresses(organisations.SHELF, f"{ORGANISATION}data/"),
    *imports.addresses(imports.DESK_SPACE, ORGANISATION),
    *search_addresses(ORGANISATION),
    *position_addresses(ORGANISATION),
    *application_addresses(ORGANISATION),
    *partner_addresses(f"{ORGANISATION}{APPLICATION}"),
    *alliance_addresses(ORGANISATION),
    *governance.addresses(venues.DESK_ALLIANCE, ORGANISATION),
    *governance.addresses(venues.DESK_NETWORK, ORGANISATION),
    path(f"{ORGANISATION}agreements/", agreements.agreements, name="agreements"),
    path(f"{ORGANISATION}agreements/add/", agreements.add, name="agreement-add"),
    path(f"{ORGANISATION}agreements/<int:pk>/", agreements.change, name="agreement"),
    *negotiation.addresses(ORGANISATION),
    *agreement_spaces.addresses(agreement_spaces.DESK, ORGANISATION),
    path(f"{ORGANISATION}agreements/<int:pk>/documents/", agreement_documents.documents, name="agreement-documents"),
    path(
        f"{ORGANISATION}agreements/<int:pk>/documents/<int:document>/remove/",
        agreement_documents.remove,
        name="agreement-document-remove",
    ),
    path(f"{ORGANISATION}agreements/<int:pk>/articles/add/", agreements.article, name="article-add"),
    path(f"{ORGANISATION}agreements/<int:pk>/articles/<int:number>/", agreements.article, name="article"),
    *editor.addresses(
        f"{ORGANISATION}agreements/<int:pk>/articles/<int:number>/wording/",
        "wording",
        EDIT_AGREEMENT,
        agreements.wording,
    ),
    *translations.addresses(translations.DESK, ORGANISATION),
    *translation_files.addresses(translations.DESK, ORGANISATION),
    path(f"{ORGANISATION}contributions/", contributions.contributions, name="contributions"),
    path(f"{ORGANISATION}contributions/ask/", contributions.ask, name="contribution-ask"),
    path(f"{ORGANISATION}contributions/<int:pk>/", contributions.contribution, name="contribution"),
    path(f"{ORGANISATION}contributions/<int:pk>/word", contributions.word, name="contribution-word"),
    path(f"{ORGANISATION}contributions/<int:pk>/settle/", contributions.settle, name="contribution-settle"),
    path(f"{ORGANISATION}contributions/<int:pk>/<slug:verb>/", contributions.act, name="contribution-act"),
    path("alliances/<slug:slug>/agenda/", alliance_parts.agenda_map, name="alliance-agenda"),
    *rows.addresses(alliance_parts.SHELF, "alliances/<slug:slug>/data/"),
    path(PROGRAMME, programmes.programme, name="programme"),
    path(f"{PROGRAMME}contributions/", contributions.of_programme, name="programme-contributions"),
    path(f"{PROGRAMME}facts/", programmes.identity, name="programme-identity"),
    path(f"{PROGRAMME}data/", programmes.data, name="data"),
    path(f"{PROGRAMME}texts/", programmes.sections, name="sections"),
    *editor.addresses(f"{PROGRAMME}texts/<str:section>/", "section", EDIT_PROGRAMME, text_pages.of_section),
    *editor.addresses(f"{PROGRAMME}activities/<int:pk>/<slug:form>/", "form", EDIT_PROGRAMME, text_pages.of_form),
    path(f"{PROGRAMME}synergies/", synergies.synergies, name="synergies"),
    path(f"{PROGRAMME}matrices/", matrices.matrices, name="matrices"),
    path(f"{PROGRAMME}matrices/changes/<int:pk>/undo/", matrices.undo, name="matrix-undo"),
    path(f"{PROGRAMME}matrices/<slug:matrix>/add/", matrices.add_row, name="matrix-add"),
    path(f"{PROGRAMME}matrices/<slug:matrix>/rows/<str:row>/", matrices.change_row, name="matrix-row"),
    path(f"{PROGRAMME}book/", programmes.book, name="book"),
    path(f"{PROGRAMME}book/<slug:language>/", programmes.book_file, name="book-file"),
    path(f"{PROGRAMME}book/<slug:language>/word/", programmes.book_file, {"written_as": DOCX}, name="book-word"),
    path(f"{PROGRAMME}state/<slug:verb>/", programmes.move, name="programme-move"),
    *pictures.addresses(programmes.SHELF, f"{PROGRAMME}pictures/", "programme-pictures"),
    *rows.addresses(programmes.SHELF, f"{PROGRAMME}data/"),
    path(PRACTICE, practices.practice, name="practice"),
    path(f"{PRACTICE}title/", practices.identity, name="practice-identity"),
    path(f"{PRACTICE}publish/", practices.publish, name="practice-publish"),
    path(f"{PRACTICE}withdraw/", practices.withdraw, name="practice-withdraw"),
    *editor.addresses(f"{PRACTICE}texts/", "practice-text", EDIT_PRACTICE, text_pages.of_practice),
]
