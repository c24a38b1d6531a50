"""The short lists of all admitted cities: drawn up, mended, shown."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.calls.models import ShortListEntry
from entreciudades.calls.reasons import labels_of
from entreciudades.calls.rules import EDIT, FOLLOW
from entreciudades.calls.services.short_lists import matchmaking_of, show_lists, strike_from_lists
from entreciudades.core.errors import NotFound
from entreciudades.processes.meeting import draw_up_lists, list_together
from entreciudades.web.access import may
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.partners.about import words
from entreciudades.web.desk.refusals import refused
from entreciudades.web.office.pairing.door import about, call_of
from entreciudades.web.office.two_cities import TwoCitiesForm
from entreciudades.web.public.lists import page_of


class MendForm(TwoCitiesForm):
    """Two cities that are put on each other's list, or taken from it, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stays with the list; the cities do not read it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@may(FOLLOW)
@require_safe
def short_lists(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """The list of each city, best first, with what speaks for it; what was struck, and why."""
    found = call_of(request, slug, call, may=FOLLOW)
    entries = ShortListEntry.objects.select_related("other__applicant")
    rows = found.applications.admitted().select_related("applicant").order_by("applicant__sort_name", "pk")
    page = page_of(request, rows.prefetch_related(Prefetch("short_list", entries)))
    all_entries = [entry for one in page for entry in one.short_list.all()]
    labels = labels_of(code for one in all_entries for code in (*one.learns, *one.shares, *one.common))
    lists = [
        (
            one.applicant,
            [
                (entry, *(words(codes, labels) for codes in (entry.learns, entry.shares, entry.common)))
                for entry in one.short_list.all()
                if not entry.struck
            ],
            [entry for entry in one.short_list.all() if entry.struck],
        )
        for one in page
    ]
    shown_at = matchmaking_of(found).shown_at
    has_lists = ShortListEntry.objects.within(found).standing().exists()
    shown = about(request, found, page=page, lists=lists, shown_at=shown_at, has_lists=has_lists)
    return render(request, "office/calls/matchmaking/short_lists.html", shown)


@may(EDIT)
@require_POST
def draw(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Draw them up by the affinities of today."""
    found = call_of(request, slug, call, may=EDIT)
    try:
        draw_up_lists(found, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The short lists are drawn up. No city sees them until you show them."))
    return redirect("office:call-short-lists", slug, call)


@may(EDIT)
@require_POST
def show(request: HttpRequest, slug: str, call: str) -> HttpResponse:
    """Show them to the cities."""
    found = call_of(request, slug, call, may=EDIT)
    try:
        show_lists(found, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Every admitted city sees its list now and is told."))
    return redirect("office:call-short-lists", slug, call)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, slug: str, call: str, verb: str) -> HttpResponse:
    """Put two cities on each other's list (`add`), or take them from it (`strike`)."""
    found = call_of(request, slug, call, may=EDIT)
    acts = {"add": list_together, "strike": strike_from_lists}
    if verb not in acts:
        raise NotFound("verb", verb)
    asked = {name: request.GET.get(name) for name in ("a", "b")}
    form = MendForm(request.POST if request.method == "POST" else None, call=found, initial=asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            acts[verb](found, said["a"], said["b"], reason=said["reason"], by=person(request))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Both lists are changed."))
            return redirect("office:call-short-lists", slug, call)
    page = {
        "form": form,
        "title": _("Add a city to a short list") if verb == "add" else _("Strike a city from a short list"),
        "submit": _("Add to both lists") if verb == "add" else _("Strike from both lists"),
        "back": reverse("office:call-short-lists", args=[slug, call]),
    }
    return render(request, "layouts/form.html", about(request, found, **page))
