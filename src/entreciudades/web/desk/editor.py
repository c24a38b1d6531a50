"""The editor of long texts. A plain form at heart; with JavaScript each text is saved as it is typed.

Nothing typed is lost: a text too long, or one that somebody else changed meanwhile, comes back in the form.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.core import presence
from entreciudades.core.access import Rule
from entreciudades.core.differences import compare
from entreciudades.core.errors import NotFound
from entreciudades.core.models import TextVersion
from entreciudades.core.texts import confirm_translation
from entreciudades.web.access import may
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.sheets import (
    Sheet,
    Written,
    digest,
    languages_of,
    open_sheet,
    plain_lines,
    remarks_on,
    save,
)

SheetOf = Callable[..., Sheet]


def addresses(prefix: str, name: str, rule: Rule[Any], sheet_of: SheetOf) -> list[URLPattern]:
    """The pages of a kind of sheet: the editor, who is in it, the history of its texts. `sheet_of` opens the door."""

    def at(verb: str, view: Callable[[HttpRequest, Sheet, str], HttpResponse], route: str = "") -> URLPattern:
        def answer(request: HttpRequest, /, language: str, **keys: Any) -> HttpResponse:
            sheet = sheet_of(request, **keys)
            if language not in (sheet.languages or dict(settings.CONTENT_LANGUAGES)):
                raise NotFound("language", language)
            return never_cache(view)(request, sheet, language)

        return path(f"{prefix}<slug:language>/{route}", may(rule)(answer), name=f"{name}-{verb}")

    return [at("edit", edit), at("presence", who, "presence/"), at("history", history, "history/")]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, sheet: Sheet, language: str) -> HttpResponse:
    """The editor; a POST saves every text that was touched, or one of them as it is typed."""
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return _save_one(request, sheet, language)
    texts = sheet.texts()
    written = open_sheet(sheet, language, texts)
    status = 200
    if request.method == "POST":
        refused = _save_touched(request, sheet, written, language)
        if not refused:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.get_full_path())
        status = 409 if any(one.conflict for one in refused) else 422
    else:
        presence.touch(sheet.obj, sheet.key, language, person(request))
    page = {
        "sheet": sheet,
        "written": written,
        "language": language,
        "languages": languages_of(sheet, language, texts),
        "others": presence.others_editing(sheet.obj, sheet.key, language, person(request)),
        "presence_address": sheet.address("presence", language),
        "history_address": sheet.address("history", language),
        "has_conflict": status == 409,  # noqa: PLR2004 - as set above
    }
    return render(request, "desk/texts/edit.html", sheet.about | page, status=status)


@require_POST
def who(request: HttpRequest, sheet: Sheet, language: str) -> HttpResponse:
    """Note that this person is here; tell who else is."""
    presence.touch(sheet.obj, sheet.key, language, person(request))
    others = presence.others_editing(sheet.obj, sheet.key, language, person(request))
    names = [str(other) for other in others]
    said = _("Also here now: %(names)s") % {"names": ", ".join(names)} if names else ""
    return JsonResponse({"said": said})


@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest, sheet: Sheet, language: str) -> HttpResponse:
    """What a text was, sitting by sitting, with the words that changed; an earlier one can be brought back."""
    slot = sheet.slot(request.GET.get("text", sheet.slots[0].key))
    if slot is None:
        raise NotFound("text", request.GET.get("text", ""))
    text = sheet.texts().get((slot.key, language))
    kept = list(TextVersion.objects.filter(text=text).select_related("by")) if text else []
    now = (
        [TextVersion(text=text, version=text.version, body=text.body, by=text.updated_by, at=text.updated_at)]
        if text
        else []
    )
    versions = [*now, *(one for one in kept if text and one.version != text.version)]
    wanted = request.POST.get("version") or request.GET.get("version", "")
    place = next((place for place, one in enumerate(versions) if str(one.version) == wanted), 0)
    page: dict[str, Any] = {
        "sheet": sheet,
        "slot": slot,
        "language": language,
        "versions": versions,
    }
    page["edit_address"] = sheet.address("edit", language)
    if versions and request.method == "POST":
        written = Written(slot, "", 0, "")
        if save(written, versions[place].body, number(request.POST.get("current", "")), sheet, language):
            messages.success(request, _("The earlier text stands again. What stood before is kept in the history."))
            return HttpResponseRedirect(page["edit_address"])
        changed = _("Somebody changed the text meanwhile: look at it again before you bring one back.")
        messages.error(request, written.over or changed)
    if versions:
        shown, is_first = versions[place], place + 1 == len(versions)
        before = shown if is_first else versions[place + 1]
        page |= {"shown": shown, "is_now": place == 0, "is_first": is_first}
        page["pieces"] = compare(before.body, shown.body)
    return render(request, "desk/texts/history.html", sheet.about | page)


def _save_touched(request: HttpRequest, sheet: Sheet, written: list[Written], language: str) -> list[Written]:
    """Save what was touched, confirm a translation that stays as it is; return what was refused."""
    refused = []
    for one in written:
        key = one.slot.key
        body = plain_lines(request.POST.get(f"body:{key}", one.body))
        if digest(body) == request.POST.get(f"digest:{key}"):
            if key == request.POST.get("confirm") and one.saved and one.is_behind:
                confirm_translation(one.saved, sheet.obj, by=person(request), scope=sheet.scope)
            continue
        if not save(one, body, number(request.POST.get(f"version:{key}", "")), sheet, language):
            refused.append(one)
            one.digest = ""  # so that it counts as touched when it is sent again
    return refused


def _save_one(request: HttpRequest, sheet: Sheet, language: str) -> JsonResponse:
    """Save one text as it is typed: 200 with its version, 409 with both texts, 422 with the limit."""
    slot = sheet.slot(request.POST.get("text", ""))
    if slot is None:
        raise NotFound("text", request.POST.get("text", ""))
    one = Written(slot, "", 0, "")
    body = plain_lines(request.POST.get("body", ""))
    if save(one, body, number(request.POST.get("version", "")), sheet, language):
        answer = {"version": one.version, "digest": one.digest}
        if sheet.glossary:
            found = {"remarks": remarks_on(slot, sheet, language)}
            answer["remarks"] = render_to_string("desk/texts/remarks.html", found) if found["remarks"] else ""
        return JsonResponse(answer)
    if one.conflict:
        panel = render_to_string("desk/texts/conflict.html", {"one": one, "language": language}, request)
        answer = {"version": one.version, "theirs": one.conflict.theirs, "panel": panel}
        return JsonResponse(answer, status=409)
    if one.over:
        return JsonResponse({"said": one.over}, status=403)
    said = _("Not saved: %(found)d characters, and %(limit)d fit. Nothing is lost; shorten it here.")
    return JsonResponse({"said": said % {"found": one.too_long, "limit": one.limit}}, status=422)
