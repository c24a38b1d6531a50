"""What the texts of a queue are called, and whose they are: many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from entreciudades.alliances.models import Article
from entreciudades.calls.models import Call
from entreciudades.calls.presentation import slots
from entreciudades.core.labels import Localized, label
from entreciudades.core.models import Text
from entreciudades.methodologies.pack import Section
from entreciudades.practices.models import Practice
from entreciudades.processes.translation.scope import KINDS, Owner
from entreciudades.processes.translation.texts import MODELS, WRITTEN_ON
from entreciudades.programmes.models import Activity, Programme
from entreciudades.programmes.pack import part_keys, variant_of

#: What must be read along with a row, so that its text can be named.
_WITH: Mapping[type[Model], tuple[str, ...]] = {
    Programme: ("methodology",),
    Activity: ("programme__methodology",),
    Practice: ("methodology",),
    Article: ("agreement",),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A text with its owner, the kind of that, what the text is called, and what it should tell."""

    text: Text
    kind: str
    owner: Owner
    title: Localized
    asks: Localized


def named(texts: Iterable[Text]) -> list[Named]:
    """Texts with their names, in their order; a row that is gone meanwhile is left out.

    One query per kind of row, and one for each vocabulary whose terms are parts of a section.
    """
    texts = list(texts)
    rows = {kind: _rows(model, kind, texts) for kind, model in MODELS.items()}
    namer = _Namer()
    found = ((text, rows[text.object_kind].get(text.object_id)) for text in texts)
    return [namer.named(text, row) for text, row in found if row is not None]


def title_of(owner: Owner) -> Localized:
    """What an owner is called."""
    return label(getattr(owner, "titles", None) or getattr(owner, "names", None))


def owners_of(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Owner]:
    """(kind, key) -> owner; one query per kind."""
    ids: dict[str, list[int]] = {}
    for kind, pk in keys:
        ids.setdefault(kind, []).append(pk)
    found: dict[tuple[str, int], Any] = {}
    for kind, pks in ids.items():
        found |= {(kind, pk): row for pk, row in KINDS[kind][0]._base_manager.in_bulk(pks).items()}
    return found


def _rows(model: type[Model], kind: str, texts: list[Text]) -> dict[int, Any]:
    ids = {text.object_id for text in texts if text.object_kind == kind}
    rows = model._base_manager.select_related(*_WITH[model]) if model in _WITH else model._base_manager.all()
    return rows.in_bulk(ids) if ids else {}


class _Namer:
    """Names texts; what a methodology calls them is looked up once for each variant."""

    def __init__(self) -> None:
        self._sections: dict[tuple[int, str], dict[str, tuple[Localized, Localized]]] = {}

    def named(self, text: Text, row: Any) -> Named:
        kind, path = WRITTEN_ON[type(row)]
        owner = row if path == "pk" else getattr(row, path)
        title, asks = self._title(text, row)
        return Named(text, kind, owner, title, asks)

    def _title(self, text: Text, row: Any) -> tuple[Localized, Localized]:
        none = Localized("", "")
        match row:
            case Programme():
                return self._of(row).get(text.section, (Localized(text.section, ""), none))
            case Activity():
                title, asks = self._of(row.programme).get(text.section, (Localized(text.section, ""), none))
                return Localized(f"{label(row.titles)}: {title}", title.language), asks
            case Practice():
                fields = row.methodology.pack.practice.fields if row.methodology.pack.practice else ()
                found = next((one for one in fields if one.key == text.section), None)
                return (label(found.title), label(found.asks)) if found else (Localized(text.section, ""), none)
            case Call():
                slot = next((one for one in slots() if one.key == text.section), None)
                return (slot.title, slot.asks) if slot else (Localized(text.section, ""), none)
            case Article():
                return Localized(f"{row.number}. {label(row.headings)}".strip(" ."), ""), none
            case _:
                return Localized(_("Presentation"), ""), none

    def _of(self, programme: Programme) -> dict[str, tuple[Localized, Localized]]:
        key = (programme.methodology_id, programme.variant)
        if key not in self._sections:
            variant = variant_of(programme)
            titles = {name: one for section in variant.sections for name, one in _section(section).items()}
            for form in variant.forms:
                for field in form.fields:
                    titles[f"{form.key}/{field.key}"] = (label(field.title), label(field.asks))
            self._sections[key] = titles
        return self._sections[key]


def _section(section: Section) -> dict[str, tuple[Localized, Localized]]:
    """Key -> title of the texts of a section: its own, then its parts."""
    title = label(section.title)
    heading = Localized(f"{section.number}. {title}" if section.number else title.text, title.language)
    titles = {section.text_key(): (heading, label(section.asks))}
    asks = {part.key: label(part.asks) for part in section.parts}
    for key, words in part_keys(section).items():
        part = Localized(f"{heading}: {label(words)}", title.language)
        titles[section.text_key(key)] = (part, asks.get(key, Localized("", "")))
    return titles


def kind_name(kind: str) -> str:
    """What a kind of owner is called on a page."""
    return {
        "organisation": _("Profile"),
        "programme": _("Programmes"),
        "practice": _("Good practices"),
        "agreement": _("Agreements"),
        "call": _("Calls"),
    }[kind]
