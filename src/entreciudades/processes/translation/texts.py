"""The long texts that wait for a language, and how a translation is written."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.services import write_presentation
from entreciudades.alliances.models import Article
from entreciudades.alliances.services import write_article
from entreciudades.calls.models import Call
from entreciudades.calls.services.call import write_call_text
from entreciudades.core.models import Text
from entreciudades.core.refs import kind_of
from entreciudades.practices.models import Practice
from entreciudades.practices.services import write_field
from entreciudades.processes.translation.scope import Scope
from entreciudades.programmes.models import Activity, Programme
from entreciudades.programmes.services import write_form, write_section

MISSING, STALE = "missing", "stale"

#: What has long texts -> the kind of its owner, and the way to it.
WRITTEN_ON: Mapping[type[Model], tuple[str, str]] = {
    Organisation: ("organisation", "pk"),
    Programme: ("programme", "pk"),
    Activity: ("programme", "programme"),
    Practice: ("practice", "pk"),
    Article: ("agreement", "agreement"),
    Call: ("call", "pk"),
}
MODELS: Mapping[str, type[Model]] = {kind_of(model): model for model in WRITTEN_ON}


def sources(scope: Scope) -> QuerySet[Text]:
    """The texts of a scope in the language that they were first written in."""
    wanted = Q(pk__in=())
    for model, (owner, path) in WRITTEN_ON.items():
        rows = model._base_manager.filter(**{f"{path}__in": scope.owners[owner].order_by().values("pk")})
        wanted |= Q(object_kind=kind_of(model), object_id__in=rows.values("pk"))
    return Text.objects.filter(wanted, language=F("source_language")).exclude(body="")


def waiting(scope: Scope, language: str, state: str = "") -> QuerySet[Text]:
    """The sources that wait for a language, oldest change first; `state` keeps those that are MISSING or STALE.

    Each has `made_from`: the version that its translation follows, 0 where it follows none, None where there is none.
    """
    same = {name: OuterRef(name) for name in ("object_kind", "object_id", "section")}
    translation = Text.objects.filter(**same, language=language).exclude(body="")
    rows = sources(scope).exclude(language=language)
    rows = rows.annotate(made_from=Subquery(translation.values(version_followed=Coalesce("source_version", 0))[:1]))
    states = {MISSING: Q(made_from=None), STALE: Q(made_from__lt=F("version"))}
    return rows.filter(states.get(state, states[MISSING] | states[STALE])).order_by("updated_at", "pk")


def object_of(text: Text) -> Any:
    """The row on which a text stands, with what its own verb asks of it."""
    rows = MODELS[text.object_kind]._base_manager.all()
    if text.object_kind == kind_of(Activity):
        rows = rows.select_related("programme__methodology")
    return rows.get(pk=text.object_id)


@transaction.atomic
def translate(source: Text, language: str, body: str, *, expected_version: int, scope: Scope, by: User | None) -> Text:
    """Save the translation of a text through the verb of its room; who may is the caller's to check.

    Raises TextConflict where somebody saved meanwhile, TextTooLong. Nothing is overwritten.
    """
    said: dict[str, Any] = {"expected_version": expected_version, "by": by}
    obj, key = object_of(source), source.section
    writers: dict[type[Model], Callable[[], Text]] = {
        Organisation: lambda: write_presentation(obj, language, body, **said),
        Programme: lambda: write_section(obj, key, language, body, **said),
        Activity: lambda: write_form(obj, key, language, body, **said),
        Practice: lambda: write_field(obj, key, language, body, **said),
        Article: lambda: write_article(obj, language, body, scope=scope.organisation.pk, **said),
        Call: lambda: write_call_text(obj, key, language, body, **said),
    }
    return writers[type(obj)]()
