"""All that the site keeps of one person, gathered for that person: what is declared personal, and what they did.

The right of access (Regulation (EU) 2016/679, article 15) and to take it along (article 20): words for whoever reads,
JSON for machines.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import ForeignKey, Model, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from entreciudades.accounts.models import User
from entreciudades.core import privacy
from entreciudades.core.labels import label
from entreciudades.core.models import AuditEvent, Text, TextVersion


@dataclass(frozen=True, slots=True)
class Held:
    """One declared field of one row: what it is called, what stands there, why, who sees it and for how long."""

    name: str
    value: str
    purpose: str
    seen_by: str
    kept: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row about the person: which kind of row (`key` for machines), of which organisation, its personal fields."""

    key: str
    title: str
    organisation: str
    fields: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the person did: when, what, to which object by kind and number."""

    at: dt.datetime
    what: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Written:
    """A long text that the person wrote or changed last: whose, which section, in which language, when."""

    at: dt.datetime
    kind: str
    number: int
    section: str
    language: str


@dataclass(frozen=True, slots=True)
class AllAbout:
    """Everything about a person, in the language that is active when it is gathered; `ways` are those to sign in."""

    email: str
    gathered_at: dt.datetime
    records: tuple[Record, ...]
    roles: tuple[str, ...]
    ways: tuple[str, ...]
    acts: tuple[Act, ...]
    texts: tuple[Written, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of them."""
        return not (self.records or self.roles or self.ways or self.acts or self.texts)

    def as_json(self) -> bytes:
        """The same as an indented JSON document in UTF-8; dates are ISO 8601."""
        said = {
            "email": self.email,
            "gathered_at": self.gathered_at.isoformat(),
            "records": [_plain(one) | {"fields": [_plain(field) for field in one.fields]} for one in self.records],
            "roles": list(self.roles),
            "ways": list(self.ways),
            "acts": [_plain(one) for one in self.acts],
            "texts": [_plain(one) for one in self.texts],
        }
        return json.dumps(said, ensure_ascii=False, indent=2).encode()


def all_about(email: str) -> AllAbout:
    """Gather all about the person of an address, whether they have an account or are a contact alone.

    The queries are as many as there are kinds of row, however much the person did.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    records = [
        record
        for model in privacy.personal_data()
        for record in _records(model, privacy.rows_about(model, email=address, user=user.pk if user else None))
    ]
    if user is None:
        return AllAbout(address, timezone.now(), tuple(records), (), (), (), ())
    roles = [
        f"{capfirst(str(one.get_role_display()))}, {label(one.organisation.names).text}"
        for one in user.memberships.select_related("organisation")
    ]
    events = AuditEvent.objects.filter(actor=user).order_by("at", "pk")
    acts = [Act(one.at, one.verb, one.object_kind, one.object_id) for one in events.iterator()]
    ways = tuple(_ways(user))
    return AllAbout(address, timezone.now(), tuple(records), tuple(roles), ways, tuple(acts), tuple(_texts(user)))


def _ways(user: User) -> Iterable[str]:
    """By what they sign in, without what is secret: addresses, passkeys by name, the account at their organisation."""
    yield from EmailAddress.objects.filter(user=user).order_by("pk").values_list("email", flat=True)
    for one in Authenticator.objects.filter(user=user).order_by("pk"):
        name = one.data.get("name", "")
        yield f"{one.get_type_display()}: {name}" if name else str(one.get_type_display())
    for account in SocialAccount.objects.filter(user=user).order_by("pk"):
        yield f"{account.provider}: {account.uid}"


def _records(model: type[Model], rows: QuerySet[Any]) -> Iterable[Record]:
    """What is declared of each row; a row without anything in these fields is not about anybody."""
    declared: tuple[privacy.PersonalField, ...] = model.PERSONAL_DATA  # type: ignore[attr-defined] # it is declared
    named: Any = model._meta
    for row in _with_organisation(model, rows):
        held = [
            Held(
                str(capfirst(named.get_field(one.name).verbose_name)),
                _said(row, one.name), str(one.purpose), str(one.seen_by), str(one.kept),
            )
            for one in declared
        ]  # fmt: skip
        if any(one.value for one in held):
            owner = getattr(row, "organisation", None)
            where = label(owner.names).text if owner else ""
            yield Record(named.label_lower, str(capfirst(named.verbose_name)), where, tuple(held))


def _with_organisation(model: type[Model], rows: QuerySet[Any]) -> QuerySet[Any]:
    has_one = any(isinstance(field, ForeignKey) and field.name == "organisation" for field in model._meta.fields)
    return rows.select_related("organisation") if has_one else rows


def _said(row: Any, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    return "" if value is None else str(value)


def _texts(user: User) -> Iterable[Written]:
    last = Text.objects.filter(updated_by=user).order_by("updated_at")
    former = TextVersion.objects.filter(by=user).select_related("text").order_by("at")
    for one in last:
        yield Written(one.updated_at, one.object_kind, one.object_id, one.section, one.language)
    for version in former:
        text = version.text
        yield Written(version.at, text.object_kind, text.object_id, text.section, text.language)


def _plain(row: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in row.__slots__ if name != "fields"}
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()}
