"""What each city thinks of those it met: private, until a term."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.errors import TooLate
from entreciudades.calls.models import Application, PartnerPreference
from entreciudades.calls.services.short_lists import SAY, known_to_each_other, matchmaking_of
from entreciudades.calls.services.telling import held_between
from entreciudades.calls.window import is_in_time
from entreciudades.core import trail
from entreciudades.notices.services import finish_tasks_about


@transaction.atomic
def say_preferences(application: Application, *, levels: Mapping[int, int | None], by: User) -> None:
    """Keep how gladly the city would go with each of these applications; None takes back what was said.

    The trail keeps that it was done and nothing of what was said. Raises TooLate to the second after the term;
    ValidationError before it was set, once the call is over, and where a city is neither on a list with this one nor
    met.
    """
    moment = timezone.now()
    held_between(application.call)
    application = Application.objects.select_for_update(of=("self",)).select_related("call").get(pk=application.pk)
    term = matchmaking_of(application.call).preferences_due_at
    if term is None:
        raise ValidationError(_("The secretariat has not asked for preferences yet."))
    if not is_in_time(moment, term):
        raise TooLate(term, moment)
    if set(levels) - known_to_each_other(application):
        raise ValidationError(_("You say a preference of those you met or that share a short list with you."))
    for other, level in levels.items():
        rows = application.preferences.filter(other=other)
        if level is None:
            rows.delete()
        elif not rows.filter(level=level).exists():
            said = {"level": PartnerPreference.Level(level), "given_by": by, "given_at": moment}
            PartnerPreference.objects.update_or_create(application=application, other_id=other, defaults=said)
    finish_tasks_about(application, kind=SAY, by=by)
    trail.record("preferences.given", application, by=by, scope=application.call.network_id)
