"""The gate of a stage as a page says it: each requirement in words, what is missing and for whom, what mends it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import AllianceStage, Attestation, Seat, Waiver
from entreciudades.alliances.pack import required_at
from entreciudades.alliances.rules import RUN_ALLIANCE, WAIVE_STAGE, may_attest
from entreciudades.alliances.states import StageState
from entreciudades.core.labels import Localized, label
from entreciudades.core.models import Attachment
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.alliance_pack import Requirement
from entreciudades.methodologies.gates import GateReport, Outcome
from entreciudades.web.alliances.places import Place
from entreciudades.web.files import address_of

_AGREEMENTS = ("alliance-agreements", _("Go to the agreements"))
_PROGRAMME = ("alliance-programme", _("Go to the programme"))
_POSITIONS = ("positions", _("Go to the positions"))
#: Kind of requirement -> the page of the desk that mends it, and what one does there; papers and words have their own.
MENDS: Final[Mapping[str, tuple[str, str | Promise]]] = {
    "parties-joined": ("alliance-parties", _("Invite parties")),
    "themes-chosen": ("alliance-describe", _("Choose the themes")),
    "person-assigned": ("alliance-party", _("Say who works on it")),
    "plan-alignment": ("alliance-party", _("Say which plan it fits")),
    "actors-mobilised": ("organisation-rows", _("Draw the map of actors")),
    "agreement-agreed": _AGREEMENTS,
    "agreement-signed": _AGREEMENTS,
    "programme-drafted": _PROGRAMME,
    "programme-adopted": _PROGRAMME,
    "exchanges-held": ("alliance-exchanges", _("Exchanges and their minutes")),
    "products-validated": ("alliance-products", _("Go to the products")),
    "body-met": ("alliance-governance", _("Bodies and their meetings")),
    "position-consulted": _POSITIONS,
    "position-endorsed": _POSITIONS,
    "position-published": _POSITIONS,
    "position-sent": _POSITIONS,
    "agenda-mapped": ("alliance-agenda", _("Fill the agenda map")),
}
#: Pages on which the secretariat mends it too.
IN_OFFICE: Final = ("alliance-parties", "alliance-describe", "alliance-governance")


@dataclass(frozen=True, slots=True)
class Link:
    """What mends a requirement."""

    address: str
    says: str | Promise


@dataclass(frozen=True, slots=True)
class Said:
    """An attestation with what bears it out; "" where whoever reads cannot take it back."""

    attestation: Attestation
    papers: tuple[tuple[Attachment, str], ...]
    take_back: str


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement at the gate. `lacking` are the parties that lack it; addresses are "" where one may not."""

    outcome: Outcome
    lacking: tuple[Organisation, ...]
    mend: Link | None
    attest: str
    waive: str
    waiver: Waiver | None
    take_back: str
    said: tuple[Said, ...]

    @property
    def says(self) -> Localized:
        """The requirement in the reader's language."""
        return label(self.outcome.requirement.says)

    @property
    def state(self) -> str:
        """One of "done", "waived", "waiting", "missing"."""
        if self.outcome.met:
            return "done"
        if self.outcome.waived:
            return "waived"
        return "waiting" if self.outcome.found else "missing"


@dataclass(frozen=True, slots=True)
class _At:
    """A gate as one person sees it: where, and what may be changed there."""

    place: Place
    row: AllianceStage | None
    may_change: bool
    may_waive: bool

    def line(self, outcome: Outcome, waiver: Waiver | None, said: tuple[Said, ...]) -> Line:
        """A requirement with what this person can do about it."""
        place, asked = self.place, outcome.requirement
        lacking = tuple(one.organisation for one in place.alliance.seats.all() if one.pk in outcome.lacking)
        key = self.row.key if self.row else ""
        is_open = not outcome.met
        may_except = self.may_waive and is_open and waiver is None
        return Line(
            outcome=outcome,
            lacking=lacking,
            mend=self._mend(asked, lacking) if is_open and place.works else None,
            attest=place.at("alliance-attest", key, asked.key) if is_open and self._may_attest(outcome) else "",
            waive=place.at("alliance-waive", key, asked.key) if may_except else "",
            waiver=waiver,
            take_back=place.at("alliance-waiver-withdraw", waiver.pk) if waiver and self.may_waive else "",
            said=said,
        )

    def _may_attest(self, outcome: Outcome) -> bool:
        asked, seat = outcome.requirement, self.place.seat
        if not self.may_change or self.row is None or asked.kind != "attested":
            return False
        of_each = asked.by == "every-coordinator"
        if of_each and (seat is None or seat.pk not in outcome.lacking):
            return False
        return may_attest(self.place.by, self.row, by=asked.by, seat=seat if of_each else None)

    def _mend(self, asked: Requirement, lacking: tuple[Organisation, ...]) -> Link | None:
        """Where whoever reads mends it: what only other parties lack, they mend."""
        place = self.place
        if place.seat is not None and lacking and place.owner not in lacking:
            return None
        if asked.kind == "document-kept" and self.row is not None:
            return Link(f"{place.at('alliance-stage', self.row.key)}#papers", _("Add the document"))
        name, words = MENDS.get(asked.kind, ("", ""))
        if not name or (place.seat is None and name not in IN_OFFICE):
            return None
        return Link(_address(place, name), words)


def lines_of(place: Place, row: AllianceStage | None, report: GateReport) -> list[Line]:
    """The requirements of a gate in order; five questions at most, whatever their number; no `row` before it began."""
    may_change = row is not None and row.state in (StageState.AHEAD, StageState.UNDER_WAY) and place.decides
    may_waive = may_change and row is not None and WAIVE_STAGE.predicate(place.by, row)
    at = _At(place, row, may_change, may_waive)
    waivers = {one.requirement: one for one in _waivers(row)} if row else {}
    said = _said(place, row, may_change=may_change) if row else {}
    return [
        at.line(one, waivers.get(one.requirement.key), tuple(said.get(one.requirement.key, ())))
        for one in report.outcomes
    ]


def found_then(row: AllianceStage) -> GateReport | None:
    """What was found at the gate of a stage when it was passed; None where it was not."""
    passed = row.alliance.decisions.filter(verb="advance", stage=row.key).order_by("-pk").first()
    if passed is None or row.state != StageState.PASSED:
        return None
    asked = {one.key: one for one in required_at(row)}
    outcomes = tuple(
        Outcome(asked[one["requirement"]], one["met"], one["found"], one["needed"], (), one["waived"])
        for one in passed.details.get("found", ())
        if one["requirement"] in asked
    )
    return GateReport(row.alliance_id, row.key, outcomes)


def _address(place: Place, name: str) -> str:
    match name:
        case "alliance-party" if place.seat:
            return place.at(name, place.seat.pk)
        case "alliance-agenda":
            return reverse("desk:alliance-agenda", args=[place.alliance.slug])
        case "positions":
            return reverse("desk:positions", args=[place.owner.slug])
        case "organisation-rows":
            return reverse("desk:organisation-rows", args=[place.owner.slug, "actors"])
        case _:
            return place.at(name)


def _waivers(row: AllianceStage) -> list[Waiver]:
    return list(row.waivers.filter(withdrawn_at=None).select_related("granted_by"))


def _said(place: Place, row: AllianceStage, *, may_change: bool) -> dict[str, list[Said]]:
    rows = list(row.attestations.filter(withdrawn_at=None).select_related("attested_by", "seat__organisation"))
    papers: dict[int, list[tuple[Attachment, str]]] = defaultdict(list)
    hung = Attachment.objects.filter(object_kind=kind_of(Attestation), object_id__in=[one.pk for one in rows])
    for paper in hung.select_related("file") if rows else ():
        papers[paper.object_id].append((paper, address_of(paper)))
    found: dict[str, list[Said]] = defaultdict(list)
    for one in rows:
        take_back = (
            place.at("alliance-attestation-withdraw", one.pk) if may_change and may_take_back(place, one) else ""
        )
        found[one.requirement].append(Said(one, tuple(papers[one.pk]), take_back))
    return found


def may_take_back(place: Place, said: Attestation) -> bool:
    """Whether an attestation is one's own: of one's party, of oneself; the secretariat takes back what it attested."""
    if said.seat_id is not None:
        return place.seat is not None and place.seat.pk == said.seat_id
    return said.attested_by_id == place.by.pk or (
        place.seat is None and RUN_ALLIANCE.predicate(place.by, place.alliance)
    )


def words_missing(row: AllianceStage, seats: list[Seat]) -> list[Seat]:
    """The parties that have not given their word yet that a stage may close."""
    given = set(row.closings.values_list("seat", flat=True))
    return [one for one in seats if one.pk not in given]
