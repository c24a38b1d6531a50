"""An accepted pair becomes an alliance: the cities, what they learn from each other, the programme and its network."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.services import record_alliance
from entreciudades.calls.models import Pair
from entreciudades.calls.states import PairState
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
    call = pair.call
    cities = (pair.a.applicant, pair.b.applicant)
    starts = PartialDate.parse(str(timezone.localdate()))
    alliance = record_alliance(
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
            pair=pair,
        ),
        parties=cities,
        links={"themes": Term.objects.filter(pk__in={*pair.a_learns, *pair.b_learns})},
        by=by,
    )
    _tell(alliance, pair)
    return alliance


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
