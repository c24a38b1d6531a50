"""Who may see and drive an import: whoever brings files in for its organisation."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.rules import has_role
from entreciudades.core.access import Rule, known_to
from entreciudades.imports.models import Import
from entreciudades.imports.querysets import IMPORTERS


def _brings(user: User | AnonymousUser, found: Import) -> bool:
    return has_role(user, found.organisation_id, IMPORTERS)


DRIVE: Rule[Import] = Rule("import:drive", _brings, known_to)
