"""All of an import is written or nothing, by the rooms; it is undone as a whole while nothing builds on it."""

import datetime as dt

import pytest
from django.db import DataError, IntegrityError, OperationalError
from tests.factories.actors import NeedFactory, PersonFactory
from tests.imports.bringing import again, checked, states, table, undone, written

from entreciudades.actors.models import Consent, Membership, NetworkMember, NetworkPost, Organisation, Person
from entreciudades.actors.services import answer_membership
from entreciudades.core.errors import MoveRefused
from entreciudades.core.models import AuditEvent, IndexEntry
from entreciudades.imports import jobs, services
from entreciudades.imports.errors import NotReady
from entreciudades.processes.search import search

pytestmark = pytest.mark.django_db

HEADINGS = ["Nombre", "Ciudad", "Correo", "Cargo"]


@pytest.fixture
def here(cast):
    return PersonFactory(organisation=cast.la_paz, name="Ana Inventada", email="ana@example.org", posts={"es": "Jefa"})


@pytest.fixture
def brought(cast, here):
    """One row that changes, two that are new."""
    return checked(
        cast,
        table(
            ["Ana Inventada", "La Paz", "ana@example.org", "Directora"],
            ["Beto Inventado", "Riomayor", "beto@example.org", "Asesor"],
            ["Carla Inventada", "La Paz", "carla@example.org", ""],
            headings=HEADINGS,
        ),
    )


def people():
    return list(Person.objects.order_by("name").values_list("name", "organisation__slug", "email", "posts"))


@pytest.mark.usefixtures("uncoordinated")
def test_all_rows_are_written_each_with_its_event(cast, brought, here):
    written(cast, brought)

    assert people() == [
        ("Ana Inventada", "la-paz-bo", "ana@example.org", {"es": "Directora"}),
        ("Beto Inventado", "riomayor", "beto@example.org", {"es": "Asesor"}),
        ("Carla Inventada", "la-paz-bo", "carla@example.org", {}),
    ]
    events = AuditEvent.objects.filter(object_kind="actors.person").order_by("pk")
    assert [(one.verb, one.actor, one.scope) for one in events] == [
        ("person.changed", cast.secretary, cast.la_paz.pk),
        ("person.added", cast.secretary, cast.riomayor.pk),
        ("person.added", cast.secretary, cast.la_paz.pk),
    ]
    told = AuditEvent.objects.get(verb="import.written")
    assert (told.scope, told.details) == (cast.ucci.pk, {"kind": "contacts", "added": 2, "changed": 1})


def test_nothing_is_written_where_one_row_is_refused(cast, brought, monkeypatch):
    before = people()

    def refuse(*_arguments, **_words):
        raise IntegrityError("refused at the last moment")

    monkeypatch.setattr("entreciudades.actors.bulk.add_parts", refuse)
    found = written(cast, brought)

    assert people() == before
    assert (found.state, found.failure["code"]) == ("checked", "refused")
    assert AuditEvent.objects.filter(object_kind="actors.person").count() == 0


@pytest.mark.parametrize("error", [DataError, FileNotFoundError])
def test_what_fails_each_time_ends_and_is_not_tried_for_ever(cast, brought, monkeypatch, error):
    def fail(*_arguments, **_words):
        raise error("each time")

    monkeypatch.setattr("entreciudades.actors.bulk.add_parts", fail)
    found = written(cast, brought)
    assert (found.state, found.failure["code"], jobs.next_import()) == ("checked", "error", False)


def test_what_may_go_better_is_tried_again(cast, brought, monkeypatch):
    def fail(*_arguments, **_words):
        raise OperationalError("the database is away")

    monkeypatch.setattr("entreciudades.actors.bulk.add_parts", fail)
    with pytest.raises(OperationalError):
        written(cast, brought)
    assert again(brought).state == "writing"


def test_rows_that_wait_for_a_word_block_the_whole(cast):
    found = checked(cast, table(["", "La Paz"], ["Beto Inventado", "La Paz"], headings=HEADINGS[:2]))
    with pytest.raises(NotReady) as refused:
        services.confirm(found, by=cast.secretary)
    assert refused.value.waiting == 1

    services.leave_out(found, numbers=None, out=True, by=cast.secretary)
    found = written(cast, found)

    assert [one[0] for one in people()] == ["Beto Inventado"]
    assert found.counts == {"new": 1, "changed": 0, "same": 0, "double": 0, "problem": 0, "left_out": 1}


@pytest.mark.usefixtures("uncoordinated")
def test_what_changed_since_the_dry_run_asks_for_another(cast, brought, here):
    Person.objects.filter(pk=here.pk).update(posts={"es": "Alcaldesa"})

    found = written(cast, brought)

    assert (found.state, found.outdated, found.failure) == (
        "checked",
        True,
        {"code": "outdated", "rows": [{"number": 2}], "more": 0},
    )
    assert Person.objects.count() == 1
    with pytest.raises(NotReady):
        services.confirm(found, by=cast.secretary)
    services.check_again(found, by=cast.secretary)
    jobs.next_import()
    assert again(found).lines.get(number=2).changes == {"posts:es": ["Alcaldesa", "Directora"]}
    assert written(cast, found).state == "written"


def test_a_new_row_that_came_otherwise_meanwhile_is_not_entered_twice(cast, brought):
    PersonFactory(organisation=cast.riomayor, name="Beto Inventado", email="beto@example.org")

    assert written(cast, brought).failure == {"code": "outdated", "rows": [{"number": 3}], "more": 0}


def test_who_lost_the_right_meanwhile_writes_nothing(cast, brought):
    services.confirm(brought, by=cast.secretary)
    Membership.objects.filter(user=cast.secretary).delete()

    jobs.next_import()

    assert (again(brought).state, again(brought).failure) == ("checked", {"code": "not-allowed"})
    assert Person.objects.count() == 1


@pytest.mark.usefixtures("uncoordinated")
def test_undone_all_is_as_it_was(cast, brought, here):
    before = people()

    found = undone(cast, written(cast, brought))

    assert (found.state, found.failure) == ("undone", {})
    assert people() == before
    told = AuditEvent.objects.get(verb="import.undone")
    assert told.details == {"kind": "contacts", "removed": 2, "restored": 1}


@pytest.mark.usefixtures("uncoordinated")
def test_undone_it_may_be_written_again(cast, brought):
    found = undone(cast, written(cast, brought))

    services.check_again(found, by=cast.secretary)
    jobs.next_import()

    assert states(found) == [(2, "changed"), (3, "new"), (4, "new")]
    assert written(cast, found).state == "written"


@pytest.mark.usefixtures("uncoordinated")
def test_what_was_built_on_it_is_named_and_nothing_is_undone(cast, brought, here):
    found = written(cast, brought)
    Person.objects.filter(pk=here.pk).update(posts={"es": "Alcaldesa"})
    Consent.objects.create(person=Person.objects.get(name="Beto Inventado"), how="mail", given_on=dt.date(2026, 1, 1))
    Person.objects.get(name="Carla Inventada").delete()
    after = people()

    found = undone(cast, found)

    assert (found.state, found.failure["code"]) == ("written", "built-on")
    assert [(one["number"], one["why"], len(one.get("by", []))) for one in found.failure["rows"]] == [
        (2, "changed", 0),
        (3, "built-on", 1),
        (4, "gone", 0),
    ]
    assert people() == after


def test_only_what_is_written_is_undone_and_only_what_is_checked_is_written(cast, brought):
    with pytest.raises(MoveRefused):
        services.take_back(brought, by=cast.secretary)
    written(cast, brought)
    with pytest.raises(MoveRefused):
        services.confirm(brought, by=cast.secretary)


def test_organisations_are_found_by_the_search_and_gone_when_undone(cast):
    data = table(["Puerto Claro", "Chile"], headings=["Nombre", "País"])

    found = written(cast, checked(cast, data, kind="organisations"))
    assert [hit.title for hit in search("puerto claro", language="es", user=cast.secretary)] == ["Puerto Claro"]

    found = undone(cast, found)
    assert found.state == "undone"
    assert Organisation.objects.filter(sort_name="puerto claro").count() == 0
    assert search("puerto claro", language="es", user=cast.secretary) == ()
    assert IndexEntry.objects.filter(title="Puerto Claro").count() == 0


def test_a_membership_that_came_by_a_file_ends_when_it_is_undone(cast):
    Organisation.objects.filter(pk=cast.puertos.pk).update(published=True)
    data = table([cast.puertos.slug], headings=["Dirección corta"])
    found = written(cast, checked(cast, data, kind="organisations"))
    assert NetworkMember.objects.filter(network=cast.ucci, organisation=cast.puertos).count() == 1

    assert undone(cast, found).state == "undone"

    assert NetworkMember.objects.filter(network=cast.ucci, organisation=cast.puertos).count() == 0


def _a_post(cast, city):
    NetworkPost.objects.create(member=city.networks.get(network=cast.ucci), titles={"es": "Presidencia"})


def _an_answer(cast, city):
    answer_membership(city.networks.get(network=cast.ucci), confirms=True, by=None)


def _another_network(cast, city):
    NetworkMember.objects.create(network=cast.puertos, organisation=city)


@pytest.mark.parametrize(
    ("builds", "says"),
    [(_a_post, "cargo en una red"), (_an_answer, "confirmada"), (_another_network, "integrante de la red")],
)
def test_what_rests_on_a_new_membership_is_not_lost(cast, builds, says):
    data = table(["Puerto Claro", "Chile"], headings=["Nombre", "País"])
    found = written(cast, checked(cast, data, kind="organisations"))
    city = Organisation.objects.get(sort_name="puerto claro")
    builds(cast, city)
    held = NetworkMember.objects.filter(organisation=city).count()

    found = undone(cast, found)

    assert (found.state, found.failure["code"]) == ("written", "built-on")
    assert [(one["why"], one["by"]) for one in found.failure["rows"]] == [("built-on", [says])]
    assert NetworkMember.objects.filter(organisation=city).count() == held


@pytest.mark.parametrize("builds", [_a_post, _an_answer])
def test_nor_what_rests_on_the_membership_of_one_that_was_here(cast, builds):
    Organisation.objects.filter(pk=cast.puertos.pk).update(published=True)
    found = written(cast, checked(cast, table([cast.puertos.slug], headings=["Dirección corta"]), kind="organisations"))
    builds(cast, cast.puertos)

    found = undone(cast, found)

    assert (found.state, found.failure["code"], len(found.failure["messages"])) == ("written", "refused", 1)
    assert cast.puertos.networks.filter(network=cast.ucci).count() == 1


def test_an_organisation_on_which_something_hangs_is_not_undone(cast):
    found = written(
        cast, checked(cast, table(["Puerto Claro", "Chile"], headings=["Nombre", "País"]), kind="organisations")
    )
    NeedFactory(organisation=Organisation.objects.get(sort_name="puerto claro"))

    assert undone(cast, found).state == "written"
    assert Organisation.objects.filter(sort_name="puerto claro").count() == 1


def test_as_many_queries_for_thirty_rows_as_for_three(cast, django_assert_max_num_queries):
    counts = []
    for rows, kind in ((3, "contacts"), (30, "contacts"), (3, "organisations"), (30, "organisations")):
        lines = [[f"Nombre{rows}{place} Inventado{place}", "La Paz"] for place in range(rows)]
        headings = ["Nombre", "Ciudad"] if kind == "contacts" else ["Nombre (español)", "Fuente"]
        data = table(*lines, headings=headings)
        found = checked(cast, data, kind=kind)
        if services.undecided(found):
            services.answer_all_others(found, by=cast.secretary)
        services.confirm(found, by=cast.secretary)
        with django_assert_max_num_queries(60) as queries:
            jobs.next_import()
        assert again(found).state == "written"
        counts.append(len(queries))
    assert (counts[0], counts[2]) == (counts[1], counts[3])
