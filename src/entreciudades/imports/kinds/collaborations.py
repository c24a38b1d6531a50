"""Collaborations: who cooperated with whom under which programme, as sources tell it."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances import bulk
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.services import PARTIES
from entreciudades.core.periods import check_period
from entreciudades.imports.closed_lists import model_choices
from entreciudades.imports.columns import Choices, Column, Reads, Values, labelled
from entreciudades.imports.kind import Entry, Kind, Refusal
from entreciudades.imports.kinds import agreement_columns
from entreciudades.imports.parties import MEMBERS, parties_and_themes, themes_of
from entreciudades.imports.parts import ID, filled, listed, plain, refused_by
from entreciudades.imports.references import built_on
from entreciudades.search.analysis import fold

_SAME: Final = "–"
"""Where the source calls a party as it is called here."""
_OURS: Final = "_ours"
"""Whether its parties may be said anew: those of one that was founded here are what they decided."""
#: Columns that are no fields of the alliance itself.
_BESIDE: Final = {ID.key, "parties", "called", "themes", _OURS}
_REGISTER: Final = {one.key: one for one in agreement_columns.COLUMNS}
#: How spreadsheets of programmes call what the source says, beside its names here.
_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    Alliance.Basis.PAIRING: ("pairing", "par", "emparejamiento", "emparelhamento", "pareja"),
    Alliance.Basis.COOPERATION: ("cooperation", "cooperación", "cooperação", "intercambio"),
}


class Collaborations(Kind):
    """A collaboration per row: history that a network knows of its members, and what its own calls founded."""

    key = "collaborations"
    title = _("Collaborations")
    says = _("Who cooperated with whom: programme, parties, themes, since and until, with the source that tells it.")
    columns = (
        ID,
        Column(
            "programme_name",
            {"es": "Programa", "pt": "Programa", "en": "Programme"},
            also=("Programa o proyecto", "Proyecto", "Projeto", "Project"),
        ),
        *labelled("titles", {"es": "Título", "pt": "Título", "en": "Title"}),
        replace(
            _REGISTER["parties"],
            help={
                "es": "Dos o más, con ; entre ellas. Una al menos es miembro de la red.",
                "pt": "Duas ou mais, com ; entre elas. Uma pelo menos é membro da rede.",
                "en": "Two or more, with ; between. One at least is a member of the network.",
            },
            guarded=True,
        ),
        Column(
            "called",
            {"es": "Nombres en la fuente", "pt": "Nomes na fonte", "en": "Names in the source"},
            reads=Reads.LIST,
            guarded=True,
            help={
                "es": "Uno por parte, en su orden; un guion donde la fuente la llama como aquí.",
                "pt": "Um por parte, na sua ordem; um traço onde a fonte a chama como aqui.",
                "en": "One for each party, in their order; a dash where the source calls it as it is called here.",
            },
        ),
        Column(
            "basis",
            {"es": "Qué afirma la fuente", "pt": "O que afirma a fonte", "en": "What the source states"},
            reads=Reads.CHOICE,
            required=True,
            guarded=True,
            also=("Evidencia", "Evidência", "Evidence", "Tipo", "Basis"),
        ),
        _REGISTER["themes"],
        *labelled(
            "topics",
            {
                "es": "Temas según la fuente",
                "pt": "Temas segundo a fonte",
                "en": "Subjects in the words of the source",
            },
            also={"en": ("topics",)},
        ),
        replace(_REGISTER["starts"], heading={"es": "Desde", "pt": "Desde", "en": "Since"}, also=("Inicio", "Início")),
        replace(_REGISTER["ends"], heading={"es": "Hasta", "pt": "Até", "en": "Until"}, also=("Fin", "Fim"), help={}),
        replace(_REGISTER["source"], also=()),
        Column(
            "source_urls",
            {"es": "Enlaces de la fuente", "pt": "Endereços da fonte", "en": "Addresses of the source"},
            reads=Reads.LIST,
            also=("Enlace", "URL", "Link", "source_url"),
        ),
        _REGISTER["published"],
    )

    def offered_to(self, owner: Organisation) -> bool:
        """Networks keep the history of their members."""
        return owner.is_network

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """What a source may state, themes, and the organisations that the network may know of; three queries."""
        choices = parties_and_themes(owner, of_its_own=Q(seats__alliance__network=owner))
        return choices | {"basis": model_choices(Alliance.Basis, also=_CALLED)}

    def defaults(self, owner: Organisation) -> Values:  # noqa: ARG002 - the same for all
        """What is new is not public."""
        return {"published": False}

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """Those of the network; three queries."""
        rows = _scope(owner).order_by("slug")
        alliances = list(rows if pks is None else rows.filter(pk__in=list(pks)))
        found: Collection[int] | QuerySet[Alliance, int]
        found = _scope(owner).values_list("pk", flat=True) if pks is None else [row.pk for row in alliances]
        seats: dict[int, list[tuple[str, str]]] = defaultdict(list)
        told = Seat.objects.filter(alliance__in=found).order_by("position", "id")
        for pk, slug, name in told.values_list("alliance", "organisation__slug", "name"):
            seats[pk].append((slug, name))
        through = Alliance.themes.through.objects.filter(alliance__in=found)
        themes = themes_of(through.values_list("alliance", "term"))
        return {row.pk: _values(row, seats[row.pk]) | {"themes": plain(themes[row.pk])} for row in alliances}

    def settled(self, owner: Organisation, given: Values, stands: Values | None) -> Values:  # noqa: ARG002 - those of a kind
        """How the source calls a party stays with it, wherever it stands now."""
        parties, before = listed(given.get("parties")), listed(stands.get("parties")) if stands else []
        if parties and parties != before and "called" not in given and stands:
            names = dict(zip(before, listed(stands.get("called")), strict=False))
            given = {**given, "called": _called(names.get(party, _SAME) for party in parties)}
        return given

    def is_own(self, owner: Organisation, values: Values) -> bool:  # noqa: ARG002 - those of a kind
        """Whether it was not founded here: what cities decided is not said anew by a file."""
        return bool(values[_OURS])

    def same_as(self, values: Values) -> Hashable | None:
        """Its programme, its parties in whatever order, its title and since when."""
        titles = tuple(str(values.get(f"titles:{code}") or "") for code in ("es", "pt", "en"))
        parties = tuple(sorted(listed(values.get("parties"))))
        programme = fold(str(values.get("programme_name") or ""))
        return (programme, parties, titles, values.get("starts")) if parties else None

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:  # noqa: ARG002 - those of a kind
        """What the model says of its fields; fewer than two parties, one that stands twice, more names than parties."""
        row = Alliance()
        filled(row, _fields(values))

        def clean(exclude: Collection[str]) -> None:
            row.clean_fields(exclude=exclude)
            row.clean()
            check_period(row)

        parties, called = listed(values.get("parties")), listed(values.get("called"))
        refusals = refused_by(clean, {"slug", "network", "pair", "search"}, self.columns)
        if len(set(parties)) < len(parties):
            refusals.append(Refusal("parties", _now("The same organisation stands there twice.")))
        elif len(parties) < PARTIES:
            refusals.append(Refusal("parties", _now("At least two organisations go together.")))
        if len(called) > len(parties):
            found = {"names": len(called), "parties": len(parties)}
            said = _now("%(names)d names for %(parties)d parties: one for each, with ; between.") % found
            refusals.append(Refusal("called", said))
        longest = Seat._meta.get_field("name").max_length or 0
        if any(len(one) > longest for one in called):
            refusals.append(Refusal("called", _now("A name has more than %(limit)d characters.") % {"limit": longest}))
        if values.get("published") and values.get(_OURS, True) and not (row.source or row.source_urls):
            refusals.append(Refusal("published", _now("Say where it is told before everybody may read it.")))
        return refusals

    def unfitting(self, owner: Organisation, values: Values, choices: Mapping[str, Choices]) -> Iterable[Refusal]:  # noqa: ARG002 - those of a kind
        """A network keeps what it or a member of it takes part in."""
        parties = listed(values.get("parties"))
        if parties and values.get(_OURS, True) and not any(party in choices[MEMBERS] for party in parties):
            return [Refusal("parties", _now("None of them is a member of the network, nor the network itself."))]
        return []

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """New ones are added, others changed; a few queries for all."""
        pks = [entry.pk for entry in entries if entry.pk is not None]
        there = _scope(owner).select_for_update().in_bulk(pks)
        if len(there) < len(pks):
            raise ValidationError({ID.key: _now("It is not there any more.")})
        standing = {pk: listed(values["parties"]) for pk, values in self.stored(owner, pks).items()} if pks else {}
        named = {slug for entry in entries for slug in listed(entry.values.get("parties"))}
        named |= {slug for parties in standing.values() for slug in parties}
        keys = dict(Organisation.objects.filter(slug__in=named).values_list("slug", "pk"))
        recorded = []
        for entry in entries:
            row = Alliance(network=owner) if entry.pk is None else there[entry.pk]
            filled(row, _fields(entry.values))
            row.source_urls = row.source_urls or []
            said = "parties" in entry.values
            parties = [keys[slug] for slug in listed(entry.values.get("parties")) or standing.get(entry.pk or 0, [])]
            names = ["" if one == _SAME else one for one in listed(entry.values.get("called"))]
            called = dict(zip(parties, names, strict=False)) if "called" in entry.values else None
            themes = listed(entry.values.get("themes")) if "themes" in entry.values else None
            recorded.append(bulk.RecordedAlliance(row, parties if said else None, called, themes))
        return [row.pk for row in bulk.record_alliances(recorded, by=by, scope=owner.pk)]

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:
        """They go, with what they say of their parties."""
        bulk.remove_alliances(list(_scope(owner).filter(pk__in=list(pks))), by=by, scope=owner.pk)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Whatever has a key to them."""
        return built_on(Alliance, pks, aside=(Seat, Alliance.themes.through))


def _scope(owner: Organisation) -> QuerySet[Alliance]:
    return Alliance.objects.filter(network=owner)


def _values(row: Alliance, seats: Sequence[tuple[str, str]]) -> Values:
    values: Values = {ID.key: row.pk, _OURS: not row.is_founded_here}
    for column in Collaborations.columns:
        name, _colon, language = column.key.partition(":")
        if name == "source_urls":
            values[name] = [*row.source_urls] or None  # in the order in which they were said
        elif name not in _BESIDE:
            value = getattr(row, name)
            values[column.key] = plain(value.get(language) if language else value)
    parties = [slug for slug, _name in seats]
    return values | {
        "parties": parties or None,
        "called": _called(name.replace(";", ",") or _SAME for _slug, name in seats),
    }


def _called(names: Iterable[str]) -> list[str] | None:
    """A name for each party; None where the source calls all of them as they are called here."""
    listed = list(names)
    return listed if any(one != _SAME for one in listed) else None


def _fields(values: Values) -> Values:
    return {key: value for key, value in values.items() if key not in _BESIDE}
