"""The rows of the room."""

from entreciudades.alliances.models.agenda import AgendaPoint
from entreciudades.alliances.models.agreement import Agreement, AgreementParty, Article
from entreciudades.alliances.models.alliance import Alliance, Basis, Seat, SeatAlignment, SeatPerson
from entreciudades.alliances.models.fundraising import FundingCall, JointBid
from entreciudades.alliances.models.governance import (
    AgendaItem,
    AgendaKind,
    AllianceBody,
    Attendance,
    AttendanceState,
    BodyDecision,
    BodyMeeting,
    BodyRule,
    CompositionRule,
    DecidedHow,
    DecisionTask,
    MeetingKind,
    Vote,
    VoteChoice,
)
from entreciudades.alliances.models.life import AllianceDecision, AllianceStage, Attestation, StageClosing, Waiver
from entreciudades.alliances.models.negotiation import (
    AgreementDecision,
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
    "AgendaKind",
    "AgendaPoint",
    "Agreement",
    "AgreementDecision",
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
    "AttendanceState",
    "Attestation",
    "Basis",
    "BodyDecision",
    "BodyMeeting",
    "BodyRule",
    "Ceremony",
    "CompositionRule",
    "DecidedHow",
    "DecisionTask",
    "Endorsement",
    "FundingCall",
    "JointBid",
    "MeetingKind",
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
    "VoteChoice",
    "Waiver",
]
