"""The terms of a call: the part of its pack with the numbers in which the call departs from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from entreciudades.calls.models import Call
from entreciudades.core.labels import label
from entreciudades.methodologies.call_pack import CallPart, Eligible, Region, Side, Support
from entreciudades.methodologies.vocabulary import AFFINITIES

Number = int | Decimal

MOST: Final = 10**12
"""Of people, or of money."""
MOST_WEIGHT: Final = 1_000_000
MOST_PAIRS: Final = 1_000_000
"""In a quota; as in the files of the command `match`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a call: its path, what it is, what the pack says and what the call says, which is `most` at most."""

    path: str
    title: str
    default: Number
    value: Number
    most: int

    @property
    def departs(self) -> bool:
        """Whether the call says something else than its pack."""
        return self.value != self.default

    @property
    def is_whole(self) -> bool:
        """Whether it counts things."""
        return isinstance(self.default, int)


def part_of(call: Call) -> CallPart:
    """The part [call] of the pack under which it runs; LookupError where the pack has none."""
    part = call.methodology.pack.call
    if part is None:
        raise LookupError(f"the pack {call.methodology} has no part [call]")
    return part


def terms_of(call: Call) -> CallPart:
    """What holds for this call. A number that the pack no longer has, or that is none, is passed over."""
    part = part_of(call)
    numbers = {path: number for path, _title, number, _most in _numbers(part)}
    numbers |= {path: read_number(own, numbers[path]) for path, own in call.parameters.items() if path in numbers}
    return replace(_with_numbers(part, numbers), sides=tuple(_with_countries(side, call) for side in part.sides))


def parameters_of(call: Call) -> tuple[Parameter, ...]:
    """Every number of the call, in the order of the pack, named in the active language."""
    return tuple(
        Parameter(path, title, default, read_number(call.parameters.get(path), default), most)
        for path, title, default, most in _numbers(part_of(call))
    )


def read_number(written: object, default: Number) -> Number:
    """A number kept as text, of the kind of its default, which stands in for what is no number."""
    try:
        number = Decimal(str(written)) if written is not None else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or number < 0:
        return default
    return int(number) if isinstance(default, int) else number


def quota_of(call: Call, terms: CallPart, countries: Iterable[str]) -> dict[str, int]:
    """Pairs at most by country: those that the call names, and for the others the same number, where it has one."""
    same = terms.pairing.quota_per_country if terms.pairing else None
    quota = {} if same is None else dict.fromkeys(countries, same)
    return quota | {country: int(number) for country, number in call.quota.items()}


def _numbers(part: CallPart) -> Iterator[tuple[str, str, Number, int]]:
    """Every number of a part: path, title, value, the most that it may be."""
    for rule in part.eligible:
        for name, number in rule.numbers.items():
            yield f"eligible/{rule.key}/{name}", f"{_rule_number(name)}", number, MOST
    yield "themes/min", _("Themes of an application, at least"), part.themes.min, 1000
    yield "themes/max", _("Themes of an application, at most"), part.themes.max, 1000
    for criterion in part.criteria:
        yield f"criteria/{criterion.key}", label(criterion.title).text, criterion.weight, MOST_WEIGHT
    if part.assessment:
        yield "assessment/reviewers", _("Reviewers of each application"), part.assessment.reviewers, 100
        yield "assessment/third_over", _("Third review above this difference, in %"), part.assessment.third_over, 100
    yield "mend_days", _("Days to mend an application"), part.mend_days, 365
    for support in part.supports:
        title = label(support.title).text
        if support.at_least is not None:
            yield f"support/{support.key}/at_least", _("%(what)s, at least") % {"what": title}, support.at_least, MOST
        yield f"support/{support.key}/at_most", _("%(what)s, at most") % {"what": title}, support.at_most, MOST
    if part.grant:
        currency = {"currency": part.grant.currency}
        yield "grant/ceiling", _("Grant at most, %(currency)s") % currency, part.grant.ceiling, MOST
        yield "grant/share", _("Share of the cost at most, in %"), part.grant.share, 100
        yield "grant/months", _("Months of a project"), part.grant.months, 600
        yield "grant/extension_months", _("Months by which it may be extended"), part.grant.extension_months, 600
    yield from _pairing_numbers(part)


def _pairing_numbers(part: CallPart) -> Iterator[tuple[str, str, Number, int]]:
    pairing = part.pairing
    if pairing is None:
        return
    for component in AFFINITIES:
        weight = pairing.weights.get(component, Decimal(0))
        yield f"pairing/weights/{component}", component_title(component), weight, MOST_WEIGHT
    yield "pairing/min_score", _("Least affinity, from 0 to 1"), pairing.min_score, 1
    yield "pairing/capacity", _("Pairs of a city"), pairing.capacity, 10000
    yield "pairing/short_list", _("Cities on a short list"), pairing.short_list, 1000
    yield "pairing/rounds", _("Rounds of meetings"), pairing.rounds, 20
    yield "pairing/meeting_minutes", _("Minutes of a meeting"), pairing.meeting_minutes, 480
    yield "pairing/accept_days", _("Days to accept a pair"), pairing.accept_days, 365


def component_title(component: str) -> str:
    """What a component of affinity is called."""
    return _titles()[component]


def _titles() -> dict[str, str]:
    return {
        "complementarity": _("What one needs and the other offers"),
        "shared_challenge": _("Challenges in common"),
        "scale": _("Size"),
        "language": _("Language"),
        "agenda": _("Goals of the 2030 Agenda"),
        "readiness": _("Readiness"),
        "preference": _("Wishes of the cities"),
    }


def _rule_number(name: str) -> str:
    return {
        "more_than": _("More inhabitants than"),
        "at_least": _("People assigned, at least"),
        "coordinates": _("Proposals that a city coordinates, at most"),
        "joins": _("Proposals that a city joins, at most"),
    }[name]


def _with_numbers(part: CallPart, numbers: Mapping[str, Any]) -> CallPart:
    """The part with these numbers in place of its own; `numbers` holds every path."""
    pairing, grant, assessment = part.pairing, part.grant, part.assessment
    if pairing:
        pairing = replace(
            pairing,
            weights={one: numbers[f"pairing/weights/{one}"] for one in AFFINITIES},
            **{
                name: numbers[f"pairing/{name}"]
                for name in ("min_score", "capacity", "short_list", "rounds", "meeting_minutes", "accept_days")
            },
        )
    if grant:
        amounts = ("ceiling", "share", "months", "extension_months")
        grant = replace(grant, **{name: numbers[f"grant/{name}"] for name in amounts})
    if assessment:
        counts = ("reviewers", "third_over")
        assessment = replace(assessment, **{name: numbers[f"assessment/{name}"] for name in counts})
    return replace(
        part,
        themes=replace(part.themes, min=numbers["themes/min"], max=numbers["themes/max"]),
        eligible=tuple(_rule_with(rule, numbers) for rule in part.eligible),
        criteria=tuple(replace(one, weight=numbers[f"criteria/{one.key}"]) for one in part.criteria),
        supports=tuple(_support_with(one, numbers) for one in part.supports),
        mend_days=numbers["mend_days"],
        pairing=pairing,
        grant=grant,
        assessment=assessment,
    )


def _rule_with(rule: Eligible, numbers: Mapping[str, Any]) -> Eligible:
    return replace(rule, numbers={name: numbers[f"eligible/{rule.key}/{name}"] for name in rule.numbers})


def _support_with(support: Support, numbers: Mapping[str, Any]) -> Support:
    at_least = None if support.at_least is None else numbers[f"support/{support.key}/at_least"]
    return replace(support, at_least=at_least, at_most=numbers[f"support/{support.key}/at_most"])


def _with_countries(side: Side, call: Call) -> Side:
    """The side with the call's own countries, where it names them."""
    own = call.countries.get(side.key)
    return replace(side, regions=(Region(side.title, tuple(own)),)) if own else side
