"""An organisation proposes an alliance: under which network and methodology, in which form, with whom, about what."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entreciudades.actors.models import Adoption, NetworkMember, Organisation
from entreciudades.actors.rules import TEAM
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.naming import title_of
from entreciudades.alliances.services.life import propose
from entreciudades.alliances.states import AllianceState
from entreciudades.core.errors import MoveRefused
from entreciudades.core.labels import label
from entreciudades.methodologies.alliance_pack import AllianceForm
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.alliances.about import about_alliance, working_seat_at
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.fields import LabelsFormField, RowsChoiceField
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.organisation_nouns import THEMES
from entreciudades.web.desk.refusals import refused
from entreciudades.web.desk.terms import TermsField

GET_AND_POST = ("GET", "HEAD", "POST")


class WayForm(forms.Form):
    """Under which network, methodology and form of it."""

    way = forms.ChoiceField(label=gettext_lazy("Network, methodology and form"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, organisation: Organisation, alliance: Alliance | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        networks = NetworkMember.objects.present().filter(organisation=organisation).values_list("network", flat=True)
        keys = {*networks, *([organisation.pk] if organisation.is_network else [])}
        if alliance is not None and alliance.network_id:
            keys &= {alliance.network_id}
        rows = Adoption.objects.filter(network__in=keys).select_related("network", "methodology")
        self.ways = {
            f"{one.pk}:{form.key}": (one, form)
            for one in rows
            if (part := one.methodology.pack.alliance)
            for form in part.forms
        }
        self.fields["way"].choices = [(key, _named(*one)) for key, one in self.ways.items()]  # type: ignore[attr-defined]


class ProposalForm(forms.Form):
    """Title, the other parties, themes; of an alliance that is there already its parties stay."""

    titles = LabelsFormField(label=gettext_lazy("Title"))
    others = RowsChoiceField(
        queryset=Organisation.objects.none(),
        label=gettext_lazy("Other parties"),
        help_text=gettext_lazy(
            "Members of the network: they are invited, and answer for themselves. Others can be invited later, by name."
        ),
    )
    themes = TermsField(codelists=THEMES, label=gettext_lazy("Themes"), required=False)

    def __init__(self, *args: Any, network: Organisation, owner: Organisation, there: set[int], **options: Any) -> None:
        super().__init__(*args, **options)
        members = Organisation.objects.members_of(network).exclude(pk__in={owner.pk, *there})
        self.fields["others"].queryset = members.order_by("sort_name")  # type: ignore[attr-defined] # of rows
        self.fields["others"].required = not there


@may(TEAM)
@require_http_methods(GET_AND_POST)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a new alliance."""
    owner = doors.organisation(request, slug, may=TEAM)
    about = about_organisation(request, owner)
    return _proposal(request, owner, Alliance(), about, reverse("desk:alliances", args=[slug]))


@may(TEAM)
@require_http_methods(GET_AND_POST)
def take_up(request: HttpRequest, slug: str, alliance: str) -> HttpResponse:
    """Propose that an alliance which a pair founded or a source tells lives by a methodology from now on."""
    seat = working_seat_at(request, slug, alliance, may=TEAM)
    if seat.alliance.state != AllianceState.TOLD:
        messages.info(request, _("This alliance lives by a methodology already."))
        return redirect("desk:alliance", slug, alliance)
    about = about_alliance(request, seat)
    back = reverse("desk:alliance", args=[slug, alliance])
    return _proposal(request, seat.organisation, seat.alliance, about, back)


def _proposal(
    request: HttpRequest, owner: Organisation, alliance: Alliance, about: dict[str, Any], back: str
) -> HttpResponse:
    """Choose the way, then say the rest."""
    first = WayForm(request.GET or None, organisation=owner, alliance=alliance if alliance.pk else None)
    page: dict[str, Any] = {"back": back, "title": _("Propose an alliance")}
    if not first.is_valid():
        return render(
            request, "desk/alliances/choose.html", about | page | {"form": first, "has_ways": bool(first.ways)}
        )
    adoption, way = first.ways[first.cleaned_data["way"]]
    there = [one.organisation for one in alliance.seats.all()] if alliance.pk else []
    initial = {"titles": alliance.titles, "themes": list(alliance.themes.all())} if alliance.pk else {}
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        network=adoption.network,
        owner=owner,
        there={one.pk for one in there},
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        # A network proposes to its members, and takes no part itself.
        own = [] if owner.is_network and not there else [owner]
        parties = list({one.pk: one for one in [*own, *there, *form.cleaned_data["others"]]}.values())
        try:
            made = propose(
                alliance,
                network=adoption.network,
                methodology=adoption.methodology,
                form=way.key,
                organisation=owner,
                parties=parties,
                titles=form.cleaned_data["titles"],
                themes=form.cleaned_data["themes"],
                by=person(request),
            )
        except ValidationError as error:
            _tell(form, error)
        except MoveRefused:
            messages.info(request, _("This alliance lives by a methodology already."))
            return redirect(back)
        else:
            messages.success(request, _("Proposed: %(name)s. The others have been asked.") % {"name": title_of(made)})
            return redirect("desk:alliance" if own else "office:alliance", owner.slug, made.slug)
    page |= {
        "form": form,
        "submit": _("Propose the alliance"),
        "says": _("%(methodology)s %(version)s, in the network %(network)s.")
        % {
            "methodology": label(adoption.methodology.title).text,
            "version": f"{adoption.methodology.version}, {label(way.title)}",
            "network": name_of(adoption.network),
        },
    }
    about |= {"alliance_name": name_of(owner)}
    return render(request, "alliances/ask.html", about | page, status=422 if form.errors else 200)


def _named(adoption: Adoption, form: AllianceForm) -> str:
    methodology = adoption.methodology
    return f"{name_of(adoption.network)}: {label(methodology.title)} {methodology.version}, {label(form.title)}"


def _tell(form: forms.Form, error: ValidationError) -> None:
    """Show what was refused where it can be mended."""
    if hasattr(error, "error_dict") and "parties" in error.error_dict:
        form.add_error("others", ValidationError(error.error_dict.pop("parties")))
    refused(form, error)
