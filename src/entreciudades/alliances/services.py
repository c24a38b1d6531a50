"""What happens to agreements."""

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, AgreementParty, Article
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.parts import Opened, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.core.texts import publish_texts, save_text

#: Section under which the wording of an article is kept.
WORDING = "wording"


@transaction.atomic
def record_agreement(
    agreement: Agreement,
    *,
    parties: list[Organisation],
    by: User | None,
    scope: int | None = None,
    opened: Opened | None = None,
) -> Agreement:
    """Keep an agreement with its parties, in their order. Raises ValidationError, RowConflict.

    `scope` is the party for which one acts, in whose trail it stands.
    """
    if not agreement.slug:
        agreement.slug = free_slug(Agreement, label(agreement.titles).text)
    verb = put_row(agreement, opened=opened)
    agreement.parties.exclude(organisation__in=parties).delete()
    for position, organisation in enumerate(parties, start=1):
        AgreementParty.objects.update_or_create(
            agreement=agreement, organisation=organisation, defaults={"position": position}
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
