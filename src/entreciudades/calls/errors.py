"""What calls refuse, with what is needed to say why."""

import datetime as dt

from entreciudades.core.errors import EntreciudadesError


class TooLate(EntreciudadesError):
    """The deadline has passed; nothing was submitted, what was written is kept."""

    def __init__(self, deadline: dt.datetime, found: dt.datetime) -> None:
        super().__init__(f"the deadline was {deadline.isoformat()}, this came at {found.isoformat()}")
        self.deadline = deadline
        self.found = found


class NotChangeable(EntreciudadesError):
    """Of this application nothing, or not this part, may be changed as things stand; what was written is kept.

    ``reason`` is "withdrawn", "cancelled", "not-open-yet", "decided", or "not-asked" where other parts are to be
    mended.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"the application cannot be changed: {reason}")
        self.reason = reason
