"""Files on their way out: by the attachment, to whoever may see what it hangs on; never by the name of their bytes."""

import logging
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import SEE as SEE_ORGANISATION
from entreciudades.alliances.models import Agreement, AllianceStage, Approval, Attestation, BodyMeeting, Signature
from entreciudades.alliances.rules import READ_APPROVAL, READ_ATTESTATION, READ_MEETING, READ_SIGNATURE, READ_STAGE
from entreciudades.alliances.rules import SEE as SEE_AGREEMENT
from entreciudades.calls.models import Application, FrozenDocument, StepRecord
from entreciudades.calls.rules import EDIT_APPLICATION, READ_STEP, READ_SUBMITTED
from entreciudades.contributions.models import Request
from entreciudades.contributions.rules import HANDLE as HANDLE_REQUEST
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotFound
from entreciudades.core.files import suffix_of
from entreciudades.core.models import Attachment, StoredFile
from entreciudades.core.refs import kind_of
from entreciudades.exchanges.models import Exchange, Product
from entreciudades.exchanges.rules import SEE_EXCHANGE, SEE_PRODUCT
from entreciudades.programmes.models import Programme
from entreciudades.programmes.rules import SEE as SEE_PROGRAMME
from entreciudades.web.access import public

#: What may carry files that are served here -> its rows, and who may see one with all that hangs on it.
DOORS: Final[dict[str, tuple[QuerySet[Any], Rule[Any]]]] = {
    kind_of(Organisation): (Organisation.objects.all(), SEE_ORGANISATION),
    kind_of(Programme): (Programme.objects.all(), SEE_PROGRAMME),
    kind_of(Agreement): (Agreement.objects.all(), SEE_AGREEMENT),
    kind_of(Approval): (Approval.objects.select_related("party__agreement"), READ_APPROVAL),
    kind_of(Signature): (Signature.objects.select_related("party__agreement"), READ_SIGNATURE),
    kind_of(AllianceStage): (AllianceStage.objects.select_related("alliance"), READ_STAGE),
    kind_of(Attestation): (Attestation.objects.select_related("stage__alliance"), READ_ATTESTATION),
    kind_of(BodyMeeting): (BodyMeeting.objects.all(), READ_MEETING),
    kind_of(Application): (Application.objects.select_related("call"), EDIT_APPLICATION),
    kind_of(StepRecord): (StepRecord.objects.select_related("call"), READ_STEP),
    kind_of(Exchange): (Exchange.objects.all(), SEE_EXCHANGE),
    kind_of(Product): (Product.objects.all(), SEE_PRODUCT),
    kind_of(Request): (Request.objects.all(), HANDLE_REQUEST),
}
#: Written anew by ourselves, point by point: the only files that a page shows instead of handing them out.
SHOWN: Final = {"image/jpeg", "image/png", "image/webp"}
#: However a browser opens it, it runs nothing, fetches nothing and stands in no frame.
LOCKED_IN: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
MINUTES_5: Final = 300

_logger = logging.getLogger(__name__)


def address_of(attachment: Attachment) -> str:
    """Return where a file on an object is found."""
    return reverse("file", args=[attachment.pk, _name_of(attachment)])


@public
@require_safe
def file(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A file on an object that the reader may see."""
    found = Attachment.objects.select_related("file").filter(pk=pk).first()
    door = DOORS.get(found.object_kind) if found else None
    if found is None or door is None or name != _name_of(found):
        raise NotFound("file", pk)
    rows, rule = door
    fetch(rows, found.object_id, may=rule, actor=request.user)
    reader = "private" if request.user.is_authenticated else "public"
    return served(found.file, name, cached=f"{reader}, max-age={MINUTES_5}")


@public
@require_safe
def frozen(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A document as it was submitted, for whoever may read its application."""
    found = FrozenDocument.objects.select_related("file", "submission").filter(pk=pk).first()
    if found is None or name != found.name:
        raise NotFound("file", pk)
    rows = Application.objects.select_related("call")
    fetch(rows, found.submission.application_id, may=READ_SUBMITTED, actor=request.user)
    return served(found.file, name)


def served(stored: StoredFile, name: str, *, cached: str = "private, no-cache") -> FileResponse:
    """Hand out a file under a name, in pieces, from whatever storage; pictures are shown in the page.

    ``cached`` is its Cache-Control: what an address gives may change later, unless it is that of an attachment.
    """
    try:
        opened = default_storage.open(stored.name)
    except FileNotFoundError:
        _logger.exception("The bytes of stored file %s are missing; see `entreciudades files check`", stored.pk)
        raise NotFound("file", stored.pk) from None
    return FileResponse(
        opened,
        as_attachment=stored.media_type not in SHOWN,
        filename=name,
        content_type=stored.media_type,
        headers={
            "Content-Length": str(stored.size),
            "Content-Security-Policy": LOCKED_IN,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": cached,
        },
    )


def _name_of(attachment: Attachment) -> str:
    return attachment.name or f"{attachment.purpose}{suffix_of(attachment.file)}"
