"""What can be brought in, the files to fill, and the imports that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy

from entreciudades.core.errors import FileRefused, NotFound
from entreciudades.core.uploads.refusals import refusal
from entreciudades.imports import services
from entreciudades.imports.errors import BookRefused
from entreciudades.imports.going_out import MEDIA_TYPES, file_of
from entreciudades.imports.kinds import KINDS
from entreciudades.imports.mapping import faults_as_kept
from entreciudades.imports.models import Import
from entreciudades.imports.wording import worded
from entreciudades.spreadsheets.limits import LIMITS
from entreciudades.web.desk.doors import person
from entreciudades.web.public.lists import page_of

if TYPE_CHECKING:
    from entreciudades.spreadsheets.writing import Format
    from entreciudades.web.imports.spaces import Place


class FileForm(forms.Form):
    """A spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        help_text=gettext_lazy("XLSX, ODS or CSV, at most 25 MB. Nothing is written yet: first you see what would be."),
    )


def imports(place: Place) -> HttpResponse:
    """The kinds of things, and the imports, the latest first."""
    rows = Import.objects.filter(organisation=place.owner).select_related("brought_by")
    page = page_of(place.request, rows)
    kinds = [(kind, place.at("import-new", kind.key)) for kind in services.kinds_for(place.owner)]
    lines = [(one, KINDS[one.kind].title, place.at("import", one.pk)) for one in page]
    return render(place.request, "imports/list.html", place.about() | {"kinds": kinds, "lines": lines, "page": page})


def new(place: Place, kind: str) -> HttpResponse:
    """The file to fill, to be downloaded; and a file that is brought."""
    wanted = services.kind_for(place.owner, kind)
    request = place.request
    is_sent = request.method == "POST"
    form = FileForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    refused: list[str] = []
    if is_sent and form.is_valid():
        upload: Any = form.cleaned_data["file"]
        data = upload.read(LIMITS.bytes + 1)
        try:
            brought = services.bring(place.owner, wanted, name=upload.name, data=data, by=person(request))
        except BookRefused as error:
            refused = [worded(fault) for fault in faults_as_kept(error.faults)]
        except FileRefused as error:
            form.add_error("file", refusal(error))
        else:
            return redirect(place.at("import-columns", brought.pk))
        for line in refused:
            form.add_error("file", line)
    files = [(name.upper(), place.at("import-file", wanted.key, name)) for name in MEDIA_TYPES]
    columns = [(one.called(_reader()), one.help.get(_reader(), ""), one.required) for one in wanted.written]
    page = {"kind": wanted, "form": form, "files": files, "columns": columns, "back": place.at("imports")}
    return render(request, "imports/new.html", place.about() | page, status=422 if form.errors else 200)


def file(place: Place, kind: str, form: str) -> HttpResponse:
    """All rows of a kind as a file, or with `?empty` its headings alone."""
    wanted = services.kind_for(place.owner, kind)
    if form not in MEDIA_TYPES:
        raise NotFound("format", form)
    chosen: Format = form  # type: ignore[assignment] # one of them
    data = file_of(wanted, place.owner, chosen, get_language() or "es", rows="empty" not in place.request.GET)
    name = f"{slugify(str(wanted.title))}-{place.owner.slug}-{timezone.localdate().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=MEDIA_TYPES[form], headers=headers)


def _reader() -> str:
    return (get_language() or "es").partition("-")[0]
