"""Good practices, with the texts of their sheets."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Adoption, Organisation
from entreciudades.core.labels import FALLBACKS
from entreciudades.core.models import Text
from entreciudades.core.texts import LIMIT
from entreciudades.imports.closed_lists import THEMES, terms_as_choices
from entreciudades.imports.columns import Choices, Column, Reads, Values, labelled
from entreciudades.imports.kind import Entry, Kind, Likeness, Refusal
from entreciudades.imports.kinds.programmes import networks_of
from entreciudades.imports.parts import (
    ID,
    ORGANISATION,
    filled,
    listed,
    organisation_column,
    organisations_as_choices,
    plain,
    refused_by,
)
from entreciudades.imports.programme_parts import holders
from entreciudades.imports.references import built_on
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.pack import Field
from entreciudades.methodologies.shipped import shipped_pack, shipped_slugs
from entreciudades.practices.models import Practice
from entreciudades.practices.services import change_practice, create_practice, remove_practice, write_field
from entreciudades.search.analysis import fold
from entreciudades.taxonomy.models import Term

_TEXT: Final = "text-"
#: With what a practice begins and what it keeps.
_BEGINS: Final = ("organisation", "network", "methodology")
_FIELDS: Final = "_fields"
"""Not a column: the fields of each methodology's sheet, as "methodology/text-field"."""


def _fields() -> dict[str, Field]:
    """The texts of the sheets of shipped methodologies, by key."""
    packs = [shipped_pack(slug) for slug in sorted(shipped_slugs())]
    every = [field for pack in packs if pack.practice for field in pack.practice.fields if field.words is not None]
    found: dict[str, Field] = {}
    for field in every:
        found.setdefault(field.key, field)
    return found


def _text_columns() -> Iterable[Column]:
    for key, field in _fields().items():
        asks = {code: text for code, text in field.asks.items() if text}
        yield from labelled(f"{_TEXT}{key}", {**dict.fromkeys(("es", "pt", "en"), key), **field.title}, says=asks)


class Practices(Kind):
    """A good practice per row. Its sheet is the city's: a network brings in those of cities that nobody coordinates."""

    key = "practices"
    title = _("Good practices")
    says = _("Sheets of good practices: title, organisation, themes, and the texts. New ones are not public.")
    columns = (
        ID,
        *(
            replace(one, required=True)
            for one in labelled(
                "titles",
                {"es": "Título", "pt": "Título", "en": "Title"},
                also={"es": ("Práctica", "Buena práctica"), "pt": ("Prática", "Boa prática"), "en": ("Practice",)},
            )
        ),
        organisation_column(),
        Column("network", {"es": "Red", "pt": "Rede", "en": "Network"}, reads=Reads.CHOICE, required=True),
        Column(
            "methodology",
            {"es": "Metodología", "pt": "Metodologia", "en": "Methodology"},
            reads=Reads.CHOICE,
            required=True,
        ),
        Column("themes", {"es": "Temas", "pt": "Temas", "en": "Themes"}, reads=Reads.CHOICES, also=("Tema", "Theme")),
        Column("source", {"es": "Fuente", "pt": "Fonte", "en": "Source"}),
        *_text_columns(),
    )

    def offered_to(self, owner: Organisation) -> bool:
        """Cities and networks."""
        return owner.is_city or owner.is_network

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Organisations, networks, the methodologies that have a sheet, terms."""
        networks = networks_of(owner)
        adopted = Adoption.objects.filter(network__in=networks).select_related("methodology", "network")
        used = Methodology.objects.filter(pk__in=_scope(owner).values("methodology"))
        rows = [*used, *(one.methodology for one in adopted)]
        with_sheet = [(row.slug, part) for row in rows if (part := row.pack.practice)]
        begins = [f"{one.network.slug}/{one.methodology.slug}" for one in adopted if one.methodology.pack.practice]
        known = Organisation.objects.filter(pk__in=_scope(owner).values("network"))
        return {
            ORGANISATION: organisations_as_choices(holders(owner)),
            "network": organisations_as_choices({*networks, *known}),
            "methodology": Choices((row.slug, row.title) for row in rows if row.pack.practice),
            "themes": terms_as_choices(*THEMES),
            _FIELDS: Choices((f"{slug}/{_TEXT}{one.key}", {}) for slug, part in with_sheet for one in part.fields),
            "_begins": Choices((key, {}) for key in begins),
        }

    def defaults(self, owner: Organisation) -> Values:
        """A city's are its own; its network and its methodology where there is one alone."""
        networks = networks_of(owner)
        adopted = Adoption.objects.filter(network__in=networks).select_related("methodology")
        slugs = sorted({one.methodology.slug for one in adopted if one.methodology.pack.practice})
        return {
            **({} if owner.is_network else {ORGANISATION: owner.slug}),
            **({"network": networks[0].slug} if len(networks) == 1 else {}),
            **({"methodology": slugs[0]} if len(slugs) == 1 else {}),
        }

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """Those of the organisations in the owner's hands, with their texts; three queries."""
        rows = _scope(owner).select_related("organisation", "network", "methodology").prefetch_related("themes")
        practices = list(rows if pks is None else rows.filter(pk__in=list(pks)))
        texts: dict[int, Values] = defaultdict(dict)
        for text in Text.objects.of(*practices) if practices else ():
            texts[text.object_id][f"{_TEXT}{text.section}:{text.language}"] = plain(text.body.strip())
        return {row.pk: self._values(row, texts[row.pk]) for row in practices}

    def settled(self, owner: Organisation, given: Values, stands: Values | None) -> Values:  # noqa: ARG002
        """Lines end as texts here end them."""
        return {
            key: value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
            for key, value in given.items()
        }

    def same_as(self, values: Values) -> Hashable | None:
        """An organisation calls its practices by their titles."""
        return (values.get(ORGANISATION), fold(title)) if (title := _title(values)) else None

    def likeness(self, values: Values) -> Likeness | None:
        """Alike in title within an organisation."""
        return Likeness(_title(values), str(values.get(ORGANISATION)))

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:  # noqa: ARG002 - those of a kind
        """What the model says of its fields; texts that are too long; what it keeps from its beginning."""
        row = Practice()
        filled(row, _own(values))
        yield from refused_by(lambda aside: row.clean_fields(exclude=aside), {"slug", *_BEGINS}, self.columns)
        for key, value in values.items():
            if key.startswith(_TEXT) and isinstance(value, str) and len(value) > LIMIT:
                said = _now("The text has %(found)d characters; at most %(limit)d fit.")
                yield Refusal(key, said % {"found": len(value), "limit": LIMIT})
        if pk is not None:
            yield from (Refusal(key, _now("It keeps that with which it began.")) for key in _BEGINS if key in changes)

    def unfitting(self, owner: Organisation, values: Values, choices: Mapping[str, Choices]) -> Iterable[Refusal]:  # noqa: ARG002
        """Texts that the sheet does not have; of a new one, whether its network works by that methodology."""
        methodology = values.get("methodology")
        if not methodology or not values.get("network"):
            return
        if values.get(ID.key) is None and f"{values['network']}/{methodology}" not in choices["_begins"]:
            yield Refusal("methodology", _now("The network has not adopted this methodology."))
            return
        for key, value in values.items():
            name = key.partition(":")[0]
            if value is not None and key.startswith(_TEXT) and f"{methodology}/{name}" not in choices[_FIELDS]:
                yield Refusal(key, _now("The sheet of this methodology has no such text."))

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """Each by the verbs of its room; a text that somebody saved since the dry run is a conflict."""
        made = []
        there = _scope(owner).in_bulk([entry.pk for entry in entries if entry.pk is not None])
        for entry in entries:
            if entry.pk is not None and entry.pk not in there:
                raise ValidationError({ID.key: _now("It is not there any more.")})
            row = there[entry.pk] if entry.pk is not None else _begun(entry.values)
            filled(row, _own(entry.values))
            links = {"themes": Term.objects.filter(pk__in=listed(entry.values.get("themes")))}
            said = links if "themes" in entry.values else None
            if entry.pk is None:
                made.append(create_practice(row, by=by, links=said).pk)
            elif said is not None or _own(entry.values):
                change_practice(row, by=by, links=said)
            _write_texts(row, entry.values, by=by)
        return made

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:
        """They go, with their texts."""
        for row in _scope(owner).filter(pk__in=list(pks)):
            remove_practice(row, by=by)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Programmes that put them forward, files; their texts are what they say themselves."""
        return built_on(Practice, pks, aside=(Text, Practice.themes.through))

    def _values(self, row: Practice, texts: Values) -> Values:
        values: Values = {
            ID.key: row.pk,
            ORGANISATION: row.organisation.slug,
            "network": row.network.slug,
            "methodology": row.methodology.slug,
            "themes": plain([term.pk for term in row.themes.all()]),
        }
        for column in self.columns:
            name, _colon, language = column.key.partition(":")
            if name.startswith(_TEXT):
                values[column.key] = texts.get(column.key)
            elif column.key not in values:
                field = getattr(row, name)
                values[column.key] = plain(field.get(language) if language else field)
        return values


def _scope(owner: Organisation) -> QuerySet[Practice]:
    rows = Practice.objects.filter(organisation__in=holders(owner).values("pk"))
    return rows.filter(network=owner) if owner.is_network else rows


def _begun(values: Values) -> Practice:
    network = Organisation.objects.get(slug=values["network"])
    adopted = Methodology.objects.filter(slug=values["methodology"], pk__in=network.adoptions.values("methodology"))
    methodology = adopted.order_by("loaded_at", "pk").last()
    if methodology is None:
        raise ValidationError({"methodology": _now("The network has not adopted this methodology.")})
    organisation = Organisation.objects.get(slug=values[ORGANISATION])
    return Practice(organisation=organisation, network=network, methodology=methodology)


def _write_texts(row: Practice, values: Values, *, by: User) -> None:
    said = {key: value for key, value in values.items() if key.startswith(_TEXT)}
    if not said:
        return
    stands = {(text.section, text.language): text for text in Text.objects.of(row)}
    for key, value in said.items():
        name, _colon, language = key.partition(":")
        section, body = name.removeprefix(_TEXT), str(value or "")
        text = stands.get((section, language))
        if text or body:
            write_field(row, section, language, body, expected_version=text.version if text else 0, by=by)


def _own(values: Values) -> Values:
    aside = {ID.key, "themes", *_BEGINS}
    return {key: value for key, value in values.items() if key not in aside and not key.startswith(_TEXT)}


def _title(values: Values) -> str:
    return next((str(one) for code in FALLBACKS if (one := values.get(f"titles:{code}"))), "")
