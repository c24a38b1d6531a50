"""What an alliance is called."""

from entreciudades.alliances.models import Alliance
from entreciudades.core.labels import label


def title_of(alliance: Alliance, language: str | None = None) -> str:
    """Its own title, or its parties by their names, for a reader of `language` (default: the active one).

    Asks nothing of rows `with_parties`.
    """
    if alliance.titles:
        return label(alliance.titles, language).text
    return " – ".join(label(seat.organisation.names, language).text for seat in alliance.seats.all())
