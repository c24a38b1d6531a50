"""The rows of core, a file per idea."""

from entreciudades.core.models.addresses import DeadAddress
from entreciudades.core.models.append_only import AppendOnly, SameOwner
from entreciudades.core.models.figures import Figure
from entreciudades.core.models.files import Attachment, StoredFile
from entreciudades.core.models.index import IndexEntry
from entreciudades.core.models.links import Link
from entreciudades.core.models.outbox import OutboxMessage
from entreciudades.core.models.slugs import FormerSlug
from entreciudades.core.models.texts import Editing, Text, TextVersion
from entreciudades.core.models.trail import AuditEvent
from entreciudades.core.models.worker import WorkerHeartbeat

__all__ = [
    "AppendOnly",
    "Attachment",
    "AuditEvent",
    "DeadAddress",
    "Editing",
    "Figure",
    "FormerSlug",
    "IndexEntry",
    "Link",
    "OutboxMessage",
    "SameOwner",
    "StoredFile",
    "Text",
    "TextVersion",
    "WorkerHeartbeat",
]
