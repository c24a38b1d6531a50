"""What waits for a translation at a desk or in an office, and the pages on which it is translated."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT
from entreciudades.core.access import Rule
from entreciudades.core.errors import NotFound, RowConflict, RowGone, told
from entreciudades.core.fields import LONGEST_LABEL
from entreciudades.core.models import Text
from entreciudades.methodologies.slots import Slot
from entreciudades.processes.translation import labels as short
from entreciudades.processes.translation import texts as long
from entreciudades.processes.translation.glossary import agreed_terms
from entreciudades.processes.translation.naming import Named, kind_name, named, owners_of, title_of
from entreciudades.processes.translation.scope import KINDS, Scope, desk_of
from entreciudades.web.access import may
from entreciudades.web.desk import doors, editor
from entreciudades.web.desk.about import about_organisation
from entreciudades.web.desk.doors import number, person
from entreciudades.web.desk.sheets import Sheet
from entreciudades.web.public.lists import page_of

LABELS_ON_A_PAGE: Final = 40


@dataclass(frozen=True, eq=False)
class Space:
    """Where one translates: a city's desk, a network's office. `sees` reads the queue, `rule` translates."""

    name: str
    sees: Rule[Organisation]
    rule: Rule[Organisation]
    scope_of: Callable[[Organisation], Scope]
    about: Callable[[HttpRequest, Organisation], dict[str, Any]]

    def scope(self, request: HttpRequest, slug: str, rule: Rule[Organisation] | None = None) -> Scope:
        """What there is to translate, for whoever the rule admits."""
        return self.scope_of(doors.organisation(request, slug, may=rule or self.rule))

    def address(self, verb: str, scope: Scope, *keys: object) -> str:
        """A page of the queue, by its name: "translations", "translation-edit", "translation-names"."""
        return reverse(f"{self.name}:{verb}", args=[scope.organisation.slug, *keys])


DESK = Space("desk", EDIT, EDIT, desk_of, about_organisation)


@dataclass(frozen=True, slots=True)
class Line:
    """A long text in the queue."""

    named: Named
    state: str
    address: str


@dataclass(frozen=True, slots=True)
class Box:
    """A short text to be written: what was typed and why it was refused."""

    label: short.Label
    typed: str
    refused: str = ""
    now: str = ""


def addresses(space: Space, prefix: str) -> list[URLPattern]:
    """The addresses of a queue under a prefix that ends in the slug of its organisation."""

    def queue(request: HttpRequest, slug: str) -> HttpResponse:
        return _queue(request, space, space.scope(request, slug, space.sees))

    def names(request: HttpRequest, slug: str, kind: str, pk: int, language: str) -> HttpResponse:
        scope = space.scope(request, slug)
        scope.owner(kind, pk, by=person(request))
        return _names(request, space, scope, scope.only(kind, pk), language)

    def sheet_of(request: HttpRequest, slug: str, pk: int) -> Sheet:
        return _sheet(request, space, space.scope(request, slug), pk)

    return [
        path(f"{prefix}translations/", may(space.sees)(queue), name="translations"),
        path(
            f"{prefix}translations/names/<slug:kind>/<int:pk>/<slug:language>/",
            may(space.rule)(names),
            name="translation-names",
        ),
        *editor.addresses(f"{prefix}translations/texts/<int:pk>/", "translation", space.rule, sheet_of),
    ]


def language_of(scope: Scope, wanted: str) -> str:
    """A language that is wanted in a scope; NotFound where it is none."""
    if wanted not in scope.languages:
        raise NotFound("language", wanted)
    return wanted


@require_safe
def _queue(request: HttpRequest, space: Space, whole: Scope) -> HttpResponse:
    kind, owner = request.GET.get("kind", ""), number(request.GET.get("owner", ""))
    scope = whole.only(kind, owner or None) if kind in KINDS else whole
    state = request.GET.get("state", "")
    waiting = {code: long.waiting(scope, code).count() for code in scope.languages}
    language = request.GET.get("language", "")
    if language not in waiting:
        language = next((code for code, count in waiting.items() if count), scope.languages[0])
    page = page_of(request, long.waiting(scope, language, state))
    lines = [
        Line(
            one,
            long.MISSING if one.text.made_from is None else long.STALE,  # type: ignore[attr-defined] # annotated
            space.address("translation-edit", whole, one.text.pk, language),
        )
        for one in named(page)
    ]
    counted = short.counts(scope, language) if state != long.STALE else {}
    owners = owners_of(counted)
    names = [
        (title_of(owners[key]), count, space.address("translation-names", whole, *key, language))
        for key, count in sorted(counted.items())
        if key in owners and count
    ]
    spoken = dict(settings.CONTENT_LANGUAGES)
    context = {
        "space": space.name,
        "scope": whole,
        "may_translate": space.rule.predicate(request.user, whole.organisation),
        "send_address": space.address("translation-send", whole),
        "back_address": space.address("translation-back", whole),
        "languages": [(code, spoken[code], count) for code, count in waiting.items()],
        "language": language,
        "kinds": [(one, kind_name(one)) for one in KINDS if whole.owners[one].exists()],
        "kind": kind,
        "owner": owner,
        "state": state,
        "page": page,
        "lines": lines,
        "names": names,
    }
    return render(request, "desk/translations/queue.html", space.about(request, whole.organisation) | context)


@require_http_methods(["GET", "HEAD", "POST"])
def _names(request: HttpRequest, space: Space, whole: Scope, scope: Scope, language: str) -> HttpResponse:
    """The short texts of one owner; what is filled in is saved, each by itself, what is left empty waits on."""
    language_of(whole, language)
    boxes: list[Box] = []
    kept = 0
    if request.method == "POST":
        sent = [name.removeprefix("text:") for name in request.POST if name.startswith("text:")][:LABELS_ON_A_PAGE]
        for key in sent:
            typed = request.POST[f"text:{key}"].strip()
            if not typed:
                continue
            box = _kept(request, scope, key, typed, language)
            kept += box is None
            boxes += [box] if box else []
        if kept:
            said = ngettext("Saved: %(count)d short text.", "Saved: %(count)d short texts.", kept)
            messages.success(request, said % {"count": kept})
        if not boxes:
            is_done = next(short.labels(scope, language), None) is None
            return HttpResponseRedirect(space.address("translations", whole) if is_done else request.path)
    refused = {box.label.key for box in boxes}
    rest = [Box(one, "") for one in short.labels(scope, language) if one.key not in refused]
    page = Paginator([*boxes, *rest], LABELS_ON_A_PAGE).get_page(1)
    (kind, owner), *_others = [(kind, rows.get()) for kind, rows in scope.owners.items() if rows.exists()]
    source = boxes[0].label if boxes else rest[0].label if rest else None
    agreed = agreed_terms(whole.organisation, source.source.language if source else "es", language)
    context = {
        "boxes": page,
        "language": language,
        "owner_title": title_of(owner),
        "kind_title": kind_name(kind),
        "queue_address": space.address("translations", whole),
        "longest": LONGEST_LABEL,
        "glossary": [one for one in agreed if one.term and one.said],
    }
    status = 409 if refused else 200
    about = space.about(request, whole.organisation)
    return render(request, "desk/translations/names.html", about | context, status=status)


def _kept(request: HttpRequest, scope: Scope, key: str, typed: str, language: str) -> Box | None:
    """Save one short text; None, or the box with why it was refused and what stands there now."""
    found = short.find(scope, key, language)
    digest = request.POST.get(f"digest:{key}", "")
    if len(typed) > LONGEST_LABEL:
        return Box(found, typed, _("At most %(limit)d characters fit.") % {"limit": LONGEST_LABEL})
    try:
        short.translate_label(found, language, typed, digest=digest, scope=scope, by=person(request))
    except (RowConflict, RowGone):
        now = short.find(scope, key, language)
        return Box(
            now, typed, _("Somebody changed it while you were writing; this is what stands there now:"), now.text
        )
    except ValidationError as error:
        return Box(short.find(scope, key, language), typed, " ".join(told(error)))
    return None


def _sheet(request: HttpRequest, space: Space, scope: Scope, pk: int) -> Sheet:
    """One text as a page of the editor, in a wanted language other than its own."""
    match = request.resolver_match
    language = language_of(scope, str(match.kwargs["language"]) if match else "")
    source = long.sources(scope).filter(pk=pk).exclude(language=language).first()
    found = named([source]) if source else []
    if not found or source is None:
        raise NotFound("text", pk)
    one = found[0]
    scope.owner(one.kind, one.owner.pk, by=person(request))

    def write(_key: str, code: str, body: str, version: int) -> Text:
        return long.translate(source, code, body, expected_version=version, scope=scope, by=person(request))

    def address(verb: str, code: str) -> str:
        return space.address(f"translation-{verb}", scope, pk, code)

    about = space.about(request, scope.organisation)
    about["queue_address"] = f"{space.address('translations', scope)}?language={language}"
    after = long.waiting(scope, language).exclude(pk=pk).first()
    if after and (following := named([after])):
        about["next_address"] = space.address("translation-edit", scope, after.pk, language)
        about["next_title"] = f"{title_of(following[0].owner)} · {following[0].title}"
    slot = Slot(source.section, one.title, one.asks, None)
    scope_of_trail = getattr(one.owner, "network_id", None) or scope.organisation.pk
    return Sheet(
        obj=long.object_of(source),
        scope=scope_of_trail,
        key=f"translation/{pk}",
        title=f"{title_of(one.owner)} · {one.title}",
        slots=(slot,),
        write=write,
        address=address,
        about=about,
        languages=tuple(code for code in scope.languages if code != source.language),
        glossary=agreed_terms(scope.organisation, source.language, language),
    )
