"""How long an agreement holds: its dates, its renewal, and who denounces it."""

import datetime as dt
from functools import partial as bound

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.calendar import months_after
from entreciudades.alliances.models import Agreement, AgreementDecision
from entreciudades.alliances.services.agreement_telling import partial, tell_parties
from entreciudades.alliances.services.between_parties import decide, held
from entreciudades.alliances.services.telling import day_of, reasoned
from entreciudades.alliances.states import AGREEMENT
from entreciudades.alliances.validity import ALIVE, BINDING, last_day, prolonged
from entreciudades.core import trail
from entreciudades.core.dates import PartialDate
from entreciudades.core.parts import Opened, put_row
from entreciudades.core.worker import attempt
from entreciudades.notices.services import finish_tasks_about

PAGE = "validity"
"""To which those who are told are led."""


@transaction.atomic
def keep_validity(agreement: Agreement, *, by: User, scope: int | None, opened: Opened | None = None) -> Agreement:
    """Keep from when to when an agreement holds, for how long it renews itself and with which notice.

    Raises ValidationError where it was denounced or withdrawn, or the dates are impossible; RowConflict.
    """
    _check_alive(held(agreement))
    if agreement.renews_months and agreement.ends is None:
        raise ValidationError({"ends": _("Without an end there is nothing to renew: it holds until denounced.")})
    put_row(agreement, opened=opened)
    trail.record("agreement.validity-kept", agreement, by=by, scope=scope)
    finish_tasks_about(agreement, by=by)
    return agreement


@transaction.atomic
def renew(agreement: Agreement, *, until: PartialDate, reason: str, organisation: Organisation, by: User) -> Agreement:
    """Let an agreement hold longer, as its parties decided. Raises ValidationError where that is no later."""
    agreement = held(agreement)
    _check_alive(agreement)
    if agreement.ends is None:
        raise ValidationError({"until": _("It has no end: it holds until it is denounced.")})
    if not agreement.ends.is_over_before(until):
        end = agreement.ends.format(get_language() or "es")
        raise ValidationError({"until": _("This is no later than the end that it has now, %(end)s.") % {"end": end}})
    decide(agreement, AgreementDecision.Verb.RENEW, organisation=organisation, by=by, reason=reasoned(reason))
    _prolong(agreement, until, by=by)
    return agreement


@transaction.atomic
def denounce(
    agreement: Agreement, *, organisation: Organisation, reason: str, on: dt.date | None = None, by: User
) -> Agreement:
    """A party leaves an agreement: it ends after the term of notice, at once where it has none.

    Never later than it would have ended. Raises MoveRefused where it does not bind, ValidationError without a reason,
    for a day to come, and where the organisation is no party.
    """
    agreement = held(agreement)
    if not agreement.parties.filter(organisation=organisation).exists():
        raise ValidationError(_("Only a party denounces an agreement."))
    agreement.state = AGREEMENT.move(agreement.state, "denounce")
    agreement.denounced_on, agreement.denounced_by = day_of(on), organisation
    leaves = partial(months_after(agreement.denounced_on, agreement.notice_months or 0))
    if agreement.ends is None or leaves.is_over_before(agreement.ends):
        agreement.ends = leaves
    agreement.full_clean()
    agreement.save()
    decide(agreement, AgreementDecision.Verb.DENOUNCE, organisation=organisation, by=by, reason=reasoned(reason))
    finish_tasks_about(agreement, by=by)
    names = organisation.names
    tell_parties(agreement, kind="agreement.denounced", page=PAGE, by=by, organisation=names, date=agreement.ends)
    return agreement


@transaction.atomic
def publish(agreement: Agreement, *, public: bool, by: User, scope: int | None) -> Agreement:
    """Let everybody read what binds: its articles and who signed it; or no longer. ValidationError before that."""
    agreement = held(agreement)
    if public and agreement.state not in BINDING:
        raise ValidationError(_("It is public once all have signed it."))
    agreement.published = public
    agreement.save(update_fields=["published"])
    trail.record("agreement.published" if public else "agreement.withheld", agreement, by=by, scope=scope)
    return agreement


def renew_what_is_due(today: dt.date | None = None) -> int:
    """Prolong what renews itself, has ended, and was denounced by nobody; return how many. Twice changes nothing."""
    today = today or timezone.localdate()
    rows = Agreement.objects.filter(renews_months__gt=0, state__in=ALIVE).exclude(ends=None)
    due = [one.pk for one in rows if _is_due(one, today)]
    return sum(attempt(bound(_renew_by_itself, pk, today)) or 0 for pk in due)


@transaction.atomic
def _renew_by_itself(pk: int, today: dt.date) -> bool:
    agreement = held(Agreement(pk=pk))
    until = agreement.ends
    while until is not None and agreement.renews_months and _is_due(agreement, today):
        agreement.ends = until = prolonged(until, agreement.renews_months)
    if until is None or agreement.state not in ALIVE:
        return False
    _prolong(agreement, until, by=None)
    return True


def _is_due(agreement: Agreement, today: dt.date) -> bool:
    last = last_day(agreement)
    return last is not None and last < today


def _prolong(agreement: Agreement, until: PartialDate, *, by: User | None) -> None:
    agreement.ends = until
    agreement.full_clean()
    agreement.save()
    trail.record("agreement.renewed", agreement, by=by, scope=agreement.network_id)
    finish_tasks_about(agreement, by=by)
    tell_parties(agreement, kind="agreement.renewed", page=PAGE, by=by, date=until)


def _check_alive(agreement: Agreement) -> None:
    if agreement.state not in ALIVE:
        raise ValidationError(_("Only what is in the register, or signed by all, has dates to keep."))
