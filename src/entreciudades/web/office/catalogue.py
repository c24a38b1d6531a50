"""What a network works by and what it holds: methodologies, practices, and programmes that begin."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.rules import FOLLOW, OFFICE
from entreciudades.alliances.errors import StageDropped
from entreciudades.alliances.naming import title_of
from entreciudades.core.errors import NotFound
from entreciudades.methodologies.models import Methodology
from entreciudades.practices.models import Practice
from entreciudades.processes.adoption import adopt_for_network
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import create_programme
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.refusals import refused
from entreciudades.web.office.about import about_network
from entreciudades.web.office.forms import NewProgrammeForm
from entreciudades.web.public.lists import page_of


@may(FOLLOW)
@require_safe
def methodologies(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions by which the network works, with their programmes, and those that it may adopt."""
    network = doors.organisation(request, slug, may=FOLLOW)
    adopted = list(network.adoptions.select_related("methodology"))
    counts = dict(Programme.objects.owned_by(network).order_by().values_list("methodology").annotate(count=Count("pk")))
    own = {one.methodology_id for one in adopted}
    page = {
        "adopted": [(one.methodology, counts.get(one.methodology_id, 0)) for one in adopted],
        "others": Methodology.objects.exclude(pk__in=own),
    }
    return render(request, "office/methodologies.html", about_network(request, network) | page)


@may(OFFICE)
@require_POST
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Work by a further methodology, or a newer version, from now on; programmes keep theirs."""
    network = doors.organisation(request, slug, may=OFFICE)
    chosen = request.POST.get("methodology", "")
    methodology = Methodology.objects.filter(pk=number(chosen)).first()
    if methodology is None:
        raise NotFound("methodology", chosen)
    try:
        adopt_for_network(network, methodology, by=person(request))
    except StageDropped as dropped:
        names = ", ".join(title_of(alliance) for alliance, _stage in dropped.standing)
        said = _("This version has no longer the stage in which these alliances stand: %(names)s. It was not adopted.")
        messages.error(request, said % {"names": names})
    else:
        messages.success(request, _("Adopted: %(name)s") % {"name": str(methodology)})
    return redirect("office:methodologies", slug)


@may(FOLLOW)
@require_safe
def practices(request: HttpRequest, slug: str) -> HttpResponse:
    """The practices on the network's sheets, public or in preparation."""
    network = doors.organisation(request, slug, may=FOLLOW)
    rows = Practice.objects.filter(network=network).select_related("organisation").prefetch_related("themes")
    return render(request, "office/practices.html", about_network(request, network) | {"page": page_of(request, rows)})


@may(OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a programme of a member city, or of the network itself."""
    network = doors.organisation(request, slug, may=OFFICE)
    form = NewProgrammeForm(request.POST if request.method == "POST" else None, network=network)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        methodology, variant = said["variant"]
        try:
            made = create_programme(
                holder=said["holder"], network=network, methodology=methodology, variant=variant,
                titles=said["titles"], edition=said["edition"], by=person(request),
            )  # fmt: skip
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(request, _("Begun: %(name)s. Its city finds it at its desk.") % {"name": name_of(made)})
            return redirect("office:network", slug)
    page = {
        "form": form,
        "title": _("A new programme"),
        "submit": _("Begin the programme"),
        "back": reverse("office:network", args=[slug]),
    }
    return render(request, "layouts/form.html", about_network(request, network) | page)
