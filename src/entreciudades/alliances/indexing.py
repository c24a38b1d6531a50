"""What the search keeps of an alliance: who goes together, under which programme, about what.

A party that is renamed afterwards is found by its former name until its alliance, or the whole index, is written anew.
"""

from collections.abc import Collection

from django.conf import settings

from entreciudades.actors.countries import country_titles
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.naming import title_of
from entreciudades.core.index import Entry, index_each
from entreciudades.core.labels import label
from entreciudades.taxonomy.finding import words_for

AT_ONCE = 500


def index_alliance(alliance: Alliance) -> None:
    """Write the search entries of an alliance, one per language."""
    index_alliances([alliance.pk])


def index_alliances(pks: Collection[int]) -> None:
    """Write the search entries of many, in a few queries."""
    listed = list(pks)
    for begin in range(0, len(listed), AT_ONCE):
        rows = (
            Alliance.objects.filter(pk__in=listed[begin : begin + AT_ONCE])
            .with_public_parties()
            .select_related("network")
        )
        index_each([(row, _entries(row)) for row in rows])


def _entries(alliance: Alliance) -> list[Entry]:
    terms = list(alliance.themes.all())
    seats = list(alliance.seats.all())
    entries = []
    for language, _name in settings.CONTENT_LANGUAGES:
        words = [alliance.programme_name, label(alliance.topics, language).text, words_for(terms, language)]
        for seat in seats:
            city = seat.organisation
            words += [label(city.names, language).text, seat.name, city.acronym]
            words += [label(city.fictional_country, language).text, *country_titles({city.country}, language).values()]
        if alliance.network:
            words += [label(alliance.network.names, language).text, alliance.network.acronym]
        entries.append(Entry(language, title_of(alliance, language), " ".join(words)))
    return entries
