"""Every kind of task and of notice, with its words: `%(name)s` are facts, given when it is opened or told.

A room that opens tasks or tells people adds its kinds here. Facts are data and are worded for whoever reads, each
time anew; what a fact may be, says `facts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entreciudades.notices.facts import shown


class Group(models.TextChoices):
    """What a person chooses together: how, and whether at all, it also comes by mail."""

    TASKS = "tasks", _("What I have to do")
    ANSWERS = "answers", _("Contributions that were asked for, and their answers")
    PEOPLE = "people", _("People: roles, mandates, elections, absences")
    WORK = "work", _("Long work that has ended: imports, documents")
    CONTENT = "content", _("Programmes, agreements, good practices and translations")
    CALLS = "calls", _("Calls, applications and pairs")
    ALLIANCES = "alliances", _("Alliances, agreements and exchanges")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is told: its group and its words."""

    group: Group
    words: str | Promise


#: The kind of a task that somebody wrote by hand: its title is its words.
BY_HAND: Final = "by-hand"

#: Kind of task -> its words, with the facts it takes.
TASKS: Final[Mapping[str, str | Promise]] = {
    BY_HAND: "%(title)s",
    "contribution.answered": _("%(name)s has answered: look through “%(title)s”"),
    "group.consent": _("%(organisation)s asks you to join its application to “%(call)s”: consent or refuse"),
    "application.mend": _("Mend the application to “%(call)s”"),
    "call.lacks-reviewers": _("%(call)s: applications lack reviewers"),
    "application.disputed": _("%(call)s: the reviews of %(organisation)s differ widely; find a third reviewer"),
    "pair.answer": _(
        "%(call)s proposes %(other)s to you as partner: accept or decline. You would learn: %(learns)s. You would "
        "share: %(shares)s"
    ),
    "preferences.say": _("%(call)s: say how gladly you would go with each city; nobody but your city reads it"),
    "position.endorse": _("Endorse the position “%(title)s” in the name of your city, or say that you do not"),
    "alliance.answer": _("You are invited to the alliance “%(alliance)s”: accept or decline"),
    "alliance.advance": _("%(alliance)s: everything that the stage “%(stage)s” asks for is there; it may be closed"),
    "approval.answer": _("“%(agreement)s”: write down what %(authority)s answers"),
    "approval.after": _("“%(agreement)s” is signed. Now ask %(authority)s: %(what)s"),
    "agreement.sign": _("“%(agreement)s” can be signed: hand in what your city has signed"),
    "agreement.ends": _("“%(agreement)s” ends, %(date)s: renew it, conclude another one, or let it end"),
    "agreement.renews": _("“%(agreement)s” renews itself unless somebody denounces it by %(date)s: decide"),
    "signature.clarify": _("“%(agreement)s”: your signature raises questions; answer for it or sign again"),
    "exchange.minute": _("“%(exchange)s” is over: say that it was held, and add its minute"),
    "product.validate": _("Look at the product “%(product)s”, which you receive: validate it or return it"),
    "agreement.agree": _("“%(agreement)s”, version %(version)s, lies before you: read it, and agree or take it back"),
    "pairing.again": _("%(call)s: a pair came to nothing; look at the new run and propose its pairs"),
    "decision.carry-out": _("%(body)s, decision %(number)s: %(decision)s"),
}

#: Kind of notice -> its group and words. `%(by)s` is whoever caused it; "somebody" where nobody signed in did.
NOTICES: Final[Mapping[str, Kind]] = {
    "task.yours": Kind(Group.TASKS, _("For you: %(task)s")),
    "task.given": Kind(Group.TASKS, _("%(by)s gives you something to do: %(task)s")),
    "task.open": Kind(Group.TASKS, _("For whoever takes it, at %(organisation)s: %(task)s")),
    "invitation.accepted": Kind(Group.PEOPLE, _("%(name)s accepted your invitation to %(organisation)s")),
    "handover.done": Kind(Group.PEOPLE, _("You go on with the work of %(name)s at %(organisation)s")),
    "membership.asked": Kind(
        Group.PEOPLE, _("%(network)s says that %(organisation)s is its member: confirm or refuse")
    ),
    "membership.confirmed": Kind(Group.PEOPLE, _("%(organisation)s confirmed that it is a member of %(network)s")),
    "membership.refused": Kind(Group.PEOPLE, _("%(organisation)s says that it is no member of %(network)s")),
    "mandate.ends": Kind(Group.PEOPLE, _("%(organisation)s: the mandate of %(name)s ends, %(date)s")),
    "election.near": Kind(Group.PEOPLE, _("%(organisation)s votes, %(date)s")),
    "address.dead": Kind(
        Group.PEOPLE, _("%(organisation)s: mail to somebody comes back, since the address does not work")
    ),
    "import.ended": Kind(Group.WORK, _("The file %(file)s: %(state)s")),
    "task.due": Kind(Group.TASKS, _("By %(due)s: %(task)s")),
    "call.closes": Kind(Group.CALLS, _("%(call)s: your application is not submitted yet. Deadline: %(deadline)s")),
    "call.closed": Kind(Group.CALLS, _("%(call)s is closed; applications submitted: %(count)s")),
    "call.extended": Kind(Group.CALLS, _("%(call)s: the deadline is now %(deadline)s. Reason: %(reason)s")),
    "call.changed": Kind(Group.CALLS, _("%(call)s has changed. Reason: %(reason)s")),
    "call.cancelled": Kind(Group.CALLS, _("%(call)s is cancelled. Reason: %(reason)s")),
    "group.consented": Kind(Group.CALLS, _("%(organisation)s takes part in your application to “%(call)s”")),
    "group.refused": Kind(Group.CALLS, _("%(organisation)s takes no part in your application to “%(call)s”")),
    "application.mended": Kind(Group.CALLS, _("%(organisation)s has mended its application to “%(call)s”")),
    "application.mend-lapsed": Kind(
        Group.CALLS, _("“%(call)s”: the term in which %(organisation)s could mend its application is over")
    ),
    "application.withdrawn": Kind(Group.CALLS, _("%(organisation)s has withdrawn its application to “%(call)s”")),
    "pairing.ended": Kind(Group.CALLS, _("%(call)s: pairing run %(number)s is over: %(state)s")),
    "short-list.shown": Kind(Group.CALLS, _("%(call)s: see which cities we suggest that you meet")),
    "short-list.changed": Kind(Group.CALLS, _("%(call)s: the list of cities that you should meet has changed")),
    "meetings.planned": Kind(
        Group.CALLS, _("%(call)s, round %(round)s: bilateral meetings for you, %(count)s; the round begins %(when)s")
    ),
    "meeting.added": Kind(Group.CALLS, _("%(call)s: you meet %(other)s, %(when)s")),
    "meeting.moved": Kind(Group.CALLS, _("%(call)s: your meeting with %(other)s is now %(when)s")),
    "meeting.cancelled": Kind(Group.CALLS, _("%(call)s: your meeting with %(other)s, %(when)s, is cancelled")),
    "preferences.moved": Kind(Group.CALLS, _("%(call)s: you may say your preferences until %(due)s")),
    "pair.accepted": Kind(Group.CALLS, _("%(call)s: both accepted; you and %(other)s are an alliance now")),
    "pair.founded": Kind(Group.CALLS, _("%(call)s: %(one)s and %(other)s have accepted each other")),
    "pair.declined": Kind(Group.CALLS, _("%(call)s: the pair with %(other)s did not come about; we seek another one")),
    "pair.lapsed": Kind(Group.CALLS, _("%(call)s: the term of the pair with %(other)s is over without both answers")),
    "pair.replaced": Kind(Group.CALLS, _("%(call)s: %(other)s is no longer proposed to you as partner")),
    "search.begun": Kind(Group.CALLS, _("%(organisation)s has begun to search for a partner: “%(call)s”")),
    "search.founded": Kind(Group.CALLS, _("%(call)s: %(one)s has chosen %(other)s; they are an alliance now")),
    "call.finished": Kind(Group.CALLS, _("%(call)s has finished")),
    "review.assigned": Kind(Group.CALLS, _("%(call)s: applications to review, %(count)s, by %(due)s")),
    "review.due": Kind(Group.CALLS, _("%(call)s: reviews still to be sent, %(count)s, the first by %(due)s")),
    "application.selected": Kind(Group.CALLS, _("%(call)s: the application of %(organisation)s is selected")),
    "application.reserve": Kind(Group.CALLS, _("%(call)s: the application of %(organisation)s is in reserve")),
    "application.not-selected": Kind(Group.CALLS, _("%(call)s: the application of %(organisation)s is not selected")),
    "alliance.proposed": Kind(Group.ALLIANCES, _("%(organisation)s proposes the alliance “%(alliance)s”")),
    "alliance.joined": Kind(Group.ALLIANCES, _("%(organisation)s joins the alliance “%(alliance)s”")),
    "alliance.declined": Kind(
        Group.ALLIANCES, _("%(organisation)s does not join the alliance “%(alliance)s”. Reason: %(reason)s")
    ),
    "alliance.left": Kind(
        Group.ALLIANCES, _("%(organisation)s leaves the alliance “%(alliance)s”. Reason: %(reason)s")
    ),
    "alliance.constituted": Kind(Group.ALLIANCES, _("The alliance “%(alliance)s” is constituted")),
    "alliance.started": Kind(Group.ALLIANCES, _("The alliance “%(alliance)s” is under way")),
    "alliance.advanced": Kind(
        Group.ALLIANCES, _("%(alliance)s: the stage “%(stage)s” is closed; the next one is “%(next)s”")
    ),
    "alliance.last-stage": Kind(
        Group.ALLIANCES, _("%(alliance)s: the last stage, “%(stage)s”, is closed; the alliance may be closed")
    ),
    "alliance.skipped": Kind(Group.ALLIANCES, _("%(alliance)s: the stage “%(stage)s” is left out. Reason: %(reason)s")),
    "alliance.gone-back": Kind(
        Group.ALLIANCES, _("%(alliance)s goes back to the stage “%(stage)s”. Reason: %(reason)s")
    ),
    "alliance.waived": Kind(
        Group.ALLIANCES,
        _("%(alliance)s: an exception in the stage “%(stage)s”, “%(requirement)s”. Reason: %(reason)s"),
    ),
    "alliance.suspended": Kind(Group.ALLIANCES, _("The alliance “%(alliance)s” is suspended. Reason: %(reason)s")),
    "alliance.resumed": Kind(Group.ALLIANCES, _("The alliance “%(alliance)s” goes on. Reason: %(reason)s")),
    "alliance.closed": Kind(Group.ALLIANCES, _("The alliance “%(alliance)s” is closed. Reason: %(reason)s")),
    "alliance.reopened": Kind(Group.ALLIANCES, _("The alliance “%(alliance)s” is open again. Reason: %(reason)s")),
    "alliance.given-up": Kind(Group.ALLIANCES, _("The alliance “%(alliance)s” is given up. Reason: %(reason)s")),
    "alliance.version": Kind(
        Group.ALLIANCES, _("%(alliance)s lives by version %(version)s of its methodology. Reason: %(reason)s")
    ),
    "alliance.programme-adopted": Kind(
        Group.ALLIANCES, _("%(organisation)s has adopted version %(version)s of the programme of “%(alliance)s”")
    ),
    "agreement.party-signed": Kind(Group.ALLIANCES, _("%(organisation)s has signed “%(agreement)s”")),
    "agreement.signed": Kind(Group.ALLIANCES, _("All have signed “%(agreement)s”")),
    "agreement.near-end": Kind(Group.ALLIANCES, _("“%(agreement)s” ends, %(date)s")),
    "agreement.near-notice": Kind(
        Group.ALLIANCES, _("“%(agreement)s” renews itself unless somebody denounces it by %(date)s")
    ),
    "agreement.renewed": Kind(Group.ALLIANCES, _("“%(agreement)s” goes on until %(date)s")),
    "agreement.denounced": Kind(
        Group.ALLIANCES, _("%(organisation)s has denounced “%(agreement)s”, which ends, %(date)s")
    ),
    "signature.flagged": Kind(
        Group.ALLIANCES, _("“%(agreement)s”: the signature of %(organisation)s raises questions")
    ),
    "signature.attested": Kind(Group.ALLIANCES, _("“%(agreement)s”: %(organisation)s answers for its signature")),
    "signature.withdrawn": Kind(Group.ALLIANCES, _("“%(agreement)s”: the signature of %(organisation)s was withdrawn")),
    "position.consulted": Kind(
        Group.ALLIANCES, _("“%(title)s”: read the draft and say what you think, until %(until)s")
    ),
    "position.remarked": Kind(Group.ALLIANCES, _("%(organisation)s remarks on the draft of “%(title)s”")),
    "position.remark-answered": Kind(Group.ALLIANCES, _("“%(title)s”: your remark has an answer")),
    "position.endorsed": Kind(Group.ALLIANCES, _("%(organisation)s endorses “%(title)s”")),
    "position.withdrawn": Kind(Group.ALLIANCES, _("%(organisation)s has withdrawn its endorsement of “%(title)s”")),
    "exchange.planned": Kind(Group.ALLIANCES, _("%(alliance)s: “%(exchange)s” is planned in %(host)s, %(when)s")),
    "exchange.changed": Kind(
        Group.ALLIANCES, _("%(alliance)s: “%(exchange)s” has changed; it is in %(host)s, %(when)s")
    ),
    "exchange.cancelled": Kind(
        Group.ALLIANCES, _("%(alliance)s: “%(exchange)s” in %(host)s, %(when)s, is cancelled. Reason: %(reason)s")
    ),
    "product.validated": Kind(Group.ALLIANCES, _("%(alliance)s: the product “%(product)s” is validated")),
    "product.returned": Kind(
        Group.ALLIANCES, _("%(alliance)s: %(organisation)s returns the product “%(product)s”. Reason: %(reason)s")
    ),
    "giving.recorded": Kind(
        Group.ALLIANCES, _("%(alliance)s: %(organisation)s records “%(words)s”: confirm it, or remark on it")
    ),
    "giving.confirmed": Kind(Group.ALLIANCES, _("%(alliance)s: %(organisation)s confirms “%(words)s”")),
    "giving.remarked": Kind(Group.ALLIANCES, _("%(alliance)s: %(organisation)s remarks on “%(words)s”")),
    "body-meeting.called": Kind(Group.ALLIANCES, _("%(body)s meets: %(at)s")),
    "body-meeting.moved": Kind(Group.ALLIANCES, _("%(body)s: the meeting is now %(at)s")),
    "body-meeting.cancelled": Kind(
        Group.ALLIANCES, _("%(body)s: the meeting of %(at)s is cancelled. Reason: %(reason)s")
    ),
    "agreement.begun": Kind(Group.ALLIANCES, _("%(organisation)s has begun to negotiate “%(agreement)s” with you")),
    "proposal.made": Kind(
        Group.ALLIANCES, _("%(organisation)s proposes other words for article %(number)s of “%(agreement)s”")
    ),
    "proposal.taken": Kind(
        Group.ALLIANCES, _("%(organisation)s has taken over a proposal on article %(number)s of “%(agreement)s”")
    ),
    "proposal.refused": Kind(
        Group.ALLIANCES, _("%(organisation)s does not take over a proposal on article %(number)s of “%(agreement)s”")
    ),
    "agreement.take-back": Kind(
        Group.ALLIANCES, _("%(organisation)s has taken “%(agreement)s” back to go on writing. Reason: %(reason)s")
    ),
    "agreement.agreed": Kind(Group.ALLIANCES, _("All parties have agreed to “%(agreement)s”: its text is frozen")),
    "agreement.negotiate-again": Kind(
        Group.ALLIANCES, _("%(organisation)s opens the agreed text of “%(agreement)s” again. Reason: %(reason)s")
    ),
    "agreement.withdrawn": Kind(
        Group.ALLIANCES, _("%(organisation)s has withdrawn “%(agreement)s”. Reason: %(reason)s")
    ),
}


def word_task(kind: str, facts: Mapping[str, Any]) -> str:
    """Say in the active language what is to be done. Raises KeyError where kind or a fact is unknown."""
    return str(TASKS[kind]) % shown(facts)


def word_notice(kind: str, facts: Mapping[str, Any], *, by: str) -> str:
    """Say in the active language what happened. Raises KeyError where kind or a fact is unknown."""
    words = shown({name: value for name, value in facts.items() if name != "task"})
    if "task" in facts:
        words["task"] = word_task(facts["task"]["kind"], facts["task"]["facts"])
    return str(NOTICES[kind].words) % (words | {"by": by})
