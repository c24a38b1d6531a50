"""Django's sessions in the database, in rows that say whose they are and from where, so that people see and end them.

Named by ``SESSION_ENGINE``. Rows are read once per request as ever; what is added costs a query only when it changes.
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

    row: Session | None = None
    """The session as it was read; None until then."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name our own table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc] # not in the stubs
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Add what only our rows know."""
        row = cast("Session", super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        if self.row is not None:
            for field in _ADDED:
                setattr(row, field, getattr(self.row, field))
        return row

    def is_unseen(self) -> bool:
        """Whether this is somebody's session that was not seen lately; asks nothing."""
        return self.row is not None and bool(self.row.user_id) and self.row.seen_at < timezone.now() - FRESH

    def see(self, *, device: str, network: str) -> None:
        """Write that the session is used now, and from where."""
        if self.row is not None:
            self.row.seen_at, self.row.device, self.row.network = timezone.now(), device, network
            seen = {"seen_at": self.row.seen_at, "device": device, "network": network}
            Session.objects.filter(pk=self.row.pk).update(**seen)
