"""Which texts stand on a page of the editor, for each kind of object that has texts."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.actors.services import PRESENTATION, write_presentation
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import Localized, label
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.pack import Section
from entreciudades.methodologies.slots import Slot, slot_of
from entreciudades.practices.rules import EDIT as EDIT_PRACTICE
from entreciudades.practices.services import write_field
from entreciudades.programmes.pack import heading, slots_of, variant_of
from entreciudades.programmes.rules import EDIT as EDIT_PROGRAMME
from entreciudades.programmes.services import write_form, write_section
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation, about_practice, about_programme
from entreciudades.web.desk.blocks import blocks_of
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.sheets import Sheet


def of_section(request: HttpRequest, slug: str, section: str) -> Sheet:
    """A section of a programme: its own text, then its parts. NotFound where nothing is written in it."""
    programme = doors.programme(request, slug, may=EDIT_PROGRAMME)
    variant = variant_of(programme)
    found = next((one for one in variant.sections if one.key == section), None)
    slots = slots_of(found, programme) if found else ()
    if found is None or not slots:
        raise NotFound("section", section)
    written = [one for one in variant.sections if has_texts(one)]
    after = next(iter(written[written.index(found) + 1 :]), None)

    def write(key: str, language: str, body: str, version: int) -> Text:
        return write_section(programme, key, language, body, expected_version=version, by=person(request))

    about = about_programme(request, programme) | {"blocks": blocks_of(programme, found)}
    what = f"text|{kind_of(programme)}|{programme.pk}|{section}"
    about["ask_address"] = reverse("desk:contribution-ask", args=[about["organisation"].slug], query={"what": what})
    if after:
        language = request.resolver_match.kwargs["language"] if request.resolver_match else "es"
        about["next_address"] = reverse("desk:section-edit", args=[slug, after.key, language])
        about["next_title"] = heading(after)
    return Sheet(
        programme,
        programme.network_id,
        section,
        heading(found),
        slots,
        write,
        _to("section", slug, section),
        about,
    )


def of_form(request: HttpRequest, slug: str, pk: int, form: str) -> Sheet:
    """An action form, filled once for each activity."""
    programme = doors.programme(request, slug, may=EDIT_PROGRAMME)
    activity = programme.activities.filter(pk=pk).first()
    found = next((one for one in variant_of(programme).forms if one.key == form), None)
    if activity is None or found is None:
        raise NotFound("form", form)

    def write(key: str, language: str, body: str, version: int) -> Text:
        return write_form(activity, key, language, body, expected_version=version, by=person(request))

    title = f"{label(found.title)}: {name_of(activity)}"
    slots = tuple(slot_of(f"{form}/{one.key}", one) for one in found.fields if one.words)
    about = about_programme(request, programme)
    return Sheet(activity, programme.network_id, form, title, slots, write, _to("form", slug, pk, form), about)


def of_practice(request: HttpRequest, slug: str) -> Sheet:
    """The sheet of a practice."""
    practice = doors.practice(request, slug, may=EDIT_PRACTICE)
    part = practice.methodology.pack.practice
    slots = tuple(slot_of(one.key, one) for one in part.fields if one.words) if part else ()
    if not slots:
        raise NotFound("sheet", slug)

    def write(key: str, language: str, body: str, version: int) -> Text:
        return write_field(practice, key, language, body, expected_version=version, by=person(request))

    about = about_practice(request, practice)
    return Sheet(
        practice,
        practice.network_id,
        "sheet",
        name_of(practice),
        slots,
        write,
        _to("practice-text", slug),
        about,
    )


def of_organisation(request: HttpRequest, slug: str) -> Sheet:
    """How a city or a network presents itself."""
    organisation = doors.organisation(request, slug, may=EDIT_ORGANISATION)

    def write(_key: str, language: str, body: str, version: int) -> Text:
        return write_presentation(organisation, language, body, expected_version=version, by=person(request))

    asks = Localized(str(_("Who it is: history, territory, people, economy and standing in the world.")), "")
    slot = Slot(PRESENTATION, Localized(str(_("Presentation")), ""), asks, None)
    about = about_organisation(request, organisation)
    to = _to("presentation", slug)
    return Sheet(
        organisation,
        organisation.pk,
        PRESENTATION,
        slot.title.text,
        (slot,),
        write,
        to,
        about,
    )


def has_texts(section: Section) -> bool:
    """Whether a section is written, besides the data that it shows."""
    return bool(section.words or any(part.words for part in section.parts) or section.parts_from)


def _to(name: str, *keys: Any) -> Any:
    return partial(_address, name, keys)


def _address(name: str, keys: tuple[Any, ...], verb: str, language: str) -> str:
    return reverse(f"desk:{name}-{verb}", args=[*keys, language])
