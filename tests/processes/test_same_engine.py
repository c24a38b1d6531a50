"""The engine that founds alliances carries a coalition of forty cities too, and a methodology that nobody knew."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.actors import CityFactory, PersonFactory
from tests.factories.exchanges import held_exchange_of
from tests.factories.lives import Living, pack_text, proposed, running

from entreciudades.alliances.errors import GateShut
from entreciudades.alliances.models import Addressee, AgendaPoint, Article, Position
from entreciudades.alliances.services import (
    attestations,
    keep_article,
    life,
    negotiation,
    parties,
    positions,
    stages,
    write_article,
)
from entreciudades.alliances.services.parts import keep_part
from entreciudades.core.models import AuditEvent
from entreciudades.exchanges.services.minutes import write_minute
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.processes.gates import advance_alliance, close_alliance, evaluate
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
MANY = 40


def advanced(found: Living, *, by: object = None) -> str:
    """The stage that is under way once the one before is passed; "" after the last."""
    row = stages.under_way(found.alliance)
    assert row is not None
    entered = advance_alliance(found.alliance, from_stage=row.key, by=by or found.by)
    return entered.key if entered else ""


def open_at(found: Living) -> list[str]:
    """What the gate of the stage under way lacks."""
    return [one.requirement.key for one in evaluate(found.alliance).open]


def attested(found: Living, stage: str, requirement: str, *places: int) -> None:
    """Each of these cities says that it is so; without places, whoever leads."""
    for place in places or (0,):
        said = {"seat": found.seat(place), "note": "Lo dice el acta.", "evidence": None}
        attestations.attest(found.stage(stage), requirement=requirement, by=found.coordinators[place], **said)


def drafted(found: Living) -> Position:
    """A position of one article, between all parties."""
    first = found.cities[0]
    said = {"titles": {"es": "Por el agua"}, "languages": ["es"], "authentic": ["es"]}
    made = negotiation.begin_agreement(
        kind="position", organisation=first, alliance=found.alliance, by=found.by, **said
    )
    article = keep_article(
        Article(agreement=made, number=1, headings={"es": "Qué pedimos"}), by=found.by, scope=first.pk
    )
    write_article(article, "es", "Pedimos agua para los barrios.", expected_version=0, by=found.by, scope=first.pk)
    return made.position


def agreed(found: Living, position: Position) -> None:
    """All who drive it agree to the words."""
    made = position.agreement
    version = negotiation.table(made, organisation=found.cities[0], by=found.by).version.number
    for city, coordinator in zip(found.cities, found.coordinators, strict=True):
        negotiation.agree(made, version=version, organisation=city, by=coordinator)


def test_a_coalition_goes_from_its_agenda_to_forty_endorsements_and_the_answer() -> None:
    with time_machine.travel(NOW, tick=False):
        found = running(shipped_text("allas-coalition"), form="coalition")
        scope = found.cities[0].pk
        themes = Term.objects.filter(pk="sdg:6")
        life.describe(found.alliance, titles=found.alliance.titles, themes=themes, published=True, by=found.by)
        for kind in ("meets", "clashes", "option"):
            point = AgendaPoint(alliance=found.alliance, theme=themes.get(), kind=kind, says={"es": "Agua"})
            keep_part(point, by=found.by)
        assert advanced(found) == "draft"
        for place, city in enumerate(found.cities):
            person = PersonFactory(organisation=city)
            parties.assign_person(found.seat(place), person=person, role="drafting", by=found.coordinators[place])
        assert advanced(found) == "consultation"
        position = drafted(found)
        positions.invite(position, organisations=[CityFactory() for _one in range(MANY)], by=found.by, scope=scope)
        positions.open_consultation(position, until=NOW.date() + dt.timedelta(days=30), by=found.by, scope=scope)
        assert open_at(found) == ["consulted", "agreed"]
    with time_machine.travel(NOW + dt.timedelta(days=31), tick=False):
        agreed(found, position)
        assert advanced(found) == "endorsement"
        for one in position.endorsements.all():
            positions.endorse(one, name="Alcaldía", office="Alcaldía", by=found.by)
        assert evaluate(found.alliance).outcomes[0].found == MANY
        assert advanced(found) == "publication"
        positions.publish(position, by=found.by, scope=scope)
        sent = Addressee(position=position, names={"es": "Ministerio de Aguas"}, level="national")
        sent.sent_on = dt.date(2026, 12, 20)
        positions.keep_addressee(sent, by=found.by, scope=scope)
        assert advanced(found, by=found.secretary) == "follow-up"
        attested(found, "follow-up", "learned")
        assert advanced(found) == ""
        assert close_alliance(found.alliance, reason="El ministerio respondió.", by=found.by).state == "closed"
    assert set(found.states().values()) == {"passed"}
    assert list(Position.objects.public().values_list("agreement__titles__es", flat=True)) == ["Por el agua"]
    assert AuditEvent.objects.filter(verb="endorsement.endorsed").count() == MANY


ASKED = {
    "three": 'kind = "parties-joined"\nat_least = 3',
    "workshop": 'kind = "exchanges-held"\nkinds = ["workshop"]\nat_least = 1',
    "notes": 'kind = "document-kept"\ndocument = "notes"',
    "worth": 'kind = "attested"\nby = "every-coordinator"\nevidence = "note"',
}
STAGES = {
    "meet": 'months = 1\nrequires = ["three"]',
    "rest": 'months = 1\noptional = true\nrequires = ["three"]',
    "try": 'months = 2\nrequires = ["workshop"]',
    "tell": (
        'months = 1\ncloses = "every-coordinator"\ndocument = [{ key = "notes", title.es = "Apuntes" }]\n'
        'requires = ["notes", "worth"]'
    ),
}


def test_a_methodology_written_today_is_lived_from_the_proposal_to_the_close() -> None:
    found = proposed(pack_text(STAGES, ASKED, at_least=3), cities=3)
    for place in (1, 2):
        parties.accept(found.seat(place), by=found.coordinators[place])
    found.alliance = life.start(life.constitute(found.alliance, by=found.by), by=found.by)
    assert advanced(found) == "rest"
    entered = stages.skip(found.stage("rest"), reason="Nadie está cansado.", by=found.by)
    assert (entered.key if entered else "", open_at(found)) == ("try", ["workshop"])
    held = held_exchange_of(found, kind="workshop")
    with pytest.raises(GateShut):
        advanced(found)  # it has no minute yet
    write_minute(held, "es", "Se probó.", expected_version=0, seat=found.seat(0), by=found.by)
    assert advanced(found) == "tell"
    with pytest.raises(GateShut) as shut:
        close_alliance(found.alliance, reason="Hecho.", by=found.by)
    assert [one.requirement.key for one in shut.value.reports[0].open] == ["notes", "worth"]
    _told(found)
    assert advanced(found) == ""
    assert close_alliance(found.alliance, reason="Hecho.", by=found.by).state == "closed"
    assert found.states() == {"meet": "passed", "rest": "skipped", "try": "passed", "tell": "passed"}
    assert found.alliance.decisions.filter(verb="waive").count() == 0


def _told(found: Living) -> None:
    """The notes are kept, every city says what it was worth, and that the stage may close."""
    upload = SimpleUploadedFile("apuntes.txt", b"Se prob\xc3\xb3 y sirve.", content_type="text/plain")
    stages.keep_document(found.stage("tell"), document="notes", upload=upload, by=found.by)
    attested(found, "tell", "worth", 0, 1, 2)
    for place, coordinator in enumerate(found.coordinators):
        stages.say_ready(found.stage("tell"), seat=found.seat(place), by=coordinator)
