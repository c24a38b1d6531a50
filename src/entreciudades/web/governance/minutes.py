"""The minutes of a meeting: written here, or kept as a document, then approved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.alliances.querysets import MINUTES
from entreciudades.alliances.services.minutes import add_minutes, approve_minutes, remove_minutes, write_minutes
from entreciudades.core.errors import FileRefused, NotFound
from entreciudades.core.files import attachments_of
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.uploads.refusals import refusal
from entreciudades.methodologies.slots import Slot
from entreciudades.web.desk.agreement_documents import DocumentForm
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.sheets import Sheet, WritingOver
from entreciudades.web.files import address_of
from entreciudades.web.governance.asking import asked
from entreciudades.web.governance.forms import ApprovalForm
from entreciudades.web.governance.venues import Venue


def sheet_of(venue: Venue, meeting: int) -> Sheet:
    """The minutes for the editor."""
    row = venue.meeting(meeting)

    def write(_key: str, language: str, body: str, version: int) -> Text:
        try:
            return write_minutes(row, language, body, expected_version=version, **venue.act)
        except ValidationError as error:
            raise WritingOver(" ".join(error.messages)) from None

    def address(verb: str, language: str) -> str:
        return venue.at(f"minutes-{verb}", meeting, language)

    title = _("Minutes of meeting %(number)d") % {"number": row.number}
    asks = _("Who took part is told by itself, and so are the decisions: write what was reported and said.")
    slot = Slot(MINUTES, label({"es": title}), label({"es": asks}), None)
    about = venue.about | {"next_address": venue.at("meeting", meeting)}
    about["next_title"] = _("Meeting %(number)d") % {"number": row.number}
    return Sheet(row, venue.owner.pk, MINUTES, title, (slot,), write, address, about)


def documents(venue: Venue, meeting: int) -> HttpResponse:
    """Signed minutes as a file; a POST adds one."""
    row, request = venue.meeting(meeting), venue.request
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    form.fields["document"].help_text = _(
        "PDF, DOCX, ODT, XLSX, ODS or text, at most 25 MB, without password and macros. Whoever may read the meeting "
        "may read it."
    )
    if is_sent and form.is_valid():
        try:
            add_minutes(row, form.cleaned_data["document"], **venue.act)
        except FileRefused as error:
            form.add_error("document", refusal(error))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("The document was added."))
            return redirect(request.path)
    page = {
        "venue": venue,
        "body": row.body,
        "meeting": row,
        "form": form,
        "documents": [
            (one, address_of(one), venue.at("document-remove", meeting, one.pk)) for one in attachments_of(row, MINUTES)
        ],
        "back": venue.at("meeting", meeting),
    }
    status = 422 if form.errors else 200
    return render(request, "governance/documents.html", venue.about | page, status=status)


def remove_document(venue: Venue, meeting: int, pk: int) -> HttpResponse:
    """Take a document off the meeting."""
    row = venue.meeting(meeting)
    document = attachments_of(row, MINUTES).filter(pk=pk).first()
    if document is None:
        raise NotFound("document", pk)
    try:
        remove_minutes(row, document, **venue.act)
    except ValidationError as error:
        messages.error(venue.request, " ".join(error.messages))
    else:
        messages.success(venue.request, _("The document was removed."))
    return redirect(venue.at("documents", meeting))


def approve(venue: Venue, meeting: int) -> HttpResponse:
    """The body approved them."""
    row = venue.meeting(meeting)
    return asked(
        venue,
        ApprovalForm(venue.posted, initial={"on": timezone.localdate()}),
        lambda said: approve_minutes(row, on=said["on"], **venue.act),
        done=_("The minutes are approved: nothing of the meeting changes any more."),
        back=venue.at("meeting", meeting),
        title=_("Approve the minutes"),
        submit=_("The body approved them"),
        says=_("After that nothing of the meeting can be changed: agenda, attendance, decisions, minutes."),
        body=row.body,
        meeting=row,
    )
