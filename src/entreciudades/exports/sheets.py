"""The sheets of cities and organisations in a document."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from entreciudades.actors.models import LanguageShare, NetworkMember, NetworkPost, Organisation, OrganisationFigure
from entreciudades.actors.services import PRESENTATION
from entreciudades.core.labels import label
from entreciudades.documents.book import Fact, Item, Listing, Origin, Point, Sheet, Words
from entreciudades.exports.wording import figure, figure_source, plain, prose, words
from entreciudades.programmes.facts import Facts
from entreciudades.taxonomy.countries import country_name
from entreciudades.taxonomy.languages import language_name


def city_sheets(facts: Facts, language: str) -> tuple[Sheet, ...]:
    """A sheet for the holder, if a city, and for each partner city of which more than the name is known."""
    return tuple(_city_sheet(facts, city, language) for city in facts.described_cities)


def organisation_sheets(facts: Facts, language: str) -> tuple[Sheet, ...]:
    """A sheet for the holder and for each partner."""
    organisations = [facts.holder, *(one.organisation for one in facts.partners)]
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
        facts=(),
        lists=(),
        point=None,
        origin=Origin("actors.organisation", organisation.slug),
    )


def _city_sheet(facts: Facts, city: Organisation, language: str) -> Sheet:
    figures = facts.city_figures.get(city.pk, [])
    name = label(city.names, language).text
    country = country_of(city, language)
    place = city.place
    return Sheet(
        name=name,
        subtitle=country,
        prose=prose(facts.texts_of(city), PRESENTATION, language),
        facts=tuple(city_facts(figures, facts.city_languages.get(city.pk, []), language)),
        lists=tuple(_lists(facts.city_networks.get(city.pk, []), language)),
        point=Point(name, float(place.latitude), float(place.longitude), country=city.country) if place else None,
        origin=Origin("actors.organisation", city.slug),
    )


def city_facts(figures: list[OrganisationFigure], languages: list[LanguageShare], language: str) -> Iterator[Fact]:
    """A city's figures and languages, each with its source."""
    for row in figures:
        name = label(row.labels, language).text or row.get_measure_display()
        yield Fact(name, figure(row, language), figure_source(row, language))
    for share in languages:
        spoken = language_name(share.language, language)
        yield Fact(spoken, figure(share, language), figure_source(share, language))


def _lists(networks: list[NetworkMember], language: str) -> Iterator[Listing]:
    if networks:
        items = tuple(
            Item(
                words(member.network.names, language),
                details=tuple(_post(post, language) for post in member.posts.all()),
                origin=Origin("actors.organisation", member.network.slug),
            )
            for member in networks
        )
        yield Listing(_("Networks"), items)


def _post(post: NetworkPost, language: str) -> Words:
    title = label(post.titles, language).text
    if post.since:
        title = _("%(post)s, since %(date)s") % {"post": title, "date": post.since.format(language)}
    return plain(title, language)
