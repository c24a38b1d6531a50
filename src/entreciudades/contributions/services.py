"""What happens to requests."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, OrganisationFigure
from entreciudades.actors.services import keep_part
from entreciudades.contributions import mails
from entreciudades.contributions.errors import DraftConflict
from entreciudades.contributions.merge import Part, parts_of, put_together
from entreciudades.contributions.models import Passage, Request, RequestKind
from entreciudades.contributions.querysets import ASKING
from entreciudades.contributions.states import REQUEST
from entreciudades.contributions.targets import Target, target_of
from entreciudades.contributions.word import MEDIA_TYPE, Answer, read_answer
from entreciudades.core import trail
from entreciudades.core.errors import TextConflict, TextTooLong
from entreciudades.core.files import attach, attachments_of, detach, store_bytes
from entreciudades.core.links import extend_links, make_link, revoke_links, use_links
from entreciudades.core.models import Text
from entreciudades.core.texts import LIMIT
from entreciudades.notices.services import finish_tasks_about, open_task

#: For what the links are, and the purpose of the Word files that came back.
LINK: Final = "contribution"
WORD: Final = "word"
TASK: Final = "contribution.answered"
ANSWER: Final = "answer"
"""Key of the one text of an opinion."""
A_DAY: Final = 100
"""Requests that one person may make in a day."""
REMINDED_AGAIN: Final = dt.timedelta(days=1)
"""After which somebody may be reminded again."""


@transaction.atomic
def ask(request: Request, target: Target, *, by: User) -> Request:
    """Ask somebody, by mail where they have an address; the texts go out as they stand now in the request's language.

    Raises ValidationError naming each field at fault, and where `by` has asked A_DAY times today.
    """
    if trail.times_today("request.asked", by=by) >= A_DAY:
        raise ValidationError(_("You have asked %(count)d times today: go on tomorrow.") % {"count": A_DAY})
    request.organisation, request.asked_by = target.organisation, by
    request.object_kind, request.object_id = target.obj._meta.label_lower, target.obj.pk
    with override(request.language):
        fresh = target_of(request.object_kind, request.object_id, request.section)
        request.title = request.title or fresh.title
        passages = _passages(request, fresh)
    _check(request)
    request.save()
    for position, passage in enumerate(passages):
        passage.request, passage.position = request, position
        passage.save()
    trail.record(
        "request.asked", request, by=by, scope=request.organisation_id, kind=request.kind, section=request.section
    )
    if request.to_email:
        mails.asking(request, make_link(LINK, request, expires_at=request.ends_at)).send()
    return request


@transaction.atomic
def remind(request: Request, *, by: User) -> Request:
    """Write again, with a new link beside the earlier ones.

    Raises MoveRefused; ValidationError without an address, after its day, and within REMINDED_AGAIN of another one.
    """
    request = _locked(request, "revoke")
    if not request.to_email:
        raise ValidationError(_("There is no address to write to."))
    if request.is_over:
        raise ValidationError(_("Its day is over: give it a later one first."))
    if request.reminded_at and request.reminded_at > timezone.now() - REMINDED_AGAIN:
        raise ValidationError(_("A reminder went out within the last day. Give them time."))
    request.reminded_at = timezone.now()
    request.save(update_fields=["reminded_at"])
    trail.record("request.reminded", request, by=by, scope=request.organisation_id)
    mails.reminding(request, make_link(LINK, request, expires_at=request.ends_at)).send()
    return request


@transaction.atomic
def extend(request: Request, *, due: dt.date, by: User) -> Request:
    """Give more time, or less; the links that went out end with it. Raises MoveRefused, ValidationError."""
    request = _locked(request, "revoke")
    request.due = due
    _check_due(request)
    request.save(update_fields=["due"])
    extend_links(LINK, request, expires_at=request.ends_at)
    trail.record("request.extended", request, by=by, scope=request.organisation_id)
    return request


@transaction.atomic
def revoke(request: Request, *, by: User) -> Request:
    """Ask no more; the links end, the drafts stay. Raises MoveRefused."""
    request = _locked(request, "revoke")
    request.state = REQUEST.move(request.state, "revoke")
    request.save(update_fields=["state"])
    revoke_links(LINK, request)
    trail.record("request.revoked", request, by=by, scope=request.organisation_id)
    return request


@transaction.atomic
def save_draft(request: Request, key: str, body: str, *, expected_version: int) -> Passage:
    """Keep what the contributor has typed. Raises MoveRefused, DraftConflict, TextTooLong; nothing is lost."""
    request = _locked(request, "hand_in")
    passage = request.passages.select_for_update().get(key=key)
    body = _settled(body)
    if body == passage.draft:
        return passage
    if passage.version != expected_version:
        raise DraftConflict(passage)
    return _put_draft(passage, body)


@transaction.atomic
def save_figure(request: Request, written: Mapping[str, str]) -> Request:
    """Keep the figure as the contributor typed it, right or not. Raises MoveRefused."""
    request = _locked(request, "hand_in")
    request.figure = {"draft": dict(written)}
    request.save(update_fields=["figure"])
    return request


@transaction.atomic
def take_word(request: Request, data: bytes, *, by: User | None) -> Answer:
    """Put a Word file that came back into the drafts, and keep the file.

    The drafts that it takes the place of are kept beside it, see `bring_back`. `data` has been examined
    (`core.files.examined_document`). Raises WordRefused, TextTooLong, MoveRefused; nothing is changed then.
    """
    request = _locked(request, "hand_in")
    answer = read_answer(request, data)
    texts = {key: _settled(body) for key, body in answer.texts.items()}
    for passage in request.passages.select_for_update().filter(key__in=texts):
        if passage.draft != texts[passage.key]:
            passage.before = passage.draft
            _put_draft(passage, texts[passage.key])
    request.word = answer.told()
    request.save(update_fields=["word"])
    for earlier in attachments_of(request, WORD):
        detach(earlier)
    attach(store_bytes(data, MEDIA_TYPE), request, purpose=WORD, by=by)
    trail.record("request.word_read", request, by=by, scope=request.organisation_id, fit=answer.fit)
    return answer


@transaction.atomic
def bring_back(request: Request) -> int:
    """Put the drafts back that a Word file took the place of; return how many."""
    request = _locked(request, "hand_in")
    passages = list(request.passages.select_for_update().exclude(before=None))
    for passage in passages:
        passage.draft, passage.before = passage.before or "", None
        _put_draft(passage, passage.draft)
    request.word = {}
    request.save(update_fields=["word"])
    return len(passages)


@transaction.atomic
def hand_in(
    request: Request, *, written_by: str, by: User | None = None, figure: OrganisationFigure | None = None
) -> Request:
    """The answer is ready; the link is used up, and whoever asked is told.

    `by` is whoever hands in a Word file for the contributor, None where they did so themselves. Raises MoveRefused;
    ValidationError where nothing is answered or nobody says who wrote it.
    """
    request = _locked(request, "hand_in")
    if not written_by.strip():
        raise ValidationError({"written_by": _("Say who writes.")})
    if figure is not None:
        request.figure = _as_json(figure)
    elif request.kind == RequestKind.FIGURE:
        raise ValidationError(_("Enter the figure."))
    elif not any(passage.draft.strip() != passage.base.strip() for passage in request.passages.all()):
        raise ValidationError(_("Nothing has been written yet."))
    request.state = REQUEST.move(request.state, "hand_in")
    request.answered_at, request.answered_by = timezone.now(), by
    request.written_by = written_by.strip()[:300]
    request.save()
    use_links(LINK, request)
    trail.record("request.answered", request, by=by, scope=request.organisation_id)
    works = Membership.objects.filter(organisation=request.organisation, user=request.asked_by, role__in=ASKING)
    open_task(
        request.organisation,
        kind=TASK,
        facts={"name": request.written_by, "title": request.title},
        path=reverse("desk:contribution", args=[request.organisation.slug, request.pk]),
        about=request,
        owner=request.asked_by if works.exists() and request.asked_by.is_active else None,
        by=by,
    )
    return request


@transaction.atomic
def settle(
    request: Request,
    *,
    accepted: Mapping[str, Collection[int]],
    versions: Mapping[str, int],
    reply: str,
    by: User,
    take_figure: bool = False,
) -> Request:
    """Take over the accepted parts of an answer, by the passage's key and the part's place; thank the contributor.

    Each text is saved by its room's own verb, from the version that the page showed (`versions`). Raises TextConflict
    where one was changed meanwhile, TextTooLong, MoveRefused, NothingToAskFor, and what that verb raises; all or
    nothing.
    """
    request = _locked(request, "settle")
    taken = 0
    if any(accepted.values()):
        target = target_of(request.object_kind, request.object_id, request.section)
        texts = target.texts(request.language)
        for passage in request.passages.all():
            chosen = accepted.get(passage.key, ())
            if not chosen:
                continue
            text = texts.get(passage.key)
            if (text.version if text else 0) != versions.get(passage.key):
                raise TextConflict(text)
            body = put_together(parts_against(passage, text), chosen)
            version = text.version if text else 0
            target.save(passage.key, request.language, body, expected_version=version, by=by)
            taken += len(chosen)
    if take_figure:
        keep_part(figure_of(request), by=by)
        taken += 1
    request.state = REQUEST.move(request.state, "settle")
    request.settled_at, request.settled_by, request.reply = timezone.now(), by, reply.strip()
    request.save()
    trail.record("request.settled", request, by=by, scope=request.organisation_id, parts=taken)
    finish_tasks_about(request, kind=TASK, by=by)
    if request.to_email:
        mails.thanking(request).send()
    return request


def parts_against(passage: Passage, text: Text | None) -> tuple[Part, ...]:
    """The parts of an answer beside the text as it stands at the desk."""
    return parts_of(passage.base, text.body if text else "", passage.draft)


def figure_of(request: Request) -> OrganisationFigure:
    """The figure of an answer, not stored yet; one of another measure than the known ones is called as it was asked."""
    held = {name: value for name, value in request.figure.items() if name != "draft"}
    labels = {request.language: request.title} if request.measure == OrganisationFigure.Measure.OTHER else {}
    return OrganisationFigure(organisation=request.organisation, measure=request.measure, labels=labels, **held)


_FIGURE: Final = ("value", "qualifier", "unit", "as_of", "source", "source_url")


def _as_json(figure: OrganisationFigure) -> dict[str, Any]:
    return {name: None if (value := getattr(figure, name)) is None else str(value) for name in _FIGURE}


def _passages(request: Request, target: Target) -> list[Passage]:
    if request.kind == RequestKind.FIGURE:
        return []
    if request.kind == RequestKind.OPINION:
        return [Passage(key=ANSWER, title=_("Your opinion"))]
    texts = target.texts(request.language)
    made = []
    for slot in target.slots:
        body = texts[slot.key].body if slot.key in texts else ""
        made.append(Passage(key=slot.key, title=slot.title.text, asks=slot.asks.text, base=body, draft=body))
    return made


def _check(request: Request) -> None:
    request.full_clean()
    _check_due(request)
    if request.kind != RequestKind.TEXT and not request.asks.strip():
        raise ValidationError({"asks": _("Say what you ask for.")})


def _check_due(request: Request) -> None:
    if request.due < timezone.localdate():
        raise ValidationError({"due": _("This day is over.")})


def _locked(request: Request, verb: str) -> Request:
    """The row as it stands, held until the transaction ends. Raises MoveRefused where the verb is not possible."""
    found = (
        Request.objects.select_for_update(of=("self",)).select_related("organisation", "asked_by").get(pk=request.pk)
    )
    REQUEST.move(found.state, verb)
    return found


def _put_draft(passage: Passage, body: str) -> Passage:
    passage.draft, passage.version, passage.updated_at = body, passage.version + 1, timezone.now()
    passage.save()
    return passage


def _settled(body: str) -> str:
    body = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(body) > LIMIT:
        raise TextTooLong(limit=LIMIT, found=len(body))
    return body
