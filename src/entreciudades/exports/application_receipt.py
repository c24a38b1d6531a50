"""The receipt of an application: when it arrived, under which digest, with what in it, and what the rules said."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.calls.eligibility import Finding, judge
from entreciudades.calls.frozen import LETTER, snapshot_of, terms_then
from entreciudades.calls.mails import arrived
from entreciudades.calls.models import Submission
from entreciudades.calls.snapshot import HandedIn, Snapshot
from entreciudades.core.labels import label
from entreciudades.core.moments import moment_in_words
from entreciudades.documents.book import Item, Listing
from entreciudades.documents.brief import Brief
from entreciudades.exports.wording import plain, words
from entreciudades.methodologies.call_pack import CallPart


def assemble_receipt(submission: Submission, language: str) -> Brief:
    """Gather the receipt for a reader, from what was frozen and the terms that the call had then."""
    application = submission.application
    call, city = application.call, application.applicant
    snapshot, terms = snapshot_of(submission), terms_then(submission)
    path = reverse("desk:application-receipt", args=[city.slug, application.pk, submission.number])
    with override(language):
        findings = judge(terms, snapshot)
        parts = (
            Listing(_("What arrived"), tuple(_arrival(submission, snapshot, language))),
            Listing(_("What is in it"), tuple(_contents(terms, snapshot, language))),
            Listing(_("Documents"), tuple(_document(one, terms, snapshot, language) for one in snapshot.documents)),
            Listing(_("What the rules of the call found"), tuple(_finding(one, language) for one in findings)),
        )
        return Brief(
            language=language,
            title=plain(_("Receipt of an application"), language),
            place=label(city.names, language).text,
            occasion=label(call.titles, language).text,
            parts=tuple(part for part in parts if part.items),
            foot=_("Receipt %(number)d of application %(pk)d") % {"number": submission.number, "pk": application.pk},
            address=f"{settings.SITE_URL}{path}",
            runs_on=True,
        )


def _arrival(submission: Submission, snapshot: Snapshot, language: str) -> Iterator[Item]:
    call = submission.application.call
    yield Item(plain(_("Number"), language), text=plain(submission.number, language))
    yield Item(plain(_("Moment"), language), text=plain(arrived(submission), language))
    if deadline := submission.terms.get("closes_at"):
        told = moment_in_words(dt.datetime.fromisoformat(deadline), call.zone, language)
        yield Item(plain(_("In time: it could arrive until"), language), text=plain(told, language))
    if submission.made_by:
        yield Item(plain(_("Submitted by"), language), text=plain(submission.made_by.get_full_name(), language))
    yield Item(
        plain(_("Digest (SHA-256) of all that was submitted"), language), text=plain(submission.digest, language)
    )
    members = ", ".join(label(one.names, language).text for one in snapshot.members)
    if members:
        yield Item(plain(_("Represents also"), language), text=plain(members, language))


def _contents(terms: CallPart, snapshot: Snapshot, language: str) -> Iterator[Item]:
    if snapshot.titles:
        yield Item(plain(_("Title"), language), text=words(snapshot.titles, language))
    for question in terms.questions:
        for code, body in snapshot.answers.get(question.key, {}).items():
            said = _("SHA-256 %(digest)s") % {"digest": hashlib.sha256(body.encode()).hexdigest()}
            yield Item(words(question.title, language), text=plain(said, language), note=code)
    for one in terms.commitments:
        if one.key in snapshot.commitments:
            yield Item(words(one.title, language), note=_("the city committed itself"))
    rest = {name: value for name, value in snapshot.written().items() if name not in {"answers", "documents"}}
    written = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    said = _("SHA-256 %(digest)s") % {"digest": hashlib.sha256(written.encode()).hexdigest()}
    title = _("Data of the application and of the city's profile")
    yield Item(plain(title, language), text=plain(said, language))


def _document(handed: HandedIn, terms: CallPart, snapshot: Snapshot, language: str) -> Item:
    said = _("SHA-256 %(digest)s") % {"digest": handed.sha256}
    return Item(
        plain(document_title(handed.key, terms, snapshot, language), language),
        text=plain(handed.name, language),
        details=(plain(said, language),),
    )


def document_title(key: str, terms: CallPart, snapshot: Snapshot, language: str) -> str:
    """What a document of a submission is: as the call asks for it, or whose letter of consent."""
    if key.startswith(LETTER):
        names = {f"{LETTER}{one.organisation}": one.names for one in snapshot.members}
        return _("Letter of consent: %(name)s") % {"name": label(names.get(key, {}), language).text}
    return next((label(one.title, language).text for one in terms.documents if one.key == key), key)


def _finding(finding: Finding, language: str) -> Item:
    note = {True: _("met"), False: _("not met"), None: _("cannot be told")}[finding.met]
    sources = tuple(plain(_("Source: %(source)s") % {"source": one}, language) for one in finding.sources)
    text = plain(finding.found, language) if finding.found else None
    return Item(plain(finding.says, language), text=text, note=note, details=sources)
