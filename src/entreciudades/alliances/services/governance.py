"""The bodies by which an alliance is governed: made from its methodology, and who sits in them."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Body, BodyMember
from entreciudades.alliances.models import Alliance, AllianceBody, BodyRule, Seat
from entreciudades.alliances.pack import part_of
from entreciudades.alliances.states import SeatState
from entreciudades.core import trail
from entreciudades.core.parts import Opened, put_row
from entreciudades.methodologies.alliance_pack import AllianceBody as BodyOfPack


@transaction.atomic
def make_bodies(alliance: Alliance, *, by: User, scope: int) -> list[Body]:
    """Make those bodies of the methodology that the alliance has not yet; return them. They stay as they are after.

    Raises ValidationError where the alliance lives by no methodology.
    """
    alliance = Alliance.objects.select_for_update(no_key=True).get(pk=alliance.pk)
    if alliance.methodology is None:
        raise ValidationError(_("The alliance lives by no methodology: add its bodies one by one."))
    there = set(alliance.bodies.values_list("key", flat=True))
    return [_make(alliance, one, by=by, scope=scope) for one in part_of(alliance).bodies if one.key not in there]


def _make(alliance: Alliance, said: BodyOfPack, *, by: User, scope: int) -> Body:
    body = Body(names=dict(said.title), kind=said.kind, meets=dict(said.meets))
    body.every_months, body.quorum = said.every_months, said.quorum
    keep_body(body, alliance=alliance, key=said.key, by=by, scope=scope)
    set_rules(body, {one.rule: one.at_least for one in said.composition}, by=by, scope=scope)
    return body


@transaction.atomic
def keep_body(
    body: Body, *, alliance: Alliance, by: User, scope: int, key: str = "", opened: Opened | None = None
) -> Body:
    """Add or change a body of an alliance. Raises ValidationError, RowConflict, RowGone."""
    if body.pk is None:
        if alliance.network is None:
            raise ValidationError(_("An alliance outside every network has no bodies."))
        body.network = alliance.network
        last = alliance.bodies.aggregate(last=Max("body__position"))["last"]
        body.position = 0 if last is None else last + 1
    verb = put_row(body, opened=opened)
    AllianceBody.objects.get_or_create(alliance=alliance, body=body, defaults={"key": key})
    trail.record(f"body.{verb}", body, by=by, scope=scope)
    return body


@transaction.atomic
def keep_member(member: BodyMember, *, by: User, scope: int, opened: Opened | None = None) -> BodyMember:
    """Let an organisation, or one of its people, sit in a body; or change since when, until when and as what.

    Raises ValidationError, also where it is no party of the alliance whose body it is; RowConflict, RowGone.
    """
    of = AllianceBody.objects.filter(body=member.body_id).values("alliance")
    if (
        of
        and not Seat.objects.filter(
            alliance__in=of, organisation=member.organisation_id, state__in=(SeatState.PRESENT, SeatState.LEFT)
        ).exists()
    ):
        raise ValidationError({"organisation": _("It is no party of this alliance.")})
    if member.pk is None:
        last = BodyMember.objects.filter(body=member.body_id).aggregate(last=Max("position"))["last"]
        member.position = 0 if last is None else last + 1
    verb = put_row(member, opened=opened)
    trail.record(f"bodymember.{verb}", member, by=by, scope=scope)
    return member


@transaction.atomic
def remove_member(member: BodyMember, *, by: User, scope: int) -> None:
    """Take out who was entered by mistake. Raises ValidationError where they were at a meeting: end their mandate."""
    if member.attendance.exists():
        raise ValidationError(_("They were called to meetings: write until when they sat here instead."))
    trail.record("bodymember.removed", member, by=by, scope=scope)
    member.delete()


@transaction.atomic
def set_rules(body: Body, rules: Mapping[str, int], *, by: User, scope: int) -> None:
    """Make these the rules on who sits in a body, by the least that each asks. Raises ValidationError."""
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    body.rules.exclude(rule__in=rules).delete()
    for rule, at_least in rules.items():
        row = BodyRule.objects.filter(body=body, rule=rule).first() or BodyRule(body=body, rule=rule)
        row.at_least = at_least
        put_row(row)
    trail.record("body.rules_set", body, by=by, scope=scope, rules=sorted(rules))
