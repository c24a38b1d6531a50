"""Mail that came back: whose address it is, who is told so that it is mended, and when it works again."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.actors.models import Invitation, Membership, NetworkMember, Organisation, Person
from entreciudades.core import bounces, trail
from entreciudades.core.errors import NotFound
from entreciudades.core.models import DeadAddress
from entreciudades.core.worker import attempt
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody of an organisation to whom mail does not come."""

    name: str
    dead: DeadAddress


@transaction.atomic
def take_report(written: bytes) -> tuple[str, ...]:
    """Note the addresses that a delivery report gives up for good; return those that were not known to be dead."""
    return tuple(one.address for one in bounces.read_report(written) if bounces.bury(one.address, one.status))


def unreachable_of(organisation: Organisation) -> list[Unreachable]:
    """Who of its team, its contacts and those it invited has an address that does not work. Four queries."""
    named = {email.lower(): name for name, email in organisation.invitations.open().values_list("name", "email")}
    named |= {email.lower(): name for name, email in organisation.people.exclude(email="").values_list("name", "email")}
    team = organisation.memberships.filter(user__is_active=True).select_related("user")
    named |= {row.user.email: row.user.get_full_name() for row in team}
    return [Unreachable(named[dead.address], dead) for dead in DeadAddress.objects.filter(address__in=named)]


def unreachable_coordinators(network: Organisation) -> list[Membership]:
    """Who coordinates a city in the network's care and gets no mail. One query."""
    dead = DeadAddress.objects.values("address")
    rows = Membership.objects.filter(role="coordinator", user__is_active=True, user__email__in=dead)
    cared = Organisation.objects.in_care_of(network).values("pk")
    return list(rows.filter(organisation__in=cared).select_related("user", "organisation"))


@transaction.atomic
def works_again(organisation: Organisation, address: str, *, by: User) -> None:
    """Write again to somebody of the organisation. Raises NotFound where no dead address of theirs is that one."""
    found = next((one.dead for one in unreachable_of(organisation) if one.dead.address == address.lower()), None)
    if found is None:
        raise NotFound("core.deadaddress", address)
    trail.record("address.works_again", found, by=by, scope=organisation.pk)
    bounces.revive(found.address)


def tell_of_dead_addresses() -> int:
    """Tell those who can mend it, once for each address; return how many addresses."""
    untold = DeadAddress.objects.filter(told_at=None).values_list("pk", flat=True)
    return sum(attempt(partial(_tell, pk)) or 0 for pk in untold)


@transaction.atomic
def _tell(pk: int) -> bool:
    dead = DeadAddress.objects.select_for_update().filter(pk=pk, told_at=None).first()
    if dead is None:
        return False
    for organisation in _organisations_of(dead.address):
        team = reverse("desk:team", args=[organisation.slug])
        _notify(organisation, of=organisation, path=team, but=dead.address)
        networks = NetworkMember.objects.present().filter(organisation=organisation, confirmed_at__isnull=False)
        for membership in networks.select_related("network"):
            office = reverse("office:network", args=[membership.network.slug])
            _notify(membership.network, of=organisation, path=office, but=dead.address)
    dead.told_at = timezone.now()
    dead.save(update_fields=["told_at"])
    return True


def _organisations_of(address: str) -> list[Organisation]:
    named = (
        Membership.objects.filter(user__email=address),
        Person.objects.filter(email__iexact=address),
        Invitation.objects.open().filter(email=address),
    )
    wanted = Q()
    for rows in named:  # each by itself: joined, every contact of an organisation would meet every member of its team
        wanted |= Q(pk__in=rows.values("organisation"))
    return list(Organisation.objects.filter(wanted))


def _notify(scope: Organisation, *, of: Organisation, path: str, but: str) -> None:
    people = [user for user in leaders_of(scope) if user.email != but]
    notify(people, kind="address.dead", facts={"organisation": of.names}, path=path, by=None, scope=scope)
