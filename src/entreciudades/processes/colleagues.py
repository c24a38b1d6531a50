"""Who has solved this: people of other cities who agreed to be contacted, by theme and by language."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.actors.consents import CONSENT, REFUSAL
from entreciudades.actors.models import Organisation, Person
from entreciudades.actors.querysets import PersonQuerySet
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.letters import Paragraph, Way, letter
from entreciudades.core.links import make_link
from entreciudades.core.models import Link
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Activity, Programme
from entreciudades.taxonomy.crosswalks import kin

#: Letters that one person may write to colleagues of other cities in a day.
A_DAY: Final = 20
#: After which somebody may be asked again for their consent.
ASKED_AGAIN: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Solved:
    """What the city of a colleague did on a theme, in public: practices, and activities of programmes."""

    practices: tuple[Practice, ...]
    activities: tuple[Activity, ...]


def colleagues(asking: Organisation, *, by: User, theme: str = "", language: str = "") -> PersonQuerySet:
    """People of other cities that `by` may know, who agreed to be contacted; by a theme or its kin, by a language."""
    others = Organisation.objects.visible_to(by).exclude(pk=asking.pk)
    people = Person.objects.consenting().filter(organisation__in=others.values("pk")).exclude(email="")
    if theme:
        people = people.filter(themes__in=_themes(theme)).distinct()
    if language:
        people = people.speaking(language)
    return people.select_related("organisation").prefetch_related("themes", "consents")


def solved_by(people: Iterable[Person], *, theme: str = "") -> dict[int, Solved]:
    """Person -> what their city did in public on the theme, or on those that they know; five questions for all."""
    held = list(people)
    cities = {one.organisation_id for one in held}
    practices: dict[int, list[Practice]] = defaultdict(list)
    for practice in Practice.objects.public().filter(organisation__in=cities).prefetch_related("themes"):
        practices[practice.organisation_id].append(practice)
    activities: dict[int, list[Activity]] = defaultdict(list)
    public = Programme.objects.filter(holder__in=cities, state__in=("published", "closed"))
    for activity in (
        Activity.objects.filter(programme__in=public).select_related("programme").prefetch_related("targets")
    ):
        activities[activity.programme.holder_id].append(activity)
    found = {}
    for person in held:
        known = {term for one in person.themes.all() for term in _themes(one.pk)}
        wanted = set(_themes(theme)) if theme else known
        found[person.pk] = Solved(
            tuple(one for one in practices[person.organisation_id] if wanted & {term.pk for term in one.themes.all()}),
            tuple(
                one for one in activities[person.organisation_id] if wanted & {term.pk for term in one.targets.all()}
            ),
        )
    return found


def _themes(theme: str) -> tuple[str, ...]:
    return (theme, *kin(theme))


@transaction.atomic
def write_to(person: Person, *, message: str, asking: Organisation, by: User) -> None:
    """Write to a colleague, who reads from whom it is and answers by mail; their address stays unknown.

    Raises ValidationError where no consent stands any more, or `by` has written to many today.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    if not Person.objects.consenting().filter(pk=person.pk).exists() or not person.email:
        raise ValidationError(_("They no longer wish to be contacted. Ask their city."))
    if trail.times_today("person.contacted", by=by) >= A_DAY:
        raise ValidationError(_("You have written to %(count)d people today: go on tomorrow.") % {"count": A_DAY})
    with override(language_of(person)):
        said = {"name": by.get_full_name(), "organisation": label(asking.names).text}
        subject = _("%(organisation)s asks: %(name)s writes to you") % said
        parts = (
            Paragraph(f"{person.salutation}:"),
            Paragraph(_("%(name)s, of %(organisation)s, found you in Entreciudades and writes:") % said),
            Paragraph(message),
            Paragraph(_("Answer this mail to write to them. They do not know your address until you do.")),
            Way(_("I no longer wish to be contacted"), consent_address(person, REFUSAL)),
        )
        letter(subject, parts, to=person.email, reply_to=by.email).send()
    trail.record("person.contacted", person, by=by, scope=person.organisation_id, asking=asking.pk)


@transaction.atomic
def ask_consent(person: Person, *, by: User) -> None:
    """Ask a person for their consent by mail, with a link of their own.

    Raises ValidationError without an address, and where they were asked within ASKED_AGAIN: no answer is one too.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    if not person.email:
        raise ValidationError(_("Enter their e-mail address first: without it nobody can write to them."))
    sent = Link.objects.to(person, CONSENT).filter(revoked_at=None)  # those to a former address are revoked
    if sent.filter(created_at__gt=timezone.now() - ASKED_AGAIN).exists():
        raise ValidationError(_("They were written to within the last week: wait for their answer."))
    with override(language_of(person)):
        said = {"name": by.get_full_name(), "organisation": label(person.organisation.names).text}
        parts = (
            Paragraph(f"{person.salutation}:"),
            Paragraph(
                _(
                    "%(organisation)s works with other cities in Entreciudades. May their colleagues find you "
                    "by what you know, and write to you? They see your name, post, city, languages and subjects; your "
                    "address only when you answer."
                )
                % said
            ),
            Way(_("Answer: yes or no"), consent_address(person, CONSENT)),
            Paragraph(_("You may change your mind at the same address at any time.")),
            Paragraph(by.get_full_name()),
        )
        letter(_("%(organisation)s asks for your consent") % said, parts, to=person.email, reply_to=by.email).send()
    trail.record("consent.asked", person, by=by, scope=person.organisation_id)


def consent_address(person: Person, purpose: str) -> str:
    """A page of their own on which a person agrees to be contacted or takes it back, or only the latter; no end."""
    token = make_link(purpose, person, expires_at=None)
    return f"{settings.SITE_URL}{reverse('consent', args=[token])}"


def language_of(person: Person) -> str:
    """In which language to write to a person: the first that they speak and the site does, else their city's."""
    known = dict(settings.LANGUAGES)
    return str(next((one for one in person.languages if one in known), person.organisation.source_language))
