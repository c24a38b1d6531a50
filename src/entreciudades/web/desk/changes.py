"""What was done lately, in words, out of the audit trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of

LATEST = 8

#: Verbs that have words of their own; rows that were added, changed or removed are told by the name of their kind.
WORDS = {
    "organisation.created": gettext_lazy("The organisation was entered"),
    "organisation.changed": gettext_lazy("Names or place changed"),
    "programme.created": gettext_lazy("The programme was begun"),
    "programme.changed": gettext_lazy("Title, dates or priorities changed"),
    "programme.publish": gettext_lazy("The programme was published"),
    "programme.withdraw": gettext_lazy("The programme was withdrawn"),
    "programme.close": gettext_lazy("The programme was closed"),
    "programme.reopen": gettext_lazy("The programme was reopened"),
    "programme.reminded": gettext_lazy("The network sent a reminder"),
    "matrix.changed": gettext_lazy("A matrix was changed by hand"),
    "matrix.change_undone": gettext_lazy("A change of a matrix was undone"),
    "text.saved": gettext_lazy("Text written"),
    "text.deleted": gettext_lazy("Text removed"),
    "text.confirmed": gettext_lazy("Translation confirmed"),
    "practice.added": gettext_lazy("The practice was begun"),
    "practice.changed": gettext_lazy("Title or themes of the practice changed"),
    "practice.published": gettext_lazy("The practice was published"),
    "practice.withdrawn": gettext_lazy("The practice was withdrawn"),
}
_DONE = {"added": gettext_lazy("Added"), "changed": gettext_lazy("Changed"), "removed": gettext_lazy("Removed")}


@dataclass(frozen=True, slots=True)
class Change:
    """One act: when, what, who."""

    at: datetime
    what: str
    by: str


def latest_changes(objects: Iterable[Model]) -> list[Change]:
    """The latest acts on some objects and on what hangs on them; one query."""
    wanted = Q(pk=None)
    for obj in objects:
        wanted |= Q(object_kind=kind_of(obj), object_id=obj.pk)
        if kind_of(obj) == "programmes.programme":
            wanted |= Q(details__programme=obj.pk)
        else:
            wanted |= Q(scope=obj.pk, object_kind__startswith="actors.")
    return [_said(event) for event in AuditEvent.objects.filter(wanted).select_related("actor")[:LATEST]]


def _said(event: AuditEvent) -> Change:
    who = event.actor.get_full_name() if event.actor else _("the system")
    return Change(event.at, what_of(event), who)


def what_of(event: AuditEvent) -> str:
    """An act in words: "Text written: 1.2 (es)", "Added: activity"."""
    if event.verb in WORDS:
        place = str(event.details.get("section") or event.details.get("matrix", "").upper())
        language = event.details.get("language")
        about = f"{place} ({language})" if place and language else place
        return f"{WORDS[event.verb]}: {about}" if about else str(WORDS[event.verb])
    done = event.verb.rpartition(".")[2]
    try:
        noun = str(apps.get_model(event.object_kind)._meta.verbose_name)
    except LookupError:
        noun = event.object_kind
    return f"{_DONE[done]}: {noun}" if done in _DONE else capfirst(f"{noun}: {event.verb}")
