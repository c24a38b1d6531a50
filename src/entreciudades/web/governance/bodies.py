"""The bodies of an alliance or a network: all of them, one of them, made from the methodology, their rules."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entreciudades.actors.models import Body
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.pack import part_of
from entreciudades.alliances.services.governance import keep_body, make_bodies, set_rules
from entreciudades.core.errors import NotFound
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.desk.naming import name_of
from entreciudades.web.governance.asking import asked
from entreciudades.web.governance.forms import BodyForm, RulesForm
from entreciudades.web.governance.shown import shown
from entreciudades.web.governance.venues import Venue
from entreciudades.web.office.forms import NOUNS
from entreciudades.web.office.members import SHELF
from entreciudades.web.public.lists import page_of

LATEST: Final = 20
"""Meetings that the page of a body shows."""


def bodies(venue: Venue) -> HttpResponse:
    """Each body with who sits there and what comes."""
    found = shown(venue.rows, list(venue.parties()))
    page: dict[str, object] = {"venue": venue, "bodies": found, "to_make": _to_make(venue, found_any=bool(found))}
    if venue.space.home == "bodies":
        page["bodies_address"] = SHELF.address(venue.owner, NOUNS["bodies"])
        page["seats_address"] = SHELF.address(venue.owner, NOUNS["seats"])
    return render(venue.request, "governance/bodies.html", venue.about | page)


def body(venue: Venue, pk: int) -> HttpResponse:
    """One body: its members and its rules, its meetings, its decisions."""
    found = shown(venue.rows.filter(pk=pk), list(venue.parties()))
    if not found:
        raise NotFound("body", pk)
    row = found[0].body
    decisions = row.decisions.select_related("meeting", "ratifies", "ratified_by").prefetch_related(
        "tasks__organisation"
    )
    page = {
        "venue": venue,
        "one": found[0],
        "body": row,
        "meetings": row.meetings.all()[:LATEST],
        "waiting": row.decisions.to_ratify(),
        "page": page_of(venue.request, decisions),
    }
    return render(venue.request, "governance/body.html", venue.about | page)


def make(venue: Venue) -> HttpResponse:
    """The bodies that the methodology has, by one button."""
    try:
        made = make_bodies(_alliance(venue), **venue.act)
    except ValidationError as error:
        messages.error(venue.request, " ".join(error.messages))
        return redirect(venue.at())
    said = ngettext("%(count)d body is made.", "%(count)d bodies are made.", len(made)) % {"count": len(made)}
    messages.success(venue.request, said)
    return redirect(venue.at())


def add(venue: Venue) -> HttpResponse:
    """A body of one's own, which the methodology does not have."""
    return _keep(venue, Body(), _("A new body"))


def change(venue: Venue, pk: int) -> HttpResponse:
    """Its name, how often it meets, its quorum."""
    row = venue.body(pk)
    return _keep(venue, row, name_of(row))


def rules(venue: Venue, pk: int) -> HttpResponse:
    """Who should sit in it."""
    row = venue.body(pk)
    form = RulesForm(venue.posted, body=row)
    return asked(
        venue,
        form,
        lambda _said: set_rules(row, form.rules, **venue.act),
        done=_("The rules are kept. What is found is told, and keeps nobody from meeting."),
        back=venue.at("body", pk),
        title=_("Who should sit here"),
        says=_("Leave empty what the body has no rule on. What is found is told, and keeps nobody from meeting."),
        body=row,
    )


def _keep(venue: Venue, row: Body, title: str) -> HttpResponse:
    request = venue.request
    form = BodyForm(venue.posted, instance=row, owner=venue)
    if request.method == "POST" and form.is_valid() and kept(form, keep_body, alliance=_alliance(venue), **venue.act):
        messages.success(request, _("Saved: %(name)s") % {"name": name_of(row)})
        return redirect(venue.at("body", row.pk))
    page = {"venue": venue, "form": form, "title": title, "back": venue.at("body", row.pk) if row.pk else venue.at()}
    return render(request, "governance/form.html", venue.about | page, status=form.status)


def _alliance(venue: Venue) -> Alliance:
    if venue.alliance is None:
        raise NotFound("alliance", venue.owner.slug)  # a network adds its own in its register
    return venue.alliance


def _to_make(venue: Venue, *, found_any: bool) -> int:
    """How many bodies of the methodology the alliance has not yet."""
    if venue.alliance is None or venue.alliance.methodology is None or not venue.may_write:
        return 0
    there = set(venue.alliance.bodies.values_list("key", flat=True)) if found_any else set()
    return sum(one.key not in there for one in part_of(venue.alliance).bodies)
