"""Who may do what with a task: those who work for its organisation."""

from django.contrib.auth.models import AnonymousUser

from entreciudades.accounts.models import User
from entreciudades.actors.rules import has_role
from entreciudades.core.access import Rule, known_to, seeing
from entreciudades.notices.models import Notice, Task
from entreciudades.notices.querysets import WORKING


def _works_there(user: User | AnonymousUser, task: Task) -> bool:
    return has_role(user, task.organisation_id, WORKING)


#: Who sees a task may also do it, date it and hand it on.
DO: Rule[Task] = Rule("task:do", _works_there, known_to)

#: Whoever is told.
READ: Rule[Notice] = seeing("notice:read")
