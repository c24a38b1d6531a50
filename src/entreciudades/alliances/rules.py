"""Who may do what with an agreement or an alliance: one readable table, one rule per verb."""

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from entreciudades.accounts.models import User
from entreciudades.actors.models import Membership, Organisation, Role
from entreciudades.actors.rules import has_role
from entreciudades.alliances.models import (
    Agreement,
    AgreementParty,
    Alliance,
    AllianceStage,
    Approval,
    Attestation,
    BodyMeeting,
    Position,
    Seat,
    Signature,
)
from entreciudades.alliances.pack import stage_of
from entreciudades.alliances.states import SeatState
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.methodologies.alliance_pack import Attester

#: Verb -> roles that allow it in any of the parties; where a network is a party, its secretariat writes for it.
MAY: dict[str, tuple[Role, ...]] = {
    "agreement:edit": (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY),
    "agreement:decide": (Role.COORDINATOR, Role.SECRETARY),
}
#: Verb -> roles that allow it in a party that takes part in the alliance.
OF_PARTIES: dict[str, tuple[Role, ...]] = {
    "alliance:edit": (Role.COORDINATOR, Role.COLLEAGUE, Role.SECRETARY),
    "alliance:decide": (Role.COORDINATOR, Role.SECRETARY),
}
#: Verb -> roles that allow it in the network in which the alliance lives.
OF_NETWORK: dict[str, tuple[Role, ...]] = {
    "alliance:run": (Role.SECRETARY,),
    "alliance:follow": (Role.SECRETARY, Role.AUDITOR),
}

_OfAlliance = TypeVar("_OfAlliance", Seat, AllianceStage)
_OfParty = TypeVar("_OfParty", Approval, Signature)


def _rule(verb: str) -> Rule[Agreement]:
    def predicate(user: User | AnonymousUser, agreement: Agreement) -> bool:
        return user.is_authenticated and (
            Membership.objects.filter(
                organisation__agreement_parties__agreement=agreement, user=user, role__in=MAY[verb]
            ).exists()
        )

    return Rule(verb, predicate, known_to)


def _of_parties(verb: str) -> Rule[Alliance]:
    def predicate(user: User | AnonymousUser, alliance: Alliance) -> bool:
        taking_part = Seat.objects.filter(alliance=alliance, state=SeatState.PRESENT).values("organisation")
        return user.is_authenticated and (
            Membership.objects.filter(organisation__in=taking_part, user=user, role__in=OF_PARTIES[verb]).exists()
        )

    return Rule(verb, predicate, known_to)


def _of_network(verb: str) -> Rule[Alliance]:
    def predicate(user: User | AnonymousUser, alliance: Alliance) -> bool:
        return alliance.network_id is not None and has_role(user, alliance.network_id, OF_NETWORK[verb])

    return Rule(verb, predicate, known_to)


def _taking_part(user: User | AnonymousUser, alliance: Alliance) -> bool:
    return FOLLOW_ALLIANCE.predicate(user, alliance) or EDIT_ALLIANCE.predicate(user, alliance)


def _speaking(user: User | AnonymousUser, organisation: Organisation) -> bool:
    return has_role(user, organisation.pk, OF_PARTIES["alliance:decide"])


def _deciding_for(user: User | AnonymousUser, seat: Seat) -> bool:
    return has_role(user, seat.organisation_id, OF_PARTIES["alliance:decide"])


def _closing(user: User | AnonymousUser, stage: AllianceStage) -> bool:
    return _is_among(user, stage.alliance, stage_of(stage).closes)


def _excepting(user: User | AnonymousUser, stage: AllianceStage) -> bool:
    return RUN_ALLIANCE.predicate(user, stage.alliance) or _closing(user, stage)


def _is_among(user: User | AnonymousUser, alliance: Alliance, who: Attester) -> bool:
    rule = RUN_ALLIANCE if who == "secretariat" else DECIDE_ALLIANCE
    return rule.predicate(user, alliance)


def may_attest(user: User | AnonymousUser, stage: AllianceStage, *, by: Attester, seat: Seat | None) -> bool:
    """Whether `user` may attest what the methodology asks `by` to attest: for the party `seat`, where for one."""
    of_seat = seat is None or DECIDE_SEAT.predicate(user, seat)
    return of_seat and _is_among(user, stage.alliance, by)


def _of_known_alliances(rows: QuerySet[_OfAlliance], user: User | AnonymousUser) -> QuerySet[_OfAlliance]:
    return rows.filter(alliance__in=Alliance.objects.visible_to(user).values("pk"))


def _of_known_stages(rows: QuerySet[Attestation], user: User | AnonymousUser) -> QuerySet[Attestation]:
    return rows.filter(stage__alliance__in=Alliance.objects.visible_to(user).values("pk"))


def _answering_for(user: User | AnonymousUser, party: AgreementParty) -> bool:
    if has_role(user, party.organisation_id, MAY["agreement:decide"]):
        return True
    leading = Membership.objects.filter(organisation=party.organisation_id, role__in=MAY["agreement:decide"])
    return _keeps_register(user, party.agreement) and not leading.filter(user__is_active=True).exists()


def _keeps_register(user: User | AnonymousUser, agreement: Agreement) -> bool:
    return agreement.network_id is not None and has_role(user, agreement.network_id, OF_NETWORK["alliance:run"])


def _following(user: User | AnonymousUser, agreement: Agreement) -> bool:
    network = agreement.network_id
    office = network is not None and has_role(user, network, OF_NETWORK["alliance:follow"])
    return office or EDIT.predicate(user, agreement)


def _of_known(rows: QuerySet[AgreementParty], user: User | AnonymousUser) -> QuerySet[AgreementParty]:
    return rows.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))


def _of_known_parties(rows: QuerySet[_OfParty], user: User | AnonymousUser) -> QuerySet[_OfParty]:
    return rows.filter(party__agreement__in=Agreement.objects.visible_to(user).values("pk"))


SEE: Rule[Agreement] = seeing("agreement:see")
EDIT = _rule("agreement:edit")
#: Who says for a party what it agrees to, puts a text before the parties, takes it back.
DECIDE = _rule("agreement:decide")
#: Who answers for a flagged signature: whoever decides for its party; the secretariat where nobody does.
ANSWER_FOR: Rule[AgreementParty] = Rule("party:answer", _answering_for, _of_known)
#: What was found in signatures and approvals, with its papers: for the parties and the office of the register.
READ_SIGNATURE: Rule[Signature] = Rule(
    "signature:read", lambda user, row: _following(user, row.party.agreement), _of_known_parties
)
READ_APPROVAL: Rule[Approval] = Rule(
    "approval:read", lambda user, row: _following(user, row.party.agreement), _of_known_parties
)
SEE_ALLIANCE: Rule[Alliance] = seeing("alliance:see")
EDIT_ALLIANCE = _of_parties("alliance:edit")
DECIDE_ALLIANCE = _of_parties("alliance:decide")
RUN_ALLIANCE = _of_network("alliance:run")
FOLLOW_ALLIANCE = _of_network("alliance:follow")
#: Who answers for one party.
DECIDE_SEAT: Rule[Seat] = Rule("seat:decide", _deciding_for, _of_known_alliances)
#: Of a body of an alliance or a network: for its parties or members, and the office of its network.
READ_MEETING: Rule[BodyMeeting] = seeing("meeting:read")
#: Papers of its stages, and what bears attestations out: for those who take part and the office of its network.
READ_STAGE: Rule[AllianceStage] = Rule(
    "stage:read", lambda user, row: _taking_part(user, row.alliance), _of_known_alliances
)
READ_ATTESTATION: Rule[Attestation] = Rule(
    "attestation:read", lambda user, row: _taking_part(user, row.stage.alliance), _of_known_stages
)
#: Whom the methodology lets close a stage.
CLOSE_STAGE: Rule[AllianceStage] = Rule("stage:close", _closing, _of_known_alliances)
#: Exceptions are granted by whoever may close the stage, and by the secretariat.
WAIVE_STAGE: Rule[AllianceStage] = Rule("stage:waive", _excepting, _of_known_alliances)
#: Who speaks in the name of an organisation: endorses, publishes.
SPEAK: Rule[Organisation] = Rule("organisation:speak", _speaking, known_to)
SEE_POSITION: Rule[Position] = seeing("position:see")
