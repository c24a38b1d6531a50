"""Everything that an application says at one moment, as frozen data: what is judged, submitted and paired.

The same form is taken from the rows while the city still writes, and read back from what it submitted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Final, Self

from entreciudades.actors.countries import country_key
from entreciudades.actors.models import LanguageShare, Need, Offer, Organisation, OrganisationFigure, Priority
from entreciudades.calls.models import Application, GroupMember
from entreciudades.calls.terms import terms_of
from entreciudades.core.models import Attachment, Text
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.call_pack import CallPart

#: Purpose of the attachments of an application: this, then the key of the document in the pack.
PURPOSE: Final = "call:"


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants as a source gives them; `qualifier` as of `core.figures.Qualifier`, `as_of` as EDTF text."""

    value: int
    qualifier: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Party:
    """The applicant, or a municipality of its group. `kind` is a term of actors, `country` a key of countries.

    Where it consented `by_letter`, that is among the documents.
    """

    organisation: int
    slug: str
    names: Mapping[str, str]
    kind: str
    country: str
    population: Population | None
    has_consented: bool
    by_letter: bool
    coordinates: int
    joins: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A document: the key of the pack or of a letter of consent, its name, the SHA-256 and bytes of the file."""

    key: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts as decimal text, None where nothing was entered."""

    asked: str | None
    total: str | None
    currency: str
    months: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An application at one moment. `needs`, `offers`: level from 1 to 4 by term; `people`: keys of people."""

    call: str
    language: str
    titles: Mapping[str, str]
    applicant: Party
    members: tuple[Party, ...]
    side: str
    common_problem: Mapping[str, str]
    themes: tuple[str, ...]
    needs: Mapping[str, int]
    offers: Mapping[str, int]
    priorities: tuple[str, ...]
    languages: tuple[str, ...]
    people: tuple[int, ...]
    answers: Mapping[str, Mapping[str, str]]
    documents: tuple[HandedIn, ...]
    budget: Budget
    capacity: int | None
    commitments: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        """The applicant and its group."""
        return (self.applicant, *self.members)

    def committed(self, keys: Iterable[str]) -> "Snapshot":
        """The same with the commitments that the city said yes to."""
        return replace(self, commitments=tuple(keys))

    def written(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """What `written` wrote."""
        return cls(
            **{
                **written,
                "applicant": _party(written["applicant"]),
                "members": tuple(_party(one) for one in written["members"]),
                "documents": tuple(HandedIn(**one) for one in written["documents"]),
                "budget": Budget(**written["budget"]),
                **{name: tuple(written[name]) for name in ("themes", "priorities", "languages", "people")},
                "commitments": tuple(written.get("commitments", ())),
            }
        )


def _party(written: Mapping[str, Any]) -> Party:
    population = written["population"]
    return Party(**{**written, "population": Population(**population) if population else None})


def take(application: Application) -> Snapshot:
    """An application as it stands now, in about a dozen questions whatever its size.

    One that is not stored yet has nothing but its city.
    """
    call, city = application.call, application.applicant
    terms = terms_of(call)
    is_stored = application.pk is not None
    members = list(application.members.select_related("organisation__kind")) if is_stored else []
    populations = populations_of([city, *(one.organisation for one in members)])
    counts = _proposals(application, [city.pk, *(one.organisation_id for one in members)])
    return Snapshot(
        call=call.slug,
        language=application.language,
        titles=dict(application.titles),
        applicant=_party_of(city, populations, counts, has_consented=True),
        members=tuple(
            _party_of(
                one.organisation,
                populations,
                counts,
                has_consented=one.has_consented,
                by_letter=one.by_letter,
            )
            for one in members
        ),
        side=side_of(terms, country_key(city)),
        common_problem=dict(application.common_problem),
        themes=tuple(application.themes.values_list("pk", flat=True)) if is_stored else (),
        needs=dict(Need.objects.filter(organisation=city).values_list("term", "level")),
        offers=dict(Offer.objects.filter(organisation=city).values_list("term", "level")),
        priorities=tuple(Priority.objects.filter(organisation=city).values_list("term", flat=True)),
        languages=tuple(LanguageShare.objects.filter(organisation=city).values_list("language", flat=True)),
        people=tuple(application.people.order_by("pk").values_list("pk", flat=True)) if is_stored else (),
        answers=_answers(application) if is_stored else {},
        documents=_documents(application) if is_stored else (),
        budget=Budget(
            asked=_amount(application.asked_amount),
            total=_amount(application.total_cost),
            currency=terms.grant.currency if terms.grant else "",
            months=application.months,
        ),
        capacity=application.capacity,
    )


def side_of(terms: CallPart, country: str) -> str:
    """The side on which a country stands: its key; "" on none. A side without countries takes all the others."""
    named = next((side.key for side in terms.sides if country in side.countries), "")
    return named or next((side.key for side in terms.sides if not side.countries), "")


def populations_of(organisations: Iterable[Organisation]) -> dict[int, Population]:
    """The newest population of each, as a source gives it; what a list of places suggests is no figure."""
    rows = OrganisationFigure.objects.filter(organisation__in=list(organisations), measure="population")
    newest: dict[int, OrganisationFigure] = {}
    for row in rows.order_by("pk"):
        former = newest.get(row.organisation_id)
        if former is None or _day(row) >= _day(former):
            newest[row.organisation_id] = row
    return {
        key: Population(int(row.value), row.qualifier, str(row.as_of or ""), row.source) for key, row in newest.items()
    }


def _day(figure: OrganisationFigure) -> tuple[int, ...]:
    return figure.as_of.sort_key if figure.as_of else ()


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{Decimal(amount):.2f}"


def _party_of(
    organisation: Organisation,
    populations: Mapping[int, Population],
    counts: Mapping[int, tuple[int, int]],
    *,
    has_consented: bool,
    by_letter: bool = False,
) -> Party:
    coordinates, joins = counts[organisation.pk]
    return Party(
        organisation=organisation.pk,
        slug=organisation.slug,
        names=dict(organisation.names),
        kind=organisation.kind.code,
        country=country_key(organisation),
        population=populations.get(organisation.pk),
        has_consented=has_consented,
        by_letter=by_letter,
        coordinates=coordinates,
        joins=joins,
    )


def _proposals(application: Application, parties: list[int]) -> dict[int, tuple[int, int]]:
    """How many proposals of the call each party coordinates and joins, this one among them."""
    others = Application.objects.filter(call=application.call_id, state="submitted").exclude(pk=application.pk)
    heads = list(others.filter(applicant__in=parties).values_list("applicant", flat=True))
    joined = GroupMember.objects.filter(application__in=others, organisation__in=parties, refused_at=None)
    joins = list(joined.values_list("organisation", flat=True))
    return {
        party: (
            heads.count(party) + (party == application.applicant_id),
            joins.count(party) + (party != application.applicant_id),
        )
        for party in parties
    }


def _answers(application: Application) -> dict[str, dict[str, str]]:
    answers: dict[str, dict[str, str]] = {}
    for text in Text.objects.of(application).order_by("section", "language"):
        if text.body.strip():
            answers.setdefault(text.section, {})[text.language] = text.body
    return answers


def _documents(application: Application) -> tuple[HandedIn, ...]:
    rows = Attachment.objects.filter(
        object_kind=kind_of(application), object_id=application.pk, purpose__startswith=PURPOSE
    )
    return tuple(
        HandedIn(row.purpose.removeprefix(PURPOSE), row.name, row.file.sha256, row.file.size)
        for row in rows.select_related("file").order_by("purpose", "position", "pk")
    )
