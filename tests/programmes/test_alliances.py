"""The programme of an alliance: all its parties write it, each adopts it for itself, as it was read."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from tests.factories.actors import CityFactory, DepartmentFactory, MembershipFactory
from tests.factories.lives import Living, running
from tests.factories.programmes import ProgrammeFactory

from entreciudades.accounts.models import User
from entreciudades.alliances.services import parties
from entreciudades.core.canonical import digest_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.models import AuditEvent
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.notices.models import Notice
from entreciudades.programmes import rules, services
from entreciudades.programmes.adopted import adopted_by_parties, adopters_of, is_adopted_as_it_stands
from entreciudades.programmes.carriers import carriers_of
from entreciudades.programmes.content import content_of
from entreciudades.programmes.errors import NotAdopted, ProgrammeMoved
from entreciudades.programmes.models import (
    Activity,
    Programme,
    ProgrammeAdoption,
    ProgrammeDepartment,
    ProgrammeVersion,
    StrategicLine,
)
from entreciudades.programmes.progress import progress_of
from entreciudades.programmes.progress_of_all import progress_of_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def living() -> Living:
    return running(shipped_text("incidem-alianza"), form="phases", cities=3)


def begun(living: Living, **said: Any) -> Programme:
    asked: dict[str, Any] = {
        "holder": living.cities[0],
        "network": living.network,
        "methodology": living.alliance.methodology,
        "variant": "operative",
        "titles": {"es": "Programa operativo"},
        "edition": PartialDate.parse("2026"),
        "alliance": living.alliance,
        "by": living.by,
    }
    return services.create_programme(**(asked | said))


def write(programme: Programme, section: str, body: str, *, version: int = 0, by: User) -> None:
    services.write_section(programme, section, "es", body, expected_version=version, by=by)


def adopt(programme: Programme, living: Living, place: int) -> None:
    digest = digest_of(content_of(programme))
    services.adopt_programme(programme, seat=living.seat(place), digest=digest, by=living.coordinators[place])


def test_a_party_begins_it_under_the_alliance_and_all_parties_carry_it(living: Living) -> None:
    programme = begun(living)

    assert programme.slug == f"{living.alliance.slug}-2026"
    assert carriers_of(programme) == living.cities


@pytest.mark.parametrize(
    ("said", "at_fault"),
    [
        ({"holder": CityFactory.build}, "holder"),
        ({"variant": "phases"}, "variant"),
        ({"alliance": lambda: None}, "variant"),
    ],
)
def test_what_cannot_begin_is_refused_on_its_field(living: Living, said: dict[str, Any], at_fault: str) -> None:
    said = {name: CityFactory() if name == "holder" else value for name, value in said.items()}
    said = {name: value() if callable(value) else value for name, value in said.items()}

    with pytest.raises(ValidationError) as refused:
        begun(living, **said)

    assert list(refused.value.message_dict) == [at_fault]
    assert Programme.objects.count() == 0


def test_the_variant_of_a_city_is_not_for_an_alliance() -> None:
    living = running(shipped_text("ucci-pci"), form="pci")

    with pytest.raises(ValidationError) as refused:
        begun(living, variant="city")

    assert list(refused.value.message_dict) == ["variant"]


def test_editors_of_every_party_write_it_and_coordinators_publish(living: Living) -> None:
    programme = begun(living)
    colleague = MembershipFactory(organisation=living.cities[1], role="colleague").user
    stranger = MembershipFactory(organisation=CityFactory()).user
    everybody = {"second": living.coordinators[1], "colleague": colleague, "office": living.secretary, "none": stranger}

    def by(rule: Any) -> set[str]:
        return {name for name, user in everybody.items() if rule.predicate(user, programme)}

    assert by(rules.SEE) == {"second", "colleague", "office"}
    assert by(rules.EDIT) == by(rules.DESK) == {"second", "colleague"}
    assert by(rules.PUBLISH) == {"second"}
    assert by(rules.FOLLOW) == by(rules.REMIND) == {"office"}
    lists = {name: Programme.objects.at_desk_of(user) for name, user in everybody.items()}
    assert {name for name, rows in lists.items() if programme in rows} == by(rules.DESK)
    assert list(services.to_remind(programme).order_by("pk")) == living.coordinators


def test_who_has_left_writes_it_no_longer_even_as_its_holder(living: Living) -> None:
    programme = begun(living)
    parties.leave(living.seat(0), reason="Cambio de prioridades", on=None, by=living.by)

    assert not rules.EDIT.predicate(living.by, programme)
    assert list(Programme.objects.held_by(living.cities[0])) == []
    assert list(Programme.objects.held_by(living.cities[1])) == [programme]
    assert carriers_of(programme) == living.cities[1:]


def test_a_department_of_any_party_takes_part_and_no_other(living: Living) -> None:
    programme = begun(living)
    ours, others = DepartmentFactory(organisation=living.cities[2]), DepartmentFactory()

    services.keep_part(
        ProgrammeDepartment(programme=programme, department=ours, task="involved"), by=living.coordinators[1]
    )
    with pytest.raises(ValidationError) as refused:
        services.keep_part(ProgrammeDepartment(programme=programme, department=others, task="involved"), by=living.by)

    assert list(refused.value.message_dict) == ["department"]


def test_the_programme_lacks_its_texts_and_an_activity_until_they_are_there(living: Living) -> None:
    programme = begun(living)
    progress = progress_of(programme)

    assert (progress.done, progress.required) == (0, 7)
    assert progress_of_all([programme]) == {programme.pk: progress}
    for section in ("context", "contents", "expected-results", "resources", "deadlines", "monitoring"):
        write(programme, section, "palabra " * 25, by=living.by)
    line = services.keep_part(StrategicLine(programme=programme, number=1, titles={"es": "Agua"}), by=living.by)
    services.keep_part(Activity(programme=programme, line=line, titles={"es": "Visita"}), by=living.by)
    assert progress_of(programme).missing == ()


def test_each_party_adopts_for_itself_what_it_has_read(living: Living) -> None:
    programme = begun(living)
    write(programme, "context", "Tres ríos.", by=living.by)
    assert adopted_by_parties(programme) is None

    adopt(programme, living, 0)
    adopt(programme, living, 1)
    adopt(programme, living, 1)

    adopted = adopted_by_parties(programme)
    assert adopted is not None
    assert (adopted.version.number, [seat.organisation for seat in adopted.lacking]) == (1, living.cities[2:])
    assert adopted.version.content["texts"] == {"context": {"es": "Tres ríos."}}
    assert adopters_of(living.alliance) == {programme.pk: {living.seat(0).pk, living.seat(1).pk}}
    events = AuditEvent.objects.filter(verb="programme.adopted").order_by("pk")
    assert [event.scope for event in events] == [living.cities[0].pk, living.cities[1].pk]
    adopt(programme, living, 2)
    assert is_adopted_as_it_stands(programme)
    told = Notice.objects.filter(kind="alliance.programme-adopted", user=living.by)
    assert sorted(one.facts["organisation"]["es"] for one in told) == sorted(
        one.names["es"] for one in living.cities[1:]
    )


def test_a_change_makes_the_next_adoption_one_of_a_new_version(living: Living) -> None:
    programme = begun(living)
    for place in range(3):
        adopt(programme, living, place)
    write(programme, "context", "Cuatro ríos.", by=living.by)

    assert not is_adopted_as_it_stands(programme)
    adopt(programme, living, 2)

    adopted = adopted_by_parties(programme)
    assert adopted is not None
    assert adopted.version.number == 2
    assert adopters_of(living.alliance) == {programme.pk: {living.seat(2).pk}}


def test_what_was_changed_after_it_was_read_is_not_adopted(living: Living) -> None:
    programme = begun(living)
    read = digest_of(content_of(programme))
    write(programme, "context", "Otra cosa.", by=living.by)

    with pytest.raises(ProgrammeMoved):
        services.adopt_programme(programme, seat=living.seat(0), digest=read, by=living.by)

    assert ProgrammeVersion.objects.count() == 0


def test_nobody_adopts_the_programme_of_another_alliance_nor_who_does_not_take_part(living: Living) -> None:
    programme = begun(living)
    other = running()
    digest = digest_of(content_of(programme))
    parties.leave(living.seat(2), reason="Cambio de prioridades", on=None, by=living.coordinators[2])

    with pytest.raises(ValidationError):
        services.adopt_programme(programme, seat=other.seat(0), digest=digest, by=other.by)
    with pytest.raises(ValidationError):
        services.adopt_programme(programme, seat=living.seat(2), digest=digest, by=living.coordinators[2])

    assert ProgrammeVersion.objects.count() == 0


def test_it_is_published_once_all_have_adopted_it_as_it_stands(living: Living) -> None:
    programme = begun(living)
    adopt(programme, living, 0)
    with pytest.raises(NotAdopted):
        services.publish(programme, by=living.by)
    programme.refresh_from_db()
    assert programme.state == "draft"

    adopt(programme, living, 1)
    adopt(programme, living, 2)
    services.publish(programme, by=living.coordinators[1])

    programme.refresh_from_db()
    assert programme.is_public


def test_versions_and_adoptions_only_grow(living: Living) -> None:
    adopt(begun(living), living, 0)

    with connection.cursor() as cursor:
        for model in (ProgrammeAdoption, ProgrammeVersion):
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - the name of our own table


def test_the_programme_of_a_city_says_the_same_content_twice() -> None:
    programme = ProgrammeFactory()

    assert content_of(programme) == content_of(Programme.objects.get(pk=programme.pk))
