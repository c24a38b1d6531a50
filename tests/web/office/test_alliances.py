"""All alliances of a network: those that are due first, found by city, state, methodology, stage and delay."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.actors import CityFactory, NetworkFactory
from tests.factories.alliances import AllianceFactory
from tests.factories.lives import Living, adopted, pack_text, proposed, running
from tests.web.conftest import As

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, AllianceStage


@pytest.fixture
def network(db: None) -> Organisation:
    return NetworkFactory(slug="bahias")


@pytest.fixture
def living(network: Organisation) -> Living:
    return running(network=network)


@pytest.fixture
def office(living: Living, sign_in: As) -> Client:
    return sign_in(living.secretary)


def due(alliance: Alliance, days: int) -> None:
    """Its stage under way is planned to end so many days from now."""
    day = timezone.localdate() + dt.timedelta(days)
    AllianceStage.objects.filter(alliance=alliance, state="under-way").update(planned_start=None, planned_end=day)


def listed(office: Client, query: str = "") -> list[str]:
    page = office.get(f"/office/bahias/alliances/{query}")
    return [line.alliance.slug for line in page.context["lines"]]


def test_those_that_are_due_come_first_and_what_sources_tell_last(
    office: Client, living: Living, network: Organisation
) -> None:
    told = AllianceFactory(network=network, slug="aaa", parties=[CityFactory()])
    AllianceFactory(slug="de-otra-red", parties=[CityFactory()])
    sooner = AllianceFactory(
        network=network, slug="zzz", state="running", methodology=living.alliance.methodology, form="only"
    )
    AllianceStage.objects.create(alliance=sooner, key="start", position=1, state="under-way")
    due(living.alliance, 30)
    due(sooner, -12)
    assert listed(office) == [sooner.slug, living.alliance.slug, told.slug]
    [late, in_time, none] = office.get("/office/bahias/alliances/").context["lines"]
    assert [(line.late, str(line.title or "")) for line in (late, in_time, none)] == [
        (12, "1. Etapa start"),
        (0, "1. Etapa start"),
        (0, ""),
    ]


def test_each_filter_finds_what_it_says(office: Client, living: Living, network: Organisation) -> None:
    CityFactory(names={"es": "Villa Serena"})
    serena = CityFactory(names={"es": "Puerto Sereno"})
    other = proposed(pack_text(version="2.0"), network=network).alliance
    told = AllianceFactory(network=network, slug="historia", parties=[serena])
    due(living.alliance, -1)
    first, second = living.alliance.methodology, other.methodology
    assert first is not None
    assert second is not None
    assert listed(office, "?city=sereno") == [told.slug]
    assert listed(office, "?city=villa") == []
    assert listed(office, "?state=proposed") == [other.slug]
    assert listed(office, f"?methodology={second.pk}") == [other.slug]
    assert listed(office, f"?stage={first.pk}/only/start") == [living.alliance.slug]
    assert listed(office, f"?stage={first.pk}/only/work") == []
    assert listed(office, "?delayed=yes") == [living.alliance.slug]
    assert listed(office, "?methodology=nothing&stage=x") == []


def test_the_stage_filter_offers_where_alliances_stand(office: Client, living: Living, network: Organisation) -> None:
    adopted(pack_text(version="2.0"), network=network)
    stages = office.get("/office/bahias/alliances/").context["stages"]
    methodology = living.alliance.methodology
    assert methodology is not None
    assert [(of, [(key, str(title)) for key, title in entries]) for of, entries in stages] == [
        (methodology, [(f"{methodology.pk}/only/start", "1. Etapa start")])
    ]


def test_more_alliances_ask_no_more(office: Client, living: Living, network: Organisation) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        office.get("/office/bahias/alliances/")
    for _number in range(2):
        running(pack_text(version=f"3.{_number}"), network=network)
    with CaptureQueriesContext(connection) as three:
        office.get("/office/bahias/alliances/")
    assert len(three) == len(one)
    assert len(one) <= 12


def test_an_empty_list_says_what_will_be_here(living: Living, office: Client) -> None:
    Alliance.objects.update(network=None, state="told", methodology=None)
    page = office.get("/office/bahias/alliances/").content.decode()
    assert ('<div class="empty">' in page, "<table" in page) == (True, False)
