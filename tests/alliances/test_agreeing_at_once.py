"""Two people act on one article, or on one text, at the same moment: one wins, the other is told, nothing is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from tests.factories.alliances import AllianceFactory
from tests.factories.cast import Cast

from entreciudades.alliances.errors import AnotherVersion, TextFrozen
from entreciudades.alliances.models import Agreement, ArticleProposal, PartyConsent
from entreciudades.alliances.services import write_article
from entreciudades.alliances.services.drafting import add_article_from_clause
from entreciudades.alliances.services.negotiation import agree, begin_agreement, table, take_back
from entreciudades.alliances.services.proposals import propose, take_proposal
from entreciudades.core.errors import TextConflict
from entreciudades.core.models import Text, TextVersion
from entreciudades.methodologies.alliance_pack import Clause

pytestmark = pytest.mark.django_db(transaction=True)
CLAUSE = Clause("object", "object", {"es": "Objeto"}, {"es": "Las partes cooperan."}, ())
TOLD = (TextConflict, TextFrozen, AnotherVersion, ValidationError)


@pytest.fixture
def draft(cast: Cast) -> Agreement:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time; in memory, its threads share one connection's locks")
    agreement = begin_agreement(
        kind="twinning",
        titles={"es": "Hermanamiento"},
        languages=["es"],
        authentic=["es"],
        alliance=AllianceFactory(network=cast.ucci, parties=[cast.la_paz, cast.riomayor]),
        organisation=cast.la_paz,
        by=cast.coordinator,
    )
    add_article_from_clause(agreement, clause=CLAUSE, organisation=cast.la_paz, by=cast.coordinator)
    return agreement


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do these at the same moment; return what was refused, by the names of the errors."""
    start, told = threading.Barrier(len(acts)), []

    def work(act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            act()
        except TOLD as error:
            told.append(type(error).__name__)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=[act]) for act in acts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return told


def test_of_two_proposals_taken_at_once_one_is_written(draft: Agreement, cast: Cast) -> None:
    article = draft.articles.get()
    how: dict[str, Any] = {"language": "es", "base_version": 1, "organisation": cast.riomayor}
    rows = [propose(article, body=body, by=cast.other_coordinator, **how) for body in ("Una.", "Otra.")]

    def take(row: ArticleProposal) -> Callable[[], Any]:
        return lambda: take_proposal(row, expected_version=1, organisation=cast.la_paz, by=cast.coordinator)

    assert at_once(*map(take, rows)) == ["TextConflict"]
    assert sorted(ArticleProposal.objects.values_list("state", flat=True)) == ["open", "taken"]
    written = ArticleProposal.objects.get(state="taken")
    assert (Text.objects.of(article).get().body, TextVersion.objects.get().body) == (
        written.body,
        "Las partes cooperan.",
    )


def test_a_proposal_is_taken_once(draft: Agreement, cast: Cast) -> None:
    article = draft.articles.get()
    row = propose(
        article, language="es", body="Una.", base_version=1, organisation=cast.riomayor, by=cast.other_coordinator
    )
    acts = [lambda: take_proposal(row, expected_version=1, organisation=cast.la_paz, by=cast.coordinator)] * 2
    assert at_once(*acts) == ["ValidationError"]
    assert Text.objects.of(article).get().version == 2


def test_what_is_written_as_the_text_goes_to_the_table_is_in_it_or_refused(draft: Agreement, cast: Cast) -> None:
    article = draft.articles.get()
    told = at_once(
        lambda: write_article(article, "es", "Otra cosa.", expected_version=1, by=cast.colleague),
        lambda: table(draft, organisation=cast.la_paz, by=cast.coordinator),
    )
    [before] = Agreement.objects.get(pk=draft.pk).tabling.version.content["articles"]
    assert before["wording"]["es"] == Text.objects.of(article).get().body
    assert told in ([], ["TextFrozen"])


def test_both_agree_at_once_and_the_text_is_frozen(draft: Agreement, cast: Cast) -> None:
    table(draft, organisation=cast.la_paz, by=cast.coordinator)
    told = at_once(
        lambda: agree(draft, version=1, organisation=cast.la_paz, by=cast.coordinator),
        lambda: agree(draft, version=1, organisation=cast.riomayor, by=cast.other_coordinator),
    )
    assert (told, Agreement.objects.get(pk=draft.pk).state, PartyConsent.objects.count()) == ([], "agreed", 2)


def test_nobody_agrees_to_what_is_being_taken_back(draft: Agreement, cast: Cast) -> None:
    table(draft, organisation=cast.la_paz, by=cast.coordinator)
    told = at_once(
        lambda: agree(draft, version=1, organisation=cast.riomayor, by=cast.other_coordinator),
        lambda: take_back(draft, reason="Falta algo.", organisation=cast.la_paz, by=cast.coordinator),
    )
    assert told in ([], ["AnotherVersion"])
    assert (Agreement.objects.get(pk=draft.pk).state, PartyConsent.objects.count()) == ("drafting", 0)
