"""The documents of an application, each under what the call asks for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.calls.models import Application
from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.calls.services.application import hand_in, take_out
from entreciudades.calls.snapshot import PURPOSE
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import DOCUMENT, Window
from entreciudades.core.errors import FileRefused, NotFound
from entreciudades.core.models import Attachment
from entreciudades.core.refs import kind_of
from entreciudades.core.uploads.refusals import refusal
from entreciudades.methodologies.call_pack import CallPart
from entreciudades.web.access import may
from entreciudades.web.desk.applications.about import REFUSED, about_application, found, in_words
from entreciudades.web.desk.doors import person
from entreciudades.web.files import address_of


class DocumentForm(forms.Form):
    """A document."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.xlsx,.ods,.txt,.csv"}),
        help_text=gettext_lazy("PDF, DOCX, ODT, XLSX, ODS or text, at most 25 MB, without password and macros."),
    )


@may(EDIT_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the call asks for and what is there; a POST adds a file under one of them."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    terms = terms_of(it.call)
    if not terms.documents:
        raise NotFound("documents", pk)
    is_sent = request.method == "POST"
    key = request.POST.get("key", "") if is_sent else ""
    if is_sent and key not in {one.key for one in terms.documents}:
        raise NotFound("document", key)
    form = DocumentForm(request.POST, request.FILES) if is_sent else None
    if form and form.is_valid():
        try:
            hand_in(it, key, form.cleaned_data["document"], by=person(request))
        except FileRefused as error:
            form.add_error("document", refusal(error))
        except REFUSED as error:
            form.add_error(None, in_words(error, it.call))
        else:
            messages.success(request, _("The document was added."))
            return redirect("desk:application-documents", slug, pk)
    about = about_application(request, it)
    page = {"asked": _asked(it, terms, about["window"], form, key)}
    return render(request, "desk/applications/documents.html", about | page, status=422 if form else 200)


@may(EDIT_APPLICATION)
@require_POST
def remove(request: HttpRequest, slug: str, pk: int, document: int) -> HttpResponse:
    """Take a document off the application."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    keys = {f"{PURPOSE}{one.key}" for one in terms_of(it.call).documents}
    hung = _hung(it).filter(pk=document, purpose__in=keys).first()
    if hung is None:
        raise NotFound("document", document)
    try:
        take_out(it, hung, by=person(request))
    except REFUSED as error:
        messages.error(request, in_words(error, it.call))
    else:
        messages.success(request, _("The document was removed."))
    return redirect("desk:application-documents", slug, pk)


def _asked(
    it: Application, terms: CallPart, window: Window | None, form: DocumentForm | None, key: str
) -> list[dict[str, Any]]:
    there: dict[str, list[tuple[Attachment, str]]] = {}
    for one in _hung(it):
        there.setdefault(one.purpose.removeprefix(PURPOSE), []).append((one, address_of(one)))
    return [
        {
            "document": one,
            "files": there.get(one.key, []),
            "form": form if form and one.key == key else DocumentForm(auto_id=f"id_{one.key}_%s"),
            "may_change": bool(window and window.has(f"{DOCUMENT}{one.key}")),
        }
        for one in terms.documents
    ]


def _hung(it: Application) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(object_kind=kind_of(it), object_id=it.pk, purpose__startswith=PURPOSE)
    return rows.select_related("file", "created_by")
