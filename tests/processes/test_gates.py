"""What gates ask, each kind evaluated from the data: shut before, open once it is there, and what each party lacks."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import MappedActorFactory, PersonFactory, PlanFactory, UserFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory
from tests.factories.exchanges import handed_in_of, held_exchange_of
from tests.factories.governance import body_of, held_meeting_of
from tests.factories.lives import Living, adopted, pack_text, running
from tests.factories.positions import position_of
from tests.factories.programmes import ProgrammeFactory

from entreciudades.alliances.models import AgendaPoint, Agreement, Position, Signature
from entreciudades.alliances.services import attestations, parties, stages
from entreciudades.core.canonical import digest_of
from entreciudades.core.texts import save_text
from entreciudades.exchanges.services.products import validate_product
from entreciudades.methodologies.gates import Outcome
from entreciudades.methodologies.vocabulary import REQUIREMENTS
from entreciudades.processes.gates import EVALUATORS, evaluate, evaluate_all
from entreciudades.programmes.content import content_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services.adoption import adopt_programme
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db

PROGRAMME = """
[programme]
[[programme.variant]]
key = "operative"
title.es = "Programa operativo"
held_by = "alliance"
[[programme.variant.section]]
key = "context"
number = "1"
title.es = "Contexto"
asks.es = "Diga dónde"
text = { min_words = 2, max_words = 50 }
"""


def asking(kind: str, **said: object) -> Living:
    """An alliance of two cities, with a third that left, whose one gate asks for this."""
    lines = [f'kind = "{kind}"', *(f"{name} = {_written(value)}" for name, value in said.items())]
    stage = 'requires = ["it"]\ndocument = [{ key = "report", title.es = "Informe" }]'
    found = running(pack_text({"only": stage}, {"it": "\n".join(lines)}), cities=3)
    parties.leave(found.seat(2), reason="Nuevo gobierno", on=None, by=found.coordinators[2])
    return found


def _written(value: object) -> str:
    """As TOML has it; a list of names as Python writes it is one of TOML too."""
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def outcome(found: Living) -> Outcome:
    [one] = evaluate(found.alliance).outcomes
    return one


def numbers(found: Living) -> tuple[bool, int, int]:
    one = outcome(found)
    return one.met, one.found, one.needed


def lacking(found: Living) -> list[int]:
    """Places of the parties that lack it."""
    return [place for place in range(3) if found.seat(place).pk in outcome(found).lacking]


def agreement(found: Living, state: str, **said: object) -> Agreement:
    row = AgreementFactory(alliance=found.alliance, state=state, kind="twinning", **said)
    for city in found.cities[:2]:
        AgreementPartyFactory(agreement=row, organisation=city)
    return row


def signature(row: Agreement, place: int, found: Living, state: str = "counts") -> Signature:
    return Signature.objects.create(
        party=row.parties.get(organisation=found.cities[place]),
        how="together",
        name="Alcaldesa Inventada",
        office="Alcaldesa",
        signed_on=timezone.localdate(),
        state=state,
        recorded_by=found.by,
    )


def position(found: Living, *, invited: int = 2) -> Position:
    row = position_of(found.cities[0], network=found.network, invited=found.cities[:invited])
    row.agreement.alliance = found.alliance
    row.agreement.save()
    return row


def test_every_declared_kind_is_evaluated() -> None:
    assert list(EVALUATORS) == list(REQUIREMENTS)


@pytest.mark.parametrize(("at_least", "met"), [(2, True), (3, False)])
def test_parties_that_left_or_have_not_answered_do_not_count(*, at_least: int, met: bool) -> None:
    found = asking("parties-joined", at_least=at_least)
    assert numbers(found) == (met, 2, at_least)


def test_themes() -> None:
    found = asking("themes-chosen", at_least=2)
    found.alliance.themes.set(Term.objects.filter(pk="iuc:7"))
    assert numbers(found) == (False, 1, 2)
    found.alliance.themes.set(Term.objects.filter(pk__in=["iuc:7", "sdg:11"]))
    assert numbers(found) == (True, 2, 2)


def assigned(found: Living, place: int) -> None:
    city = found.cities[place]
    person = PersonFactory(organisation=city)
    parties.assign_person(found.seat(place), person=person, role="coordination", by=found.by)


def aligned(found: Living, place: int) -> None:
    plan = PlanFactory(organisation=found.cities[place])
    parties.align(found.seat(place), plan=plan, statements={}, by=found.by)


def mobilised(found: Living, place: int) -> None:
    MappedActorFactory(organisation=found.cities[place])


@pytest.mark.parametrize(
    ("kind", "said", "act"),
    [
        ("person-assigned", {"role": "coordination"}, assigned),
        ("plan-alignment", {}, aligned),
        ("actors-mobilised", {}, mobilised),
    ],
)
def test_people_plans_and_actors_of_each_party_or_of_all(
    kind: str, said: dict[str, object], act: Callable[[Living, int], None]
) -> None:
    each = asking(kind, at_least=2, per_seat=True, **said)
    MappedActorFactory(organisation=each.cities[2])
    for place in (0, 0, 1):
        act(each, place)
    assert (numbers(each), lacking(each)) == ((False, 1, 2), [1])
    act(each, 1)
    assert (numbers(each), lacking(each)) == ((True, 2, 2), [])


@pytest.mark.parametrize(
    ("kind", "said", "act"),
    [
        ("person-assigned", {"role": "coordination"}, assigned),
        ("plan-alignment", {}, aligned),
        ("actors-mobilised", {}, mobilised),
    ],
)
def test_of_all_together(kind: str, said: dict[str, object], act: Callable[[Living, int], None]) -> None:
    found = asking(kind, at_least=2, **said)
    act(found, 0)
    assert numbers(found) == (False, 1, 2)
    act(found, 1)
    assert numbers(found) == (True, 2, 2)


@pytest.mark.parametrize(
    ("state", "met"),
    [
        ("drafting", False),
        ("tabled", False),
        ("agreed", True),
        ("signing", True),
        ("signed", True),
        ("withdrawn", False),
        ("recorded", False),
    ],
)
def test_the_text_of_an_agreement_is_agreed(*, state: str, met: bool) -> None:
    found = asking("agreement-agreed", kinds=["twinning"])
    agreement(found, state)
    assert outcome(found).met is met


def test_an_agreement_counts_as_signed_by_all_that_are_party_to_it() -> None:
    found = asking("agreement-signed", kinds=["twinning", "memorandum"])
    row = agreement(found, "signing")
    signature(row, 0, found)
    assert numbers(found) == (False, 0, 1)
    row.state = "signed"
    row.save()
    assert numbers(found) == (True, 1, 1)
    row.state, row.denounced_on, row.denounced_by = "denounced", timezone.localdate(), found.cities[0]
    row.save()
    assert numbers(found) == (False, 0, 1)
    agreement(found, "recorded", signed="2019-05")
    assert numbers(found) == (True, 1, 1)


def test_an_agreement_of_another_kind_or_alliance_counts_for_nothing() -> None:
    found = asking("agreement-signed", kinds=["memorandum"])
    agreement(found, "signed")
    AgreementFactory(state="signed", kind="memorandum")
    assert numbers(found) == (False, 0, 1)


def test_each_party_has_signed_one_that_counts() -> None:
    found = asking("agreement-signed", kinds=["twinning"], per_seat=True)
    row = agreement(found, "signing")
    signature(row, 0, found)
    signature(row, 1, found, state="flagged")
    assert (numbers(found), lacking(found)) == ((False, 1, 2), [1])
    signature(row, 1, found)
    assert (numbers(found), lacking(found)) == ((True, 2, 2), [])


def test_a_party_that_came_back_after_all_others_had_signed_has_not_signed() -> None:
    found = asking("agreement-signed", kinds=["twinning"], per_seat=True)
    signature(agreement(found, "signed"), 0, found)
    assert (numbers(found), lacking(found)) == ((False, 1, 2), [1])


def test_a_position_that_was_withdrawn_counts_for_nothing() -> None:
    found = asking("position-published")
    row = position(found)
    row.published_at = timezone.now()
    row.save()
    assert numbers(found) == (True, 1, 1)
    row.agreement.state = "withdrawn"
    row.agreement.save()
    assert numbers(found) == (False, 0, 1)


def test_exchanges_count_once_held_with_their_minute() -> None:
    found = asking("exchanges-held", kinds=["visit"], at_least=1)
    row = held_exchange_of(found)
    held_exchange_of(found, kind="workshop")
    assert numbers(found) == (False, 0, 1)
    save_text(row, "minute", "es", "Vimos el río.", expected_version=0, by=found.by)
    assert numbers(found) == (True, 1, 1)


def test_exchanges_of_each_party_as_host_or_guest() -> None:
    found = asking("exchanges-held", at_least=2, per_seat=True)
    third = running(pack_text({"only": 'requires = ["parties"]'}, version="2.0"), network=found.network)
    for _time in range(2):
        row = held_exchange_of(found)
        save_text(row, "minute", "es", "Vimos el río.", expected_version=0, by=found.by)
    other = held_exchange_of(third)
    save_text(other, "minute", "es", "Otro río.", expected_version=0, by=found.by)
    assert (numbers(found), lacking(found)) == ((True, 2, 2), [])
    parties.invite(found.alliance, organisation=found.cities[2], by=found.by)
    parties.accept(found.seat(2), by=found.coordinators[2])
    assert (numbers(found), lacking(found)) == ((False, 2, 3), [2])


def test_products_count_once_validated() -> None:
    found = asking("products-validated", at_least=1)
    row = handed_in_of(found)
    assert numbers(found) == (False, 0, 1)
    validate_product(row, seat=found.seat(1), by=found.coordinators[1])
    assert numbers(found) == (True, 1, 1)


def test_a_body_has_met_with_quorum_and_minutes() -> None:
    found = asking("body-met", kinds=["steering"], at_least=1)
    body = body_of(found.network, *found.cities, alliance=found.alliance)
    alone = held_meeting_of(body, counted=1)
    elsewhere = held_meeting_of(body_of(found.network, *found.cities), counted=3)
    technical = held_meeting_of(
        body_of(found.network, *found.cities, alliance=found.alliance, kind="technical"), counted=3
    )
    enough = held_meeting_of(body, counted=2)
    for meeting in (alone, elsewhere, technical):
        save_text(meeting, "minutes", "es", "Nos vimos.", expected_version=0, by=None)
    assert numbers(found) == (False, 0, 1)
    save_text(enough, "minutes", "es", "Nos vimos.", expected_version=0, by=None)
    assert numbers(found) == (True, 1, 1)


def consulted(row: Position) -> None:
    row.consult_until = timezone.localdate() - dt.timedelta(days=1)
    row.save()


def endorsed(row: Position) -> None:
    by = UserFactory()
    values = {"state": "endorsed", "name": "A", "office": "B", "answered_at": timezone.now(), "answered_by": by}
    row.endorsements.update(**values)


def published(row: Position) -> None:
    row.published_at = timezone.now()
    row.save()


def sent(row: Position) -> None:
    row.addressees.update(sent_on=timezone.localdate())


@pytest.mark.parametrize(
    ("kind", "at_least", "act"),
    [
        ("position-consulted", 2, consulted),
        ("position-endorsed", 2, endorsed),
        ("position-published", 1, published),
        ("position-sent", 1, sent),
    ],
)
def test_how_far_positions_have_come(kind: str, at_least: int, act: Callable[[Position], None]) -> None:
    found = asking(kind, at_least=at_least)
    row = position(found)
    assert numbers(found) == (False, 0, at_least)
    act(row)
    assert numbers(found) == (True, at_least, at_least)


def with_programme(found: Living) -> Programme:
    """One section long, by a methodology of its own."""
    text = pack_text(version="9.0") + PROGRAMME
    methodology = adopted(text, network=found.network)
    values = {"methodology": methodology, "variant": "operative", "network": found.network}
    return ProgrammeFactory(alliance=found.alliance, holder=found.cities[0], **values)


def test_the_operative_programme_has_its_texts() -> None:
    found = asking("programme-drafted")
    assert numbers(found) == (False, 0, 1)
    programme = with_programme(found)
    assert numbers(found) == (False, 0, 1)
    save_text(programme, "context", "es", "Dos ríos crecen.", expected_version=0, by=found.by)
    assert numbers(found) == (True, 1, 1)


def test_every_party_has_adopted_the_last_version_of_the_operative_programme() -> None:
    found = asking("programme-adopted")
    assert (numbers(found), lacking(found)) == ((False, 0, 2), [0, 1])
    programme = with_programme(found)
    for place in (0, 1):
        digest = digest_of(content_of(programme))
        adopt_programme(programme, seat=found.seat(place), digest=digest, by=found.coordinators[place])
        assert lacking(found) == [1][place:]
    save_text(programme, "context", "es", "Dos ríos crecen.", expected_version=0, by=found.by)
    digest = digest_of(content_of(programme))
    adopt_programme(programme, seat=found.seat(0), digest=digest, by=found.by)
    assert (numbers(found), lacking(found)) == ((False, 1, 2), [1])


def test_points_of_the_agenda_map() -> None:
    found = asking("agenda-mapped", at_least=2)
    for kind in ("meets", "clashes"):
        assert outcome(found).met is False
        AgendaPoint.objects.create(alliance=found.alliance, theme_id="iuc:7", kind=kind, says={"es": "Agua"})
    assert numbers(found) == (True, 2, 2)


def test_a_document_is_kept() -> None:
    found = asking("document-kept", document="report")
    assert numbers(found) == (False, 0, 1)
    stages.keep_document(found.stage("only"), document="report", upload=ContentFile(b"Todo\n", "x.txt"), by=found.by)
    assert numbers(found) == (True, 1, 1)


def test_one_attests_for_all_or_each_for_itself() -> None:
    one = asking("attested", by="coordinator", evidence="note")
    good = {"requirement": "it", "note": "Así es", "evidence": None}
    assert numbers(one) == (False, 0, 1)
    attestations.attest(one.stage("only"), seat=one.seat(1), **good, by=one.coordinators[1])
    assert numbers(one) == (True, 1, 1)


def test_gates_can_be_seen_before_it_begins_and_an_exception_is_of_one_stage() -> None:
    two = {"first": 'requires = ["it"]', "second": 'requires = ["it"]'}
    found = running(pack_text(two, {"it": 'kind = "themes-chosen"'}))
    stages.waive(found.stage("second"), requirement="it", reason="Vale", by=found.by)
    assert [evaluate(found.alliance, key).holds for key in two] == [False, True]
    with pytest.raises(KeyError):
        evaluate(found.alliance, "third")


def test_more_parties_and_more_requirements_cost_no_more_questions() -> None:
    given = {
        "person-assigned": '\nrole = "coordination"\nper_seat = true',
        "agreement-agreed": '\nkinds = ["twinning"]',
        "agreement-signed": '\nkinds = ["twinning"]\nper_seat = true',
        "document-kept": '\ndocument = "report"',
        "attested": '\nby = "every-coordinator"\nevidence = "note"',
    }
    asked = {kind: f'kind = "{kind}"{given.get(kind, "")}' for kind in REQUIREMENTS}
    twice = asked | {f"{kind}-too": said for kind, said in asked.items()}
    paper = 'document = [{ key = "report", title.es = "Informe" }]\n'

    def questions(kinds: dict[str, str], *, cities: int, version: str) -> int:
        stage = f"{paper}requires = {list(kinds)}"
        found = running(pack_text({"only": stage}, kinds, version=version), cities=cities)
        for place in range(cities):
            assigned(found, place)
            agreement(found, "signing")
        with CaptureQueriesContext(connection) as context:
            assert len(evaluate_all(found.alliance)[0].outcomes) == len(kinds)
        return len(context)

    few = questions(asked, cities=2, version="1.0")
    assert (questions(twice, cities=5, version="1.1"), few <= 15) == (few, True)
