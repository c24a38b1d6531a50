"""A person is erased from every room: account, roles, contacts of organisations, what others were told, mail."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from entreciudades.accounts.models import User
from entreciudades.accounts.services import anonymise
from entreciudades.actors.forgetting import forget_invited
from entreciudades.actors.models import Invitation, Person
from entreciudades.actors.services import anonymise_people
from entreciudades.contributions.forgetting import forget_contributor
from entreciudades.core.mail import forget_address
from entreciudades.exchanges.forgetting import forget_traveller
from entreciudades.notices.services import forget_names, forget_person
from entreciudades.processes.leaving import end_role


@dataclass(frozen=True, slots=True)
class Erased:
    """What was found of a person: whether an account, how many roles, contacts, mails, requests that went to them."""

    account: bool
    roles: int
    contacts: int
    mails: int
    requests: int = 0


@transaction.atomic
def erase(email: str, *, by: User | None) -> Erased:
    """Take a person's data from all rooms, by their address; what they did stays told, without the name.

    An address that nobody has changes nothing.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    memberships = list(user.memberships.all()) if user else []
    for membership in memberships:
        end_role(membership, by=by)
    people = Person.objects.filter(email__iexact=address)
    invited = Invitation.objects.filter(email=address)
    forget_names([user.name if user else "", *_names(people), *_names(invited)])
    if user:
        forget_person(user)
        anonymise(user=user, by=by)
    forget_traveller(address, by=by)
    contacts = anonymise_people(people, by=by)
    forget_invited(address, by=by)
    asked = forget_contributor(address, by=by)
    return Erased(user is not None, len(memberships), contacts, forget_address(address), asked)


def _names(rows: QuerySet[Person] | QuerySet[Invitation]) -> list[str]:
    return list(rows.values_list("name", flat=True))
