"""Django's sessions in the database, in rows that say whose they are and from where, so that people see and end them.

Named by ``SESSION_ENGINE``. Rows are read once per request as ever; what is added is written with the sign-in, and then
costs a query every few minutes.
"""

from datetime import timedelta
from typing import Any, Final, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from entreciudades.accounts.models import Session

FRESH: Final = timedelta(minutes=5)
"""For how long "last seen" stands without being written again."""

_ADDED: Final = ("started_at", "seen_at", "device", "network")


class SessionStore(DatabaseStore):
    """Keeps with each session its user, when it began and was last seen, and from where."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.owner: int | None = None  # as the row was read
        self.added: dict[str, Any] = {}

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name our own table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = cast("Session | None", super()._get_session_from_db())  # type: ignore[misc] # not in the stubs
        if row is not None:
            self.owner = row.user_id
            self.added = {field: getattr(row, field) for field in _ADDED}
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Add what only our rows know."""
        row = cast("Session", super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        for field, value in self.added.items():
            setattr(row, field, value)
        return row

    def is_unseen(self) -> bool:
        """Whether somebody just signed in, or works on in a session that was not seen lately; asks nothing."""
        if self.owner is None:
            return self.modified and SESSION_KEY in self
        return bool(self.added["seen_at"] < timezone.now() - FRESH)

    def see(self, *, device: str, network: str) -> None:
        """Keep that the session is used now, and from where: with what is saved of it anyway, else by itself."""
        self.added |= {"seen_at": timezone.now(), "device": device, "network": network}
        if not self.modified:
            seen = {name: value for name, value in self.added.items() if name != "started_at"}
            Session.objects.filter(pk=self.session_key).update(**seen)
