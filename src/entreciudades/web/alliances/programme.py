"""The programme of an alliance: who has adopted it, what it lacks; parties begin it, read it and adopt it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.services.telling import taking_part
from entreciudades.core.canonical import digest_of
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.pack import Variant
from entreciudades.programmes.adopted import adopted_by_parties
from entreciudades.programmes.content import content_of
from entreciudades.programmes.errors import ProgrammeMoved
from entreciudades.programmes.models import Programme, ProgrammeAdoption
from entreciudades.programmes.pack import heading, part_keys, variant_of, variants_of_alliances
from entreciudades.programmes.progress import progress_of
from entreciudades.programmes.services import adopt_programme, create_programme
from entreciudades.web.alliances.papers import check_works
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.blocks import missing_lines
from entreciudades.web.desk.fields import LabelsFormField, PartialDateFormField
from entreciudades.web.desk.refusals import refused

#: Kinds of rows that a version shows beside its texts, in the order in which it shows them.
_SHOWN: Mapping[str, Any] = {
    "strategicline": gettext_lazy("Strategic lines"),
    "project": gettext_lazy("Projects"),
    "activity": gettext_lazy("Activities"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a section of a version says: its heading, and each text with its own heading and language."""

    heading: str
    texts: tuple[tuple[str, Localized], ...]


class BeginForm(forms.Form):
    """A programme that begins: of which kind, under which title."""

    variant = forms.ChoiceField(label=gettext_lazy("What is written"))
    titles = LabelsFormField(label=gettext_lazy("Title"))
    edition = PartialDateFormField(label=gettext_lazy("Edition"))

    def __init__(self, *args: Any, variants: tuple[Variant, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["variant"].choices = [(one.key, label(one.title).text) for one in variants]  # type: ignore[attr-defined] # a ChoiceField
        if len(variants) == 1:
            self.fields["variant"].initial = variants[0].key
            self.fields["variant"].widget = forms.HiddenInput()


def show(place: Place) -> HttpResponse:
    """The programme as it is now: what it lacks, which parties have adopted which version; other editions as a list."""
    rows = list(_programmes(place.alliance))
    running = next((one for one in rows if not one.is_closed), rows[0] if rows else None)
    page: dict[str, Any] = {
        "place": place,
        "programme": running,
        "others": [one for one in rows if one != running],
        "begin": place.at("alliance-programme-begin") if _may_begin(place) else "",
    }
    if running is not None:
        page |= _standing(place, running)
    return render(place.request, "alliances/programme.html", place.about | page)


def begin(place: Place) -> HttpResponse:
    """Begin a programme of the alliance."""
    check_works(place)
    seat, methodology, network = _seat(place), place.alliance.methodology, place.alliance.network
    if methodology is None or network is None:
        raise NotFound("programme", place.alliance.slug)
    variants = variants_of_alliances(methodology)
    form = BeginForm(place.request.POST if place.request.method == "POST" else None, variants=variants)
    if place.request.method == "POST" and form.is_valid():
        try:
            made = create_programme(
                holder=seat.organisation,
                network=network,
                methodology=methodology,
                alliance=place.alliance,
                by=place.by,
                **form.cleaned_data,
            )
        except ValidationError as error:
            refused(form, error)
        else:
            messages.success(place.request, _("Begun. All parties find it at their desks and write it together."))
            return redirect("desk:programme", made.slug)
    page = {
        "form": form if variants else None,
        "title": _("Begin the programme of the alliance"),
        "submit": _("Begin the programme"),
        "back": place.at("alliance-programme"),
    }
    template = "alliances/ask.html" if variants else "alliances/programme_none.html"
    return render(place.request, template, place.about | page, status=422 if form.errors else 200)


def adopt(place: Place, programme: str) -> HttpResponse:
    """Read the programme as it stands, then adopt it for the party."""
    check_works(place)
    seat, found = _seat(place), _programme(place, programme)
    content = content_of(found)
    if place.request.method == "POST":
        try:
            adopt_programme(found, seat=seat, digest=place.request.POST.get("digest", ""), by=place.by)
        except ProgrammeMoved:
            messages.error(place.request, _("Somebody has changed the programme meanwhile. Read what it says now."))
            return redirect(place.at("alliance-programme-adopt", found.slug))
        except ValidationError as error:
            messages.error(place.request, " ".join(error.messages))
        else:
            messages.success(place.request, _("Adopted: the other parties see it."))
        return redirect(place.at("alliance-programme"))
    page = {"programme": found, "digest": digest_of(content), "missing": progress_of(found).missing}
    page["back"] = place.at("alliance-programme")
    page |= _read(found, content)
    return render(place.request, "alliances/programme_adopt.html", place.about | page)


def version(place: Place, programme: str, number: int) -> HttpResponse:
    """A version as it was adopted, by whom."""
    found = _programme(place, programme)
    row = found.versions.filter(number=number).first()
    if row is None:
        raise NotFound("version", number)
    adoptions = row.adoptions.select_related("seat__organisation", "adopted_by")
    page = {"programme": found, "version": row, "adoptions": adoptions, "back": place.at("alliance-programme")}
    page |= _read(found, row.content)
    return render(place.request, "alliances/programme_version.html", place.about | page)


def _programmes(alliance: Alliance) -> Any:
    return Programme.objects.filter(alliance=alliance).select_related("methodology", "holder", "network")


def _programme(place: Place, slug: str) -> Programme:
    found: Programme | None = _programmes(place.alliance).filter(slug=slug).first()
    if found is None:
        raise NotFound("programme", slug)
    found.alliance = place.alliance
    return found


def _seat(place: Place) -> Seat:
    if place.seat is None:
        raise NotFound("seat", place.owner.slug)
    return place.seat


def _may_begin(place: Place) -> bool:
    return place.seat is not None and place.works and bool(variants_of_alliances(place.alliance.methodology))


def _standing(place: Place, programme: Programme) -> dict[str, Any]:
    """How far it is, and how each party stands to the last version."""
    progress, adopted = progress_of(programme), adopted_by_parties(programme)
    stands = digest_of(content_of(programme))
    adoptions = adopted.adoptions if adopted else {}
    is_own = place.seat is not None and place.works
    is_done = adopted is not None and adopted.version.digest == stands and place.seat and place.seat.pk in adoptions
    parties: list[tuple[Seat, ProgrammeAdoption | None]] = [
        (seat, adoptions.get(seat.pk)) for seat in taking_part(place.alliance)
    ]
    may_adopt = is_own and place.decides and not is_done and not programme.is_closed
    return {
        "progress": progress,
        "missing": [] if programme.is_closed or not is_own else missing_lines(programme, progress),
        "version": adopted.version if adopted else None,
        "version_address": _at_version(place, programme, adopted.version.number) if adopted else "",
        "parties": parties,
        "is_changed": adopted is not None and adopted.version.digest != stands,
        "by_all": adopted is not None and adopted.by_all,
        "opens": reverse("desk:programme", args=[programme.slug]) if is_own else "",
        "adopt": place.at("alliance-programme-adopt", programme.slug) if may_adopt else "",
        "former": [
            (one, _at_version(place, programme, one.number))
            for one in programme.versions.all()
            if adopted is not None and one.pk != adopted.version.pk
        ],
    }


def _at_version(place: Place, programme: Programme, number: int) -> str:
    return place.at("alliance-programme-version", programme.slug, number)


def _read(programme: Programme, content: Mapping[str, Any]) -> dict[str, Any]:
    """What a version says, for a reader: its sections with their texts, its lines and activities by their titles."""
    texts: Mapping[str, Mapping[str, str]] = content["texts"]
    sections = []
    for section in variant_of(programme).sections:
        titles = {section.key: ""} | {
            section.text_key(key): label(labels).text for key, labels in part_keys(section).items()
        }
        said = tuple((title, label(texts[key])) for key, title in titles.items() if key in texts)
        if said:
            sections.append(Written(heading(section), said))
    rows = content["rows"]
    listed = [(name, [row["titles"] for row in rows[kind]]) for kind, name in _SHOWN.items() if kind in rows]
    return {"sections": sections, "listed": listed}
