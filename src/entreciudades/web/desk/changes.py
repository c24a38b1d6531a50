"""What was done lately, in words, out of the audit trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, Role
from entreciudades.alliances.models import Agreement, AgreementDecision, Article
from entreciudades.alliances.services import WORDING
from entreciudades.calls.items import title_of
from entreciudades.calls.models import Application
from entreciudades.calls.terms import terms_of
from entreciudades.calls.window import TEXT
from entreciudades.core.labels import label
from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.pack import Field, Section
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Decision, Programme
from entreciudades.programmes.pack import heading, variant_of
from entreciudades.taxonomy.codelists import load
from entreciudades.web.templatetags.words import language_name

LATEST = 8

#: Verbs that have words of their own; rows that were added, changed or removed are told by the name of their kind.
WORDS = {
    "organisation.created": gettext_lazy("The organisation was entered"),
    "organisation.changed": gettext_lazy("Names or place changed"),
    "programme.created": gettext_lazy("The programme was begun"),
    "programme.address_changed": gettext_lazy("Its address changed"),
    "practice.address_changed": gettext_lazy("Its address changed"),
    "organisation.address_changed": gettext_lazy("Its address changed"),
    "programme.changed": gettext_lazy("Title, dates or priorities changed"),
    "programme.adopted": gettext_lazy("A party of the alliance adopted the programme"),
    "programme.publish": gettext_lazy("The programme was published"),
    "programme.withdraw": gettext_lazy("The programme was withdrawn"),
    "programme.close": gettext_lazy("The programme was closed"),
    "programme.reopen": gettext_lazy("The programme was reopened"),
    "programme.reminded": gettext_lazy("The network sent a reminder"),
    "matrix.changed": gettext_lazy("A matrix was changed by hand"),
    "matrix.change_undone": gettext_lazy("A change of a matrix was undone"),
    "text.saved": gettext_lazy("Text written"),
    "text.deleted": gettext_lazy("Text removed"),
    "text.confirmed": gettext_lazy("Translation confirmed"),
    "practice.added": gettext_lazy("The practice was begun"),
    "practice.changed": gettext_lazy("Title or themes of the practice changed"),
    "practice.published": gettext_lazy("The practice was published"),
    "practice.withdrawn": gettext_lazy("The practice was withdrawn"),
    "picture.added": gettext_lazy("Picture added"),
    "picture.removed": gettext_lazy("Picture removed"),
    "picture.consent_withdrawn": gettext_lazy("Picture removed: the people in it no longer agree"),
    "document.added": gettext_lazy("Document added"),
    "document.removed": gettext_lazy("Document removed"),
    "membership.added": gettext_lazy("Role given"),
    "membership.removed": gettext_lazy("Role ended"),
    "invitation.sent": gettext_lazy("Somebody was invited"),
    "invitation.sent_again": gettext_lazy("An invitation was sent again"),
    "invitation.withdrawn": gettext_lazy("An invitation was withdrawn"),
    "invitation.accepted": gettext_lazy("An invitation was accepted"),
    "handover.asked": gettext_lazy("Somebody hands over their work"),
    "handover.done": gettext_lazy("Work was handed over"),
    "handover.cancelled": gettext_lazy("A handover was taken back"),
    "consent.asked": gettext_lazy("Somebody was asked whether they may be contacted"),
    "consent.given": gettext_lazy("Somebody agreed to be contacted"),
    "consent.withdrawn": gettext_lazy("Somebody no longer wishes to be contacted"),
    "person.contacted": gettext_lazy("A colleague of another city wrote to somebody"),
    "application.begun": gettext_lazy("The application was begun"),
    "application.changed": gettext_lazy("A part of the application was changed"),
    "application.submitted": gettext_lazy("The application was submitted"),
    "application.withdraw": gettext_lazy("The application was withdrawn"),
    "application.take-up": gettext_lazy("The application was taken up again"),
    "application.member_added": gettext_lazy("A municipality was asked to join the group"),
    "application.member_removed": gettext_lazy("A municipality was taken out of the group"),
    "application.member_consented": gettext_lazy("A municipality of the group consented"),
    "application.member_refused": gettext_lazy("A municipality refused to join the group"),
    "application.member_letter": gettext_lazy("The letter of a municipality was added"),
    "application.mend_asked": gettext_lazy("The secretariat asked to mend the application"),
    "networkmember.confirmed": gettext_lazy("Membership of a network confirmed"),
    "networkmember.refused": gettext_lazy("Membership of a network refused"),
    "agreement.agreed": gettext_lazy("All parties agreed to the text of an agreement"),
    "agreement.version_made": gettext_lazy("The text of an agreement was kept as a version"),
    "article.moved": gettext_lazy("An article was moved"),
}
WORDS |= {f"agreement.{verb}": verb.label for verb in AgreementDecision.Verb}
_DONE = {"added": gettext_lazy("Added"), "changed": gettext_lazy("Changed"), "removed": gettext_lazy("Removed")}


@dataclass(frozen=True, slots=True)
class Change:
    """One act: when, what, who, and why where a reason was asked for."""

    at: datetime
    what: str
    by: str
    why: str = ""


def latest_changes(objects: Iterable[Model]) -> list[Change]:
    """The latest acts on some objects and on what hangs on them; one query, and one for their reasons if they have any.

    Programmes and practices come with their methodology, by which their sections are named.
    """
    named = {(kind_of(obj), obj.pk): obj for obj in objects}
    wanted = Q(pk=None)
    for (kind, pk), obj in named.items():
        wanted |= Q(object_kind=kind, object_id=pk)
        match obj:
            case Programme():
                wanted |= Q(details__programme=pk)
            case Organisation():
                signed = Agreement.objects.of(obj).values("pk")
                wanted |= Q(scope=pk, object_kind__startswith="actors.")
                wanted |= Q(object_kind=kind_of(Agreement), object_id__in=signed)
                articles = Article.objects.filter(agreement__in=signed).values("pk")
                wanted |= Q(object_kind=kind_of(Article), object_id__in=articles)
    events = AuditEvent.objects.filter(wanted).select_related("actor")[:LATEST]
    decided = [event.details["decision"] for event in events if "decision" in event.details]
    reasons = dict(Decision.objects.filter(pk__in=decided).values_list("pk", "reason"))
    return [_said(event, named.get(_whose(event)), reasons) for event in events]


def decisions_on(programme: Programme) -> list[Change]:
    """Why a programme was withdrawn or reopened, the latest first."""
    return [
        Change(one.made_at, str(WORDS[f"programme.{one.verb}"]), _name(one.made_by), one.reason)
        for one in programme.decisions.order_by("-pk").select_related("made_by")
    ]


def _whose(event: AuditEvent) -> tuple[str, int]:
    programme = event.details.get("programme")
    return ("programmes.programme", programme) if programme else (event.object_kind, event.object_id)


def _said(event: AuditEvent, obj: Model | None, reasons: Mapping[int, str]) -> Change:
    return Change(event.at, what_of(event, obj), _name(event.actor), reasons.get(event.details.get("decision", 0), ""))


def _name(user: User | None) -> str:
    return user.get_full_name() if user else _("the system")


def what_of(event: AuditEvent, obj: Model | None) -> str:
    """An act in words: "Text written: 1.2. Context, in Portuguese", "Added: activity"; `obj` is what it was done to."""
    if event.verb in WORDS:
        said = capfirst(str(WORDS[event.verb]))
        place, language = _place(event.details, obj), event.details.get("language")
        if not place:
            return said
        if not language:
            return f"{said}: {place}"
        return _("%(act)s: %(place)s, in %(language)s") % {
            "act": said,
            "place": place,
            "language": language_name(language),
        }
    done = event.verb.rpartition(".")[2]
    try:
        noun = str(apps.get_model(event.object_kind)._meta.verbose_name)
    except LookupError:
        noun = event.object_kind
    return f"{_DONE[done]}: {noun}" if done in _DONE else capfirst(f"{noun}: {event.verb}")


def _place(details: Mapping[str, Any], obj: Model | None) -> str:
    """Where in its object: the title of a section, of a matrix, of a role; its key where no title is known by it."""
    if role := details.get("role"):
        return str(Role(role).label)
    if section := details.get("section"):
        return _("wording of an article") if section == WORDING else _section(section, obj) or section
    if (key := details.get("matrix", "")) and isinstance(obj, Programme):
        return next((label(one.title).text for one in variant_of(obj).matrices if one.key == key), key)
    return str(key)


def _section(written: str, obj: Model | None) -> str:
    match obj:
        case Organisation():
            return _("Presentation")
        case Application():
            return title_of(f"{TEXT}{written}", terms_of(obj.call)).text
        case Practice():
            part = obj.methodology.pack.practice
            fields = part.fields if part else ()
            return next((label(one.title).text for one in fields if one.key == written), "")
        case Programme():
            key, _slash, row = written.partition("/")
            variant = variant_of(obj)
            if section := next((one for one in variant.sections if one.key == key), None):
                return f"{heading(section)}{_row(section, row)}"
            form = next((one for one in variant.forms if one.key == key), None)
            return f"{label(form.title)}{_field(form.fields, row)}" if form else ""
    return ""


def _row(section: Section, key: str) -> str:
    if not section.parts_from:
        return _field(section.parts, key)
    term = load().get(f"{section.parts_from}:{key}")
    return f" – {label(term.labels if term else {}).text or key}" if key else ""


def _field(fields: Iterable[Field], key: str) -> str:
    title = next((label(one.title).text for one in fields if one.key == key), "")
    return f" – {title or key}" if key else ""
