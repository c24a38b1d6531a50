"""The rows of the room."""

from entreciudades.alliances.models.agenda import AgendaPoint
from entreciudades.alliances.models.agreement import Agreement, AgreementParty, Article
from entreciudades.alliances.models.alliance import Alliance, Basis, Seat, SeatAlignment, SeatPerson
from entreciudades.alliances.models.fundraising import FundingCall, JointBid
from entreciudades.alliances.models.governance import (
    AgendaItem,
    AllianceBody,
    Attendance,
    BodyDecision,
    BodyMeeting,
    BodyRule,
    DecisionTask,
    Vote,
)
from entreciudades.alliances.models.life import AllianceDecision, AllianceStage, Attestation, StageClosing, Waiver
from entreciudades.alliances.models.negotiation import (
    AgreementVersion,
    ArticleComment,
    ArticleProposal,
    PartyConsent,
    Tabling,
)
from entreciudades.alliances.models.position import Addressee, Endorsement, Position, PositionRemark, Reply
from entreciudades.alliances.models.signing import Approval, ApprovalRule, Ceremony, Signature

__all__ = [
    "Addressee",
    "AgendaItem",
    "AgendaPoint",
    "Agreement",
    "AgreementParty",
    "AgreementVersion",
    "Alliance",
    "AllianceBody",
    "AllianceDecision",
    "AllianceStage",
    "Approval",
    "ApprovalRule",
    "Article",
    "ArticleComment",
    "ArticleProposal",
    "Attendance",
    "Attestation",
    "Basis",
    "BodyDecision",
    "BodyMeeting",
    "BodyRule",
    "Ceremony",
    "DecisionTask",
    "Endorsement",
    "FundingCall",
    "JointBid",
    "PartyConsent",
    "Position",
    "PositionRemark",
    "Reply",
    "Seat",
    "SeatAlignment",
    "SeatPerson",
    "Signature",
    "StageClosing",
    "Tabling",
    "Vote",
    "Waiver",
]
