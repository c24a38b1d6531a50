"""What a desk or an office has to translate."""

from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import Model, QuerySet

from entreciudades.accounts.models import User
from entreciudades.actors.languages import wanted_languages
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.rules import EDIT as EDIT_AGREEMENT
from entreciudades.calls.models import Call
from entreciudades.calls.rules import EDIT as EDIT_CALL
from entreciudades.calls.states import CallState
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotFound
from entreciudades.practices.models import Practice
from entreciudades.practices.rules import TRANSLATE as TRANSLATE_PRACTICE
from entreciudades.programmes.models import Programme
from entreciudades.programmes.rules import TRANSLATE as TRANSLATE_PROGRAMME

Owner = Organisation | Programme | Practice | Agreement | Call

#: Kind of owner, as addresses name it -> its model, and who may translate what hangs on it.
KINDS: dict[str, tuple[type[Model], Rule[Any]]] = {
    "organisation": (Organisation, EDIT_ORGANISATION),
    "programme": (Programme, TRANSLATE_PROGRAMME),
    "practice": (Practice, TRANSLATE_PRACTICE),
    "agreement": (Agreement, EDIT_AGREEMENT),
    "call": (Call, EDIT_CALL),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The owners whose texts stand in a queue, by kind; `languages` are those that are wanted of them."""

    organisation: Organisation
    languages: tuple[str, ...]
    owners: dict[str, QuerySet[Any]]

    def only(self, kind: str, pk: int | None = None) -> Self:
        """The same with the owners of one kind, or with one owner; a kind that is none leaves nothing."""
        rows = {one: found if one == kind else found.none() for one, found in self.owners.items()}
        if pk is not None and kind in rows:
            rows[kind] = rows[kind].filter(pk=pk)
        return replace(self, owners=rows)

    def owner(self, kind: str, pk: int, *, by: User) -> Any:
        """One of the owners, for whoever may translate it; else NotFound or NotAllowed."""
        if kind not in KINDS:
            raise NotFound("owner", kind)
        return fetch(self.owners[kind], pk, may=KINDS[kind][1], actor=by)


def desk_of(organisation: Organisation) -> Scope:
    """What a city or a network writes itself: profile, programmes that are not closed, practices, agreements."""
    rows: dict[str, QuerySet[Any]] = {
        "organisation": Organisation.objects.filter(pk=organisation.pk),
        "programme": Programme.objects.held_by(organisation).exclude(state="closed"),
        "practice": Practice.objects.filter(organisation=organisation),
        "agreement": Agreement.objects.of(organisation).told(),
        "call": Call.objects.none(),
    }
    return Scope(organisation, wanted_languages(organisation), rows)


def office_of(network: Organisation) -> Scope:
    """What stands under a network: its profile, calls in preparation, its members' programmes and practices in it."""
    rows: dict[str, QuerySet[Any]] = {
        "organisation": Organisation.objects.filter(pk=network.pk),
        "programme": Programme.objects.owned_by(network).exclude(state="closed"),
        "practice": Practice.objects.filter(network=network),
        "agreement": Agreement.objects.none(),
        "call": Call.objects.filter(network=network, state=CallState.DRAFT),
    }
    return Scope(network, wanted_languages(network), rows)
