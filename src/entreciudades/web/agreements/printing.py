"""An agreement on paper: the draft as it stands, or the file that its parties sign."""

from django.http import HttpResponse

from entreciudades.core.errors import NotFound
from entreciudades.exports.agreement_document import agreement_pdf
from entreciudades.web.agreements.places import Place


def show(place: Place) -> HttpResponse:
    """The PDF, to read or to print; one that only a register tells has none."""
    agreement = place.agreement
    if not agreement.languages:
        raise NotFound("agreement", agreement.pk)
    made = HttpResponse(agreement_pdf(agreement), content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="{agreement.slug}.pdf"'
    return made
