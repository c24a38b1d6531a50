"""Kinds whose rows hang on an organisation, a column per field: contacts, figures, languages, plans."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import ForeignKey, Max, Model, Q, QuerySet

from entreciudades.accounts.models import User
from entreciudades.actors import bulk
from entreciudades.actors.models import Organisation
from entreciudades.core.dates import PartialDate
from entreciudades.core.periods import check_period
from entreciudades.imports.columns import Choices, Column, Reads, Value, Values
from entreciudades.imports.kind import Entry, Kind, Refusal
from entreciudades.imports.references import built_on

ID = Column(
    "id",
    {"es": "Número", "pt": "Número", "en": "Number"},
    help={
        "es": "Lo pone el sistema. En filas nuevas queda vacío.",
        "pt": "É posto pelo sistema. Em linhas novas fica vazio.",
        "en": "Set by the system. Leave it empty in new rows.",
    },
)
ORGANISATION = "organisation"
_NUMBER = "id"


def organisation_column(*also: str) -> Column:
    """The column that says of which organisation a row is: its name, or its short address."""
    return Column(
        ORGANISATION,
        {"es": "Organización", "pt": "Organização", "en": "Organisation"},
        reads=Reads.CHOICE,
        also=("Ciudad", "Cidade", "City", "Municipio", "Município", "Institución", "Entidad", "Organization", *also),
        required=True,
        guarded=True,  # nobody takes what is another's, and what only its owner sees with it
        help={
            "es": "Su nombre, o el que lleva en su dirección: la-paz-bo.",
            "pt": "O seu nome, ou o que leva no seu endereço: la-paz-bo.",
            "en": "Its name, or the one in its address: la-paz-bo.",
        },
    )


def organisations_as_choices(organisations: Iterable[Organisation]) -> Choices:
    """Organisations as a closed list: their slugs are the keys, their names and acronyms what people write."""
    rows = list(organisations)
    return Choices([(one.slug, one.names) for one in rows], {one.slug: [one.acronym] for one in rows if one.acronym})


class PartKind(Kind):
    """A kind of which each row is a row of one model with a key `organisation`; columns are called as its fields are.

    "posts:es" is the Spanish text of the field `posts`. A network brings such rows for itself and for members in its
    care, a city for itself.
    """

    model: ClassVar[type[Model]]

    def scope(self, owner: Organisation) -> QuerySet[Organisation]:
        """The organisations whose rows the owner brings in."""
        if not owner.is_network:
            return Organisation.objects.filter(pk=owner.pk)
        return Organisation.objects.filter(
            Q(pk=owner.pk) | Q(pk__in=Organisation.objects.in_care_of(owner).values("pk"))
        )

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """The organisations of the scope."""
        return {ORGANISATION: organisations_as_choices(self.scope(owner))}

    def defaults(self, owner: Organisation) -> Values:
        """A city's rows are its own."""
        return {} if owner.is_network else {ORGANISATION: owner.slug}

    def is_own(self, owner: Organisation, values: Values) -> bool:
        """Whether it hangs on the owner itself."""
        return values[ORGANISATION] == owner.slug

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """One query, and one for each many-to-many field."""
        fields = list(dict.fromkeys(self._field(column.key) for column in self.columns))
        rows = self.model._base_manager.filter(organisation__in=self.scope(owner).values("pk"))
        if pks is not None:
            rows = rows.filter(pk__in=list(pks))
        found = {}
        for pk, *told in rows.order_by("organisation__sort_name", "pk").values_list("pk", *map(_source, fields)):
            by_field = dict(zip(fields, told, strict=True))
            found[pk] = {column.key: self._plain(column.key, by_field) for column in self.columns}
        return found

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:  # noqa: ARG002 - those of a kind
        """What the model says of its fields, and of a period that ends before it begins."""
        row = self.model()
        filled(row, {key: value for key, value in values.items() if key not in {ORGANISATION, _NUMBER}})
        mine = {self._field(column.key) for column in self.columns}
        aside = {
            field.name for field in row._meta.concrete_fields if field.name not in mine or isinstance(field, ForeignKey)
        }

        def clean(exclude: Collection[str]) -> None:
            row.clean_fields(exclude=exclude)
            row.clean()
            check_period(row)

        return refused_by(clean, aside, self.columns)

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """New rows are added, others changed; a few queries for all."""
        organisations = dict(self.scope(owner).values_list("slug", "pk"))
        added, changed, fields = [], [], set()
        there = self._rows([entry.pk for entry in entries if entry.pk is not None])
        for entry in entries:
            row: Any = self.model() if entry.pk is None else there[entry.pk]
            filled(row, {key: value for key, value in entry.values.items() if key not in {ORGANISATION, _NUMBER}})
            if ORGANISATION in entry.values:
                row.organisation_id = organisations[str(entry.values[ORGANISATION])]
            if entry.pk is None:
                self.begin(row, by=by)
                added.append(row)
            else:
                fields |= {self._field(key) for key in entry.values}
                changed.append(row)
        self._place(added)
        bulk.change_parts(changed, fields - {_NUMBER}, by=by)
        return [row.pk for row in bulk.add_parts(added, by=by)]

    def begin(self, row: Any, *, by: User) -> None:
        """What a new row says beside its columns."""

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:  # noqa: ARG002 - those of a kind
        """Take them off their organisations."""
        bulk.remove_parts(list(self._rows(pks).values()), by=by)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Whatever has a key to them."""
        return built_on(self.model, pks)

    def _rows(self, pks: Collection[int]) -> dict[int, Any]:
        return {row.pk: row for row in self.model._base_manager.select_for_update().filter(pk__in=list(pks))}

    def _place(self, rows: Sequence[Any]) -> None:
        """New rows come after those that their organisation has."""
        if not rows or not hasattr(rows[0], "position"):
            return
        owners = {row.organisation_id for row in rows}
        last = self.model._base_manager.filter(organisation__in=owners).order_by().values_list("organisation")
        following: dict[int, int] = defaultdict(int, last.annotate(last=Max("position")))
        for row in rows:
            following[row.organisation_id] += 1
            row.position = following[row.organisation_id]

    def _plain(self, key: str, by_field: Mapping[str, Any]) -> Value:
        name, _colon, language = key.partition(":")
        value = by_field[name]
        return plain((value or {}).get(language) if language else value)

    @staticmethod
    def _field(key: str) -> str:
        return key.partition(":")[0]


def filled(row: Any, values: Values) -> None:
    """Put values into the fields of a row, by the names of their columns: "posts:es" is the Spanish text of `posts`."""
    for key, value in values.items():
        name, _colon, language = key.partition(":")
        if language:
            texts = {**getattr(row, name), language: value}
            setattr(row, name, {code: text for code, text in texts.items() if text})
        else:
            field = row._meta.get_field(name)
            setattr(row, field.attname, _of_field(field, value))


def refused_by(
    clean: Callable[[Collection[str]], None],
    aside: Collection[str],
    columns: Iterable[Column],
    called: Mapping[str, str] | None = None,
) -> list[Refusal]:
    """What a model's check of its fields says, but those ``aside``, by column; ``called``: column -> field."""
    try:
        clean(aside)
    except ValidationError as error:
        said = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        keys = [column.key for column in columns]
        by_field = {(called or {}).get(name := key.partition(":")[0], name): key for key in reversed(keys)}
        return [Refusal(by_field.get(name, ""), message) for name, lines in said.items() for message in lines]
    return []


def listed(value: object) -> list[str]:
    """The entries of a value that is a list; none of any other."""
    return value if isinstance(value, list) else []


def plain(value: Any) -> Value:
    """A value of a model's field as values of files are: empty is None, dates and decimals are text, lists in order."""
    if value is None or value in ("", []):
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, list):
        return sorted(value)
    return value if isinstance(value, bool | int) else str(value)


def _source(field: str) -> str:
    return "organisation__slug" if field == ORGANISATION else "pk" if field == _NUMBER else field


def _of_field(field: Any, value: Value) -> Any:
    if value is not None:
        try:
            return field.to_python(value) if not isinstance(field, ForeignKey) else value
        except ValidationError:
            return value  # `clean_fields` says what is wrong with it
    return None if field.null else field.get_default() if field.has_default() else ""
