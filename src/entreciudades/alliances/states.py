"""The states of an alliance, of a party, of a stage and of an agreement, each a table with one mover."""

from django.db import models
from django.utils.translation import pgettext_lazy

from entreciudades.core.states import StateTable, arrow


class AllianceState(models.TextChoices):
    """From its proposal to its end. One that a source or a pair tells, and that no methodology guides, is told."""

    TOLD = "told", pgettext_lazy("alliance", "on record")
    PROPOSED = "proposed", pgettext_lazy("alliance", "proposed")
    CONSTITUTED = "constituted", pgettext_lazy("alliance", "constituted")
    RUNNING = "running", pgettext_lazy("alliance", "under way")
    SUSPENDED = "suspended", pgettext_lazy("alliance", "suspended")
    CLOSED = "closed", pgettext_lazy("alliance", "closed")
    GIVEN_UP = "given-up", pgettext_lazy("alliance", "given up")


ALLIANCE = StateTable(
    {
        "propose": arrow(AllianceState.TOLD, to=AllianceState.PROPOSED),
        "constitute": arrow(AllianceState.PROPOSED, to=AllianceState.CONSTITUTED),
        "start": arrow(AllianceState.CONSTITUTED, to=AllianceState.RUNNING),
        "suspend": arrow(AllianceState.RUNNING, to=AllianceState.SUSPENDED),
        "resume": arrow(AllianceState.SUSPENDED, to=AllianceState.RUNNING),
        "close": arrow(AllianceState.RUNNING, to=AllianceState.CLOSED),
        "reopen": arrow(AllianceState.CLOSED, to=AllianceState.RUNNING),
        "give-up": arrow(
            AllianceState.PROPOSED, AllianceState.CONSTITUTED, AllianceState.SUSPENDED, to=AllianceState.GIVEN_UP
        ),
    },
    initial=AllianceState.TOLD,
)


class SeatState(models.TextChoices):
    """Of a party."""

    INVITED = "invited", pgettext_lazy("party", "invited")
    PRESENT = "present", pgettext_lazy("party", "takes part")
    DECLINED = "declined", pgettext_lazy("party", "declined")
    LEFT = "left", pgettext_lazy("party", "has left")


SEAT = StateTable(
    {
        "accept": arrow(SeatState.INVITED, to=SeatState.PRESENT),
        "decline": arrow(SeatState.INVITED, to=SeatState.DECLINED),
        "invite": arrow(SeatState.DECLINED, SeatState.LEFT, to=SeatState.INVITED),
        "leave": arrow(SeatState.PRESENT, to=SeatState.LEFT),
    },
    initial=SeatState.INVITED,
)


class StageState(models.TextChoices):
    """Of a stage in the life of one alliance."""

    AHEAD = "ahead", pgettext_lazy("stage", "ahead")
    UNDER_WAY = "under-way", pgettext_lazy("stage", "under way")
    PASSED = "passed", pgettext_lazy("stage", "passed")
    SKIPPED = "skipped", pgettext_lazy("stage", "left out")


STAGE = StateTable(
    {
        "enter": arrow(StageState.AHEAD, to=StageState.UNDER_WAY),
        "pass": arrow(StageState.UNDER_WAY, to=StageState.PASSED),
        "skip": arrow(StageState.AHEAD, StageState.UNDER_WAY, to=StageState.SKIPPED),
        "return": arrow(StageState.PASSED, StageState.SKIPPED, to=StageState.UNDER_WAY),
        "put-back": arrow(StageState.UNDER_WAY, StageState.PASSED, StageState.SKIPPED, to=StageState.AHEAD),
    },
    initial=StageState.AHEAD,
)


class AgreementState(models.TextChoices):
    """Of an agreement: from its first draft to its end. Whether its time is over is a matter of its dates."""

    RECORDED = "recorded", pgettext_lazy("agreement", "in the register")
    DRAFTING = "drafting", pgettext_lazy("agreement", "being negotiated")
    TABLED = "tabled", pgettext_lazy("agreement", "before the parties")
    AGREED = "agreed", pgettext_lazy("agreement", "text agreed")
    SIGNING = "signing", pgettext_lazy("agreement", "being signed")
    SIGNED = "signed", pgettext_lazy("agreement", "signed by all")
    DENOUNCED = "denounced", pgettext_lazy("agreement", "denounced")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "withdrawn")


AGREEMENT = StateTable(
    {
        "table": arrow(AgreementState.DRAFTING, to=AgreementState.TABLED),
        "take-back": arrow(AgreementState.TABLED, to=AgreementState.DRAFTING),
        "agree": arrow(AgreementState.TABLED, to=AgreementState.AGREED),
        "negotiate-again": arrow(AgreementState.AGREED, to=AgreementState.DRAFTING),
        "open-signing": arrow(AgreementState.AGREED, to=AgreementState.SIGNING),
        "complete": arrow(AgreementState.SIGNING, to=AgreementState.SIGNED),
        "reopen-signing": arrow(AgreementState.SIGNED, to=AgreementState.SIGNING),
        "denounce": arrow(AgreementState.SIGNED, AgreementState.RECORDED, to=AgreementState.DENOUNCED),
        "withdraw": arrow(
            AgreementState.DRAFTING,
            AgreementState.TABLED,
            AgreementState.AGREED,
            AgreementState.SIGNING,
            to=AgreementState.WITHDRAWN,
        ),
    },
    initial=AgreementState.DRAFTING,
)


class MeetingState(models.TextChoices):
    """Of a meeting of a body."""

    CALLED = "called", pgettext_lazy("meeting", "called")
    HELD = "held", pgettext_lazy("meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


MEETING = StateTable(
    {
        "hold": arrow(MeetingState.CALLED, to=MeetingState.HELD),
        "cancel": arrow(MeetingState.CALLED, to=MeetingState.CANCELLED),
    },
    initial=MeetingState.CALLED,
)
