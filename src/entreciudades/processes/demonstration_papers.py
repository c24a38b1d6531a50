"""Days and papers of the demonstration."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from django.core.files import File
from django.utils import timezone


def day_from_now(days: object) -> dt.date:
    """So many days from today; before it, where they are less than 0."""
    return timezone.localdate() + dt.timedelta(days=int(str(days)))


def paper(name: str) -> File[bytes]:
    """A document that says that it is invented."""
    return File(BytesIO(f"Documento inventado para la demostración: {name}.\n".encode()), name=f"{name}.txt")
