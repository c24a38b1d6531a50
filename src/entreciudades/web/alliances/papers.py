"""The documents that a stage keeps, each under what the methodology asks for."""

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.models import AllianceStage
from entreciudades.alliances.pack import stage_of
from entreciudades.alliances.services import stages as services
from entreciudades.alliances.services.telling import ALIVE
from entreciudades.alliances.states import StageState
from entreciudades.core.errors import FileRefused, NotAllowed, NotFound
from entreciudades.core.labels import Localized, label
from entreciudades.core.models import Attachment
from entreciudades.core.refs import kind_of
from entreciudades.core.uploads.refusals import refusal
from entreciudades.web.alliances.places import Place
from entreciudades.web.files import address_of


class PaperForm(forms.Form):
    """A document."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.xlsx,.ods,.txt,.csv"}),
        help_text=gettext_lazy("PDF, DOCX, ODT, XLSX, ODS or text, at most 25 MB, without password and macros."),
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """A file with its address, and where it is taken off; "" where it stays."""

    file: Attachment
    address: str
    take_off: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A document of a stage: its files, and where another is added; `form` is None where it is not."""

    key: str
    title: Localized
    papers: tuple[Paper, ...]
    address: str
    form: PaperForm | None


def papers_of(place: Place, row: AllianceStage) -> list[Asked]:
    """The documents of a stage in order; one question."""
    asked = stage_of(row).documents
    hung: dict[str, list[Paper]] = defaultdict(list)
    may_add = place.works and place.alliance.state in ALIVE
    may_take = may_add and row.state != StageState.PASSED
    for one in _hung(row):
        take_off = place.at("alliance-stage-paper-remove", row.key, one.pk) if may_take else ""
        hung[one.purpose.removeprefix(services.PAPER)].append(Paper(one, address_of(one), take_off))
    return [
        Asked(
            one.key,
            label(one.title),
            tuple(hung[one.key]),
            place.at("alliance-stage-paper", row.key, one.key),
            PaperForm(auto_id=f"id_{one.key}_%s") if may_add else None,
        )
        for one in asked
    ]


def add(place: Place, row: AllianceStage, key: str) -> HttpResponse:
    """Keep a document of a stage."""
    back = place.at("alliance-stage", row.key)
    if key not in {one.key for one in stage_of(row).documents}:
        raise NotFound("document", key)
    _check_alive(place)
    form = PaperForm(place.request.POST, place.request.FILES)
    if not form.is_valid():
        messages.error(place.request, str(form.errors["document"][0]))
        return redirect(f"{back}#papers")
    try:
        upload = form.cleaned_data["document"]
        services.keep_document(row, document=key, upload=upload, by=place.by, scope=place.owner.pk)
    except FileRefused as error:
        messages.error(place.request, " ".join(refusal(error).messages))
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
    else:
        messages.success(place.request, _("The document was added."))
    return redirect(f"{back}#papers")


def remove(place: Place, row: AllianceStage, pk: int) -> HttpResponse:
    """Take a document off a stage that is not passed."""
    _check_alive(place)
    paper = next((one for one in _hung(row) if one.pk == pk), None)
    if paper is None:
        raise NotFound("document", pk)
    try:
        services.remove_paper(row, paper=paper, by=place.by, scope=place.owner.pk)
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
    else:
        messages.success(place.request, _("The document was removed."))
    return redirect(f"{place.at('alliance-stage', row.key)}#papers")


def check_works(place: Place) -> None:
    """Refuse whoever has no part in the work: NotAllowed."""
    if not place.works:
        raise NotAllowed("alliance:edit", "alliance", place.alliance.slug)


def _check_alive(place: Place) -> None:
    check_works(place)
    if place.alliance.state not in ALIVE:
        raise NotAllowed("alliance:edit", "alliance", place.alliance.slug)


def _hung(row: AllianceStage) -> list[Attachment]:
    rows = Attachment.objects.filter(
        object_kind=kind_of(AllianceStage), object_id=row.pk, purpose__startswith=services.PAPER
    )
    return list(rows.select_related("file", "created_by").order_by("pk"))
