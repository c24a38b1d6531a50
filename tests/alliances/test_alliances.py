"""Alliances with their parties: recorded one or many at once, found by the search, shown to whom they concern."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from tests.factories.actors import CityFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.calls import SearchFactory
from tests.factories.cast import Cast

from entreciudades.alliances.bulk import RecordedAlliance, record_alliances, remove_alliances
from entreciudades.alliances.indexing import title_of
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.rules import SEE_ALLIANCE
from entreciudades.alliances.services import record_alliance
from entreciudades.core.models import AuditEvent, IndexEntry
from entreciudades.processes.reindex import rebuild_index
from entreciudades.processes.search import search
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db


def record(cast: Cast, **fields: Any) -> Alliance:
    row = Alliance(**({"network": cast.ucci, "programme_name": "Cuencas", "source": "Boletín 4"} | fields))
    return record_alliance(
        row,
        parties=[cast.la_paz, cast.riomayor],
        names={cast.riomayor.pk: "Rio Mayor"},
        links={"themes": Term.objects.filter(pk="iuc:7")},
        by=cast.secretary,
    )


def parties(alliance: Alliance) -> list[tuple[str, str]]:
    return [(seat.organisation.slug, seat.name) for seat in alliance.seats.select_related("organisation")]


def entries() -> list[tuple[Any, ...]]:
    fields = ("object_id", "language", "title", "title_terms", "body_terms")
    return list(IndexEntry.objects.filter(object_kind="alliances.alliance").order_by(*fields[:2]).values_list(*fields))


def test_an_alliance_is_kept_with_its_parties_and_told_in_its_networks_trail(cast: Cast) -> None:
    alliance = record(cast)
    assert (alliance.slug, parties(alliance)) == (
        "cuencas-la-paz-riomayor",
        [("la-paz-bo", ""), ("riomayor", "Rio Mayor")],
    )
    record_alliance(alliance, parties=[cast.riomayor, cast.puertos], by=cast.secretary)
    assert parties(alliance) == [("riomayor", "Rio Mayor"), ("puertos", "")]
    told = AuditEvent.objects.filter(object_kind="alliances.alliance").order_by("id").values_list("verb", "scope")
    assert list(told) == [("alliance.added", cast.ucci.pk), ("alliance.changed", cast.ucci.pk)]


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"starts": "2019", "ends": "2018"}, "ends"),
        ({"starts": "ayer"}, "starts"),
        ({"basis": "romance"}, "basis"),
        ({"source_urls": ["ftp://example.org"]}, "source_urls"),
        ({"source_urls": ["example.org"]}, "source_urls"),
        ({"published": True, "source": ""}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast: Cast, fields: dict[str, Any], at_fault: str) -> None:
    with pytest.raises(ValidationError) as refused:
        record(cast, **fields)
    assert list(refused.value.message_dict) == [at_fault]
    assert (Alliance.objects.count(), Seat.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_nobody_goes_alone(cast: Cast) -> None:
    for alone in ([cast.la_paz], [cast.la_paz, cast.la_paz]):
        with pytest.raises(ValidationError):
            record_alliance(Alliance(), parties=alone, by=cast.secretary)


def test_the_database_holds_what_is_public_to_a_source(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AllianceFactory(published=True, source="")
    AllianceFactory(published=True, source="", source_urls=["https://example.org"])
    AllianceFactory(published=True, source="", search=SearchFactory())
    assert Alliance.objects.count() == 2


def test_who_may_know_of_an_alliance(cast: Cast) -> None:
    hidden = CityFactory(published=False)
    rows = {
        "public": AllianceFactory(published=True, parties=[cast.la_paz, cast.riomayor]),
        "public with a hidden party": AllianceFactory(published=True, parties=[cast.la_paz, hidden]),
        "of the network": AllianceFactory(network=cast.ucci, parties=[CityFactory(), CityFactory()]),
        "of La Paz": AllianceFactory(parties=[cast.la_paz, CityFactory()]),
    }
    seen = {
        name: {key for key, row in rows.items() if row in set(Alliance.objects.visible_to(user))}
        for name, user in cast.everybody.items()
    }
    all_but_network = {"public", "public with a hidden party", "of La Paz"}
    assert seen == {
        "visitor": {"public"},
        "coordinator": all_but_network,
        "colleague": all_but_network,
        "other_coordinator": {"public"},
        "secretary": {"public", "of the network"},
        "second_secretary": {"public"},
        "reviewer": {"public"},
        "auditor": {"public", "of the network"},
    }
    for name, user in cast.everybody.items():
        assert {key for key, row in rows.items() if SEE_ALLIANCE.predicate(user, row)} == seen[name]


def test_many_at_once_are_as_one_by_one(cast: Cast) -> None:
    one = record(cast)
    alone = [entry[2:] for entry in entries()]
    both = [cast.la_paz.pk, cast.riomayor.pk]

    def rows(count: int) -> list[RecordedAlliance]:
        made = [Alliance(network=cast.ucci, programme_name="Cuencas", source="Boletín 4") for _number in range(count)]
        return [RecordedAlliance(row, both, {cast.riomayor.pk: "Rio Mayor"}, ["iuc:7"]) for row in made]

    def asked(count: int) -> int:
        with CaptureQueriesContext(connection) as context:
            record_alliances(rows(count), by=cast.secretary, scope=cast.ucci.pk)
        return len(context)

    assert asked(1) == asked(30)
    other = Alliance.objects.order_by("-pk").first()
    assert other
    assert (other.slug, parties(other)) == ("cuencas-la-paz-riomayor-32", parties(one))
    assert [entry[2:] for entry in entries() if entry[0] == other.pk] == alone

    one.programme_name = "Puertos"
    record_alliances([RecordedAlliance(one)], by=cast.secretary, scope=cast.ucci.pk)
    one.refresh_from_db()
    assert (one.programme_name, parties(one)[1]) == ("Puertos", ("riomayor", "Rio Mayor"))
    remove_alliances(list(Alliance.objects.all()), by=cast.secretary, scope=cast.ucci.pk)
    assert (Alliance.objects.count(), Seat.objects.count(), entries()) == (0, 0, [])


def test_the_index_made_anew_is_the_same(cast: Cast) -> None:
    record(cast, topics={"en": "Urban drainage"}, titles={})
    before = entries()
    rebuild_index()
    assert (entries(), len(before)) == (before, 3)


@pytest.mark.parametrize("said", ["riomayor", "rio mayor", "cuencas", "drainage", "residuos", "bolivia", "ucci"])
def test_it_is_found_by_its_parties_programme_themes_and_countries(cast: Cast, said: str) -> None:
    alliance = record(cast, topics={"en": "Urban drainage"}, published=True)
    hits = search(said, language="es", user=AnonymousUser(), kinds=["alliances.alliance"])
    assert [(hit.object_id, hit.title) for hit in hits] == [(alliance.pk, "La Paz – Riomayor")]


def test_a_title_of_its_own_comes_before_its_parties(cast: Cast) -> None:
    alliance = record(cast, titles={"es": "Alianza de los ríos"})
    assert (alliance.slug, title_of(alliance, "pt")) == ("cuencas-alianza-de-los-rios", "Alianza de los ríos")


@pytest.mark.parametrize(
    ("starts", "ends", "years"),
    [
        (None, None, []),
        ("2018", None, [2018, 2019, 2020, 2021]),
        ("2018-11", "2019-02", [2018, 2019]),
        (None, "2019", [2017, 2018, 2019]),
        ("2019", "2019", [2019]),
    ],
)
def test_the_years_in_which_it_was_under_way(
    cast: Cast, starts: str | None, ends: str | None, years: list[int]
) -> None:
    AllianceFactory(starts=starts, ends=ends)
    found = [year for year in range(2017, 2022) if Alliance.objects.all().under_way_in(year).exists()]
    assert found == years
    assert Alliance.objects.all().undated().exists() == (not starts and not ends)


def test_it_holds_on_a_day_until_its_end_is_over(cast: Cast) -> None:
    AllianceFactory(ends="2019-06")
    days = [dt.date(2019, 6, 30), dt.date(2019, 7, 1)]
    assert [Alliance.objects.all().in_force(day).exists() for day in days] == [True, False]


def test_a_party_is_not_deleted_under_its_alliance(cast: Cast) -> None:
    record(cast)
    with pytest.raises(ProtectedError):
        cast.riomayor.delete()
