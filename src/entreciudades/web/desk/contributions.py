"""What was asked of people without a login, at the desk: ask, follow, look through the answer, take it over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation, OrganisationFigure
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.contributions import services
from entreciudades.contributions.errors import NothingToAskFor
from entreciudades.contributions.models import Request, RequestKind
from entreciudades.contributions.rules import HANDLE
from entreciudades.contributions.targets import Target, target_of
from entreciudades.contributions.word import word_file
from entreciudades.core.access import fetch
from entreciudades.core.errors import MoveRefused, NotFound, TextConflict, TextTooLong
from entreciudades.core.files import attachments_of
from entreciudades.programmes.rules import DESK as DESK_PROGRAMME
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation, about_programme
from entreciudades.web.desk.contribution_forms import AskForm, ExtendForm
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.refusals import refused
from entreciudades.web.files import address_of
from entreciudades.web.guest.words import READ, as_word, read_upload, told

SETTLED_SHOWN = 50


@may(EDIT_ORGANISATION)
@require_safe
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """All that an organisation has asked: what waits for an answer, what has come, what is over."""
    found = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    page = about_organisation(request, found) | _lists(found.requests.all())
    page["ask_address"] = reverse("desk:contribution-ask", args=[slug])
    return render(request, "desk/contributions/list.html", page)


@may(DESK_PROGRAMME)
@require_safe
def of_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked for a programme."""
    found = doors.programme(request, slug, may=DESK_PROGRAMME)
    page = about_programme(request, found) | _lists(Request.objects.about(found))
    page["ask_address"] = "" if found.is_closed else reverse("desk:contribution-ask", args=[page["organisation"].slug])
    return render(request, "desk/contributions/list.html", page)


def _lists(rows: "QuerySet[Request]") -> dict[str, Any]:
    rows = rows.select_related("organisation", "asked_by")
    over = rows.filter(state__in=("settled", "revoked"))[:SETTLED_SHOWN]
    return {"to_settle": rows.to_settle(), "waiting": rows.waiting(), "over": over}  # type: ignore[attr-defined]


@may(EDIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody for a text, a figure or an opinion."""
    found = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, owner=found, instance=Request(), initial={"what": request.GET.get("what", "")})
    if request.method == "POST" and form.is_valid() and form.target:
        asked = _asked(request, form, form.target)
        if asked:
            return redirect("desk:contribution", slug, asked.pk)
    page = {
        "form": form,
        "title": _("Ask for a contribution"),
        "submit": _("Ask"),
        "back": reverse("desk:contributions", args=[slug]),
    }
    return render(request, "layouts/form.html", about_organisation(request, found) | page)


def _asked(request: HttpRequest, form: AskForm, target: Target) -> Request | None:
    if not target.may_write(request.user):
        form.add_error("what", _("You may not change this now, so that nobody can be asked for it."))
        return None
    try:
        asked = services.ask(form.instance, target, by=person(request))
    except ValidationError as error:
        refused(form, error)
        return None
    if asked.to_email:
        messages.success(request, _("Asked. A mail to %(address)s is on its way.") % {"address": asked.to_email})
    else:
        messages.success(request, _("Noted. Download the Word file here, and send it yourself."))
    return asked


@may(HANDLE)
@require_safe
def contribution(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One request: where it stands, what can be done, and the answer part by part."""
    owner, asked = _door(request, slug, pk)
    return _page(request, owner, asked)


@may(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The Word file of a request; a POST brings it back, which hands the answer in."""
    _owner, asked = _door(request, slug, pk)
    if asked.kind == RequestKind.FIGURE:
        raise NotFound("word", pk)
    if request.method != "POST":
        return as_word(word_file(asked), asked)
    upload = request.FILES.get("file")
    try:
        if read_upload(request, asked, upload if isinstance(upload, UploadedFile) else None, by=person(request)):
            services.hand_in(asked, written_by=asked.addressee, by=person(request))
            messages.success(request, READ)
    except ValidationError:
        messages.warning(request, _("The file says the same as what went out: nothing has been handed in."))
    except MoveRefused:
        messages.error(request, _("That is not possible any more: an answer is there, or the request was taken back."))
    return redirect("desk:contribution", slug, pk)


@may(HANDLE)
@require_POST
def act(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Remind, give more time, take the request back."""
    _owner, asked = _door(request, slug, pk)
    try:
        match verb:
            case "remind":
                services.remind(asked, by=person(request))
                messages.success(request, _("A reminder is on its way."))
            case "revoke":
                services.revoke(asked, by=person(request))
                messages.success(request, _("Taken back: the link leads nowhere any more. What was saved is kept."))
            case "extend":
                form = ExtendForm(request.POST)
                if form.is_valid():
                    services.extend(asked, due=form.cleaned_data["due"], by=person(request))
                    messages.success(request, _("The new day is set; the link goes on until then."))
                else:
                    messages.error(request, _("Give a day, such as 2026-12-24."))
            case _:
                raise NotFound("verb", verb)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except MoveRefused:
        messages.error(request, _("That is not possible any more: an answer is there, or the request was taken back."))
    return redirect("desk:contribution", slug, pk)


@may(HANDLE)
@require_POST
def settle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take over what was ticked, all or nothing, and thank."""
    owner, asked = _door(request, slug, pk)
    take, reply = request.POST.get("take", "ticked"), request.POST.get("reply", "")
    shown = _shown(asked)
    accepted = {one["passage"].key: _chosen(request, one, take) for one in shown}
    if any(accepted.values()) and not _may_write(request, asked):
        messages.error(request, _("You may not change this text now; nothing was taken over."))
        return _page(request, owner, asked, reply=reply, status=409)
    try:
        services.settle(
            asked,
            accepted=accepted,
            versions={key: number(request.POST.get(f"version:{key}", "")) for key in accepted},
            take_figure=asked.kind == RequestKind.FIGURE and take == "all",
            reply=reply,
            by=person(request),
        )
    except TextConflict:
        said = _(
            "Somebody changed the text meanwhile: nothing was taken over. Below is the answer beside the new text."
        )
        messages.error(request, said)
        return _page(request, owner, asked, reply=reply, status=409)
    except TextTooLong as error:
        said = _("With these parts the text has %(found)d characters, and at most %(limit)d fit: take fewer.")
        messages.error(request, said % {"found": error.found, "limit": error.limit})
        return _page(request, owner, asked, reply=reply, status=422)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _page(request, owner, asked, reply=reply, status=422)
    except MoveRefused:
        messages.error(request, _("Somebody else has settled it meanwhile."))
        return redirect("desk:contribution", slug, pk)
    messages.success(request, _("Settled. What you took over stands in the text, under your name."))
    return redirect("desk:contribution", slug, pk)


def _door(request: HttpRequest, slug: str, pk: int) -> tuple[Organisation, Request]:
    owner = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    rows = Request.objects.filter(organisation=owner).select_related("organisation", "asked_by", "settled_by")
    return owner, fetch(rows, pk, may=HANDLE, actor=request.user)


def _chosen(request: HttpRequest, one: dict[str, Any], take: str) -> set[int]:
    changes = {place for place, part in one["parts"] if part.kind != "same"}
    if take == "all":
        return changes
    ticked = {number(value) for value in request.POST.getlist(f"accept:{one['passage'].key}") if value.isdigit()}
    return changes & ticked if take == "ticked" else set()


def _target(asked: Request) -> Target | None:
    try:
        return target_of(asked.object_kind, asked.object_id, asked.section)
    except NothingToAskFor:
        return None


def _may_write(request: HttpRequest, asked: Request) -> bool:
    target = _target(asked)
    return target is not None and target.may_write(request.user)


def _shown(asked: Request) -> list[dict[str, Any]]:
    """The texts of an answer, each with its parts beside the text as it stands."""
    if asked.kind != RequestKind.TEXT:
        return []
    target = _target(asked)
    texts = target.texts(asked.language) if target else {}
    shown = []
    for passage in asked.passages.all():
        text = texts.get(passage.key)
        parts = list(enumerate(services.parts_against(passage, text)))
        shown.append({
            "passage": passage,
            "version": text.version if text else 0,
            "parts": parts,
            "changes": sum(part.kind != "same" for _place, part in parts),
            "is_newer": (text.body if text else "") != passage.base,
        })  # fmt: skip
    return shown


def _page(
    request: HttpRequest, owner: Organisation, asked: Request, *, reply: str = "", status: int = 200
) -> HttpResponse:
    figure = services.figure_of(asked) if asked.kind == RequestKind.FIGURE and asked.answered_at else None
    same = OrganisationFigure.objects.filter(organisation=owner, measure=asked.measure) if figure else ()
    page = {
        "asked": asked,
        "shown": _shown(asked) if asked.is_answered else [],
        "opinion": asked.passages.first() if asked.kind == RequestKind.OPINION and asked.answered_at else None,
        "figure": figure,
        "same": same,
        "reply": reply,
        "word_told": told(asked),
        "word_address": reverse("desk:contribution-word", args=[owner.slug, asked.pk]),
        "files": [(one, address_of(one)) for one in attachments_of(asked, services.WORD)],
        "has_word": asked.kind != RequestKind.FIGURE,
    }
    return render(request, "desk/contributions/request.html", about_organisation(request, owner) | page, status=status)
