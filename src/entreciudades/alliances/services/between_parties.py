"""What the services of a negotiation share: the agreement held, who acts for which party, who is told."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import has_role
from entreciudades.alliances.agreement_index import index_agreement
from entreciudades.alliances.errors import TextFrozen
from entreciudades.alliances.models import Agreement, AgreementDecision, AgreementParty
from entreciudades.alliances.rules import MAY
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.wording import parties_of
from entreciudades.core import trail
from entreciudades.core.errors import NotAllowed
from entreciudades.core.refs import kind_of
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


def held(agreement: Agreement) -> Agreement:
    """The agreement as it stands, locked until the transaction ends: one thing happens to its text at a time."""
    locked = Agreement.objects.select_for_update(of=("self",), no_key=True).select_related("alliance", "network")
    return locked.get(pk=agreement.pk)


def held_told(agreement: Agreement) -> Agreement:
    """The same, of one that a register tells. Raises TextFrozen on one that is, or was, negotiated here."""
    agreement = held(agreement)
    if not _is_told(agreement):
        raise TextFrozen(why_frozen(agreement))
    return agreement


def held_writable(agreement: Agreement, *, scope: int | None = None) -> Agreement:
    """The same, of one whose text is open: one that a register tells, or that is being negotiated.

    Raises TextFrozen, which says why nothing is written in it now, and NotAllowed where `scope`, the organisation for
    which it is written, is no party of the negotiation, or no longer.
    """
    agreement = held(agreement)
    if agreement.state != AgreementState.DRAFTING and not _is_told(agreement):
        raise TextFrozen(why_frozen(agreement))
    is_told = agreement.state != AgreementState.DRAFTING or scope is None
    if not is_told and scope not in {party.organisation_id for party in parties_of(agreement)}:
        raise NotAllowed("agreement:edit", kind_of(agreement), agreement.pk)
    return agreement


def held_in_negotiation(agreement: Agreement) -> Agreement:
    """The same, of one that is being negotiated. Raises TextFrozen, ValidationError where it never was."""
    agreement = held_writable(agreement)
    if agreement.state != AgreementState.DRAFTING:
        raise ValidationError(_("This agreement is told by a register: it is not negotiated here."))
    return agreement


def _is_told(agreement: Agreement) -> bool:
    """One that a register tells is put right there, also once it was denounced."""
    was_negotiated = agreement.state != AgreementState.RECORDED and agreement.versions.exists()
    return agreement.state in (AgreementState.RECORDED, AgreementState.DENOUNCED) and not was_negotiated


def why_frozen(agreement: Agreement) -> str:
    """Why nothing is written in its text, in the reader's language."""
    if agreement.state == AgreementState.DRAFTING:
        return _("This agreement is negotiated by its parties: it is changed on its own pages.")
    if agreement.state == AgreementState.TABLED:
        return _("The text lies before the parties: nobody changes it meanwhile. Take it back to go on writing.")
    if agreement.state == AgreementState.WITHDRAWN:
        return _("This agreement was withdrawn: its text stays as it was.")
    return _("All parties have agreed to this text: it does not change any more.")


def acting(agreement: Agreement, organisation: Organisation, verb: str, *, by: User) -> AgreementParty:
    """The party that the organisation is, where `by` may do that for it: "agreement:edit" or "agreement:decide".

    Raises NotAllowed, also where it has left the alliance.
    """
    for party in parties_of(agreement):
        if party.organisation_id == organisation.pk and has_role(by, organisation.pk, MAY[verb]):
            return party
    raise NotAllowed(verb, kind_of(agreement), agreement.pk)


def decide(
    agreement: Agreement,
    verb: AgreementDecision.Verb,
    *,
    organisation: Organisation,
    by: User,
    version: int | None = None,
    reason: str = "",
) -> AgreementDecision:
    """Keep what was decided, with its event in the trail of the party for which it was."""
    said = {"version": version, "reason": reason, "made_by": by}
    decision = AgreementDecision(agreement=agreement, verb=verb, organisation=organisation, **said)
    decision.full_clean()
    decision.save()
    trail.record(f"agreement.{verb}", agreement, by=by, scope=organisation.pk, number=decision.pk)
    index_agreement(agreement)
    return decision


def page_of(agreement: Agreement, organisation: Organisation) -> str:
    """The address of the agreement at the desk of a party."""
    return reverse("desk:agreement", args=[organisation.slug, agreement.pk])


def tell(
    agreement: Agreement, *, kind: str, organisation: Organisation, by: User, others: bool = False, **facts: Any
) -> None:
    """Tell those who answer for each party what `organisation` did; `others`: all parties but that one."""
    said = {"agreement": agreement.titles, "organisation": organisation.names} | facts
    for party in parties_of(agreement):
        city = party.organisation
        if not (others and city == organisation):
            path = page_of(agreement, city)
            notify(leaders_of(city), kind=kind, facts=said, path=path, by=by, scope=city)
