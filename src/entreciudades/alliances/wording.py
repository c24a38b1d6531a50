"""The wording of an agreement as one piece of data: what a version holds, and how two versions differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from entreciudades.alliances.models import Agreement, AgreementParty, Seat
from entreciudades.alliances.states import SeatState
from entreciudades.core.differences import Piece, compare
from entreciudades.core.models import Text

#: Section under which the wording of an article is kept.
WORDING: Final = "wording"

#: As `AgreementVersion.content` describes it.
Content = Mapping[str, Any]


def content_of(agreement: Agreement) -> dict[str, Any]:
    """The whole text as it stands now, in its languages, between the parties that take part; four queries."""
    articles = list(agreement.articles.order_by("number"))
    bodies: dict[int, dict[str, str]] = {one.pk: {} for one in articles}
    texts = Text.objects.of(*articles).filter(section=WORDING, language__in=agreement.languages)
    for pk, language, body in texts.order_by("language").values_list("object_id", "language", "body"):
        bodies[pk][language] = body
    return {
        "kind": agreement.kind,
        "titles": agreement.titles,
        "languages": agreement.languages,
        "authentic": agreement.authentic,
        "parties": [party.organisation.slug for party in parties_of(agreement)],
        "articles": [
            {
                "number": one.number,
                "headings": {code: text for code, text in one.headings.items() if code in agreement.languages},
                "topic": one.topic,
                "wording": bodies[one.pk],
            }
            for one in articles
        ],
    }


def parties_of(agreement: Agreement) -> list[AgreementParty]:
    """The parties in order, but for those that take part in its alliance no more; one query.

    Nor do those that left and are invited again, until they accept.
    """
    gone = Seat.objects.filter(alliance=agreement.alliance_id).exclude(state=SeatState.PRESENT).values("organisation")
    return list(agreement.parties.exclude(organisation__in=gone).select_related("organisation"))


@dataclass(frozen=True, slots=True)
class Worded:
    """What one language of an article says in two versions, word by word."""

    language: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the versions say different things."""
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article of two versions: as it stood (None: it is new) and as it stands (None: it is gone).

    `headings` and `wording` tell the languages in which it changed.
    """

    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    headings: tuple[Worded, ...]
    wording: tuple[Worded, ...]

    @property
    def is_moved(self) -> bool:
        """Whether it has another number."""
        return bool(self.old and self.new and self.old["number"] != self.new["number"])

    @property
    def is_changed(self) -> bool:
        """Whether anything of it is not as it was."""
        return not (self.old and self.new) or self.is_moved or bool(self.headings or self.wording)


@dataclass(frozen=True, slots=True)
class Changes:
    """What lies between two versions. `facts` names what else changed: "kind", "titles", "parties", "authentic"."""

    facts: tuple[str, ...]
    articles: tuple[ArticleChange, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.articles)


def differences(old: Content, new: Content) -> Changes:
    """What turns one version into the other: articles in their new order, then those that are gone. Pure.

    An article is the same one where its headings stayed, else where its number did, whatever it says now.
    """
    facts = tuple(name for name in ("kind", "titles", "languages", "authentic", "parties") if old[name] != new[name])
    pairs = _paired(old["articles"], new["articles"])
    changes = [_change(before, after) for before, after in pairs]
    return Changes(facts, tuple(one for one in changes if one.is_changed))


def _paired(old: Sequence[Content], new: Sequence[Content]) -> list[tuple[Content | None, Content | None]]:
    left = list(old)
    found: dict[int, Content] = {}

    def pair(same: Callable[[Content, Content], bool]) -> None:
        for place, article in enumerate(new):
            match = next((one for one in left if place not in found and same(one, article)), None)
            if match is not None:
                found[place] = match
                left.remove(match)

    pair(lambda one, other: bool(one["headings"]) and one["headings"] == other["headings"])
    pair(lambda one, other: bool(one["wording"]) and one["wording"] == other["wording"])
    pair(lambda one, other: bool(one["number"] == other["number"]))
    return [(found.get(place), article) for place, article in enumerate(new)] + [(one, None) for one in left]


def _change(old: Content | None, new: Content | None) -> ArticleChange:
    def said(name: str) -> tuple[Worded, ...]:
        before, after = (old or {}).get(name, {}), (new or {}).get(name, {})
        compared = (
            Worded(code, compare(before.get(code, ""), after.get(code, "")))
            for code in dict.fromkeys([*before, *after])
        )
        return tuple(one for one in compared if one.is_changed)

    return ArticleChange(old, new, said("headings"), said("wording"))
