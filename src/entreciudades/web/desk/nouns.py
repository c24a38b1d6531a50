"""The table behind the desk's many similar forms: what hangs on a city or on a programme, and how it is filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

#: How the fields of a `core` figure are called on a page.
FIGURE = ("value", "qualifier", "unit", "as_of", "source", "source_url")
FIGURE_LABELS: dict[str, str | Promise] = {
    "value": _("value"),
    "qualifier": _("how exact it is"),
    "unit": _("unit"),
    "as_of": _("as of"),
    "source": _("source"),
    "source_url": _("address of the source"),
}
FIGURE_HELP: dict[str, str | Promise] = {
    "unit": _("inhabitants, people, km2, percent… or what is counted"),
    "source": _("Who says so: document and page. A figure without a source is not published."),
}


@dataclass(frozen=True, eq=False)
class Noun:
    """One kind of row.

    `fields` are asked in this order; `shows` are the columns of the list, the first of which names the row. `terms`
    says out of which codelists a field takes its terms, `choices` which rows of the owner a field may point to,
    `lines` how many lines a text field has. `path` leads from the row to its owner. `total` names the columns of amount
    and currency of which the list says the total. `only` says which of the owner's rows are meant.
    """

    key: str
    model: type[Model]
    path: str
    says: str | Promise
    fields: tuple[str, ...]
    shows: tuple[str, ...]
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, Callable[[Any], QuerySet[Any]]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    helps: Mapping[str, str | Promise] = field(default_factory=dict)
    with_rows: tuple[str, ...] = ()
    group: str | Promise = ""
    total: tuple[str, str] | None = None
    only: Q = field(default_factory=Q)

    @property
    def one(self) -> str:
        """What one row is called, as in "activity"."""
        return str(self.model._meta.verbose_name)

    @property
    def many(self) -> str:
        """What the rows are called, as in "Activities"."""
        return str(capfirst(self.model._meta.verbose_name_plural))

    @property
    def has_position(self) -> bool:
        """Whether rows keep their place in the list."""
        return any(one.name == "position" for one in self.model._meta.fields)

    @property
    def is_ordered(self) -> bool:
        """Whether the owner orders all rows; the actions of a synergy matrix are ordered within a cell."""
        return self.has_position and "__" not in self.path

    def of(self, owner: Model) -> QuerySet[Any]:
        """The rows of an owner, with what their list shows."""
        rows = self.model._default_manager.filter(self.only, **{self.path: owner})
        named = {one.name: one for one in self.model._meta.get_fields()}
        ends = {name: named[name.partition("__")[0]] for name in self.with_rows}
        single = [name for name, one in ends.items() if not one.many_to_many and not one.one_to_many]
        several = [name for name in self.with_rows if name not in single]
        return rows.select_related(*single).prefetch_related(*several) if self.with_rows else rows


def counts(owner: Model, nouns: Mapping[str, Noun]) -> dict[str, int]:
    """Rows of each noun that an owner has, in one query."""

    def counted(noun: Noun) -> Coalesce:
        rows = noun.model._default_manager.filter(noun.only, **{noun.path: OuterRef("pk")}).order_by().values(noun.path)
        return Coalesce(Subquery(rows.annotate(rows=Count("pk")).values("rows")), 0)

    names = {f"n{place}": noun for place, noun in enumerate(nouns.values())}
    query = (
        type(owner)._base_manager.filter(pk=owner.pk).values(**{name: counted(noun) for name, noun in names.items()})
    )
    found = query.get()
    return {noun.key: found[name] for name, noun in names.items()}
