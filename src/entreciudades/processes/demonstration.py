"""Alliances of the demonstration live by the same services as anybody's: proposed, agreed, signed, stage after stage.

What no data can tell is attested, and what the files do not give is passed by the exceptions that they name. Days are
counted from the day of loading; as services write today, the days of stages that are over are set afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, Role
from entreciudades.alliances.models import (
    AgendaPoint,
    Alliance,
    AllianceStage,
    Seat,
)
from entreciudades.alliances.pack import part_of, stage_of
from entreciudades.alliances.services import life, parties, stages
from entreciudades.alliances.services.attestations import attest
from entreciudades.alliances.services.governance import keep_member, make_bodies
from entreciudades.alliances.services.parts import keep_part
from entreciudades.alliances.states import SeatState, StageState
from entreciudades.core.canonical import digest_of
from entreciudades.core.dates import PartialDate
from entreciudades.exchanges.models import Exchange, Giving, Product
from entreciudades.exchanges.services.exchanges import hold_exchange, keep_exchange
from entreciudades.exchanges.services.givings import agree_to_tell, confirm_giving, keep_giving
from entreciudades.exchanges.services.minutes import write_minute
from entreciudades.exchanges.services.products import agree_to_publish, hand_in, keep_product, validate_product
from entreciudades.imports.shapes import Entry
from entreciudades.imports.values import Reference
from entreciudades.methodologies.gates import Outcome
from entreciudades.processes.demonstration_agreements import negotiate
from entreciudades.processes.demonstration_papers import day_from_now, paper
from entreciudades.processes.gates import advance_alliance, close_alliance, evaluate
from entreciudades.programmes.content import content_of
from entreciudades.programmes.models import Activity, StrategicLine
from entreciudades.programmes.services import create_programme, write_section
from entreciudades.programmes.services import keep_part as keep_of_programme
from entreciudades.programmes.services.adoption import adopt_programme
from entreciudades.taxonomy.models import Term

Find = Callable[[Reference], Any]


def live(alliance: Alliance, entry: Entry, find: Find) -> None:
    """Take an alliance through its life, as far as its entry says."""
    Life(alliance, entry, find).live()


class Life:
    """One alliance, and what its entry says of it."""

    def __init__(self, alliance: Alliance, entry: Entry, find: Find) -> None:
        self.alliance, self.entry, self.find, self.says = alliance, entry, find, entry.fields
        self.network: Organisation = find(self.says["network"])
        self.proposer: Organisation = find(self.says["proposed_by"])
        self.begins = day_from_now(self.says["begins"])

    def live(self) -> None:
        """From the proposal to where it stands."""
        self.found()
        reaches = self.says["reaches"]
        if reaches == "proposed":
            return
        for seat in self.alliance.seats.filter(state=SeatState.INVITED):
            if seat.organisation_id not in self.keys("waiting"):
                parties.accept(seat, by=self.speaker(seat.organisation))
        life.constitute(self.alliance, on=self.begins, by=self.by)
        self.alliance.refresh_from_db()
        self.publish()
        if reaches == "constituted":
            return
        life.start(self.alliance, on=self.begins, by=self.by)
        self.alliance.refresh_from_db()
        self.work()
        self.end(reaches)

    def found(self) -> None:
        """Propose it and invite its parties."""
        methodology = self.find(self.says["methodology"])
        chosen = [self.proposer, *(self.find(one) for one in self.says["parties"])]
        life.propose(
            self.alliance,
            network=self.network,
            methodology=methodology,
            form=self.says["form"],
            organisation=self.proposer,
            parties=chosen,
            titles=self.says["titles"],
            themes=Term.objects.filter(pk__in=self.says.get("themes", ())),
            by=self.by,
        )

    def publish(self) -> None:
        """Let everybody read of it, where it says so."""
        if self.says.get("published"):
            themes = self.alliance.themes.all()
            life.describe(self.alliance, titles=self.alliance.titles, themes=themes, published=True, by=self.by)
            self.alliance.refresh_from_db()

    def work(self) -> None:
        """People and plans of each party, then stage after stage."""
        for seat in self.seats():
            self.staff(seat)
        for part in self.entry.parts.get("agenda", ()):
            columns = {name: part.fields[name] for name in ("kind", "says")}
            theme = Term.objects.get(pk=part.fields["theme"])
            city = self.find(part.fields["organisation"]) if "organisation" in part.fields else None
            keep_part(AgendaPoint(alliance=self.alliance, theme=theme, organisation=city, **columns), by=self.by)
        for part in self.entry.parts.get("agreements", ()):
            negotiate(self, part)
        for part in self.entry.parts.get("exchanges", ()):
            self.exchange(part)
        for part in self.entry.parts.get("products", ()):
            self.product(part)
        self.give()
        if "programme" in self.says:
            self.programme(self.says["programme"])
        for _number in range(int(self.says["passes"])):
            self.advance()
        self.date_stages()
        for city in (self.find(one) for one in self.says.get("leaves", ())):
            parties.leave(self.seat_of(city), reason=self.says["reason"], on=None, by=self.speaker(city))

    def end(self, reaches: str) -> None:
        """What became of it."""
        reason = self.says.get("reason", "")
        self.alliance.refresh_from_db()
        if reaches in ("suspended", "given-up"):
            life.suspend(self.alliance, reason=reason, by=self.by)
        if reaches == "given-up":
            life.give_up(self.alliance, reason=reason, by=self.by)
        if reaches == "closed":
            left = self.alliance.stages.exclude(state__in=life.BEHIND).values_list("key", flat=True)
            close_alliance(self.alliance, reason=reason, reasons=dict.fromkeys(left, reason), by=self.by)

    # --- who ---------------------------------------------------------------------------------------------------------

    @property
    def by(self) -> User:
        """Who coordinates the city that proposed it."""
        return self.speaker(self.proposer)

    def speaker(self, city: Organisation) -> User:
        """Who coordinates a city; where nobody does, the secretary of the network."""
        for owner, role in ((city, Role.COORDINATOR), (self.network, Role.SECRETARY)):
            found: User | None = User.objects.filter(memberships__organisation=owner, memberships__role=role).first()
            if found is not None:
                return found
        raise LookupError(f"nobody speaks for {city}")

    def seats(self) -> list[Seat]:
        """Those that take part."""
        return list(self.alliance.seats.filter(state=SeatState.PRESENT).select_related("organisation"))

    def seat_of(self, city: Organisation) -> Seat:
        """The party that a city is."""
        return self.alliance.seats.select_related("organisation", "alliance").get(organisation=city)

    def keys(self, name: str) -> set[int]:
        """The keys of the organisations that the entry lists under a name."""
        return {self.find(one).pk for one in self.says.get(name, ())}

    def staff(self, seat: Seat) -> None:
        """The people whom the city names take the roles of the methodology; its first plan is aligned."""
        people = list(seat.organisation.people.all())
        for place, role in enumerate(part_of(self.alliance).roles if people else ()):
            parties.assign_person(seat, person=people[place % len(people)], role=role.key, by=self.by)
        if plan := seat.organisation.plans.first():
            parties.align(seat, plan=plan, statements={"es": "Encaja con sus objetivos (dato inventado)."}, by=self.by)

    # --- what --------------------------------------------------------------------------------------------------------

    def exchange(self, part: Entry) -> None:
        """Plan an exchange; hold it and write its minute where it was held."""
        says = part.fields
        host = self.find(says["host"])
        seat, day = self.seat_of(host), day_from_now(says["days"])
        row = Exchange(kind=says["kind"], titles=says["titles"], host=host, place=says.get("place", ""))
        row.starts, row.ends = day, day + dt.timedelta(days=2)
        people = {Organisation.objects.get(slug=slug): int(count) for slug, count in says["guests"].items()}
        keep_exchange(row, people=people, seat=seat, by=self.by)
        if says["held"]:
            row = hold_exchange(row, seat=seat, by=self.by)
        for language, body in says.get("minute", {}).items():
            write_minute(row, language, body, expected_version=0, seat=seat, by=self.by)

    def product(self, part: Entry) -> None:
        """Make a product, as far as its entry says."""
        says = part.fields
        maker, receiver = self.seat_of(self.find(says["maker"])), self.seat_of(self.find(says["receiver"]))
        row = Product(titles=says["titles"], descriptions=says.get("descriptions", {}))
        links = {"makers": [maker.organisation]}
        row = keep_product(row, receivers=[receiver.organisation], links=links, seat=maker, by=self.by)
        if says["reaches"] == "drafted":
            return
        hand_in(row, seat=maker, by=self.by)
        if says["reaches"] == "handed-in":
            return
        validate_product(row, seat=receiver, by=self.speaker(receiver.organisation))
        if says["reaches"] == "published":
            for seat in (maker, receiver):
                agree_to_publish(row, seat=seat, by=self.speaker(seat.organisation))

    def give(self) -> None:
        """Record what was given, and agree that everybody reads it where the entry says so."""
        for part in self.entry.parts.get("givings", ()):
            self.giving(part)
        if self.says.get("tells"):
            for seat in self.seats():
                agree_to_tell(seat, by=self.speaker(seat.organisation))

    def giving(self, part: Entry) -> None:
        """Record what was given; the other side confirms it where it says so."""
        says = part.fields
        giver, receiver = self.seat_of(self.find(says["giver"])), self.seat_of(self.find(says["receiver"]))
        columns = {name: says[name] for name in ("words", "kind", "amount", "unit") if name in says}
        row = Giving(giver=giver.organisation, receiver=receiver.organisation, **columns)
        row.given_on = PartialDate.parse(f"{day_from_now(says['days']):%Y-%m}")
        links = {"supporters": [self.find(one) for one in says.get("supporters", ())]}
        keep_giving(row, links=links, seat=giver, by=self.speaker(giver.organisation))
        if says["confirmed"]:
            confirm_giving(row, seat=receiver, by=self.speaker(receiver.organisation))

    def programme(self, sections: dict[str, dict[str, str]]) -> None:
        """Write the operative programme; every party adopts it."""
        made = create_programme(
            holder=self.proposer,
            network=self.network,
            methodology=cast("Any", self.alliance.methodology),
            variant=self.alliance_variant(),
            titles=self.says["titles"],
            edition=PartialDate.parse(str(self.begins.year)),
            alliance=self.alliance,
            by=self.by,
        )
        line = StrategicLine(programme=made, number=1, titles={"es": "Aprender haciendo"})
        keep_of_programme(line, by=self.by)
        keep_of_programme(Activity(programme=made, line=line, titles={"es": "Asistencias técnicas"}), by=self.by)
        for key, bodies in sections.items():
            for language, body in bodies.items():
                write_section(made, key, language, body, expected_version=0, by=self.by)
        digest = digest_of(content_of(made))
        for seat in self.seats():
            adopt_programme(made, seat=seat, digest=digest, by=self.speaker(seat.organisation))

    def alliance_variant(self) -> str:
        """The variant of its methodology's programme that an alliance holds."""
        programme = cast("Any", self.alliance.methodology).pack.programme
        return str(next(one.key for one in programme.variants if one.held_by == "alliance"))

    # --- stages ------------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """Give the gate what it lacks and can be given, let pass what the entry excepts, and go on."""
        row = stages.under_way(self.alliance)
        if row is None:
            return
        for outcome in evaluate(self.alliance, row.key).open:
            self.mend(row, outcome)
        if stage_of(row).closes == "every-coordinator":
            for seat in self.seats():
                stages.say_ready(row, seat=seat, by=self.speaker(seat.organisation))
        advance_alliance(self.alliance, from_stage=row.key, by=self.by)
        self.alliance.refresh_from_db()

    def mend(self, row: AllianceStage, outcome: Outcome) -> None:
        """Attest, keep a paper, hold a meeting; else except what the entry excepts."""
        asked = outcome.requirement
        if asked.key in self.says.get("waivers", {}):
            stages.waive(row, requirement=asked.key, reason=self.says["waivers"][asked.key], by=self.by)
        elif asked.kind == "attested":
            note = self.says.get("attests", "Lo dice la ciudad (dato inventado).")
            evidence = asked.evidence == "document"
            for seat in self.seats() if asked.by == "every-coordinator" else [self.seat_of(self.proposer)]:
                borne_out = paper(asked.key) if evidence else None
                said = {"requirement": asked.key, "seat": seat, "note": note, "evidence": borne_out}
                attest(row, by=self.speaker(seat.organisation), **said)
        elif asked.kind == "document-kept":
            stages.keep_document(row, document=asked.key_of, upload=paper(asked.key_of), by=self.by)
        elif asked.kind == "body-met":
            self.meet()

    def meet(self) -> None:
        """The bodies of the methodology are made, with a seat for each party."""
        for body in make_bodies(self.alliance, by=self.by, scope=self.proposer.pk):
            for seat in self.seats():
                row = body.members.model(body=body, organisation=seat.organisation)
                keep_member(row, by=self.by, scope=self.proposer.pk)

    def date_stages(self) -> None:
        """Say of stages that are over, and of the one under way, the days on which they would have been."""
        today = timezone.localdate()
        rows = [row for row in self.alliance.stages.all() if row.state in (StageState.PASSED, StageState.UNDER_WAY)]
        each = (today - self.begins) / max(1, len(rows))
        for place, row in enumerate(rows):
            began = min(row.planned_start or self.begins + each * place, today)
            ended = min(row.planned_end or self.begins + each * (place + 1), today)
            days = {"started_on": began, "ended_on": ended if row.state == StageState.PASSED else None}
            AllianceStage.objects.filter(pk=row.pk).update(**days)
