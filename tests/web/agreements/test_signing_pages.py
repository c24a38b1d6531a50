"""Approvals, signatures, the act and the validity of an agreement as people work on them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.core.office_files import pdf
from tests.factories.actors import CityFactory, NetworkMemberFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory
from tests.factories.cast import Cast
from tests.factories.signing import agreed_between, flagged, scan
from tests.web.conftest import As

from entreciudades.alliances.models import Agreement, Approval, ApprovalRule, Ceremony, Signature
from entreciudades.core.files import attachments_of
from entreciudades.notices.models import Notice

TODAY = "2026-11-20"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def rule(cast: Cast) -> ApprovalRule:
    """What UCCI knows of the law of Bolivia."""
    rule: ApprovalRule = ApprovalRule.objects.create(
        network=cast.ucci,
        country="BO",
        key="permiso",
        titles={"es": "Permiso previo"},
        authorities={"es": "Ministerio inventado"},
        kinds=["twinning"],
        days=10,
        legal_source="Ley inventada, art. 3",
    )
    return rule


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return agreed_between(cast.la_paz, cast.riomayor, network=cast.ucci)


@pytest.fixture
def in_signing(cast: Cast) -> Agreement:
    return agreed_between(cast.la_paz, cast.riomayor, network=cast.ucci, slug="en-firma", state="signing")


def at(agreement: Agreement, page: str, slug: str = "la-paz-bo") -> str:
    return f"/desk/organisations/{slug}/agreements/{agreement.pk}/{page}"


def office(agreement: Agreement, page: str = "") -> str:
    return f"/office/ucci/agreements/{agreement.pk}/{page}"


def of(agreement: Agreement, slug: str = "la-paz-bo") -> int:
    pk: int = agreement.parties.get(organisation__slug=slug).pk
    return pk


def text(response: Any) -> str:
    words: str = response.content.decode()
    return words


def status(client: Client, link: str) -> int:
    response = client.get(link)
    if response.streaming:
        response.getvalue()  # read to its end, it closes its file
    return response.status_code


def test_a_city_asks_its_ministry_and_the_way_to_sign_is_free(
    agreement: Agreement, rule: ApprovalRule, cast: Cast, sign_in: As
) -> None:
    desk = sign_in(cast.coordinator)
    assert "Permiso previo" in text(desk.get(at(agreement, "signatures/")))
    refused = desk.post(at(agreement, "signatures/open/"), follow=True)
    assert refused.redirect_chain == [(at(agreement, "approvals/"), 302)]

    form = at(agreement, f"approvals/{of(agreement)}/{rule.pk}/")
    wrong = desk.post(form, {"state": "given"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["answered_on"])
    paper = SimpleUploadedFile("oficio.pdf", pdf())
    said = {"state": "requested", "requested_on": "2026-11-10", "reference": "VRE 7", "paper": paper}
    assert desk.post(form, said).status_code == 302
    approval = Approval.objects.get()
    assert (approval.state, str(approval.due_on), approval.reference) == ("requested", "2026-11-20", "VRE 7")
    [hung] = attachments_of(approval, "paper")
    link = f"/files/{hung.pk}/oficio.pdf"
    assert [status(sign_in(user), link) for user in (cast.other_coordinator, cast.secretary)] == [200, 200]
    assert status(sign_in(cast.second_secretary), link) == 404

    said = {"state": "given", "requested_on": "2026-11-10", "answered_on": TODAY, "note": "Favorable."}
    assert desk.post(form, said).status_code == 302
    assert "Favorable." in text(sign_in(cast.other_coordinator).get(at(agreement, "approvals/", "riomayor")))
    opened = desk.post(at(agreement, "signatures/open/"), follow=True)
    agreement.refresh_from_db()
    assert (opened.status_code, agreement.state) == (200, "signing")
    assert "en-firma.pdf" not in text(opened)
    assert "agua-alta.pdf" in text(opened)


def test_nobody_writes_down_the_approval_of_another_city(
    agreement: Agreement, rule: ApprovalRule, cast: Cast, sign_in: As
) -> None:
    said = {"state": "not-needed", "note": "Porque sí."}
    other = sign_in(cast.other_coordinator)
    assert other.post(at(agreement, f"approvals/{of(agreement)}/{rule.pk}/", "riomayor"), said).status_code == 403
    assert (
        sign_in(cast.auditor).post(office(agreement, f"approvals/{of(agreement)}/{rule.pk}/"), said).status_code == 403
    )
    assert Approval.objects.count() == 0
    assert (
        sign_in(cast.secretary).post(office(agreement, f"approvals/{of(agreement)}/{rule.pk}/"), said).status_code
        == 302
    )
    assert Approval.objects.get().state == "not-needed"


def test_a_paper_signature_is_recorded_with_its_scan_and_told_to_the_others(
    in_signing: Agreement, cast: Cast, sign_in: As
) -> None:
    desk = sign_in(cast.coordinator)
    form = at(in_signing, f"signatures/parties/{of(in_signing)}/paper/")
    wrong = desk.post(form, {"name": "Ana Inventada", "signed_on": "2026-11-21", "scan": scan()})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["office"])
    said = {
        "name": "Ana Inventada",
        "office": "Alcaldesa",
        "signed_on": TODAY,
        "council_act": "Acuerdo 12/2026",
        "verification_code": "CSV-7788",
        "verification_url": "https://sede.example.org",
        "scan": scan(),
    }
    page = desk.post(form, said, follow=True)
    kept = Signature.objects.get()
    assert (kept.state, kept.council_act, kept.verification_code) == ("counts", "Acuerdo 12/2026", "CSV-7788")
    for words in ("Ana Inventada", "Acuerdo 12/2026", "CSV-7788", "firmado.pdf"):
        assert words in text(page)
    told = Notice.objects.filter(kind="agreement.party-signed").values_list("user__email", flat=True)
    assert sorted(told) == ["olga@example.org", "sofia@example.org"]


def test_an_unsigned_file_is_kept_and_says_what_is_wrong(in_signing: Agreement, cast: Cast, sign_in: As) -> None:
    desk = sign_in(cast.coordinator)
    form = at(in_signing, f"signatures/parties/{of(in_signing)}/digital/")
    no_file = desk.post(form, {"office": "Alcaldesa"})
    assert (no_file.status_code, list(no_file.context["form"].errors)) == (422, ["document"])
    nobody = desk.post(form, {"document": scan("convenio.pdf"), "office": "Alcaldesa"})
    assert (nobody.status_code, list(nobody.context["form"].errors)) == (422, ["signed_on"])
    said = {"document": scan("convenio.pdf"), "name": "Ana", "office": "Alcaldesa", "signed_on": TODAY}
    page = desk.post(form, said, follow=True)
    [line, _other] = page.context["lines"]
    [shown] = line.signatures
    assert [one["code"] for one in shown.signature.findings] == ["no-signature"]
    assert shown.findings[0] in text(page).replace("&#x27;", "'")
    assert shown.attest == at(in_signing, f"signatures/{shown.signature.pk}/attest/")


def test_whoever_decides_for_the_party_answers_for_its_signature(
    in_signing: Agreement, cast: Cast, sign_in: As
) -> None:
    kept = flagged(in_signing, cast.la_paz, by=cast.secretary)
    address, reason = f"signatures/{kept.pk}/attest/", {"reason": "El original está en la notaría."}
    assert sign_in(cast.other_coordinator).post(at(in_signing, address, "riomayor"), reason).status_code == 403
    assert sign_in(cast.colleague).post(at(in_signing, address), reason).status_code == 403
    assert sign_in(cast.secretary).post(office(in_signing, address), reason).status_code == 403
    desk = sign_in(cast.coordinator)
    assert desk.post(at(in_signing, address), {"reason": ""}).status_code == 422
    assert desk.post(at(in_signing, address), reason).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.attested_by) == ("attested", cast.coordinator)
    withdrawal = at(in_signing, f"signatures/{kept.pk}/withdraw/")
    assert desk.post(withdrawal, {"reason": "Se firma de nuevo."}).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.withdrawal) == ("withdrawn", "Se firma de nuevo.")


@pytest.mark.usefixtures("uncoordinated")
def test_where_nobody_decides_for_a_city_its_network_answers(in_signing: Agreement, cast: Cast, sign_in: As) -> None:
    kept = flagged(in_signing, cast.la_paz, by=cast.secretary)
    page = sign_in(cast.secretary).post(office(in_signing, f"signatures/{kept.pk}/attest/"), {"reason": "Consta."})
    assert page.status_code == 302
    kept.refresh_from_db()
    assert kept.attested_by == cast.secretary


def test_the_act_is_prepared_shown_in_its_order_and_kept_in_one_form(
    in_signing: Agreement, cast: Cast, sign_in: As
) -> None:
    desk, mine, other = sign_in(cast.coordinator), of(in_signing), of(in_signing, "riomayor")
    said = {
        "place": "La Paz, Palacio Consistorial",
        "held_on": TODAY,
        "begins": "12:00",
        "agenda": "Bienvenida\n\nFirma",
        f"signed_by_{mine}": "Ana Inventada",
        f"signed_as_{mine}": "Alcaldesa",
        f"protocol_title_{mine}": "Excma. Sra. D.ª",
        f"signs_as_number_{mine}": "2",
        f"signed_by_{other}": "Bruno Inventado",
        f"signed_as_{other}": "Alcalde",
        f"protocol_title_{other}": "",
        f"signs_as_number_{other}": "1",
    }
    twice = desk.post(at(in_signing, "ceremony/prepare/"), said | {f"signs_as_number_{other}": "2"})
    assert twice.status_code == 422
    assert Ceremony.objects.count() == 0
    assert desk.post(at(in_signing, "ceremony/prepare/"), said).status_code == 302
    page = sign_in(cast.other_coordinator).get(at(in_signing, "ceremony/", "riomayor"))
    assert [row.party.organisation.slug for row in page.context["rows"]] == ["riomayor", "la-paz-bo"]
    assert (page.context["points"], page.context["missing"]) == (["Bienvenida", "Firma"], [])
    assert "Excma. Sra. D.ª Ana Inventada, Alcaldesa" in text(page)

    form = at(in_signing, "ceremony/record/")
    nobody = desk.post(form, {"signed_on": TODAY})
    assert nobody.status_code == 422
    both = {f"signed_{pk}": "on" for pk in (mine, other)} | {"signed_on": TODAY, "scan": scan("acta.pdf")}
    lacking = desk.post(form, both | {f"name_{mine}": "Ana Inventada", f"office_{mine}": "Alcaldesa"})
    assert list(lacking.context["form"].errors) == [f"name_{other}", f"office_{other}"]
    names = {f"name_{mine}": "Ana Inventada", f"office_{mine}": "Alcaldesa"}
    names |= {f"name_{other}": "Bruno Inventado", f"office_{other}": "Alcalde"}
    both["scan"] = scan("acta.pdf")
    assert desk.post(form, both | names).status_code == 302
    in_signing.refresh_from_db()
    assert (in_signing.state, str(in_signing.signed)) == ("signed", TODAY)
    assert set(Signature.objects.values_list("how", "state")) == {("together", "counts")}
    assert desk.post(at(in_signing, "ceremony/prepare/"), said).status_code == 422


def test_what_the_act_lacks_leads_to_where_it_is_mended(
    agreement: Agreement, rule: ApprovalRule, cast: Cast, sign_in: As
) -> None:
    page = sign_in(cast.coordinator).get(at(agreement, "ceremony/"))
    assert [one.address for one in page.context["missing"]] == [
        at(agreement, "approvals/"),
        at(agreement, "signatures/"),
        *[at(agreement, "ceremony/prepare/")] * 3,
    ]


def test_dates_are_kept_and_a_party_renews_or_denounces(cast: Cast, sign_in: As) -> None:
    signed = agreed_between(cast.la_paz, cast.riomayor, state="signed", signed="2023-07-01", ends="2027-06-30")
    desk = sign_in(cast.coordinator)
    dates = {"starts": "2023-07-01", "ends": "2027-06-30", "renews_months": "12", "notice_months": "3"}
    assert desk.post(at(signed, "validity/dates/"), dates).status_code == 302
    assert sign_in(cast.colleague).post(at(signed, "validity/do/denounce/"), {"reason": "No."}).status_code == 403
    renewed = desk.post(at(signed, "validity/do/renew/"), {"until": "2026", "reason": "Sigue."})
    assert (renewed.status_code, list(renewed.context["form"].errors)) == (422, ["until"])
    assert desk.post(at(signed, "validity/do/renew/"), {"until": "2029-06-30", "reason": "Sigue."}).status_code == 302
    assert desk.post(at(signed, "validity/do/publish/")).status_code == 302
    denounced = desk.post(at(signed, "validity/do/denounce/"), {"on": TODAY, "reason": "Cambió."}, follow=True)
    signed.refresh_from_db()
    assert (signed.state, str(signed.ends), signed.published) == ("denounced", "2027-02-20", True)
    assert "Cambió." in text(denounced)
    assert desk.post(at(signed, "validity/dates/"), dates).status_code == 403
    assert desk.get(at(signed, "validity/do/burn/")).status_code == 404


@pytest.fixture
def several(cast: Cast) -> list[Agreement]:
    """One agreed here, a recorded one of La Paz alone in force, and one of another network."""
    agreed = agreed_between(cast.la_paz, cast.riomayor, network=cast.ucci)
    values = {"state": "recorded", "signed": "2020-05", "starts": "2020-05", "ends": "2022", "languages": []}
    old = agreed_between(cast.la_paz, slug="viejo", kind="memorandum", titles={"es": "Memorando viejo"}, **values)
    harbour = CityFactory(slug="bahia", names={"es": "Bahía"})
    NetworkMemberFactory(network=cast.puertos, organisation=harbour)
    other = agreed_between(harbour, cast.la_paz, slug="puerto", network=cast.puertos, titles={"es": "Puertos"})
    return [agreed, old, other]


def found(client: Client, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return [one.slug for one in page.context["page"]]


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ("", ["viejo", "agua-alta"]),
        ("?q=manantial", ["viejo", "agua-alta"]),
        ("?q=nascentes", ["agua-alta", "viejo"]),
        ("?q=memorando+juntas", ["viejo"]),
        ("?q=petroleo", []),
        ("?city=riomayor", ["agua-alta"]),
        ("?kind=memorandum", ["viejo"]),
        ("?state=agreed", ["agua-alta"]),
        ("?on=2021-01-01", ["viejo"]),
        ("?on=2023-01-01", []),
        ("?on=ayer", ["viejo", "agua-alta"]),
    ],
)
def test_the_register_is_searched_by_text_city_kind_state_and_day(
    several: list[Agreement], cast: Cast, sign_in: As, asked: str, slugs: list[str]
) -> None:
    assert sorted(found(sign_in(cast.secretary), f"/office/ucci/agreements/{asked}")) == sorted(slugs)


def test_each_office_has_its_own_register_and_a_desk_all_of_its_own(
    several: list[Agreement], cast: Cast, sign_in: As
) -> None:
    second = sign_in(cast.second_secretary)
    assert found(second, "/office/puertos/agreements/") == ["puerto"]
    assert second.get("/office/ucci/agreements/").status_code == 403
    assert second.get(f"/office/puertos/agreements/{several[0].pk}/").status_code == 404
    desk = sign_in(cast.coordinator)
    assert sorted(found(desk, "/desk/organisations/la-paz-bo/agreements/?q=juntas")) == ["agua-alta", "puerto", "viejo"]
    assert "nascentes" in text(sign_in(cast.auditor).get(office(several[0])))


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_register_asks_no_more_questions(
    cast: Cast, sign_in: As, count: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(count):
        row = AgreementFactory(network=cast.ucci)
        for city in (cast.la_paz, cast.riomayor):
            AgreementPartyFactory(agreement=row, organisation=city)
    secretary = sign_in(cast.secretary)
    with django_assert_max_num_queries(12):
        assert len(found(secretary, "/office/ucci/agreements/")) == count


def test_a_secretariat_adds_what_it_knows_of_the_law_of_a_fictional_country(cast: Cast, sign_in: As) -> None:
    said = {
        "country": "x-monterral",
        "kinds": ["twinning", "addendum"],
        "titles_es": "Permiso del Senado",
        "authorities_es": "Senado de Monterral",
        "days": "15",
        "silence": "allows",
        "legal_source": "Ley inventada 3/2019, art. 7",
    }
    secretary = sign_in(cast.secretary)
    lacking = secretary.post("/office/ucci/agreements/rules/add/", said | {"legal_source": ""})
    assert list(lacking.context["form"].errors) == ["legal_source"]
    assert secretary.post("/office/ucci/agreements/rules/add/", said).status_code == 302
    rule = ApprovalRule.objects.get(network=cast.ucci)
    assert (rule.country, rule.kinds, rule.key, rule.days) == (
        "x-monterral",
        ["twinning", "addendum"],
        "permiso-del-senado",
        15,
    )
    page = f"/office/ucci/agreements/rules/{rule.pk}/"
    digest = secretary.get(page).context["form"].digest
    assert secretary.post(page, said | {"days": "20", "opened": digest}).status_code == 302
    rule.refresh_from_db()
    assert rule.days == 20
    shipped = ApprovalRule.objects.get(country="ES")
    assert secretary.get(f"/office/ucci/agreements/rules/{shipped.pk}/").status_code == 404
    assert sign_in(cast.second_secretary).get(f"/office/puertos/agreements/rules/{rule.pk}/").status_code == 404
    assert secretary.post(f"{page}remove/").status_code == 302
    assert ApprovalRule.objects.filter(network=cast.ucci).count() == 0


def test_what_is_not_signed_by_all_is_not_made_public_by_hand(in_signing: Agreement, cast: Cast, sign_in: As) -> None:
    desk = sign_in(cast.coordinator)
    answer = desk.post(at(in_signing, "validity/do/publish/"), follow=True)
    in_signing.refresh_from_db()
    assert (answer.redirect_chain, in_signing.published) == ([(at(in_signing, "validity/"), 302)], False)


def test_who_left_before_it_signed_is_none_of_those_who_signed_it(
    in_signing: Agreement, cast: Cast, client: Client
) -> None:
    left = AgreementPartyFactory(agreement=in_signing, organisation=CityFactory(), signed_by="Quien iba a firmar")
    for city in (cast.la_paz, cast.riomayor):
        flagged(in_signing, city, by=cast.coordinator, state="counts")
    in_signing.state, in_signing.published = "signed", True
    in_signing.save()
    page = client.get("/es/acuerdos/en-firma/")
    assert [party.organisation for party, _signed in page.context["parties"]] == [cast.la_paz, cast.riomayor]
    assert left.signed_by not in text(page)
