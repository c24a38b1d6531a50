"""What everybody may know of the life of an alliance: its stage, and what its parties published of it."""

from dataclasses import dataclass
from typing import Any

from entreciudades.alliances.models import Agreement, Alliance, Position
from entreciudades.alliances.pack import form_of
from entreciudades.alliances.states import StageState
from entreciudades.exchanges.models import Exchange, Product
from entreciudades.methodologies.alliance_pack import Stage
from entreciudades.processes.reciprocity import published_reciprocity


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the methodology and how far the alliance is with it."""

    stage: Stage
    state: str
    state_in_words: str

    @property
    def is_here(self) -> bool:
        """Whether the alliance stands in it."""
        return self.state == StageState.UNDER_WAY


def life_of(alliance: Alliance) -> dict[str, Any]:
    """Stages in their order, and what was published; nothing of what is being negotiated. At most twelve queries."""
    return {
        "steps": _steps(alliance),
        "agreements": Agreement.objects.filter(alliance=alliance, published=True).exclude(kind="position"),
        "positions": Position.objects.public().filter(agreement__alliance=alliance).select_related("agreement"),
        "products": Product.objects.filter(alliance=alliance, published=True),
        "reciprocity": published_reciprocity(alliance) if alliance.lives_here else None,
        "held": Exchange.objects.filter(alliance=alliance, state="held").count(),
    }


def _steps(alliance: Alliance) -> list[Step]:
    if not alliance.lives_here:
        return []
    rows = {row.key: row for row in alliance.stages.all()}
    return [
        Step(stage, rows[stage.key].state, rows[stage.key].get_state_display())
        for stage in form_of(alliance).stages
        if stage.key in rows
    ]
