"""A run is asked for, with its rules; it is stopped; all runs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.countries import country_titles
from entreciudades.calls.cities import countries_of
from entreciudades.calls.models import Call
from entreciudades.calls.pairing_rules import rules_of_run
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services.pairing import stop_run
from entreciudades.calls.terms import MOST_PAIRS, MOST_WEIGHT, component_title
from entreciudades.core.errors import MoveRefused
from entreciudades.matching.problem import COMPONENTS, Rules
from entreciudades.processes.pairing import ask_pairing, rules_today
from entreciudades.web.access import may
from entreciudades.web.desk.doors import number as number_of
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.fields import NumberFormField
from entreciudades.web.office.pairing.door import about, call_of, run_of
from entreciudades.web.public.lists import page_of


class RunForm(forms.Form):
    """The numbers of a run: what counts how much, what is the least, how many pairs a country may have."""

    min_score = NumberFormField(
        label=gettext_lazy("Least affinity of a pair"),
        help_text=gettext_lazy("From 0 to 1. A pair below it is not proposed, unless it is fixed."),
        min_value=0,
        max_value=1,
    )
    first_aim = forms.ChoiceField(
        label=gettext_lazy("What comes first"),
        choices=[
            ("total", gettext_lazy("the greatest total of all pairs")),
            ("most_cities", gettext_lazy("as many cities with a pair as possible, then the greatest total")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What this run tries"),
        help_text=gettext_lazy("For you and your colleagues: “without quota for Nordland”."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, rules: Rules, countries: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"min_score": Decimal(str(rules.min_score)), "first_aim": rules.first_aim}
        self.countries = countries
        for component in COMPONENTS:
            weight = Decimal(str(rules.weights.get(component, 0)))
            self.fields[f"weight_{component}"] = NumberFormField(
                label=component_title(component), min_value=0, max_value=MOST_WEIGHT, initial=weight
            )
        for country, title in countries.items():
            self.fields[f"quota_{country}"] = forms.IntegerField(
                label=title, min_value=0, max_value=MOST_PAIRS, required=False, initial=rules.quota.get(country)
            )

    @property
    def weights(self) -> list[BoundField]:
        """The fields of what counts how much."""
        return [self[f"weight_{component}"] for component in COMPONENTS]

    @property
    def quotas(self) -> list[BoundField]:
        """The fields of how many pairs a country may have."""
        return [self[f"quota_{country}"] for country in self.countries]

    def clean(self) -> dict[str, Any]:
        """Some weight is above 0."""
        given = [self.cleaned_data.get(f"weight_{component}") for component in COMPONENTS]
        if None not in given and not any(given):
            raise ValidationError(_("At least one weight must be above 0."))
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """The fields of the rules that were entered."""
        said = self.cleaned_data
        weights = {component: float(said[f"weight_{component}"]) for component in COMPONENTS}
        quota = {country: said[f"quota_{country}"] for country in self.countries}
        return {
            "weights": {component: weight for component, weight in weights.items() if weight},
            "min_score": float(said["min_score"]),
            "first_aim": said["first_aim"],
            "quota": {country: most for country, most in quota.items() if most is not None},
        }


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Ask for a run, by the rules of the call or by those of the run `?from=`, changed as one wishes."""
    found = call_of(request, slug, call, may=EDIT)
    today = rules_today(found)
    rules = _rules_to_begin_with(found, request.GET.get("from", ""), today)
    countries = country_titles(countries_of(found) | rules.quota.keys(), get_language() or "es")
    form = RunForm(
        request.POST if request.method == "POST" else None,
        rules=rules,
        countries=dict(sorted(countries.items(), key=lambda item: item[1])),
    )
    if request.method == "POST" and form.is_valid():
        try:
            run = ask_pairing(found, by=person(request), note=form.cleaned_data["note"], changes=form.changes())
        except MoveRefused:
            form.add_error(None, _("Cities are paired once the admission is decided."))
        else:
            return redirect("office:call-pairing-run", slug, call, run.number)
    page = about(request, found, form=form, today=today, back=reverse("office:call-pairing", args=[slug, call]))
    return render(request, "office/calls/pairing/new.html", page, status=422 if form.errors else 200)


@may(EDIT)
@require_POST
def stop(request: HttpRequest, slug: str, call: str, number: int) -> HttpResponse:
    """Stop a run that waits or is under way."""
    found = call_of(request, slug, call, may=EDIT)
    try:
        stop_run(run_of(found, number), by=person(request))
    except MoveRefused:
        messages.info(request, _("It had ended already."))
    else:
        messages.success(request, _("Stopped. The results that there are stay."))
    return redirect("office:call-pairing-run", slug, call, number)


@may(FOLLOW)
@require_safe
def runs(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """All runs, the latest first."""
    found = call_of(request, slug, call, may=FOLLOW)
    page = page_of(request, found.runs.defer("result", "alternatives", "rules").select_related("started_by"))
    return render(request, "office/calls/pairing/runs.html", about(request, found, page=page))


def _rules_to_begin_with(call: Call, written: str, today: Rules) -> Rules:
    before = call.runs.filter(number=number_of(written)).only("rules").first() if written else None
    return rules_of_run(before.rules) if before else today
