"""The states of a call, of an application, of a pairing run and of a pair, each a table with one mover."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entreciudades.core.states import StateTable, arrow


class CallState(models.TextChoices):
    """From the first draft to its end. Whether it takes applications is also a matter of its dates."""

    DRAFT = "draft", _("in preparation")
    OPEN = "open", pgettext_lazy("call", "open")
    UNDER_REVIEW = "under-review", _("under review")
    DECIDED = "decided", _("decided")
    PAIRING = "pairing", _("being paired")
    FINISHED = "finished", _("finished")
    CANCELLED = "cancelled", _("cancelled")


CALL = StateTable(
    {
        "publish": arrow(CallState.DRAFT, to=CallState.OPEN),
        "close": arrow(CallState.OPEN, to=CallState.UNDER_REVIEW),
        "extend": arrow(CallState.OPEN, CallState.UNDER_REVIEW, to=CallState.OPEN),
        "decide": arrow(CallState.UNDER_REVIEW, to=CallState.DECIDED),
        "pair": arrow(CallState.DECIDED, to=CallState.PAIRING),
        "finish": arrow(CallState.DECIDED, CallState.PAIRING, to=CallState.FINISHED),
        "cancel": arrow(
            CallState.OPEN, CallState.UNDER_REVIEW, CallState.DECIDED, CallState.PAIRING, to=CallState.CANCELLED
        ),
    },
    initial=CallState.DRAFT,
)


class ApplicationState(models.TextChoices):
    """Of an application; what became of it in the assessment is its admission."""

    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("submitted")
    WITHDRAWN = "withdrawn", _("withdrawn")


APPLICATION = StateTable(
    {
        "submit": arrow(ApplicationState.DRAFT, ApplicationState.SUBMITTED, to=ApplicationState.SUBMITTED),
        "withdraw": arrow(ApplicationState.DRAFT, ApplicationState.SUBMITTED, to=ApplicationState.WITHDRAWN),
        "take-up": arrow(ApplicationState.WITHDRAWN, to=ApplicationState.DRAFT),
    },
    initial=ApplicationState.DRAFT,
)


class Outcome(models.TextChoices):
    """Of the assessment; published as these words, never as a ranking."""

    SELECTED = "selected", _("selected")
    RESERVE = "reserve", _("in reserve")
    NOT_SELECTED = "not-selected", _("not selected")


class RunState(models.TextChoices):
    """Of a pairing run."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    INTERRUPTED = "interrupted", _("interrupted")


RUN = StateTable(
    {
        "start": arrow(RunState.WAITING, to=RunState.RUNNING),
        "end": arrow(RunState.RUNNING, to=RunState.DONE),
        "fail": arrow(RunState.WAITING, RunState.RUNNING, to=RunState.FAILED),
        "interrupt": arrow(RunState.WAITING, RunState.RUNNING, to=RunState.INTERRUPTED),
    },
    initial=RunState.WAITING,
)


class PairState(models.TextChoices):
    """Of a pair that was proposed to its two cities."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted by both")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("lapsed")
    REPLACED = "replaced", _("replaced by a newer proposal")


PAIR = StateTable(
    {
        "accept": arrow(PairState.PROPOSED, to=PairState.ACCEPTED),
        "decline": arrow(PairState.PROPOSED, to=PairState.DECLINED),
        "lapse": arrow(PairState.PROPOSED, to=PairState.LAPSED),
        "replace": arrow(PairState.PROPOSED, to=PairState.REPLACED),
    },
    initial=PairState.PROPOSED,
)
