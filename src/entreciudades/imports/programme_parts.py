"""Kinds whose rows hang on a programme: its lines, its projects, its activities."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core.labels import label
from entreciudades.core.periods import check_period
from entreciudades.imports.columns import Choices, Column, Reads, Value, Values
from entreciudades.imports.kind import Entry, Kind, Refusal
from entreciudades.imports.parts import ID, filled, plain, refused_by
from entreciudades.imports.references import built_on
from entreciudades.imports.within import Within
from entreciudades.programmes import bulk
from entreciudades.programmes.models import Programme
from entreciudades.programmes.states import ProgrammeState

PROGRAMME: Final = "programme"
_OPEN: Final = "_open"
"""Whether the programme may still be changed."""

PROGRAMME_COLUMN = Column(
    PROGRAMME,
    {"es": "Programa", "pt": "Programa", "en": "Programme"},
    reads=Reads.CHOICE,
    required=True,
    guarded=True,
    also=("PCI", "Program"),
    help={
        "es": "Su título, o el nombre que lleva en su dirección.",
        "pt": "O seu título, ou o nome que leva no seu endereço.",
        "en": "Its title, or the name in its address.",
    },
)


def holders(owner: Organisation) -> QuerySet[Organisation]:
    """Whose programmes an owner brings in: its own; a network also those of its cities that nobody coordinates."""
    if not owner.is_network:
        return Organisation.objects.filter(pk=owner.pk)
    alone = Organisation.objects.cities().in_care_of(owner).without_coordinator()
    return Organisation.objects.filter(Q(pk=owner.pk) | Q(pk__in=alone.values("pk")))


def programmes_of(owner: Organisation) -> QuerySet[Programme]:
    """The programmes that an owner brings in; one that an alliance holds together is nobody's to bring in."""
    rows = Programme.objects.filter(holder__in=holders(owner).values("pk"), alliance=None)
    return rows.filter(network=owner) if owner.is_network else rows


class ProgrammePart(Kind):
    """A kind of which each row hangs on a programme. Columns are called as its fields are, but those of `named`."""

    model: ClassVar[type[Model]]
    links: ClassVar[tuple[str, ...]] = ()
    """Columns that are many-to-many fields."""
    named: ClassVar[Mapping[str, str]] = {}
    """Columns that name a row of the programme or of its holder -> the field that points to it."""

    def offered_to(self, owner: Organisation) -> bool:
        """Cities and networks hold programmes."""
        return owner.is_city or owner.is_network

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """The programmes; those that are not closed."""
        rows = list(programmes_of(owner))
        running = [row for row in rows if row.state != ProgrammeState.CLOSED]
        return {
            PROGRAMME: Choices([(row.slug, row.titles) for row in rows]),
            _OPEN: Choices([(row.slug, {}) for row in running]),
        }

    def defaults(self, owner: Organisation) -> Values:
        """Where there is one programme alone, it is meant."""
        slugs = list(programmes_of(owner).exclude(state=ProgrammeState.CLOSED).values_list("slug", flat=True)[:2])
        return {PROGRAMME: slugs[0]} if len(slugs) == 1 else {}

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """A query, and one for each many-to-many field."""
        rows: Any = self.model._base_manager.filter(programme__in=programmes_of(owner).values("pk"))
        rows = rows.select_related("programme", *self.named.values()).prefetch_related(*self.links)
        rows = rows.order_by("programme__slug", *(self.model._meta.ordering or ()))
        return {row.pk: self._values(row) for row in (rows if pks is None else rows.filter(pk__in=list(pks)))}

    def is_own(self, owner: Organisation, values: Values) -> bool:  # noqa: ARG002 - those of a kind
        """Whether its programme may still be changed."""
        return bool(values[_OPEN])

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:  # noqa: ARG002 - those of a kind
        """What the model says of its fields, and of a period that ends before it begins."""
        row = self.model()
        own = self._own(values)
        filled(row, own)
        mine = {key.partition(":")[0] for key in own}
        aside = {one.name for one in row._meta.concrete_fields if one.name not in mine or isinstance(one, ForeignKey)}

        def clean(exclude: Collection[str]) -> None:
            row.clean_fields(exclude=exclude)
            row.clean()
            check_period(row)

        refusals = refused_by(clean, aside, self.columns)
        if pk is not None and PROGRAMME in changes:
            refusals.append(Refusal(PROGRAMME, _("It stays in its programme.")))
        return refusals

    def unfitting(self, owner: Organisation, values: Values, choices: Mapping[str, Choices]) -> Iterable[Refusal]:  # noqa: ARG002
        """What the programme does not have, and programmes that are closed."""
        programme = values.get(PROGRAMME)
        if not programme:
            return
        if programme not in choices[_OPEN]:
            yield Refusal(PROGRAMME, _("The programme is closed."))
        for key in self.named:
            within, wanted = choices[key], values.get(key)
            if wanted is not None and isinstance(within, Within) and within.pk(programme, wanted) is None:
                there = ", ".join(within.names(programme)) or _("none yet")
                found = {"found": wanted, "there": there}
                yield Refusal(key, _("Found “%(found)s”; the programme has: %(there)s.") % found)

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """New rows are added, others changed; a few queries for all."""
        choices = self.choices(owner)
        programmes = dict(programmes_of(owner).select_for_update().values_list("slug", "pk"))
        slugs = {pk: slug for slug, pk in programmes.items()}
        pks = [entry.pk for entry in entries if entry.pk is not None]
        there: dict[int, Any] = self.model._base_manager.select_for_update().in_bulk(pks)
        added: list[tuple[Any, dict[str, Iterable[object]]]] = []
        changed: list[tuple[Any, dict[str, Iterable[object]]]] = []
        fields: set[str] = set()
        for entry in entries:
            row: Any = self.model() if entry.pk is None else there.get(entry.pk)
            if row is None or (entry.pk is not None and row.programme_id not in slugs):
                raise ValidationError({ID.key: _("It is not there any more.")})
            if entry.pk is None:
                row.programme_id = programmes[str(entry.values[PROGRAMME])]
            own = self._own(entry.values)
            filled(row, own)
            for key, name in self.named.items():
                if key in entry.values:
                    setattr(row, f"{name}_id", self._pk(choices[key], slugs[row.programme_id], entry.values[key]))
                    fields.add(name)
            fields |= {key.partition(":")[0] for key in own}
            links = {key: self.linked(key, entry.values[key], choices) for key in self.links if key in entry.values}
            (added if entry.pk is None else changed).append((row, links))
        bulk.change_parts([row for row, _links in changed], [one for _row, one in changed], fields, by=by)
        bulk.add_parts([row for row, _links in added], [one for _row, one in added], by=by)
        return [row.pk for row, _links in added]

    def linked(self, key: str, value: Value, choices: Mapping[str, Choices]) -> Iterable[object]:  # noqa: ARG002
        """The keys of the rows that a many-to-many column names."""
        return value if isinstance(value, list) else []

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:  # noqa: ARG002 - those of a kind
        """Take them off their programmes."""
        bulk.remove_parts(list(self.model._base_manager.filter(pk__in=list(pks))), by=by)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Whatever refers to them, what they say of others aside."""
        through = [getattr(self.model, name).through for name in self.links]
        return built_on(self.model, pks, aside=through)

    def _own(self, values: Values) -> Values:
        aside = {ID.key, PROGRAMME, _OPEN, *self.links, *self.named}
        return {key: value for key, value in values.items() if key not in aside}

    def _values(self, row: Any) -> Values:
        values: Values = {_OPEN: not row.programme.is_closed, PROGRAMME: row.programme.slug, ID.key: row.pk}
        for column in self.columns:
            name, _colon, language = column.key.partition(":")
            if name in self.links:
                values[name] = plain([self.shown_link(one) for one in getattr(row, name).all()])
            elif name in self.named:
                other = getattr(row, self.named[name])
                values[name] = None if other is None else self.shown_name(other, row.programme)
            elif name not in values:
                field = getattr(row, row._meta.get_field(name).attname)
                values[column.key] = plain(field.get(language) if language else field)
        return values

    def shown_link(self, row: Any) -> str:
        """How a row of a many-to-many field is named: by its slug where it has one."""
        return str(getattr(row, "slug", row.pk))

    def shown_name(self, row: Any, programme: Programme) -> Value:
        """How a row of the programme or of its holder is named: a line by its number, others as they are called."""
        if hasattr(row, "number"):
            return int(row.number)
        texts = getattr(row, "titles", None) or row.names
        return label(texts, programme.source_language).text

    @staticmethod
    def _pk(choices: Choices, programme: str, value: Value) -> int | None:
        if value is None or not isinstance(choices, Within):
            return None
        return choices.pk(programme, value)
