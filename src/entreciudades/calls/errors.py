"""What calls refuse, with what is needed to say why."""

import datetime as dt

from entreciudades.core.errors import EntreciudadesError


class TooLate(EntreciudadesError):
    """The deadline has passed; nothing was submitted, what was written is kept."""

    def __init__(self, deadline: dt.datetime, found: dt.datetime) -> None:
        super().__init__(f"the deadline was {deadline.isoformat()}, this came at {found.isoformat()}")
        self.deadline = deadline
        self.found = found
