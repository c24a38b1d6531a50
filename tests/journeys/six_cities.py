"""Six fictional cities that are about to go together, and what they do in an alliance while no browser looks."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page
from tests.factories import certificates
from tests.factories.signing import scan

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, AgreementParty, Alliance, AllianceStage, Article, Seat
from entreciudades.alliances.services import keep_article, negotiation, parties, stages, write_article
from entreciudades.alliances.services.attestations import attest
from entreciudades.alliances.services.signing import SignedBy, record_paper, sign_digitally
from entreciudades.alliances.signatures import latest_file
from entreciudades.core.canonical import digest_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.files import read_bytes
from entreciudades.documents.signatures.sign import sign_field
from entreciudades.exchanges.models import Exchange, Product
from entreciudades.exchanges.services.exchanges import hold_exchange, keep_exchange
from entreciudades.exchanges.services.minutes import write_minute
from entreciudades.exchanges.services.products import hand_in, keep_product, validate_product
from entreciudades.processes.signing import open_signing
from entreciudades.programmes.content import content_of
from entreciudades.programmes.models import Activity, StrategicLine
from entreciudades.programmes.services import create_programme, keep_part, write_section
from entreciudades.programmes.services.adoption import adopt_programme

#: City -> its coordinator in the cast; the first proposes the alliance.
CITIES = {
    "vallehondo": "vallehondo",
    "puerto-alba": "other_coordinator",
    "riomayor": "riomayor",
    "brisa-alta": "brisa_alta",
    "santa-bruma": "santa_bruma",
    "torrequeda": "torrequeda",
}
FIRST = "vallehondo"
SECTIONS = ("context", "contents", "expected-results", "resources", "deadlines", "monitoring")
WORDS = (
    "Seis ciudades de ribera miden sus fugas, sanean sus laderas y avisan a tiempo de las crecidas, cada una con lo "
    "que ya sabe hacer y con lo que aprende de las demás."
)


class SixCities:
    """The alliance as its parties lead it; each acts through its own coordinator."""

    def __init__(self, person: Callable[[str], User]) -> None:
        self.person = person
        self.alliance = Alliance()

    def by(self, city: str = FIRST) -> User:
        return self.person(CITIES[city])

    def city(self, slug: str) -> Organisation:
        return Organisation.objects.get(slug=slug)

    def seat(self, city: str = FIRST) -> Seat:
        return Seat.objects.select_related("alliance", "organisation").get(
            alliance=self.alliance, organisation__slug=city
        )

    def present(self) -> list[str]:
        """Those that take part, in their order."""
        return list(self.alliance.seats.filter(state="present").values_list("organisation__slug", flat=True))

    def stage(self) -> AllianceStage:
        """The one under way."""
        return self.alliance.stages.select_related("alliance__methodology", "alliance__network").get(state="under-way")

    def join(self, cities: Iterable[str]) -> None:
        """They are invited where they were not, and accept."""
        for slug in cities:
            if not self.alliance.seats.filter(organisation__slug=slug).exists():
                parties.invite(self.alliance, organisation=self.city(slug), by=self.by())
            parties.accept(self.seat(slug), by=self.by(slug))

    def staff(self) -> None:
        """Each gives technical staff, and says which plan of its own the alliance fits."""
        for slug in self.present():
            seat = self.seat(slug)
            person, plan = seat.organisation.people.first(), seat.organisation.plans.first()
            parties.assign_person(seat, person=person, role="technical", by=self.by(slug))
            parties.align(seat, plan=plan, statements={"es": "Encaja con sus objetivos."}, by=self.by(slug))

    def attest(self, requirement: str, *, each: bool = True) -> None:
        """It is so, in the words of each city or of the first."""
        for slug in self.present() if each else [FIRST]:
            said = {"requirement": requirement, "seat": self.seat(slug), "note": "Acta del pleno.", "evidence": None}
            attest(self.stage(), by=self.by(slug), **said)

    def ready(self, cities: Iterable[str]) -> None:
        """For these the stage may close."""
        for slug in cities:
            stages.say_ready(self.stage(), seat=self.seat(slug), by=self.by(slug))

    # --- papers ------------------------------------------------------------------------------------------------------

    def declare_intent(self) -> None:
        """All sign a declaration of intent on one paper."""
        first = self.city(FIRST)
        made = negotiation.begin_agreement(
            kind="declaration-of-intent",
            titles={"es": "Declaración de intenciones"},
            languages=["es"],
            authentic=["es"],
            organisation=first,
            alliance=self.alliance,
            by=self.by(),
        )
        article = keep_article(Article(agreement=made, number=1, headings={"es": "Voluntad"}), by=self.by(), scope=None)
        write_article(article, "es", WORDS, expected_version=0, by=self.by(), scope=None)
        version = negotiation.table(made, organisation=first, by=self.by()).version.number
        self.agree(made, self.present(), version)
        open_signing(made, organisation=first, by=self.by())
        said = {
            party: SignedBy("Alcaldía", "Alcaldía", timezone.localdate())
            for party in made.parties.select_related("agreement", "organisation")
        }
        record_paper(said, together=True, scan=scan(), by=self.by(), scope=first.pk)

    def agree(self, agreement: Agreement, cities: Iterable[str], version: int) -> None:
        for slug in cities:
            negotiation.agree(agreement, version=version, organisation=self.city(slug), by=self.by(slug))
        agreement.refresh_from_db()

    def party(self, agreement: Agreement, slug: str) -> AgreementParty:
        return agreement.parties.select_related("agreement", "organisation").get(organisation__slug=slug)

    def sign_with_certificate(self, agreement: Agreement, slug: str) -> None:
        """A mayor signs the file as the others left it."""
        latest = latest_file(agreement)
        assert latest is not None
        data = signed(read_bytes(latest.file), slug, 2)
        upload = SimpleUploadedFile("firmado.pdf", data, content_type="application/pdf")
        words = SignedBy(office="Alcalde", council_act="Acuerdo 31/2026")
        party = self.party(agreement, slug)
        sign_digitally(party, upload, said=words, by=self.by(slug), scope=party.organisation_id)

    def sign_own_copy(self, agreement: Agreement, slug: str) -> None:
        party = self.party(agreement, slug)
        words = SignedBy("Celso Rompiente", "Alcalde", timezone.localdate(), "Acuerdo 7/2026")
        record_paper({party: words}, together=False, scan=scan(), by=self.by(slug), scope=party.organisation_id)

    # --- work --------------------------------------------------------------------------------------------------------

    def write_programme(self) -> None:
        """The operative programme, with a text for each of its components."""
        assert self.alliance.methodology is not None
        assert self.alliance.network is not None
        made = create_programme(
            holder=self.city(FIRST),
            network=self.alliance.network,
            methodology=self.alliance.methodology,
            variant="operative",
            titles={"es": "Programa operativo de las riberas"},
            edition=PartialDate.parse("2026"),
            alliance=self.alliance,
            by=self.by(),
        )
        line = StrategicLine(programme=made, number=1, titles={"es": "Agua"})
        keep_part(line, by=self.by())
        keep_part(Activity(programme=made, line=line, titles={"es": "Asistencias técnicas"}), by=self.by())
        for key in SECTIONS:
            write_section(made, key, "es", WORDS, expected_version=0, by=self.by())

    def adopt_programme(self) -> None:
        made = self.alliance.programmes.get()
        for slug in self.present():
            adopt_programme(made, seat=self.seat(slug), digest=digest_of(content_of(made)), by=self.by(slug))

    def exchange(self, title: str, *, kind: str, host: str, guest: str, minute: str) -> None:
        """One that was held; without words it has no minute."""
        day = timezone.localdate() - dt.timedelta(days=3)
        row = Exchange(kind=kind, titles={"es": title}, host=self.city(host), starts=day, ends=day)
        row = keep_exchange(row, people={self.city(guest): 2}, seat=self.seat(), by=self.by())
        row = hold_exchange(row, seat=self.seat(), by=self.by())
        if minute:
            write_minute(row, "es", minute, expected_version=0, seat=self.seat(), by=self.by())

    def product(self) -> None:
        """A handbook that Brisa Alta makes and the first city validates."""
        maker, receiver = self.seat("brisa-alta"), self.seat()
        row = Product(titles={"es": "Manual de búsqueda de fugas"}, descriptions={"es": WORDS})
        links = {"makers": [maker.organisation]}
        by = self.by("brisa-alta")
        row = keep_product(row, receivers=[receiver.organisation], links=links, seat=maker, by=by)
        hand_in(row, seat=maker, by=by)
        validate_product(row, seat=receiver, by=self.by())

    def keep_paper(self, document: str) -> None:
        upload = SimpleUploadedFile(f"{document}.txt", WORDS.encode(), content_type="text/plain")
        stages.keep_document(self.stage(), document=document, upload=upload, by=self.by())


def signed(data: bytes, slug: str, number: int) -> bytes:
    """The file with the signature of a mayor in the field of their city."""
    identity = certificates.signer(number)
    return sign_field(data, field=slug, pkcs12=identity.pkcs12, passphrase=certificates.PASSPHRASE)


def known_authority(folder: Path) -> Path:
    """A folder with the authority that issues the certificates of mayors."""
    (folder / "root.pem").write_bytes(certificates.root().pem)
    return folder


class Album:
    """Pictures of a journey in the order of its steps, each as wide as the visitor's screen."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0

    def keep(self, page: Page, step: str) -> None:
        self.number += 1
        page.screenshot(path=self.folder / f"{self.number:02}-{step}.png", full_page=True)
