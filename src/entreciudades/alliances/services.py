"""What happens to agreements."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, AgreementParty, Article
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.core.texts import publish_texts, save_text

#: Section under which the wording of an article is kept.
WORDING = "wording"
#: Purpose of the files that hold the signed text; `core.files.add_document` hangs them on the agreement.
DOCUMENT = "document"


class Signature(NamedTuple):
    """Who signed for a party, and in which office."""

    signed_by: str
    signed_as: str


@transaction.atomic
def record_agreement(
    agreement: Agreement,
    *,
    parties: list[Organisation],
    signatures: Mapping[int, Signature] | None = None,
    links: Links | None = None,
    by: User | None,
    scope: int | None = None,
    opened: Opened | None = None,
) -> Agreement:
    """Keep an agreement with its parties, in their order. Raises ValidationError, RowConflict.

    `signatures` says by organisation who signed for it; what is not said stays. `scope` is the party for which one
    acts, in whose trail it stands.
    """
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
    return agreement


@transaction.atomic
def keep_article(
    article: Article, *, by: User | None, scope: int | None = None, opened: Opened | None = None
) -> Article:
    """Add or change an article of an agreement. Raises ValidationError, RowConflict."""
    verb = put_row(article, opened=opened)
    trail.record(f"article.{verb}", article, by=by, scope=scope)
    return article


@transaction.atomic
def write_article(
    article: Article, language: str, body: str, *, expected_version: int, by: User | None, scope: int | None = None
) -> Text:
    """Save the wording of an article, public at once. Raises TextConflict, TextTooLong."""
    text = save_text(article, WORDING, language, body, expected_version=expected_version, by=by, scope=scope)
    publish_texts(article)
    return text
