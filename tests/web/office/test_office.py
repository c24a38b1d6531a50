"""The office of a network: what is stuck and with whom; an auditor reads, and another network finds nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.actors import CityFactory, NetworkMemberFactory, NetworkPostFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.whole import whole_programme
from tests.web.conftest import As

from entreciudades.actors.models import Adoption, NetworkMember, Organisation
from entreciudades.core.models import OutboxMessage, Text
from entreciudades.methodologies.models import Methodology
from entreciudades.programmes.models import Channel, Programme
from entreciudades.programmes.progress import progress_of
from entreciudades.programmes.progress_of_all import progress_of_all
from entreciudades.programmes.services import keep_part

OFFICE = "/office/ucci/"
READ = ["", "members/", "bodies/", "fees/", "methodologies/", "practices/"]
WRITE = ["programmes/add/", "organisations/add/", "members/members/", "members/members/add/", "members/posts/add/"]


@pytest.fixture
def programme(cast: Cast) -> Programme:
    made = whole_programme(1, holder=cast.la_paz, network=cast.ucci, slug="la-paz-2017", titles={"es": "PCI de La Paz"})
    Adoption.objects.create(network=cast.ucci, methodology=made.methodology)
    PracticeFactory(organisation=cast.la_paz, network=cast.ucci, methodology=made.methodology)
    return made


@pytest.fixture
def office(cast: Cast, sign_in: As) -> Client:
    """The secretary of UCCI in her office."""
    return sign_in(cast.secretary)


def followed(client: Client, address: str = OFFICE) -> list[Any]:
    page = client.get(address)
    rows: list[Any] = page.context["followed"]
    return rows


def test_the_office_of_one_network_opens_at_once(office: Client) -> None:
    assert office.get("/office/").headers["Location"] == OFFICE


@pytest.mark.parametrize("page", READ + WRITE)
def test_pages_answer_their_secretary(page: str, programme: Programme, office: Client) -> None:
    assert office.get(OFFICE + page).status_code == 200


@pytest.mark.parametrize("page", READ)
def test_an_auditor_reads_and_finds_no_button(page: str, cast: Cast, programme: Programme, sign_in: As) -> None:
    answer = sign_in(cast.auditor).get(OFFICE + page)

    assert answer.status_code == 200
    content = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert "<form" not in content
    assert 'class="btn' not in content


@pytest.mark.parametrize("page", [*WRITE, "methodologies/adopt/"])
def test_an_auditor_changes_nothing(page: str, cast: Cast, programme: Programme, sign_in: As) -> None:
    assert sign_in(cast.auditor).post(OFFICE + page, {}).status_code == 403


@pytest.mark.parametrize("person", ["second_secretary", "coordinator", "colleague", "other_coordinator", "reviewer"])
@pytest.mark.parametrize("page", READ + WRITE)
def test_nobody_else_comes_in(page: str, person: str, cast: Cast, sign_in: As) -> None:
    assert sign_in(getattr(cast, person)).get(OFFICE + page).status_code == 403
    assert Client().get(OFFICE + page).status_code == 302


def test_the_second_networks_secretary_finds_nothing_of_the_first(
    cast: Cast, programme: Programme, sign_in: As
) -> None:
    second = sign_in(cast.second_secretary)

    assert followed(second, "/office/puertos/") == []
    for page in READ[1:]:
        content = second.get(f"/office/puertos/{page}").content.decode()
        assert "La Paz" not in content
        assert "practica-" not in content
    assert second.get("/office/programmes/la-paz-2017/remind/").status_code == 404


def test_what_rests_longest_comes_first_and_says_with_whom_it_lies(
    cast: Cast, programme: Programme, office: Client
) -> None:
    stuck = ProgrammeFactory(holder=CityFactory(), network=cast.ucci, slug="sin-nadie")
    Text.objects.filter(object_kind="programmes.programme").update(updated_at=timezone.now() - timedelta(days=41))

    rows = followed(office)

    assert [(row.programme, row.days, row.coordinators) for row in rows] == [
        (stuck, None, ()),
        (programme, 41, (cast.coordinator,)),
    ]
    assert rows[0].progress.missing != ()

    keep_part(Channel(programme=stuck, names={"es": "Radio"}), by=cast.coordinator)
    assert [(row.programme, row.days) for row in followed(office)] == [(programme, 41), (stuck, 0)]


def test_progress_of_many_is_that_of_each(cast: Cast, programme: Programme) -> None:
    Text.objects.filter(section="3.11/social").delete()
    programme.beneficiaries.all().delete()
    empty = ProgrammeFactory(holder=cast.riomayor, network=cast.ucci)
    of_network = whole_programme(
        1, holder=cast.puertos, network=cast.puertos, variant="network", methodology=programme.methodology
    )

    many = progress_of_all(Programme.objects.select_related("holder", "methodology"))

    assert many == {one.pk: progress_of(one) for one in (programme, empty, of_network)}


@pytest.mark.parametrize("rows", [3, 20])
def test_the_office_asks_the_same_with_many_programmes(
    rows: int, cast: Cast, office: Client, django_assert_max_num_queries: Any
) -> None:
    methodology = MethodologyFactory()
    for _number in range(rows):
        ProgrammeFactory(holder=CityFactory(), network=cast.ucci, methodology=methodology)

    with django_assert_max_num_queries(15):
        assert len(followed(office)) == rows


def test_a_reminder_goes_to_the_coordinators(programme: Programme, cast: Cast, office: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "entreciudades.core.mail.OutboxEmailBackend"  # the runner puts its own in its place
    Text.objects.filter(section="1.2").delete()
    address = "/office/programmes/la-paz-2017/remind/"
    assert [person.pk for person in office.get(address).context["people"]] == [cast.coordinator.pk]

    assert office.post(address, {"message": "¿Cómo va?"}).headers["Location"] == OFFICE

    [mail] = OutboxMessage.objects.filter(kind="mail")
    assert mail.payload["to"] == [cast.coordinator.email]
    assert "¿Cómo va?" in mail.payload["body"]
    assert "/desk/programmes/la-paz-2017/" in mail.payload["body"]


def test_a_reminder_to_nobody_is_said_and_keeps_the_message(cast: Cast, office: Client) -> None:
    ProgrammeFactory(holder=CityFactory(), network=cast.ucci, slug="sin-nadie")

    page = office.post("/office/programmes/sin-nadie/remind/", {"message": "¿Cómo va?"})

    assert list(page.context["form"].errors) == ["__all__"]
    assert page.context["form"]["message"].value() == "¿Cómo va?"
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("person", ["auditor", "coordinator", "reviewer", "second_secretary"])
def test_only_the_secretary_reminds(person: str, cast: Cast, programme: Programme, sign_in: As) -> None:
    answer = sign_in(getattr(cast, person)).post("/office/programmes/la-paz-2017/remind/", {"message": "x"})

    assert answer.status_code in {403, 404}
    assert OutboxMessage.objects.count() == 0


def test_a_programme_is_begun_for_a_member_city(cast: Cast, programme: Programme, office: Client) -> None:
    adoption = cast.ucci.adoptions.get()
    form = {
        "holder": cast.riomayor.pk,
        "variant": f"{adoption.pk}:city",
        "titles_es": "PCI de Riomayor",
        "edition": "2026",
    }

    assert office.post(f"{OFFICE}programmes/add/", form).status_code == 302

    made = Programme.objects.get(holder=cast.riomayor)
    assert (made.network, made.methodology, made.variant) == (cast.ucci, programme.methodology, "city")
    assert (made.titles, str(made.edition), made.state) == ({"es": "PCI de Riomayor"}, "2026", "draft")


def test_a_variant_for_a_network_does_not_fit_a_city(cast: Cast, programme: Programme, office: Client) -> None:
    adoption = cast.ucci.adoptions.get()
    form = {"holder": cast.riomayor.pk, "variant": f"{adoption.pk}:network", "titles_es": "PCI", "edition": "2026"}

    page = office.post(f"{OFFICE}programmes/add/", form)

    assert list(page.context["form"].errors) == ["variant"]
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"edition": "pronto"}, "edition"),
        ({"titles_es": ""}, "titles"),
        ({"variant": "9:city"}, "variant"),
        ({"holder": "0"}, "holder"),
    ],
)
def test_bad_input_stays_in_the_form(
    changed: dict[str, str], field: str, cast: Cast, programme: Programme, office: Client
) -> None:
    adoption = cast.ucci.adoptions.get()
    form = {"holder": cast.riomayor.pk, "variant": f"{adoption.pk}:city", "titles_es": "PCI", "edition": "2026"}

    page = office.post(f"{OFFICE}programmes/add/", form | changed)

    assert list(page.context["form"].errors) == [field]


def test_only_members_hold_programmes_of_the_network(cast: Cast, programme: Programme, office: Client) -> None:
    stranger = CityFactory()

    holders = set(office.get(f"{OFFICE}programmes/add/").context["form"].fields["holder"].queryset)

    assert stranger not in holders
    assert holders == {cast.ucci, cast.la_paz, cast.riomayor}


def test_an_organisation_is_entered_as_a_member(cast: Cast, office: Client) -> None:
    form = {"names_es": "Santa Bruma", "form": "city", "kind": "actor:municipal", "fictional_country_es": "Lusarda"}

    assert office.post(f"{OFFICE}organisations/add/", form).status_code == 302

    made = Organisation.objects.get(slug="santa-bruma")
    assert NetworkMember.objects.filter(network=cast.ucci, organisation=made).count() == 1


def test_a_member_leaves_by_its_date(cast: Cast, office: Client) -> None:
    member = cast.ucci.members.get(organisation=cast.riomayor)
    form = {"organisation": cast.riomayor.pk, "since": "2010", "until": "2020-06"}

    assert office.post(f"{OFFICE}members/members/{member.pk}/", form).status_code == 302

    member.refresh_from_db()
    assert (str(member.since), str(member.until)) == ("2010", "2020-06")


def test_members_of_another_network_are_not_changed_here(cast: Cast, office: Client) -> None:
    other = NetworkMemberFactory(network=cast.puertos)

    assert office.post(f"{OFFICE}members/members/{other.pk}/remove/").status_code == 404
    assert NetworkMember.objects.filter(pk=other.pk).exists()


def test_members_are_listed_with_their_posts(cast: Cast, office: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(10):
        NetworkPostFactory(member=NetworkMemberFactory(network=cast.ucci))

    with django_assert_max_num_queries(12):
        page = office.get(f"{OFFICE}members/").context["page"]

    assert sum(len(member.posts.all()) for member in page) == 10


def test_a_newer_version_is_adopted_and_programmes_keep_theirs(
    cast: Cast, programme: Programme, office: Client
) -> None:
    newer: Methodology = MethodologyFactory(version="1.1")

    office.post(f"{OFFICE}methodologies/adopt/", {"methodology": newer.pk})

    assert [adoption.methodology.version for adoption in cast.ucci.adoptions.order_by("pk")] == ["1.0", "1.1"]
    programme.refresh_from_db()
    assert programme.methodology.version == "1.0"


@pytest.mark.parametrize("unknown", ["", "x", "²", "9" * 5000])
def test_an_unknown_methodology_is_not_found(programme: Programme, office: Client, unknown: str) -> None:
    assert office.post(f"{OFFICE}methodologies/adopt/", {"methodology": unknown}).status_code == 404
