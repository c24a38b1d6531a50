"""What agreements and collaborations share when they come in: who may be a party, and their themes."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from entreciudades.actors.models import Organisation
from entreciudades.imports.closed_lists import THEMES, terms_as_choices
from entreciudades.imports.columns import Choices
from entreciudades.imports.parts import organisations_as_choices

MEMBERS: Final = "_members"
"""Not a column: the organisations of which one must be a party."""


def with_members(owner: Organisation) -> QuerySet[Organisation]:
    """The organisations of which one must be a party: the owner, and the present members of a network."""
    if not owner.is_network:
        return Organisation.objects.filter(pk=owner.pk)
    members = Organisation.objects.members_of(owner)
    return Organisation.objects.filter(Q(pk=owner.pk) | Q(pk__in=members.values("pk")))


def parties_and_themes(owner: Organisation, *, of_its_own: Q) -> dict[str, Choices]:
    """The choices of columns "parties" and "themes", and MEMBERS; three queries.

    A party is an organisation that is public, a member, or named already by what the owner has (`of_its_own`).
    """
    members = with_members(owner)
    known = Organisation.objects.filter(Q(published=True) | Q(pk__in=members.values("pk")) | of_its_own)
    return {
        "themes": terms_as_choices(*THEMES),
        "parties": organisations_as_choices(known.distinct()),
        MEMBERS: organisations_as_choices(members),
    }


def themes_of(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Themes by row, out of pairs of a row and a theme."""
    themes: dict[int, list[str]] = defaultdict(list)
    for pk, term in pairs:
        themes[pk].append(term)
    return themes
