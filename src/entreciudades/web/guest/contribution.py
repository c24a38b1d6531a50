"""The page on which somebody without a login answers: what is asked, an editor, a Word file, handing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.actors.models import OrganisationFigure
from entreciudades.contributions import services
from entreciudades.contributions.errors import DraftConflict
from entreciudades.contributions.models import Passage, Request, RequestKind
from entreciudades.contributions.word import word_file
from entreciudades.core.differences import compare
from entreciudades.core.errors import NotFound, TextConflict, TextTooLong
from entreciudades.core.labels import Localized
from entreciudades.core.models import Text
from entreciudades.core.texts import body_in
from entreciudades.methodologies.slots import Slot
from entreciudades.web.desk.doors import number
from entreciudades.web.desk.forms import RowForm, make_form
from entreciudades.web.desk.organisation_nouns import ORGANISATION_NOUNS
from entreciudades.web.desk.sheets import Written, conflict_with, digest, plain_lines
from entreciudades.web.guest.door import by_link
from entreciudades.web.guest.words import READ, as_word, read_upload, told

FIGURE = ("value", "qualifier", "unit", "as_of", "source", "source_url")


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: HttpRequest, found: Request, token: str) -> HttpResponse:
    """Read, write, save, hand in; a POST saves, and hands in where that button was pressed."""
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return _save_one(request, found)
    passages = list(found.passages.all())
    written = [_opened(passage) for passage in passages]
    _put_beside(found, passages, written)
    form = _figure_form(request, found) if found.kind == RequestKind.FIGURE else None
    writer, error, status = request.POST.get("written_by", found.addressee), "", 200
    if request.method == "POST":
        refused = [one for one in written if not _saved(request, found, one)]
        if form is not None:
            services.save_figure(found, {name: request.POST.get(name, "") for name in FIGURE})
        status = _status(refused)
        if not refused and request.POST.get("confirm") != "hand-in":
            messages.success(request, _("Saved. You can close the page and come back by the same link."))
            return redirect("guest:contribution", token)
        if not refused and (form is None or form.is_valid()):
            try:
                done = services.hand_in(found, written_by=writer, figure=form.instance if form else None)
            except ValidationError as refusal:
                error, status = " ".join(refusal.messages), 422
            else:
                return render(request, "guest/thanks.html", {"asked": done})
    page = {
        "asked": found,
        "written": written,
        "form": form,
        "writer": writer,
        "error": error,
        "word_told": told(found),
        "word_changes": [(one, compare(one.before, one.draft)) for one in passages if one.before is not None],
        "word_address": reverse("guest:contribution-word", args=[token]),
        "back_address": reverse("guest:contribution-back", args=[token]),
    }
    return render(request, "guest/contribution.html", page, status=status)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, found: Request, token: str) -> HttpResponse:
    """The texts as a Word file to write in; a POST brings it back, and its words become the draft."""
    if found.kind == RequestKind.FIGURE:
        raise NotFound("word", found.pk)
    if request.method != "POST":
        return as_word(word_file(found), found)
    upload = request.FILES.get("file")
    if read_upload(request, found, upload if isinstance(upload, UploadedFile) else None, by=None):
        messages.success(request, READ)
    return redirect("guest:contribution", token)


@by_link
@require_POST
def back(request: HttpRequest, found: Request, token: str) -> HttpResponse:
    """Put the drafts back that a Word file took the place of."""
    services.bring_back(found)
    messages.success(request, _("Your text stands again as it was before the Word file."))
    return redirect("guest:contribution", token)


@dataclass(slots=True)
class Draft(Written):
    """A draft as the editor shows it, beside the text that went out, or the same text in another language."""

    beside: Localized | None = None


def _opened(passage: Passage) -> Draft:
    slot = Slot(passage.key, Localized(passage.title, ""), Localized(passage.asks, ""), None)
    return Draft(slot, passage.draft, passage.version, digest(passage.draft), saved=_as_text(passage))


def _put_beside(found: Request, passages: Sequence[Passage], drafts: Sequence[Draft]) -> None:
    """What is written already: as it went out; where nothing is in this language yet, in the one it has."""
    keys = [passage.key for passage in passages if not passage.base.strip()]
    about = {"object_kind": found.object_kind, "object_id": found.object_id, "section__in": keys}
    texts = list(Text.objects.filter(**about)) if keys else []
    for passage, draft in zip(passages, drafts, strict=True):
        base = Localized(passage.base, found.language)
        draft.beside = base if passage.base.strip() else body_in(texts, passage.key, found.language)


def _as_text(passage: Passage) -> Text:
    """A draft as the editor knows texts; it is never stored."""
    return Text(section=passage.key, body=passage.draft, version=passage.version, updated_at=passage.updated_at)


def _saved(request: HttpRequest, found: Request, one: Written) -> bool:
    """Save a draft that was touched; False where it was refused, and `one` then keeps what was typed."""
    key = one.slot.key
    body = plain_lines(request.POST.get(f"body:{key}", one.body))
    if digest(body) == request.POST.get(f"digest:{key}"):
        return True
    return _save(found, one, body, number(request.POST.get(f"version:{key}", "")))


def _save(found: Request, one: Written, body: str, version: int) -> bool:
    one.body, one.version = body, version
    try:
        passage = services.save_draft(found, one.slot.key, body, expected_version=version)
    except TextTooLong as error:
        one.too_long, one.digest = error.found, ""
        return False
    except DraftConflict as error:
        one.conflict = conflict_with(TextConflict(_as_text(error.passage)).current, body)
        one.version, one.digest = one.conflict.version, ""
        return False
    one.version, one.digest, one.saved = passage.version, digest(passage.draft), _as_text(passage)
    return True


def _save_one(request: HttpRequest, found: Request) -> JsonResponse:
    """Save one text as it is typed: 200 with its version, 409 with both texts, 422 with the limit."""
    passage = found.passages.filter(key=request.POST.get("text", "")).first()
    if passage is None:
        raise NotFound("text", request.POST.get("text", ""))
    one = _opened(passage)
    if _save(found, one, plain_lines(request.POST.get("body", "")), number(request.POST.get("version", ""))):
        return JsonResponse({"version": one.version, "digest": one.digest})
    if one.conflict:
        panel = render_to_string("desk/texts/conflict.html", {"one": one, "language": found.language}, request)
        answer = {"version": one.version, "theirs": one.conflict.theirs, "panel": panel}
        return JsonResponse(answer, status=409)
    said = _("Not saved: %(found)d characters, and %(limit)d fit. Nothing is lost; shorten it here.")
    return JsonResponse({"said": said % {"found": one.too_long, "limit": one.limit}}, status=422)


def _figure_form(request: HttpRequest, found: Request) -> RowForm:
    figure = OrganisationFigure(organisation=found.organisation, measure=found.measure)
    if found.measure == OrganisationFigure.Measure.OTHER:
        figure.labels = {found.language: found.title}
    made = make_form(OrganisationFigure, FIGURE, ORGANISATION_NOUNS["figures"])
    handing_in = request.method == "POST" and request.POST.get("confirm") == "hand-in"
    data: Any = request.POST if handing_in else None
    form = made(data, instance=figure, owner=found.organisation, initial=found.figure.get("draft", {}))
    if request.method == "POST" and not handing_in:
        form.initial = {name: request.POST.get(name, "") for name in FIGURE}
    return form


def _status(refused: Sequence[Written]) -> int:
    if not refused:
        return 200
    return 409 if any(one.conflict for one in refused) else 422
