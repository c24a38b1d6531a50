"""The long texts of a programme are written."""

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.core.models import Text
from entreciudades.core.texts import save_text
from entreciudades.programmes.errors import UnknownSection
from entreciudades.programmes.models import Activity, Programme
from entreciudades.programmes.pack import form_keys, text_keys


@transaction.atomic
def write_section(
    programme: Programme, key: str, language: str, body: str, *, expected_version: int, by: User | None
) -> Text:
    """Save the text of a section, or of a part of one ("3.11/politico"), in a language.

    Raises UnknownSection; TextConflict where somebody saved meanwhile; TextTooLong. Nothing is overwritten.
    """
    known = text_keys(programme)
    if key not in known:
        raise UnknownSection(key, tuple(known))
    return save_text(
        programme, key, language, body, expected_version=expected_version, by=by, scope=programme.network_id
    )


@transaction.atomic
def write_form(
    activity: Activity, key: str, language: str, body: str, *, expected_version: int, by: User | None
) -> Text:
    """Save a field of an activity's form ("action/antecedentes"). Raises as `write_section` does."""
    known = form_keys(activity.programme)
    if key not in known:
        raise UnknownSection(key, tuple(known))
    return save_text(
        activity,
        key,
        language,
        body,
        expected_version=expected_version,
        by=by,
        scope=activity.programme.network_id,
        programme=activity.programme_id,
    )
