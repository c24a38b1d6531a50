"""What happens to organisations."""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.accounts.services import end_sessions
from entreciudades.actors.consents import end_consents_of_former, revoke_answers
from entreciudades.actors.models import (
    Adoption,
    BodyMember,
    Consent,
    Election,
    Fee,
    Membership,
    Need,
    NetworkMember,
    NetworkPost,
    Offer,
    Organisation,
    Person,
    Role,
)
from entreciudades.actors.models.membership import NETWORK_ROLES
from entreciudades.core import trail
from entreciudades.core.index import Entry, index
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.parts import Links, Opened, owner_of, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.core.texts import publish_texts, save_text
from entreciudades.methodologies.models import Methodology
from entreciudades.search.analysis import fold
from entreciudades.taxonomy.finding import words_for

Row = TypeVar("Row", bound=models.Model)

#: Section under which an organisation's presentation is kept.
PRESENTATION = "presentation"


@transaction.atomic
def create_organisation(organisation: Organisation, *, by: User | None) -> Organisation:
    """Add an organisation; its slug is made from its name where it has none.

    Raises ValidationError naming each field at fault.
    """
    _settle(organisation)
    put_row(organisation)
    trail.record("organisation.created", organisation, by=by, scope=organisation.pk)
    index_organisation(organisation)
    return organisation


@transaction.atomic
def enter_member(network: Organisation, organisation: Organisation, *, by: User | None) -> NetworkMember:
    """Add an organisation that is not here yet, as a member of a network. Raises ValidationError; nothing is stored."""
    return keep_part(NetworkMember(network=network, organisation=create_organisation(organisation, by=by)), by=by)


@transaction.atomic
def answer_membership(member: NetworkMember, *, confirms: bool, by: User | None) -> NetworkMember:
    """An organisation confirms that it belongs to a network, or says that it does not.

    One that it confirmed may be refused later, and the other way round.
    """
    member = NetworkMember.objects.select_for_update().get(pk=member.pk)
    member.confirmed_at, member.refused_at = (timezone.now(), None) if confirms else (None, timezone.now())
    member.answered_by = by
    member.save(update_fields=["confirmed_at", "refused_at", "answered_by"])
    verb = "networkmember.confirmed" if confirms else "networkmember.refused"
    for scope in (member.network_id, member.organisation_id):
        trail.record(verb, member, by=by, scope=scope)
    return member


@transaction.atomic
def change_organisation(organisation: Organisation, *, by: User | None, opened: Opened | None = None) -> Organisation:
    """Store the changed fields of an organisation. Raises ValidationError, RowConflict."""
    _settle(organisation)
    put_row(organisation, opened=opened)
    trail.record("organisation.changed", organisation, by=by, scope=organisation.pk)
    index_organisation(organisation)
    return organisation


@transaction.atomic
def keep_part(row: Row, *, by: User | None, links: Links | None = None, opened: Opened | None = None) -> Row:
    """Add or change a row that hangs on an organisation: a plan, a department, a figure, a need.

    `links` gives the rows of its many-to-many fields. Raises ValidationError, also where a membership of a network
    is to become that of another organisation: whoever belonged earlier is in the network's care. RowConflict and
    RowGone as `put_row`.
    """
    organisation = _organisation_of(row)
    if isinstance(row, NetworkMember) and row.pk and not _is_of(row):
        raise ValidationError({"organisation": _("It belongs to another organisation.")})
    if isinstance(row, NetworkMember):
        _check_network(row.network)
    if isinstance(row, Election) and not row.source and not organisation.is_fictional:
        raise ValidationError({"source": _("A real city's election needs its source.")})
    if isinstance(row, Person):
        end_consents_of_former([row], by=by)
    verb = put_row(row, links, opened=opened)
    trail.record(f"{row._meta.model_name}.{verb}", row, by=by, scope=organisation.pk)
    index_organisation(organisation)
    return row


@transaction.atomic
def remove_part(row: models.Model, *, by: User | None) -> None:
    """Take a row away from its organisation. Raises ProtectedError while a programme rests on it."""
    organisation = _organisation_of(row)
    trail.record(f"{row._meta.model_name}.removed", row, by=by, scope=organisation.pk)
    row.delete()
    index_organisation(organisation)


@transaction.atomic
def write_presentation(
    organisation: Organisation, language: str, body: str, *, expected_version: int, by: User | None
) -> Text:
    """Save how an organisation presents itself, public at once. Raises TextConflict, TextTooLong."""
    text = save_text(
        organisation, PRESENTATION, language, body, expected_version=expected_version, by=by, scope=organisation.pk
    )
    publish_texts(organisation)
    return text


@transaction.atomic
def adopt_methodology(network: Organisation, methodology: Methodology, *, by: User | None) -> Adoption:
    """A network works by this version of a methodology from now on; adopting twice changes nothing.

    Raises ValidationError where it is no network.
    """
    _check_network(network)
    adoption, made = Adoption.objects.get_or_create(network=network, methodology=methodology)
    if made:
        trail.record("adoption.added", adoption, by=by, scope=network.pk)
    return adoption


@transaction.atomic
def give_role(organisation: Organisation, user: User, role: Role, *, by: User | None) -> Membership:
    """Let a user act for an organisation; giving a role twice changes nothing.

    Raises ValidationError on "role" where it does not fit: networks have secretaries, reviewers and auditors, all
    others coordinators and colleagues.
    """
    check_role(organisation, role)
    membership, made = Membership.objects.get_or_create(organisation=organisation, user=user, role=role)
    if made:
        trail.record("membership.added", membership, by=by, scope=organisation.pk, role=str(role), user=user.pk)
    return membership


def check_role(organisation: Organisation, role: Role) -> None:
    """Refuse a role that does not fit: raises ValidationError on "role"."""
    role = Role(role)
    if organisation.is_network and role not in NETWORK_ROLES:
        raise ValidationError({"role": _("A network has no such role: “%s”.") % role.label})
    if role in NETWORK_ROLES and not organisation.is_network:
        raise ValidationError({"role": _("Only networks have this role: “%s”.") % role.label})


@transaction.atomic
def end_role(membership: Membership, *, by: User | None) -> None:
    """A user acts for the organisation in this role no more, and is signed out; what they did stays told."""
    role, user, scope = str(membership.role), membership.user_id, membership.organisation_id
    trail.record("membership.removed", membership, by=by, scope=scope, role=role, user=user)
    end_sessions(membership.user, by=by)
    membership.delete()


@transaction.atomic
def anonymise_people(people: models.QuerySet[Person], *, by: User | None) -> int:
    """Take name, ways to reach them and what they know from people; return how many. Their consent ends with it.

    The post stays: it is the organisation's.
    """
    fields = [one.name for one in Person.PERSONAL_DATA]
    defaults = {one.name: one.get_default() for one in Person._meta.concrete_fields}
    found = list(people.select_for_update())
    for person in found:
        for field in fields:
            setattr(person, field, defaults[field])
        person.save(update_fields=fields)
        person.themes.clear()
        revoke_answers(person)
        trail.record("person.anonymised", person, by=by, scope=person.organisation_id, fields=fields)
    Consent.objects.filter(person__in=found).delete()
    return len(found)


def index_organisation(organisation: Organisation) -> None:
    """Write the search entries of an organisation, from its names and from what it needs and offers."""
    subjects: list[Need | Offer] = [
        *organisation.needs.select_related("term"),
        *organisation.offers.select_related("term"),
    ]
    index(organisation, entries=entries_of(organisation, subjects))


def entries_of(organisation: Organisation, subjects: Iterable[Need | Offer]) -> list[Entry]:
    """What the search knows of an organisation that needs and offers these subjects, an entry per language."""
    said = list(subjects)
    terms = [subject.term for subject in said]
    entries = []
    for language, _name in settings.CONTENT_LANGUAGES:
        words = [organisation.acronym, words_for(terms, language)]
        words.extend(label(subject.statement, language).text for subject in said)
        entries.append(Entry(language, label(organisation.names, language).text, " ".join(words)))
    return entries


def _settle(organisation: Organisation) -> None:
    name = label(organisation.names, organisation.source_language).text
    organisation.sort_name = fold(name)[:200]
    if not organisation.slug:
        organisation.slug = free_slug(Organisation, f"{name} {organisation.country}")


def _check_network(organisation: Organisation) -> None:
    if not organisation.is_network:
        raise ValidationError({"network": _("“%s” is no network.") % label(organisation.names).text})


def _is_of(row: NetworkMember) -> bool:
    return NetworkMember.objects.filter(pk=row.pk, organisation=row.organisation_id).exists()


def _organisation_of(row: models.Model) -> Organisation:
    if isinstance(row, NetworkMember):
        return row.network
    if isinstance(row, NetworkPost | Fee):
        return row.member.network
    if isinstance(row, BodyMember):
        return row.body.network
    return owner_of(row, Organisation)
