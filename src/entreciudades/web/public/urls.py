"""Public addresses: the words of each language, ASCII; the same slug in all of them."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from entreciudades.web.public import (
    agreements,
    calls,
    cities,
    collaborations,
    home,
    networks,
    positions,
    practices,
    programmes,
    search,
    statements,
    wheel,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path(pgettext_lazy("address", "cities/"), cities.cities, name="cities"),
    path(pgettext_lazy("address", "cities/<slug:slug>/"), cities.city, name="city"),
    path(pgettext_lazy("address", "organisations/<slug:slug>/"), cities.organisation, name="organisation"),
    path(pgettext_lazy("address", "networks/"), networks.networks, name="networks"),
    path(pgettext_lazy("address", "networks/<slug:slug>/"), networks.network, name="network"),
    path(pgettext_lazy("address", "networks/<slug:slug>/graph/"), wheel.graph, name="network-graph"),
    path(pgettext_lazy("address", "agreements/<slug:slug>/"), agreements.agreement, name="agreement"),
    path(pgettext_lazy("address", "programmes/"), programmes.programmes, name="programmes"),
    path(pgettext_lazy("address", "programmes/<slug:slug>/"), programmes.programme, name="programme"),
    path(
        pgettext_lazy("address", "programmes/<slug:slug>/book-<str:language>.pdf"), programmes.book_pdf, name="book_pdf"
    ),
    path(
        pgettext_lazy("address", "programmes/<slug:slug>/book-<str:language>.docx"),
        programmes.book_word,
        name="book_word",
    ),
    path(pgettext_lazy("address", "good-practices/"), practices.practices, name="practices"),
    path(pgettext_lazy("address", "good-practices/<slug:slug>/"), practices.practice, name="practice"),
    path(pgettext_lazy("address", "calls/"), calls.calls, name="calls"),
    path(pgettext_lazy("address", "calls/<slug:slug>/"), calls.call, name="call"),
    path(pgettext_lazy("address", "calls/<slug:slug>/calendar.ics"), calls.calendar, name="call-calendar"),
    path(pgettext_lazy("address", "collaborations/"), collaborations.collaborations, name="collaborations"),
    path(pgettext_lazy("address", "collaborations/<slug:slug>/"), collaborations.collaboration, name="collaboration"),
    path(pgettext_lazy("address", "positions/"), positions.positions, name="positions"),
    path(pgettext_lazy("address", "positions/<slug:slug>/"), positions.position, name="position"),
    path(pgettext_lazy("address", "search/"), search.search, name="search"),
    path(pgettext_lazy("address", "accessibility/"), statements.accessibility, name="accessibility"),
    path(pgettext_lazy("address", "privacy/"), statements.privacy, name="privacy"),
]
