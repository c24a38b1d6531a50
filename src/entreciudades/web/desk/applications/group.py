"""The municipalities of a group: found by name, asked, consenting for themselves or by a letter."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT as EDIT_ORGANISATION
from entreciudades.actors.rules import TEAM
from entreciudades.calls.models import Application, GroupMember
from entreciudades.calls.rules import EDIT_APPLICATION, may_consent
from entreciudades.calls.services.group import add_member, answer, consent_by_letter, letter_of, remove_member
from entreciudades.calls.snapshot import Population, populations_of
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import GROUP
from entreciudades.core.errors import FileRefused, NotFound
from entreciudades.core.uploads.refusals import refusal
from entreciudades.search.analysis import fold
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.applications.about import REFUSED, about_application, found, in_words, window_of
from entreciudades.web.desk.applications.documents import DocumentForm
from entreciudades.web.desk.applications.findings import findings_of
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.naming import name_of
from entreciudades.web.files import address_of

MOST = 20
"""Municipalities that a search shows."""


@may(EDIT_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who is in the group, with what each said; a POST asks another municipality to join."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    if not terms_of(it.call).group:
        raise NotFound("group", pk)
    if request.method == "POST":
        return _add(request, it)
    asked = request.GET.get("q", "").strip()
    page: dict[str, Any] = {"asked": asked, "results": _named(request, it, asked) if asked else []}
    if request.headers.get("HX-Request"):
        return render(request, "desk/applications/municipalities.html", {"application": it} | page)
    about = about_application(request, it)
    members = list(it.members.select_related("organisation", "answered_by"))
    populations = populations_of([it.applicant, *(one.organisation for one in members)])
    page |= {
        "population": populations.get(it.applicant_id),
        "members": [_line(one, populations) for one in members],
        "may_change": bool(about["window"] and about["window"].has(GROUP)),
        "lines": findings_of(it).about("group", "figures"),
        "form": DocumentForm(),
    }
    return render(request, "desk/applications/group.html", about | page)


@may(EDIT_APPLICATION)
@require_POST
def remove(request: HttpRequest, slug: str, pk: int, member: int) -> HttpResponse:
    """Take a municipality out of the group."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    one = _member(it, member)
    try:
        remove_member(one, by=person(request))
    except REFUSED as error:
        messages.error(request, in_words(error, it.call))
    else:
        messages.success(request, _("Taken out of the group: %(name)s") % {"name": name_of(one.organisation)})
    return redirect("desk:application-group", slug, pk)


@may(EDIT_APPLICATION)
@require_POST
def letter(request: HttpRequest, slug: str, pk: int, member: int) -> HttpResponse:
    """Keep the letter of a municipality for which nobody signs in here."""
    it = found(request, slug, pk, may=EDIT_APPLICATION)
    one = _member(it, member)
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, str(form.errors["document"][0]))
        return redirect("desk:application-group", slug, pk)
    try:
        consent_by_letter(one, form.cleaned_data["document"], by=person(request))
    except FileRefused as error:
        messages.error(request, " ".join(refusal(error).messages))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except REFUSED as error:
        messages.error(request, in_words(error, it.call))
    else:
        messages.success(request, _("The letter of %(name)s is kept.") % {"name": name_of(one.organisation)})
    return redirect("desk:application-group", slug, pk)


@may(EDIT_ORGANISATION)
@require_safe
def asked(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a municipality is asked to join, before it says yes or no."""
    owner = doors.organisation(request, slug, may=EDIT_ORGANISATION)
    member = _asked(owner, pk)
    it = member.application
    window, closed = window_of(it)
    page = {
        "member": member,
        "application": it,
        "others": it.members.exclude(pk=pk).exclude(refused_at__isnull=False).select_related("organisation"),
        "may_answer": may_consent(request.user, member) and bool(window and window.has(GROUP)),
        "is_leader": may_consent(request.user, member),
        "closed": closed,
    }
    return render(request, "desk/applications/asked.html", about_organisation(request, owner) | page)


@may(TEAM)
@require_POST
def reply(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Consent to take part, or refuse."""
    owner = doors.organisation(request, slug, may=TEAM)
    member = _asked(owner, pk)
    if verb not in {"consent", "refuse"}:
        raise NotFound("verb", verb)
    try:
        answer(member, consents=verb == "consent", by=person(request))
    except REFUSED as error:
        messages.error(request, in_words(error, member.application.call))
    else:
        said = _("You take part in the application of %(city)s.") if verb == "consent" else _("%(city)s is told: no.")
        messages.success(request, said % {"city": name_of(member.application.applicant)})
    return redirect("desk:group", slug, pk)


def _add(request: HttpRequest, it: Application) -> HttpResponse:
    chosen = _offered(request, it).filter(pk=number(request.POST.get("organisation", ""))).first()
    if chosen is None:
        raise NotFound("organisation", request.POST.get("organisation", ""))
    try:
        member = add_member(it, chosen, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except REFUSED as error:
        messages.error(request, in_words(error, it.call))
    else:
        told = _("%(name)s has no coordinator here: add its letter of consent.")
        said = told if member.by_letter else _("%(name)s was asked, and answers on its own desk.")
        messages.success(request, said % {"name": name_of(chosen)})
    return redirect("desk:application-group", it.applicant.slug, it.pk)


def _offered(request: HttpRequest, it: Application) -> Any:
    """Municipalities that the reader may know of and that are not in the group yet."""
    rows = Organisation.objects.cities().visible_to(request.user)
    return rows.exclude(pk=it.applicant_id).exclude(group_memberships__application=it)


def _named(request: HttpRequest, it: Application, asked: str) -> list[tuple[Organisation, Population | None]]:
    cities = list(_offered(request, it).filter(sort_name__contains=fold(asked))[:MOST])
    populations = populations_of(cities)
    return [(one, populations.get(one.pk)) for one in cities]


def _line(member: GroupMember, populations: dict[int, Population]) -> dict[str, Any]:
    sent = letter_of(member) if member.by_letter else None
    return {
        "member": member,
        "population": populations.get(member.organisation_id),
        "letter": (sent, address_of(sent)) if sent else None,
    }


def _member(it: Application, pk: int) -> GroupMember:
    one: GroupMember | None = it.members.select_related("organisation").filter(pk=pk).first()
    if one is None:
        raise NotFound("municipality", pk)
    one.application = it
    return one


def _asked(owner: Organisation, pk: int) -> GroupMember:
    rows = owner.group_memberships.select_related("application__call__network", "application__call__methodology")
    one: GroupMember | None = rows.select_related("application__applicant", "organisation").filter(pk=pk).first()
    if one is None:
        raise NotFound("request", pk)
    return one
