"""What the secretariat fixes for the runs to come, with its reasons; and which pairs are left out by themselves."""

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

from entreciudades.calls.cities import sides_of
from entreciudades.calls.models import Call, Pair, Pin
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services.pins import fix_pair, release_pair
from entreciudades.calls.states import PairState
from entreciudades.core.errors import NotFound
from entreciudades.processes.pairing import linked_pairs
from entreciudades.web.access import may
from entreciudades.web.desk.doors import person
from entreciudades.web.office.pairing.door import about, call_of
from entreciudades.web.office.pairing.shown import cities_named
from entreciudades.web.office.two_cities import TwoCitiesForm
from entreciudades.web.public.lists import page_of


class PinForm(TwoCitiesForm):
    """Two cities, together or not, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("What is fixed"), choices=Pin.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stays with the pair, and those who audit read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def clean(self) -> dict[str, Any]:
        """Two cities of one side cannot go together."""
        a, b = self.cleaned_data.get("a"), self.cleaned_data.get("b")
        if a and b and a != b and self.cleaned_data.get("kind") == Pin.Kind.REQUIRE:
            sides = sides_of(self.call)
            side = sides.get(a.applicant.slug)
            if side and side == sides.get(b.applicant.slug):
                self.add_error("b", _("Both cities stand on the same side of the call: choose one of the other."))
        return self.cleaned_data


@may(FOLLOW)
@require_safe
def pins(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """What is fixed, by whom and why; the pairs that no run proposes: linked already, or declined."""
    found = call_of(request, slug, call, may=FOLLOW)
    page = page_of(request, found.pins.select_related("a__applicant", "b__applicant", "made_by"))
    linked = sorted(linked_pairs(found))
    declined = Pair.objects.filter(call=found, state=PairState.DECLINED).select_related("a__applicant", "b__applicant")
    cities = cities_named({city for pair in linked for city in pair})
    shown = about(
        request,
        found,
        page=page,
        linked=[(cities[a], cities[b]) for a, b in linked],
        declined=[(pair.a.applicant, pair.b.applicant) for pair in declined],
    )
    return render(request, "office/calls/pairing/pins.html", shown)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Fix a pair; `?a=`, `?b=` and `?kind=` say beforehand which, by short addresses."""
    found = call_of(request, slug, call, may=EDIT)
    form = PinForm(request.POST if request.method == "POST" else None, call=found, initial=_asked(request, found))
    if request.method == "POST" and form.is_valid():
        try:
            fix_pair(found, **form.cleaned_data, by=person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Fixed. It holds in the runs that are asked for from now on."))
            return redirect("office:call-pairing-pins", slug, call)
    page = {
        "form": form,
        "title": _("Fix or forbid a pair"),
        "submit": _("Fix"),
        "back": reverse("office:call-pairing-pins", args=[slug, call]),
    }
    return render(request, "layouts/form.html", about(request, found, **page), status=422 if form.errors else 200)


@may(EDIT)
@require_POST
def release(request: HttpRequest, slug: str, call: str, pk: int) -> HttpResponse:
    """Fix a pair no longer."""
    found = call_of(request, slug, call, may=EDIT)
    pin = found.pins.filter(pk=pk).first()
    if pin is None:
        raise NotFound("pin", pk)
    pin.call = found
    release_pair(pin, by=person(request))
    messages.success(request, _("It is fixed no longer. Runs that are over keep what they found."))
    return redirect("office:call-pairing-pins", slug, call)


def _asked(request: HttpRequest, call: Call) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    initial: dict[str, Any] = {"kind": kind} if kind in Pin.Kind.values else {}
    wanted = [request.GET.get(name, "") for name in ("a", "b")]
    if any(wanted):
        rows = dict(
            call.applications.admitted().filter(applicant__slug__in=wanted).values_list("applicant__slug", "pk")
        )
        initial |= {name: rows.get(slug) for name, slug in zip(("a", "b"), wanted, strict=True)}
    return initial
