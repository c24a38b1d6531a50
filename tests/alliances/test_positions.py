"""A position is drafted by a few, consulted by many, endorsed by each in its own name, published and followed."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.actors import CityFactory
from tests.factories.cast import Cast
from tests.factories.positions import position_of
from tests.factories.signing import agreed_between

from entreciudades.alliances.models import Endorsement, Position, Reply
from entreciudades.alliances.services import negotiation, positions
from entreciudades.core.models import Text
from entreciudades.notices.models import Notice, Task

TODAY = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def draft(cast: Cast) -> Position:
    return position_of(cast.la_paz, network=cast.ucci)


def settled(position: Position) -> Position:
    position.agreement.state = "agreed"
    position.agreement.save(update_fields=["state"])
    return position


def endorsed(cast: Cast, position: Position) -> Endorsement:
    own = position.endorsements.get(organisation=cast.riomayor)
    return positions.endorse(own, name="Elena Ruiz", office="Alcaldesa", by=cast.other_coordinator)


def test_who_is_invited_once_stays_so_and_who_drafts_is_not_invited(cast: Cast, draft: Position) -> None:
    chosen = [cast.la_paz, cast.riomayor]
    assert positions.invite(draft, organisations=chosen, by=cast.coordinator, scope=cast.la_paz.pk) == 1
    assert positions.invite(draft, organisations=chosen, by=cast.coordinator, scope=cast.la_paz.pk) == 0
    assert list(draft.endorsements.values_list("organisation__slug", "state")) == [("riomayor", "invited")]


def test_the_draft_is_consulted_until_a_day(cast: Cast, draft: Position) -> None:
    positions.invite(draft, organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    positions.open_consultation(draft, until=dt.date(2026, 6, 30), by=cast.coordinator, scope=cast.la_paz.pk)
    assert list(Notice.objects.values_list("kind", "user__name")) == [("position.consulted", "Olga Inventada")]
    said = positions.remark(draft, organisation=cast.riomayor, body="Falta el saneamiento.", by=cast.other_coordinator)
    positions.answer_remark(said, answer="Lo añadimos.", by=cast.coordinator, scope=cast.la_paz.pk)
    assert list(draft.remarks.values_list("body", "answer")) == [("Falta el saneamiento.", "Lo añadimos.")]
    with time_machine.travel(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)), pytest.raises(ValidationError):
        positions.remark(draft, organisation=cast.riomayor, body="Tarde.", by=cast.other_coordinator)
    assert draft.remarks.count() == 1


def test_a_day_that_is_over_is_refused(cast: Cast, draft: Position) -> None:
    with pytest.raises(ValidationError) as refused:
        positions.open_consultation(draft, until=dt.date(2026, 5, 31), by=cast.coordinator, scope=cast.la_paz.pk)
    assert list(refused.value.error_dict) == ["consult_until"]


def test_whoever_is_not_invited_cannot_remark(cast: Cast, draft: Position) -> None:
    positions.open_consultation(draft, until=TODAY, by=cast.coordinator, scope=cast.la_paz.pk)
    with pytest.raises(ValidationError):
        positions.remark(draft, organisation=cast.riomayor, body="Hola", by=cast.other_coordinator)


def test_nobody_endorses_words_that_may_still_change(cast: Cast, draft: Position) -> None:
    positions.invite(draft, organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    with pytest.raises(ValidationError):
        endorsed(cast, draft)
    assert draft.endorsements.get().state == "invited"


def test_forty_endorse_each_in_its_own_name(cast: Cast, draft: Position) -> None:
    cities = [CityFactory(slug=f"ciudad-{number}") for number in range(40)]
    positions.invite(settled(draft), organisations=cities, by=cast.coordinator, scope=cast.la_paz.pk)
    assert Task.objects.open().filter(kind="position.endorse").count() == 40
    for number, one in enumerate(draft.endorsements.all()):
        positions.endorse(one, name=f"Persona {number}", office="Alcaldía", by=cast.other_coordinator)
    positions.publish(draft, by=cast.coordinator, scope=cast.la_paz.pk)
    assert draft.endorsements.filter(state="endorsed").count() == 40
    assert Task.objects.open().filter(kind="position.endorse").count() == 0
    draft.agreement.refresh_from_db()
    assert (Position.objects.public().count(), draft.agreement.published) == (1, True)
    assert list(Text.objects.values_list("published_body", flat=True)) == ["Pedimos **agua**."]


def test_an_endorsement_is_withdrawn_and_its_drafters_are_told(cast: Cast, draft: Position) -> None:
    positions.invite(settled(draft), organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    positions.decline(endorsed(cast, draft), said="Cambió el gobierno.", by=cast.other_coordinator)
    assert list(draft.endorsements.values_list("state", "said")) == [("withdrawn", "Cambió el gobierno.")]
    assert Notice.objects.filter(kind="position.withdrawn", user=cast.coordinator).count() == 1


def test_words_that_a_city_has_endorsed_are_not_opened_again(cast: Cast, draft: Position) -> None:
    positions.invite(draft, organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    endorsed(cast, settled(draft))
    with pytest.raises(ValidationError):
        negotiation.negotiate_again(
            draft.agreement, reason="Otra palabra.", organisation=cast.la_paz, by=cast.coordinator
        )
    draft.agreement.refresh_from_db()
    assert draft.agreement.state == "agreed"


def test_nobody_is_asked_to_endorse_a_text_that_is_open_again(cast: Cast) -> None:
    text = agreed_between(cast.la_paz, network=cast.ucci, kind="position")
    position = Position.objects.create(agreement=text)
    positions.invite(position, organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    assert Task.objects.open().filter(kind="position.endorse").count() == 1
    negotiation.negotiate_again(text, reason="Otra palabra.", organisation=cast.la_paz, by=cast.coordinator)
    assert Task.objects.open().filter(kind="position.endorse").count() == 0


def test_the_term_in_which_one_endorses_ends(cast: Cast, draft: Position) -> None:
    positions.invite(settled(draft), organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    positions.open_endorsement(draft, until=TODAY, by=cast.coordinator, scope=cast.la_paz.pk)
    with time_machine.travel(dt.datetime(2026, 6, 2, 12, tzinfo=dt.UTC)), pytest.raises(ValidationError):
        endorsed(cast, draft)


def test_an_endorsement_without_a_name_is_refused_by_the_database(cast: Cast, draft: Position) -> None:
    positions.invite(draft, organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    rows = Endorsement.objects.filter(position=draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="endorsed", answered_by=cast.coordinator, answered_at=dt.datetime.now(dt.UTC))


def test_a_draft_is_not_published(cast: Cast, draft: Position) -> None:
    with pytest.raises(ValidationError):
        positions.publish(draft, by=cast.coordinator, scope=cast.la_paz.pk)
    assert Position.objects.public().count() == 0


def test_what_came_back_comes_after_it_was_sent(cast: Cast, draft: Position) -> None:
    addressee = draft.addressees.get()
    reply = Reply(addressee=addressee, received_on=dt.date(2026, 5, 1), stance="received")
    with pytest.raises(ValidationError):
        positions.record_reply(reply, by=cast.coordinator, scope=cast.la_paz.pk)
    addressee.sent_on = dt.date(2026, 5, 2)
    positions.keep_addressee(addressee, by=cast.coordinator, scope=cast.la_paz.pk)
    with pytest.raises(ValidationError) as refused:
        positions.record_reply(reply, by=cast.coordinator, scope=cast.la_paz.pk)
    assert list(refused.value.error_dict) == ["received_on"]
    reply.received_on = dt.date(2026, 5, 20)
    positions.record_reply(reply, by=cast.coordinator, scope=cast.la_paz.pk)
    assert list(addressee.replies.values_list("stance", flat=True)) == ["received"]


def test_a_draft_is_known_to_those_whom_it_concerns_alone(cast: Cast, draft: Position) -> None:
    def who() -> list[str]:
        return [name for name, one in cast.everybody.items() if Position.objects.visible_to(one).exists()]

    assert who() == ["secretary", "coordinator", "colleague", "auditor"]
    positions.invite(draft, organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    assert who() == ["secretary", "coordinator", "colleague", "other_coordinator", "auditor"]
    positions.publish(settled(draft), by=cast.coordinator, scope=cast.la_paz.pk)
    assert who() == list(cast.everybody)


def test_a_position_begun_by_one_city_is_invited_to_and_endorsed_once_agreed(cast: Cast) -> None:
    begun = negotiation.begin_agreement(
        kind="position",
        titles={"es": "Por el agua"},
        languages=["es"],
        authentic=["es"],
        parties=[cast.la_paz],
        organisation=cast.la_paz,
        by=cast.coordinator,
    )
    draft = Position.objects.get(agreement=begun)
    positions.invite(draft, organisations=[cast.riomayor], by=cast.coordinator, scope=cast.la_paz.pk)
    assert draft.endorsements.count() == 1


def test_a_position_that_its_drafters_withdraw_is_public_no_longer(cast: Cast, draft: Position) -> None:
    positions.publish(settled(draft), by=cast.coordinator, scope=cast.la_paz.pk)
    negotiation.withdraw(draft.agreement, reason="Otra red lo dijo.", organisation=cast.la_paz, by=cast.coordinator)
    draft.agreement.refresh_from_db()
    assert (draft.agreement.published, list(Position.objects.visible_to(cast.visitor))) == (False, [])
    assert list(Position.objects.visible_to(cast.coordinator)) == [draft]
