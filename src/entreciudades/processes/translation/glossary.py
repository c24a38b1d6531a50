"""The agreed words that a translation should follow."""

from django.db.models import Q

from entreciudades.actors.models import GlossaryTerm, NetworkMember, Organisation
from entreciudades.search.terminology import Agreed


def agreed_terms(organisation: Organisation, source_language: str, language: str) -> tuple[Agreed, ...]:
    """The words agreed on by a network, or by the networks of a city, for a pair of languages. One query."""
    present = NetworkMember.objects.present().filter(organisation=organisation).values("network")
    rows = GlossaryTerm.objects.filter(Q(network=organisation) | Q(network__in=present))
    return tuple(
        Agreed(row.terms.get(source_language, ""), row.terms.get(language, ""), row.avoided_in(language))
        for row in rows
    )
