"""A negotiation at the desks of two cities: begun, written, proposed on, put before both, agreed, frozen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.alliances import AllianceFactory
from tests.factories.cast import Cast
from tests.factories.methodologies import MethodologyFactory
from tests.web.conftest import As

from entreciudades.alliances.models import Agreement, Alliance, ArticleProposal
from entreciudades.alliances.services.drafting import add_article_from_clause
from entreciudades.alliances.services.negotiation import begin_agreement, table
from entreciudades.alliances.services.proposals import propose
from entreciudades.core.models import Text
from entreciudades.methodologies.alliance_pack import Clause
from entreciudades.methodologies.shipped import shipped_text
from entreciudades.processes.translation.scope import desk_of

CLAUSE = Clause("object", "object", {"es": "Objeto", "pt": "Objeto"}, {"es": "Las partes cooperan."}, ())


@pytest.fixture
def alliance(cast: Cast) -> Alliance:
    return AllianceFactory(network=cast.ucci, slug="cuencas", parties=[cast.la_paz, cast.riomayor])


@pytest.fixture
def draft(cast: Cast, alliance: Alliance) -> Agreement:
    agreement = begin_agreement(
        kind="specific-agreement",
        titles={"es": "Convenio de aguas"},
        languages=["es", "pt"],
        authentic=["es"],
        alliance=alliance,
        organisation=cast.la_paz,
        by=cast.coordinator,
    )
    add_article_from_clause(agreement, clause=CLAUSE, organisation=cast.la_paz, by=cast.coordinator)
    return agreement


@pytest.fixture
def other_desk(cast: Cast, sign_in: As) -> Client:
    """The coordinator of Riomayor at hers."""
    cast.other_coordinator.preferred_language = "es"
    cast.other_coordinator.save()
    return sign_in(cast.other_coordinator)


def at(agreement: Agreement, name: str, *keys: Any, slug: str = "la-paz-bo") -> str:
    return reverse(f"desk:{name}", args=[slug, agreement.pk, *keys])


def read(desk: Client, agreement: Agreement, slug: str = "la-paz-bo") -> str:
    return desk.get(at(agreement, "agreement", slug=slug)).content.decode()


def wording(language: str = "es") -> str:
    return Text.objects.get(language=language, section="wording").body


def test_an_agreement_is_begun_in_an_alliance_with_all_its_parties(
    cast: Cast, alliance: Alliance, desk: Client
) -> None:
    begin = reverse("desk:agreement-begin", args=["la-paz-bo"])
    assert begin in desk.get(reverse("desk:agreements", args=["la-paz-bo"])).content.decode()
    said = {"titles_es": "Carta", "kind": "letter-of-intent", "alliance": alliance.pk, "languages": ["es", "fr"]}
    refused = desk.post(begin, said)
    assert (refused.status_code, Agreement.objects.count()) == (422, 0)
    made = desk.post(begin, said | {"authentic": ["es"]})
    agreement = Agreement.objects.get()
    assert made.headers["Location"] == at(agreement, "agreement")
    assert (agreement.state, agreement.languages, agreement.parties.count()) == ("drafting", ["es", "fr"], 2)
    page = desk.get(reverse("desk:alliance-agreements", args=["la-paz-bo", "cuencas"])).content.decode()
    assert at(agreement, "agreement") in page


def test_articles_begin_from_the_clauses_of_the_methodology(cast: Cast, alliance: Alliance, desk: Client) -> None:
    alliance.methodology = MethodologyFactory(slug="incidem-alianza", text=shipped_text("incidem-alianza"))
    alliance.save()
    agreement = begin_agreement(
        kind="framework-agreement",
        titles={"es": "Marco"},
        languages=["es"],
        authentic=["es"],
        alliance=alliance,
        organisation=cast.la_paz,
        by=cast.coordinator,
    )
    assert at(agreement, "agreement-clauses") in read(desk, agreement)
    library = desk.get(at(agreement, "agreement-clauses"))
    keys = [clause.key for clause, _topic, _is_there in library.context["clauses"]]
    assert len(keys) > 1
    desk.post(at(agreement, "agreement-clauses"), {"clause": keys[:1]})
    assert [article.number for article in agreement.articles.all()] == [1]
    assert len(desk.get(at(agreement, "agreement")).context["missing_topics"]) == len(keys) - 1


def test_the_text_stands_side_by_side_with_what_is_missing(draft: Agreement, desk: Client) -> None:
    page = read(desk, draft)
    assert '<div lang="pt">' in page
    assert "Las partes cooperan." in page
    assert at(draft, "wording-edit", 1, "pt") in page


def test_a_heading_is_written_in_each_language_of_the_text(draft: Agreement, desk: Client) -> None:
    opened = desk.get(at(draft, "article", 1)).context["form"].digest
    said = {"topic": "object", "heading_es": "Objeto del convenio", "heading_pt": "Objeto", "opened": opened}
    assert desk.post(at(draft, "article", 1), said).status_code == 302
    assert draft.articles.get().headings == {"es": "Objeto del convenio", "pt": "Objeto"}
    late = desk.post(at(draft, "article", 1), said | {"heading_pt": "Outro"})
    assert (late.status_code, draft.articles.get().headings["pt"]) == (409, "Objeto")


def test_a_proposal_is_shown_with_its_difference_and_taken_over_at_another_desk(
    draft: Agreement, desk: Client, other_desk: Client
) -> None:
    form = at(draft, "article-propose", 1, "es", slug="riomayor")
    assert other_desk.get(form).context["form"].initial["body"] == "Las partes cooperan."
    said = {"body": "Las partes cooperan siempre.", "reason": "Más claro.", "base_version": 1}
    assert other_desk.post(form, said).status_code == 302
    proposal = ArticleProposal.objects.get()
    page = read(desk, draft)
    assert "siempre</ins>" in page.replace("siempre.</ins>", "siempre</ins>")
    take = at(draft, "article-proposal-answer", proposal.pk, "take")
    assert take in page
    assert desk.post(take, {"version": 1}).status_code == 302
    assert wording() == "Las partes cooperan siempre."


def test_whoever_takes_a_proposal_over_too_late_is_told_and_loses_nothing(
    draft: Agreement, cast: Cast, desk: Client
) -> None:
    article = draft.articles.get()
    how: dict[str, Any] = {"organisation": cast.riomayor, "by": cast.other_coordinator, "base_version": 1}
    one, other = (propose(article, language="es", body=body, **how) for body in ("Una.", "Otra."))
    desk.post(at(draft, "article-proposal-answer", one.pk, "take"), {"version": 1})
    answer = desk.post(at(draft, "article-proposal-answer", other.pk, "take"), {"version": 1}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]][-1] == "error"
    other.refresh_from_db()
    assert (wording(), other.state) == ("Una.", "open")
    assert f'id="proposal-{other.pk}"' in answer.content.decode()


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(draft: Agreement, cast: Cast, desk: Client) -> None:
    how: dict[str, Any] = {"organisation": cast.riomayor, "by": cast.other_coordinator, "base_version": 1}
    row = propose(draft.articles.get(), language="es", body="Una.", **how)
    refuse = at(draft, "article-proposal-answer", row.pk, "refuse")
    assert desk.post(refuse, {"answer": ""}).status_code == 422
    assert desk.post(refuse, {"answer": "No cabe."}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer) == ("refused", "No cabe.")


def test_comments_stand_under_the_article_until_they_are_settled(
    draft: Agreement, desk: Client, other_desk: Client
) -> None:
    other_desk.post(at(draft, "article-comment", 1, slug="riomayor"), {"body": "¿Y el plazo?"})
    assert "¿Y el plazo?" in read(desk, draft)
    comment = draft.articles.get().comments.get()
    desk.post(at(draft, "article-comment-settle", comment.pk))
    comment.refresh_from_db()
    assert comment.settled_at is not None
    assert desk.post(at(draft, "article-comment", 1), {"body": " "}).status_code == 422


def test_both_agree_and_the_text_is_frozen_at_every_form(
    draft: Agreement, cast: Cast, desk: Client, other_desk: Client
) -> None:
    assert at(draft, "agreement-table") in read(desk, draft)
    desk.post(at(draft, "agreement-table"))
    assert 'name="version" value="1"' in read(other_desk, draft, "riomayor")
    for client, slug in ((desk, "la-paz-bo"), (other_desk, "riomayor")):
        client.post(at(draft, "agreement-agree", slug=slug), {"version": 1})
    draft.refresh_from_db()
    assert draft.state == "agreed"
    page = read(desk, draft)
    for name, keys in (("wording-edit", (1, "es")), ("article-propose", (1, "es")), ("article-add", ())):
        assert at(draft, name, *keys) not in page
    edited = {"body:wording": "Otra cosa.", "version:wording": 1, "digest:wording": "x"}
    refused = desk.post(at(draft, "wording-edit", 1, "es"), edited)
    assert (refused.status_code, "Otra cosa." in refused.content.decode()) == (422, True)
    heading = desk.post(at(draft, "article", 1), {"topic": "data", "heading_es": "Otro"})
    assert (heading.status_code, "Otro" in heading.content.decode()) == (422, True)
    desk.post(at(draft, "article-move", 1, "up"))
    desk.post(at(draft, "article-remove", 1))
    assert desk.post(at(draft, "article-propose", 1, "es"), {"body": "Otra.", "base_version": 1}).status_code == 422
    titles = desk.post(
        at(draft, "agreement-draft"),
        {"titles_es": "Otro", "kind": "twinning", "languages": ["es"], "authentic": ["es"]},
    )
    assert titles.status_code == 422
    assert desk.post(at(draft, "agreement-parties"), {"others": [cast.riomayor.pk]}).status_code == 422
    draft.refresh_from_db()
    assert (wording(), draft.titles, draft.articles.count()) == ("Las partes cooperan.", {"es": "Convenio de aguas"}, 1)


def test_agreeing_to_a_version_that_was_taken_back_says_which_lies_there_now(
    draft: Agreement, cast: Cast, desk: Client, other_desk: Client
) -> None:
    table(draft, organisation=cast.la_paz, by=cast.coordinator)
    assert desk.post(at(draft, "agreement-undo", "take-back"), {"reason": ""}).status_code == 422
    desk.post(at(draft, "agreement-undo", "take-back"), {"reason": "Falta el plazo."})
    desk.post(
        at(draft, "wording-edit", 1, "es"), {"body:wording": "Dos años.", "version:wording": 1, "digest:wording": "x"}
    )
    desk.post(at(draft, "agreement-table"))
    answer = other_desk.post(at(draft, "agreement-agree", slug="riomayor"), {"version": 1}, follow=True)
    draft.refresh_from_db()
    assert (draft.state, draft.tabling.consents.count()) == ("tabled", 0)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert 'name="version" value="2"' in answer.content.decode()


def test_versions_show_what_changed_by_article_and_language(draft: Agreement, cast: Cast, desk: Client) -> None:
    page = at(draft, "agreement-versions")
    desk.post(page, {"note": "Primera lectura"})
    desk.post(
        at(draft, "wording-edit", 1, "pt"), {"body:wording": "As partes.", "version:wording": 0, "digest:wording": "x"}
    )
    shown = desk.get(page)
    assert [one.note for one in shown.context["versions"]] == ["Primera lectura"]
    [change] = shown.context["changes"].articles
    assert [(said.language, "".join(piece.text for piece in said.pieces)) for said in change.wording] == [
        ("pt", "As partes.")
    ]
    assert desk.get(page, {"new": 1, "old": 1}).context["changes"] is None
    assert desk.get(page, {"new": 7}).status_code == 404


def test_a_colleague_writes_and_only_the_coordinator_decides(draft: Agreement, cast: Cast, sign_in: As) -> None:
    colleague = sign_in(cast.colleague)
    assert at(draft, "agreement-table") not in read(colleague, draft)
    assert colleague.post(at(draft, "agreement-table")).status_code == 403
    said = {"body:wording": "Más.", "version:wording": 1, "digest:wording": "x"}
    assert colleague.post(at(draft, "wording-edit", 1, "es"), said).status_code == 302
    assert wording() == "Más."


def test_a_second_network_and_a_stranger_never_see_a_draft(draft: Agreement, cast: Cast, sign_in: As) -> None:
    assert sign_in(cast.second_secretary).get(at(draft, "agreement")).status_code in {403, 404}
    assert sign_in(cast.second_secretary).get(at(draft, "agreement", slug="puertos")).status_code == 404
    assert draft.pk not in Agreement.objects.visible_to(cast.second_secretary).values_list("pk", flat=True)
    assert draft.pk not in Agreement.objects.visible_to(cast.visitor).values_list("pk", flat=True)
    assert draft.pk in Agreement.objects.visible_to(cast.auditor).values_list("pk", flat=True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_article_as_for_three(
    draft: Agreement, cast: Cast, desk: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for _more in range(count - 1):
        add_article_from_clause(draft, clause=CLAUSE, organisation=cast.la_paz, by=cast.coordinator)
    how: dict[str, Any] = {"organisation": cast.riomayor, "by": cast.other_coordinator, "base_version": 1}
    for article in draft.articles.all():
        propose(article, language="es", body="Una.", **how)
    read(desk, draft)
    with django_assert_max_num_queries(32):
        read(desk, draft)


def test_what_is_decided_is_told_on_the_desk_of_each_party(draft: Agreement, cast: Cast, desk: Client) -> None:
    table(draft, organisation=cast.la_paz, by=cast.coordinator)
    page = desk.get(reverse("desk:organisation", args=["la-paz-bo"]))
    assert (page.status_code, "agreement." in page.content.decode()) == (200, False)


def test_what_a_clause_leaves_to_be_filled_in_is_pointed_at(draft: Agreement, cast: Cast, desk: Client) -> None:
    clause = Clause(
        "duration", "duration", {"es": "Vigencia"}, {"es": "Dura [plazo]; ve [aquí](https://a.example)."}, ()
    )
    add_article_from_clause(draft, clause=clause, organisation=cast.la_paz, by=cast.coordinator)
    found = [cell.blanks for shown in desk.get(at(draft, "agreement")).context["articles"] for cell in shown.cells]
    assert found == [(), (), ("[plazo]",), ()]


def test_a_language_that_the_site_does_not_speak_is_written_all_the_same(
    cast: Cast, alliance: Alliance, desk: Client
) -> None:
    agreement = begin_agreement(
        kind="twinning",
        titles={"es": "Hermanamiento"},
        languages=["es", "fr"],
        authentic=["fr"],
        alliance=alliance,
        organisation=cast.la_paz,
        by=cast.coordinator,
    )
    made = desk.post(at(agreement, "article-add"), {"topic": "object", "heading_fr": "Objet", "opened": "new"})
    assert made.headers["Location"] == at(agreement, "wording-edit", 1, "es")
    editor = desk.get(at(agreement, "wording-edit", 1, "fr"))
    assert [one["code"] for one in editor.context["languages"]] == ["es", "fr"]
    desk.post(
        at(agreement, "wording-edit", 1, "fr"),
        {"body:wording": "Coopérer.", "version:wording": 0, "digest:wording": "x"},
    )
    assert (wording("fr"), agreement.articles.get().headings) == ("Coopérer.", {"fr": "Objet"})
    assert desk.get(at(agreement, "wording-edit", 1, "pt")).status_code == 404


def test_what_is_negotiated_waits_at_no_translation_desk(draft: Agreement, cast: Cast) -> None:
    assert list(desk_of(cast.la_paz).owners["agreement"]) == []


def test_a_city_that_left_the_alliance_writes_no_more(draft: Agreement, cast: Cast, other_desk: Client) -> None:
    seats = draft.alliance.seats
    seats.filter(organisation=cast.riomayor).update(state="left", left_on="2026-01-01")
    wording = at(draft, "wording-edit", 1, "es", slug="riomayor")
    said = {"body:wording": "Lo que quiere quien se fue.", "version:wording": "1", "digest:wording": ""}
    article = at(draft, "article", 1, slug="riomayor")
    heading = {"number": "1", "headings_es": "Otro", "opened": other_desk.get(article).context["form"].digest}
    assert [other_desk.post(wording, said).status_code, other_desk.post(article, heading).status_code] == [403, 403]
    assert list(Text.objects.filter(language="es").values_list("body", flat=True)) == ["Las partes cooperan."]
    assert draft.articles.get().headings == {"es": "Objeto", "pt": "Objeto"}
