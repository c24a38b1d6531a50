"""The forms of a call: its facts, the numbers in which it departs from its methodology, its countries, its moves."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from entreciudades.actors.countries import country_key, country_titles, is_fictional
from entreciudades.actors.models import Adoption, Organisation
from entreciudades.calls.models import Call
from entreciudades.calls.terms import MOST_PAIRS, Parameter, parameters_of, part_of, terms_of
from entreciudades.core.labels import label
from entreciudades.core.parts import Opened, digest_of
from entreciudades.methodologies.call_pack import Side
from entreciudades.search.analysis import fold
from entreciudades.taxonomy.countries import countries
from entreciudades.web.desk.fields import NumberFormField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.terms import GroupedBoxes
from entreciudades.web.moments import ClockFormField, moment, shown_in, zones
from entreciudades.web.templatetags.words import number

_FACTS = Noun(
    "facts",
    Call,
    "pk",
    says="",
    shows=(),
    fields=("titles", "holder", "component", "languages", "source_language", "zone"),
    choices={"holder": lambda call: Organisation.objects.members_of(call.network).cities()},
    helps={
        "languages": gettext_lazy("Cities may write their application in any of these."),
        "source_language": gettext_lazy("Of the texts of the call; the other languages translate it."),
    },
)
_SETTLED: Final = ("holder", "component", "source_language", "zone", "opens_at", "closes_at")
_REASON: Final = gettext_lazy("Everybody reads it beside the call, and it is sent to whoever applies.")


def reason_field() -> forms.CharField:
    """Why a published call becomes another."""
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=gettext_lazy("Reason"), widget=box, max_length=2000, help_text=_REASON)


class FactsForm(make_form(Call, _FACTS.fields, _FACTS)):  # type: ignore[misc] # from the table
    """Title, dates, languages; of a published call only what may still change, and why."""

    beside = ("opens_at", "closes_at")
    field_order = ("titles", "holder", "component", "opens_at", "closes_at", "zone", "languages", "source_language")

    component = forms.ChoiceField(label=gettext_lazy("Component"))
    opens_at = ClockFormField(label=gettext_lazy("Opens"))
    closes_at = ClockFormField(
        label=gettext_lazy("Deadline"),
        help_text=gettext_lazy("Applications that arrive by this very second are in time."),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("On whose clocks"),
        choices=zones,
        help_text=gettext_lazy("Both times are those that the clocks of this place show."),
    )
    source_language = forms.ChoiceField(
        label=gettext_lazy("Language it is written in"), choices=settings.CONTENT_LANGUAGES
    )
    reason = reason_field()

    def __init__(self, *args: Any, instance: Call, **options: Any) -> None:
        super().__init__(*args, instance=instance, owner=instance, **options)
        part = part_of(instance)
        components = [(one.key, label(one.title).text) for one in part.components if one.open]
        self.fields["component"].choices = components
        if not components:
            del self.fields["component"]
        if part.kind == "search":
            self.fields["holder"].required = True
        else:
            del self.fields["holder"]
        if instance.is_public:
            for name in _SETTLED:
                self.fields.pop(name, None)
        else:
            del self.fields["reason"]
            if not self.is_bound:
                self.initial |= {name: shown_in(getattr(instance, name), instance.zone) for name in self.beside}

    def clean(self) -> dict[str, Any]:
        """The moments that the clocks of the zone show."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.beside:
            if (shown := said.get(name)) and said.get("zone"):
                try:
                    setattr(self.instance, name, moment(shown, said["zone"]))
                except ValidationError as error:
                    self.add_error(name, error)
        if not self.instance.is_public and not self.errors and self.instance.closes_at <= self.instance.opens_at:
            self.add_error("closes_at", _("The deadline must come after the opening."))
        return said


class MethodologyForm(forms.Form):
    """By which of its methodologies a network calls."""

    methodology = forms.ChoiceField(label=gettext_lazy("Methodology"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, network: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        adopted = Adoption.objects.filter(network=network).select_related("methodology")
        self.methodologies = {str(one.methodology_id): one.methodology for one in adopted if one.methodology.pack.call}
        self.fields["methodology"].choices = [  # type: ignore[attr-defined]
            (pk, f"{label(one.pack.call.title).text}: {label(one.title).text} {one.version}")
            for pk, one in self.methodologies.items()
            if one.pack.call
        ]


class TermsForm(forms.Form):
    """Of what a call keeps by itself: numbers, countries, quotas. `value` is what is kept; `opened` as in RowForm."""

    keeps: str
    conflict: Any = None

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data)
        self.call = call
        self.digest = self.data.get("opened", "") if self.is_bound else digest_of(call, (self.keeps,))
        self.build()
        if call.is_public:
            self.fields["reason"] = reason_field()

    def build(self) -> None:
        """Make the fields of the call."""
        raise NotImplementedError

    @property
    def value(self) -> dict[str, Any]:
        """What the call would keep."""
        raise NotImplementedError

    @property
    def opened(self) -> Opened | None:
        """What the form showed when it was opened; None where it does not say."""
        return Opened((self.keeps,), self.digest) if self.digest else None


class ParametersForm(TermsForm):
    """Every number of the methodology, and what it is in this call."""

    keeps = "parameters"

    def build(self) -> None:
        """A box for each number; left empty, the methodology's holds."""
        self.parameters = parameters_of(self.call)
        for one in self.parameters:
            field = NumberFormField(
                label=one.title,
                required=False,
                min_value=0,
                max_value=one.most,
                decimal_places=0 if one.is_whole else 4,
            )
            field.widget.attrs["class"] = "short"
            self.fields[one.path] = field
            self.initial[one.path] = number(one.value) if one.departs else None

    def groups(self) -> Iterator[tuple[str, list[tuple[Parameter, forms.BoundField]]]]:
        """Each number with its box, those of one kind together under what they are about."""
        for title, some in groupby(self.parameters, _about):
            yield title, [(one, self[one.path]) for one in some]

    @property
    def value(self) -> dict[str, str]:
        """The numbers that are others than the methodology's, as text."""
        said = {one: self.cleaned_data.get(one.path) for one in self.parameters}
        return {
            one.path: str(int(given) if one.is_whole else given)
            for one, given in said.items()
            if given is not None and given != one.default
        }


class CountriesForm(TermsForm):
    """Which countries stand on each side."""

    keeps = "countries"

    def build(self) -> None:
        """Boxes for each side: the methodology's countries by region, then all others."""
        here = {one.key: one for one in terms_of(self.call).sides}
        invented = _fictional(self.call)
        for side in part_of(self.call).sides:
            self.fields[side.key] = forms.MultipleChoiceField(
                label=label(side.title).text,
                choices=_choices(side, invented),
                widget=GroupedBoxes,
                required=bool(side.countries),
                help_text="" if side.countries else _("With none ticked, cities of any country may apply."),
            )
            self.initial[side.key] = sorted(here[side.key].countries)

    @property
    def value(self) -> dict[str, list[str]]:
        """Countries by side, where they are others than the methodology's."""
        return {
            side.key: chosen
            for side in part_of(self.call).sides
            if (chosen := sorted(self.cleaned_data[side.key])) and set(chosen) != side.countries
        }


class QuotaForm(TermsForm):
    """How many pairs at most with cities of each country."""

    keeps = "quota"

    def build(self) -> None:
        """A box for each country of the call."""
        keys = {key for side in terms_of(self.call).sides for key in side.countries} | set(self.call.quota)
        keys = keys or set(dict(_codes())) | set(_fictional(self.call))
        titles = country_titles(keys, get_language() or "es")
        self.countries = sorted(keys, key=lambda key: fold(titles[key]))
        for key in self.countries:
            self.fields[key] = forms.IntegerField(label=titles[key], required=False, min_value=0, max_value=MOST_PAIRS)
            self.fields[key].widget.attrs["class"] = "short"
            self.initial[key] = self.call.quota.get(key)

    @property
    def value(self) -> dict[str, int]:
        """Pairs by country, where a number is written."""
        said = {key: self.cleaned_data.get(key) for key in self.countries}
        return {key: given for key, given in said.items() if given is not None}


class ReasonForm(forms.Form):
    """Asks why, of what a published call becomes."""

    reason = reason_field()


class ExtensionForm(ReasonForm):
    """A later deadline, on the call's clocks, and why."""

    closes_at = ClockFormField(label=gettext_lazy("New deadline"))
    field_order = ("closes_at", "reason")

    def __init__(self, *args: Any, call: Call) -> None:
        super().__init__(*args)
        self.zone = call.zone
        self.initial["closes_at"] = shown_in(call.closes_at, call.zone)

    def clean_closes_at(self) -> Any:
        """The moment that the clocks of the zone show."""
        return moment(self.cleaned_data["closes_at"], self.zone)


def _about(parameter: Parameter) -> str:
    """What a number is about, by the beginning of its path."""
    said = {
        "eligible": _("Who may apply"),
        "themes": _("Themes"),
        "criteria": _("Weights of the criteria"),
        "assessment": _("Assessment"),
        "mend_days": _("Assessment"),
        "support": _("What it gives"),
        "grant": _("Grant"),
        "pairing/weights": _("Weights of affinity"),
        "pairing": _("Meetings and pairing"),
    }
    keys = parameter.path.rpartition("/")[0], parameter.path.partition("/")[0]
    return next((said[one] for one in keys if one in said), "")


def _choices(side: Side, invented: Mapping[str, str]) -> list[Any]:
    """The methodology's countries by region; then fictional ones, then all others."""
    names = dict(_codes())
    groups = [
        (label(region.title).text, [(code, names.get(code, code)) for code in region.countries])
        for region in side.regions
    ]
    if invented:
        groups.append((_("Fictional countries"), list(invented.items())))
    others = [(code, name) for code, name in names.items() if code not in side.countries]
    return [*groups, (_("Other countries"), others)]


def _codes() -> tuple[tuple[str, str], ...]:
    return countries(get_language() or "es")


def _fictional(call: Call) -> dict[str, str]:
    """Fictional countries of the network's members, and those that the call names already, by key."""
    rows = Organisation.objects.members_of(call.network).exclude(fictional_country={})
    keys = {country_key(one) for one in rows}
    keys |= {key for named in call.countries.values() for key in named if is_fictional(key)}
    titles = country_titles(keys, get_language() or "es")
    return {key: titles[key] for key in sorted(keys, key=lambda key: fold(titles[key]))}
