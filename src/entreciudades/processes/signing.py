"""An agreed text becomes the one file that its parties sign."""

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.approvals import open_before_signing
from entreciudades.alliances.errors import ApprovalsOpen
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.services import signing
from entreciudades.alliances.states import AGREEMENT
from entreciudades.core.files import read_bytes
from entreciudades.exports.agreement_document import document_of


def open_signing(agreement: Agreement, *, organisation: Organisation, by: User) -> Agreement:
    """Print the agreed text, keep the file, and ask every party to sign; `organisation` is for whom one acts.

    Raises ApprovalsOpen with what the law asks before and is not there yet, MoveRefused where the text is not agreed.
    Both are looked at before anything is printed, and once more when it is kept.
    """
    AGREEMENT.move(agreement.state, "open-signing")
    if still := open_before_signing(agreement):
        raise ApprovalsOpen([(one.party, one.rule) for one in still])
    document = read_bytes(document_of(agreement, by=by).file)
    return signing.open_signing(agreement, document=document, organisation=organisation, by=by)
