"""Agreements with their parties in order, kept article by article."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from tests.factories.actors import CityFactory, MembershipFactory
from tests.factories.alliances import AgreementFactory, AgreementPartyFactory, ArticleFactory
from tests.factories.cast import Cast
from tests.factories.programmes import CitedAgreementFactory

from entreciudades.alliances import rules
from entreciudades.alliances.models import Agreement, Article
from entreciudades.alliances.services import Signatory, keep_article, record_agreement, write_article
from entreciudades.alliances.services.validity import denounce
from entreciudades.core.errors import TextConflict
from entreciudades.core.models import AuditEvent, Text
from entreciudades.taxonomy.models import Term


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    row = Agreement(kind="memorandum", titles={"es": "Memorando de La Paz"}, signed="2016-06-14")
    return record_agreement(row, parties=[cast.la_paz, cast.ucci], by=cast.secretary)


def parties(agreement: Agreement) -> list[str]:
    return [party.organisation.slug for party in agreement.parties.all()]


def events(after: int = 0) -> list[tuple[str, Any]]:
    return [(event.verb, event.actor) for event in AuditEvent.objects.order_by("id")[after:]]


def test_an_agreement_is_kept_with_its_parties_in_order(agreement: Agreement, cast: Cast) -> None:
    agreement.refresh_from_db()
    assert (agreement.slug, str(agreement.signed)) == ("memorando-de-la-paz", "2016-06-14")
    assert parties(agreement) == ["la-paz-bo", "ucci"]
    assert events() == [("agreement.added", cast.secretary)]


def test_recording_again_changes_parties_and_their_order(agreement: Agreement, cast: Cast) -> None:
    record_agreement(agreement, parties=[cast.ucci, cast.riomayor], by=cast.secretary)
    assert parties(agreement) == ["ucci", "riomayor"]
    record_agreement(agreement, parties=[cast.riomayor, cast.ucci], by=cast.secretary)
    assert parties(agreement) == ["riomayor", "ucci"]
    assert events(1) == [("agreement.changed", cast.secretary)] * 2


def test_who_saves_a_form_late_takes_no_denunciation_back(agreement: Agreement, cast: Cast) -> None:
    denounce(agreement, organisation=cast.la_paz, reason="Otra política.", by=cast.coordinator)
    record_agreement(agreement, parties=[cast.la_paz, cast.ucci], by=cast.secretary)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.denounced_by) == ("denounced", cast.la_paz)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"kind": "handshake"}, "kind"), ({"titles": {}}, "titles"), ({"signed": "14 de junio"}, "signed")],
)
def test_what_is_not_well_formed_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    row = Agreement(**({"kind": "memorandum", "titles": {"es": "Memorando"}, "slug": "memorando"} | values))
    with pytest.raises(ValidationError) as refused:
        record_agreement(row, parties=[cast.la_paz], by=cast.secretary)
    assert list(refused.value.message_dict) == [field]
    assert (Agreement.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_articles_stand_by_number_each_number_once(agreement: Agreement, cast: Cast) -> None:
    for number in (2, 1):
        keep_article(Article(agreement=agreement, number=number), by=cast.secretary)
    assert [article.number for article in agreement.articles.all()] == [1, 2]
    with pytest.raises(ValidationError):
        keep_article(Article(agreement=agreement, number=2), by=cast.secretary)
    assert events(1) == [("article.added", cast.secretary)] * 2


def test_the_wording_of_an_article_is_public_at_once(agreement: Agreement, cast: Cast) -> None:
    article = keep_article(Article(agreement=agreement, number=1), by=cast.secretary)
    write_article(article, "es", "Las partes cooperan.", expected_version=0, by=cast.secretary)
    text = Text.objects.of(article).get()
    assert (text.section, text.published_body) == ("wording", "Las partes cooperan.")
    with pytest.raises(TextConflict):
        write_article(article, "es", "Otra cosa.", expected_version=0, by=cast.secretary)


def test_agreements_of_an_organisation(agreement: Agreement, cast: Cast) -> None:
    AgreementFactory()
    assert list(Agreement.objects.of(cast.la_paz)) == [agreement]
    assert list(Agreement.objects.of(cast.riomayor)) == []


def test_whoever_writes_for_any_party_edits(agreement: Agreement, cast: Cast) -> None:
    def editors() -> set[str]:
        return {name for name, user in cast.everybody.items() if rules.EDIT.predicate(user, agreement)}

    assert editors() == {"coordinator", "colleague", "secretary"}
    record_agreement(agreement, parties=[cast.riomayor, cast.puertos], by=cast.secretary)
    assert editors() == {"other_coordinator", "second_secretary"}


def test_an_agreement_of_hidden_parties_is_known_to_those_who_know_one(agreement: Agreement, cast: Cast) -> None:
    Agreement.objects.update(published=True)
    hidden = CityFactory(published=False)
    secret = record_agreement(Agreement(kind="memorandum", titles={"es": "Otro"}), parties=[hidden], by=None)
    MembershipFactory(organisation=hidden, user=cast.coordinator, role="coordinator")
    for name, user in cast.everybody.items():
        seen = {one for one in (agreement, secret) if rules.SEE.predicate(user, one)}
        assert seen == ({agreement, secret} if name == "coordinator" else {agreement})
        for rule in (rules.SEE, rules.EDIT):
            assert sorted(rule.visible_to(Agreement.objects.all(), user), key=lambda one: one.pk) == sorted(
                seen, key=lambda one: one.pk
            )


@pytest.mark.django_db
def test_a_cited_agreement_and_its_article_stay() -> None:
    article = ArticleFactory()
    CitedAgreementFactory(agreement=article.agreement, article=article)
    for row in (article, article.agreement):
        with pytest.raises(ProtectedError):
            row.delete()


@pytest.mark.django_db
def test_the_database_holds_a_party_and_a_number_once() -> None:
    party, article = AgreementPartyFactory(), ArticleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementPartyFactory(agreement=party.agreement, organisation=party.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleFactory(agreement=article.agreement, number=article.number)


def test_who_signed_and_what_it_is_about_are_kept(cast: Cast) -> None:
    row = Agreement(kind="twinning", titles={"es": "Hermanamiento"}, starts="1998", ends="2026-12", reference="14/98")
    signatures = {cast.la_paz.pk: Signatory("Ada Inventada", "Alcaldesa")}
    theme = Term.objects.get(pk="iuc:7")
    record_agreement(row, parties=[cast.la_paz, cast.ucci], signatures=signatures, links={"themes": [theme]}, by=None)
    record_agreement(row, parties=[cast.ucci, cast.la_paz], by=None)
    said = {party.organisation.slug: (party.signed_by, party.signed_as) for party in row.parties.all()}
    assert said == {"ucci": ("", ""), "la-paz-bo": ("Ada Inventada", "Alcaldesa")}
    assert list(row.themes.all()) == [theme]


def test_an_end_before_the_beginning_is_refused(cast: Cast) -> None:
    row = Agreement(kind="twinning", titles={"es": "Hermanamiento"}, starts="2020", ends="2019")
    with pytest.raises(ValidationError) as refused:
        record_agreement(row, parties=[cast.la_paz], by=None)
    assert list(refused.value.message_dict) == ["ends"]


@pytest.mark.django_db
def test_what_is_in_force_on_a_day() -> None:
    ends = {
        None: True,
        "2026": True,
        "2026-11": True,
        "2026-11-20": True,
        "2026-11-19": False,
        "2025": False,
        "2030": True,
    }
    rows = {end: AgreementFactory(ends=end) for end in ends}
    found = set(Agreement.objects.in_force(date(2026, 11, 20)))
    assert {end: rows[end] in found for end in ends} == ends


def test_one_that_is_not_public_is_known_to_its_parties_and_their_network_alone(cast: Cast) -> None:
    row = record_agreement(
        Agreement(kind="twinning", titles={"es": "Hermanamiento"}), parties=[cast.la_paz, cast.riomayor], by=None
    )
    knows = {
        name: Agreement.objects.visible_to(user).filter(pk=row.pk).exists() for name, user in cast.everybody.items()
    }
    in_the_know = {"coordinator", "colleague", "other_coordinator", "secretary", "auditor"}
    assert {name for name, does in knows.items() if does} == in_the_know
    Agreement.objects.update(published=True)
    assert Agreement.objects.visible_to(AnonymousUser()).get() == row
