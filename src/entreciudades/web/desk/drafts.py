"""Texts that somebody left unfinished: of what, in which language, and where they are gone on with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.actors.models import Organisation
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Activity, Programme
from entreciudades.programmes.pack import heading, variant_of
from entreciudades.web.desk.naming import name_of

_WITH: dict[type[Model], tuple[str, ...]] = {Activity: ("programme",), Programme: ("methodology",)}


@dataclass(frozen=True, slots=True)
class Draft:
    """One text: what it is of, which part, its language, when it was last written in, and its editor."""

    of: str
    part: str
    language: str
    at: datetime
    address: str


def told(texts: Iterable[Text]) -> list[Draft]:
    """The texts as a list shows them; one question for each kind of object."""
    held = list(texts)
    objects: dict[tuple[str, int], Model] = {}
    for model in (Organisation, Programme, Activity, Practice):
        kind = kind_of(model)
        keys = {text.object_id for text in held if text.object_kind == kind}
        if keys:
            rows = model._default_manager.filter(pk__in=keys).select_related(*_WITH.get(model, ()))
            objects |= {(kind, row.pk): row for row in rows}
    return [
        Draft(name_of(obj), _part(text, obj), text.language, text.updated_at, _editor(text, obj))
        for text in held
        if (obj := objects.get((text.object_kind, text.object_id)))
    ]


def _part(text: Text, obj: Model) -> str:
    match obj:
        case Organisation():
            return _("Presentation")
        case Programme():
            key = text.section.partition("/")[0]
            return next((heading(one) for one in variant_of(obj).sections if one.key == key), text.section)
    return text.section


def _editor(text: Text, obj: Model) -> str:
    key = text.section.partition("/")[0]
    match obj:
        case Organisation():
            return reverse("desk:presentation-edit", args=[obj.slug, text.language])
        case Programme():
            return reverse("desk:section-edit", args=[obj.slug, key, text.language])
        case Activity():
            return reverse("desk:form-edit", args=[obj.programme.slug, obj.pk, key, text.language])
        case Practice():
            return reverse("desk:practice-text-edit", args=[obj.slug, text.language])
    return ""
