"""What may go wrong with programmes."""

from entreciudades.core.errors import EntreciudadesError


class UnknownSection(EntreciudadesError):
    """The methodology of the programme has no such section; nothing was stored."""

    def __init__(self, key: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no section {key!r}; the methodology has: {', '.join(known)}")
        self.key = key
        self.known = known


class NobodyToRemind(EntreciudadesError):
    """The holder has no coordinator with an account; no mail was written."""

    def __init__(self) -> None:
        super().__init__("the holder has no coordinator to write to")


class NotAdopted(EntreciudadesError):
    """Not all parties of the alliance have adopted the programme as it stands; it was not published."""

    def __init__(self) -> None:
        super().__init__("not all parties of the alliance have adopted the programme as it stands")


class ProgrammeMoved(EntreciudadesError):
    """Somebody changed the programme after its reader saw it; nothing was adopted."""

    def __init__(self) -> None:
        super().__init__("the programme is not the one that was read: somebody has changed it")
