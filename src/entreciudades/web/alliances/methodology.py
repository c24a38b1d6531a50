"""By which form and version of its methodology an alliance lives, and another version: seen first, then decided."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.alliances.errors import StageDropped
from entreciudades.alliances.pack import form_of, part_of
from entreciudades.alliances.services.versions import adopt_version
from entreciudades.core.errors import NotFound
from entreciudades.core.labels import label
from entreciudades.methodologies.models import Methodology
from entreciudades.processes.adoption import other_versions, preview
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.alliances.methodologies import numbered, stage_titles
from entreciudades.web.alliances.moves import check_decides
from entreciudades.web.alliances.places import Place
from entreciudades.web.desk.refusals import refused

#: What else may differ between versions, in words.
TERMS = {
    "months": gettext_lazy("How long the alliance lasts"),
    "seats": gettext_lazy("How many parties there are, and of which kinds"),
    "caps": gettext_lazy("How many visits there are, and how many people travel"),
}


def methodology(place: Place) -> HttpResponse:
    """The form and the version, the roles, and the other versions that the network works by."""
    _check_lives(place)
    page = {
        "place": place,
        "form": form_of(place.alliance),
        "part": part_of(place.alliance),
        "versions": [
            (one, place.at("alliance-version", one.pk))
            for one in (other_versions(place.alliance) if place.decides else ())
        ],
    }
    return render(place.request, "alliances/methodology.html", place.about | page)


def version(place: Place, pk: int) -> HttpResponse:
    """What another version would change; then the decision, with its reason."""
    _check_lives(place)
    check_decides(place)
    chosen = next((one for one in other_versions(place.alliance) if one.pk == pk), None)
    if chosen is None:
        raise NotFound("methodology", pk)
    back = place.at("alliance-methodology")
    try:
        seen = preview(place.alliance, chosen)
    except ValidationError as error:
        messages.error(place.request, " ".join(error.messages))
        return redirect(back)
    form = ReasonForm(place.request.POST if place.request.method == "POST" else None)
    if place.request.method == "POST" and form.is_valid():
        try:
            adopt_version(
                place.alliance, methodology=chosen, form=place.alliance.form, by=place.by, **form.cleaned_data
            )
        except StageDropped:
            form.add_error(None, _("This version has no longer the stage in which the alliance stands."))
        except ValidationError as error:
            refused(form, error)
        else:
            said = _("The alliance lives by %(name)s %(version)s from now on.")
            names = {"name": label(chosen.title).text, "version": chosen.version}
            messages.success(place.request, said % names)
            return redirect(back)
    page = {
        "place": place,
        "chosen": chosen,
        "seen": seen,
        "blocked_at": stage_titles(_lived_by(place), place.alliance.form).get(seen.blocked_at)
        if seen.blocked_at
        else None,
        "changes": _in_words(place, chosen, seen.changes),
        "form": form,
        "back": back,
    }
    return render(place.request, "alliances/version.html", place.about | page, status=422 if form.errors else 200)


def _in_words(place: Place, chosen: Methodology, changes: Any) -> list[tuple[str, list[str]]]:
    """What changes, by kind, each line said with the titles that readers know."""
    form = place.alliance.form
    stages = stage_titles(_lived_by(place), form) | stage_titles(chosen, form)
    titles = {key: str(title) for key, title in stages.items()}

    def named(stages: Any) -> list[str]:
        return [str(numbered(one.number, label(one.title))) for one in stages]

    gates = [(one, titles.get(one.stage, one.stage)) for one in changes.gates]
    groups = [
        (_("Stages that are new"), named(changes.added)),
        (_("Stages that are gone"), named(changes.dropped)),
        (_("Stages in another order"), named(changes.moved)),
        (
            _("Stages that are described otherwise"),
            [
                f"{numbered(one.old.number, label(one.old.title))} → {numbered(one.new.number, label(one.new.title))}"
                if one.renamed
                else str(numbered(one.new.number, label(one.new.title)))
                for one in changes.changed
            ],
        ),
        (
            _("Gates ask this too"),
            [f"{stage}: {label(one.new.says)}" for one, stage in gates if one.new and one.old is None],
        ),
        (
            _("Gates no longer ask this"),
            [f"{stage}: {label(one.old.says)}" for one, stage in gates if one.old and one.new is None],
        ),
        (
            _("Gates ask this otherwise"),
            [f"{stage}: {label(one.new.says)}" for one, stage in gates if one.old and one.new],
        ),
        (_("Also changed"), [str(TERMS.get(one, one)) for one in changes.terms]),
    ]
    return [(title, lines) for title, lines in groups if lines]


def _lived_by(place: Place) -> Methodology:
    if place.alliance.methodology is None:
        raise NotFound("methodology", place.alliance.slug)
    return place.alliance.methodology


def _check_lives(place: Place) -> None:
    if not place.alliance.lives_here:
        raise NotFound("methodology", place.alliance.slug)
