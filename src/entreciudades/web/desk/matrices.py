"""The matrices of a programme: computed, and changed by hand where the city gives its reason."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.core.errors import NotFound
from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.pack import Matrix
from entreciudades.programmes.facts import Facts, facts_of
from entreciudades.programmes.matrices import Entry, MatrixRow, MatrixTable, matrix_table
from entreciudades.programmes.models import MatrixChange, Programme
from entreciudades.programmes.pack import variant_of
from entreciudades.programmes.rules import EDIT
from entreciudades.programmes.services import change_matrix, undo_matrix_change
from entreciudades.web.access import may
from entreciudades.web.desk import doors
from entreciudades.web.desk.about import about_programme
from entreciudades.web.desk.blocks import entry_address
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.fields import LabelsFormField
from entreciudades.web.desk.refusals import refused

Kind = MatrixChange.Kind


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry of a cell with the address where it is edited."""

    text: Localized
    joined: tuple[Localized, ...]
    details: tuple[Localized, ...]
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the address where it is changed by hand."""

    title: Localized
    reason: str
    moved: str
    entries: tuple[ShownEntry, ...]
    change: str


class ChangeForm(forms.Form):
    """One change of a row: left out, moved, an entry added or left out. Only what the kind needs is asked back."""

    kind = forms.ChoiceField(label=gettext_lazy("What to change"), widget=forms.RadioSelect)
    texts = LabelsFormField(label=gettext_lazy("New entry"), required=False, help_text=gettext_lazy("To add an entry."))
    entry = forms.ChoiceField(label=gettext_lazy("Entry"), required=False, help_text=gettext_lazy("To leave one out."))
    place = forms.IntegerField(
        label=gettext_lazy("Place"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("To move the row: 1 is the first."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is shown beside what you change, in the page and in the book."),
    )

    def __init__(self, *args: Any, row: MatrixRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Kind.ADD_ENTRY, Kind.LEAVE_OUT_ENTRY, Kind.MOVE_ROW, Kind.LEAVE_OUT_ROW)
        words = {
            Kind.ADD_ENTRY: _("Add an entry"),
            Kind.LEAVE_OUT_ENTRY: _("Leave an entry out"),
            Kind.MOVE_ROW: _("Move the row"),
            Kind.LEAVE_OUT_ROW: _("Leave the whole row out"),
        }
        self.fields["kind"].choices = [(kind.value, words[kind]) for kind in kinds]  # type: ignore[attr-defined]
        entries = [(entry.key, label(entry.text).text) for entry in row.items]
        self.fields["entry"].choices = [("", "—"), *entries]  # type: ignore[attr-defined]


class NewRowForm(forms.Form):
    """A row of the city's own."""

    titles = LabelsFormField(label=gettext_lazy("Title of the row"))
    texts = LabelsFormField(label=gettext_lazy("First entry"), required=False)
    place = forms.IntegerField(
        label=gettext_lazy("Place"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("1 is the first row; empty puts it last."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is shown beside the row, in the page and in the book."),
    )


@may(EDIT)
@require_safe
def matrices(request: HttpRequest, slug: str) -> HttpResponse:
    """Every matrix, each cell with the way to its data, and what the city changed by hand."""
    programme = doors.programme(request, slug, may=EDIT)
    facts = facts_of(programme)
    shown = [_shown(facts, matrix) for matrix in variant_of(programme).matrices]
    changes = programme.matrix_changes.select_related("made_by").order_by("-id")
    page = {"matrices": shown, "matrix_changes": [(change, _said(change, programme)) for change in changes]}
    return render(request, "desk/programmes/matrices.html", about_programme(request, programme) | page)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_row(request: HttpRequest, slug: str, matrix: str, row: str) -> HttpResponse:
    """Change one row by hand, with a reason."""
    programme = doors.programme(request, slug, may=EDIT)
    table = _table(programme, matrix)
    found = next((one for one in table.rows if one.key == row), None)
    if found is None:
        raise NotFound("row", row)
    form = ChangeForm(request.POST if request.method == "POST" else None, row=found)
    if request.method == "POST" and form.is_valid() and _changed(request, programme, form, matrix=matrix, row=row):
        return redirect(f"{reverse('desk:matrices', args=[slug])}#{matrix}")
    title = f"{label(table.titles)}: {label(found.titles)}"
    return _form(request, programme, form, title)


@may(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_row(request: HttpRequest, slug: str, matrix: str) -> HttpResponse:
    """Add a row of the city's own."""
    programme = doors.programme(request, slug, may=EDIT)
    table = _table(programme, matrix)
    form = NewRowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = _free_key(programme, table, label(form.cleaned_data["titles"]).text)
        if _changed(request, programme, form, matrix=matrix, row=row, kind=Kind.ADD_ROW):
            return redirect(f"{reverse('desk:matrices', args=[slug])}#{matrix}")
    return _form(request, programme, form, f"{label(table.titles)}: {_('a row of your own')}")


@may(EDIT)
@require_POST
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a change back."""
    programme = doors.programme(request, slug, may=EDIT)
    change = programme.matrix_changes.filter(pk=pk).first()
    if change is None:
        raise NotFound("change", pk)
    undo_matrix_change(change, by=person(request))
    messages.success(request, _("The change was undone."))
    return redirect("desk:matrices", slug)


def _shown(facts: Facts, matrix: Matrix) -> dict[str, Any]:
    table = matrix_table(facts, matrix.key)
    programme, declared = facts.programme, {row.key: row for row in matrix.rows}

    def entry(row: MatrixRow, one: Entry) -> ShownEntry:
        address = entry_address(programme, declared.get(row.key), one.key)
        joined, details = tuple(map(label, one.joined)), tuple(map(label, one.details))
        return ShownEntry(label(one.text), joined, details, one.reason, address)

    rows = [
        ShownRow(
            label(row.titles),
            row.reason,
            row.moved,
            tuple(entry(row, one) for one in row.items),
            reverse("desk:matrix-row", args=[programme.slug, matrix.key, row.key]),
        )
        for row in table.rows
    ]
    return {
        "key": matrix.key,
        "title": label(matrix.title),
        "rows": rows,
        "left_out": [(label(one.text), one.reason) for one in table.left_out],
        "add": reverse("desk:matrix-add", args=[programme.slug, matrix.key]),
    }


def _said(change: MatrixChange, programme: Programme) -> str:
    """A change in words: "PEM, Public Policies: row moved"."""
    matrices = {matrix.key: matrix for matrix in variant_of(programme).matrices}
    matrix = matrices.get(change.matrix)
    rows = {row.key: row.title for row in matrix.rows} if matrix else {}
    title = label(change.titles or rows.get(change.row)).text or change.row
    about = f" “{label(change.texts)}”" if change.texts else ""
    return f"{label(matrix.title) if matrix else change.matrix}, {title}: {change.get_kind_display()}{about}"


def _table(programme: Programme, key: str) -> MatrixTable:
    try:
        return matrix_table(facts_of(programme), key)
    except KeyError:
        raise NotFound("matrix", key) from None


def _changed(request: HttpRequest, programme: Programme, form: forms.Form, **keys: Any) -> bool:
    try:
        change_matrix(programme, by=person(request), **(form.cleaned_data | keys))
    except ValidationError as error:
        refused(form, error)
        return False
    messages.success(request, _("Changed; the reason stands beside it."))
    return True


def _free_key(programme: Programme, table: MatrixTable, title: str) -> str:
    used = {row.key for row in table.rows} | set(programme.matrix_changes.values_list("row", flat=True))
    name = f"own-{slugify(title)}"[:50].strip("-")
    return next(key for key in (name, *(f"{name}-{number}" for number in range(2, 1000))) if key not in used)


def _form(request: HttpRequest, programme: Programme, form: forms.Form, title: str) -> HttpResponse:
    page = {"form": form, "title": title, "back": reverse("desk:matrices", args=[programme.slug])}
    return render(request, "layouts/form.html", about_programme(request, programme) | page)
