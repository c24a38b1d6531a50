"""What pairing finds, in words that a mayor reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.matching.problem import Rules
from entreciudades.matching.result import MICRO, LeftOut, Result


def signed(micro: int) -> str:
    """A difference with its sign."""
    return f"+{affinity(micro)}" if micro > 0 else affinity(micro)


def affinity(micro: int, places: int = 2) -> str:
    """An affinity or a total as people read it: 0 to 1, with two decimals."""
    rounded = (Decimal(micro) / MICRO).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True)


def formula(component: str) -> str:
    """How a component of affinity is reckoned."""
    return {
        "complementarity": _(
            "How much of what each city needs the other offers. Help in both directions counts more than in one: three "
            "quarters of the lesser direction and one quarter of the greater."
        ),
        "shared_challenge": _("Which share of its needs each city finds among the needs of the other, on average."),
        "scale": _("The smaller population divided by the larger: two cities of one size have 1."),
        "language": _("1 where they have a working language in common, else 0."),
        "agenda": _("Which share of its priorities each city finds among those of the other, on average."),
        "readiness": _("The lower of the two marks of the assessment: a pair goes at the pace of the less ready."),
        "preference": _(
            "What each city said of the other after the meetings, on average. It counts with its weight; what they "
            "said is theirs and is shown to nobody."
        ),
    }[component]


def lacking(component: str) -> str:
    """Why a component is not known."""
    return {
        "complementarity": _("One of them has not said what it needs or what it offers."),
        "shared_challenge": _("One of them has not said what it needs."),
        "scale": _("The population of one of them is not known."),
        "language": _("One of them has not said in which languages it works."),
        "agenda": _("One of them has not said its priorities."),
        "readiness": _("One of them has no assessment."),
        "preference": _("Neither of them has said anything of the other."),
    }[component]


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the set of pairs is the best that there is: in one sentence, and the numbers behind it."""

    is_certified: bool
    says: str
    total: str
    bound: str
    gap: str


def proof(result: Result, rules: Rules) -> Proof:
    """The certificate in words."""
    if result.gap == 0:
        says = (
            _("No other admissible set pairs more cities, and none that pairs as many has a greater total: certified.")
            if rules.first_aim == "most_cities"
            else _("No other admissible set of pairs has a greater total: certified.")
        )
    else:
        percent = number_format(Decimal(100 * result.gap) / max(result.bound, 1), decimal_pos=2)
        says = _(
            "The best set that was found. No admissible set is better by more than %(gap)s, or %(percent)s percent."
        ) % {"gap": affinity(result.gap, 4), "percent": percent}
    return Proof(result.gap == 0, says, affinity(result.total), affinity(result.bound), affinity(result.gap, 6))


def left_out(city: LeftOut, countries: Mapping[str, str], *, own: str) -> str:
    """Why a city is not paired yet; `own` is the key of its country."""
    quota = {"country": countries.get(city.country, city.country)}
    match city.reason:
        case "quota-full" if city.country == own:
            why = _("The quota of its country, %(country)s, is full.") % quota
        case "quota-full":
            why = _("The quota of %(country)s, where cities are with which it could go, is full.") % quota
        case "capacity-full":
            why = _("Every city with which it could go has as many pairs as it takes.")
        case "would-lower-total" if city.by == 0:
            why = _(
                "Another set that pairs it has the same total: between equals the choice always falls the same way."
            )
        case "would-lower-total" if city.by is not None:
            by = affinity(city.by, 2 if city.by >= MICRO // 100 else 6)
            why = _("To pair it would lower the total of all pairs by %(by)s.") % {"by": by}
        case "would-lower-total":
            why = _("To pair it would lower the total of all pairs.")
        case _:
            why = _("No city with which it could go: each is excluded, or its affinity lies below the least.")
    return why


def step(key: str) -> str:
    """What the worker is doing."""
    name, _space, number = key.partition(" ")
    match name:
        case "candidates":
            return _("Every pair is weighed; the best of each city are kept")
        case "round":
            return _("Round %(number)s: no pair that would better the set is overlooked") % {"number": number}
        case "":
            return _("The admitted cities are gathered")
        case _:
            return _("The pairs are sought")


def cities(count: int) -> str:
    """So many cities."""
    return ngettext("%(count)d city", "%(count)d cities", count) % {"count": count}


def pairs(count: int) -> str:
    """So many pairs."""
    return ngettext("%(count)d pair", "%(count)d pairs", count) % {"count": count}
