"""The programme of an alliance at the desks of its parties and in the office: begun, read, adopted, published."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from tests.factories.actors import MembershipFactory, NetworkFactory
from tests.factories.lives import Living, pack_text, running
from tests.web.conftest import As

from entreciudades.actors.models import Organisation
from entreciudades.core.canonical import digest_of
from entreciudades.core.dates import PartialDate
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.programmes import services
from entreciudades.programmes.content import content_of
from entreciudades.programmes.models import Programme, ProgrammeAdoption

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Living:
    """Two cities under way in the six phases of INCIDEM."""
    return running(shipped_text("incidem-alianza"), form="phases")


@pytest.fixture
def programme(found: Living) -> Programme:
    """Begun by the first city."""
    assert found.alliance.methodology is not None
    made = services.create_programme(
        holder=found.cities[0],
        network=found.network,
        methodology=found.alliance.methodology,
        variant="operative",
        titles={"es": "Agua para todos"},
        edition=PartialDate.parse("2026"),
        alliance=found.alliance,
        by=found.by,
    )
    services.write_section(made, "context", "es", "Dos **cuencas** que se secan.", expected_version=0, by=found.by)
    return made


def at(found: Living, name: str, *keys: object, place: int = 0, space: str = "desk") -> str:
    owner = found.network if space == "office" else found.cities[place]
    return reverse(f"{space}:alliance-programme{name}", args=[owner.slug, found.alliance.slug, *keys])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_party_begins_it_and_the_other_finds_it_at_its_desk(found: Living, sign_in: As) -> None:
    said = {"variant": "operative", "titles_es": "Agua para todos", "edition": "2026"}
    answer = sign_in(found.by).post(at(found, "-begin"), said)

    made = Programme.objects.get()
    assert answer["Location"] == reverse("desk:programme", args=[made.slug])
    assert (made.alliance, made.holder, made.titles) == (found.alliance, found.cities[0], {"es": "Agua para todos"})
    other = sign_in(found.coordinators[1])
    page = text(other, at(found, "", place=1))
    assert reverse("desk:programme", args=[made.slug]) in page
    overview = text(other, reverse("desk:programme", args=[made.slug]))
    assert at(found, "", place=1) in overview
    assert reverse("desk:organisation", args=[found.cities[0].slug]) not in overview


def test_what_was_not_filled_is_asked_for_again(found: Living, sign_in: As) -> None:
    answer = sign_in(found.by).post(at(found, "-begin"), {"variant": "operative", "edition": "2026"})

    assert answer.status_code == 422
    assert Programme.objects.count() == 0


def test_a_methodology_without_such_a_programme_says_so_and_has_no_tab(sign_in: As) -> None:
    found = running(pack_text())
    client = sign_in(found.by)

    page = text(client, at(found, "-begin"))
    assert "<form" not in page.partition("<main")[2]
    overview = text(client, reverse("desk:alliance", args=[found.cities[0].slug, found.alliance.slug]))
    assert at(found, "") not in overview


def test_each_party_reads_it_and_adopts_what_it_has_read(found: Living, programme: Programme, sign_in: As) -> None:
    client, slug = sign_in(found.by), programme.slug
    page = text(client, at(found, "-adopt", slug))
    assert "<strong>cuencas</strong>" in page
    digest = digest_of(content_of(programme))
    assert f'value="{digest}"' in page

    answer = client.post(at(found, "-adopt", slug), {"digest": digest})
    assert answer["Location"] == at(found, "")
    assert [one.seat.organisation for one in ProgrammeAdoption.objects.all()] == [found.cities[0]]
    mine, theirs = text(client, at(found, "")), text(sign_in(found.coordinators[1]), at(found, "", place=1))
    assert at(found, "-adopt", slug) not in mine
    assert at(found, "-adopt", slug, place=1) in theirs
    version = text(client, at(found, "-version", slug, 1))
    assert "<strong>cuencas</strong>" in version
    assert found.by.get_full_name() in version


def test_what_changed_while_it_was_read_is_shown_instead(found: Living, programme: Programme, sign_in: As) -> None:
    digest = digest_of(content_of(programme))
    services.write_section(programme, "contents", "es", "Otra cosa.", expected_version=0, by=found.by)

    answer = sign_in(found.by).post(at(found, "-adopt", programme.slug), {"digest": digest})

    assert answer["Location"] == at(found, "-adopt", programme.slug)
    assert ProgrammeAdoption.objects.count() == 0


def test_colleagues_write_and_do_not_adopt_and_a_second_network_knows_nothing(
    found: Living, programme: Programme, sign_in: As
) -> None:
    colleague = sign_in(MembershipFactory(organisation=found.cities[1], role="colleague").user)
    stranger = sign_in(MembershipFactory(organisation=NetworkFactory(), role="secretary").user)
    adopt = at(found, "-adopt", programme.slug, place=1)

    assert adopt not in text(colleague, at(found, "", place=1))
    assert text(colleague, reverse("desk:section-edit", args=[programme.slug, "context", "es"]))
    assert colleague.post(adopt, {"digest": "0"}).status_code == 403
    assert stranger.get(at(found, "", space="office")).status_code == 403
    assert stranger.get(reverse("desk:programme", args=[programme.slug])).status_code == 404
    assert ProgrammeAdoption.objects.count() == 0


def test_the_office_reads_and_begins_nothing(found: Living, programme: Programme, sign_in: As) -> None:
    digest = digest_of(content_of(programme))
    services.adopt_programme(programme, seat=found.seat(0), digest=digest, by=found.by)
    office = sign_in(found.secretary)

    page = text(office, at(found, "", space="office"))
    assert "Agua para todos" in page
    assert "/desk/" not in page.partition("<main")[2]
    assert "<strong>cuencas</strong>" in text(office, at(found, "-version", programme.slug, 1, space="office"))
    assert office.get(at(found, "-version", programme.slug, 2, space="office")).status_code == 404


def test_it_can_be_published_once_all_have_adopted_it(found: Living, programme: Programme, sign_in: As) -> None:
    client = sign_in(found.coordinators[1])
    overview, publish = (
        reverse("desk:programme", args=[programme.slug]),
        reverse("desk:programme-move", args=[programme.slug, "publish"]),
    )
    assert publish not in text(client, overview)
    client.post(publish)
    programme.refresh_from_db()
    assert programme.state == "draft"

    for place in (0, 1):
        digest = digest_of(content_of(programme))
        services.adopt_programme(programme, seat=found.seat(place), digest=digest, by=found.coordinators[place])
    assert publish in text(client, overview)
    client.post(publish)

    programme.refresh_from_db()
    assert programme.state == "published"


def test_former_editions_ask_no_more_questions(found: Living, programme: Programme, sign_in: As) -> None:
    client, address = sign_in(found.by), at(found, "")
    text(client, address)
    with CaptureQueriesContext(connection) as one:
        text(client, address)
    for year in ("2020", "2022"):
        services.create_programme(
            holder=found.cities[1],
            network=found.network,
            methodology=programme.methodology,
            variant="operative",
            titles={"es": f"Edición {year}"},
            edition=PartialDate.parse(year),
            alliance=found.alliance,
            by=found.coordinators[1],
        )
    with CaptureQueriesContext(connection) as three:
        text(client, address)

    assert len(three) == len(one)


def test_readers_find_it_under_the_name_of_the_alliance_at_each_of_its_cities(
    found: Living, programme: Programme, client: Client
) -> None:
    for place in (0, 1):
        digest = digest_of(content_of(programme))
        services.adopt_programme(programme, seat=found.seat(place), digest=digest, by=found.coordinators[place])
    services.publish(programme, by=found.by)
    Organisation.objects.filter(pk__in=[one.pk for one in found.cities]).update(published=True)

    with override("es"):
        page = text(client, reverse("public:programme", args=[programme.slug]))
        city = text(client, reverse("public:city", args=[found.cities[1].slug]))
        address = reverse("public:programme", args=[programme.slug])
    assert "Alianza de los ríos" in page.partition("<main")[2]
    assert address in city
