"""An import as it stands: how far it is, what the dry run found, what was written; and what is said of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entreciudades.core.errors import MoveRefused, NotFound
from entreciudades.imports import services
from entreciudades.imports.errors import NotReady
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.states import LIFE, WAITING, ImportState, LineState
from entreciudades.imports.wording import worded
from entreciudades.web.desk.doors import number as number_of
from entreciudades.web.desk.doors import person
from entreciudades.web.imports.lines import shown_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from entreciudades.accounts.models import User
    from entreciudades.imports.models import Import, Line
    from entreciudades.web.imports.spaces import Place

ON_A_PAGE: Final = 50
#: Why the worker did not do what was asked of it, in words.
FAILURES: Final = {
    "unreadable": gettext_lazy("The file cannot be read."),
    "outdated": gettext_lazy("Rows changed here since the dry run. Nothing was written; make it again."),
    "waiting": gettext_lazy("Rows still wait for your word. Nothing was written."),
    "built-on": gettext_lazy("It cannot be undone: something was built on it since. Everything stays as it is."),
    "not-allowed": gettext_lazy("Whoever asked for it may not do it any more. Nothing was written."),
    "refused": gettext_lazy("It was refused as a whole. Nothing was written."),
    "error": gettext_lazy("Something went wrong on our side. Nothing was written; whoever runs this site can see why."),
}
WHY: Final = {
    "gone": gettext_lazy("it is not here any more"),
    "changed": gettext_lazy("somebody changed it since"),
    "built-on": gettext_lazy("it is referred to by"),
}


def show(place: Place, pk: int) -> HttpResponse:
    """Progress while the worker has it; then what was found or written, a page at a time."""
    found = place.fetch(pk)
    if found.state == ImportState.UPLOADED:
        return redirect(place.at("import-columns", pk))
    page: dict[str, Any] = {"found": found, "kind": KINDS[found.kind], "here": place.at("import", pk)}
    if found.state in WAITING:
        if place.request.headers.get("HX-Request"):
            return render(place.request, "imports/progress.html", page)
        return render(place.request, "imports/waiting.html", place.about() | page)
    if place.request.headers.get("HX-Request"):
        response = HttpResponse()
        response["HX-Refresh"] = "true"  # it is done: the whole page is another
        return response
    return render(place.request, "imports/result.html", place.about() | page | _found(place, found))


def row(place: Place, pk: int, number: int) -> HttpResponse:
    """Say of a row that it is one that is here, or another; leave it out, or take it in again."""
    found = place.fetch(pk)
    sent = place.request.POST
    answer = sent.get("is", "")
    try:
        if answer:
            services.answer(found, number, is_row=number_of(answer) or None, by=person(place.request))
        else:
            services.leave_out(found, numbers=[number], out=sent.get("out") == "yes", by=person(place.request))
    except MoveRefused:
        messages.error(place.request, _("It is too late for that: the import went on meanwhile."))
    return redirect(_back(place, pk))


def act(place: Place, pk: int, verb: str) -> HttpResponse:
    """What is done with the whole import."""
    found = place.fetch(pk)
    if verb not in _ACTS:
        raise NotFound("act", verb)
    try:
        _ACTS[verb](place, found, person(place.request))
    except MoveRefused:
        messages.error(place.request, _("It is too late for that: the import went on meanwhile."))
    except NotReady:
        messages.error(place.request, _("Rows still wait for your word. Nothing was written."))
    return redirect(_back(place, pk))


def _leave_out(place: Place, found: Import, by: User) -> None:
    count = services.leave_out(found, numbers=None, out=True, by=by)
    said = ngettext("%(count)d row with a problem is left out.", "%(count)d rows with a problem are left out.", count)
    messages.success(place.request, said % {"count": count})


def _all_others(place: Place, found: Import, by: User) -> None:
    count = services.answer_all_others(found, by=by)
    said = ngettext("%(count)d row is taken for another.", "%(count)d rows are taken for others.", count)
    messages.success(place.request, said % {"count": count})


_ACTS: Final[dict[str, Callable[[Place, Import, User], None]]] = {
    "write": lambda _place, found, by: services.confirm(found, by=by),
    "check": lambda _place, found, by: services.check_again(found, by=by),
    "undo": lambda _place, found, by: services.take_back(found, by=by),
    "leave-out": _leave_out,
    "others": _all_others,
}


def _back(place: Place, pk: int) -> str:
    """The same page of the same rows from which somebody came."""
    state, page = place.request.POST.get("state", ""), number_of(place.request.POST.get("page", ""))
    query = "&".join([*([f"state={state}"] if state in _FILTERS else []), *([f"page={page}"] if page else [])])
    return place.at("import", pk) + (f"?{query}" if query else "")


_FILTERS: Final = (*LineState.values, "left-out", "notes")


def _found(place: Place, found: Import) -> dict[str, Any]:
    wanted = place.request.GET.get("state", "")
    counts = found.counts
    waiting = services.undecided(found)
    if wanted not in _FILTERS:
        order = ("problem", "double", "changed", "new", "same")
        wanted = next((state for state in order if counts.get(state)), "new")
    lines = _lines(found, wanted)
    page = Paginator(lines, ON_A_PAGE).get_page(place.request.GET.get("page"))
    tabs = [(state, str(label), counts.get(state, 0)) for state, label in LineState.choices]
    tabs.append(("left-out", _("Left out"), counts.get("left_out", 0)))
    tabs.append(("notes", _("With a remark"), _lines(found, "notes").count()))
    failure = found.failure
    return {
        "wanted": wanted,
        "filters": [(state, label, count, f"?state={state}") for state, label, count in tabs if count],
        "page": page,
        "lines": shown_lines(found, page.object_list),
        "waiting": waiting,
        "may_write": not waiting and not found.outdated and bool(counts.get("new") or counts.get("changed")),
        "written": {"added": counts.get("new", 0), "changed": counts.get("changed", 0)},
        "nothing": not counts.get("new") and not counts.get("changed") and not waiting,
        "verbs": LIFE.possible(found.state),
        "failure": FAILURES.get(failure.get("code", "")),
        "failure_lines": [*map(worded, failure.get("faults", ())), *failure.get("messages", ()), *_rows(failure)],
    }


def _lines(found: Import, wanted: str) -> QuerySet[Line]:
    if wanted == "left-out":
        return found.lines.filter(left_out=True)
    if wanted == "notes":
        return found.lines.exclude(problems=[]).exclude(state=LineState.PROBLEM)
    return found.lines.filter(state=wanted, left_out=False)


def _rows(failure: dict[str, Any]) -> list[str]:
    said = []
    for one in failure.get("rows", ()):
        why = str(WHY.get(one.get("why", ""), ""))
        by = ", ".join(one.get("by", ()))
        line = _("Row %(number)s") % {"number": one["number"]}
        said.append(": ".join(part for part in (line, f"{why} {by}".strip()) if part))
    if more := failure.get("more", 0):
        said.append(ngettext("and %(count)d row more", "and %(count)d rows more", more) % {"count": more})
    return said
