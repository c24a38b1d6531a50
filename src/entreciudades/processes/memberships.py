"""A network writes a city among its members, and the city confirms it or refuses."""

from django.db import models, transaction
from django.urls import reverse

from entreciudades.accounts.models import User
from entreciudades.actors.models import NetworkMember
from entreciudades.actors.services import answer_membership, keep_part
from entreciudades.core.parts import Links, Opened
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify


@transaction.atomic
def keep_member(
    row: models.Model, *, by: User | None, links: Links | None = None, opened: Opened | None = None
) -> models.Model:
    """As `actors.services.keep_part`; whoever coordinates a city that is written among the members is asked."""
    is_new = row._state.adding  # noqa: SLF001 - a public name of Django
    keep_part(row, by=by, links=links, opened=opened)
    if is_new and isinstance(row, NetworkMember):
        city = row.organisation
        facts = {"network": row.network.names, "organisation": city.names}
        path = reverse("desk:networks", args=[city.slug])
        notify(leaders_of(city), kind="membership.asked", facts=facts, path=path, by=by, scope=city)
    return row


@transaction.atomic
def answer(member: NetworkMember, *, confirms: bool, by: User) -> NetworkMember:
    """A city answers, and the network's secretariat is told."""
    member = answer_membership(member, confirms=confirms, by=by)
    network = member.network
    facts = {"network": network.names, "organisation": member.organisation.names}
    kind = "membership.confirmed" if confirms else "membership.refused"
    path = reverse("office:members", args=[network.slug])
    notify(leaders_of(network), kind=kind, facts=facts, path=path, by=by, scope=network)
    return member
