"""A programme assembled as a book, for the page and for the print alike (source 002, contents)."""

from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.alliances.naming import title_of
from entreciudades.core.files import attachments_of, read_bytes
from entreciudades.core.labels import content_language, label
from entreciudades.documents.book import Book, Chapter, Part, Pending, Picture, Section, Words
from entreciudades.exports.blocks import data_of
from entreciudades.exports.sheets import country_of
from entreciudades.exports.wording import prose, words
from entreciudades.methodologies.pack import Section as PackSection
from entreciudades.programmes.facts import Facts, facts_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import progress_of
from entreciudades.taxonomy.languages import language_name

#: Purpose of the picture on a programme's cover.
COVER = "cover"


def assemble_programme(
    programme: Programme, language: str, *, published: bool = False, with_cover: bool = False
) -> Book:
    """Gather a programme for a reader of `language`; what has no text in it stands in its source language, marked.

    `published` takes the texts that the public reads, else those being written. A section whose text is missing stands
    without text, and is named among the pending parts; nothing is invented.
    """
    with override(language):
        facts = facts_of(programme, published=published)
        return Book(
            language=language,
            title=words(programme.titles, language),
            subtitle=words(programme.subtitles, language) if programme.subtitles else None,
            place=_place(facts, language),
            edition=programme.edition.format(language),
            network=label(programme.network.names, language).text,
            methodology=f"{label(programme.methodology.title, language).text}, {programme.methodology.version}",
            state=programme.get_state_display(),
            chapters=_chapters(facts, language),
            pending=tuple(Pending(one.where, one.what) for one in progress_of(programme, facts=facts).missing),
            labels=_labels(language) | ({"place": _("Alliance")} if programme.alliance_id else {}),
            cover=_cover(programme, language) if with_cover else None,
            address=f"{settings.SITE_URL}/{language}/",
        )


def _place(facts: Facts, language: str) -> str:
    if alliance := facts.programme.alliance:
        return title_of(alliance, language)
    name, country = label(facts.holder.names, language).text, country_of(facts.holder, language)
    return f"{name}, {country}" if country and facts.holder.is_city else name


def _chapters(facts: Facts, language: str) -> tuple[Chapter, ...]:
    chapters = []
    for chapter, sections in groupby(facts.variant.sections, key=facts.variant.chapter_of):
        built = tuple(_section(facts, section, language) for section in sections)
        title = words(chapter.title, language) if chapter else None
        chapters.append(Chapter(chapter.number if chapter else "", title, built))
    return tuple(chapters)


def _section(facts: Facts, section: PackSection, language: str) -> Section:
    texts = facts.texts_of(facts.programme)
    return Section(
        key=section.key,
        number=section.number,
        title=words(section.title, language),
        prose=prose(texts, section.key, language),
        parts=tuple(
            Part(key, words(title, language), prose(texts, section.text_key(key), language))
            for key, title in facts.parts_of(section).items()
        ),
        data=data_of(section.shows, facts, language),
        is_imprint="credits" in section.shows,
    )


def _cover(programme: Programme, language: str) -> Picture | None:
    attachment = attachments_of(programme, COVER).first()
    if attachment is None:
        return None
    alt = label(attachment.alt, language)
    credit = " · ".join(filter(None, [attachment.credit, attachment.get_licence_display()]))
    return Picture(read_bytes(attachment.file), attachment.file.media_type, Words(alt.text, alt.language), credit)


def _labels(language: str) -> dict[str, str]:
    """The renderer's own words."""
    return {
        "address": _("Address"),
        "contents": _("Contents"),
        "edition": _("Edition"),
        "left_out": _("Left out by the city"),
        "map": _("Map with the position of {name}"),
        "marked": _("Texts marked with a language in brackets have not been translated yet."),
        "methodology": _("Methodology"),
        "moved": _("Moved by the city"),
        "network": _("Network"),
        "own": _("Added by the city"),
        "pending": _("Pending"),
        "pending_intro": _("What the methodology asks for and is not there yet."),
        "picture": _("Picture"),
        "place": _("City"),
        "sources": _("Sources"),
        "state": _("State"),
        "title": _("Title"),
        "what": _("What is missing"),
        "where": _("Where"),
    } | {
        f"untranslated-{code}": _("(in %(language)s)") % {"language": language_name(code, language)}
        for code, _name in settings.CONTENT_LANGUAGES
        if code != content_language(language)
    }
