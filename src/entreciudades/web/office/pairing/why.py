"""Why these two cities: what counted, what each learns and shares, with whom else each would go; another partner."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.calls.cities import sides_of
from entreciudades.calls.models import Call, PairingRun
from entreciudades.calls.results import PRIVATE, ToPropose
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services.overriding import follow_run, override_pair
from entreciudades.calls.states import RunState
from entreciudades.calls.terms import component_title
from entreciudades.core.errors import NotFound
from entreciudades.matching.result import MICRO
from entreciudades.web.access import may
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.office.pairing import words
from entreciudades.web.office.pairing.door import about, call_of, run_of
from entreciudades.web.office.pairing.shown import Shown, cities_named, terms_named

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A component as the page tells it. `value` is between 0 and 1; both are empty where it is shown to nobody."""

    title: str
    percent: int
    value: str
    meter: str
    formula: str
    lacking: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another city, its affinity, and with whom it goes in this run."""

    city: Organisation
    affinity: str
    goes_with: Organisation | None


@may(FOLLOW)
@require_safe
def why(request: HttpRequest, slug: str, call: str, *, number: int, a: str, b: str) -> HttpResponse:
    """A pair of a run with everything that speaks for it."""
    found = call_of(request, slug, call, may=FOLLOW)
    shown, pair = _pair(found, number, a, b)
    partners = {city: other for one in shown.result.pairs for city, other in ((one.a, one.b), (one.b, one.a))}
    best = {city: _others(shown.run, city, pair) for city in (pair.a, pair.b)}
    named = {slug for some in best.values() for slug, _score in some}
    cities = cities_named({pair.a, pair.b, *named, *(partners[one] for one in named if one in partners)})
    labels = terms_named({*pair.a_learns, *pair.b_learns})
    sides = [
        {
            "city": cities[city],
            "learns": [labels.get(term, term) for term in learns],
            "from": cities[other],
            "others": [
                Other(cities[one], words.affinity(score), cities.get(partners.get(one, "")))
                for one, score in best[city]
            ],
        }
        for city, other, learns in ((pair.a, pair.b, pair.a_learns), (pair.b, pair.a, pair.b_learns))
    ]
    page = about(
        request,
        found,
        run=shown.run,
        pair=pair,
        sides=sides,
        affinity=None if pair.score is None else words.affinity(pair.score),
        parts=list(_parts(shown, pair)),
        may_change=shown.run.proposed_at is None,
    )
    return render(request, "office/calls/pairing/why.html", page)


class OverrideForm(forms.Form):
    """Which of the two goes with whom instead, and why."""

    keep = forms.ChoiceField(label=gettext_lazy("Which city gets another partner"), widget=forms.RadioSelect)
    other = forms.ChoiceField(label=gettext_lazy("Its partner instead"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stays with the pair, and those who audit read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, pair: list[Organisation], others: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(one.slug, name_of(one)) for one in pair]  # type: ignore[attr-defined]
        choices = [(one.slug, name_of(one)) for one in others]
        self.fields["other"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, slug: str, call: str, *, number: int, a: str, b: str) -> HttpResponse:
    """Propose another partner for one of the two, with a reason."""
    found = call_of(request, slug, call, may=EDIT)
    shown, pair = _pair(found, number, a, b)
    cities = cities_named(sides_of(found))
    form = OverrideForm(
        request.POST if request.method == "POST" else None,
        pair=[cities[one] for one in (pair.a, pair.b) if one in cities],
        others=sorted(
            (city for one, city in cities.items() if one not in (pair.a, pair.b)), key=lambda city: city.sort_name
        ),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        instead_of = pair.b if said["keep"] == pair.a else pair.a
        try:
            override_pair(
                shown.run,
                a=said["keep"],
                instead_of=instead_of,
                b=said["other"],
                reason=said["reason"],
                by=person(request),
            )
        except ValidationError as error:
            fields = {"b": "other", "reason": "reason"}
            for field, said_wrong in (error.message_dict if hasattr(error, "error_dict") else {}).items():
                form.add_error(fields.get(field), said_wrong)
            if not hasattr(error, "error_dict"):
                form.add_error(None, error)
        else:
            messages.success(request, _("Noted. It is proposed with your reason when you propose the pairs."))
            return redirect("office:call-pairing-run", slug, call, number)
    page = {
        "form": form,
        "title": _("Another partner than the run found"),
        "submit": _("Propose this pair instead"),
        "back": reverse("office:call-pairing-why", args=[slug, call, number, pair.a, pair.b]),
    }
    return render(request, "layouts/form.html", about(request, found, **page), status=422 if form.errors else 200)


@may(EDIT)
@require_POST
def follow(request: HttpRequest, slug: str, call: str, number: int) -> HttpResponse:
    """Propose what the run found after all."""
    found = call_of(request, slug, call, may=EDIT)
    try:
        follow_run(run_of(found, number), by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The pairs are those of the run again."))
    return redirect("office:call-pairing-run", slug, call, number)


def _pair(call: Call, number: int, a: str, b: str) -> tuple[Shown, ToPropose]:
    run = run_of(call, number)
    if run.state == RunState.DONE:
        shown = Shown.of(run)
        for pair in shown.pairs:
            if {pair.a, pair.b} == {a, b}:
                return shown, pair
    raise NotFound("pair", f"{a}, {b}")


def _others(run: PairingRun, city: str, pair: ToPropose) -> list[tuple[str, int]]:
    found = run.alternatives.get(city, [])
    return [(other, score) for other, score in found if other not in (pair.a, pair.b)][:_SHOWN]


def _parts(shown: Shown, pair: ToPropose) -> Iterator[Part]:
    weights = shown.rules.weights
    whole = sum(weights.values())
    for component, weight in weights.items():
        part = pair.parts.get(component)
        yield Part(
            title=component_title(component),
            percent=round(100 * weight / whole),
            value="" if part is None else words.affinity(part),
            meter="" if part is None else f"{part / MICRO:.2f}",
            formula=words.formula(component),
            lacking=words.lacking(component) if component in pair.unknown and component != PRIVATE else "",
        )
