"""Proposals of other words for an article, and comments on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.errors import TextFrozen
from entreciudades.alliances.models import Article, ArticleComment, ArticleProposal
from entreciudades.alliances.models.negotiation import ProposalState as State
from entreciudades.alliances.services.between_parties import acting, held, held_in_negotiation, tell, why_frozen
from entreciudades.alliances.services.recording import write_article
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.wording import WORDING
from entreciudades.core import trail
from entreciudades.core.models import Text
from entreciudades.core.texts import keep_versions


@transaction.atomic
def propose(
    article: Article,
    *,
    language: str,
    body: str,
    base_version: int,
    organisation: Organisation,
    by: User,
    reason: str = "",
) -> ArticleProposal:
    """Propose other words for an article in one language, for a party; the other parties are told.

    `base_version` is that of the text which the proposal changes, 0 where nothing was written. Raises NotAllowed,
    TextFrozen, ValidationError on a language of which the text is none, or where it says what stands there already.
    """
    agreement = held_in_negotiation(article.agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    if language not in agreement.languages:
        raise ValidationError({"language": _("The agreement is not written in this language.")})
    body = body.replace("\r\n", "\n").replace("\r", "\n").strip()
    stands = _text(article, language)
    if stands is not None and stands.body.strip() == body:
        raise ValidationError({"body": _("This is what the article says already.")})
    proposal = ArticleProposal(
        article=article,
        organisation=organisation,
        language=language,
        body=body,
        reason=reason.strip(),
        base_version=base_version,
        proposed_by=by,
    )
    proposal.full_clean()
    proposal.save()
    _record("made", proposal, organisation, by=by)
    tell(agreement, kind="proposal.made", organisation=organisation, by=by, others=True, number=article.number)
    return proposal


@transaction.atomic
def take_proposal(
    proposal: ArticleProposal, *, expected_version: int, organisation: Organisation, by: User, answer: str = ""
) -> ArticleProposal:
    """Take a proposal over into the text, for another party than the one that made it.

    `expected_version` is that of the text against which whoever takes it saw the difference. A text that changed
    meanwhile raises TextConflict: nothing is written and the proposal stays open. Raises NotAllowed, TextFrozen,
    ValidationError where the proposal was answered, or is one's own.
    """
    proposal = _held_open(proposal, organisation, by=by)
    article, language = proposal.article, proposal.language
    if (stands := _text(article, language)) is not None:
        keep_versions([stands])
    scope = organisation.pk
    write_article(article, language, proposal.body, expected_version=expected_version, by=by, scope=scope)
    return _answer(proposal, State.TAKEN, answer, organisation, by=by)


@transaction.atomic
def refuse_proposal(proposal: ArticleProposal, *, answer: str, organisation: Organisation, by: User) -> ArticleProposal:
    """Say no to a proposal, and why. Raises as `take_proposal`, and ValidationError without an answer."""
    proposal = _held_open(proposal, organisation, by=by)
    if not answer.strip():
        raise ValidationError({"answer": _("Say why: whoever proposed it reads it.")})
    return _answer(proposal, State.REFUSED, answer, organisation, by=by)


@transaction.atomic
def withdraw_proposal(proposal: ArticleProposal, *, organisation: Organisation, by: User) -> ArticleProposal:
    """Take a proposal of one's own party back. Raises NotAllowed, TextFrozen, ValidationError once it was answered."""
    proposal = _held_open(proposal, organisation, by=by, of_own=True)
    return _close(proposal, State.WITHDRAWN, "", organisation, by=by)


@transaction.atomic
def comment(article: Article, *, body: str, organisation: Organisation, by: User) -> ArticleComment:
    """Say something on an article for a party, also while the text lies before the parties.

    Raises NotAllowed, TextFrozen, ValidationError.
    """
    agreement = held(article.agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    if agreement.state not in (AgreementState.DRAFTING, AgreementState.TABLED):
        raise TextFrozen(why_frozen(agreement))
    row = ArticleComment(article=article, organisation=organisation, body=body.strip(), written_by=by)
    row.full_clean()
    row.save()
    trail.record("comment.added", row, by=by, scope=organisation.pk, article=article.pk)
    return row


@transaction.atomic
def settle_comment(comment: ArticleComment, *, organisation: Organisation, by: User) -> ArticleComment:
    """Say that what a comment asked is settled; twice changes nothing. Raises NotAllowed."""
    agreement = held(comment.article.agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    row = ArticleComment.objects.select_for_update().get(pk=comment.pk)
    if row.settled_at is None:
        row.settled_by, row.settled_at = by, timezone.now()
        row.save(update_fields=["settled_by", "settled_at"])
        trail.record("comment.settled", row, by=by, scope=organisation.pk, article=row.article_id)
    return row


def _held_open(
    proposal: ArticleProposal, organisation: Organisation, *, by: User, of_own: bool = False
) -> ArticleProposal:
    """The proposal as it stands, its agreement held; refuse what was answered, and whoever may not answer."""
    agreement = held_in_negotiation(proposal.article.agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    rows = ArticleProposal.objects.select_related("article", "organisation", "proposed_by")
    proposal = rows.get(pk=proposal.pk)
    proposal.article.agreement = agreement
    if proposal.state != State.OPEN:
        said = _("Somebody has answered this proposal meanwhile: %(state)s.")
        raise ValidationError(said % {"state": proposal.get_state_display()})
    if (proposal.organisation == organisation) is not of_own:
        own = _("Your own party proposed this: another one answers it.")
        raise ValidationError(_("Only the party that proposed this withdraws it.") if of_own else own)
    return proposal


def _answer(
    proposal: ArticleProposal, state: State, answer: str, organisation: Organisation, *, by: User
) -> ArticleProposal:
    _close(proposal, state, answer, organisation, by=by)
    article, kind = proposal.article, f"proposal.{state}"
    tell(article.agreement, kind=kind, organisation=organisation, by=by, others=True, number=article.number)
    return proposal


def _close(
    proposal: ArticleProposal, state: State, answer: str, organisation: Organisation, *, by: User
) -> ArticleProposal:
    proposal.state, proposal.answer = state, answer.strip()
    proposal.answered_by, proposal.answered_at = by, timezone.now()
    proposal.full_clean()
    proposal.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    _record(state, proposal, organisation, by=by)
    return proposal


def _record(verb: str, proposal: ArticleProposal, organisation: Organisation, *, by: User) -> None:
    said = {"article": proposal.article_id, "language": proposal.language}
    trail.record(f"proposal.{verb}", proposal, by=by, scope=organisation.pk, **said)


def _text(article: Article, language: str) -> Text | None:
    return Text.objects.of(article).filter(section=WORDING, language=language).first()
