"""The page of a negotiated agreement: its text in all languages side by side, where it stands, what comes next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import has_role
from entreciudades.alliances.models import Agreement, PartyConsent, Tabling
from entreciudades.alliances.pack import part_of
from entreciudades.alliances.rules import MAY
from entreciudades.alliances.services.negotiation import lacks
from entreciudades.alliances.states import AgreementState
from entreciudades.alliances.wording import parties_of
from entreciudades.methodologies.alliance_pack import Clause
from entreciudades.web.alliances.forms import ReasonForm
from entreciudades.web.desk.agreement_tabs import about_agreement
from entreciudades.web.desk.doors import person
from entreciudades.web.desk.negotiation.forms import AnswerForm, CommentForm
from entreciudades.web.desk.negotiation.side_by_side import articles_of, topics_missing


def text_page(request: HttpRequest, owner: Organisation, agreement: Agreement) -> HttpResponse:
    """Show it to one of its parties; the door has been passed."""
    shown = articles_of(agreement, owner)
    page = {
        "articles": shown,
        "missing_topics": topics_missing([one.row for one in shown], [one.topic for one in clauses_for(agreement)]),
        "is_open": agreement.state == AgreementState.DRAFTING,
        "takes_comments": agreement.state in (AgreementState.DRAFTING, AgreementState.TABLED),
        "answer_form": AnswerForm(auto_id="answer-%s"),
        "comment_form": CommentForm(),
        "reason_form": ReasonForm(),
        "children": agreement.children.order_by("pk"),
        "decisions": agreement.decisions.select_related("organisation", "made_by").order_by("-pk"),
    }
    page |= standing(request, owner, agreement)
    return render(request, "desk/negotiation/text.html", about_agreement(request, owner, agreement) | page)


def standing(request: HttpRequest, owner: Organisation, agreement: Agreement) -> dict[str, Any]:
    """Where the agreement stands: what lies before the parties, who has agreed, what this person may do next."""
    parties = parties_of(agreement)
    tabling = Tabling.objects.select_related("version").filter(agreement=agreement).first()
    consents = PartyConsent.objects.filter(tabling=tabling).select_related("given_by") if tabling else ()
    given = {one.party_id: one for one in consents}
    is_party = any(party.organisation_id == owner.pk for party in parties)
    return {
        "tabling": tabling,
        "consents": [(party, given.get(party.pk)) for party in parties],
        "agreed": sum(party.pk in given for party in parties),
        "has_agreed": any(party.organisation_id == owner.pk and party.pk in given for party in parties),
        "is_party": is_party,
        "decides": is_party and has_role(person(request), owner.pk, MAY["agreement:decide"]),
        "lacks": lacks(agreement) if agreement.state == AgreementState.DRAFTING else [],
    }


def clauses_for(agreement: Agreement) -> list[Clause]:
    """The clauses of the alliance's methodology that belong in an agreement of this kind; none without one."""
    if agreement.alliance is None or agreement.alliance.methodology is None:
        return []
    return [one for one in part_of(agreement.alliance).clauses if not one.kinds or agreement.kind in one.kinds]
