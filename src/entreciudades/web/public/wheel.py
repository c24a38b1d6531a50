"""The network of cities as a graph with its table: who goes with whom in the alliances that the reader may know of."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.states import SeatState
from entreciudades.core.labels import label
from entreciudades.core.slugs import find
from entreciudades.documents.graph import Node, wheel
from entreciudades.search.analysis import fold
from entreciudades.web.access import public


@dataclass(frozen=True, slots=True)
class Row:
    """A city in the table: with whom it goes, and in how many alliances with each."""

    organisation: Organisation
    node: Node
    name: str
    others: tuple[tuple[Organisation, int], ...]


@public
def graph(request: HttpRequest, slug: str) -> HttpResponse:
    """The cities of a network's alliances, and the ties between them. Three queries, however many there are."""
    network = find(Organisation.objects.visible_to(request.user).networks(), slug)
    if network.slug != slug:
        return redirect("public:network-graph", network.slug, permanent=True)
    known = Alliance.objects.visible_to(request.user).filter(network=network)
    seats = Seat.objects.filter(alliance__in=known.values("pk"), state=SeatState.PRESENT)
    together: dict[int, list[Organisation]] = defaultdict(list)
    for seat in seats.select_related("organisation").order_by("alliance", "position"):
        together[seat.alliance_id].append(seat.organisation)
    cities = {one.slug: one for parties in together.values() for one in parties}
    ties: dict[tuple[str, str], int] = defaultdict(int)
    for parties in together.values():
        for one, other in combinations(sorted({party.slug for party in parties}), 2):
            ties[one, other] += 1
    names = {key: label(one.names).text for key, one in cities.items()}
    order = sorted(cities, key=lambda key: (cities[key].country, fold(names[key])))
    drawn = wheel(order, ties)
    beside: dict[str, list[tuple[Organisation, int]]] = defaultdict(list)
    for (one, other), count in sorted(ties.items(), key=lambda tie: -tie[1]):
        beside[one].append((cities[other], count))
        beside[other].append((cities[one], count))
    rows = [Row(cities[node.key], node, names[node.key], tuple(beside[node.key])) for node in drawn.nodes]
    context = {"network": network, "wheel": drawn, "rows": rows, "alliances": len(together)}
    return render(request, "public/network_graph.html", context)
