"""Versions of an agreement, and what parties decide on its text."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.alliances.rules import DECIDE, EDIT
from entreciudades.alliances.services.negotiation import (
    agree,
    make_version,
    negotiate_again,
    table,
    take_back,
    withdraw,
)
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.wording import content_of, differences
from entreciudades.core.canonical import digest_of
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.desk.agreement_tabs import about_agreement
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.negotiation.doors import done, found
from entreciudades.web.desk.negotiation.forms import VersionForm

_REASONED: Final[dict[str, tuple[Any, Any, Any]]] = {
    "take-back": (take_back, gettext_lazy("Take the text back"), gettext_lazy("The text is open again.")),
    "negotiate-again": (negotiate_again, gettext_lazy("Open the text again"), gettext_lazy("The text is open again.")),
    "withdraw": (withdraw, gettext_lazy("Withdraw the agreement"), gettext_lazy("The agreement is withdrawn.")),
}


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What changed from one version (`old`) to another (`new`, 0: the text as it stands); a POST keeps one."""
    owner, agreement = found(request, slug, pk)
    form = VersionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        how = {"note": form.cleaned_data["note"], "organisation": owner, "by": person(request)}
        done(request, make_version, agreement, **how, said=_("The text as it stands is kept as a version."))
        return redirect(request.path)
    rows = list(agreement.versions.select_related("made_by").order_by("-number"))
    kept = {one.number: one for one in rows}
    stands = content_of(agreement)
    is_new = not rows or rows[0].digest != digest_of(stands)
    newest = 0 if is_new else rows[0].number
    new = number(request.GET["new"]) if "new" in request.GET else newest
    before = [one.number for one in rows if not new or one.number < new]
    old = number(request.GET["old"]) if "old" in request.GET else (before[0] if before else new)
    if (new and new not in kept) or (old and old not in kept):
        raise NotFound("version", old)
    contents = {0: stands} | {one.number: one.content for one in rows}
    page = {
        "form": form,
        "versions": rows,
        "old": old,
        "new": new,
        "shown": kept.get(new),
        "content": contents[new],
        "changes": differences(contents[old], contents[new]) if old != new else None,
        "is_new": is_new,
        "is_open": agreement.state == AgreementState.DRAFTING,
    }
    status = 422 if form.errors else 200
    about = about_agreement(request, owner, agreement)
    return render(request, "desk/negotiation/versions.html", about | page, status=status)


@may(DECIDE)
@require_POST
def put(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put the text before the parties."""
    owner, agreement = found(request, slug, pk, may=DECIDE)
    said = _("The text lies before the parties: each is asked to agree.")
    done(request, table, agreement, organisation=owner, by=person(request), said=said)
    return redirect("desk:agreement", slug, pk)


@may(DECIDE)
@require_POST
def consent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Agree for the party to the version that its page showed."""
    owner, agreement = found(request, slug, pk, may=DECIDE)
    version = number(request.POST.get("version", ""))
    how = {"version": version, "organisation": owner, "by": person(request)}
    done(request, agree, agreement, **how, said=_("Your party agrees to version %(number)s.") % {"number": version})
    return redirect("desk:agreement", slug, pk)


@may(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Take the text back, open an agreed one again, or withdraw the agreement: with a reason that all read."""
    owner, agreement = found(request, slug, pk, may=DECIDE)
    if verb not in _REASONED:
        raise NotFound("act", verb)
    act, title, said = _REASONED[verb]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done(request, act, agreement, reason=reason, organisation=owner, by=person(request), said=str(said))
        return redirect("desk:agreement", slug, pk)
    page = {"form": form, "title": title, "submit": title, "back": reverse("desk:agreement", args=[slug, pk])}
    status = 422 if form.errors else 200
    return render(request, "layouts/form.html", about_agreement(request, owner, agreement) | page, status=status)
