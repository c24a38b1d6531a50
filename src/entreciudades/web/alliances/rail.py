"""The stages of an alliance in their order: what each is, its plan, what came of it."""

import datetime as dt
from dataclasses import dataclass

from entreciudades.alliances.calendar import Timed, timed
from entreciudades.alliances.models import Alliance, AllianceStage
from entreciudades.alliances.pack import form_of, stage_of
from entreciudades.alliances.states import StageState
from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.alliance_pack import Stage
from entreciudades.web.alliances.methodologies import numbered
from entreciudades.web.alliances.places import Place


@dataclass(frozen=True, slots=True)
class Card:
    """A stage; `timed` is None where the alliance has not begun, "" the address there is none yet."""

    stage: Stage
    timed: Timed | None
    address: str

    @property
    def title(self) -> Localized:
        """Number and title in the reader's language."""
        return numbered(self.stage.number, label(self.stage.title))

    @property
    def row(self) -> AllianceStage | None:
        """The stage in the life of this alliance."""
        return self.timed.stage if self.timed else None

    @property
    def is_now(self) -> bool:
        """Whether it is under way."""
        return self.row is not None and self.row.state == StageState.UNDER_WAY


@dataclass(frozen=True, slots=True)
class Rail:
    """All stages, and the one under way with its place among them, from 1; None before the first, after the last."""

    cards: tuple[Card, ...]

    @property
    def now(self) -> Card | None:
        """The stage under way."""
        return next((card for card in self.cards if card.is_now), None)

    @property
    def place(self) -> int:
        """Of the stage under way, from 1; 0 where none is."""
        return next((place for place, card in enumerate(self.cards, start=1) if card.is_now), 0)

    @property
    def following(self) -> Card | None:
        """The stage that is entered when the one under way closes."""
        behind = self.cards[self.place :] if self.place else ()
        return next((card for card in behind if card.row and card.row.state == StageState.AHEAD), None)

    def card(self, key: str) -> Card | None:
        """The stage of that key."""
        return next((card for card in self.cards if card.stage.key == key), None)


def rows_of(alliance: Alliance) -> list[AllianceStage]:
    """The stages with the alliance and the version under which each was lived; one question."""
    return list(alliance.stages.select_related("lived_by"))


def rail_of(place: Place, today: dt.date) -> Rail:
    """The stages that an alliance lives or will live; one question."""
    if not place.alliance.lives_here:
        return Rail(())
    rows = rows_of(place.alliance)
    if not rows:
        return Rail(tuple(Card(stage, None, "") for stage in form_of(place.alliance).stages))
    return Rail(
        tuple(Card(stage_of(one.stage), one, place.at("alliance-stage", one.stage.key)) for one in timed(rows, today))
    )
