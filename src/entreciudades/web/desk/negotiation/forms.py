"""Forms of a negotiation."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.actors.offices import SPOKEN
from entreciudades.alliances.models import Agreement, Alliance, Article
from entreciudades.alliances.naming import title_of
from entreciudades.alliances.states import AgreementState, AllianceState, SeatState
from entreciudades.alliances.wording import parties_of
from entreciudades.core.texts import LIMIT
from entreciudades.taxonomy.languages import language_name
from entreciudades.web.desk.fields import LabelsFormField, RowChoiceField, RowsChoiceField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.negotiation.topics import TOPICS
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.organisation_nouns import THEMES

LONGEST = 2000


def languages() -> list[tuple[str, str]]:
    """Languages in which agreements are written, by code and name."""
    return [(code, capfirst(language_name(code, get_language() or "es"))) for code in SPOKEN]


class LanguagesField(forms.MultipleChoiceField):
    """Languages, each a box, in the order of the list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=languages, widget=forms.CheckboxSelectMultiple, **options)


class AllianceField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """One of the alliances of an organisation, by what it is called."""

    def label_from_instance(self, obj: Any) -> str:
        """Its title, or its parties."""
        return title_of(obj)


def _language_fields() -> dict[str, forms.Field]:
    return {
        "languages": LanguagesField(
            label=_("Languages of the text"), help_text=_("Articles stand side by side in all of them.")
        ),
        "authentic": LanguagesField(
            label=_("Languages that bind"), help_text=_("Those among them in which the text is authentic.")
        ),
    }


class BeginForm(forms.Form):
    """What is agreed on, with whom, in which languages."""

    titles = LabelsFormField(label=_("Title"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind)
    alliance = AllianceField(
        queryset=Alliance.objects.none(),
        label=_("Alliance"),
        required=False,
        help_text=_("In an alliance its parties sign, and its methodology brings clauses to begin with."),
    )
    parent = RowChoiceField(
        queryset=Agreement.objects.none(),
        label=_("Agreement above it"),
        required=False,
        help_text=_("The framework agreement under which it is made, or the agreement that it adds to."),
    )
    others = RowsChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Other parties"),
        required=False,
        help_text=_("Empty: all parties of the alliance, or of the agreement above it."),
    )

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _language_fields()
        over = (AllianceState.CLOSED, AllianceState.GIVEN_UP)
        seats = owner.seats.filter(state=SeatState.PRESENT).exclude(alliance__state__in=over)
        alliances = Alliance.objects.with_parties().filter(pk__in=seats.values("alliance"))
        self.fields["alliance"].queryset = alliances  # type: ignore[attr-defined] # a field of rows
        above = Agreement.objects.of(owner).exclude(state=AgreementState.WITHDRAWN)
        self.fields["parent"].queryset = above  # type: ignore[attr-defined]
        known = Q(published=True) | _seated(seats.values("alliance"))
        self.fields["others"].queryset = _others(owner, known)  # type: ignore[attr-defined]


class DraftForm(make_form(Agreement, ("titles", "kind", "themes"), Noun(  # type: ignore[misc] # made from the table
    "agreement", Agreement, "pk", says="", shows=(), fields=("titles", "kind", "themes"), terms={"themes": THEMES}
))):  # fmt: skip
    """The title of a draft, its kind, its themes, its languages."""

    beside = ("languages", "authentic")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, box in _language_fields().items():
            box.initial = getattr(self.instance, name)
            self.fields[name] = box

    def clean(self) -> dict[str, Any]:
        """What was chosen is put on the agreement; whether it fits, its service says."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.beside:
            if name in cleaned:
                setattr(self.instance, name, cleaned[name])
        return cleaned


class PartiesForm(forms.Form):
    """Who takes part besides the organisation itself."""

    others = RowsChoiceField(queryset=Organisation.objects.none(), label=_("Other parties"))

    def __init__(self, *args: Any, owner: Organisation, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [party.organisation_id for party in parties_of(agreement)]
        field: Any = self.fields["others"]
        known = _seated([agreement.alliance_id]) if agreement.alliance_id else Q(published=True)
        field.queryset = _others(owner, known | Q(pk__in=there))
        field.initial = [pk for pk in there if pk != owner.pk]


class ArticleForm(make_form(Article, ("topic",), Noun(  # type: ignore[misc] # made from the table
    "article", Article, "agreement", says="", shows=(), fields=("topic",)
))):  # fmt: skip
    """What an article of a draft is about, and its heading in each language of the text."""

    beside = ("headings",)

    def __init__(self, *args: Any, owner: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.codes = owner.languages
        self.fields["topic"] = forms.ChoiceField(
            label=_("About"), choices=[("", "—"), *TOPICS.items()], required=False, initial=self.instance.topic
        )
        for code in self.codes:
            said = _now("Heading in %(language)s") % {"language": language_name(code, get_language() or "es")}
            initial = self.instance.headings.get(code, "")
            box = forms.CharField(label=said, max_length=300, required=False, initial=initial)
            box.widget.attrs["lang"] = code
            self.fields[f"heading_{code}"] = box

    def clean(self) -> dict[str, Any]:
        """Headings in other languages stay as they are."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        headings = dict(self.instance.headings)
        headings |= {code: cleaned.get(f"heading_{code}", "") for code in self.codes}
        self.instance.headings = {code: text for code, text in headings.items() if text}
        return cleaned

    def differences_beside(self, stands: Any) -> list[tuple[str, list[Any]]]:
        """The headings, where somebody wrote others meanwhile."""
        if stands.headings == self.instance.headings:
            return []
        return [(_now("Heading"), list(stands.headings.values()))]


class ProposalForm(forms.Form):
    """Other words for an article, and why."""

    body = forms.CharField(
        label=_("Proposed wording"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LIMIT,
        strip=False,
        help_text=_("Change what is to be changed: the others see the difference word by word."),
    )
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST, required=False
    )
    base_version = forms.IntegerField(label="", min_value=0, widget=forms.HiddenInput)


class CommentForm(forms.Form):
    """A remark."""

    body = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class AnswerForm(forms.Form):
    """Why a proposal is not taken over."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST)


class VersionForm(forms.Form):
    """What a version is kept for."""

    note = forms.CharField(label=_("What changed"), max_length=300, required=False)


def _others(owner: Organisation, which: Q) -> QuerySet[Organisation]:
    return Organisation.objects.filter(which).exclude(pk=owner.pk).distinct()


def _seated(alliances: Any) -> Q:
    return Q(seats__alliance__in=alliances, seats__state=SeatState.PRESENT)
