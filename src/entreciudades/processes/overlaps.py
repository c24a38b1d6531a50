"""What else the cities of an alliance do on its themes: other alliances and programmes under way, so that none repeats.

Source 000, characteristics: spaces of coordination that avoid overlaps.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.states import AllianceState, SeatState
from entreciudades.core.periods import not_over
from entreciudades.programmes.models import Programme
from entreciudades.programmes.states import ProgrammeState
from entreciudades.taxonomy.crosswalks import kin
from entreciudades.taxonomy.models import Term

_TAKES_PART = (SeatState.PRESENT, SeatState.INVITED)
_OVER = (AllianceState.CLOSED, AllianceState.GIVEN_UP)
_SAME_CITIES = 2
"""So many cities in common are told even where no theme is."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another alliance or programme, the cities that are in both, and its themes that are also the alliance's."""

    other: Alliance | Programme
    cities: tuple[Organisation, ...]
    themes: tuple[Term, ...]


def overlaps(alliance: Alliance, *, user: User | AnonymousUser) -> list[Overlap]:
    """What overlaps with an alliance, as far as `user` may know of it, the most in common first; at most ten questions.

    A theme counts as the same where a crosswalk says so. One city is enough with a theme in common; without one, two.
    """
    cities = {
        seat.organisation_id: seat.organisation
        for seat in alliance.seats.filter(state__in=_TAKES_PART).select_related("organisation")
    }
    own = set(alliance.themes.values_list("pk", flat=True))
    themes = own | {other for theme in own for other in kin(theme)}
    found = [
        *(_overlap(one, _parties(one), one.themes.all(), cities, themes) for one in _alliances(alliance, cities, user)),
        *(_overlap(one, _holders(one), _subjects(one), cities, themes) for one in _programmes(alliance, cities, user)),
    ]
    shared = [one for one in found if one.cities and (one.themes or len(one.cities) >= _SAME_CITIES)]
    return sorted(shared, key=lambda one: (-len(one.cities), -len(one.themes), one.other.slug))


def _alliances(alliance: Alliance, cities: Iterable[int], user: User | AnonymousUser) -> Iterable[Alliance]:
    rows = Alliance.objects.visible_to(user).in_force(timezone.localdate()).exclude(pk=alliance.pk)
    rows = rows.exclude(state__in=_OVER).filter(seats__organisation__in=list(cities), seats__state__in=_TAKES_PART)
    return rows.distinct().with_parties()


def _programmes(alliance: Alliance, cities: Iterable[int], user: User | AnonymousUser) -> Iterable[Programme]:
    of_them = Q(holder__in=list(cities)) | Q(partners__organisation__in=list(cities))
    rows = Programme.objects.visible_to(user).filter(of_them).exclude(state=ProgrammeState.CLOSED)
    rows = rows.exclude(alliance=alliance).distinct()
    return not_over(rows, "ends", timezone.localdate()).prefetch_related("partners", "sectors", "sdg_focus")


def _parties(alliance: Alliance) -> set[int]:
    return {seat.organisation_id for seat in alliance.seats.all() if seat.state in _TAKES_PART}


def _holders(programme: Programme) -> set[int]:
    return {programme.holder_id, *(partner.organisation_id for partner in programme.partners.all())}


def _subjects(programme: Programme) -> list[Term]:
    return [*programme.sectors.all(), *programme.sdg_focus.all()]


def _overlap(
    other: Alliance | Programme,
    organisations: set[int],
    terms: Iterable[Term],
    cities: dict[int, Organisation],
    themes: set[str],
) -> Overlap:
    return Overlap(
        other,
        tuple(row for key, row in cities.items() if key in organisations),
        tuple(term for term in terms if term.pk in themes),
    )
