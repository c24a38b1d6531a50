"""The draft of an agreement as a whole: its languages, its parties, articles from clauses, their order."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.agreement_index import index_agreement
from entreciudades.alliances.models import Agreement, AgreementParty, Article, ArticleProposal
from entreciudades.alliances.services.between_parties import acting, held_in_negotiation, tell
from entreciudades.alliances.services.negotiation import (
    check_languages,
    check_parties,
    frame_position,
    make_version,
)
from entreciudades.alliances.services.recording import keep_article, write_article
from entreciudades.core import trail
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.core.texts import delete_texts
from entreciudades.methodologies.alliance_pack import Clause


@transaction.atomic
def change_draft(
    agreement: Agreement,
    *,
    links: Links | None = None,
    organisation: Organisation,
    by: User,
    opened: Opened | None = None,
) -> Agreement:
    """Keep title, kind, themes, languages and those that bind; texts in a language that goes are kept unseen.

    Raises NotAllowed, TextFrozen, ValidationError, RowConflict.
    """
    stands = held_in_negotiation(agreement)
    acting(stands, organisation, "agreement:edit", by=by)
    check_languages(agreement)
    agreement.state = stands.state
    put_row(agreement, links, opened=opened)
    frame_position(agreement)
    trail.record("agreement.changed", agreement, by=by, scope=organisation.pk)
    index_agreement(agreement)
    return agreement


@transaction.atomic
def set_parties(
    agreement: Agreement, *, parties: Sequence[Organisation], organisation: Organisation, by: User
) -> Agreement:
    """Make these the parties, in their order; those that are new are told.

    One that goes keeps what it proposed and said on the articles. Raises NotAllowed, TextFrozen, ValidationError.
    """
    agreement = held_in_negotiation(agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    chosen = list(dict.fromkeys(parties))
    check_parties(chosen, kind=agreement.kind, organisation=organisation, alliance=agreement.alliance)
    before = set(agreement.parties.values_list("organisation", flat=True))
    agreement.parties.exclude(organisation__in=chosen).delete()
    for position, one in enumerate(chosen, 1):
        AgreementParty.objects.update_or_create(agreement=agreement, organisation=one, defaults={"position": position})
    trail.record("agreement.changed", agreement, by=by, scope=organisation.pk, fields=["parties"])
    index_agreement(agreement)
    if {one.pk for one in chosen} - before:
        tell(agreement, kind="agreement.begun", organisation=organisation, by=by, others=True)
    return agreement


@transaction.atomic
def add_article_from_clause(agreement: Agreement, *, clause: Clause, organisation: Organisation, by: User) -> Article:
    """Add an article that begins with the words of a clause, in the languages of the text that the clause has.

    Raises NotAllowed, TextFrozen.
    """
    agreement = held_in_negotiation(agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    headings = {code: text for code, text in clause.heading.items() if code in agreement.languages}
    article = Article(agreement=agreement, number=next_number(agreement), headings=headings, topic=clause.topic)
    keep_article(article, by=by, scope=organisation.pk)
    for code, text in clause.text.items():
        if code in agreement.languages:
            write_article(article, code, text, expected_version=0, by=by, scope=organisation.pk)
    return article


@transaction.atomic
def move_article(article: Article, *, up: bool, organisation: Organisation, by: User) -> Article:
    """Exchange an article with the one before it, or after it; the first and the last stay where they are.

    Raises NotAllowed, TextFrozen.
    """
    agreement = held_in_negotiation(article.agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    order = list(agreement.articles.order_by("number"))
    place = order.index(article)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        _number(agreement, [one.pk for one in order])
        trail.record("article.moved", article, by=by, scope=organisation.pk)
    article.refresh_from_db(fields=["number"])
    return article


@transaction.atomic
def remove_article(article: Article, *, organisation: Organisation, by: User) -> None:
    """Take an article out of the draft, which is kept as a version first; those behind it move up.

    Raises NotAllowed, TextFrozen, ValidationError where a proposal or a comment on it is open, or a programme cites it.
    """
    agreement = held_in_negotiation(article.agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    is_open = article.proposals.filter(state=ArticleProposal.State.OPEN).exists()
    if is_open or article.comments.filter(settled_at=None).exists():
        raise ValidationError(_("Answer the proposals and settle the comments on this article first."))
    make_version(agreement, organisation=organisation, by=by, note=_("Before an article was taken out"))
    trail.record("article.removed", article, by=by, scope=organisation.pk)
    delete_texts(article, by=by, scope=organisation.pk)
    try:
        article.delete()
    except ProtectedError:
        raise ValidationError(_("A programme cites this article: it cannot be taken out.")) from None
    _number(agreement, agreement.articles.order_by("number").values_list("pk", flat=True))


def next_number(agreement: Agreement) -> int:
    """The number of an article that is added at the end."""
    last: int | None = agreement.articles.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _number(agreement: Agreement, order: Iterable[int]) -> None:
    """Number the articles in this order: past all numbers first, for each stands once."""
    wanted = list(order)
    beyond = next_number(agreement) + len(wanted)
    agreement.articles.update(number=F("number") + beyond)
    for number, pk in enumerate(wanted, 1):
        agreement.articles.filter(pk=pk).update(number=number)
