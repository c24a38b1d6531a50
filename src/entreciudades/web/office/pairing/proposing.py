"""The pairs of a run are proposed to their cities, after a last look at what goes out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from entreciudades.calls.rules import EDIT
from entreciudades.calls.services.pairs import propose_pairs
from entreciudades.calls.states import RunState
from entreciudades.calls.terms import terms_of
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.desk.doors import person
from entreciudades.web.office.pairing.door import about, call_of, run_of
from entreciudades.web.office.pairing.shown import Shown


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str, call: str, number: int) -> HttpResponse:
    """Say what will be sent, then propose the pairs."""
    found = call_of(request, slug, call, may=EDIT)
    run = run_of(found, number)
    if run.state != RunState.DONE:
        raise NotFound("result of run", number)
    refused: list[str] = []
    if request.method == "POST":
        try:
            made = propose_pairs(run, by=person(request))
        except ValidationError as error:
            refused = error.messages
        else:
            said = ngettext(
                "%(count)d new pair is proposed; its cities are told.",
                "%(count)d new pairs are proposed; their cities are told.",
                len(made),
            )
            messages.success(request, said % {"count": len(made)})
            return redirect("office:call-pairing", slug, call)
    shown = Shown.of(run)
    pairing = terms_of(found).pairing
    page = about(
        request,
        found,
        run=run,
        shown=shown,
        days=pairing.accept_days if pairing else 0,
        overridden=shown.lines(found, (pair for pair in shown.pairs if pair.override)),
        refused=refused,
    )
    return render(request, "office/calls/pairing/propose.html", page, status=422 if refused else 200)
