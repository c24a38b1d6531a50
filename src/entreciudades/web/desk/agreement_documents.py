"""The signed text of an agreement as a file: a scan, or what was signed with certificates."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.alliances.rules import EDIT
from entreciudades.alliances.services import DOCUMENT
from entreciudades.core.errors import FileRefused, NotFound
from entreciudades.core.files import add_document, attachments_of, remove_document
from entreciudades.core.models import Attachment
from entreciudades.core.uploads.refusals import refusal
from entreciudades.web.access import may
from entreciudades.web.desk import agreements
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import person
from entreciudades.web.files import address_of


class DocumentForm(forms.Form):
    """A document."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.xlsx,.ods,.txt,.csv"}),
        help_text=gettext_lazy(
            "PDF, DOCX, ODT, XLSX, ODS or text, at most 25 MB, without password and macros. Whoever may read the "
            "agreement may read it: cover numbers of identity cards first."
        ),
    )


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The documents of an agreement; a POST adds one."""
    owner, agreement = agreements.found(request, slug, pk)
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            upload = form.cleaned_data["document"]
            add_document(agreement, upload, purpose=DOCUMENT, by=person(request), scope=owner.pk)
        except FileRefused as error:
            form.add_error("document", refusal(error))
        else:
            messages.success(request, _("The document was added."))
            return redirect(request.path)
    page = {
        "form": form,
        "agreement": agreement,
        "documents": [
            (one, address_of(one), reverse("desk:agreement-document-remove", args=[slug, pk, one.pk]))
            for one in attachments_of(agreement, DOCUMENT)
        ],
        "back": reverse("desk:agreement", args=[slug, pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/agreements/documents.html", about_organisation(request, owner) | page, status=status)


@may(EDIT)
@require_POST
def remove(request: HttpRequest, slug: str, pk: int, document: int) -> HttpResponse:
    """Take a document off an agreement."""
    owner, agreement = agreements.found(request, slug, pk)
    hung: Attachment | None = attachments_of(agreement, DOCUMENT).filter(pk=document).first()
    if hung is None:
        raise NotFound("document", document)
    remove_document(agreement, hung, by=person(request), scope=owner.pk)
    messages.success(request, _("The document was removed."))
    return redirect("desk:agreement-documents", slug, pk)
