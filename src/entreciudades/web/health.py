"""Whether the site can do its work, for whoever watches over it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entreciudades import __version__
from entreciudades.core import guards
from entreciudades.core.models import WorkerHeartbeat
from entreciudades.core.uploads import scanner
from entreciudades.web.access import public

OLDEST_HEARTBEAT: Final = timedelta(minutes=2)


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer 200 with what was looked at, or 503 where something is amiss."""
    checks = {
        "database": _database,
        "worker": _worker,
        "storage": _storage,
        "virus_scan": _virus_scan,
        "guards": _guards,
    }
    answers = {name: _told(check) for name, check in checks.items()}
    well = all(answer["ok"] for answer in answers.values())
    return JsonResponse({"ok": well, "version": __version__, **answers}, status=200 if well else 503)


def _told(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - every kind of storage fails in its own way
        return {"ok": False, "problem": type(error).__name__}  # its text may name hosts and paths


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True, "kind": connection.vendor}


def _worker() -> dict[str, Any]:
    last = WorkerHeartbeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    if last is None:
        return {"ok": False, "problem": "no heartbeat yet"}
    age = timezone.now() - last
    return {"ok": age <= OLDEST_HEARTBEAT, "seconds_since_heartbeat": round(age.total_seconds())}


def _storage() -> dict[str, Any]:
    if isinstance(default_storage, FileSystemStorage):
        Path(default_storage.location).stat()  # it would make a folder anew whose disk is gone
    probe = default_storage.save(f".healthz-{uuid.uuid4().hex}", ContentFile(b"?"))
    default_storage.delete(probe)
    return {"ok": True}


def _virus_scan() -> dict[str, Any]:
    if settings.CLAMD is None:
        return {"ok": True, "used": False}
    return {"ok": scanner.answers(), "used": True}


def _guards() -> dict[str, Any]:
    missing = sorted(guards.missing_guards())
    return {"ok": not missing, "missing": missing}
