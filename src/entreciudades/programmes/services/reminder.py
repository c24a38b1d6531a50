"""A network reminds a city of what is missing."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.actors.models import Role
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.letters import Entries, Entry, Heading, Paragraph, Part, Way, letter, paragraphs
from entreciudades.programmes.carriers import carriers_of
from entreciudades.programmes.errors import NobodyToRemind
from entreciudades.programmes.facts import Facts, facts_of
from entreciudades.programmes.models import Programme
from entreciudades.programmes.progress import progress_of

#: How many missing parts a reminder names; the page lists them all.
_NAMED = 10


def to_remind(programme: Programme) -> "QuerySet[User]":
    """Those who answer for the programme where it is carried: a city's coordinators, a network's secretaries."""
    answering = (Role.COORDINATOR, Role.SECRETARY)
    people: QuerySet[User] = User.objects.active().filter(
        memberships__organisation__in=carriers_of(programme), memberships__role__in=answering
    )
    return people.distinct()


@transaction.atomic
def remind(programme: Programme, *, message: str, by: User) -> int:
    """Write to the coordinators of the holder what is missing; return how many were written to.

    Each mail is in its reader's language and leaves by the outbox. Raises NobodyToRemind.
    """
    coordinators = list(to_remind(programme))
    if not coordinators:
        raise NobodyToRemind
    facts = facts_of(programme)
    for person in coordinators:
        with override(person.preferred_language):
            _mail(facts, message, by=by, to=person).send()
    trail.record("programme.reminded", programme, by=by, scope=programme.network_id, people=len(coordinators))
    return len(coordinators)


def _mail(facts: Facts, message: str, *, by: User, to: User) -> EmailMultiAlternatives:
    programme = facts.programme
    title = label(programme.titles).text
    missing = progress_of(programme, facts=facts).missing
    parts: list[Part] = [
        Paragraph(_("Dear %(name)s:") % {"name": to.get_full_name()}),
        *paragraphs(message),
        Heading(_("What “%(title)s” still needs:") % {"title": title}),
        Entries(tuple(Entry(f"{part.where}: {part.what}") for part in missing[:_NAMED])),
    ]
    if len(missing) > _NAMED:
        parts.append(Paragraph(_("and %(count)d more.") % {"count": len(missing) - _NAMED}))
    parts.append(Way(_("Go to the programme"), settings.SITE_URL + reverse("desk:programme", args=[programme.slug])))
    parts.append(Paragraph(by.get_full_name()))
    return letter(_("%(title)s: what is missing") % {"title": title}, parts, to=to.email, reply_to=by.email)
