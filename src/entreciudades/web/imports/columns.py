"""Which column of a file is which of ours, how it writes dates and numbers, which sheet is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.core.errors import MoveRefused
from entreciudades.imports import services
from entreciudades.imports.errors import ColumnsRefused
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.mapping import asks_convention
from entreciudades.imports.states import LIFE
from entreciudades.imports.wording import worded
from entreciudades.web.desk.doors import number, person

if TYPE_CHECKING:
    from entreciudades.imports.kind import Kind
    from entreciudades.imports.models import Import
    from entreciudades.web.imports.spaces import Place

#: What a form sends of a convention -> what it means.
_DAY_FIRST: Final = {"day": True, "month": False}
_DECIMAL: Final = {"comma": ",", "point": "."}


def columns(place: Place, pk: int) -> HttpResponse:
    """Look at what was guessed, mend it, and ask for the dry run."""
    found = place.fetch(pk)
    if "check" not in LIFE.possible(found.state):
        return redirect(place.at("import", pk))
    faults: list[str] = []
    if place.request.method == "POST":
        try:
            services.check(
                found, _said(place, found), empties="empties" in place.request.POST, by=person(place.request)
            )
        except ColumnsRefused as error:
            faults = _faults(KINDS[found.kind], error)
        except MoveRefused:
            return redirect(place.at("import", pk))
        else:
            return redirect(place.at("import", pk))
    return _page(place, found, faults)


def sheet(place: Place, pk: int) -> HttpResponse:
    """Read another sheet of the file, or take its headings from another row."""
    found = place.fetch(pk)
    if "check" in LIFE.possible(found.state):
        sent = place.request.POST
        row = number(sent.get("header_row", "")) or None
        services.look_elsewhere(found, sheet=sent.get("sheet", ""), header_row=row, by=person(place.request))
        messages.success(place.request, _("Those columns are shown now."))
    return redirect(place.at("import-columns", pk))


def _said(place: Place, found: Import) -> list[services.Said]:
    sent = place.request.POST
    return [
        services.Said(
            sent.get(f"column-{one}", ""),
            _DAY_FIRST.get(sent.get(f"dates-{one}", "")),
            _DECIMAL.get(sent.get(f"numbers-{one}", "")),
        )
        for one in range(1, len(found.columns["headings"]) + 1)
    ]


def _faults(kind: Kind, error: ColumnsRefused) -> list[str]:
    def names(keys: list[str]) -> str:
        return ", ".join(kind.column(key).called(get_language() or "es") for key in keys)

    faults = []
    if error.twice:
        faults.append(
            _("Two columns of your file cannot be the same one here: %(columns)s.") % {"columns": names(error.twice)}
        )
    if error.missing:
        faults.append(_("Say which column of your file holds: %(columns)s.") % {"columns": names(error.missing)})
    return faults


def _page(place: Place, found: Import, faults: list[str]) -> HttpResponse:
    kind, kept = KINDS[found.kind], found.columns
    language = get_language() or "es"
    sent = place.request.POST if faults else None
    rows: list[dict[str, Any]] = []
    for one, (heading, examples, key, convention) in enumerate(
        zip(kept["headings"], kept["examples"], kept["keys"], kept["conventions"], strict=True), start=1
    ):
        chosen = sent.get(f"column-{one}", "") if sent else key
        rows.append(
            {
                "place": one,
                "heading": heading,
                "examples": examples,
                "key": chosen,
                "asks": asks_convention(kind, key),
                "dates": {True: "day", False: "month"}.get(convention["day_first"], ""),
                "numbers": {",": "comma", ".": "point"}.get(convention["decimal"], ""),
            }
        )
    page = {
        "found": found,
        "kind": kind,
        "rows": rows,
        "choices": [(one.key, one.called(language), one.required) for one in kind.written if not one.outward],
        "faults": faults,
        "notes": [(note["cell"], worded(note)) for note in kept["notes"]],
        "empties": "empties" in sent if sent else kept["empties"],
    }
    return render(place.request, "imports/columns.html", place.about() | page, status=422 if faults else 200)
