"""Once a day those who may close a stage learn that everything it asks for is there."""

from functools import partial

from django.db import transaction

from entreciudades.alliances.models import AllianceStage
from entreciudades.alliances.pack import stage_of
from entreciudades.alliances.services.telling import named, office_page_of, page_of, taking_part
from entreciudades.alliances.states import AllianceState, StageState
from entreciudades.core.worker import attempt
from entreciudades.notices.models import Task
from entreciudades.notices.services import finish_tasks_about, open_task
from entreciudades.processes.gates import evaluate

CLOSE = "alliance.advance"


def tell_of_gates() -> int:
    """Open a task for whoever may close a stage whose gate holds, end it where it is shut again; return how many hold.

    Whoever put the task aside by hand is not asked again. One alliance that fails keeps no other waiting.
    """
    rows = AllianceStage.objects.filter(state=StageState.UNDER_WAY, alliance__state=AllianceState.RUNNING)
    return sum(attempt(partial(_tell, pk)) or 0 for pk in rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: int) -> bool:
    row = AllianceStage.objects.select_related("alliance__network", "alliance__methodology").get(pk=pk)
    alliance, stage = row.alliance, stage_of(row)
    if not evaluate(alliance, row.key).holds:
        finish_tasks_about(row, kind=CLOSE, by=None)
        return False
    facts = {"alliance": named(alliance), "stage": dict(stage.title)}
    if stage.closes == "secretariat":
        who = [(alliance.network, office_page_of(alliance))] if alliance.network else []
    else:
        said = set(row.closings.values_list("seat", flat=True))
        seats = [seat for seat in taking_part(alliance) if seat.pk not in said]
        who = [(seat.organisation, page_of(alliance, seat.organisation)) for seat in seats]
    aside = set(
        Task.objects.about(row).filter(kind=CLOSE, done_by__isnull=False).values_list("organisation", flat=True)
    )
    for organisation, path in who:
        if organisation.pk not in aside:
            open_task(organisation, kind=CLOSE, facts=facts, about=row, path=path, by=None)
    return True
