"""The rows of the room."""

from entreciudades.alliances.models.agreement import Agreement, AgreementParty, Article
from entreciudades.alliances.models.alliance import Alliance, Basis, Seat, SeatAlignment, SeatPerson
from entreciudades.alliances.models.life import AllianceDecision, AllianceStage, Attestation, StageClosing, Waiver
from entreciudades.alliances.models.negotiation import (
    AgreementVersion,
    ArticleComment,
    ArticleProposal,
    PartyConsent,
    Tabling,
)
from entreciudades.alliances.models.signing import Approval, ApprovalRule, Signature

__all__ = [
    "Agreement",
    "AgreementParty",
    "AgreementVersion",
    "Alliance",
    "AllianceDecision",
    "AllianceStage",
    "Approval",
    "ApprovalRule",
    "Article",
    "ArticleComment",
    "ArticleProposal",
    "Attestation",
    "Basis",
    "PartyConsent",
    "Seat",
    "SeatAlignment",
    "SeatPerson",
    "Signature",
    "StageClosing",
    "Tabling",
    "Waiver",
]
