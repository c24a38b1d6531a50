"""A conflict of interest is declared, scores are unseen until sent, a third reviews; a city reads its result."""

from playwright.sync_api import Page, expect
from tests.calls.assessing import in_a_week
from tests.factories.actors import MembershipFactory, UserFactory
from tests.factories.calls import ApplicationFactory, CallFactory, SubmissionFactory
from tests.journeys.axe import faults

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Application, Call, Review
from entreciudades.calls.services import reviewing
from entreciudades.calls.services.reviewing import Given
from entreciudades.calls.snapshot import take
from entreciudades.core.texts import save_text
from entreciudades.methodologies.models import Methodology

CRITERIA = ("actors-mobilised", "experience", "integrated-strategy", "people-assigned")
REASON = "Los actores están movilizados y hay equipo."
WHY = "Una estrategia clara, con equipo y con socios."


def arrived(call: Call, city: str) -> Application:
    """An application of a city of the demonstration, as it was submitted."""
    application = ApplicationFactory(call=call, applicant=Organisation.objects.get(slug=city), submitted=True)
    body = "La red de agua tiene sesenta años y pierde la mitad de lo que lleva."
    save_text(application, "problem", "es", body, expected_version=0, by=None, scope=None)
    SubmissionFactory(application=application, frozen=take(application).written())
    return application


def scored(review: Review, points: int) -> None:
    """What a reviewer does in the browser, done without one."""
    by = review.reviewer
    reviewing.declare(review, conflict=False, by=by)
    reviewing.save_scores(review, given={key: Given(points, REASON) for key in CRITERIA}, by=by)
    reviewing.send_review(review, by=by)


def drawn(office: Page, address: str, seed: str) -> list[str]:
    """The secretariat draws whoever is lacking; what bars the way on that page."""
    office.goto(f"{address}reviewers/draw/")
    barriers = faults(office)
    office.fill("[name=seed]", seed)
    office.fill("[name=due]", str(in_a_week()))
    office.locator("main form button[type=submit]").click()
    expect(office.locator("[role=status]").first).to_be_visible()
    return barriers


def review_of(page: Page, city: str) -> None:
    """Open the review of a city from the reviewer's own list."""
    page.goto("/reviews/")
    page.locator("tr", has_text=city).locator("td.row-actions a").click()


def says(page: Page, answer: str) -> None:
    """The declaration of interests."""
    page.check(f"[name=conflict][value={answer}]")
    page.locator("main form button[type=submit]").click()


def scores_unseen(reviewer: Page, office: Page, address: str, application: Application) -> dict[str, list[str]]:
    """She scores Puerto Alba: what she types is saved by itself, and seen by nobody before she sends it."""
    review_of(reviewer, "Puerto Alba")
    says(reviewer, "no")
    expect(reviewer.locator("main")).to_contain_text("sesenta años")
    barriers = {"review": faults(reviewer)}
    reviewer.check("[name=points-actors-mobilised][value='5']")
    reviewer.fill("[name=reason-actors-mobilised]", REASON)
    expect(reviewer.locator("#saved")).to_contain_text("1 ")
    kept = Review.objects.get(reviewer__name="Alba Sorolla", application=application).scores.all()
    assert [(one.criterion, one.points, one.reason) for one in kept] == [("actors-mobilised", 5, REASON)]
    office.goto(address)
    expect(office.locator("main")).not_to_contain_text(REASON)
    reviewer.context.set_offline(offline=True)
    reviewer.fill("[name=reason-experience]", "Sin línea")
    expect(reviewer.locator("#saved")).to_have_text(reviewer.locator("[data-unsaved]").get_attribute("data-unsaved"))
    reviewer.context.set_offline(offline=False)
    expect(reviewer.locator("#saved")).to_contain_text("1 ")
    assert kept.get(criterion="experience").reason == "Sin línea"
    for key in CRITERIA[1:]:
        reviewer.check(f"[name=points-{key}][value='5']")
        reviewer.fill(f"[name=reason-{key}]", REASON)
    reviewer.click("button[name=send]")
    barriers["send"] = faults(reviewer)
    reviewer.locator("main form button[type=submit]").click()
    reviewer.wait_for_url("**/reviews/")
    return barriers | {"my reviews": faults(reviewer)}


def decided_and_published(office: Page, address: str, city: Page, result: str) -> dict[str, list[str]]:
    """One decision on both; a city reads nothing before it is published."""
    office.goto(f"{address}admission/?order=total")
    barriers = {"admission": faults(office)}
    for box in office.locator("[name=application]").all():
        box.check()
    office.locator("main form button[type=submit]").last.click()
    office.check("[name=outcome][value=selected]")
    office.fill("[name=reason]", WHY)
    barriers["decide"] = faults(office)
    office.locator("main form button[type=submit]").last.click()
    city.goto(result)
    expect(city.locator("main")).not_to_contain_text(WHY)
    office.goto(f"{address}admission/publish/")
    barriers["publish"] = faults(office)
    office.locator("main form button[type=submit]").click()
    office.wait_for_url("**/admission/")
    return barriers


def test_reviewers_declare_and_score_unseen_and_the_city_reads_its_result(new_visitor, person):
    network = Organisation.objects.get(slug="red-ribera")
    methodology = Methodology.objects.get(slug="iuc-city-pairing")
    call = CallFactory(network=network, methodology=methodology, closed=True, slug="pares-de-prueba")
    MembershipFactory(organisation=network, role="reviewer", user=UserFactory(name="Nuria Inventada"))
    port, tiled = arrived(call, "puerto-alba"), arrived(call, "santa-bruma")
    address = f"/office/red-ribera/calls/{call.slug}/"
    office, alba = new_visitor("second_secretary"), person("reviewer")
    barriers = {"draw": drawn(office, address, "sorteo2026")}
    for application in (port, tiled):  # whatever was drawn, Alba has both
        if not application.reviews.filter(reviewer=alba).exists():
            Review.objects.filter(pk=application.reviews.first().pk).update(reviewer=alba)
    office.goto(f"{address}reviewers/")
    barriers["reviewers"] = faults(office)

    # Alba has an interest in one: nothing of it is shown, and somebody else is drawn.
    reviewer = new_visitor("reviewer", width=360, language="es")
    review_of(reviewer, "Santa Bruma")
    expect(reviewer.locator("main")).not_to_contain_text("sesenta años")
    barriers["declare"] = faults(reviewer)
    says(reviewer, "yes")
    assert {one.reviewer.name for one in tiled.reviews.standing()} == {"Lino Vadillo", "Nuria Inventada"}
    barriers |= scores_unseen(reviewer, office, f"{address}admission/{port.pk}/", port)

    # The second one differs widely: the secretariat draws a third.
    for review in (*port.reviews.exclude(reviewer=alba), *tiled.reviews.standing()):
        scored(review, 1)
    office.goto("/tasks/")
    expect(office.locator("main")).to_contain_text("Puerto Alba")
    drawn(office, address, "tercera2026")
    scored(port.reviews.get(is_third=True), 4)
    office.goto(f"{address}admission/{port.pk}/")
    expect(office.locator("main")).to_contain_text(REASON)
    barriers["assessment"] = faults(office)

    # Decided on both, told to nobody until it is published, then to each city alone.
    city = new_visitor("other_coordinator", width=360)
    result = f"/desk/organisations/puerto-alba/applications/{port.pk}/result/"
    barriers |= decided_and_published(office, address, city, result)
    city.goto(result)
    for said in (WHY, REASON):
        expect(city.locator("main")).to_contain_text(said)
    expect(city.locator("main")).not_to_contain_text(alba.name)
    barriers["result"] = faults(city)
    assert {name: found for name, found in barriers.items() if found} == {}
