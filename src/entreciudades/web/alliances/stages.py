"""The stages of an alliance: its calendar, the gate of each, and what takes it from one to another."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.errors import GateShut, StageMoved
from entreciudades.alliances.models import AllianceStage
from entreciudades.alliances.rules import CLOSE_STAGE
from entreciudades.alliances.services import stages as services
from entreciudades.alliances.states import StageState
from entreciudades.core.errors import MoveRefused, NotAllowed, NotFound
from entreciudades.processes.gates import advance_alliance, evaluate, evaluate_all
from entreciudades.web.alliances import papers
from entreciudades.web.alliances.calendar import bars_of
from entreciudades.web.alliances.forms import ReasonForm, day_field
from entreciudades.web.alliances.gates import found_then, lines_of
from entreciudades.web.alliances.moves import check_decides
from entreciudades.web.alliances.places import Place
from entreciudades.web.alliances.rail import Card, Rail, rail_of
from entreciudades.web.alliances.standing import gate_of
from entreciudades.web.desk.refusals import refused

OPEN: Final = (StageState.AHEAD, StageState.UNDER_WAY)


class PlanForm(forms.Form):
    """The days of a stage."""

    starts = day_field(gettext_lazy("Planned to begin"))
    ends = day_field(gettext_lazy("Planned to end"))


class BackForm(ReasonForm):
    """To which stage, and why."""

    to = forms.ChoiceField(label=gettext_lazy("Stage"), widget=forms.RadioSelect)
    field_order = ("to", "reason")

    def __init__(self, *args: Any, rail: Rail, **options: Any) -> None:
        super().__init__(*args, **options)
        behind = (StageState.PASSED, StageState.SKIPPED)
        self.fields["to"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (card.stage.key, card.title) for card in rail.cards if card.row and card.row.state in behind
        ]


def calendar(place: Place) -> HttpResponse:
    """Every stage with its plan, what came of it, its delay, and how far its gate is."""
    today = timezone.localdate()
    rail = rail_of(place, today)
    reports = {one.stage: one for one in evaluate_all(place.alliance)} if place.alliance.lives_here else {}
    page = {
        "place": place,
        "rail": rail,
        "lines": [(card, reports.get(card.stage.key)) for card in rail.cards],
        "bars": bars_of(rail, today),
        "back_address": place.at("alliance-back") if place.decides and _may_go_back(place, rail) else "",
    }
    return render(place.request, "alliances/calendar.html", place.about | page)


def paper(place: Place, stage: str, document: str) -> HttpResponse:
    """Keep a document of a stage."""
    return papers.add(place, row_at(place, stage), document)


def remove_paper(place: Place, stage: str, pk: int) -> HttpResponse:
    """Take a document off a stage."""
    return papers.remove(place, row_at(place, stage), pk)


def stage(place: Place, stage: str) -> HttpResponse:
    """A stage: what it is for, its gate, its papers, and what may be done now."""
    rail = rail_of(place, timezone.localdate())
    card = _card(rail, stage)
    row = card.row
    then = found_then(row) if row else None
    page: dict[str, Any] = {
        "place": place,
        "rail": rail,
        "card": card,
        "then": then is not None,
        "stages_address": place.at("alliance-stages"),
    }
    if then is not None or row is None or row.lived_by_id is None:
        report = then or evaluate(place.alliance, stage)
        page |= {"lines": lines_of(place, row, report), "holds": report.holds}
    if row is not None:
        page |= {"papers": papers.papers_of(place, row), "gate": gate_of(place, rail)} | _acts(place, card, row)
    return render(place.request, "alliances/stage.html", place.about | page)


def advance(place: Place) -> HttpResponse:
    """Close the stage that the page showed, where its gate holds, and enter the next."""
    seen = place.request.POST.get("from_stage", "")
    row = services.under_way(place.alliance)
    if row is not None:
        _check_closes(place, row)
    titles = {card.stage.key: str(card.title) for card in rail_of(place, timezone.localdate()).cards}
    try:
        entered = advance_alliance(place.alliance, from_stage=seen, by=place.by)
    except StageMoved as error:
        stands = titles.get(error.stands, "")
        said = (
            _("Somebody was faster: the alliance stands in “%(stage)s” now. Nothing was done twice.")
            % {"stage": stands}
            if stands
            else _("Somebody was faster: no stage is under way now. Nothing was done twice.")
        )
        messages.info(place.request, said)
        return redirect(place.at("alliance"))
    except GateShut:
        messages.error(place.request, _("The gate does not hold: what is missing stands below. Nothing was changed."))
        return redirect(place.at("alliance-stage", seen))
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
        return redirect(place.at("alliance-stage", row.key) if row else place.at("alliance"))
    if entered is None:
        messages.success(place.request, _("The last stage is passed: the alliance can be closed."))
        return redirect(place.at("alliance"))
    messages.success(place.request, _("Passed. Now: %(stage)s.") % {"stage": titles[entered.key]})
    return redirect(place.at("alliance-stage", entered.key))


def ready(place: Place, stage: str) -> HttpResponse:
    """The party says that the stage may close."""
    row = row_at(place, stage)
    _check_closes(place, row)
    if place.seat is None:
        raise NotAllowed("stage:close", "stage", stage)
    try:
        services.say_ready(row, seat=place.seat, by=place.by)
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
    else:
        messages.success(place.request, _("Said: for your organisation the stage may close."))
    return redirect(place.at("alliance-stage", stage))


def skip(place: Place, stage: str) -> HttpResponse:
    """Leave out an optional stage, with the reason."""
    row = row_at(place, stage)
    _check_closes(place, row)
    form = ReasonForm(place.request.POST if place.request.method == "POST" else None)
    if place.request.method == "POST" and form.is_valid():
        try:
            services.skip(row, by=place.by, **form.cleaned_data)
        except MoveRefused:
            messages.error(place.request, _("That is not possible any more: somebody changed the state meanwhile."))
            return redirect(place.at("alliance-stage", stage))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("The stage was left out."))
            return redirect(place.at("alliance-stages"))
    says = _("The methodology lets this stage be left out. The others are told, with the reason.")
    return ask(place, form, title=_("Leave this stage out"), says=says, back=place.at("alliance-stage", stage))


def go_back(place: Place) -> HttpResponse:
    """Return to a stage that was passed or left out, with the reason."""
    check_decides(place)
    rail = rail_of(place, timezone.localdate())
    form = BackForm(place.request.POST if place.request.method == "POST" else None, rail=rail)
    if place.request.method == "POST" and form.is_valid():
        try:
            services.go_back(place.alliance, by=place.by, **form.cleaned_data)
        except MoveRefused:
            messages.error(place.request, _("That is not possible any more: somebody changed the state meanwhile."))
            return redirect(place.at("alliance"))
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(
                place.request, _("The alliance has returned to the stage. Those after it lie ahead again.")
            )
            return redirect(place.at("alliance-stage", form.cleaned_data["to"]))
    says = _(
        "Stages after it lie ahead again. What was kept, attested and excepted in them stays; parties are asked anew "
        "whether they may close."
    )
    return ask(place, form, title=_("Go back to a stage"), says=says, back=place.at("alliance-stages"))


def plan(place: Place, stage: str) -> HttpResponse:
    """The planned days of a stage that is not over."""
    check_decides(place)
    row = row_at(place, stage)
    initial = {"starts": row.planned_start, "ends": row.planned_end}
    form = PlanForm(place.request.POST if place.request.method == "POST" else None, initial=initial)
    back = place.at("alliance-stage", stage)
    if place.request.method == "POST" and form.is_valid():
        try:
            services.plan(row, by=place.by, **form.cleaned_data)
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("Saved."))
            return redirect(back)
    title = _("Plan “%(stage)s”") % {"stage": _title(place, stage)}
    return ask(place, form, title=title, says="", back=back, submit=_("Save"))


def ask(
    place: Place, form: forms.Form, *, title: str, says: str, back: str, submit: str = "", status: int = 200
) -> HttpResponse:
    """A page with one form that says what follows before it is sent."""
    page = {"form": form, "title": title, "says": says, "back": back, "submit": submit or title}
    return render(place.request, "alliances/ask.html", place.about | page, status=422 if form.errors else status)


def row_at(place: Place, stage: str) -> AllianceStage:
    """A stage in the life of the alliance; NotFound."""
    row = place.alliance.stages.filter(key=stage).select_related("lived_by").first()
    if row is None:
        raise NotFound("stage", stage)
    row.alliance = place.alliance
    return row


def _check_closes(place: Place, row: AllianceStage) -> None:
    check_decides(place)
    if not CLOSE_STAGE.predicate(place.by, row):
        raise NotAllowed(CLOSE_STAGE.name, "stage", row.key)


def _acts(place: Place, card: Card, row: AllianceStage) -> dict[str, Any]:
    """What may be done with a stage, each with its address; "" where not."""
    is_open = place.decides and place.alliance.is_at_work and row.state in OPEN
    may_skip = is_open and card.stage.optional and CLOSE_STAGE.predicate(place.by, row)
    return {
        "skip_address": place.at("alliance-stage-skip", card.stage.key) if may_skip else "",
        "plan_address": place.at("alliance-stage-plan", card.stage.key) if place.decides and row.state in OPEN else "",
    }


def _card(rail: Rail, key: str) -> Card:
    card = rail.card(key)
    if card is None:
        raise NotFound("stage", key)
    return card


def _may_go_back(place: Place, rail: Rail) -> bool:
    behind = (StageState.PASSED, StageState.SKIPPED)
    return place.alliance.is_at_work and any(card.row is not None and card.row.state in behind for card in rail.cards)


def _title(place: Place, stage: str) -> str:
    return str(_card(rail_of(place, timezone.localdate()), stage).title)
