"""The searches of a city: begun under a methodology of its networks, weights of criteria, the alliance at the end."""

from decimal import Decimal
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

from entreciudades.actors.models import Adoption, NetworkMember, Organisation
from entreciudades.actors.rules import DESK
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Call
from entreciudades.calls.rules import DECIDE_SEARCH, RECORD_STEPS
from entreciudades.calls.services.call import begin_call
from entreciudades.calls.services.steps import weigh_criteria
from entreciudades.calls.terms import parameters_of, terms_of
from entreciudades.core.errors import RowConflict
from entreciudades.core.labels import label
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify
from entreciudades.processes.founding import found_alliance_of_search
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.fields import NumberFormField
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.office.call_forms import FactsForm, TermsForm
from entreciudades.web.steps import cards_of, questionnaire_of

GET_AND_POST = ("GET", "HEAD", "POST")
_CRITERIA = "criteria/"


class WayForm(forms.Form):
    """In which of its networks, and by which methodology, a city seeks a partner."""

    way = forms.ChoiceField(label=gettext_lazy("Network and methodology"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, city: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        networks = NetworkMember.objects.present().filter(organisation=city).values("network")
        rows = Adoption.objects.filter(network__in=networks).select_related("network", "methodology")
        self.ways = {str(one.pk): one for one in rows if (part := one.methodology.pack.call) and part.kind == "search"}
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (pk, f"{name_of(one.network)}: {label(one.methodology.title).text} {one.methodology.version}")
            for pk, one in self.ways.items()
        ]


class SearchForm(FactsForm):
    """Title, dates, languages of a search: who seeks is the city itself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["holder"]


class WeightsForm(TermsForm):
    """How much each criterion weighs."""

    keeps = "parameters"

    def build(self) -> None:
        """A box for each criterion, filled with what holds now."""
        for one in parameters_of(self.call):
            if one.path.startswith(_CRITERIA):
                key = one.path.removeprefix(_CRITERIA)
                self.fields[key] = NumberFormField(label=one.title, min_value=0, max_value=1000, decimal_places=2)
                self.initial[key] = one.value

    @property
    def value(self) -> dict[str, Decimal]:
        """Weight by criterion."""
        return {key: weight for key, weight in self.cleaned_data.items() if isinstance(weight, Decimal)}


@may(EDIT_ORGANISATION)
@require_safe
def searches(request: HttpRequest, slug: str) -> HttpResponse:
    """What the city seeks or sought."""
    city = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    page = {
        "searches": Call.objects.filter(holder=city).select_related("network").order_by("-opens_at", "slug"),
        "may_begin": DESK.predicate(request.user, city) and bool(WayForm(city=city).ways),
    }
    return render(request, "desk/searches/list.html", about_organisation(request, city) | page)


@may(DESK)
@require_http_methods(GET_AND_POST)
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the way, then write the facts; the secretariat reads them and publishes."""
    city = doors.organisation(request, slug, may=DESK)
    first = WayForm(request.GET or None, city=city)
    page: dict[str, Any] = {"back": reverse("desk:searches", args=[slug])}
    if not first.is_valid():
        page |= {"form": first, "has_ways": bool(first.ways)}
        return render(request, "desk/searches/choose.html", about_organisation(request, city) | page)
    way = first.ways[first.cleaned_data["way"]]
    made = Call(network=way.network, holder=city, methodology=way.methodology, source_language=city.source_language)
    form = SearchForm(request.POST if request.method == "POST" else None, instance=made)
    if request.method == "POST" and form.is_valid() and kept(form, begin_call, by=person(request)):
        facts = {"organisation": city.names, "call": made.titles}
        path = reverse("office:call", args=[way.network.slug, made.slug])
        notify(
            leaders_of(way.network), kind="search.begun", facts=facts, path=path, by=person(request), scope=way.network
        )
        messages.success(request, _("Begun. Write down the first steps; your network publishes the call."))
        return redirect("desk:search", slug, made.slug)
    page |= {"form": form, "title": _("Seek a partner"), "submit": _("Begin the search")}
    return render(request, "layouts/form.html", about_organisation(request, city) | page)


@may(RECORD_STEPS)
@require_safe
def search(request: HttpRequest, slug: str, search: str) -> HttpResponse:
    """Step by step what was done, what is next, the criteria with their weights, the questionnaire in each language."""
    found = doors.search(request, slug, search, may=RECORD_STEPS)
    cards = cards_of(found, lambda key: reverse("desk:search-step", args=[slug, search, key]))
    terms = terms_of(found)
    page = {
        "cards": cards,
        "next": next((one for one in cards if one.step.state == "now"), None),
        "criteria": terms.criteria,
        "questionnaire": questionnaire_of(found),
        "alliance": Alliance.objects.filter(search=found).first(),
        "is_decided": all(one.step.record for one in cards),
        "may_decide": DECIDE_SEARCH.predicate(request.user, found),
    }
    return render(request, "desk/searches/search.html", about_search(request, found) | page)


@may(RECORD_STEPS)
@require_http_methods(GET_AND_POST)
def weights(request: HttpRequest, slug: str, search: str) -> HttpResponse:
    """How much each criterion weighs, before the call is public."""
    found = doors.search(request, slug, search, may=RECORD_STEPS)
    if found.is_public:
        messages.info(request, _("The call is public: your network changes its weights, with the reason for it."))
        return redirect("desk:search", slug, search)
    form = WeightsForm(request.POST if request.method == "POST" else None, call=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            weigh_criteria(found, form.value, by=person(request), opened=form.opened)
        except ValidationError as error:
            refused(form, error)
        except RowConflict:
            status = 409
            form.add_error(None, _("Somebody changed this while you were writing. Look at the page again, then send."))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:search", slug, search)
    page = {
        "form": form,
        "title": _("What each criterion weighs"),
        "back": reverse("desk:search", args=[slug, search]),
    }
    return render(request, "layouts/form.html", about_search(request, found) | page, status=status)


@may(DECIDE_SEARCH)
@require_POST
def found(request: HttpRequest, slug: str, search: str) -> HttpResponse:
    """The decision becomes an alliance."""
    decided = doors.search(request, slug, search, may=DECIDE_SEARCH)
    try:
        alliance = found_alliance_of_search(decided, by=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("desk:search", slug, search)
    messages.success(request, _("You are an alliance now: everybody can read it."))
    return redirect("desk:alliance", slug, alliance.slug)


def about_search(request: HttpRequest, search: Call) -> dict[str, Any]:
    """What every page of a search needs: the desk of its city around it."""
    if search.holder is None:
        raise TypeError("a search has a city that seeks")
    said = {
        "search": search,
        "search_name": name_of(search),
        "more": reverse("desk:searches", args=[search.holder.slug]),
    }
    return about_organisation(request, search.holder) | said
