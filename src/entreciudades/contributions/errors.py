"""What may go wrong with requests."""

from typing import TYPE_CHECKING

from entreciudades.core.errors import EntreciudadesError

if TYPE_CHECKING:
    from entreciudades.contributions.models import Passage


class DraftConflict(EntreciudadesError):
    """Somebody else saved the draft meanwhile, by the same link; nothing was overwritten."""

    def __init__(self, passage: "Passage") -> None:
        super().__init__(f"the draft was changed meanwhile: version {passage.version} stands now")
        self.passage = passage


class NothingToAskFor(EntreciudadesError):
    """There is no such text any more: the methodology has no such section, or the object is gone."""

    def __init__(self, kind: str, section: str) -> None:
        super().__init__(f"nothing to ask for: {kind} {section!r}")
        self.kind = kind
        self.section = section
