"""Every address says for whom it is, and the whole cast tries each."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from tests.factories.actors import OrganisationFactory, PersonFactory, PlanFactory
from tests.factories.alliances import AgreementPartyFactory, AllianceFactory, ArticleFactory
from tests.factories.calls import (
    ApplicationFactory,
    CallFactory,
    GroupMemberFactory,
    ReviewFactory,
    SearchFactory,
    StepRecordFactory,
    SubmissionFactory,
)
from tests.factories.cast import Cast
from tests.factories.contributions import ContributionFactory
from tests.factories.governance import body_of, held_meeting_of
from tests.factories.imports import LineFactory
from tests.factories.lives import ASKED, STAGES, adopted, pack_text
from tests.factories.matchmaking import meeting_of, pair_of, two_of_a_call
from tests.factories.methodologies import MethodologyFactory
from tests.factories.notices import NoticeFactory, TaskFactory
from tests.factories.pairing import run_of
from tests.factories.positions import position_of
from tests.factories.practices import PracticeFactory
from tests.factories.programmes import ActivityFactory, ProgrammeFactory
from tests.factories.signing import agreed_between, flagged
from tests.factories.whole import whole_programme
from tests.web.audiences import AUDIENCES, CAST, Address
from tests.web.conftest import As

from entreciudades.accounts.models import User
from entreciudades.actors.languages import choose_working_languages
from entreciudades.actors.models import (
    Absence,
    Adoption,
    Consent,
    GlossaryTerm,
    Handover,
    Invitation,
    Organisation,
    ReturnedTranslation,
)
from entreciudades.alliances.models import Agreement, Alliance, ApprovalRule, Attestation, Position
from entreciudades.alliances.services import life, parties
from entreciudades.alliances.services.approvals import record_approval
from entreciudades.alliances.services.negotiation import begin_agreement
from entreciudades.alliances.services.proposals import comment, propose
from entreciudades.calls.models import Call, FrozenDocument, Pin
from entreciudades.calls.snapshot import take
from entreciudades.core.access import Rule
from entreciudades.core.canonical import digest_of
from entreciudades.core.errors import NotAllowed, NotFound
from entreciudades.core.files import attach, store_bytes
from entreciudades.core.models import StoredFile, Text
from entreciudades.documents.xliff import Part, write_xliff
from entreciudades.exchanges.models import Exchange, Giving, Product
from entreciudades.methodologies.models import Methodology
from entreciudades.processes.gates import advance_alliance
from entreciudades.programmes.content import content_of
from entreciudades.programmes.services import adopt_programme, change_matrix
from entreciudades.taxonomy.models import Term
from entreciudades.web.access import audience_of, may, public, signed_in
from entreciudades.web.middleware import Refusals

View = Callable[..., Any]


def views(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, View]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern.callback


DEMONSTRATION = "tests.journeys.addresses"
ALL = list(views(get_resolver(DEMONSTRATION).url_patterns))


def test_every_view_says_for_whom_it_is() -> None:
    assert [name for name, view in ALL if audience_of(view) is None] == []


def test_the_table_holds_every_address() -> None:
    assert {name for name, _view in ALL} == {address.name for part in AUDIENCES.values() for address in part}


def returned(organisation: Organisation, by: User) -> ReturnedTranslation:
    """An empty file that came back from a translator."""
    row = ReturnedTranslation.objects.create(organisation=organisation, name="a.xlf", returned_by=by)
    data = write_xliff([Part("labels", "", "es", "pt", ())])
    attach(store_bytes(data, "application/xliff+xml"), row, purpose="translation", by=by)
    return row


@pytest.fixture
def world(cast: Cast) -> dict[str, Any]:
    """La Paz with a programme and a practice that are not public yet; Riomayor with both public."""
    draft = whole_programme(1, holder=cast.la_paz, network=cast.ucci, slug="la-paz-2017")
    methodology = draft.methodology
    ProgrammeFactory(
        public=True, holder=cast.riomayor, network=cast.ucci, slug="riomayor-2017", methodology=methodology
    )
    of_network = ProgrammeFactory(
        public=True, holder=cast.ucci, network=cast.ucci, slug="ucci-2017", methodology=methodology, variant="network"
    )
    PracticeFactory(organisation=cast.la_paz, network=cast.ucci, slug="cebras", methodology=methodology)
    PracticeFactory(
        organisation=cast.riomayor, network=cast.ucci, slug="ciclovias", methodology=methodology, published=True
    )
    OrganisationFactory(slug="agencia")
    CallFactory(network=cast.ucci, slug="pares-2027", draft=True)
    for slug, told in (("cuencas", True), ("cuencas-2027", False)):
        AllianceFactory(network=cast.ucci, slug=slug, published=told, parties=[cast.la_paz, cast.riomayor])
    Adoption.objects.create(network=cast.ucci, methodology=methodology)
    Organisation.objects.update(published=True)
    article = ArticleFactory(number=1)
    AgreementPartyFactory(agreement=article.agreement, organisation=cast.la_paz)
    public_one = AgreementPartyFactory(agreement__slug="convenio", organisation=cast.riomayor).agreement
    Agreement.objects.filter(pk=public_one.pk).update(published=True)
    change = change_matrix(
        draft, matrix="pem", row="politicas-publicas", kind="leave-out-row", reason="Una razón.", by=cast.coordinator
    )
    picture = BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    stored = store_bytes(picture.getvalue(), "image/png", width=4, height=3)
    choose_working_languages(cast.ucci, ["es", "pt"], by=cast.secretary)
    call = CallFactory(network=cast.ucci, slug="pares-2028")
    search = SearchFactory(network=cast.ucci, holder=cast.la_paz, slug="busqueda", closed=True)
    review = ReviewFactory(
        application__call=CallFactory(network=cast.ucci, slug="pares-2026", closed=True),
        reviewer=cast.reviewer,
        conflict=False,
        declared_at=timezone.now(),
    )
    rows = _of_the_team(cast) | {
        **_of_applications(cast, call),
        **_of_pairs(cast),
        **_of_positions(cast),
        **_of_governance(cast, stored),
        **_of_exchanges(cast, methodology, stored),
        **_of_joint_programme(cast, methodology),
        **_of_life(cast, stored),
        **_of_negotiation(cast),
        **_of_signing(cast, stored),
        "candidate": ApplicationFactory(call=search, applicant=cast.riomayor, submitted=True),
        "document_of_step": attach(
            stored, StepRecordFactory(call=search, step="profile"), purpose="document", by=None, name="acta.pdf"
        ),
        "activity_of_network": ActivityFactory(programme=of_network),
        "agreement": article.agreement,
        "change": change,
        "colleague": cast.colleague,
        "coordinator": cast.coordinator,
        "document_of_agreement": attach(stored, article.agreement, purpose="document", by=None),
        "assessed": review.application,
        "review": review,
        "department": cast.la_paz.departments.first(),
        "figure": cast.la_paz.figures.first(),
        "another_methodology": MethodologyFactory(version="2"),
        "import_of_city": LineFactory(within__organisation=cast.la_paz).within,
        "import_of_network": LineFactory(within__organisation=cast.ucci).within,
        "member": cast.ucci.members.first(),
        "notice": NoticeFactory(user=cast.coordinator, scope=cast.la_paz),
        "picture": attach(stored, cast.la_paz, purpose="cover", by=None, alt={"es": "Una plaza"}),
        "picture_of_programme": attach(stored, draft, purpose="cover", by=None, alt={"es": "Una plaza"}),
        "role_of_colleague": cast.colleague.memberships.get(),
        "role_of_coordinator": cast.coordinator.memberships.get(),
        "programme": draft,
        "returned_to_desk": returned(cast.la_paz, cast.coordinator),
        "returned_to_office": returned(cast.ucci, cast.secretary),
        "term": GlossaryTerm.objects.create(network=cast.ucci, terms={"es": "hermanamiento", "pt": "irmanamento"}),
        "text_of_programme": Text.objects.of(draft).filter(language="es").first(),
        "task": TaskFactory(organisation=cast.la_paz),
        "request": ContributionFactory(organisation=cast.la_paz, asked_by=cast.coordinator, about=draft),
        "territory": draft.territories.first(),
    }
    return {f"@{name}": row.pk for name, row in rows.items()}


def _of_pairs(cast: Cast) -> dict[str, Any]:
    """La Paz and Riomayor are admitted to a call, meet, and are proposed to each other."""
    mine, other = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci, slug="pares-2025")
    run_of(mine, other, number=700)
    pin = Pin.objects.create(call=mine.call, kind="forbid", a=mine, b=other, reason="Una razón.")
    return {"admitted": mine, "meeting": meeting_of(mine, other), "pair": pair_of(mine, other), "pin": pin}


def _of_positions(cast: Cast) -> dict[str, Any]:
    """La Paz drafts one with an answer from Riomayor, and is invited to one of Riomayor."""
    own = position_of(cast.la_paz, network=cast.ucci, invited=[cast.riomayor])
    other = position_of(cast.riomayor, network=cast.ucci, slug="aire", state="agreed", invited=[cast.la_paz])
    Position.objects.filter(pk=other.pk).update(published_at=timezone.now())
    said = {"organisation": cast.riomayor, "written_by": cast.other_coordinator, "body": "Falta algo."}
    point = {"says": {"es": "Agua para todos"}, "theme": Term.objects.first(), "kind": "local"}
    return {
        "position": own,
        "remark": own.remarks.create(**said),
        "addressee": own.addressees.first(),
        "invited_to": other,
        "agenda": Alliance.objects.get(slug="cuencas").agenda.create(**point),
    }


def _of_life(cast: Cast, stored: StoredFile) -> dict[str, Any]:
    """La Paz and Riomayor live by a methodology: one stage is passed, an optional one is under way."""
    asked = ASKED | {"checked": 'kind = "attested"\nby = "secretariat"\nevidence = "note"'}
    ways = STAGES | {
        "work": STAGES["work"].replace("'useful'", "'useful', 'checked'"),
        "end": 'closes = "secretariat"\noptional = true\nrequires = ["parties"]',
    }
    methodology = adopted(pack_text(ways, asked), network=cast.ucci)
    cities, by = [cast.la_paz, cast.riomayor], cast.coordinator
    made = life.propose(
        Alliance(slug="valles"), network=cast.ucci, methodology=methodology, form="only", organisation=cast.la_paz,
        parties=cities, titles={"es": "Valles"}, by=by,
    )  # fmt: skip
    seat, other = made.seats.order_by("position")
    parties.accept(other, by=cast.other_coordinator)
    made = life.start(life.constitute(made, by=by), by=by)
    advance_alliance(made, from_stage="start", by=by)
    work = made.stages.get(key="work")
    said = {"stage": work, "note": "Así es.", "attested_by": by}
    return {
        "newer_pack": adopted(pack_text(ways, asked, version="2.0"), network=cast.ucci),
        "agency": OrganisationFactory(kind_id="actor:municipal", published=True),
        "paper": attach(stored, work, purpose="document:report", by=None, name="informe.pdf"),
        "waiver": work.waivers.create(requirement="theme", reason="Una razón.", granted_by=by),
        "attested_at_desk": Attestation.objects.create(requirement="useful", seat=seat, **said),
        "attested_at_office": Attestation.objects.create(requirement="checked", **said),
        "seat": seat,
        "plan": PlanFactory(organisation=cast.la_paz),
        "assigned": seat.people.create(person=PersonFactory(organisation=cast.la_paz), role="coordination"),
        "aligned": seat.alignments.create(plan=PlanFactory(organisation=cast.la_paz)),
    }


def _of_negotiation(cast: Cast) -> dict[str, Any]:
    """La Paz and Riomayor negotiate an agreement of one article; Riomayor proposes other words and asks something."""
    said = {"kind": "twinning", "titles": {"es": "Hermanamiento"}, "languages": ["es"], "authentic": ["es"]}
    both, riomayor = [cast.la_paz, cast.riomayor], {"organisation": cast.riomayor, "by": cast.other_coordinator}
    agreement = begin_agreement(**said, parties=both, **riomayor)  # type: ignore[arg-type]
    article = ArticleFactory(agreement=agreement, number=1)
    return {
        "negotiated": agreement,
        "proposal": propose(article, language="es", body="Cooperar.", base_version=0, **riomayor),  # type: ignore[arg-type]
        "comment": comment(article, body="¿Basta?", **riomayor),  # type: ignore[arg-type]
    }


def _of_signing(cast: Cast, stored: StoredFile) -> dict[str, Any]:
    """La Paz and Riomayor sign an agreement in the register of UCCI, which knows what the law of Bolivia asks."""
    agreement = agreed_between(cast.la_paz, cast.riomayor, network=cast.ucci, state="signing")
    rule = ApprovalRule(
        network=cast.ucci, country="BO", key="permiso", titles={"es": "Permiso"}, authorities={"es": "Ministerio"},
        kinds=["twinning"], legal_source="Ley inventada",
    )  # fmt: skip
    rule.save()
    party = agreement.parties.get(organisation=cast.la_paz)
    approval = record_approval(party, rule, state="needed", by=cast.coordinator)
    signature = flagged(agreement, cast.la_paz, by=cast.coordinator)
    return {
        "signing": agreement,
        "party": party,
        "rule": rule,
        "paper_of_approval": attach(stored, approval, purpose="paper", by=None, name="oficio.png"),
        "signature": signature,
        "file_of_signature": attach(stored, signature, purpose="signed", by=None, name="firmado.png"),
        "recorded": AgreementPartyFactory(agreement__network=cast.ucci, organisation=cast.la_paz).agreement,
    }


def _of_exchanges(cast: Cast, methodology: Methodology, stored: StoredFile) -> dict[str, Any]:
    """What La Paz and Riomayor do together in an alliance that lives."""
    both, lives = [cast.la_paz, cast.riomayor], {"state": "running", "methodology": methodology, "form": "pci"}
    alliance = AllianceFactory(network=cast.ucci, slug="rios", parties=both, **lives)
    said = {"alliance": alliance, "titles": {"es": "Visita"}}
    exchange = Exchange.objects.create(kind="visit", host=cast.riomayor, **said)
    guest = exchange.guests.create(organisation=cast.la_paz, people=2)
    product = Product.objects.create(slug="plan", network=cast.ucci, **said)
    product.makers.add(cast.riomayor)
    product.receptions.create(organisation=cast.la_paz)
    given = {"kind": "time", "words": {"es": "Tiempo"}, "given_on": "2026", "recorded_for": cast.la_paz}
    return {
        "exchange": exchange,
        "traveller": guest.travellers.create(name="Inés Inventada"),
        "minute": attach(stored, exchange, purpose="minute", by=None, name="acta.png"),
        "product": product,
        "file_of_product": attach(stored, product, purpose="product", by=None, name="plan.png"),
        "giving": Giving.objects.create(alliance=alliance, giver=cast.la_paz, receiver=cast.riomayor, **given),
    }


def _of_joint_programme(cast: Cast, methodology: Methodology) -> dict[str, Any]:
    """La Paz and Riomayor write a programme together; Riomayor has adopted it."""
    alliance = Alliance.objects.get(slug="rios")
    joint = ProgrammeFactory(
        alliance=alliance, holder=cast.la_paz, network=cast.ucci, slug="rios-2026", methodology=methodology
    )
    adopt_programme(
        joint,
        seat=alliance.seats.get(organisation=cast.riomayor),
        digest=digest_of(content_of(joint)),
        by=cast.other_coordinator,
    )
    return {"joint_programme": joint}


def _of_governance(cast: Cast, stored: StoredFile) -> dict[str, Any]:
    """A body of the network and one of an alliance, each with a meeting that decided something."""
    rows: dict[str, Any] = {}
    for key, alliance in (("own", None), ("joint", Alliance.objects.get(slug="cuencas"))):
        body = body_of(cast.ucci, cast.la_paz, cast.riomayor, alliance=alliance)
        meeting = held_meeting_of(body, counted=2)
        guest = meeting.attendance.create(organisation=cast.la_paz, state="present")
        rows |= {
            f"{key}_body": body,
            f"{key}_seat": body.members.first(),
            f"{key}_meeting": meeting,
            f"{key}_item": meeting.items.create(titles={"es": "Presupuesto"}),
            f"{key}_guest": guest,
            f"{key}_document": attach(stored, meeting, purpose="minutes", by=None, name="acta.pdf"),
            f"{key}_decision": body.decisions.create(
                number=1, meeting=meeting, texts={"es": "Se aprueba."}, taken_on="2026-03-02"
            ),
        }
    return rows


def _of_the_team(cast: Cast) -> dict[str, Any]:
    """Who is away, invited, handing over; who agreed to be contacted elsewhere."""
    elsewhere = PersonFactory(organisation=cast.riomayor, email="elena@example.org")
    Consent.objects.create(person=elsewhere, how="mail")
    two = {"organisation": cast.la_paz}
    days = {"starts": "2026-01-01", "ends": "2026-01-02"}
    invited = two | {"name": "Inés", "language": "es", "expires_at": timezone.now(), "invited_by": cast.coordinator}
    return {
        "absence": Absence.objects.create(user=cast.coordinator, stand_in=cast.colleague, **two, **days),
        "colleague_elsewhere": elsewhere,
        "handover": Handover.objects.create(leaver=cast.coordinator, successor=cast.colleague, **two),
        "invited_colleague": Invitation.objects.create(role="colleague", email="a@example.org", **invited),
        "invited_coordinator": Invitation.objects.create(role="coordinator", email="b@example.org", **invited),
        "member_city": cast.la_paz.networks.get(network=cast.ucci),
        "person": PersonFactory(organisation=cast.la_paz, email="ana@example.org"),
    }


def _of_applications(cast: Cast, call: Call) -> dict[str, Any]:
    """La Paz applies with Riomayor, and Riomayor asks La Paz to join an application of its own."""
    application = ApplicationFactory(call=call, applicant=cast.la_paz)
    letter = store_bytes(b"%PDF-1.7", "application/pdf")
    submission = SubmissionFactory(application=application, frozen=take(application).written())
    other = ApplicationFactory(call=call, applicant=cast.riomayor)
    return {
        "application": application,
        "member_of_group": GroupMemberFactory(application=application, organisation=cast.riomayor),
        "letter": attach(letter, application, purpose="call:endorsement", by=None, name="carta.pdf"),
        "frozen_document": FrozenDocument.objects.create(
            submission=submission, key="endorsement", name="carta.pdf", file=letter
        ),
        "asked": GroupMemberFactory(application=other, organisation=cast.la_paz),
    }


def asked(client: Client, address: Address, world: dict[str, Any], method: str) -> int:
    """The status of the answer; what a POST did is undone."""
    words = {name: world.get(word, word) if isinstance(word, str) else word for name, word in address.words.items()}
    with transaction.atomic():
        form = {name: world.get(word, word) for name, word in address.form.items()}
        response = getattr(client, method)(reverse(address.name, kwargs=words), form, headers={"host": "localhost"})
        if method == "post":
            transaction.set_rollback(True)
    response.getvalue()  # a file that is handed out stays open until it is read
    return int(response.status_code)


@pytest.mark.once
@pytest.mark.parametrize("part", AUDIENCES)
@override_settings(ROOT_URLCONF=DEMONSTRATION, DEMONSTRATION=True)
def test_each_address_answers_its_audience_and_refuses_the_rest(
    part: str, cast: Cast, world: dict[str, Any], sign_in: As
) -> None:
    clients = {name: sign_in(one) if isinstance(one, User) else Client() for name, one in cast.everybody.items()}
    expected, found = {}, {}
    for address in AUDIENCES[part]:
        key = f"{address.name} {address.words.get('slug', '')}"
        expected[key] = address.statuses
        found[key] = {name: asked(clients[name], address, world, address.method) for name in CAST}
        refused = [name for name, status in address.statuses.items() if status in {403, 404}]
        if address.method == "get" and refused:
            expected[f"POST {key}"] = {name: {address.statuses[name], 405} for name in refused}
            found[f"POST {key}"] = {
                name: {asked(clients[name], address, world, "post"), address.statuses[name], 405} for name in refused
            }
    wrong = {key: row for key, row in found.items() if row != expected[key]}
    assert wrong == {key: expected[key] for key in wrong}


def test_the_walk_sees_an_undeclared_view() -> None:
    assert audience_of(lambda _request: None) is None


def test_decorators_declare_and_ask_for_a_sign_in(rf: RequestFactory) -> None:
    def view(_request: object) -> str:
        return "shown"

    rule: Rule[User] = Rule("user:see", lambda _user, _obj: True, lambda rows, _user: rows)
    request = rf.get("/somewhere")
    request.user = AnonymousUser()
    assert [audience_of(one(view)) for one in (public, signed_in, may(rule))] == ["public", "signed in", "user:see"]
    assert public(view)(request) == "shown"
    for guarded in (signed_in(view), may(rule)(view)):
        assert guarded(request).url == "/accounts/login/?next=/somewhere"


@pytest.mark.parametrize(
    ("error", "status"), [(NotFound("city", "x"), 404), (NotAllowed("city:edit", "city", "x"), 403)]
)
@pytest.mark.parametrize(("language", "tag"), [("es", "es"), ("pt", "pt-BR"), ("pt-pt", "pt-PT"), ("en", "en")])
def test_refusals_become_pages_in_the_readers_language(
    rf: RequestFactory, error: Exception, status: int, language: str, tag: str
) -> None:
    request = rf.get("/somewhere")
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = language
    with override(language):
        response = Refusals(lambda _request: None).process_exception(request, error)  # type: ignore[arg-type, return-value]
    assert response is not None
    assert response.status_code == status
    assert f'<html lang="{tag}">' in response.content.decode()
    assert f'href="/{language}/"' in response.content.decode()


def test_other_errors_go_their_way(rf: RequestFactory) -> None:
    assert Refusals(lambda _request: None).process_exception(rf.get("/"), ValueError()) is None  # type: ignore[arg-type, return-value]
