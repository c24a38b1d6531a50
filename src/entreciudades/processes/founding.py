"""An accepted pair, or the decision of a search, becomes an alliance: cities, themes, the programme and its network."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.services import record_alliance
from entreciudades.calls.models import Call, Pair
from entreciudades.calls.services.telling import held
from entreciudades.calls.states import CallState, PairState
from entreciudades.calls.steps import steps_of
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.notices.recipients import leaders_of
from entreciudades.notices.services import notify
from entreciudades.taxonomy.models import Term


@transaction.atomic
def found_alliance(pair: Pair, *, by: User | None) -> Alliance:
    """Found the alliance of a pair that both cities accepted, tell the cities and the secretariat; once for each pair.

    It is public, as the call's page names the pair. Raises ValueError where the pair is not accepted.
    """
    if pair.state != PairState.ACCEPTED:
        raise ValueError(f"pair {pair.pk} is {pair.state}, not accepted")
    found: Alliance | None = Alliance.objects.filter(pair=pair).first()
    if found is not None:
        return found
    alliance = _founded(
        pair.call, (pair.a.applicant, pair.b.applicant), themes={*pair.a_learns, *pair.b_learns}, by=by, pair=pair
    )
    _tell(alliance, pair)
    return alliance


@transaction.atomic
def found_alliance_of_search(call: Call, *, by: User | None) -> Alliance:
    """Found the alliance of the city that sought a partner and the one that it chose, and tell them; once for a search.

    Raises ValidationError where no step of the call holds the decision, where the chosen city has withdrawn since, and
    where the call was cancelled.
    """
    call = held(call)
    found: Alliance | None = Alliance.objects.filter(search=call).first()
    if found is not None:
        return found
    decided = next((one.record for one in steps_of(call) if one.step.record == "decision" and one.record), None)
    if call.state == CallState.CANCELLED:
        raise ValidationError(_("The call is over: its steps stand as they were written."))
    chosen = decided.applications.submitted().select_related("applicant").first() if decided else None
    if chosen is None or call.holder is None:
        raise ValidationError(_("Write down the decision first."))
    themes = chosen.themes.values_list("pk", flat=True)
    alliance = _founded(call, (call.holder, chosen.applicant), themes=themes, by=by, search=call)
    facts = {"call": call.titles, "one": call.holder.names, "other": chosen.applicant.names}
    for city in (call.holder, chosen.applicant):
        path = reverse("desk:alliance", args=[city.slug, alliance.slug])
        notify(leaders_of(city), kind="search.founded", facts=facts, path=path, by=by, scope=city)
    path = reverse("office:call-steps", args=[call.network.slug, call.slug])
    notify(leaders_of(call.network), kind="search.founded", facts=facts, path=path, by=by, scope=call.network)
    return alliance


def _founded(
    call: Call, cities: tuple[Organisation, Organisation], *, themes: Iterable[str], by: User | None, **by_what: Any
) -> Alliance:
    """The alliance of two cities from today on, public, under the methodology of the call."""
    starts = PartialDate.parse(str(timezone.localdate()))
    return record_alliance(
        Alliance(
            network=call.network,
            programme_name=label(call.methodology.title, call.source_language).text[:120],
            titles={
                language: " – ".join(label(city.names, language).text for city in cities)
                for language, _name in settings.CONTENT_LANGUAGES
            },
            basis=Alliance.Basis.PAIRING,
            starts=starts,  # type: ignore[misc] # the field takes a PartialDate
            published=True,
            **by_what,
        ),
        parties=cities,
        links={"themes": Term.objects.filter(pk__in=list(themes))},
        by=by,
    )


def _tell(alliance: Alliance, pair: Pair) -> None:
    """The second answer is one city's: all are told, also whoever gave it."""
    call, (a, b) = pair.call, (pair.a.applicant, pair.b.applicant)
    for city, other in ((a, b), (b, a)):
        facts = {"call": call.titles, "other": other.names}
        path = reverse("desk:alliance", args=[city.slug, alliance.slug])
        notify(leaders_of(city), kind="pair.accepted", facts=facts, path=path, by=None, scope=city)
    facts = {"call": call.titles, "one": a.names, "other": b.names}
    path = reverse("office:call-pairs", args=[call.network.slug, call.slug])
    notify(leaders_of(call.network), kind="pair.founded", facts=facts, path=path, by=None, scope=call.network)
