"""Agreements and positions of the demonstration: negotiated, agreed and signed by the same services as anybody's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from entreciudades.alliances.models import Addressee, Agreement, Article, Reply, Signature
from entreciudades.alliances.services import negotiation, positions
from entreciudades.alliances.services.proposals import propose
from entreciudades.alliances.services.recording import keep_article, write_article
from entreciudades.alliances.services.signing import SignedBy, record_paper
from entreciudades.alliances.services.validity import publish
from entreciudades.alliances.states import AgreementState
from entreciudades.core.dates import PartialDate
from entreciudades.imports.shapes import Entry
from entreciudades.processes.demonstration_papers import day_from_now, paper
from entreciudades.processes.signing import open_signing

if TYPE_CHECKING:
    from entreciudades.actors.models import Organisation
    from entreciudades.processes.demonstration import Life


def negotiate(life: Life, part: Entry) -> None:
    """Negotiate, agree and sign an agreement as far as its entry says; signed on paper, by all on one or apart."""
    says = part.fields
    cities = [life.find(one) for one in says.get("by", ())] or [one.organisation for one in life.seats()]
    first = cities[0]
    made = negotiation.begin_agreement(
        kind=says["kind"],
        titles=says["titles"],
        languages=says["languages"],
        authentic=says["languages"],
        organisation=first,
        alliance=life.alliance,
        parties=cities,
        by=life.speaker(first),
    )
    Agreement.objects.filter(pk=made.pk).update(slug=says["slug"])
    made.refresh_from_db()
    for number, article in enumerate(part.parts.get("articles", ()), start=1):
        row = keep_article(
            Article(agreement=made, number=number, headings=article.fields["headings"]),
            by=life.speaker(first),
            scope=first.pk,
        )
        for language, body in article.fields.get("wording", {}).items():
            write_article(row, language, body, expected_version=0, by=life.speaker(first), scope=first.pk)
    for language, body in says.get("proposal", {}).items():
        propose(
            made.articles.get(number=1),
            language=language,
            body=body,
            reason="Propuesta inventada",
            base_version=1,
            organisation=cities[-1],
            by=life.speaker(cities[-1]),
        )
    _settle(life, made, says, cities)
    if says["kind"] == Agreement.Kind.POSITION:
        _publish_position(life, made, first)


def _settle(life: Life, made: Agreement, says: dict[str, Any], cities: list[Organisation]) -> None:
    """Put it before the parties, agree, open the signing, sign."""
    first, reaches = cities[0], says["reaches"]
    if reaches == "drafting":
        return
    tabling = negotiation.table(made, organisation=first, by=life.speaker(first))
    if reaches == "tabled":
        return
    for city in cities:
        negotiation.agree(made, version=tabling.version.number, organisation=city, by=life.speaker(city))
    made.refresh_from_db()
    if reaches == "agreed":
        return
    open_signing(made, organisation=first, by=life.speaker(first))
    made.refresh_from_db()
    day = life.begins + dt.timedelta(days=int(says["days"]))
    said = {
        party: SignedBy(
            name=life.speaker(party.organisation).name,
            office="Alcaldía",
            signed_on=timezone.localdate(),
            council_act="Acta inventada",
        )
        for party in made.parties.select_related("organisation", "agreement")
    }
    whole = list(said.items()) if reaches == "signed" else list(said.items())[:1]
    record_paper(dict(whole), together=len(whole) > 1, scan=paper("acta-firmada"), by=life.by, scope=first.pk)
    _date(made, day, years=int(says.get("years", 0)))
    made.refresh_from_db()
    if made.state == AgreementState.SIGNED and life.alliance.published:
        publish(made, public=True, by=life.by, scope=first.pk)


def _date(made: Agreement, day: dt.date, *, years: int) -> None:
    """Say of a signed agreement the day on which it would have been signed, and until when it holds."""
    Signature.objects.filter(party__agreement=made).update(signed_on=day)
    signed = PartialDate.parse(day.isoformat())
    ends = PartialDate.parse(str(day.year + years)) if years else None
    Agreement.objects.filter(pk=made.pk, state=AgreementState.SIGNED).update(signed=signed, starts=signed, ends=ends)


def _publish_position(life: Life, made: Agreement, first: Organisation) -> None:
    """Invite, endorse and publish a position, and say whom it addresses and what came back."""
    position, by = made.position, life.speaker(first)
    invited = [life.find(one) for one in life.says.get("invited", ())]
    endorsed = [life.find(one) for one in life.says.get("endorsed", ())]
    positions.invite(position, organisations=[*invited, *endorsed], by=by, scope=first.pk)
    for city in endorsed:
        one = position.endorsements.get(organisation=city)
        speaker = life.speaker(city)
        positions.endorse(one, name=f"Alcaldía de {city.names['es']}", office="Alcaldía (cargo inventado)", by=speaker)
    if endorsed:
        positions.publish(position, by=by, scope=first.pk)
    for part in life.entry.parts.get("addressees", ()):
        said = part.fields
        sent = day_from_now(said["sent"]) if "sent" in said else None
        row = Addressee(position=position, names=said["names"], level=said["level"], sent_on=sent)
        positions.keep_addressee(row, by=by, scope=first.pk)
        if sent and "answer" in said:
            came = Reply(addressee=row, received_on=sent + dt.timedelta(days=7), stance="in-part", says=said["answer"])
            positions.record_reply(came, by=by, scope=first.pk)
