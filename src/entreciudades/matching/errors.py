"""Why a problem has no solution."""

from entreciudades.matching.conflicts import Conflict


class Infeasible(Exception):
    """Some rules cannot hold together; ``conflicts`` names each smallest set of them, the smallest first."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__("; ".join(str(conflict) for conflict in conflicts))
        self.conflicts = conflicts
