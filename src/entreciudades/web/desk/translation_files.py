"""Translations that go out to a translator's own tool, and what comes back: first shown, then accepted."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.actors.models import ReturnedTranslation
from entreciudades.core.differences import Piece, compare
from entreciudades.core.errors import NotFound, RowConflict, RowGone, TextConflict, TextTooLong, told
from entreciudades.core.files import attach, attachments_of, detach, download_name, read_bytes, store_bytes
from entreciudades.documents.xliff import LARGEST, XliffRefused
from entreciudades.processes.translation.returning import PlanChanged, Problem, Row, accept, digest_of, plan
from entreciudades.processes.translation.scope import KINDS, Scope
from entreciudades.processes.translation.sending import send_out
from entreciudades.web.access import may
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.translations import Space, language_of

MEDIA_TYPE: Final = "application/xliff+xml"
PURPOSE: Final = "translation"
ON_A_PAGE: Final = 20


class ReturnForm(forms.Form):
    """A file that came back."""

    file = forms.FileField(
        label=gettext_lazy("Translated file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlf,.xliff"}),
        help_text=gettext_lazy("XLIFF 1.2 (.xlf), as it was sent out from here; at most 20 MB."),
    )


def addresses(space: Space, prefix: str) -> list[URLPattern]:
    """The addresses under a prefix that ends in the slug of the queue's organisation."""

    def send(request: HttpRequest, slug: str) -> HttpResponse:
        return _send(request, space.scope(request, slug))

    def back(request: HttpRequest, slug: str) -> HttpResponse:
        return _back(request, space, space.scope(request, slug))

    def one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        scope = space.scope(request, slug)
        return _one(request, space, scope, _returned(scope, pk))

    def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        scope = space.scope(request, slug)
        return _discard(request, space, scope, _returned(scope, pk))

    def at(route: str, view: Any, name: str) -> URLPattern:
        return path(f"{prefix}translations/{route}", may(space.rule)(view), name=f"translation-{name}")

    return [
        at("send/", send, "send"),
        at("back/", back, "back"),
        at("back/<int:pk>/", one, "file"),
        at("back/<int:pk>/discard/", discard, "discard"),
    ]


@require_POST
def _send(request: HttpRequest, whole: Scope) -> HttpResponse:
    language = language_of(whole, request.POST.get("language", ""))
    kind, owner = request.POST.get("kind", ""), number(request.POST.get("owner", ""))
    scope = whole.only(kind, owner or None) if kind in KINDS else whole
    data = send_out(scope, language, by=person(request))
    name = f"{whole.organisation.slug}-{language}-{timezone.localdate():%Y-%m-%d}.xlf"
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def _back(request: HttpRequest, space: Space, scope: Scope) -> HttpResponse:
    form = ReturnForm(request.POST or None, request.FILES or None) if request.method == "POST" else ReturnForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            data = upload.read(LARGEST + 1)
            plan(scope, data)
        except XliffRefused as error:
            form.add_error("file", said_of(error))
        else:
            return redirect(space.address("translation-file", scope, _keep(request, scope, upload.name, data).pk))
    page = {
        "form": form,
        "returned": [
            (row, space.address("translation-file", scope, row.pk))
            for row in scope.organisation.returned_translations.select_related("returned_by")
        ],
        "queue_address": space.address("translations", scope),
    }
    about = space.about(request, scope.organisation)
    return render(request, "desk/translations/back.html", about | page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def _one(request: HttpRequest, space: Space, scope: Scope, returned: ReturnedTranslation) -> HttpResponse:
    data = read_bytes(attachments_of(returned, PURPOSE)[0].file)
    status = 200
    if request.method == "POST":
        choices = None if "all" in request.POST else request.POST.getlist("choice")
        try:
            count = accept(scope, data, choices=choices, seen=request.POST.get("seen", ""), by=person(request))
        except (PlanChanged, TextConflict, RowConflict, RowGone):
            status = 409
            messages.error(
                request, _("Somebody wrote meanwhile. Nothing was changed: this is what the file would do now.")
            )
        except (ValidationError, TextTooLong) as error:
            status = 422
            why = " ".join(told(error)) if isinstance(error, ValidationError) else str(error)
            messages.error(request, _("Nothing was changed: %(why)s") % {"why": why})
        else:
            done = ngettext("Accepted: %(count)d text.", "Accepted: %(count)d texts.", count)
            messages.success(request, done % {"count": count})
            return redirect(space.address("translation-file", scope, returned.pk))
    rows = plan(scope, data)
    order = sorted(rows, key=lambda row: ("refused", "changed", "new", "same").index(row.state))
    page = Paginator(order, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "returned": returned,
        "counts": {state: sum(row.state == state for row in rows) for state in ("new", "changed", "same", "refused")},
        "page": page,
        "rows": [_shown(row) for row in page],
        "seen": digest_of(rows),
        "open": sum(row.state in {"new", "changed"} for row in rows),
        "confirms": sum(row.state == "same" and row.source is not None for row in rows),
        "queue_address": space.address("translations", scope),
        "discard_address": space.address("translation-discard", scope, returned.pk),
    }
    about = space.about(request, scope.organisation)
    return render(request, "desk/translations/file.html", about | context, status=status)


def _shown(row: Row) -> tuple[Row, tuple[Piece, ...], list[str]]:
    """A row with what differs from what stands now, and why it cannot be taken."""
    return row, compare(row.old, row.new) if row.old else (), [said_of(one) for one in row.problems]


@require_POST
@transaction.atomic
def _discard(request: HttpRequest, space: Space, scope: Scope, returned: ReturnedTranslation) -> HttpResponse:
    for attachment in attachments_of(returned, PURPOSE):
        detach(attachment)
    returned.delete()
    messages.success(request, _("The file was thrown away; what was accepted of it stays."))
    return redirect(space.address("translations", scope))


@transaction.atomic
def _keep(request: HttpRequest, scope: Scope, name: str, data: bytes) -> ReturnedTranslation:
    by = person(request)
    returned = ReturnedTranslation.objects.create(
        organisation=scope.organisation, name=f"{download_name(name, MEDIA_TYPE)}.xlf", returned_by=by
    )
    attach(store_bytes(data, MEDIA_TYPE), returned, purpose=PURPOSE, by=by)
    return returned


def _returned(scope: Scope, pk: int) -> ReturnedTranslation:
    found = ReturnedTranslation.objects.filter(organisation=scope.organisation, pk=pk).first()
    if found is None:
        raise NotFound("translation", pk)
    return found


def said_of(what: XliffRefused | Problem) -> str:
    """Why a file cannot be read, or something of it not be taken, in the reader's language."""
    if isinstance(what, XliffRefused):
        return _REFUSED[what.reason] % {"line": what.line, "found": what.found, "limit": LARGEST // 1024**2}
    facts = {
        "unit": what.unit,
        "missing": ", ".join(f"“{one}”" for one in what.missing) or "—",
        "surplus": ", ".join(f"“{one}”" for one in what.surplus) or "—",
    }
    return _PROBLEMS[what.code] % facts


_REFUSED: Final = {
    "too-large": gettext_lazy("The file is larger than %(limit)d MB. Nothing was kept: send fewer texts at once."),
    "encoding": gettext_lazy("The file is written neither in UTF-8 nor in UTF-16. Nothing was kept."),
    "doctype": gettext_lazy("The file declares a document type or entities, which no XLIFF needs. Nothing was kept."),
    "not-xml": gettext_lazy("The file is no XML (line %(line)s: %(found)s). Nothing was kept."),
    "not-xliff": gettext_lazy("The file is no XLIFF 1.2 (line %(line)s: %(found)s). Nothing was kept."),
    "schema": gettext_lazy("The file is no right XLIFF 1.2 (line %(line)s: %(found)s). Nothing was kept."),
}
_PROBLEMS: Final = {
    "unknown": gettext_lazy("Unit %(unit)s: no text of this queue; it is of others, or gone."),
    "gone": gettext_lazy("Unit %(unit)s: the version that went out is not known here."),
    "incomplete": gettext_lazy("Unit %(unit)s: not translated yet; a text is taken whole."),
    "codes": gettext_lazy("Unit %(unit)s: codes are missing (%(missing)s), too many (%(surplus)s) or out of order."),
    "too-long": gettext_lazy("Unit %(unit)s: longer than a text may be."),
    "language": gettext_lazy("Unit %(unit)s: its language is not wanted here."),
    "original": gettext_lazy("Unit %(unit)s: this is the original, which no translation changes."),
}
