"""What is kept for a time is forgotten by itself: every day, each rule once. The privacy page says the same periods.

A rule names the kinds of row that it covers; a test holds that every kind with personal data is covered, or kept until
somebody erases it.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db.models import Q
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.accounts.services import anonymise, forget_ended_sessions
from entreciudades.actors import forgetting
from entreciudades.contributions.forgetting import forget_old_contributors
from entreciudades.core.worker import attempt
from entreciudades.exchanges.forgetting import forget_old_travellers
from entreciudades.imports.forgetting import forget_old_imports
from entreciudades.notices.services import forget_old

log = logging.getLogger(__name__)

KEEP_ACCOUNT: Final = dt.timedelta(days=2 * 365)
"""After the last sign-in of somebody who works nowhere any more."""

#: Kinds of row that stay until the person asks to be erased, or with what they belong to.
UNTIL_ERASED: Final = frozenset(
    {
        "alliances.agreementparty",
        "alliances.attendance",
        "alliances.endorsement",
        "alliances.seatperson",
        "alliances.signature",
        "alliances.vote",
        "calls.review",
        "calls.score",
        "core.attachment",
        "core.deadaddress",
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is forgotten: the kinds of row, and the verb that does it on a day and returns how many there were."""

    covers: tuple[str, ...]
    forget: Callable[[dt.date], int]


def forget_idle_accounts(today: dt.date) -> int:
    """Anonymise users without any role who did not sign in for KEEP_ACCOUNT; return how many."""
    limit = timezone.now() - KEEP_ACCOUNT - (timezone.localdate() - today)
    idle = User.objects.filter(anonymised_at=None, memberships=None, joined_at__lt=limit)
    users = list(idle.filter(Q(last_login=None) | Q(last_login__lt=limit)))
    for user in users:
        anonymise(user=user, by=None)
    return len(users)


RULES: Final = (
    Rule(("accounts.user",), forget_idle_accounts),
    Rule(("accounts.session",), lambda _today: forget_ended_sessions()),
    Rule(("actors.person", "actors.consent"), forgetting.forget_former_people),
    Rule(("actors.invitation",), forgetting.forget_ended_invitations),
    Rule(("actors.absence",), forgetting.forget_past_absences),
    Rule(("actors.handover",), forgetting.forget_handover_notes),
    Rule(("actors.promise",), forgetting.forget_kept_promises),
    Rule(("contributions.request",), forget_old_contributors),
    Rule(("exchanges.traveller",), forget_old_travellers),
    Rule(("imports.line",), forget_old_imports),
    Rule(("notices.notice", "notices.task"), lambda _today: forget_old()),
)


def forget_what_is_over() -> dict[str, int]:
    """Run every rule for today; return how many rows each forgot, by the kinds that it covers.

    One that fails is logged, is none of these, and keeps no other from running.
    """
    today = timezone.localdate()
    ran = {" ".join(rule.covers): attempt(partial(rule.forget, today)) for rule in RULES}
    forgotten = {kinds: count for kinds, count in ran.items() if count is not None}
    log.info("retention: %s", ", ".join(f"{kinds}: {count}" for kinds, count in forgotten.items()))
    return forgotten
