"""Why a run has no result, by name, with what would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entreciudades.actors.countries import country_titles
from entreciudades.calls.models import Call
from entreciudades.web.desk.naming import name_of
from entreciudades.web.office.pairing.shown import cities_named


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot hold together, and the page where one of them is changed."""

    says: str
    mend: str
    address: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What happened, and each smallest set of rules in conflict."""

    says: str
    conflicts: tuple[Conflict, ...] = ()


def fault(call: Call, kept: Mapping[str, Any]) -> Fault:
    """What a run kept of its fault, in words."""
    match kept.get("code"):
        case "infeasible":
            return Fault(
                _("These rules cannot hold together, so that no set of pairs keeps them all."), _conflicts(call, kept)
            )
        case "stopped":
            return Fault(_("It was stopped before it had a result."))
        case "worker-died":
            return Fault(_("The machine that worked on it went away before it had a result. Ask for it again."))
        case "changed":
            return Fault(
                _("A city that a rule names is no longer admitted. Ask for it again: the rules are gathered anew.")
            )
        case _:
            return Fault(_("An error of ours ended it. It is noted for those who run this site; nothing was changed."))


def _conflicts(call: Call, kept: Mapping[str, Any]) -> tuple[Conflict, ...]:
    conflicts = kept["conflicts"]
    cities = cities_named(
        {city for one in conflicts for city in (*(city for pair in one["require"] for city in pair), one["subject"])}
    )
    countries = country_titles({one["subject"] for one in conflicts if one["limit"] == "quota"}, get_language() or "es")
    return tuple(
        _conflict(call, one, {slug: name_of(city) for slug, city in cities.items()}, countries) for one in conflicts
    )


def _conflict(call: Call, one: Mapping[str, Any], names: Mapping[str, str], countries: Mapping[str, str]) -> Conflict:
    asked = "; ".join(_("%(a)s with %(b)s") % {"a": names.get(a, a), "b": names.get(b, b)} for a, b in one["require"])
    most, subject = one["most"], one["subject"]
    words = {"asked": asked, "most": most}
    at = [call.network.slug, call.slug]
    match one["limit"]:
        case "capacity":
            says = ngettext(
                "%(asked)s are required, but %(city)s takes at most %(most)d pair.",
                "%(asked)s are required, but %(city)s takes at most %(most)d pairs.",
                most,
            ) % (words | {"city": names.get(subject, subject)})
        case "quota":
            says = ngettext(
                "%(asked)s are required, but at most %(most)d pair may have a city of %(country)s.",
                "%(asked)s are required, but at most %(most)d pairs may have a city of %(country)s.",
                most,
            ) % (words | {"country": countries.get(subject, subject)})
            return Conflict(says, _("Change the quota in another run"), reverse("office:call-pairing-new", args=at))
        case _:
            says = _("%(asked)s is required, but the same pair is forbidden, or one of the two declined it.") % words
    return Conflict(says, _("See what is fixed"), reverse("office:call-pairing-pins", args=at))
