"""What one was told: the list, the way to each thing, and what has been read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from entreciudades.core.access import fetch
from entreciudades.notices.models import Notice
from entreciudades.notices.rules import READ
from entreciudades.notices.services import read_notices
from entreciudades.web.access import may, signed_in
from entreciudades.web.desk.doors import person
from entreciudades.web.public.lists import page_of


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of whoever asks, the latest first."""
    rows = Notice.objects.visible_to(request.user).select_related("by", "scope")
    return render(request, "notices/list.html", {"page": page_of(request, rows)})


@may(READ)
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the thing; the notice counts as read."""
    notice = fetch(Notice.objects.all(), pk, may=READ, actor=request.user)
    if request.method == "GET":
        read_notices(Notice.objects.filter(pk=notice.pk))
    return redirect(notice.path)


@may(READ)
@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """It has been read, without going there."""
    notice = fetch(Notice.objects.all(), pk, may=READ, actor=request.user)
    read_notices(Notice.objects.filter(pk=notice.pk))
    return redirect("notices:list")


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All have been read."""
    read_notices(Notice.objects.visible_to(person(request)))
    return redirect("notices:list")
