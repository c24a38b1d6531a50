"""Networks: the list, and each network's page."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from entreciudades.actors.models import NetworkMember, Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.core.slugs import find
from entreciudades.exchanges.models import Product
from entreciudades.programmes.models import Programme
from entreciudades.web.access import public
from entreciudades.web.public.lists import page_of
from entreciudades.web.public.programmes import as_cards, with_cards


def with_present_members(networks: "QuerySet[Organisation]") -> "QuerySet[Any]":
    """Networks with the number of their present members, `present`."""
    present = Count("members", filter=Q(members__in=NetworkMember.objects.present()), distinct=True)
    return networks.annotate(present=present)


@public
def networks(request: HttpRequest) -> HttpResponse:
    """Networks with the number of their present members."""
    rows = with_present_members(Organisation.objects.visible_to(request.user).networks())
    return render(request, "public/networks.html", {"page": page_of(request, rows.order_by("sort_name", "id"))})


@public
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in a network, the posts that members hold, how it works and what runs under it."""
    found = find(Organisation.objects.visible_to(request.user).networks(), slug)
    if found.slug != slug:
        return redirect("public:network", found.slug, permanent=True)
    known = Organisation.objects.visible_to(request.user)
    members = NetworkMember.objects.present().filter(network=found, organisation__in=known)
    programmes = Programme.objects.visible_to(request.user).filter(Q(network=found) | Q(holder=found))
    context = {
        "network": found,
        "members": page_of(request, members.select_related("organisation").prefetch_related("posts")),
        "adoptions": found.adoptions.select_related("methodology"),
        "programmes": as_cards(with_cards(programmes)),
        "products": Product.objects.filter(network=found, published=True, alliance=None),
        "collaborations": Alliance.objects.visible_to(request.user).filter(network=found).count(),
    }
    return render(request, "public/network.html", context)
