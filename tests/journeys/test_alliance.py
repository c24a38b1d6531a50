"""Six cities go together by the method of INCIDEM: from the proposal to the evaluation, as they live it.

With JOURNEY_SCREENSHOTS, a folder, the pictures of its steps are kept there.
"""

import os
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect
from tests.core.office_files import pdf
from tests.journeys.axe import faults
from tests.journeys.six_cities import CITIES, FIRST, WORDS, Album, SixCities, known_authority, signed

from entreciudades.actors.models import Adoption
from entreciudades.alliances.models import Agreement, Alliance, Signature
from entreciudades.exchanges.models import Exchange

TITLE = "Riberas que aprenden"
OTHERS = [slug for slug in CITIES if slug != FIRST]
WORDS_OF_RIOMAYOR = "Las partes trabajan juntas, como iguales, por el agua de sus riberas y publican lo que aprenden."
WORDS_OF_PUERTO_ALBA = "As partes trabalham juntas, como iguais, pela água das suas margens e publicam o que aprendem."
EXCEPTION = "El comité se reúne en enero, cuando la nueva corporación haya nombrado a sus miembros."
LEAVES = "La nueva corporación pone sus horas en otra alianza."
OUTCOME = "Las fugas bajaron en tres ciudades; cinco siguen juntas con un programa nuevo."


@pytest.fixture
def album(tmp_path):
    folder = Path(os.environ.get("JOURNEY_SCREENSHOTS") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return Album(folder)


@pytest.fixture
def cities(person):
    return SixCities(person)


def desk(city, page=""):
    return f"/desk/organisations/{city}/{page}"


def sent(page):
    page.locator("main form button[type=submit]").last.click()


def press(page, action):
    """The button of the form that leads to an address with this ending."""
    page.locator(f"main form[action$='{action}'] button[type=submit]").click()


def missing(page):
    """Requirements at the gate that are neither met nor excepted."""
    return page.locator("#gate .gates > li", has=page.locator(".tag-missing"))


def scanned(name):
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf()}


class Journey:
    """The visitors, each before one desk, and what is found on the way."""

    def __init__(self, cities, album, new_visitor):
        self.cities, self.album, self.new_visitor = cities, album, new_visitor
        self.first = new_visitor(CITIES[FIRST])
        self.barriers = {}

    def visitor(self, city):
        return self.new_visitor(CITIES[city])

    def at(self, page="", city=FIRST):
        return desk(city, f"alliances/{self.cities.alliance.slug}/{page}")

    def agreement_at(self, page="", city=FIRST):
        return desk(city, f"agreements/{self.agreement.pk}/{page}")

    def keep(self, step, page=None, *, look=False):
        """A picture, and where it is asked what stands in the way of somebody."""
        page = page or self.first
        self.album.keep(page, step)
        if look and (found := faults(page)):
            self.barriers[step] = found

    def found(self):
        """Vallehondo proposes, Puerto Alba accepts before its desk, the others too; the first stage begins."""
        adoption = Adoption.objects.get(network__slug="red-ribera", methodology__slug="incidem-alianza")
        page, cities = self.first, self.cities
        page.goto(desk(FIRST, "alliances/add/"))
        page.check(f"[name=way][value='{adoption.pk}:phases']")
        sent(page)
        page.fill("[name=titles_es]", TITLE)
        for city in ("puerto-alba", "riomayor", "santa-bruma"):
            page.check(f"[name=others][value='{cities.city(city).pk}']")
        self.keep("proposal")
        sent(page)
        expect(page.locator("h1")).to_contain_text(TITLE)
        cities.alliance = Alliance.objects.get(titles__es=TITLE)

        guest = self.visitor("puerto-alba")
        guest.goto(desk("puerto-alba", "alliances/"))
        guest.locator("main").get_by_role("link", name=TITLE).first.click()
        self.keep("invitation", guest, look=True)
        press(guest, "/accept/")
        guest.wait_for_url("**/parties/**")
        cities.join(OTHERS[1:])
        for verb in ("constitute", "start"):
            page.goto(self.at(f"do/{verb}/"))
            sent(page)
            page.wait_for_url(f"**{self.at()}")
        expect(missing(page)).to_have_count(3)  # the declaration, its horizon, and technical staff
        self.keep("first-gate-shut", look=True)

    def prepare(self):
        """What the gates of the first two stages ask; each is passed with one button, once nothing is missing."""
        cities = self.cities
        cities.staff()
        cities.declare_intent()
        cities.attest("beyond-elections")
        self.pass_gate()
        self.first.goto(self.at("describe/"))
        self.first.locator("[name=themes]").first.evaluate("box => { box.closest('details').open = true }")
        self.first.locator("[name=themes]").first.check()
        sent(self.first)
        cities.write_programme()
        cities.attest("national-policy")
        self.pass_gate()

    def pass_gate(self):
        self.first.goto(self.at("stages/") + f"{self.cities.stage().key}/")
        expect(missing(self.first)).to_have_count(0)
        press(self.first, "/stages/advance/")
        expect(self.first.locator(".notice, [role=status]").first).to_be_visible()

    def negotiate(self):
        """An article in two languages from a clause; others propose other words, and they are taken over."""
        page = self.first
        page.goto(desk(FIRST, f"agreements/begin/?alliance={self.cities.alliance.pk}"))
        page.fill("[name=titles_es]", "Memorándum de las riberas")
        page.select_option("[name=kind]", "memorandum")
        for language in ("es", "pt"):
            page.check(f"[name=languages][value={language}]")
            page.check(f"[name=authentic][value={language}]")
        sent(page)
        page.wait_for_url("**/agreements/*/")
        self.agreement = Agreement.objects.get(titles__es="Memorándum de las riberas")
        page.goto(self.agreement_at("clauses/"))
        for box in page.locator("[name=clause]:not([value=object])").all():
            box.uncheck()
        sent(page)
        expect(page.locator("#article-1")).to_contain_text("[ámbitos estratégicos]")

        for city, language, words in (
            ("riomayor", "es", WORDS_OF_RIOMAYOR),
            ("puerto-alba", "pt", WORDS_OF_PUERTO_ALBA),
        ):
            other = self.visitor(city)
            other.goto(self.agreement_at(f"articles/1/propose/{language}/", city))
            other.fill("[name=body]", words)
            sent(other)
            expect(other.locator(".proposal")).to_have_count(1)
            page.goto(self.agreement_at())
            self.keep(f"proposal-{language}", look=language == "pt")
            press(page, "/take/")
            expect(page.locator("#article-1")).to_contain_text(words)
        press(page, "/table/")
        self.keep("tabled")

    def agree(self):
        """Puerto Alba before its desk, then all."""
        other = self.visitor("puerto-alba")
        other.goto(self.agreement_at("", "puerto-alba"))
        press(other, "/agree/")
        expect(other.locator("main form[action$='/agree/']")).to_have_count(0)
        self.cities.agree(self.agreement, [city for city in CITIES if city != "puerto-alba"], 1)
        assert self.agreement.state == "agreed"

    def wait_for_approval(self):
        """Nobody signs before the foreign ministry of Lusarda has reported on what Santa Bruma is to sign."""
        page, other = self.first, self.visitor("santa-bruma")
        page.goto(self.agreement_at("signatures/"))
        expect(page.locator("main form[action$='/signatures/open/']")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("Informe previo de la cancillería")
        self.keep("waits-for-approval")
        today = str(timezone.localdate())
        other.goto(self.agreement_at("approvals/", "santa-bruma"))
        for state, day in (("requested", "requested_on"), ("given", "answered_on")):
            other.locator("main .card-foot a").click()
            other.check(f"[name=state][value={state}]")
            other.fill(f"[name={day}]", today)
            sent(other)
            other.wait_for_url("**/approvals/")
            self.keep(f"approval-{state}", other, look=state == "requested")
            page.reload()
            expect(page.locator("main form[action$='/signatures/open/']")).to_have_count(int(state == "given"))
        press(page, "/signatures/open/")
        expect(page.locator("main meter")).to_have_attribute("value", "0")
        self.agreement.refresh_from_db()

    def sign(self):
        """Two with certificates, two each on its own copy, two at one table."""
        page, cities = self.first, self.cities
        own = cities.party(self.agreement, FIRST)
        page.goto(self.agreement_at(f"signatures/parties/{own.pk}/digital/"))
        file = page.request.get(page.locator("main .card ol a").get_attribute("href")).body()
        document = {"name": "firmado.pdf", "mimeType": "application/pdf", "buffer": signed(file, FIRST, 1)}
        page.set_input_files("[name=document]", document)
        page.fill("[name=office]", "Alcaldesa")
        page.fill("[name=council_act]", "Acuerdo 12/2026")
        self.keep("signed-file", look=True)
        sent(page)
        page.wait_for_url("**/signatures/")
        expect(page.locator("main meter")).to_have_attribute("value", "1")
        cities.sign_with_certificate(self.agreement, "puerto-alba")

        other = self.visitor("riomayor")
        party = cities.party(self.agreement, "riomayor")
        other.goto(self.agreement_at(f"signatures/parties/{party.pk}/paper/", "riomayor"))
        said = {"name": "Nuria Vado", "office": "Alcaldesa", "signed_on": str(timezone.localdate())}
        for name, words in said.items():
            other.fill(f"[name={name}]", words)
        other.set_input_files("[name=scan]", scanned("riomayor.pdf"))
        sent(other)
        other.wait_for_url("**/signatures/")
        cities.sign_own_copy(self.agreement, "brisa-alta")

        page.goto(self.agreement_at("ceremony/"))
        self.keep("ceremony", look=True)
        page.goto(self.agreement_at("ceremony/record/"))
        for city, mayor in (("santa-bruma", "Benta Cais"), ("torrequeda", "Delia Almena")):
            party = cities.party(self.agreement, city)
            page.fill(f"[name=name_{party.pk}]", mayor)
            page.fill(f"[name=office_{party.pk}]", "Alcaldesa")
        page.set_input_files("[name=scan]", scanned("acto.pdf"))
        sent(page)
        page.wait_for_url("**/signatures/")
        expect(page.locator("main h2 .tag-done")).to_have_count(len(CITIES))
        self.keep("signed-by-all", look=True)
        self.agreement.refresh_from_db()
        counting = Signature.objects.filter(party__agreement=self.agreement).order_by("pk")
        assert list(counting.values_list("party__organisation__slug", "how", "state")) == [
            (FIRST, "digital", "counts"),
            ("puerto-alba", "digital", "counts"),
            ("riomayor", "counterpart", "counts"),
            ("brisa-alta", "counterpart", "counts"),
            ("santa-bruma", "together", "counts"),
            ("torrequeda", "together", "counts"),
        ]
        assert self.agreement.state == "signed"

    def pass_third_gate(self):
        """Every city gives its word, the first before its desk, where it says too what only a person can tell."""
        page, cities = self.first, self.cities
        cities.adopt_programme()
        cities.attest("cofinancing")
        page.goto(self.at("stages/agreements/attest/joint-meeting/"))
        page.fill("[name=note]", "Vallehondo, sala de plenos, las seis alcaldías.")
        sent(page)
        cities.ready(OTHERS)
        page.goto(self.at("stages/agreements/"))
        expect(missing(page)).to_have_count(0)
        press(page, "/ready/")
        self.keep("third-gate-open", look=True)
        self.pass_gate()

    def exchange(self, client):
        """Two are held, one without its minute: the gate stays shut until it is there, and one exception is made."""
        page, cities = self.first, self.cities
        exchange = {"kind": "technical-assistance", "host": FIRST, "guest": "riomayor"}
        cities.exchange("Fugas en la red vieja", **exchange, minute="")
        cities.exchange("Laderas de Riomayor", kind="visit", host="riomayor", guest="puerto-alba", minute=WORDS)
        cities.product()
        cities.attest("no-overlap", each=False)
        gate = self.at("stages/assistance/")
        page.goto(gate)
        expect(missing(page)).to_have_count(1)  # no body has met yet
        expect(page.locator("#gate .gates .number").first).to_have_text("1 de 2")
        expect(page.locator("main form[action$='/stages/advance/']")).to_have_count(0)
        client.post(self.at("stages/advance/"), {"from_stage": "assistance"})
        assert cities.stage().key == "assistance"
        self.keep("minute-missing", look=True)

        page.goto(self.at("exchanges/"))
        self.keep("exchanges", look=True)
        held = Exchange.objects.get(alliance=cities.alliance, titles__es="Fugas en la red vieja")
        page.goto(self.at(f"exchanges/{held.pk}/minute/"))
        page.set_input_files("[name=document]", scanned("acta.pdf"))
        sent(page)
        page.wait_for_url(f"**/exchanges/{held.pk}/")
        page.goto(gate)
        expect(page.locator("#gate .gates .number")).to_have_text(["2 de 2"])
        page.goto(f"{gate}except/institutional-spaces/")
        page.fill("[name=reason]", EXCEPTION)
        sent(page)
        page.wait_for_url(f"**{gate}")
        expect(page.locator("#gate")).to_contain_text(EXCEPTION)
        self.keep("exception")
        self.pass_gate()

    def leave(self):
        """Torrequeda goes; what it signed stays."""
        other = self.visitor("torrequeda")
        other.goto(self.at("leave/", "torrequeda"))
        other.fill("[name=reason]", LEAVES)
        sent(other)
        other.wait_for_url(f"**{self.at('', 'torrequeda')}")
        self.keep("one-leaves", other)
        assert "torrequeda" not in self.cities.present()
        assert self.agreement.parties.filter(organisation__slug="torrequeda").count() == 1

    def close(self):
        """The experiences are made known, the evaluation is kept, and the alliance closes with what came of it."""
        page, cities = self.first, self.cities
        cities.keep_paper("systematisation")
        cities.exchange("Foro de ciudades de ribera", kind="event", host=FIRST, guest="puerto-alba", minute=WORDS)
        self.pass_gate()
        page.goto(self.at("stages/evaluation/"))
        page.set_input_files("#papers [name=document]", scanned("evaluacion.pdf"))
        page.locator("#papers form[enctype] button").click()
        expect(page.locator("#papers")).to_contain_text("evaluacion.pdf")
        self.keep("evaluation")
        cities.attest("lessons")
        cities.ready(cities.present())
        self.pass_gate()
        page.goto(self.at("close/"))
        page.fill("[name=reason]", OUTCOME)
        self.keep("closing")
        sent(page)
        page.wait_for_url(f"**{self.at()}")
        expect(page.locator("#decisions")).to_contain_text(OUTCOME)
        self.keep("closed", look=True)


def test_six_cities_from_the_proposal_to_the_evaluation(cities, album, new_visitor, client_of, tmp_path):
    journey = Journey(cities, album, new_visitor)
    journey.found()
    journey.prepare()
    journey.negotiate()
    journey.agree()
    journey.wait_for_approval()
    with override_settings(TRUSTED_CERTIFICATES=known_authority(tmp_path)):
        journey.sign()
    journey.pass_third_gate()
    journey.exchange(client_of(CITIES[FIRST]))
    journey.leave()
    journey.close()
    cities.alliance.refresh_from_db()
    states = cities.alliance.stages.values_list("state", flat=True)
    assert (cities.alliance.state, list(states)) == ("closed", ["passed"] * 6)
    waivers = cities.alliance.decisions.filter(verb="waive").values_list("stage", "reason")
    assert list(waivers) == [("assistance", EXCEPTION)]
    assert journey.barriers == {}
