"""The short texts that wait for a language: titles, names, posts; how many, which, and how one is written."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors import models as actors
from entreciudades.actors.services import change_organisation
from entreciudades.actors.services import keep_part as keep_part_of_organisation
from entreciudades.alliances.models import Agreement, Article
from entreciudades.alliances.services import keep_article, record_agreement
from entreciudades.calls.models import Call
from entreciudades.calls.services.call import change_draft
from entreciudades.core.errors import NotFound
from entreciudades.core.fields import LabelsField
from entreciudades.core.labels import Localized, label
from entreciudades.core.parts import Opened, digest_of
from entreciudades.core.refs import kind_of
from entreciudades.practices.models import Practice
from entreciudades.practices.services import change_practice
from entreciudades.processes.translation.scope import Owner, Scope
from entreciudades.programmes import models as programmes
from entreciudades.programmes.services import change_programme
from entreciudades.programmes.services import keep_part as keep_part_of_programme

#: What has short texts -> the kind of its owner, and the way to it. What a city changed in a matrix stays as decided.
LABELLED: Mapping[type[Model], tuple[str, str]] = {
    actors.Organisation: ("organisation", "pk"),
    actors.Plan: ("organisation", "organisation"),
    actors.Department: ("organisation", "organisation"),
    actors.Person: ("organisation", "organisation"),
    actors.Need: ("organisation", "organisation"),
    actors.Offer: ("organisation", "organisation"),
    actors.CooperationInstrument: ("organisation", "organisation"),
    actors.MappedActor: ("organisation", "organisation"),
    actors.OrganisationFigure: ("organisation", "organisation"),
    actors.Election: ("organisation", "organisation"),
    actors.NetworkPost: ("organisation", "member__network"),
    actors.Body: ("organisation", "network"),
    actors.BodyMember: ("organisation", "body__network"),
    programmes.Programme: ("programme", "pk"),
    programmes.Partner: ("programme", "programme"),
    programmes.StrategicLine: ("programme", "programme"),
    programmes.Project: ("programme", "programme"),
    programmes.Activity: ("programme", "programme"),
    programmes.Territory: ("programme", "programme"),
    programmes.Beneficiary: ("programme", "programme"),
    programmes.InvolvedActor: ("programme", "programme"),
    programmes.PlanAlignment: ("programme", "programme"),
    programmes.ProgrammeFigure: ("programme", "programme"),
    programmes.Channel: ("programme", "programme"),
    programmes.Credit: ("programme", "programme"),
    programmes.SynergyLine: ("programme", "programme"),
    programmes.SynergyActor: ("programme", "programme"),
    programmes.SynergyAction: ("programme", "line__programme"),
    Practice: ("practice", "pk"),
    Agreement: ("agreement", "pk"),
    Article: ("agreement", "agreement"),
    Call: ("call", "pk"),
}
MODELS: Mapping[str, type[Model]] = {kind_of(model): model for model in LABELLED}


@dataclass(frozen=True, slots=True)
class Label:
    """A short text: which field of which row, what it says in its first language and in the one that is asked for.

    `digest` is of what the row's field held, so that nobody's words are overwritten. `is_original` where the language
    that is asked for is the one in which its owner writes: then there is nothing to translate.
    """

    row: Any
    field: str
    source: Localized
    text: str
    digest: str
    is_original: bool

    @property
    def key(self) -> str:
        """As in ``programmes.activity/12/titles``."""
        return f"{kind_of(self.row)}/{self.row.pk}/{self.field}"

    @property
    def title(self) -> str:
        """What it is, as in "Activity: title"."""
        said = self.row._meta
        return f"{capfirst(said.verbose_name)}: {said.get_field(self.field).verbose_name}"


def fields_of(model: type[Model]) -> list[str]:
    """The names of a model's short texts."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, LabelsField)]


def counts(scope: Scope, language: str) -> Counter[tuple[str, int]]:
    """(kind, key) of each owner -> how many of its short texts wait for a language. One query per kind of row."""
    found: Counter[tuple[str, int]] = Counter()
    for model, (kind, path) in LABELLED.items():
        missing = {name: _missing(name, language) for name in fields_of(model)}
        rows = _rows(model, scope).filter(_any(missing))
        each = {f"{name}_waiting": Count("pk", filter=condition) for name, condition in missing.items()}
        for owner, *numbers in rows.order_by().values_list(path).annotate(**each):
            found[kind, owner] += sum(numbers)
    return found


def labels(scope: Scope, language: str, *, waiting: bool = True) -> Iterator[Label]:
    """The short texts of a scope, with `waiting` those that wait for a language alone. One query per kind of row."""
    for model, (_kind, path) in LABELLED.items():
        names = fields_of(model)
        rows = _rows(model, scope)
        if waiting:
            rows = rows.filter(_any({name: _missing(name, language) for name in names}))
        for row in rows.select_related(*_joins(model)):
            for name in names:
                held = getattr(row, name)
                if held and not (waiting and language in held):
                    yield _label(row, name, language, _first_language(row, path))


def find(scope: Scope, key: str, language: str) -> Label:
    """The short text of that key; NotFound where it is none of the scope's."""
    kind, _slash, rest = key.partition("/")
    pk, _slash, name = rest.partition("/")
    model = MODELS.get(kind)
    if model is None or name not in fields_of(model) or not (pk.isascii() and pk.isdigit()):
        raise NotFound("label", key)
    path = LABELLED[model][1]
    row = _rows(model, scope).select_related(*_joins(model)).filter(pk=int(pk)).first()
    if row is None:
        raise NotFound("label", key)
    return _label(row, name, language, _first_language(row, path))


@transaction.atomic
def translate_label(found: Label, language: str, text: str, *, digest: str, scope: Scope, by: User | None) -> None:
    """Write a short text in a language through the verb of its room; who may is the caller's to check.

    Raises RowConflict where the field says another thing than `digest` is of, RowGone, ValidationError, also for an
    original: whoever translates rewrites nothing.
    """
    if found.is_original:
        raise ValidationError(_("This is the original: whoever wrote it changes it where it was written."))
    row = found.row
    said = " ".join(text.split()) if "\n" not in found.source.text else text.strip()
    if not said:
        raise ValidationError({found.field: []})
    setattr(row, found.field, getattr(row, found.field) | {language: said})
    how: dict[str, Any] = {"by": by, "opened": Opened((found.field,), digest)}
    keepers: dict[type[Model], Callable[[], object]] = {
        actors.Organisation: lambda: change_organisation(row, **how),
        programmes.Programme: lambda: change_programme(row, **how),
        Practice: lambda: change_practice(row, **how),
        Agreement: lambda: record_agreement(
            row, parties=[one.organisation for one in row.parties.select_related("organisation")],
            scope=scope.organisation.pk, **how
        ),
        Article: lambda: keep_article(row, scope=scope.organisation.pk, **how),
        Call: lambda: change_draft(row, **how),
    }  # fmt: skip
    if type(row) in keepers:
        keepers[type(row)]()
    elif LABELLED[type(row)][0] == "programme":
        keep_part_of_programme(row, **how)
    else:
        keep_part_of_organisation(row, **how)


def _rows(model: type[Model], scope: Scope) -> QuerySet[Any]:
    kind, path = LABELLED[model]
    return model._base_manager.filter(**{f"{path}__in": scope.owners[kind].order_by().values("pk")}).order_by("pk")


def _missing(name: str, language: str) -> Q:
    return ~Q(**{name: {}}) & ~Q(**{f"{name}__has_key": language})


def _any(conditions: Mapping[str, Q]) -> Q:
    some = Q(pk__in=())
    for condition in conditions.values():
        some |= condition
    return some


def _joins(model: type[Model]) -> tuple[str, ...]:
    """What to read along so that the first language of a row's owner is known."""
    path = LABELLED[model][1]
    if path == "pk":
        return ("organisation",) if model is Practice else ()
    return (path,)


def _owner(row: Any, path: str) -> Owner:
    for step in [] if path == "pk" else path.split("__"):
        row = getattr(row, step)
    owner: Owner = row
    return owner


def _first_language(row: Any, path: str) -> str:
    owner = _owner(row, path)
    if isinstance(owner, Practice):
        return owner.organisation.source_language
    return getattr(owner, "source_language", "")


def _label(row: Any, name: str, language: str, first: str) -> Label:
    held = getattr(row, name)
    others = {code: text for code, text in held.items() if code != language}
    said = held.get(language, "")
    source = label(others, first or None)
    return Label(row, name, source, said, digest_of(row, (name,)), is_original=bool(said) and language == first)
