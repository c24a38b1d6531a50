"""Many agreements and alliances at once, as an import writes them: the acts of `services` with a few queries for all.

Fields are checked by whoever brings the rows; the constraints of the database hold all the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.agreement_index import index_agreements
from entreciudades.alliances.errors import TextFrozen
from entreciudades.alliances.indexing import index_alliances
from entreciudades.alliances.models import Agreement, AgreementParty, Alliance, Seat
from entreciudades.alliances.services import Signatory, slug_words
from entreciudades.alliances.services.between_parties import why_frozen
from entreciudades.alliances.states import AgreementState
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.models import IndexEntry
from entreciudades.core.parts import AT_ONCE, put_links
from entreciudades.core.refs import kind_of
from entreciudades.core.slugs import give_slugs

Row = TypeVar("Row", bound=models.Model)
#: Key of an organisation -> the values of the row by which it is a party.
Said = Mapping[int, Mapping[str, str]]


@dataclass(slots=True)
class Recorded:
    """An agreement to be stored, and what is said of it: its parties in order, who signed for each, its themes.

    None leaves them as they stand. Parties are keys of organisations, themes those of terms.
    """

    agreement: Agreement
    parties: Sequence[int] | None = None
    signatures: Mapping[int, Signatory] | None = None
    themes: Collection[str] | None = None


@dataclass(slots=True)
class RecordedAlliance:
    """An alliance to be stored, its parties in order, how the source calls those it calls otherwise, its themes.

    None leaves them as they stand.
    """

    alliance: Alliance
    parties: Sequence[int] | None = None
    names: Mapping[int, str] | None = None
    themes: Collection[str] | None = None


@transaction.atomic
def record_agreements(recorded: Sequence[Recorded], *, by: User, scope: int) -> list[Agreement]:
    """Add agreements that are new and change those that are there; return the new ones, in order.

    Raises TextFrozen, and writes nothing, where one of them is negotiated here.
    """
    rows = [one.agreement for one in recorded]
    _check_told([row.pk for row in rows if row.pk is not None])
    give_slugs(Agreement, [(row, label(row.titles).text) for row in rows])
    new = _store(Agreement, rows, by=by, scope=scope)
    _put_parties(
        AgreementParty,
        {one.agreement.pk: one.parties for one in recorded},
        {
            one.agreement.pk: {party: signed._asdict() for party, signed in one.signatures.items()}
            for one in recorded
            if one.signatures is not None
        },
        blank=Signatory("", "")._asdict(),
    )
    put_links(Agreement, "themes", {one.agreement.pk: one.themes for one in recorded if one.themes is not None})
    index_agreements([row.pk for row in rows])
    return new


@transaction.atomic
def remove_agreements(rows: Sequence[Agreement], *, by: User, scope: int) -> None:
    """Take agreements away on which nothing rests. Raises ProtectedError where something does."""
    for some in _some([row.pk for row in rows]):
        IndexEntry.objects.filter(object_kind=kind_of(Agreement), object_id__in=some).delete()
    _remove(Agreement, rows, by=by, scope=scope)


@transaction.atomic
def record_alliances(recorded: Sequence[RecordedAlliance], *, by: User | None, scope: int | None) -> list[Alliance]:
    """Add alliances that are new and change those that are there; return the new ones, in order."""
    rows = [one.alliance for one in recorded]
    nameless = [(one.alliance, one.parties or ()) for one in recorded if not one.alliance.slug]
    named = {party for _row, parties in nameless for party in parties}
    organisations = {row.pk: row for some in _some(named) for row in Organisation.objects.filter(pk__in=some)}
    words = [(row, slug_words(row, [organisations[pk] for pk in parties])) for row, parties in nameless]
    give_slugs(Alliance, words)
    new = _store(Alliance, rows, by=by, scope=scope)
    _put_parties(
        Seat,
        {one.alliance.pk: one.parties for one in recorded},
        {
            one.alliance.pk: {party: {"name": name} for party, name in one.names.items()}
            for one in recorded
            if one.names is not None
        },
        blank={"name": ""},
    )
    put_links(Alliance, "themes", {one.alliance.pk: one.themes for one in recorded if one.themes is not None})
    index_alliances([row.pk for row in rows])
    return new


@transaction.atomic
def remove_alliances(rows: Sequence[Alliance], *, by: User, scope: int) -> None:
    """Take alliances away on which nothing rests. Raises ProtectedError where something does."""
    for some in _some([row.pk for row in rows]):
        IndexEntry.objects.filter(object_kind=kind_of(Alliance), object_id__in=some).delete()
    _remove(Alliance, rows, by=by, scope=scope)


def _check_told(pks: Collection[int]) -> None:
    for some in _some(pks):
        there = Agreement.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=some)
        negotiated = there.exclude(state=AgreementState.RECORDED).exclude(state=AgreementState.DENOUNCED, versions=None)
        if (agreement := negotiated.first()) is not None:
            raise TextFrozen(why_frozen(agreement))


def _store(model: type[Row], rows: Sequence[Row], *, by: User | None, scope: int | None) -> list[Row]:
    """Write rows that have their slug, each with its event; return the new ones."""
    new = [row for row in rows if row.pk is None]
    there = [row for row in rows if row.pk is not None]
    model._base_manager.bulk_create(new, batch_size=AT_ONCE)
    fields = [one.name for one in model._meta.concrete_fields if not one.primary_key]
    if there:
        # They are there and whole: to write them over is many times faster than a CASE for each field.
        model._base_manager.bulk_create(
            there, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
    for verb, some in (("added", new), ("changed", there)):
        trail.record_each(f"{model._meta.model_name}.{verb}", [(row, scope) for row in some], by=by)
    return new


def _remove(model: type[Row], rows: Sequence[Row], *, by: User, scope: int) -> None:
    trail.record_each(f"{model._meta.model_name}.removed", [(row, scope) for row in rows], by=by)
    for some in _some([row.pk for row in rows]):
        model._base_manager.filter(pk__in=some).delete()


def _put_parties(
    model: Any, wanted: Mapping[int, Sequence[int] | None], values: Mapping[int, Said], *, blank: Mapping[str, str]
) -> None:
    """Make these the parties of each owner; those that go are deleted, the others keep their values, unless said anew.

    `wanted`: owner -> organisations in order, None to leave them; `values`: owner -> what is said, `blank` of others.
    """
    owner = next(one for one in model._meta.concrete_fields if one.related_model in {Agreement, Alliance}).name
    there: dict[int, dict[int, Any]] = {pk: {} for pk in wanted if wanted[pk] is not None or pk in values}
    for some in _some(there):
        for party in model._base_manager.filter(**{f"{owner}__in": some}).order_by("position", "id"):
            there[getattr(party, f"{owner}_id")][party.organisation_id] = party
    new: list[Any] = []
    changed: list[Any] = []
    gone: list[int] = []
    for pk, before in there.items():
        parties = wanted[pk]
        ordered = list(before) if parties is None else parties
        gone += [row.pk for organisation, row in before.items() if organisation not in ordered]
        for position, organisation in enumerate(ordered, start=1):
            stands = before.get(organisation)
            row = stands or model(**{f"{owner}_id": pk, "organisation_id": organisation})
            row.position = position
            if pk in values:
                for name, value in values[pk].get(organisation, blank).items():
                    setattr(row, name, value)
            (changed if stands else new).append(row)
    for some in _some(gone):
        model._base_manager.filter(pk__in=some).delete()
    model._base_manager.bulk_create(new, batch_size=AT_ONCE)
    model._base_manager.bulk_update(changed, ["position", *blank], batch_size=AT_ONCE)


def _some(pks: Collection[int]) -> list[list[int]]:
    listed = list(pks)
    return [listed[begin : begin + AT_ONCE] for begin in range(0, len(listed), AT_ONCE)]
