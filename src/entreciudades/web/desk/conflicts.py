"""Two people on one form: whoever saves second is shown what stands now, and saves again on purpose or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from entreciudades.core.errors import RowConflict
from entreciudades.core.labels import Localized
from entreciudades.core.models import AuditEvent
from entreciudades.core.parts import digest_of, held_in
from entreciudades.core.refs import kind_of
from entreciudades.web.desk.cells import Cell, cell
from entreciudades.web.desk.forms import RowForm
from entreciudades.web.desk.refusals import refused


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who changed a row meanwhile, and what stands now in the fields in which the form says something else."""

    by: str
    at: datetime | None
    fields: tuple[tuple[str, list[Cell]], ...]


def kept(form: RowForm, act: Callable[..., Any], **said: Any) -> bool:
    """Ask a service to keep a valid form; where it was refused, or somebody changed the row, the form tells so."""
    if form.instance.pk:
        said["opened"] = form.opened
    try:
        act(form.instance, **said)
    except ValidationError as error:
        refused(form, error)
        return False
    except RowConflict as error:
        return _is_the_same(form, error.stands)
    return True


def last_act(row: Model, *verbs: str) -> AuditEvent | None:
    """The latest of some acts on a row ("changed"), with who did it."""
    named = [f"{row._meta.model_name}.{verb}" for verb in verbs]
    events = AuditEvent.objects.filter(object_kind=kind_of(row), object_id=row.pk, verb__in=named)
    return events.select_related("actor").first()


def _is_the_same(form: RowForm, stands: Model) -> bool:
    """Whether the row says already what the form says, as when it was sent twice; else what differs goes into it."""
    fields = [
        (str(form.fields[name].label), _words(stands, name))
        for name in form.names
        if name in form.fields and held_in(stands, name) != _written(form, name)
    ]
    fields += form.differences_beside(stands)
    if not fields:
        return True
    last = last_act(stands, "added", "changed")
    by = last.actor.get_full_name() if last and last.actor else ""
    form.conflict = Conflict(by, last.at if last else None, tuple(fields))
    form.digest = digest_of(stands, form.names)
    return False


def _written(form: RowForm, name: str) -> object:
    """What the form says in a field, as `held_in` says what stands there."""
    if name in form.links:
        return sorted(str(one.pk) for one in form.links[name])
    return held_in(form.instance, name)


def _words(row: Model, name: str) -> list[Cell]:
    """What a field holds, in words: each language of a text, each point of a list by itself."""
    value = getattr(row, name)
    texts = value if isinstance(value, list) else [value]
    if all(isinstance(one, dict) for one in texts):
        return [Localized(text, language) for one in texts for language, text in one.items()]
    return [cell(row, name)]
