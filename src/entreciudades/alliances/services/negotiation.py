"""The way of an agreement: begun, put before its parties, agreed by each of them, frozen; opened again or withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import has_role
from entreciudades.alliances.errors import AnotherVersion
from entreciudades.alliances.models import (
    Agreement,
    AgreementDecision,
    AgreementParty,
    AgreementVersion,
    Alliance,
    Approval,
    ArticleProposal,
    Endorsement,
    PartyConsent,
    Position,
    Tabling,
)
from entreciudades.alliances.rules import MAY
from entreciudades.alliances.services.between_parties import (
    acting,
    decide,
    held,
    held_in_negotiation,
    page_of,
    tell,
)
from entreciudades.alliances.services.recording import PARTIES
from entreciudades.alliances.services.telling import reasoned
from entreciudades.alliances.states import AGREEMENT, AgreementState, AllianceState, SeatState
from entreciudades.alliances.wording import content_of, parties_of
from entreciudades.core import trail
from entreciudades.core.canonical import digest_of
from entreciudades.core.errors import NotAllowed
from entreciudades.core.labels import label
from entreciudades.core.parts import put_row
from entreciudades.core.refs import kind_of
from entreciudades.core.slugs import free_slug
from entreciudades.notices.services import finish_tasks_about, open_task

Verb = AgreementDecision.Verb

#: The task of a party before which a text lies.
AGREE: Final = "agreement.agree"
#: Kinds of which one party alone may begin the text: others join it by endorsing.
BEGUN_ALONE: Final = frozenset({Agreement.Kind.POSITION, Agreement.Kind.DECLARATION, Agreement.Kind.RESOLUTION})


@transaction.atomic
def begin_agreement(
    *,
    kind: str,
    titles: Mapping[str, str],
    languages: Sequence[str],
    authentic: Sequence[str],
    organisation: Organisation,
    by: User,
    alliance: Alliance | None = None,
    parties: Sequence[Organisation] = (),
    parent: Agreement | None = None,
) -> Agreement:
    """Begin to negotiate an agreement for `organisation`, and tell the other parties.

    Without `parties` they are those that take part in the alliance, else those of the agreement above it. Raises
    NotAllowed where `by` does not write for the organisation, ValidationError on the field at fault: too few parties
    or one of another alliance, no language, one that binds and is not written, an addendum to nothing, an agreement
    above it that is another parties' or was withdrawn.
    """
    if not has_role(by, organisation.pk, MAY["agreement:edit"]):
        raise NotAllowed("agreement:edit", kind_of(organisation), organisation.pk)
    chosen = list(dict.fromkeys(parties)) or _default_parties(alliance, parent)
    check_parties(chosen, kind=kind, organisation=organisation, alliance=alliance)
    _check_parent(parent, kind=kind, organisation=organisation)
    agreement = Agreement(
        kind=kind,
        titles=dict(titles),
        languages=list(languages),
        authentic=list(authentic),
        alliance=alliance or (parent.alliance if parent else None),
        network=alliance.network if alliance else (parent.network if parent else None),
        parent=parent,
        state=AGREEMENT.initial,
    )
    check_languages(agreement)
    agreement.slug = free_slug(Agreement, label(agreement.titles).text)
    put_row(agreement)
    rows = [AgreementParty(agreement=agreement, organisation=one, position=at) for at, one in enumerate(chosen, 1)]
    AgreementParty.objects.bulk_create(rows)
    frame_position(agreement)
    decide(agreement, Verb.BEGIN, organisation=organisation, by=by)
    tell(agreement, kind="agreement.begun", organisation=organisation, by=by, others=True)
    return agreement


def frame_position(agreement: Agreement) -> None:
    """A position has what stands around its text: who is consulted, who endorses it, whom it addresses."""
    if agreement.kind == Agreement.Kind.POSITION:
        Position.objects.get_or_create(agreement=agreement)


def check_languages(agreement: Agreement) -> None:
    """Refuse a text without a language, or where one binds in which it is not written. Raises ValidationError."""
    if not agreement.languages:
        raise ValidationError({"languages": _("Choose at least one language in which the text is written.")})
    if not agreement.authentic or not set(agreement.authentic) <= set(agreement.languages):
        said = _("Choose at least one language that binds, among those in which the text is written.")
        raise ValidationError({"authentic": said})


def check_parties(
    parties: Sequence[Organisation], *, kind: str, organisation: Organisation, alliance: Alliance | None
) -> None:
    """Refuse parties without whoever chooses them, too few, or of another alliance. Raises ValidationError."""
    if organisation not in parties:
        raise ValidationError({"parties": _("Whoever begins an agreement is one of its parties.")})
    if alliance is not None:
        if alliance.state in (AllianceState.CLOSED, AllianceState.GIVEN_UP):
            raise ValidationError({"alliance": _("The alliance is over.")})
        present = set(alliance.seats.filter(state=SeatState.PRESENT).values_list("organisation", flat=True))
        if not {one.pk for one in parties} <= present:
            raise ValidationError({"parties": _("Only parties that take part in the alliance sign its agreements.")})
    _check_number(parties, kind=kind)


@transaction.atomic
def make_version(agreement: Agreement, *, organisation: Organisation, by: User, note: str = "") -> AgreementVersion:
    """Keep the whole text as it stands now; where nothing changed since the last version, that one.

    Raises NotAllowed, TextFrozen.
    """
    agreement = held_in_negotiation(agreement)
    acting(agreement, organisation, "agreement:edit", by=by)
    return _keep_version(agreement, organisation=organisation, by=by, note=note)


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a text from being put before the parties, in words, and the number of its article, if it is of one."""

    words: str
    article: int | None


def lacks(agreement: Agreement) -> list[Lack]:
    """All that is missing; empty where the text may be put before the parties. Five queries."""
    content = content_of(agreement)
    found = [] if content["articles"] else [Lack(_("There is no article yet."), None)]
    for article in content["articles"]:
        unwritten = [code for code in agreement.authentic if not article["wording"].get(code, "").strip()]
        said = _("Article %(number)s is not written in every language that binds.")
        found += [Lack(said % {"number": article["number"]}, article["number"])] if unwritten else []
    asked = ArticleProposal.objects.filter(article__agreement=agreement, state=ArticleProposal.State.OPEN)
    said = _("Article %(number)s has a proposal that nobody has answered.")
    for number in sorted(set(asked.values_list("article__number", flat=True))):
        found.append(Lack(said % {"number": number}, number))
    return found


@transaction.atomic
def table(agreement: Agreement, *, organisation: Organisation, by: User, note: str = "") -> Tabling:
    """Put the text before the parties as a version; each is asked to agree. Nothing changes in it meanwhile.

    Those that have left the alliance are parties no more. Raises NotAllowed, MoveRefused, ValidationError with a line
    for each thing that is missing, or where fewer than two parties are left.
    """
    agreement = held(agreement)
    acting(agreement, organisation, "agreement:decide", by=by)
    state = AGREEMENT.move(agreement.state, "table")
    if wanting := lacks(agreement):
        raise ValidationError([one.words for one in wanting])
    parties = parties_of(agreement)
    _check_number(parties, kind=agreement.kind)
    agreement.parties.exclude(pk__in=[one.pk for one in parties]).delete()
    version = _keep_version(agreement, organisation=organisation, by=by, note=note)
    tabling = Tabling.objects.create(agreement=agreement, version=version, tabled_by=by)
    _move(agreement, state)
    decide(agreement, Verb.TABLE, organisation=organisation, by=by, version=version.number)
    for party in parties:
        facts = {"agreement": agreement.titles, "version": version.number}
        path = page_of(agreement, party.organisation)
        open_task(party.organisation, kind=AGREE, facts=facts, about=party, path=path, by=by)
    return tabling


@transaction.atomic
def take_back(agreement: Agreement, *, reason: str, organisation: Organisation, by: User) -> Agreement:
    """Take the text off the table to go on writing; what was agreed to it counts no more, and stays told.

    Raises NotAllowed, MoveRefused, ValidationError without a reason.
    """
    return _reopen(agreement, Verb.TAKE_BACK, reason=reason, organisation=organisation, by=by)


@transaction.atomic
def negotiate_again(agreement: Agreement, *, reason: str, organisation: Organisation, by: User) -> Agreement:
    """Open again a text to which all had agreed, before anybody signs, endorses or publishes it.

    Raises as `take_back`.
    """
    agreement = held(agreement)
    endorsed = Q(endorsements__state=Endorsement.State.ENDORSED)
    if Position.objects.filter(endorsed | Q(published_at__isnull=False), agreement=agreement).exists():
        raise ValidationError(_("Cities have endorsed this text, or everybody reads it: it does not change any more."))
    return _reopen(agreement, Verb.NEGOTIATE_AGAIN, reason=reason, organisation=organisation, by=by)


@transaction.atomic
def agree(agreement: Agreement, *, version: int, organisation: Organisation, by: User) -> Agreement:
    """Agree for a party to a version; once all have, the text is frozen. Twice changes nothing.

    Raises NotAllowed; AnotherVersion where another version lies on the table, or none; ValidationError where one of
    the parties that the text names has left the alliance meanwhile.
    """
    agreement = held(agreement)
    party = acting(agreement, organisation, "agreement:decide", by=by)
    tabling = Tabling.objects.select_related("version").filter(agreement=agreement).first()
    _check_on_the_table(agreement, tabling, version)
    if tabling is None or tabling.consents.filter(party=party).exists():
        return agreement
    parties = parties_of(agreement)
    if tabling.version.content["parties"] != [one.organisation.slug for one in parties]:
        said = _(
            "A party that the text names has left the alliance: take the text back and put it before those that stay."
        )
        raise ValidationError(said)
    state = AGREEMENT.move(agreement.state, "agree")
    PartyConsent.objects.create(tabling=tabling, party=party, given_by=by)
    decide(agreement, Verb.CONSENT, organisation=organisation, by=by, version=version)
    finish_tasks_about(party, kind=AGREE, by=by)
    if tabling.consents.count() == len(parties):
        _move(agreement, state)
        trail.record("agreement.agreed", agreement, by=by, scope=organisation.pk, version=version)
        tell(agreement, kind="agreement.agreed", organisation=organisation, by=by)
    return agreement


@transaction.atomic
def withdraw(agreement: Agreement, *, reason: str, organisation: Organisation, by: User) -> Agreement:
    """Give an agreement up before it is signed; its text stays to be read.

    Raises NotAllowed, MoveRefused, ValidationError without a reason.
    """
    agreement = held(agreement)
    acting(agreement, organisation, "agreement:decide", by=by)
    state = AGREEMENT.move(agreement.state, "withdraw")
    reason = reasoned(reason)
    _drop_tasks(agreement, by=by)
    for approval in Approval.objects.filter(party__agreement=agreement):
        finish_tasks_about(approval, by=by)
    agreement.published = False  # a position may have been
    agreement.save(update_fields=["published"])
    _move(agreement, state)
    decide(agreement, Verb.WITHDRAW, organisation=organisation, by=by, reason=reason)
    tell(agreement, kind="agreement.withdrawn", organisation=organisation, by=by, others=True, reason=reason)
    return agreement


def _reopen(agreement: Agreement, verb: Verb, *, reason: str, organisation: Organisation, by: User) -> Agreement:
    agreement = held(agreement)
    acting(agreement, organisation, "agreement:decide", by=by)
    state = AGREEMENT.move(agreement.state, verb)
    reason = reasoned(reason)
    tabled = Tabling.objects.select_related("version").get(agreement=agreement)
    number = tabled.version.number
    tabled.delete()
    _drop_tasks(agreement, by=by)
    _move(agreement, state)
    decide(agreement, verb, organisation=organisation, by=by, version=number, reason=reason)
    tell(agreement, kind=f"agreement.{verb}", organisation=organisation, by=by, others=True, reason=reason)
    return agreement


def _keep_version(agreement: Agreement, *, organisation: Organisation, by: User, note: str) -> AgreementVersion:
    content = content_of(agreement)
    digest = digest_of(content)
    last = agreement.versions.order_by("-number").first()
    if last is not None and last.digest == digest:
        return last
    number = last.number + 1 if last else 1
    said = {"content": content, "digest": digest, "note": note.strip(), "made_by": by}
    version = AgreementVersion(agreement=agreement, number=number, **said)
    version.full_clean()
    version.save(force_insert=True)
    trail.record("agreement.version_made", agreement, by=by, scope=organisation.pk, version=number)
    return version


def _check_on_the_table(agreement: Agreement, tabling: Tabling | None, version: int) -> None:
    if tabling is None:
        said = _("Version %(version)s was taken back meanwhile; no text lies before the parties now.")
        raise AnotherVersion(said % {"version": version}, tabled=None)
    number = tabling.version.number
    if number != version:
        said = _(
            "Version %(version)s was taken back meanwhile; version %(number)s lies before the parties now: read it."
        )
        raise AnotherVersion(said % {"version": version, "number": number}, tabled=number)
    if agreement.state == AgreementState.WITHDRAWN:
        raise AnotherVersion(_("The agreement was withdrawn meanwhile."), tabled=None)


def _drop_tasks(agreement: Agreement, *, by: User) -> None:
    """Its parties are asked no more to agree or to sign, and nobody to endorse."""
    for one in (*agreement.parties.all(), *Endorsement.objects.filter(position__agreement=agreement)):
        finish_tasks_about(one, by=by)


def _move(agreement: Agreement, state: AgreementState) -> None:
    agreement.state = state
    agreement.save(update_fields=["state"])


def _default_parties(alliance: Alliance | None, parent: Agreement | None) -> list[Organisation]:
    if alliance is not None:
        seats = alliance.seats.filter(state=SeatState.PRESENT).select_related("organisation")
        return [seat.organisation for seat in seats]
    return [party.organisation for party in parties_of(parent)] if parent is not None else []


def _check_number(parties: Sequence[object], *, kind: str) -> None:
    if len(parties) < (1 if kind in BEGUN_ALONE else PARTIES):
        raise ValidationError({"parties": _("An agreement has at least two parties.")})


def _check_parent(parent: Agreement | None, *, kind: str, organisation: Organisation) -> None:
    if parent is None:
        if kind == Agreement.Kind.ADDENDUM:
            raise ValidationError({"parent": _("Say to which agreement it adds.")})
        return
    if parent.state == AgreementState.WITHDRAWN:
        raise ValidationError({"parent": _("That agreement was withdrawn.")})
    if not parent.parties.filter(organisation=organisation).exists():
        raise ValidationError({"parent": _("Your organisation is no party of that agreement.")})
