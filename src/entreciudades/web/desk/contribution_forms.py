"""The form by which somebody is asked for a contribution."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.actors.models import Organisation, OrganisationFigure
from entreciudades.contributions.errors import NothingToAskFor
from entreciudades.contributions.models import Request, RequestKind
from entreciudades.contributions.targets import Target, target_of, targets_of
from entreciudades.core.refs import kind_of
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme
from entreciudades.web.desk.doors import number
from entreciudades.web.desk.naming import name_of

DAYS: Final = 14
"""Time to answer that the form offers."""

Choice = tuple[str, str]


class AskForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is asked, of whom, until when."""

    what = forms.ChoiceField(label=gettext_lazy("What you ask for"))
    counted = forms.CharField(
        label=gettext_lazy("What is counted"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only for another figure than those of the list."),
    )
    field_order = ("what", "counted", "asks", "to_name", "to_office", "to_email", "language", "due")

    class Meta:
        model = Request
        fields = ("asks", "to_name", "to_office", "to_email", "language", "due")
        labels = {
            "asks": gettext_lazy("In your words"),
            "to_name": gettext_lazy("Name of whoever you ask"),
            "to_office": gettext_lazy("Department or body"),
            "to_email": gettext_lazy("E-mail address"),
            "language": gettext_lazy("Language of the mail and of the text"),
            "due": gettext_lazy("Until when"),
        }
        help_texts = {
            "asks": gettext_lazy("They read it in the mail and on the page. Needed for a figure or an opinion."),
            "to_email": gettext_lazy(
                "The link goes there. Leave it empty to send the Word file yourself, and bring the answer back here."
            ),
        }
        widgets = {
            "asks": forms.Textarea({"rows": 4}),
            "due": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        what = self.fields["what"]
        what.choices = [("", "—"), *choices_of(owner)]  # type: ignore[attr-defined]
        self.fields["language"] = forms.ChoiceField(
            label=self.Meta.labels["language"],
            choices=settings.CONTENT_LANGUAGES,
            initial=owner.source_language,
        )
        self.initial["due"] = self.initial.get("due") or timezone.localdate() + dt.timedelta(days=DAYS)
        self.target: Target | None = None

    def clean(self) -> dict[str, Any]:
        """Find what is asked for."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind, _bar, rest = cleaned.get("what", "").partition("|")
        row: Request = self.instance
        row.kind = kind
        try:
            if kind == RequestKind.FIGURE:
                row.measure = rest
                row.title = cleaned.get("counted") or str(OrganisationFigure.Measure(rest).label)
                if rest == OrganisationFigure.Measure.OTHER and not cleaned.get("counted"):
                    self.add_error("counted", _("Say what is counted."))
                self.target = target_of(kind_of(Organisation), self.owner.pk, "")
            elif kind:
                model, pk, row.section = [*rest.split("|"), ""][:3]
                self.target = target_of(model, number(pk), row.section)
        except NothingToAskFor:
            self.add_error("what", _("This is no longer there."))
        if kind in {RequestKind.FIGURE, RequestKind.OPINION} and not cleaned.get("asks", "").strip():
            self.add_error("asks", _("Say what you ask for."))
        return cleaned

    def _post_clean(self) -> None:
        """Fill the row; what is not asked here, the service sets and checks."""
        self.instance.asks = self.cleaned_data.get("asks", "")
        for name in ("to_name", "to_office", "to_email", "language", "due"):
            setattr(self.instance, name, self.cleaned_data.get(name))


def choices_of(owner: Organisation) -> Iterator[tuple[str, list[Choice]]]:
    """What an organisation may ask for, under headings; the value says kind, object and section."""
    programmes = [one for one in Programme.objects.held_by(owner).select_related("methodology") if not one.is_closed]
    practices = list(Practice.objects.filter(organisation=owner).select_related("methodology"))
    for obj in (*programmes, *practices, owner):
        yield name_of(obj), [(_value(RequestKind.TEXT, obj, section), title) for section, title in targets_of(obj)]
    measures = OrganisationFigure.Measure.choices
    yield _("A figure"), [(f"{RequestKind.FIGURE}|{value}", str(title)) for value, title in measures]
    opinions = [(_value(RequestKind.OPINION, obj), name_of(obj)) for obj in (*programmes, *practices, owner)]
    yield _("An opinion on"), opinions


def _value(kind: RequestKind, obj: Any, *section: str) -> str:
    return "|".join((kind, kind_of(obj), str(obj.pk), *section))


class ExtendForm(forms.Form):
    """Another day."""

    due = forms.DateField(label=gettext_lazy("Until when"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
