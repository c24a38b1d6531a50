"""A network demands a second factor of its people: those of its own office, and those of the members in its care."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.accounts.querysets import UserQuerySet
from entreciudades.actors.models import Membership, NetworkMember, Organisation, Role, SecondFactorDemand
from entreciudades.actors.models.membership import NETWORK_ROLES
from entreciudades.core import trail


@transaction.atomic
def demand_second_factor(network: Organisation, *, since: date, by: User) -> SecondFactorDemand:
    """From `since` on, desk and office are closed to the network's people who sign in without a second factor.

    Raises ValidationError where whoever demands it has none: nobody asks of others what they have not tried, and a
    secretariat does not lock itself out.
    """
    if User.objects.filter(pk=by.pk).without_second_factor().exists():
        raise ValidationError(_("Set up your own second factor first: you demand it of yourself too."))
    demand, _made = SecondFactorDemand.objects.update_or_create(network=network, defaults={"since": since})
    trail.record("network.second_factor_demanded", network, by=by, scope=network.pk, since=since.isoformat())
    return demand


@transaction.atomic
def stop_demanding(network: Organisation, *, by: User) -> None:
    """The network's people choose again for themselves; twice changes nothing."""
    ended, _of_each = SecondFactorDemand.objects.filter(network=network).delete()
    if ended:
        trail.record("network.second_factor_no_longer_demanded", network, by=by, scope=network.pk)


def demanded_since() -> Subquery:
    """To annotate users with: the first day from which a second factor is demanded of them, None where of nobody."""
    works_in = Membership.objects.filter(user=OuterRef(OuterRef("pk")), organisation=OuterRef("network"))
    works_for = cared_for().filter(
        network=OuterRef("network"), organisation__memberships__user=OuterRef(OuterRef("pk"))
    )
    demands = SecondFactorDemand.objects.filter(Exists(works_in) | Exists(works_for)).order_by("since")
    return Subquery(demands.values("since")[:1])


def cared_for() -> QuerySet[NetworkMember]:
    """Present memberships by which a network cares for its member: the same rule as `in_care_of`.

    A network that merely lists a city demands nothing of it.
    """
    return NetworkMember.objects.present().filter(pk=Subquery(NetworkMember.objects.caring(OuterRef("organisation"))))


def people_of(network: Organisation) -> UserQuerySet:
    """Everybody active who works in the network or for a member in its care, with `has_second_factor`."""
    of_it = roles_in(network).filter(user=OuterRef("pk"))
    found: UserQuerySet = User.objects.active().with_second_factor().filter(Exists(of_it))
    return found


def roles_in(network: Organisation) -> QuerySet[Membership]:
    """The roles in the network's own office and in the members in its care."""
    members = cared_for().filter(network=network).values("organisation")
    return Membership.objects.filter(Q(organisation=network) | Q(organisation__in=members))


def in_hands_of(network: Organisation) -> QuerySet[User]:
    """Those of its people whose second factor it may reset: who holds no post in the office of another network."""
    elsewhere = Membership.objects.filter(user=OuterRef("pk"), role__in=NETWORK_ROLES).exclude(organisation=network)
    return people_of(network).filter(~Exists(elsewhere))


def colleagues_of(organisation: Organisation) -> UserQuerySet:
    """Those whose second factor its coordinators may reset: colleagues who hold no other role anywhere."""
    here = Membership.objects.filter(user=OuterRef("pk"), organisation=organisation, role=Role.COLLEAGUE)
    more = Membership.objects.filter(user=OuterRef("pk")).exclude(organisation=organisation, role=Role.COLLEAGUE)
    found: UserQuerySet = User.objects.active().with_second_factor().filter(Exists(here), ~Exists(more))
    return found
