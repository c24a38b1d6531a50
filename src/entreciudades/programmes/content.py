"""A programme written down as plain data, as its parties adopt it: its facts, its texts, the rows that hang on it."""

from collections import defaultdict
from typing import Any, Final

from django.apps import apps
from django.db.models import CASCADE, Field, Model

from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.programmes.models import Activity, Programme, SynergyAction

_FACTS: Final = ("variant", "titles", "subtitles", "edition", "starts", "ends", "source_language")
_TERMS: Final = ("sectors", "axes", "sdg_focus", "instruments")
_ASIDE: Final = frozenset({"id", "programme", "position", "made_by", "made_at"})


def content_of(programme: Programme) -> dict[str, Any]:
    """All that is written of a programme, the same for as long as nobody changes anything of it.

    ``{"programme": facts, "texts": {"context": {"es": …}}, "activities": {"12": {"action/goal": {"es": …}}},
    "rows": {"activity": [{"titles": …}]}}``; what rows point to stands as keys.
    """
    facts = {name: _plain(getattr(programme, name)) for name in _FACTS}
    facts |= {name: sorted(str(pk) for pk in getattr(programme, name).values_list("pk", flat=True)) for name in _TERMS}
    texts: dict[str, dict[str, dict[str, dict[str, str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for text in Text.objects.of(programme, *programme.activities.all()):
        if text.body.strip():
            texts[text.object_kind][str(text.object_id)][text.section][text.language] = text.body
    return {
        "programme": {**facts, "methodology": str(programme.methodology)},
        "texts": texts[kind_of(Programme)].get(str(programme.pk), {}),
        "activities": texts[kind_of(Activity)],
        "rows": {name: rows for name, rows in _rows(programme).items() if rows},
    }


def _rows(programme: Programme) -> dict[str, list[dict[str, Any]]]:
    room = apps.get_app_config("programmes")
    hanging = {one.related_model for one in Programme._meta.related_objects if one.on_delete is CASCADE}
    found = {
        str(model._meta.model_name): [_row(row) for row in model._base_manager.filter(programme=programme)]
        for model in room.get_models()
        if model in hanging
    }
    actions = SynergyAction._base_manager.filter(line__programme=programme)
    return {**found, str(SynergyAction._meta.model_name): [_row(row) for row in actions]}


def _row(row: Model) -> dict[str, Any]:
    fields: list[Field[Any, Any]] = [one for one in row._meta.concrete_fields if one.name not in _ASIDE]
    said = {one.name: _plain(getattr(row, one.attname)) for one in fields}
    linked = {
        one.name: sorted(str(pk) for pk in getattr(row, one.name).values_list("pk", flat=True))
        for one in row._meta.many_to_many
    }
    return {name: value for name, value in (said | linked).items() if value not in (None, "", {}, [])}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | dict | list | None) else str(value)
