"""A small city applies with two others, in time to the second; a provincial council is told why not; one mends."""

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import Page, expect
from tests.core.office_files import pdf
from tests.factories.actors import (
    CityFactory,
    MembershipFactory,
    OrganisationFactory,
    OrganisationFigureFactory,
    PersonFactory,
)
from tests.factories.calls import CallFactory
from tests.journeys.axe import faults

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Call, GroupMember, Submission
from entreciudades.core.models import OutboxMessage
from entreciudades.methodologies.models import Methodology

DESK = "/desk/organisations/valle-menor/"
VALDORIA = {"es": "Valdoria (país ficticio)"}
LETTER = {"name": "Consentimiento.pdf", "mimeType": "application/pdf", "buffer": pdf()}
ANSWERS = {
    "problem": "El río que comparten los tres municipios se desborda cada invierno y deja sin paso a los barrios de "
    "abajo, y nadie lo resuelve por separado: hace falta mirar la cuenca entera con quien ya lo hizo en su casa.",
    "actors": "La comunidad de regantes, la universidad y los comités de barrio se reúnen cada mes y aportan datos, "
    "locales, horas y personas que conocen el río.",
    "learn-and-share": "Queremos ver cómo otra ciudad devolvió espacio a su río sin echar a nadie, y podemos mostrar "
    "cómo tres municipios pequeños acuerdan juntos.",
}


@pytest.fixture
def call(site: str) -> Call:
    """It closes in three days at noon, UTC."""
    closes_at = dt.datetime.combine(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3), dt.time(12), dt.UTC)
    made: Call = CallFactory(
        slug="pares-del-rio",
        titles={"es": "Pares del río"},
        network=Organisation.objects.get(slug="red-ribera"),
        methodology=Methodology.objects.get(slug="iuc-city-pairing"),
        countries={"partner": ["x-valdoria-pais-ficticio"]},
        closes_at=closes_at,
    )
    return made


@pytest.fixture
def valle(call: Call, person) -> Organisation:
    """Valle Menor, of 45,000 inhabitants, with somebody who coordinates it; a hamlet beside it, and their council."""
    city = CityFactory(slug="valle-menor", names={"es": "Valle Menor"}, fictional_country=VALDORIA)
    OrganisationFigureFactory(organisation=city, value=45_000)
    MembershipFactory(organisation=city, user=person("colleague"))
    PersonFactory(organisation=city, name="Marta Inventada")
    hamlet = CityFactory(slug="aldea-baja", names={"es": "Aldea Baja"}, fictional_country=VALDORIA)
    OrganisationFigureFactory(organisation=hamlet, value=20_000)
    council = OrganisationFactory(
        slug="consejo", names={"es": "Consejo"}, kind_id="actor:provincial", fictional_country=VALDORIA
    )
    OrganisationFigureFactory(organisation=council, value=900_000)
    MembershipFactory(organisation=council, user=person("coordinator"))
    return city


def sent(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()


def begun(page: Page) -> str:
    page.goto(f"{DESK}calls/")
    expect(page.locator("article", has_text="Pares del río")).to_contain_text("100.000")
    page.locator("article", has_text="Pares del río").locator("button").click()
    page.wait_for_url("**/applications/*/")
    return page.url


def asked_to_join(page: Page, at: str, name: str) -> None:
    page.goto(f"{at}group/")
    page.fill("#q", name)
    page.locator("#municipalities tr", has_text=name).locator("button").click()
    expect(page.locator("main table").first).to_contain_text(name)


def written(page: Page, at: str) -> None:
    """The parts, then the answers, saved as they are typed; the rules beside them follow."""
    page.goto(f"{at}parts/group/")
    page.fill("[name=common_problem_es]", "El mismo río.")
    sent(page)
    page.goto(f"{at}parts/people/")
    page.locator("main input[name=people]").first.check()
    sent(page)
    page.goto(f"{at}parts/themes/")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.check("[name=themes][value='iuc:7']")
    sent(page)
    page.goto(f"{at}answers/es/")
    before = page.locator("#findings .tag-missing").count()
    for key, body in ANSWERS.items():
        page.fill(f"#text-{key}", body)
    expect(page.locator("#findings .tag-missing")).to_have_count(before - len(ANSWERS))


def submitted(page: Page, at: str) -> None:
    page.goto(f"{at}submit/")
    for box in page.locator("[name=accepted]").all():
        box.check()
    sent(page)


def test_a_group_applies_in_time_to_the_second_and_mends(new_visitor, call, valle) -> None:
    page, neighbour, council = new_visitor("colleague"), new_visitor("other_coordinator"), new_visitor("coordinator")
    council.goto("/desk/organisations/consejo/calls/")
    expect(council.locator("article", has_text="Pares del río")).to_contain_text("diputación provincial")
    barriers = {"calls": faults(council)}

    at = begun(page)
    for name in ("Puerto Alba", "Aldea Baja"):
        asked_to_join(page, at, name)
    page.set_input_files("main input[type=file]", LETTER)
    page.locator("tr", has_text="Aldea Baja").locator("form[enctype] button").click()
    expect(page.locator("main")).to_contain_text("Consentimiento.pdf")
    written(page, at)
    barriers |= {"group": faults(page.goto(f"{at}group/") and page), "overview": faults(page.goto(at) and page)}

    member = GroupMember.objects.get(organisation__slug="puerto-alba")
    neighbour.goto(f"/desk/organisations/puerto-alba/groups/{member.pk}/")
    barriers["asked"] = faults(neighbour)
    neighbour.locator("form[action$='/consent/'] button").click()
    expect(neighbour.locator(".tag-done")).to_be_visible()

    with time_machine.travel(call.closes_at + dt.timedelta(seconds=2), tick=False):
        page.goto(f"{at}submit/")
        assert page.locator("[name=accepted]").count() == 0
    page.goto(f"{at}submit/")
    barriers["submit"] = faults(page)
    for box in page.locator("[name=accepted]").all():
        box.check()
    with time_machine.travel(call.closes_at + dt.timedelta(seconds=2), tick=False):
        sent(page)
        expect(page.locator(".notice-error")).to_be_visible()
        assert Submission.objects.filter(application__call=call).count() == 0
    with time_machine.travel(call.closes_at - dt.timedelta(seconds=2), tick=False):
        submitted(page, at)
        page.wait_for_url("**/receipts/1/")
        barriers["receipt"] = faults(page)
        submission = Submission.objects.get(application__call=call)
        expect(page.locator("main")).to_contain_text(submission.digest)
        mails = [one.payload["to"] for one in OutboxMessage.objects.all() if submission.digest in str(one.payload)]
        assert mails == [["colega.lapaz@entreciudades.example"]]
    mended(page, new_visitor("second_secretary"), call, at, barriers)
    assert {name: found for name, found in barriers.items() if found} == {}


def mended(page: Page, office: Page, call: Call, at: str, barriers: dict[str, list[str]]) -> None:
    """The secretariat asks for a letter; the city opens nothing else, adds it and sends it."""
    application = Application.objects.get(call=call)
    with time_machine.travel(call.closes_at + dt.timedelta(days=1), tick=False):
        address = f"/office/red-ribera/calls/{call.slug}/applications/"
        barriers["list"] = faults(office.goto(address) and office)
        office.locator("main tbody a").first.click()
        barriers["application"] = faults(office)
        office.goto(f"{address}{application.pk}/mend/")
        office.fill("[name=asks]", "Falta la carta aval.")
        office.check("[name=items][value='document:endorsement']")
        sent(office)
        expect(office.locator("main")).to_contain_text("Falta la carta aval.")

        page.goto(at)
        expect(page.locator(".notice-warning").first).to_contain_text("Falta la carta aval.")
        page.goto(f"{at}documents/")
        page.set_input_files("main input[type=file]", LETTER)
        sent(page)
        page.goto(f"{at}submit/")
        sent(page)
        page.wait_for_url("**/receipts/2/")
        office.reload()
        expect(office.locator("main .tag-done").first).to_be_visible()
    assert application.submissions.count() == 2
