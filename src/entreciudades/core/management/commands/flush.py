"""Django's flush, which empties every table, with the guards lifted while it does."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from entreciudades.core import guards


class Command(flush.Command):
    """Empty the database; the owner's act, also after every test that commits."""

    def handle(self, **options: Any) -> None:
        """Flush between lifting the guards and setting them again."""
        with guards.lifted(options["database"]):
            super().handle(**options)
