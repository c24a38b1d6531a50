"""Lists and forms of whatever hangs on a city or a programme: one set of views for every noun of a shelf."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db.models import Max, Model, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entreciudades.core.access import Rule
from entreciudades.core.errors import NotFound, RowGone
from entreciudades.core.money import totals_by_currency
from entreciudades.web.access import may
from entreciudades.web.desk.cells import Cell, cell, heading
from entreciudades.web.desk.conflicts import kept, last_act
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.forms import RowForm, form_for
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun


@dataclass(frozen=True, eq=False)
class Shelf:
    """What holds rows: how its owner is fetched, who may edit it, which services keep and remove its rows.

    `about` gives the template around its pages and what that needs of the owner; `scope` the organisation in whose
    trail its changes stand, by default the owner itself.
    """

    name: str
    rule: Rule[Any]
    door: Callable[..., Any]
    keep: Callable[..., Any]
    remove: Callable[..., None]
    nouns: Mapping[str, Noun]
    about: Callable[[HttpRequest, Any], dict[str, Any]]
    space: str = "desk"
    scope: Callable[[Any], int] = attrgetter("pk")

    def address(self, owner: Model, noun: Noun, verb: str = "rows", row: Model | None = None) -> str:
        """The page of a noun's rows, or of what is done with one of them."""
        keys = {"slug": owner.slug, "noun": noun.key} | ({"pk": row.pk} if row else {})  # type: ignore[attr-defined]
        return reverse(f"{self.space}:{self.name}-{verb}", kwargs=keys)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as its list shows it."""

    name: Cell
    cells: tuple[tuple[str, Cell], ...]
    change: str
    remove: str
    move: str


def addresses(shelf: Shelf, prefix: str) -> list[URLPattern]:
    """The addresses of a shelf under a prefix that ends in its owner's slug."""

    def at(route: str, view: Callable[..., HttpResponse], verb: str) -> URLPattern:
        def answer(request: HttpRequest, /, slug: str, noun: str, **keys: Any) -> HttpResponse:
            owner = shelf.door(request, slug, may=shelf.rule)
            if noun not in shelf.nouns:
                raise NotFound("noun", noun)
            return view(request, shelf, owner, shelf.nouns[noun], **keys)

        return path(f"{prefix}<slug:noun>/{route}", may(shelf.rule)(answer), name=f"{shelf.name}-{verb}")

    return [
        at("", rows, "rows"),
        at("add/", add, "add"),
        at("<int:pk>/", change, "change"),
        at("<int:pk>/remove/", remove, "remove"),
        at("<int:pk>/up/", up, "up"),
    ]


@require_http_methods(["GET", "HEAD"])
def rows(request: HttpRequest, shelf: Shelf, owner: Any, noun: Noun) -> HttpResponse:
    """The rows that there are."""
    found = list(noun.of(owner))
    first, *others = noun.shows
    lines = [
        Line(
            name=cell(row, first) or "—",
            cells=tuple((heading(noun, name), cell(row, name)) for name in others),
            change=shelf.address(owner, noun, "change", row),
            remove=shelf.address(owner, noun, "remove", row),
            move=shelf.address(owner, noun, "up", row) if noun.is_ordered and place else "",
        )
        for place, row in enumerate(found)
    ]
    headings = [heading(noun, name) for name in noun.shows]
    totals = totals_by_currency(noun.of(owner), *noun.total) if noun.total else ()
    return _page(request, "desk/rows/list.html", shelf, owner, noun, headings=headings, lines=lines, totals=totals)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, shelf: Shelf, owner: Any, noun: Noun) -> HttpResponse:
    """Add a row; what the address carries is filled in already, as a suggestion."""
    row = _new(owner, noun)
    suggested: dict[str, Any] = {name: value for name, value in request.GET.items() if name in noun.fields}
    if "number" in noun.fields:
        suggested.setdefault("number", (noun.of(owner).aggregate(last=Max("number"))["last"] or 0) + 1)
    form = form_for(noun)(
        request.POST if request.method == "POST" else None, instance=row, owner=owner, initial=suggested
    )
    if request.method == "POST" and form.is_valid():
        if noun.has_position:
            last = noun.of(owner).aggregate(last=Max("position"))["last"]
            row.position = 0 if last is None else last + 1  # type: ignore[attr-defined]
        if _kept(request, shelf, noun, form):
            return redirect(shelf.address(owner, noun))
    return _page(request, "desk/rows/form.html", shelf, owner, noun, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, shelf: Shelf, owner: Any, noun: Noun, pk: int) -> HttpResponse:
    """Change a row; what was written into one that somebody removed meanwhile may be added anew."""
    row = noun.of(owner).filter(pk=pk).first()
    if row is None:
        return _gone(request, shelf, owner, noun, pk)
    name = cell(row, noun.shows[0])  # before a form that is refused writes into the row
    form = form_for(noun)(request.POST if request.method == "POST" else None, instance=row, owner=owner)
    try:
        if request.method == "POST" and form.is_valid() and _kept(request, shelf, noun, form):
            return redirect(shelf.address(owner, noun))
    except RowGone:
        return _gone(request, shelf, owner, noun, pk)
    page: dict[str, Any] = {"row": row, "name": name, "removal": shelf.address(owner, noun, "remove", row)}
    return _page(request, "desk/rows/form.html", shelf, owner, noun, status=form.status, form=form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, shelf: Shelf, owner: Any, noun: Noun, pk: int) -> HttpResponse:
    """Ask, then take the row away; where something rests on it, say what."""
    row = _row(owner, noun, pk)
    name = cell(row, noun.shows[0])
    used_by: list[str] = []
    if request.method == "POST":
        try:
            shelf.remove(row, by=person(request))
        except ProtectedError as error:
            used_by = [f"{one._meta.verbose_name}: {name_of(one)}" for one in error.protected_objects]
        else:
            messages.success(request, _("Removed: %(name)s") % {"name": name})
            return redirect(shelf.address(owner, noun))
    page = {"row": row, "name": name, "used_by": used_by}
    return _page(request, "desk/rows/remove.html", shelf, owner, noun, status=409 if used_by else 200, **page)


@require_POST
def up(request: HttpRequest, shelf: Shelf, owner: Any, noun: Noun, pk: int) -> HttpResponse:
    """Move a row one place up."""
    order = list(noun.of(owner))
    place = next((place for place, row in enumerate(order) if row.pk == pk), None)
    if place is None or not noun.is_ordered:
        raise NotFound(noun.key, pk)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    for position, row in enumerate(order):
        if row.position != position:
            row.position = position
            shelf.keep(row, by=person(request))
    return redirect(shelf.address(owner, noun))


def _row(owner: Model, noun: Noun, pk: int) -> Model:
    found: Model | None = noun.of(owner).filter(pk=pk).first()
    if found is None:
        raise NotFound(noun.key, pk)
    return found


def _kept(request: HttpRequest, shelf: Shelf, noun: Noun, form: RowForm) -> bool:
    if not kept(form, shelf.keep, by=person(request), links=form.links):
        return False
    messages.success(request, _("Saved: %(name)s") % {"name": cell(form.instance, noun.shows[0])})
    return True


def _gone(request: HttpRequest, shelf: Shelf, owner: Any, noun: Noun, pk: int) -> HttpResponse:
    """What was written into a row that is there no more, to be added anew; NotFound where it never was the owner's."""
    removal = last_act(noun.model(pk=pk), "removed")
    # What hangs on a programme is told with it; all else stands in the trail of its organisation.
    if request.method != "POST" or removal is None or removal.details.get("programme", removal.scope) != owner.pk:
        raise NotFound(noun.key, pk)
    form = form_for(noun)(request.POST, instance=_new(owner, noun), owner=owner)
    by = removal.actor.get_full_name() if removal.actor else ""
    page = {"form": form, "by": by, "at": removal.at}
    return _page(request, "desk/rows/gone.html", shelf, owner, noun, status=409, **page)


def _new(owner: Model, noun: Noun) -> Model:
    row = noun.model()
    if "__" not in noun.path:
        setattr(row, noun.path, owner)
    return row


def _page(
    request: HttpRequest, template: str, shelf: Shelf, owner: Any, noun: Noun, *, status: int = 200, **page: Any
) -> HttpResponse:
    base = {"noun": noun, "rows_address": shelf.address(owner, noun)}
    base["add_address"] = shelf.address(owner, noun, "add")
    return render(request, template, shelf.about(request, owner) | base | page, status=status)
