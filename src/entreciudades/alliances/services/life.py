"""The life of an alliance as a whole: proposed, constituted, begun, suspended, resumed, closed, reopened, given up."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import check_works_by
from entreciudades.alliances.calendar import planned
from entreciudades.alliances.errors import GateShut
from entreciudades.alliances.indexing import index_alliance
from entreciudades.alliances.models import Alliance, AllianceStage
from entreciudades.alliances.pack import form_of, part_of
from entreciudades.alliances.services.parties import seat_parties
from entreciudades.alliances.services.recording import slug_words
from entreciudades.alliances.services.stages import enter_next
from entreciudades.alliances.services.telling import day_of, decide, held, held_alive, reasoned, taking_part, tell
from entreciudades.alliances.services.versions import check_form
from entreciudades.alliances.states import ALLIANCE, AllianceState, StageState
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.core.parts import put_row
from entreciudades.core.slugs import free_slug
from entreciudades.methodologies.gates import GateReport
from entreciudades.methodologies.models import Methodology
from entreciudades.notices.services import finish_tasks_about
from entreciudades.taxonomy.models import Term

#: States of a stage behind which an alliance has left it.
BEHIND = (StageState.PASSED, StageState.SKIPPED)


@transaction.atomic
def propose(
    alliance: Alliance,
    *,
    network: Organisation,
    methodology: Methodology,
    form: str,
    organisation: Organisation,
    parties: Sequence[Organisation],
    titles: Mapping[str, str],
    by: User,
    themes: Iterable[Term] | None = None,
) -> Alliance:
    """Propose an alliance that lives by a form of a methodology, and invite its parties.

    `alliance` is a new row, or one that a pair founded or a source tells: its parties take part already. `organisation`
    proposes it, and takes part from now on where it is among the `parties`; a network may propose one to others.
    Raises MoveRefused where it lives already, and ValidationError on the field at fault: a methodology that the network
    has not adopted or that guides no alliance, a form that it does not have, no title, too few parties or too many, or
    one of a kind of actors for which the methodology is not made.
    """
    if alliance.pk is not None:
        alliance = held(alliance)
    state = ALLIANCE.move(alliance.state, "propose")
    if alliance.network is not None and alliance.network != network:
        raise ValidationError({"network": _("The alliance belongs to another network.")})
    check_works_by(methodology, network, field="network", owner=organisation)
    alliance.network, alliance.methodology, alliance.form = network, methodology, form
    check_form(alliance)
    alliance.titles = {
        language: words.strip() for language, words in titles.items() if words.strip()
    } or alliance.titles
    if not alliance.titles:
        raise ValidationError({"titles": _("Give the alliance a name.")})
    alliance.programme_name = (
        alliance.programme_name or label(methodology.title, organisation.source_language).text[:120]
    )
    alliance.proposed_by = organisation
    alliance.state = state
    alliance.slug = alliance.slug or free_slug(Alliance, slug_words(alliance, parties))
    put_row(alliance, None if themes is None else {"themes": themes})
    seat_parties(alliance, parties, proposer=organisation, by=by)
    decide(alliance, "propose", by=by, scope=organisation.pk, methodology=methodology.pk, form=form)
    tell(alliance, kind="alliance.proposed", facts={"organisation": organisation.names}, seats=(), by=by)
    index_alliance(alliance)
    return alliance


@transaction.atomic
def describe(
    alliance: Alliance, *, titles: Mapping[str, str], themes: Iterable[Term], published: bool, by: User
) -> Alliance:
    """Say what an alliance is called, what it is about, and whether everybody may read of it.

    Raises ValidationError on "titles" without a name, on "published" before it is constituted, and where it is over.
    """
    alliance = held_alive(alliance)
    alliance.titles = {language: words.strip() for language, words in titles.items() if words.strip()}
    if not alliance.titles:
        raise ValidationError({"titles": _("Give the alliance a name.")})
    if published and alliance.constituted_on is None:
        raise ValidationError({"published": _("An alliance becomes public once it is constituted.")})
    alliance.published = published
    put_row(alliance, {"themes": themes})
    decide(alliance, "describe", by=by, published=published)
    index_alliance(alliance)
    return alliance


@transaction.atomic
def constitute(alliance: Alliance, *, by: User, on: dt.date | None = None) -> Alliance:
    """The parties that have accepted constitute the alliance; others may still answer, or join later.

    Raises MoveRefused; ValidationError where fewer take part than the methodology asks, or on "on".
    """
    alliance = held(alliance)
    alliance.state = ALLIANCE.move(alliance.state, "constitute")
    present, needed = len(taking_part(alliance)), part_of(alliance).seats.min
    if present < needed:
        said = _("%(found)s parties have accepted; the methodology asks for %(needed)s at least.")
        raise ValidationError(said % {"found": present, "needed": needed})
    alliance.constituted_on = day_of(on)
    put_row(alliance)
    decide(alliance, "constitute", by=by, parties=present)
    tell(alliance, kind="alliance.constituted", by=by)
    return alliance


@transaction.atomic
def start(alliance: Alliance, *, by: User, on: dt.date | None = None) -> Alliance:
    """The alliance enters its first stage; its calendar follows from the months of each.

    Raises MoveRefused; ValidationError on "on" for a day before it was constituted or that has not come.
    """
    alliance = held(alliance)
    alliance.state = ALLIANCE.move(alliance.state, "start")
    on = day_of(on, after=alliance.constituted_on)
    if alliance.starts is None:
        alliance.starts = PartialDate.parse(on.isoformat())
    put_row(alliance)
    slots = planned(form_of(alliance), on)
    AllianceStage.objects.bulk_create(
        AllianceStage(alliance=alliance, key=key, position=position, planned_start=slot.starts, planned_end=slot.ends)
        for position, (key, slot) in enumerate(slots.items(), start=1)
    )
    first = enter_next(alliance, after=0, on=on)
    decide(alliance, "start", by=by, stage=first.key if first else "")
    tell(alliance, kind="alliance.started", by=by)
    return alliance


@transaction.atomic
def suspend(alliance: Alliance, *, reason: str, by: User) -> Alliance:
    """Its stages rest until it is resumed. Raises MoveRefused, ValidationError on "reason"."""
    return _move(alliance, "suspend", kind="alliance.suspended", reason=reason, by=by)


@transaction.atomic
def resume(alliance: Alliance, *, reason: str, by: User) -> Alliance:
    """It goes on where it was suspended. Raises MoveRefused, ValidationError on "reason"."""
    return _move(alliance, "resume", kind="alliance.resumed", reason=reason, by=by)


@transaction.atomic
def reopen(alliance: Alliance, *, reason: str, by: User) -> Alliance:
    """It goes on after it was closed. Raises MoveRefused, ValidationError on "reason"."""
    return _move(alliance, "reopen", kind="alliance.reopened", reason=reason, by=by, ends=None, closed_on=None)


@transaction.atomic
def give_up(alliance: Alliance, *, reason: str, by: User) -> Alliance:
    """It ends before its time; all that was done stays. Raises MoveRefused, ValidationError on "reason"."""
    return _move(alliance, "give-up", kind="alliance.given-up", reason=reason, by=by, ends=_today())


@transaction.atomic
def close(
    alliance: Alliance,
    *,
    reason: str,
    by: User,
    reports: Sequence[GateReport] = (),
    reasons: Mapping[str, str] | None = None,
) -> Alliance:
    """Close an alliance that has left its last stage behind. Pages call `processes.gates.close_alliance`.

    `reports` are the gates of the stages that it has not left behind; `reasons`, by the key of such a stage, say why
    it closes all the same, which stays written. Raises GateShut with the gates for which no reason is given,
    MoveRefused, and ValidationError on "reason".
    """
    alliance = held(alliance)
    ALLIANCE.move(alliance.state, "close")
    gates = {report.stage: report for report in reports}
    said = {key: words.strip() for key, words in (reasons or {}).items() if words.strip()}
    left = list(alliance.stages.exclude(state__in=BEHIND).values_list("key", flat=True))
    if shut := [gates[key] for key in left if key not in said]:
        raise GateShut(*shut)
    for key in left:
        asked = [one.requirement.key for one in gates[key].open]
        decide(alliance, "leave-open", by=by, stage=key, reason=said[key], open=asked)
    closed_on = timezone.localdate()
    return _move(alliance, "close", kind="alliance.closed", reason=reason, by=by, ends=_today(), closed_on=closed_on)


def _move(
    alliance: Alliance,
    verb: str,
    *,
    kind: str,
    reason: str,
    by: User,
    **values: PartialDate | dt.date | None,
) -> Alliance:
    alliance = held(alliance)
    alliance.state = ALLIANCE.move(alliance.state, verb)
    reason = reasoned(reason)
    for name, value in values.items():
        setattr(alliance, name, value)
    put_row(alliance)
    decide(alliance, verb, by=by, reason=reason)
    tell(alliance, kind=kind, facts={"reason": reason}, by=by)
    if alliance.state in (AllianceState.CLOSED, AllianceState.GIVEN_UP):  # nobody is asked to join it or to advance
        for row in (*alliance.seats.all(), *alliance.stages.all()):
            finish_tasks_about(row, by=None)
    return alliance


def _today() -> PartialDate:
    return PartialDate.parse(timezone.localdate().isoformat())
