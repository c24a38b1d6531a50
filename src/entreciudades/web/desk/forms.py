"""Forms made from the table of nouns, and the fields that they are made of."""

from functools import cache
from typing import Any, Final, cast

from babel.numbers import get_currency_name
from django import forms
from django.db import models
from django.db.models import ForeignKey, ManyToManyField, Model, Q, QuerySet, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.offices import SPOKEN, offices
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.parts import Opened, digest_of
from entreciudades.taxonomy.countries import countries as named_countries
from entreciudades.taxonomy.languages import languages as named_languages
from entreciudades.taxonomy.models import Term
from entreciudades.web.desk.fields import (
    LabelsFormField,
    NumberFormField,
    PartialDateFormField,
    PointsFormField,
    RowChoiceField,
    RowsChoiceField,
)
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.terms import TermField, TermsField

#: Names of fields that their models leave to the page.
LABELS: Final[dict[str, str | Promise]] = {
    "organisation": _("organisation"),
    "department": _("department"),
    "focal_point": _("focal point"),
    "line": _("strategic line"),
    "plan": _("plan"),
}
#: Currencies of the countries whose cities work here, and those in which donors pay.
CURRENCIES: Final = (
    "EUR", "USD", "AOA", "ARS", "BOB", "BRL", "CHF", "CLP", "COP", "CRC", "CUP", "CVE", "DOP", "GBP", "GTQ", "HNL",
    "MXN", "MZN", "NIO", "PAB", "PEN", "PYG", "SVC", "UYU", "VES", "XOF",
)  # fmt: skip


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form of one row. `links` holds what was chosen for many-to-many fields, which a service sets.

    `digest` travels in the page: of what the row held when the form was opened. `conflict` tells what somebody else
    wrote into it meanwhile.
    """

    noun: Noun
    beside: tuple[str, ...] = ()  # what hangs on the row and is asked with it
    conflict: Any = None

    def __init__(self, *args: Any, owner: Any, **kwargs: Any) -> None:
        instance: Model = kwargs["instance"]
        names = [name for name in self._meta.fields or () if instance._meta.get_field(name).many_to_many]
        if instance.pk:
            prefetch_related_objects([instance], *names)
        super().__init__(*args, **kwargs)
        self.digest: str = self.data.get("opened", "") if self.is_bound else digest_of(instance, self.names)
        for name, field in self.fields.items():
            if name in self.noun.choices:
                field.queryset = self._choices(name, owner)  # type: ignore[attr-defined]
            if isinstance(field, LabelsFormField) and isinstance(kept := getattr(self.instance, name, None), dict):
                boxes = set(field.widget.widgets_names)
                field.others = {language: text for language, text in kept.items() if f"_{language}" not in boxes}

    def _choices(self, name: str, owner: Any) -> QuerySet[Any]:
        """What may be chosen, and what stands there already even where it might not be chosen anew."""
        rows = self.noun.choices[name](owner)
        if self.instance.pk is None:
            return rows
        field = self.instance._meta.get_field(name)
        chosen = (
            getattr(self.instance, name).values("pk") if field.many_to_many else [getattr(self.instance, f"{name}_id")]
        )
        wanted = Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=chosen)
        found: QuerySet[Any] = rows.model._default_manager.filter(wanted)
        return found

    def _get_validation_exclusions(self) -> set[str]:
        # The owner is set before the form is filled, so what must be unique within it is checked with it.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # Django's own hook for this
        return excluded - {"organisation", "programme"}

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the row, and what hangs on it, that the form shows."""
        return (*(self._meta.fields or ()), *self.beside)

    @property
    def opened(self) -> Opened | None:
        """What the form showed when it was opened; None where it does not say."""
        return Opened(self.names, self.digest) if self.digest else None

    @property
    def status(self) -> int:
        """Of the page that shows the form."""
        return 409 if self.conflict else 200

    def differences_beside(self, _stands: Model) -> list[tuple[str, list[Any]]]:
        """What stands now beside the row and is not what was written: what it is called, and its words."""
        return []

    @property
    def links(self) -> dict[str, Any]:
        """Chosen rows by the name of their many-to-many field."""
        several = {field.name for field in self.instance._meta.many_to_many}
        return {name: chosen for name, chosen in self.cleaned_data.items() if name in several}


@cache
def form_for(noun: Noun) -> type[RowForm]:
    """The form of a noun's rows."""
    return make_form(noun.model, noun.fields, noun)


def make_form(model: type[Model], fields: tuple[str, ...], noun: Noun) -> type[RowForm]:
    """The form of a model: its texts, dates, terms and rows with the fields of the desk."""

    def field_of(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
        label: Any = noun.labels.get(field.name) or LABELS.get(field.name) or field.verbose_name
        is_required = not field.blank and not isinstance(field, models.BooleanField)
        # Forms are made once: their labels stay lazy, for readers of every language.
        said: dict[str, Any] = {"label": capfirst(label), "required": is_required}
        if help_text := noun.helps.get(field.name) or field.help_text:
            said["help_text"] = help_text
        return _field(field, noun, said, options)

    made = forms.modelform_factory(model, form=RowForm, fields=fields, formfield_callback=field_of)
    made.noun = noun  # type: ignore[attr-defined] # it is a RowForm
    return cast("type[RowForm]", made)


def _field(  # noqa: C901, PLR0911, PLR0912 - one line for each kind of field
    field: "models.Field[Any, Any]", noun: Noun, said: dict[str, Any], options: dict[str, Any]
) -> forms.Field | None:
    codelists = noun.terms.get(field.name, ())
    match field:
        case LabelsField():
            return LabelsFormField(rows=noun.lines.get(field.name, 1), **said)
        case PartialDateField():
            return PartialDateFormField(**said)
        case ManyToManyField() if field.related_model is Term:
            return TermsField(codelists=codelists, **said)
        case ForeignKey() if field.related_model is Term:
            return TermField(codelists=codelists, **said)
        case ManyToManyField():
            return RowsChoiceField(queryset=field.related_model._default_manager.none(), **said)
        case ForeignKey():
            return RowChoiceField(queryset=field.related_model._default_manager.none(), **said)
        case models.JSONField() if field.name == "languages":
            return forms.MultipleChoiceField(choices=_spoken, widget=forms.CheckboxSelectMultiple, **said)
        case models.JSONField():
            return PointsFormField(**said)
        case models.URLField():
            return field.formfield(assume_scheme="https", **said, **options)
        case models.DecimalField():
            return NumberFormField(max_digits=field.max_digits, decimal_places=field.decimal_places, **said)
        case models.DateField() if not isinstance(field, models.DateTimeField):
            return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **said)
    if field.name in {"cost_currency", "currency"}:
        return forms.TypedChoiceField(choices=_currencies, empty_value=None, **said)
    if field.name == "language":
        return forms.ChoiceField(choices=_languages, **said)
    if field.name == "office":
        return forms.ChoiceField(choices=_offices, **said)
    return field.formfield(**said, **options)


def _currencies() -> list[tuple[str, str]]:
    locale = _reader().replace("-", "_")
    named = [(code, f"{code} · {get_currency_name(code, locale=locale)}") for code in CURRENCIES]
    return [("", "—"), *named]


def _languages() -> list[tuple[str, str]]:
    return [("", "—"), *named_languages(_reader())]


def _spoken() -> list[tuple[str, str]]:
    """The languages in which colleagues of the field write to each other, by code and name."""
    named = dict(named_languages(_reader()))
    return [(code, capfirst(named.get(code, code))) for code in SPOKEN]


def spoken() -> list[tuple[str, str]]:
    """The same, or any of them."""
    return [("", "—"), *_spoken()]


def _offices() -> list[tuple[str, str]]:
    """Offices by key, with their countries, for two may have the same title."""
    named = [(key, f"{one.title(_reader(), None)} ({', '.join(one.countries)})") for key, one in offices().items()]
    return [("", "—"), *sorted(named, key=lambda item: item[1])]


def countries() -> list[tuple[str, str]]:
    """Countries by ISO code and name in the reader's language."""
    return [("", "—"), *named_countries(_reader())]


def _reader() -> str:
    return get_language() or "es"
