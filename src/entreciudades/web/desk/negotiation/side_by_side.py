"""The text of an agreement as a page shows it: languages side by side, what is proposed and said on each article."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, Article, ArticleComment, ArticleProposal
from entreciudades.alliances.wording import WORDING
from entreciudades.core.differences import Piece, compare
from entreciudades.core.models import Text
from entreciudades.web.desk.negotiation.topics import TOPICS

# Words in brackets that no address follows, which would make them a link.
_BLANK = re.compile(r"\[[^\]\n]+\](?!\()")


@dataclass(frozen=True, slots=True)
class Cell:
    """An article in one language, with the version of its text, 0 where nothing is written.

    `blanks` are the places that a clause leaves to be filled in: "[plazo]".
    """

    language: str
    heading: str
    body: str
    version: int
    binds: bool
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal, and how it differs from what the article says now; `is_late`: it was made on an earlier text."""

    row: ArticleProposal
    pieces: tuple[Piece, ...]
    version: int
    is_late: bool
    is_own: bool


@dataclass(slots=True)
class Shown:
    """An article of the page."""

    row: Article
    topic: str | Promise
    cells: list[Cell]
    open: list[Proposed] = field(default_factory=list)
    answered: list[ArticleProposal] = field(default_factory=list)
    comments: list[ArticleComment] = field(default_factory=list)
    settled: list[ArticleComment] = field(default_factory=list)


def articles_of(agreement: Agreement, owner: Organisation) -> list[Shown]:
    """Every article with what hangs on it; four queries however many there are."""
    rows = list(agreement.articles.order_by("number"))
    texts: dict[int, dict[str, Text]] = defaultdict(dict)
    for text in Text.objects.of(*rows).filter(section=WORDING):
        texts[text.object_id][text.language] = text
    shown = {one.pk: _shown(one, agreement, texts[one.pk]) for one in rows}
    proposals = ArticleProposal.objects.filter(article__in=rows)
    for proposal in proposals.select_related("organisation", "proposed_by", "answered_by"):
        article = shown[proposal.article_id]
        if proposal.state == ArticleProposal.State.OPEN:
            article.open.append(_proposed(proposal, texts[proposal.article_id], owner))
        else:
            article.answered.append(proposal)
    comments = ArticleComment.objects.filter(article__in=rows)
    for comment in comments.select_related("organisation", "written_by", "settled_by"):
        article = shown[comment.article_id]
        (article.settled if comment.settled_at else article.comments).append(comment)
    return list(shown.values())


def topics_missing(articles: Iterable[Article], topics: Iterable[str]) -> list[str | Promise]:
    """Names of the topics of clauses of which no article is."""
    there = {one.topic for one in articles}
    return [TOPICS[topic] for topic in dict.fromkeys(topics) if topic not in there and topic != "other"]


def _shown(article: Article, agreement: Agreement, texts: dict[str, Text]) -> Shown:
    cells = []
    for code in agreement.languages:
        text = texts.get(code)
        body, version = (text.body, text.version) if text else ("", 0)
        binds, blanks = code in agreement.authentic, tuple(_BLANK.findall(body))
        cells.append(Cell(code, article.headings.get(code, ""), body, version, binds, blanks))
    return Shown(article, TOPICS.get(article.topic, ""), cells)


def _proposed(proposal: ArticleProposal, texts: dict[str, Text], owner: Organisation) -> Proposed:
    text = texts.get(proposal.language)
    body, version = (text.body, text.version) if text else ("", 0)
    is_late = version != proposal.base_version
    return Proposed(proposal, compare(body, proposal.body), version, is_late, proposal.organisation_id == owner.pk)
