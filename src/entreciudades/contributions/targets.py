"""What may be asked for: which texts, whose they are, and the verb of their room that saves an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.actors.services import PRESENTATION, write_presentation
from entreciudades.contributions.errors import NothingToAskFor
from entreciudades.core.access import Rule
from entreciudades.core.labels import Localized, label
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.slots import Slot, slot_of
from entreciudades.practices.models import Practice
from entreciudades.practices.rules import EDIT as EDIT_PRACTICE
from entreciudades.practices.services import write_field
from entreciudades.programmes.models import Programme
from entreciudades.programmes.pack import heading, slots_of, variant_of
from entreciudades.programmes.rules import EDIT as EDIT_PROGRAMME
from entreciudades.programmes.services import write_section

Save = Callable[..., Text]


@dataclass(frozen=True, slots=True)
class Target:
    """An object with the texts that are asked for; titles are in the active language.

    ``save(key, language, body, expected_version=…, by=…)`` is its room's own verb.
    """

    obj: Any
    organisation: Organisation
    title: str
    slots: tuple[Slot, ...]
    rule: Rule[Any]
    save: Save

    def may_write(self, user: User | AnonymousUser) -> bool:
        """Whether a user may save its texts now."""
        return self.rule.predicate(user, self.obj)

    def texts(self, language: str) -> dict[str, Text]:
        """What is written there, by key. One question."""
        keys = [slot.key for slot in self.slots]
        return {row.section: row for row in Text.objects.of(self.obj).filter(section__in=keys, language=language)}


def target_of(kind: str, pk: int, section: str) -> Target:
    """Return the texts of a section of an object, by the object's kind and key.

    An empty section is the object itself, of which an opinion is asked. Raises NothingToAskFor.
    """
    build = _BUILDERS.get(kind)
    obj = apps.get_model(kind)._default_manager.filter(pk=pk).first() if build else None
    if build is None or obj is None:
        raise NothingToAskFor(kind, section)
    return build(obj, section)


def targets_of(obj: Model) -> list[tuple[str, str]]:
    """The sections of an object that may be asked for, each with its title."""
    match obj:
        case Programme():
            sections = variant_of(obj).sections
            return [(one.key, heading(one)) for one in sections if slots_of(one, obj)]
        case Practice():
            return [(slot.key, slot.title.text) for slot in _sheet(obj)]
        case _:
            return [(PRESENTATION, _("Presentation"))]


def _of_programme(programme: Programme, section: str) -> Target:
    found = next((one for one in variant_of(programme).sections if one.key == section), None)
    slots = slots_of(found, programme) if found else ()
    if section and not slots:
        raise NothingToAskFor(kind_of(programme), section)

    def save(key: str, language: str, body: str, **how: Any) -> Text:
        return write_section(programme, key, language, body, **how)

    title = _titled(heading(found) if found else "", label(programme.titles))
    return Target(programme, programme.holder, title, slots, EDIT_PROGRAMME, save)


def _of_practice(practice: Practice, section: str) -> Target:
    slots = tuple(slot for slot in _sheet(practice) if slot.key == section)
    if section and not slots:
        raise NothingToAskFor(kind_of(practice), section)

    def save(key: str, language: str, body: str, **how: Any) -> Text:
        return write_field(practice, key, language, body, **how)

    title = _titled(slots[0].title.text if slots else "", label(practice.titles))
    return Target(practice, practice.organisation, title, slots, EDIT_PRACTICE, save)


def _of_organisation(organisation: Organisation, section: str) -> Target:
    if section not in {"", PRESENTATION}:
        raise NothingToAskFor(kind_of(organisation), section)

    def save(_key: str, language: str, body: str, **how: Any) -> Text:
        return write_presentation(organisation, language, body, **how)

    asks = Localized(_("Who it is: history, territory, people, economy and standing in the world."), "")
    slots = (Slot(PRESENTATION, Localized(_("Presentation"), ""), asks, None),) if section else ()
    title = _titled(_("Presentation") if section else "", label(organisation.names))
    return Target(organisation, organisation, title, slots, EDIT_ORGANISATION, save)


def _sheet(practice: Practice) -> tuple[Slot, ...]:
    part = practice.methodology.pack.practice
    return tuple(slot_of(field.key, field) for field in part.fields if field.words) if part else ()


def _titled(part: str, whole: Localized) -> str:
    return " · ".join(one for one in (part, whole.text) if one)


_BUILDERS: Final[Mapping[str, Callable[[Any, str], Target]]] = {
    kind_of(Programme): _of_programme,
    kind_of(Practice): _of_practice,
    kind_of(Organisation): _of_organisation,
}
