"""Short lists: drawn up by affinity, mended by the secretariat with a reason, then shown to the cities."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Call, Matchmaking, ShortListEntry
from entreciudades.calls.services.telling import clock_of, held_between, page_of, tell_cities
from entreciudades.calls.suggestions import Suggestion
from entreciudades.core import trail
from entreciudades.notices.services import open_task

#: Kind of the task of a city that is asked for its preferences.
SAY = "preferences.say"


@transaction.atomic
def draw_up(call: Call, *, lists: Mapping[str, Sequence[Suggestion]], by: User) -> int:
    """Make these the short lists of the admitted cities, by the slugs of the applicants; return how many entries.

    What the secretariat added or struck stays. Raises ValidationError before the admission is decided, and once the
    cities have seen their lists: then cities are added and struck one by one.
    """
    call = held_between(call)
    if matchmaking_of(call).shown_at is not None:
        raise ValidationError(_("The cities have seen their lists: add and strike cities one by one."))
    entries = ShortListEntry.objects.within(call)
    entries.filter(added="", struck="").delete()
    stay = set(entries.values_list("application", "other"))
    keys = dict(call.applications.admitted().values_list("applicant__slug", "pk"))
    made = ShortListEntry.objects.bulk_create(
        ShortListEntry(
            application_id=keys[slug],
            other_id=keys[one.other],
            position=position,
            learns=list(one.learns),
            shares=list(one.shares),
            common=list(one.common),
            languages=list(one.languages),
            population=one.population,
            made_by=by,
        )
        for slug, suggested in lists.items()
        for position, one in enumerate(suggested, start=1)
        if slug in keys and one.other in keys and (keys[slug], keys[one.other]) not in stay
    )
    trail.record("short-lists.drawn", call, by=by, scope=call.network_id, entries=len(made))
    return len(made)


@transaction.atomic
def show_lists(call: Call, *, by: User) -> None:
    """Let every admitted city see its list, and tell it; twice changes nothing. Raises ValidationError without any."""
    call = held_between(call)
    matchmaking = matchmaking_of(call)
    if matchmaking.shown_at is not None:
        return
    if not ShortListEntry.objects.within(call).standing().exists():
        raise ValidationError(_("There is no short list yet."))
    matchmaking.shown_at = timezone.now()
    matchmaking.save()
    trail.record("short-lists.shown", call, by=by, scope=call.network_id)
    admitted = call.applications.admitted().select_related("applicant")
    tell_cities(admitted, kind="short-list.shown", facts={"call": call.titles}, page="short-list", by=by)


@transaction.atomic
def add_to_lists(
    call: Call, a: Application, b: Application, *, suggested: Sequence[Suggestion], reason: str, by: User
) -> None:
    """Put each of two cities on the list of the other; `suggested`: what speaks for it, first for `a`.

    Raises ValidationError on "b" where it is the same city, on "reason" without one.
    """
    _mend(call, a, b, {"added": _given(a, b, reason), "struck": ""}, by=by)
    for (one, other), facts in zip(((a, b), (b, a)), suggested, strict=True):
        ShortListEntry.objects.filter(application=one, other=other).update(
            learns=list(facts.learns),
            shares=list(facts.shares),
            common=list(facts.common),
            languages=list(facts.languages),
            population=facts.population,
        )
    _tell_of_mended(call, a, b, by=by)


@transaction.atomic
def strike_from_lists(call: Call, a: Application, b: Application, *, reason: str, by: User) -> None:
    """Take each of two cities from the list of the other. Raises ValidationError as `add_to_lists`."""
    _mend(call, a, b, {"struck": _given(a, b, reason), "added": ""}, by=by)
    _tell_of_mended(call, a, b, by=by)


@transaction.atomic
def set_preferences_term(call: Call, *, due_at: dt.datetime, by: User) -> None:
    """Say until when the cities give their preferences; each has it to do. Raises ValidationError."""
    call = held_between(call)
    if due_at <= timezone.now():
        raise ValidationError({"due_at": _("This moment has passed.")})
    matchmaking = matchmaking_of(call)
    if matchmaking.shown_at is None:
        raise ValidationError(_("Show the cities their short lists first."))
    if matchmaking.preferences_due_at == due_at:
        return
    former, matchmaking.preferences_due_at = matchmaking.preferences_due_at, due_at
    matchmaking.save()
    trail.record("preferences.term", call, by=by, scope=call.network_id)
    silent = call.applications.admitted().select_related("applicant").filter(preferences=None)
    due = clock_of(call, due_at)
    facts = {"call": call.titles}
    for one in silent:
        path = page_of(one, "preferences")
        open_task(one.applicant, kind=SAY, facts=facts, about=one, path=path, due=due.date(), by=by)
    if former is not None:
        admitted = call.applications.admitted().select_related("applicant")
        tell_cities(admitted, kind="preferences.moved", facts=facts | {"due": due}, page="preferences", by=by)


def matchmaking_of(call: Call) -> Matchmaking:
    """What was set for the call between admission and pairing; a new row where nothing was."""
    return Matchmaking.objects.filter(call=call).first() or Matchmaking(call=call)


def known_to_each_other(application: Application) -> set[int]:
    """Keys of the applications that one may say a preference of: on either one's list, or met."""
    entries = ShortListEntry.objects.standing().shown().filter(Q(application=application) | Q(other=application))
    met = application.call.meetings.of(application)
    rows = [*entries.values_list("application", "other"), *met.values_list("a", "b")]
    return {key for row in rows for key in row} - {application.pk}


def _given(a: Application, b: Application, reason: str) -> str:
    if a.pk == b.pk:
        raise ValidationError({"b": _("Choose two different cities.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: both cities may ask.")})
    return reason.strip()


def _mend(call: Call, a: Application, b: Application, says: Mapping[str, str], *, by: User) -> None:
    held_between(call)
    for name, one in (("a", a), ("b", b)):
        if not call.applications.admitted().filter(pk=one.pk).exists():
            raise ValidationError({name: _("This city is not admitted.")})
    for application, other in ((a, b), (b, a)):
        last = application.short_list.count() + 1
        entry, _new = ShortListEntry.objects.get_or_create(
            application=application, other=other, defaults={"position": last, "made_by": by, **says}
        )
        for name, value in says.items():
            setattr(entry, name, value)
        entry.made_by = by
        entry.clean_fields(exclude=("learns", "shares", "common", "languages"))
        entry.save()
    verb = "short-lists.added" if says["added"] else "short-lists.struck"
    trail.record(verb, call, by=by, scope=call.network_id, a=a.pk, b=b.pk)


def _tell_of_mended(call: Call, a: Application, b: Application, *, by: User) -> None:
    if matchmaking_of(call).shown_at is not None:
        tell_cities((a, b), kind="short-list.changed", facts={"call": call.titles}, page="short-list", by=by)
