"""A run as its pages show it: pairs and cities by their names, terms by their labels, numbers in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse

from entreciudades.actors.models import Organisation
from entreciudades.calls.models import Call, PairingRun
from entreciudades.calls.pairing_rules import rules_of_run
from entreciudades.calls.results import ToPropose, result_of, to_propose
from entreciudades.calls.terms import component_title
from entreciudades.core.labels import label
from entreciudades.matching.problem import Rules
from entreciudades.matching.result import MICRO, Result
from entreciudades.taxonomy.models import Term
from entreciudades.web.office.pairing import words
from entreciudades.web.public.lists import ON_A_PAGE

_TERMS_SHOWN: Final = 3
_BAR, _STEP = 7, 9


@dataclass(frozen=True, slots=True)
class Bar:
    """A component in the small drawing of a pair, in its units: 20 high."""

    x: int
    y: int
    height: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Learns:
    """What one city of a pair learns from the other: the first terms by their labels, and how many more there are."""

    city: Organisation
    terms: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """A pair as a list shows it. `taken`: how many hundredths of what they exchange the first city learns."""

    a: Organisation
    b: Organisation
    affinity: str
    learns: tuple[Learns, Learns]
    taken: int | None
    bars: tuple[Bar, ...]
    says: str
    unknown: tuple[str, ...]
    address: str
    override: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A run that is done."""

    run: PairingRun
    rules: Rules
    result: Result
    pairs: tuple[ToPropose, ...]

    @classmethod
    def of(cls, run: PairingRun) -> "Shown":
        """Read what it keeps."""
        result = result_of(run)
        return cls(run, rules_of_run(run.rules), result, to_propose(run, result))

    @property
    def proof(self) -> words.Proof:
        """Whether it is the best set that there is."""
        return words.proof(self.result, self.rules)

    @property
    def paired(self) -> int:
        """How many cities have a pair."""
        return len({city for pair in self.result.pairs for city in (pair.a, pair.b)})

    def lines(self, call: Call, page: Iterable[ToPropose]) -> list[Line]:
        """The pairs of a page, in two questions."""
        pairs = list(page)
        cities = cities_named({city for pair in pairs for city in (pair.a, pair.b)})
        labels = terms_named({term for pair in pairs for term in (*pair.a_learns, *pair.b_learns)})
        return [self._line(call, pair, cities, labels) for pair in pairs]

    def _line(self, call: Call, pair: ToPropose, cities: Mapping[str, Organisation], labels: Mapping[str, str]) -> Line:
        both = len(pair.a_learns) + len(pair.b_learns)
        return Line(
            a=cities[pair.a],
            b=cities[pair.b],
            affinity="" if pair.score is None else words.affinity(pair.score),
            learns=(_learns(cities[pair.a], pair.a_learns, labels), _learns(cities[pair.b], pair.b_learns, labels)),
            taken=100 * len(pair.a_learns) // both if both else None,
            bars=tuple(bars(pair.parts, pair.unknown)),
            says=", ".join(f"{component_title(one)} {words.affinity(part)}" for one, part in pair.parts.items()),
            unknown=tuple(component_title(one) for one in pair.unknown),
            address=reverse(
                "office:call-pairing-why", args=[call.network.slug, call.slug, self.run.number, pair.a, pair.b]
            ),
            override=pair.override,
        )


def bars(parts: Mapping[str, int], unknown: Sequence[str]) -> Iterable[Bar]:
    """The components side by side, 20 units high."""
    for place, (component, part) in enumerate(parts.items()):
        height = max(1, round(20 * part / MICRO))
        yield Bar(place * _STEP, 20 - height, height, component not in unknown)


def page_of_pairs(request: HttpRequest, shown: Shown) -> "Page[ToPropose]":
    """The pairs of `?page=`, those with the greatest affinity first."""
    order = sorted(shown.pairs, key=lambda pair: (-(pair.score or 0), pair.a, pair.b))
    return Paginator(order, ON_A_PAGE).get_page(request.GET.get("page"))


def cities_named(slugs: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by their short address."""
    return {one.slug: one for one in Organisation.objects.filter(slug__in=list(slugs))}


def terms_named(keys: Iterable[str]) -> dict[str, str]:
    """Terms by the label that the reader knows."""
    return {key: label(term.labels).text for key, term in Term.objects.in_bulk(list(keys)).items()}


def _learns(city: Organisation, terms: Sequence[str], labels: Mapping[str, str]) -> Learns:
    named = tuple(labels.get(term, term) for term in terms[:_TERMS_SHOWN])
    return Learns(city, named, len(terms) - len(named))
