"""Form fields of the desk: short texts in languages, dates as far as they are known, rows by their names."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entreciudades.core.dates import PartialDate
from entreciudades.core.fields import LONGEST_LABEL
from entreciudades.core.labels import content_language
from entreciudades.web.desk.naming import name_of

_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})/)?(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)


class LabelsWidget(forms.MultiWidget):
    """One box per language of the site; `rows` above 1 gives boxes of that many lines."""

    template_name = "desk/widgets/labels.html"
    use_fieldset = True

    def __init__(self, rows: int = 1) -> None:
        def box(language: str) -> forms.Widget:
            attrs: dict[str, Any] = {"lang": language}
            return forms.Textarea(attrs | {"rows": rows}) if rows > 1 else forms.TextInput(attrs)

        super().__init__({language: box(language) for language, _name in settings.CONTENT_LANGUAGES})

    def id_for_label(self, id_: str) -> str:
        """The box in the reader's language, to which a list of errors leads."""
        codes = [language for language, _name in settings.CONTENT_LANGUAGES]
        return f"{id_}_{codes.index(here) if (here := content_language()) in codes else 0}" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes, and whether one in another language than the reader's holds something."""
        context = super().get_context(name, value, attrs)
        boxes, here = context["widget"]["subwidgets"], content_language()
        context["widget"]["has_others"] = any(box["value"] and box["attrs"]["lang"] != here for box in boxes)
        return context

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """A text for each box."""
        return [(value or {}).get(language, "") for language, _name in settings.CONTENT_LANGUAGES]


class LabelsFormField(forms.MultiValueField):
    """A short text in one or more languages, as ``{language: text}``; boxes left empty are left out.

    `others` holds texts in languages that the site has no box for: they stay.
    """

    def __init__(self, *, rows: int = 1, **options: Any) -> None:
        self.others: dict[str, str] = {}
        boxes = [forms.CharField(required=False, max_length=LONGEST_LABEL) for _language in settings.CONTENT_LANGUAGES]
        super().__init__(boxes, widget=LabelsWidget(rows), require_all_fields=False, **options)
        self.error_messages["required"] = _("Write it in at least one language.")

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """``{language: text}`` of the boxes that hold something."""
        languages = [language for language, _name in settings.CONTENT_LANGUAGES]
        return self.others | {language: text for language, text in zip(languages, data_list, strict=False) if text}

    def clean(self, value: Any) -> dict[str, str]:
        """As above; {} where nothing was written and nothing had to be."""
        return super().clean(value) or dict(self.others)


class PointsFormField(LabelsFormField):
    """A list of short texts: one line per point, the same line in each language for the same point."""

    def __init__(self, **options: Any) -> None:
        super().__init__(rows=5, **options)

    def prepare_value(self, value: Any) -> Any:
        """A list of labels as lines for each language."""
        if not isinstance(value, list) or (value and not isinstance(value[0], dict)):
            return value
        return {
            language: "\n".join(point.get(language, "") for point in value).rstrip()
            for language, _name in settings.CONTENT_LANGUAGES
        }

    def clean(self, value: Any) -> Any:
        """``[{language: text}, …]``; a line that is empty in every language is dropped."""
        lines = {language: text.splitlines() for language, text in super().clean(value).items()}
        points = (
            {language: text.strip() for language, text in zip(lines, row, strict=True) if text.strip()}
            for row in zip_longest(*lines.values(), fillvalue="")
        )
        return [point for point in points if point]


class PartialDateFormField(forms.CharField):
    """A date as far as it is known; understands 14/06/2016 and 06/2016 besides what `PartialDate` reads."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("As far as it is known: 2017, 2017-04 or 2017-04-21; 2017~ for about."))
        super().__init__(max_length=32, **options)

    def clean(self, value: Any) -> PartialDate | None:
        """The date, or None."""
        written = super().clean(value)
        if not written:
            return None
        try:
            return PartialDate.parse(_DAY_FIRST.sub(_year_first, written))
        except ValueError:
            raise ValidationError(
                _(
                    "“%(found)s” is not a date that can be read. Write a year (2017), a month (2017-04) or a day "
                    "(2017-04-21); two of them with / between for a period."
                ),
                code="date",
                params={"found": written},
            ) from None


def _year_first(found: re.Match[str]) -> str:
    parts = [found["year"], found["month"].zfill(2), (found["day"] or "").zfill(2)]
    return "-".join(parts if found["day"] else parts[:2])


class NumberFormField(forms.DecimalField):
    """A number as the reader writes it: "925.000" and "1.250,50" in Spanish, "925,000" in English; never guessed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """A stored number in the reader's writing; what was typed, as it was typed."""
        if isinstance(value, Decimal):
            return format_decimal(value, format="#,##0.####", locale=_locale())
        return value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # a stub's slip: it is no integer
        """The number, or None."""
        if value in self.empty_values:
            return None
        locale, example = _locale(), Decimal("1250.5")
        try:
            return super().to_python(str(parse_decimal(str(value).strip(), locale=locale, strict=True)))
        except NumberFormatError:
            raise ValidationError(
                _("“%(found)s” is not a number that can be read. Write it like %(example)s."),
                code="invalid",
                params={"found": value, "example": format_decimal(example, locale=locale)},
            ) from None


def _locale() -> str:
    return (get_language() or "es").replace("-", "_")


class RowChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """One of some rows, by name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **({"empty_label": "—"} | options))

    def label_from_instance(self, obj: Model) -> str:
        """Its name in the reader's language."""
        return name_of(obj)


class RowsChoiceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Several of some rows, by name, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Model) -> str:
        """Its name in the reader's language."""
        return name_of(obj)
