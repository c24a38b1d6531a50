"""Model fields of the house. In migrations they are Django's own, so that migrations import nothing of ours."""

from __future__ import annotations

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from entreciudades.core.dates import PartialDate

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)

#: Characters of a short text in one language.
LONGEST_LABEL: Final = 2000


class LabelsField(models.JSONField):
    """A short text in several languages: ``{"es": "Red", "en": "Network"}``; never a blank text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Be a JSONField in migrations."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is not ``{language: text}``, naming the language at fault."""
        if not isinstance(value, dict):
            raise ValidationError(
                _("Expected a text per language, found %(found)s."),
                code="labels",
                params={"found": type(value).__name__},
            )
        for language, text in value.items():
            if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
                raise ValidationError(
                    _("“%(found)s” is not a language code such as es, pt or en."),
                    code="language",
                    params={"found": language},
                )
            if not isinstance(text, str) or not text.strip():
                raise ValidationError(
                    _("The text in “%(language)s” is empty: leave the language out instead."),
                    code="empty",
                    params={"language": language},
                )
            if len(text) > LONGEST_LABEL:
                raise ValidationError(
                    _("The text in “%(language)s” is longer than %(limit)d characters."),
                    code="too-long",
                    params={"language": language, "limit": LONGEST_LABEL},
                )
        super().validate(value, model_instance)


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A PartialDate kept as EDTF text; None when nothing is known.

    Use ``null=True, blank=True`` for an optional date. Order in Python by ``sort_key``; the database orders text,
    which is the same for dates without ``~``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Be a CharField in migrations."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> PartialDate | None:
        """Read the column."""
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        """Read what a form or fixture gives; raises ValidationError saying what was expected."""
        if value is None or isinstance(value, PartialDate):
            return value
        if not str(value).strip():
            return None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="date") from None

    def get_prep_value(self, value: Any) -> str | None:
        """Write the column; text is read first, so that no malformed date is stored."""
        date = self.to_python(value)
        if date is None:
            return None if self.null else ""
        return str(date)

    def run_validators(self, value: Any) -> None:
        """Check the written form, whose length the column limits."""
        super().run_validators(None if value is None else str(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Write it for dumpdata."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)
