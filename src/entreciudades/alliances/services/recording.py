"""Agreements and alliances as registers and sources tell them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.agreement_index import index_agreement
from entreciudades.alliances.indexing import index_alliance
from entreciudades.alliances.models import Agreement, AgreementParty, Alliance, Article, Seat
from entreciudades.alliances.services.between_parties import held_told, held_writable
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.wording import WORDING
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.core.texts import publish_texts, save_text

#: Two go together at least.
PARTIES = 2
#: Purpose of the files that hold the signed text; `core.files.add_document` hangs them on the agreement.
DOCUMENT = "document"


class Signatory(NamedTuple):
    """Who signed for a party, and in which office."""

    signed_by: str
    signed_as: str


@transaction.atomic
def record_agreement(
    agreement: Agreement,
    *,
    parties: list[Organisation],
    signatures: Mapping[int, Signatory] | None = None,
    links: Links | None = None,
    by: User | None,
    scope: int | None = None,
    opened: Opened | None = None,
) -> Agreement:
    """Keep an agreement with its parties, in their order. Raises ValidationError, RowConflict.

    One that is, or was, negotiated here is not written over: TextFrozen.

    `signatures` says by organisation who signed for it; what is not said stays. `scope` is the party for which one
    acts, in whose trail it stands.
    """
    if agreement.pk is not None:
        stands = held_told(
            agreement
        )  # no form changes whether it still holds: somebody may have denounced it meanwhile
        agreement.state, agreement.denounced_on = stands.state, stands.denounced_on
        agreement.denounced_by = stands.denounced_by
    if not agreement.slug:
        agreement.slug = free_slug(Agreement, label(agreement.titles).text)
    verb = put_row(agreement, links, opened=opened)
    agreement.parties.exclude(organisation__in=parties).delete()
    for position, organisation in enumerate(parties, start=1):
        said = signatures.get(organisation.pk) if signatures else None
        AgreementParty.objects.update_or_create(
            agreement=agreement,
            organisation=organisation,
            defaults={"position": position} | (said._asdict() if said else {}),
        )
    trail.record(f"agreement.{verb}", agreement, by=by, scope=scope)
    index_agreement(agreement)
    return agreement


@transaction.atomic
def keep_article(
    article: Article, *, by: User | None, scope: int | None = None, opened: Opened | None = None
) -> Article:
    """Add or change an article of an agreement. Raises ValidationError, RowConflict, TextFrozen, NotAllowed."""
    held_writable(article.agreement, scope=scope)
    verb = put_row(article, opened=opened)
    trail.record(f"article.{verb}", article, by=by, scope=scope)
    index_agreement(article.agreement)
    return article


@transaction.atomic
def write_article(
    article: Article, language: str, body: str, *, expected_version: int, by: User | None, scope: int | None = None
) -> Text:
    """Save the wording of an article; what a register tells is public with it at once.

    Raises TextConflict, TextTooLong, TextFrozen, NotAllowed.
    """
    agreement = held_writable(article.agreement, scope=scope)
    text = save_text(article, WORDING, language, body, expected_version=expected_version, by=by, scope=scope)
    if agreement.state != AgreementState.DRAFTING:
        publish_texts(article)
        index_agreement(agreement)
    return text


@transaction.atomic
def record_alliance(
    alliance: Alliance,
    *,
    parties: Sequence[Organisation],
    names: Mapping[int, str] | None = None,
    links: Links | None = None,
    by: User | None,
    opened: Opened | None = None,
) -> Alliance:
    """Keep an alliance with its parties, in their order. Raises ValidationError, RowConflict.

    `names` says by organisation how the source calls it; what is not said stays. Its network's trail tells of it.
    """
    if len({party.pk for party in parties}) < PARTIES:
        raise ValidationError({"seats": _("At least two organisations go together.")})
    if not alliance.slug:
        alliance.slug = free_slug(Alliance, slug_words(alliance, parties))
    verb = put_row(alliance, links, opened=opened)
    alliance.seats.exclude(organisation__in=parties).delete()
    for position, organisation in enumerate(parties, start=1):
        said = {"name": names.get(organisation.pk, "")} if names is not None else {}
        Seat.objects.update_or_create(
            alliance=alliance, organisation=organisation, defaults={"position": position} | said
        )
    trail.record(f"alliance.{verb}", alliance, by=by, scope=alliance.network_id)
    index_alliance(alliance)
    return alliance


def slug_words(alliance: Alliance, parties: Iterable[Organisation]) -> str:
    """Return of what its slug is made: the programme, and its title or its parties."""
    titled = [label(alliance.titles).text] if alliance.titles else [label(one.names).text for one in parties]
    return " ".join((alliance.programme_name, *titled))
