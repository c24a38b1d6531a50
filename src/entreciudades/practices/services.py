"""What happens to good practices."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.rules import check_works_by
from entreciudades.core import trail
from entreciudades.core.index import Entry, index
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.core.texts import delete_texts, publish_texts, save_text, withdraw_texts
from entreciudades.practices.models import Practice
from entreciudades.taxonomy.finding import words_for


@transaction.atomic
def create_practice(practice: Practice, *, by: User | None, links: Links | None = None) -> Practice:
    """Begin the sheet of a practice; its slug is made from its title where it has none.

    Raises ValidationError, also where its organisation is no member of the network, the network has not adopted the
    methodology, or the methodology has no sheet.
    """
    check_works_by(practice.methodology, practice.network, field="organisation", owner=practice.organisation)
    if practice.methodology.pack.practice is None:
        raise ValidationError({"methodology": _("This methodology has no sheet for practices.")})
    if not practice.slug:
        practice.slug = free_slug(Practice, label(practice.titles).text)
    return _keep(practice, by=by, links=links)


@transaction.atomic
def change_practice(
    practice: Practice, *, by: User | None, links: Links | None = None, opened: Opened | None = None
) -> Practice:
    """Store the changed title or themes of a practice. Raises ValidationError, RowConflict."""
    practice.published = Practice.objects.select_for_update().values_list("published", flat=True).get(pk=practice.pk)
    return _keep(practice, by=by, links=links, opened=opened)


@transaction.atomic
def write_field(
    practice: Practice, key: str, language: str, body: str, *, expected_version: int, by: User | None
) -> Text:
    """Save the text of a field of the sheet. Raises ValidationError for an unknown field, TextConflict, TextTooLong."""
    part = practice.methodology.pack.practice
    known = {field.key for field in part.fields if field.words is not None} if part else set()
    if key not in known:
        raise ValidationError({"key": _("The sheet has no field “%(key)s”.") % {"key": key}})
    return save_text(practice, key, language, body, expected_version=expected_version, by=by, scope=practice.network_id)


@transaction.atomic
def publish_practice(practice: Practice, *, by: User | None) -> Practice:
    """Show the sheet to everybody, with its texts as they stand now."""
    practice.published = True
    practice.save(update_fields=["published"])
    publish_texts(practice)
    trail.record("practice.published", practice, by=by, scope=practice.network_id)
    index_practice(practice)
    return practice


@transaction.atomic
def withdraw_practice(practice: Practice, *, by: User | None) -> Practice:
    """Take the sheet back from the public."""
    practice.published = False
    practice.save(update_fields=["published"])
    withdraw_texts(practice)
    trail.record("practice.withdrawn", practice, by=by, scope=practice.network_id)
    index_practice(practice)
    return practice


@transaction.atomic
def remove_practice(practice: Practice, *, by: User | None) -> None:
    """Take a practice away with its texts. Raises ProtectedError while a programme puts it forward."""
    trail.record("practice.removed", practice, by=by, scope=practice.network_id)
    delete_texts(practice, by=by, scope=practice.network_id)
    index(practice, entries=[])
    practice.delete()


def index_practice(practice: Practice) -> None:
    """Write the search entries of a practice: title, themes, and the texts that are published."""
    themes = list(practice.themes.all())
    texts = list(Text.objects.of(practice).exclude(published_body=None))
    entries = []
    for language, _name in settings.CONTENT_LANGUAGES:
        words = [words_for(themes, language)]
        words.extend(text.published_body or "" for text in texts if text.language == language)
        entries.append(Entry(language, label(practice.titles, language).text, " ".join(words)))
    index(practice, entries=entries)


def _keep(practice: Practice, *, by: User | None, links: Links | None, opened: Opened | None = None) -> Practice:
    verb = put_row(practice, links, opened=opened)
    trail.record(f"practice.{verb}", practice, by=by, scope=practice.network_id)
    index_practice(practice)
    return practice
