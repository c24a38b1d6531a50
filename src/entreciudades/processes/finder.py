"""Cities like what we need: at any time, from what cities say of themselves, with the affinities of a pairing.

A suggestion is a reason to write to somebody, not a judgement: it says in words what each would learn, what both
struggle with, what is not known. The order is for the city that looks, on its own desk alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from entreciudades.accounts.models import User
from entreciudades.actors.countries import country_key
from entreciudades.actors.models import LanguageShare, Need, NetworkMember, Offer, Organisation, Priority
from entreciudades.actors.querysets import OrganisationQuerySet
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.calls.cities import goals, levels
from entreciudades.calls.snapshot import Population, populations_of
from entreciudades.matching.problem import City, Problem, Rules
from entreciudades.matching.rank import rank
from entreciudades.matching.result import Affinity
from entreciudades.taxonomy.crosswalks import kin
from entreciudades.taxonomy.kinship import kinship

#: Help in both directions counts most; size least, since small and large cities learn from each other too.
WEIGHTS: Final = {"complementarity": 0.4, "shared_challenge": 0.2, "language": 0.15, "agenda": 0.15, "scale": 0.1}
#: From which affinity cities are said to be close; what is not known counts half, so that half alone says little.
VERY_CLOSE, CLOSE = 650_000, 500_000
#: A city of half to twice the inhabitants is of similar size.
SIMILAR: Final = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. Empty is any; `network` is the slug of one, "-" all cities that are public here."""

    theme: str = ""
    country: str = ""
    language: str = ""
    size: str = ""
    network: str = ""
    unlinked: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What a city says of itself: level from 1 to 4 by term, goals among its priorities, languages, inhabitants."""

    city: Organisation
    country: str
    needs: Mapping[str, int]
    offers: Mapping[str, int]
    priorities: tuple[str, ...]
    languages: tuple[str, ...]
    population: Population | None

    @property
    def says_enough(self) -> bool:
        """Whether there is anything by which it could be compared."""
        return bool(self.needs or self.offers)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A city with the reasons to write to it. Terms and languages by key; `size` is how it is beside our own.

    `closeness`: "very-close", "close" or "some"; `unknown`: the components for which data is missing.
    """

    city: Organisation
    closeness: str
    learns: tuple[str, ...]
    shares: tuple[str, ...]
    challenges: tuple[str, ...]
    languages: tuple[str, ...]
    size: str
    population: Population | None
    unknown: tuple[str, ...]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The cities that fit, the best first; `silent`: how many were passed over for saying neither need nor offer."""

    own: Profile
    profiles: Mapping[str, Profile]
    linked: frozenset[int]
    ranked: tuple[Affinity, ...]
    silent: int

    def countries(self) -> frozenset[str]:
        """The countries of all cities that were looked at, as keys."""
        return frozenset(one.country for one in self.profiles.values() if one.country)

    def told(self, some: Sequence[Affinity]) -> list[Suggestion]:
        """These of the ranked cities with their reasons."""
        return [self._told(one) for one in some]

    def _told(self, pair: Affinity) -> Suggestion:
        other = self.profiles[pair.b]
        challenges = sorted(set(self.own.needs) & set(other.needs), key=lambda term: (-self.own.needs[term], term))
        reasons = (pair.a_learns, pair.b_learns, challenges)
        return Suggestion(
            city=other.city,
            closeness=_closeness(pair.score) if any(reasons) else "some",
            learns=pair.a_learns,
            shares=pair.b_learns,
            challenges=tuple(challenges),
            languages=tuple(code for code in self.own.languages if code in other.languages),
            size=_size(self.own, other),
            population=other.population,
            unknown=pair.unknown,
            is_linked=other.city.pk in self.linked,
        )


def find_cities(own: Organisation, asked: Asked, *, by: User) -> Found:
    """Find cities that `by` may know of and that fit what is asked; eight questions however many cities there are.

    Without a network named they are the members of the city's own networks, or all where it has none.
    """
    profiles = _profiles(own, _pool(own, asked, by=by))
    this = profiles.pop(own.slug)
    said = {slug: one for slug, one in profiles.items() if one.says_enough}
    linked = frozenset(
        Seat.objects.filter(alliance__in=Alliance.objects.of(own).values("pk"))
        .exclude(organisation=own)
        .values_list("organisation", flat=True)
    )
    fit = [one for one in said.values() if _fits(this, one, asked, linked)]
    cities = tuple(_city(one) for one in (this, *fit))
    problem = Problem(cities, Rules(WEIGHTS), kinship())
    ranked = rank(problem, own.slug, limit=len(cities))
    return Found(this, said, linked, ranked, len(profiles) - len(said))


def _pool(own: Organisation, asked: Asked, *, by: User) -> OrganisationQuerySet:
    others = Organisation.objects.visible_to(by).cities()
    present = NetworkMember.objects.present()
    mine = present.filter(organisation=own)
    if asked.network == "-" or (not asked.network and not mine.exists()):
        return others
    if asked.network:
        return others.filter(pk__in=present.filter(network__slug=asked.network).values("organisation"))
    return others.filter(pk__in=present.filter(network__in=mine.values("network")).values("organisation"))


def _profiles(own: Organisation, pool: OrganisationQuerySet) -> dict[str, Profile]:
    """The profiles of these cities and of our own, by slug; six questions."""
    rows = Organisation.objects.filter(Q(pk=own.pk) | Q(pk__in=pool.values("pk")))
    known = rows.order_by().values("pk")
    needs: dict[int, dict[str, int]] = defaultdict(dict)
    offers: dict[int, dict[str, int]] = defaultdict(dict)
    for model, said in ((Need, needs), (Offer, offers)):
        for pk, term, level in model._base_manager.filter(organisation__in=known).values_list(
            "organisation", "term", "level"
        ):
            said[pk][term] = level
    priorities: dict[int, list[str]] = defaultdict(list)
    for pk, term in Priority.objects.filter(organisation__in=known).values_list("organisation", "term"):
        priorities[pk].append(term)
    languages: dict[int, list[str]] = defaultdict(list)
    for pk, language in LanguageShare.objects.filter(organisation__in=known).values_list("organisation", "language"):
        languages[pk].append(language)
    cities = list(rows)
    populations = populations_of(cities)
    return {
        city.slug: Profile(
            city=city,
            country=country_key(city),
            needs=needs[city.pk],
            offers=offers[city.pk],
            priorities=goals(tuple(priorities[city.pk])),
            languages=tuple(languages[city.pk]),
            population=populations.get(city.pk),
        )
        for city in cities
    }


def _city(profile: Profile) -> City:
    return City(
        id=profile.city.slug,
        country=profile.country,
        population=profile.population.value if profile.population else None,
        languages=profile.languages,
        needs=levels(profile.needs),
        offers=levels(profile.offers),
        priorities=profile.priorities,
    )


def _fits(own: Profile, other: Profile, asked: Asked, linked: frozenset[int]) -> bool:
    themes = {asked.theme, *kin(asked.theme)} if asked.theme else set()
    return (
        (not asked.country or other.country == asked.country)
        and (not asked.language or asked.language in other.languages)
        and (not themes or bool(themes & {*other.needs, *other.offers}))
        and (not asked.size or _size(own, other) == asked.size)
        and not (asked.unlinked and other.city.pk in linked)
    )


def _closeness(score: int) -> str:
    return "very-close" if score >= VERY_CLOSE else "close" if score >= CLOSE else "some"


def _size(own: Profile, other: Profile) -> str:
    """How the other is beside our own: "similar", "larger", "smaller"; "" where that of either is not known."""
    if not own.population or not other.population:
        return ""
    if other.population.value > SIMILAR * own.population.value:
        return "larger"
    return "smaller" if SIMILAR * other.population.value < own.population.value else "similar"
