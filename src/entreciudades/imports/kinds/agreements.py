"""Agreements: the register of what organisations signed together."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances import bulk
from entreciudades.alliances.models import Agreement, AgreementParty
from entreciudades.alliances.services import DOCUMENT, Signatory
from entreciudades.alliances.states import AgreementState
from entreciudades.core.labels import FALLBACKS
from entreciudades.core.models import Attachment
from entreciudades.core.periods import check_period
from entreciudades.core.refs import kind_of
from entreciudades.imports import signatories
from entreciudades.imports.closed_lists import model_choices
from entreciudades.imports.columns import Choices, Values
from entreciudades.imports.kind import Entry, Kind, Likeness, Refusal
from entreciudades.imports.kinds.agreement_columns import CALLED, COLUMNS
from entreciudades.imports.parties import MEMBERS, parties_and_themes, themes_of, with_members
from entreciudades.imports.parts import ID, filled, listed, plain, refused_by
from entreciudades.imports.references import built_on
from entreciudades.search.analysis import fold

_OURS: Final = "_ours"
"""Whether the owner may change it: a party's own, or that of parties for which nobody coordinates."""
_NEGOTIATED: Final = "_negotiated"
"""Whether it is, or was, negotiated here: a file changes nothing of it."""
#: Columns that are no fields of the agreement itself.
_BESIDE: Final = {ID.key, "parties", "signatories", "themes", "document", _OURS, _NEGOTIATED}


class _Party(NamedTuple):
    """A party as the database says it, by the names of its fields."""

    organisation: int
    organisation__slug: str
    signed_by: str
    signed_as: str


class Agreements(Kind):
    """An agreement per row. A network brings in what its members signed; those with a coordinator change theirs."""

    key = "agreements"
    title = _("Agreements")
    says = _("The register of what was signed: kind, parties, who signed, dates, themes.")
    columns = tuple(replace(one, guarded=one is not ID) for one in COLUMNS)

    def offered_to(self, owner: Organisation) -> bool:  # noqa: ARG002 - everybody signs
        """Networks, cities and other organisations."""
        return True

    def choices(self, owner: Organisation) -> Mapping[str, Choices]:
        """Kinds, themes, and the organisations that the owner may know of; three queries."""
        own = Q(agreement_parties__agreement__in=_scope(owner).values("pk"))
        return parties_and_themes(owner, of_its_own=own) | {"kind": model_choices(Agreement.Kind, also=CALLED)}

    def defaults(self, owner: Organisation) -> Values:  # noqa: ARG002 - the same for all
        """What is new is not public."""
        return {"published": False}

    def stored(self, owner: Organisation, pks: Collection[int] | None = None) -> dict[int, Values]:
        """Those to which the owner, or a present member of the network, is a party; five queries."""
        rows = _scope(owner).order_by("signed", "pk")
        agreements = list(rows if pks is None else rows.filter(pk__in=list(pks)))
        found: Any = _scope(owner).values("pk") if pks is None else [row.pk for row in agreements]
        parties: dict[int, list[_Party]] = defaultdict(list)
        rows_of_parties = AgreementParty.objects.filter(agreement__in=found).order_by("position", "id")
        for pk, *said in rows_of_parties.values_list("agreement", *_Party._fields):
            parties[pk].append(_Party(*said))
        through = Agreement.themes.through.objects.filter(agreement__in=found)
        themes = themes_of(through.values_list("agreement", "term"))
        files: dict[int, list[str]] = defaultdict(list)
        hung = Attachment.objects.filter(object_kind=kind_of(Agreement), purpose=DOCUMENT)
        for pk, name in hung.filter(object_id__in=found).values_list("object_id", "name"):
            files[pk].append(name)
        coordinated = _coordinated(owner)
        return {
            row.pk: _values(row, parties[row.pk])
            | {
                "themes": plain(themes[row.pk]),
                "document": plain("; ".join(files[row.pk])),
                _OURS: _is_ours(owner, parties[row.pk], coordinated),
                _NEGOTIATED: row.state != AgreementState.RECORDED,
            }
            for row in agreements
        }

    def settled(self, owner: Organisation, given: Values, stands: Values | None) -> Values:
        """A city is always a party of its own agreements; who signed stays with the party for which they did."""
        parties = listed(given.get("parties"))
        if parties and not owner.is_network and owner.slug not in parties:
            parties = [owner.slug, *parties]
            given = {**given, "parties": [*parties]}
        before = listed(stands.get("parties")) if stands else []
        if parties and before and parties != before and "signatories" not in given and stands:
            signed = dict(zip(before, map(signatories.read, listed(stands.get("signatories"))), strict=False))
            again = signatories.written(signed.get(party, Signatory("", "")) for party in parties)
            given = {**given, "signatories": None if again is None else [*again]}
        return given

    def is_own(self, owner: Organisation, values: Values) -> bool:  # noqa: ARG002 - those of a kind
        """Whether the owner is a party, or no party has a coordinator who could change it."""
        return bool(values[_OURS])

    def same_as(self, values: Values) -> Hashable | None:
        """Its title, its parties and the date of its signature; without a date none is taken for another."""
        signed = values.get("signed")
        return (fold(_title(values)), tuple(sorted(listed(values.get("parties")))), signed) if signed else None

    def likeness(self, values: Values) -> Likeness | None:
        """Alike in title among the same parties in the same year."""
        return Likeness(_title(values), (*sorted(listed(values.get("parties"))), str(values.get("signed") or "")[:4]))

    def refusals(self, owner: Organisation, values: Values, changes: Values, pk: int | None) -> Iterable[Refusal]:  # noqa: ARG002 - those of a kind
        """What the model says of its fields; parties that stand twice; more signatories than parties."""
        if values.get(_NEGOTIATED):
            said = _now("Its parties negotiated it here: it is changed on its own pages, not by a file.")
            return [Refusal(next(iter(changes)), said)]
        row = Agreement()
        filled(row, _fields(values))

        def clean(exclude: Collection[str]) -> None:
            row.clean_fields(exclude=exclude)
            row.clean()
            check_period(row)

        parties, signed = listed(values.get("parties")), listed(values.get("signatories"))
        refusals = refused_by(clean, {"slug"}, self.columns)
        if len(set(parties)) < len(parties):
            refusals.append(Refusal("parties", _now("The same organisation stands there twice.")))
        if len(signed) > len(parties):
            found = {"signatories": len(signed), "parties": len(parties)}
            said = _now("%(signatories)d signatories for %(parties)d parties: one for each, with ; between.")
            refusals.append(Refusal("signatories", said % found))
        longest = max((len(text) for one in signed for text in signatories.read(one)), default=0)
        if longest > (limit := AgreementParty._meta.get_field("signed_by").max_length or 0):
            said = _now("A name or an office has %(found)d characters; at most %(limit)d fit.")
            refusals.append(Refusal("signatories", said % {"found": longest, "limit": limit}))
        return refusals

    def unfitting(self, owner: Organisation, values: Values, choices: Mapping[str, Choices]) -> Iterable[Refusal]:
        """A network keeps what it or a member of it signed."""
        parties = listed(values.get("parties"))
        if owner.is_network and parties and not any(party in choices[MEMBERS] for party in parties):
            return [Refusal("parties", _now("None of them is a member of the network, nor the network itself."))]
        return []

    def write(self, owner: Organisation, entries: Sequence[Entry], *, by: User) -> list[int]:
        """New ones are added, others changed; a few queries for all."""
        pks = [entry.pk for entry in entries if entry.pk is not None]
        there = Agreement.objects.select_for_update().in_bulk(pks)
        standing = {pk: listed(values["parties"]) for pk, values in self.stored(owner, pks).items()} if pks else {}
        if len(standing) < len(pks):
            raise ValidationError({ID.key: _now("It is not there any more.")})
        named = {slug for entry in entries for slug in listed(entry.values.get("parties"))}
        named |= {slug for parties in standing.values() for slug in parties}
        keys = dict(Organisation.objects.filter(slug__in=named).values_list("slug", "pk"))
        recorded = []
        for entry in entries:
            row = Agreement() if entry.pk is None else there[entry.pk]
            filled(row, _fields(entry.values))
            said = "parties" in entry.values
            slugs = listed(entry.values.get("parties")) if said else standing.get(entry.pk or 0, [])
            parties = [keys[slug] for slug in slugs]
            signed = map(signatories.read, listed(entry.values.get("signatories")))
            signatures = dict(zip(parties, signed, strict=False)) if "signatories" in entry.values else None
            themes = listed(entry.values.get("themes")) if "themes" in entry.values else None
            recorded.append(bulk.Recorded(row, parties if said else None, signatures, themes))
        return [row.pk for row in bulk.record_agreements(recorded, by=by, scope=owner.pk)]

    def remove(self, owner: Organisation, pks: Collection[int], *, by: User) -> None:
        """They go, with what they say of their parties."""
        bulk.remove_agreements(list(Agreement.objects.filter(pk__in=list(pks))), by=by, scope=owner.pk)

    def built_on(self, pks: Collection[int]) -> dict[int, list[str]]:
        """Articles, files, programmes that rest on it."""
        return built_on(Agreement, pks, aside=(AgreementParty, Agreement.themes.through))


def _scope(owner: Organisation) -> QuerySet[Agreement]:
    near = AgreementParty.objects.filter(organisation__in=with_members(owner).values("pk"))
    return Agreement.objects.filter(pk__in=near.values("agreement"))


def _coordinated(owner: Organisation) -> set[int]:
    """The parties of a network's register for which somebody coordinates."""
    if not owner.is_network:
        return set()
    parties = Organisation.objects.filter(agreement_parties__agreement__in=_scope(owner).values("pk"))
    alone = Organisation.objects.without_coordinator().values("pk")
    return set(parties.exclude(pk__in=alone).order_by().values_list("pk", flat=True))


def _is_ours(owner: Organisation, parties: Iterable[_Party], coordinated: set[int]) -> bool:
    pks = {party.organisation for party in parties}
    return owner.pk in pks or not pks & coordinated


def _values(row: Agreement, parties: Sequence[_Party]) -> Values:
    values: Values = {ID.key: row.pk}
    for column in COLUMNS:
        name, _colon, language = column.key.partition(":")
        if name not in _BESIDE:
            value = getattr(row, name)
            values[column.key] = plain(value.get(language) if language else value)
    slugs: list[str] = [party.organisation__slug for party in parties]
    signed = signatories.written(Signatory(party.signed_by, party.signed_as) for party in parties)
    return values | {"parties": slugs or None, "signatories": signed}


def _fields(values: Values) -> Values:
    return {key: value for key, value in values.items() if key not in _BESIDE}


def _title(values: Values) -> str:
    return next((str(one) for code in FALLBACKS if (one := values.get(f"titles:{code}"))), "")
