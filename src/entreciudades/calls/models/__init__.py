"""The rows of the room."""

from entreciudades.calls.models.application import Application, FrozenDocument, GroupMember, MendRequest, Submission
from entreciudades.calls.models.assessment import Admission, Review, Score
from entreciudades.calls.models.call import Call, CallDecision, StepRecord
from entreciudades.calls.models.meeting import Meeting, MeetingNote, PartnerPreference
from entreciudades.calls.models.pairing import Pair, PairAnswer, PairingRun, Pin
from entreciudades.calls.models.short_list import Matchmaking, ShortListEntry

__all__ = [
    "Admission",
    "Application",
    "Call",
    "CallDecision",
    "FrozenDocument",
    "GroupMember",
    "Matchmaking",
    "Meeting",
    "MeetingNote",
    "MendRequest",
    "Pair",
    "PairAnswer",
    "PairingRun",
    "PartnerPreference",
    "Pin",
    "Review",
    "Score",
    "ShortListEntry",
    "StepRecord",
    "Submission",
]
