"""What the law asks before a signature is asked for, answered, or found not to be needed; and which laws there are."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.approvals import due_on
from entreciudades.alliances.models import AgreementParty, Approval, ApprovalRule
from entreciudades.alliances.models.signing import ApprovalState
from entreciudades.alliances.services.agreement_telling import page_at
from entreciudades.core import trail
from entreciudades.core.parts import Opened, put_row
from entreciudades.notices.services import finish_tasks_about, open_task

SHIPPED: Final = Path(__file__).parent.parent / "data" / "approvals.toml"
#: Purpose of the files that bear out how far an approval is.
PAPER: Final = "paper"


def sync_rules(path: Path = SHIPPED, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Make the rules that hold for all networks say what the file says; return how many were written.

    One that the file no longer holds stays where somebody has begun with it, and goes else.
    """
    wanted = [_rule(one) for one in tomllib.loads(path.read_text(encoding="utf-8"))["approval"]]
    rules = ApprovalRule.objects.using(using).filter(network=None)
    known = {(rule.country, rule.key): rule for rule in rules}
    written = 0
    with transaction.atomic(using=using):
        for rule in wanted:
            stands = known.pop((rule.country, rule.key), None)
            if stands is not None:
                rule.pk, rule._state.adding = stands.pk, False  # noqa: SLF001 - a public name of Django
            if stands is None or _held(rule) != _held(stands):
                rule.save(using=using)
                written += 1
        begun = Approval.objects.using(using).values("rule")
        rules.filter(pk__in=[rule.pk for rule in known.values()]).exclude(pk__in=begun).delete()
    return written


@transaction.atomic
def keep_rule(rule: ApprovalRule, *, by: User, opened: Opened | None = None) -> ApprovalRule:
    """Add or change what a network knows of the law of a country. Raises ValidationError, RowConflict."""
    if rule.network_id is None:
        raise ValidationError(_("A network keeps its own rules alone."))
    verb = put_row(rule, opened=opened)
    trail.record(f"approval-rule.{verb}", rule, by=by, scope=rule.network_id)
    return rule


@transaction.atomic
def remove_rule(rule: ApprovalRule, *, by: User) -> None:
    """Take a network's own rule away. Raises ValidationError where somebody has begun with it."""
    if rule.network_id is None:
        raise ValidationError(_("A network keeps its own rules alone."))
    trail.record("approval-rule.removed", rule, by=by, scope=rule.network_id)
    try:
        rule.delete()
    except ProtectedError:
        raise ValidationError(_("A party has begun with it: change it instead.")) from None


@transaction.atomic
def record_approval(
    party: AgreementParty,
    rule: ApprovalRule,
    *,
    state: str,
    requested_on: dt.date | None = None,
    answered_on: dt.date | None = None,
    reference: str = "",
    note: str = "",
    by: User,
    scope: int | None = None,
) -> Approval:
    """Keep how far it is with what a rule asks of a party; what stood there before is in the trail.

    Where it was requested and the law has a term, the party has a task until that day. Raises ValidationError on the
    field that is missing or impossible.
    """
    AgreementParty.objects.select_for_update(no_key=True).get(pk=party.pk)
    approval = Approval.objects.filter(party=party, rule=rule).first() or Approval(party=party, rule=rule)
    approval.state, approval.requested_on, approval.answered_on = state, requested_on, answered_on
    approval.reference, approval.note, approval.recorded_by = reference.strip(), note.strip(), by
    approval.due_on = due_on(rule, requested_on) if requested_on else None
    _check(approval)
    put_row(approval)
    trail.record(f"approval.{state}", approval, by=by, scope=scope)
    if state == ApprovalState.REQUESTED:
        _remind(approval, by=by)
    else:
        finish_tasks_about(approval, by=by)
    if rule.after_signing and state != ApprovalState.NEEDED:
        finish_tasks_about(party, kind="approval.after", by=by)
    return approval


def _check(approval: Approval) -> None:
    today, wrong = timezone.localdate(), {}
    for field in ("requested_on", "answered_on"):
        day = getattr(approval, field)
        if day is not None and day > today:
            wrong[field] = _("This day has not come yet.")
    answered = approval.state in (ApprovalState.GIVEN, ApprovalState.REFUSED)
    if approval.state == ApprovalState.REQUESTED and approval.requested_on is None:
        wrong["requested_on"] = _("Say on which day it was requested: the term begins then.")
    if answered and approval.answered_on is None:
        wrong["answered_on"] = _("Say on which day the answer came.")
    if not answered and approval.answered_on is not None:
        wrong["answered_on"] = _("There is a day of an answer, and no answer: say which it was.")
    if approval.requested_on and approval.answered_on and approval.answered_on < approval.requested_on:
        wrong["answered_on"] = _("This is before it was requested.")
    if approval.state == ApprovalState.NOT_NEEDED and not approval.note:
        wrong["note"] = _("Say why it is not needed: all parties read it.")
    if wrong:
        raise ValidationError(wrong)


def _remind(approval: Approval, *, by: User) -> None:
    agreement, city = approval.party.agreement, approval.party.organisation
    facts = {"agreement": agreement.titles, "authority": approval.rule.authorities}
    path = page_at(city, "approvals", agreement)
    open_task(city, kind="approval.answer", facts=facts, about=approval, path=path, due=approval.due_on, by=by)


def _rule(said: dict[str, Any]) -> ApprovalRule:
    return ApprovalRule(
        country=said["country"],
        key=said["key"],
        titles=said["title"],
        authorities=said["authority"],
        kinds=said["kinds"],
        days=said.get("days"),
        working_days=said.get("working", False),
        after_signing=said.get("after_signing", False),
        silence=said["silence"],
        legal_source=said["source"],
        source_url=said["url"],
    )


def _held(rule: ApprovalRule) -> dict[str, Any]:
    return {field.attname: getattr(rule, field.attname) for field in rule._meta.concrete_fields}
