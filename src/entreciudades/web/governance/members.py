"""Who sits in a body: added, changed when a mandate ends, taken out where it was a mistake."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entreciudades.actors.models import Body, BodyMember
from entreciudades.alliances.services.governance import keep_member, remove_member
from entreciudades.alliances.services.meetings import who
from entreciudades.web.desk.conflicts import kept
from entreciudades.web.governance.forms import MemberForm
from entreciudades.web.governance.venues import Venue


def add(venue: Venue, pk: int) -> HttpResponse:
    """Somebody more."""
    body = venue.body(pk)
    return _keep(venue, body, BodyMember(body=body), _("Add to the body"))


def change(venue: Venue, pk: int) -> HttpResponse:
    """Since when, until when, as what."""
    member = venue.member(pk)
    return _keep(venue, member.body, member, who(member))


def remove(venue: Venue, pk: int) -> HttpResponse:
    """Who was entered by mistake."""
    member = venue.member(pk)
    try:
        remove_member(member, **venue.act)
    except ValidationError as error:
        messages.error(venue.request, " ".join(error.messages))
        return redirect(venue.at("member", pk))
    messages.success(venue.request, _("Removed: %(name)s") % {"name": who(member)})
    return redirect(venue.at("body", member.body_id))


def _keep(venue: Venue, body: Body, member: BodyMember, title: str) -> HttpResponse:
    request = venue.request
    form = MemberForm(venue.posted, instance=member, owner=venue)
    if request.method == "POST" and form.is_valid() and kept(form, keep_member, **venue.act):
        messages.success(request, _("Saved: %(name)s") % {"name": who(member)})
        return redirect(venue.at("body", body.pk))
    page = {"venue": venue, "body": body, "form": form, "title": title, "back": venue.at("body", body.pk)}
    if member.pk:
        page["removal"] = venue.at("member-remove", member.pk)
    return render(request, "governance/form.html", venue.about | page, status=form.status)
