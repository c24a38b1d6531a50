"""The addresses of a city's calls and applications, after that of the city."""

from django.urls import URLPattern, path

from entreciudades.calls.rules import EDIT_APPLICATION
from entreciudades.web.desk import editor
from entreciudades.web.desk.applications import documents, group, overview, parts, result, submission

APPLICATION = "applications/<int:pk>/"


def addresses(prefix: str) -> list[URLPattern]:
    """All of them, under a prefix that ends in the city's slug."""
    one = f"{prefix}{APPLICATION}"
    receipt = f"{one}receipts/<int:number>/"
    return [
        path(f"{prefix}calls/", overview.calls, name="calls"),
        path(f"{prefix}calls/<slug:call>/apply/", overview.start, name="call-apply"),
        path(f"{prefix}groups/<int:pk>/", group.asked, name="group"),
        path(f"{prefix}groups/<int:pk>/<slug:verb>/", group.reply, name="group-reply"),
        path(one, overview.application, name="application"),
        path(f"{one}findings/", overview.findings, name="application-findings"),
        path(f"{one}withdraw/", overview.take_back, name="application-withdraw"),
        path(f"{one}take-up/", overview.resume, name="application-take-up"),
        path(f"{one}parts/<slug:part>/", parts.change, name="application-part"),
        *editor.addresses(f"{one}answers/", "application-text", EDIT_APPLICATION, parts.answers),
        path(f"{one}group/", group.group, name="application-group"),
        path(f"{one}group/<int:member>/remove/", group.remove, name="application-member-remove"),
        path(f"{one}group/<int:member>/letter/", group.letter, name="application-member-letter"),
        path(f"{one}documents/", documents.documents, name="application-documents"),
        path(f"{one}documents/<int:document>/remove/", documents.remove, name="application-document-remove"),
        path(f"{one}submit/", submission.submit, name="application-submit"),
        path(f"{one}result/", result.result, name="application-result"),
        path(receipt, submission.receipt, name="application-receipt"),
        path(f"{receipt}receipt.pdf", submission.receipt_pdf, name="application-receipt-pdf"),
        path(f"{receipt}contents.json", submission.contents, name="application-receipt-contents"),
    ]
