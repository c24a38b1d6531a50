"""All that the gates of one alliance ask about, read once: as few questions as there are kinds of things."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from entreciudades.actors.models import MappedActor
from entreciudades.alliances.models import (
    Addressee,
    AgendaPoint,
    AgreementParty,
    Alliance,
    AllianceStage,
    Attestation,
    BodyMeeting,
    Endorsement,
    Position,
    Seat,
    SeatAlignment,
    SeatPerson,
    Signature,
    Waiver,
)
from entreciudades.alliances.services.stages import PAPER
from entreciudades.alliances.states import AgreementState, SeatState
from entreciudades.core.models import Attachment
from entreciudades.core.refs import kind_of
from entreciudades.exchanges.models import Exchange, Product
from entreciudades.programmes.adopted import adopters_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import Progress
from entreciudades.programmes.progress_of_all import progress_of_all
from entreciudades.taxonomy.models import Term

_AGREED = frozenset({AgreementState.AGREED, AgreementState.SIGNING, AgreementState.SIGNED})


@dataclass(frozen=True, slots=True)
class Marks:
    """What people put down on stages, by the row of the stage: exceptions, attestations with the party, papers."""

    waived: frozenset[tuple[int, str]]
    attested: frozenset[tuple[int, str, int]]
    papers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that is a party to an agreement of the alliance."""

    agreement: int
    kind: str
    agreed: bool
    signed_by_all: bool
    organisation: int
    signed: bool


class Facts:
    """What is known of an alliance, for its gates. Each property asks once, when a gate wants to know."""

    def __init__(self, alliance: Alliance) -> None:
        self.alliance = alliance

    @cached_property
    def seats(self) -> list[Seat]:
        """The parties that take part."""
        return list(self.alliance.seats.filter(state=SeatState.PRESENT))

    @cached_property
    def stages(self) -> dict[str, AllianceStage]:
        """The stages, by key; none before the alliance has begun."""
        return {row.key: row for row in self.alliance.stages.all()}

    @cached_property
    def marks(self) -> Marks:
        """What people put down on its stages; one question."""
        ids = [row.pk for row in self.stages.values()]
        papers = Attachment.objects.filter(
            object_kind=kind_of(AllianceStage), object_id__in=ids, purpose__startswith=PAPER
        )
        rows = _union(
            _columns(Waiver.objects.filter(stage__in=ids, withdrawn_at=None), "waiver", "stage_id", "requirement"),
            _columns(
                Attestation.objects.filter(stage__in=ids, withdrawn_at=None),
                "attestation",
                "stage_id",
                "requirement",
                Coalesce("seat_id", Value(0)),
            ),
            _columns(papers, "paper", "object_id", "purpose"),
        )
        by_kind: dict[str, set[Any]] = defaultdict(set)
        for what, stage, key, seat in rows:
            by_kind[what].add((stage, key, seat))
        return Marks(
            waived=frozenset((stage, key) for stage, key, _seat in by_kind["waiver"]),
            attested=frozenset(by_kind["attestation"]),
            papers=frozenset(key.removeprefix(PAPER) for _stage, key, _seat in by_kind["paper"]),
        )

    @cached_property
    def people(self) -> Counter[tuple[str, int]]:
        """(role, id of the party) -> how many people have it."""
        return Counter((role, seat) for what, seat, role, _one in self._of_seats if what == "person")

    @cached_property
    def plans(self) -> Counter[int]:
        """Id of the party -> how many of its plans the alliance fits."""
        return Counter(seat for what, seat, _role, _one in self._of_seats if what == "plan")

    @cached_property
    def actors(self) -> Counter[int]:
        """Id of the party -> how many actors stand on its map."""
        seat_of = {seat.organisation_id: seat.pk for seat in self.seats}
        return Counter(seat_of[city] for what, city, _role, _one in self._of_seats if what == "actor")

    @cached_property
    def counts(self) -> Counter[str]:
        """How many there are of what is merely counted: "themes", "products"…; under "body:assembly", meetings."""
        alliance = self.alliance
        positions = Position.objects.filter(agreement__alliance=alliance).exclude(agreement__state="withdrawn")
        invited = Endorsement.objects.filter(position__in=positions.values("pk"))
        consulted = invited.filter(position__consult_until__lt=timezone.localdate())
        sent = Addressee.objects.filter(position__in=positions.values("pk"), sent_on__isnull=False)
        met = BodyMeeting.objects.of_alliance(alliance).with_quorum().with_minutes()
        by_body = met.order_by().values(what=Concat(Value("body:"), F("body__kind"), output_field=CharField()))
        rows = _counted("themes", Term.objects.filter(pk__in=alliance.themes.values("pk"))).union(
            _counted("products", Product.objects.of(alliance).validated()),
            _counted("consulted", consulted),
            _counted("endorsed", invited.filter(state=Endorsement.State.ENDORSED)),
            _counted("published", positions.public()),
            _counted("sent", sent),
            _counted("points", AgendaPoint.objects.filter(alliance=alliance)),
            by_body.annotate(many=Count("pk")).values_list("what", "many"),
        )
        return Counter(dict(rows))

    @cached_property
    def parties(self) -> list[Party]:
        """The parties to the agreements of the alliance, with how far each is."""
        counting = Signature.objects.filter(party=OuterRef("pk"), state__in=("counts", "attested"))
        rows = AgreementParty.objects.filter(agreement__alliance=self.alliance).annotate(has_signed=Exists(counting))
        found = []
        for row in rows.select_related("agreement").order_by("id"):
            agreement = row.agreement
            told = agreement.state == AgreementState.RECORDED and agreement.signed is not None
            by_all = agreement.state == AgreementState.SIGNED or told
            here = agreement.state in (AgreementState.SIGNING, AgreementState.SIGNED)  # who left and came back may not
            signed = told or (here and row.has_signed)
            agreed = agreement.state in _AGREED or told
            found.append(Party(agreement.pk, agreement.kind, agreed, by_all, row.organisation_id, signed))
        return found

    @cached_property
    def exchanges(self) -> dict[int, tuple[str, set[int]]]:
        """Id of each exchange that was held and has its minute -> its kind, and the organisations that took part."""
        held = Exchange.objects.of(self.alliance).held().minuted().order_by()
        found: dict[int, tuple[str, set[int]]] = {}
        for pk, kind, host, guest in held.values_list("pk", "kind", "host", "guests__organisation"):
            found.setdefault(pk, (kind, {host}))[1].update({guest} - {None})
        return found

    @cached_property
    def progress(self) -> Progress | None:
        """How far the operative programme is, the one that is furthest; None without any."""
        rows = Programme.objects.filter(alliance=self.alliance).select_related("holder", "methodology")
        return min(progress_of_all(rows).values(), key=lambda one: len(one.missing), default=None)

    @cached_property
    def adopters(self) -> set[int]:
        """Ids of the parties that adopted the last version of the operative programme: the one with the most."""
        return max(adopters_of(self.alliance).values(), key=len, default=set())

    @cached_property
    def _of_seats(self) -> list[tuple[str, int, str, int]]:
        """(what, id of the party, role, id) of people and plans; of actors the organisation; one question."""
        seats = [seat.pk for seat in self.seats]
        cities = [seat.organisation_id for seat in self.seats]
        return list(
            _union(
                _columns(SeatPerson.objects.filter(seat__in=seats), "person", "seat_id", "role", F("person_id")),
                _columns(SeatAlignment.objects.filter(seat__in=seats), "plan", "seat_id", "", F("plan_id")),
                _columns(MappedActor.objects.filter(organisation__in=cities), "actor", "organisation_id", "", F("pk")),
            )
        )


def _columns(rows: QuerySet[Any], what: str, owner: str, key: str, one: Any = None) -> QuerySet[Any]:
    """(what, id of the owner, key, id): rows of several tables in one shape."""
    return rows.order_by().values_list(
        Value(what, CharField()),
        F(owner),
        F(key) if key else Value("", CharField()),
        Value(0) if one is None else one,
    )


def _union(first: QuerySet[Any], *others: QuerySet[Any]) -> Iterable[tuple[Any, ...]]:
    return first.union(*others, all=True)


def _counted(what: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    named = rows.order_by().annotate(what=Value(what, CharField()))
    found: QuerySet[Any] = named.values("what").annotate(many=Count("pk", distinct=True)).values_list("what", "many")
    return found
