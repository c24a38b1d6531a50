"""The sheets of cities and organisations in a document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from entreciudades.actors.models import (
    CityProfile,
    LanguageShare,
    MappedActor,
    NetworkPost,
    Organisation,
    OrganisationFigure,
)
from entreciudades.actors.services import PRESENTATION
from entreciudades.core.labels import label
from entreciudades.documents.book import Fact, FactList, Item, Listing, Origin, Point, Sheet, Words
from entreciudades.exports.wording import fact_list, plain, prose, words
from entreciudades.programmes.facts import CityNetwork, Facts
from entreciudades.taxonomy.countries import country_name
from entreciudades.taxonomy.languages import language_name


def city_sheets(facts: Facts, language: str) -> tuple[Sheet, ...]:
    """A sheet for each city that carries it and for each partner city of which more than the name is known."""
    return tuple(_city_sheet(facts, city, language) for city in facts.described_cities)


def organisation_sheets(facts: Facts, language: str) -> tuple[Sheet, ...]:
    """A sheet for each that carries the programme and for each partner."""
    organisations = [*facts.carriers, *(one.organisation for one in facts.partners)]
    return tuple(_sheet(one, language) for one in organisations)


def country_of(organisation: Organisation, language: str) -> str:
    """The country's name, also of a fictional one; empty where none is known."""
    if organisation.fictional_country:
        return label(organisation.fictional_country, language).text
    return country_name(organisation.country, language) if organisation.country else ""


def _sheet(organisation: Organisation, language: str) -> Sheet:
    return Sheet(
        name=label(organisation.names, language).text,
        subtitle=country_of(organisation, language),
        prose=None,
        facts=FactList((), ()),
        lists=(),
        point=None,
        origin=Origin("actors.organisation", organisation.slug),
    )


def _city_sheet(facts: Facts, city: Organisation, language: str) -> Sheet:
    said_once = tuple(_profile(facts.city_profiles.get(city.pk), language))
    told = city_facts(facts.city_figures.get(city.pk, []), facts.city_languages.get(city.pk, []), language)
    name = label(city.names, language).text
    country = country_of(city, language)
    place = city.place
    return Sheet(
        name=name,
        subtitle=country,
        prose=prose(facts.texts_of(city), PRESENTATION, language),
        facts=replace(told, facts=(*said_once, *told.facts)),
        lists=(
            *_networks(facts.city_networks.get(city.pk, []), language),
            *_actors(facts.city_actors.get(city.pk, []), language),
        ),
        point=Point(name, float(place.latitude), float(place.longitude), country=city.country) if place else None,
        origin=Origin("actors.organisation", city.slug),
    )


def _profile(profile: CityProfile | None, language: str) -> Iterator[Fact]:
    if profile is None:
        return
    if profile.official_name:
        yield Fact(plain(_("Official name"), language), plain(profile.official_name, language))
    if profile.founded:
        yield Fact(plain(_("Founded"), language), plain(profile.founded.format(language), language))
    if profile.government_name:
        acronym = f" ({profile.government_acronym})" if profile.government_acronym else ""
        yield Fact(plain(_("Local government"), language), plain(f"{profile.government_name}{acronym}", language))


def city_facts(figures: Iterable[OrganisationFigure], languages: Iterable[LanguageShare], language: str) -> FactList:
    """A city's figures and the languages spoken there."""
    measured = [(_measure(row, language), row) for row in figures]
    spoken = [(plain(_sentence(language_name(row.language, language)), language), row) for row in languages]
    return fact_list([*measured, *spoken], language)


def _measure(row: OrganisationFigure, language: str) -> Words:
    return words(row.labels, language) if row.labels else plain(row.get_measure_display(), language)


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]


def _networks(networks: list[CityNetwork], language: str) -> Iterator[Listing]:
    if networks:
        items = tuple(
            Item(
                words(one.network.names, language),
                details=tuple(_post(post, language) for post in one.posts),
                origin=Origin("actors.organisation", one.network.slug),
            )
            for one in networks
        )
        yield Listing(_("Networks"), items)


def _actors(actors: list[MappedActor], language: str) -> Iterator[Listing]:
    if actors:
        yield Listing(_("Map of actors"), tuple(_actor(one, language) for one in actors))


def _actor(actor: MappedActor, language: str) -> Item:
    said = ((_("Interest"), actor.interest), (_("Commitment"), actor.commitment))
    told = [(name, words(labels, language)) for name, labels in said if labels]
    return Item(
        words(actor.names, language),
        note=label(actor.kind.labels, language).text,
        details=tuple(Words(f"{name}: {found.text}", found.language) for name, found in told),
        origin=Origin("actors.organisation", actor.actor.slug) if actor.actor else None,
    )


def _post(post: NetworkPost, language: str) -> Words:
    title = label(post.titles, language).text
    if post.since:
        title = _("%(post)s, since %(date)s") % {"post": title, "date": post.since.format(language)}
    return plain(title, language)
