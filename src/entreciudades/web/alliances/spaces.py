"""Where the life of an alliance is led, a party's desk or the office of its network, and the addresses there."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT, FOLLOW, OFFICE, TEAM
from entreciudades.core.access import Rule
from entreciudades.web.access import may
from entreciudades.web.alliances import (
    closing,
    description,
    elsewhere,
    gate_acts,
    history,
    methodology,
    moves,
    overview,
    parties,
    programme,
    stages,
)
from entreciudades.web.alliances.places import Place, Space
from entreciudades.web.desk.alliances.about import desk_place
from entreciudades.web.office.alliances.about import office_place

DESK: Final = Space("desk", reads=EDIT, decides=TEAM, opens=desk_place)
OFFICE_SPACE: Final = Space("office", reads=FOLLOW, decides=OFFICE, opens=office_place)
View = Callable[..., HttpResponse]


def addresses(space: Space, prefix: str) -> list[URLPattern]:
    """The addresses of an alliance's life, under a prefix that ends in the slug of the organisation."""

    def at(
        route: str, name: str, view: View, allow: Callable[[View], View], rule: Rule[Organisation] = space.reads
    ) -> URLPattern:
        def answer(request: HttpRequest, /, slug: str, alliance: str, **keys: Any) -> HttpResponse:
            place: Place = space.opens(request, slug, alliance, may=rule)
            return view(place, **keys)

        return path(f"{prefix}alliances/<slug:alliance>/{route}", may(rule)(allow(answer)), name=name)

    look, do, form = require_safe, require_POST, require_http_methods(["GET", "HEAD", "POST"])
    one, party = "stages/<slug:stage>/", "parties/<int:pk>/"
    both = [
        at("", "alliance", overview.show, look),
        at("do/<slug:verb>/", "alliance-move", moves.move, form, space.decides),
        at("close/", "alliance-close", closing.close, form, space.decides),
        at("describe/", "alliance-describe", description.describe, form, space.decides),
        at("history/", "alliance-history", history.history, look),
        at("elsewhere/", "alliance-overlaps", elsewhere.overlapping, look),
        at("methodology/", "alliance-methodology", methodology.methodology, look),
        at("methodology/<int:pk>/", "alliance-version", methodology.version, form, space.decides),
        at("stages/", "alliance-stages", stages.calendar, look),
        at("stages/advance/", "alliance-advance", stages.advance, do, space.decides),
        at("stages/back/", "alliance-back", stages.go_back, form, space.decides),
        at(one, "alliance-stage", stages.stage, look),
        at(f"{one}plan/", "alliance-stage-plan", stages.plan, form, space.decides),
        at(f"{one}skip/", "alliance-stage-skip", stages.skip, form, space.decides),
        at(f"{one}papers/<slug:document>/", "alliance-stage-paper", stages.paper, do),
        at(f"{one}papers/<int:pk>/remove/", "alliance-stage-paper-remove", stages.remove_paper, do),
        at(f"{one}attest/<slug:requirement>/", "alliance-attest", gate_acts.attest, form, space.decides),
        at(f"{one}except/<slug:requirement>/", "alliance-waive", gate_acts.waive, form, space.decides),
        at("waivers/<int:pk>/withdraw/", "alliance-waiver-withdraw", gate_acts.withdraw_waiver, do, space.decides),
        at(
            "attestations/<int:pk>/withdraw/",
            "alliance-attestation-withdraw",
            gate_acts.withdraw_attestation,
            do,
            space.decides,
        ),
        at("parties/", "alliance-parties", parties.parties, look),
        at("programme/", "alliance-programme", programme.show, look),
        at("programme/<slug:programme>/<int:number>/", "alliance-programme-version", programme.version, look),
        at("parties/invite/", "alliance-party-invite", parties.invite, do, space.decides),
    ]
    if space is OFFICE_SPACE:
        return both
    return [
        *both,
        at("accept/", "alliance-accept", parties.accept, do, space.decides),
        at("programme/begin/", "alliance-programme-begin", programme.begin, form),
        at("programme/<slug:programme>/adopt/", "alliance-programme-adopt", programme.adopt, form, space.decides),
        at("decline/", "alliance-decline", parties.decline, form, space.decides),
        at("leave/", "alliance-leave", parties.leave, form, space.decides),
        at(f"{one}ready/", "alliance-stage-ready", stages.ready, do, space.decides),
        at(party, "alliance-party", parties.party, look),
        at(f"{party}people/", "alliance-party-person", parties.add_person, do),
        at(f"{party}people/<int:assigned>/remove/", "alliance-party-person-remove", parties.remove_person, do),
        at(f"{party}plans/", "alliance-party-plan", parties.align, do),
        at(f"{party}plans/<int:aligned>/remove/", "alliance-party-plan-remove", parties.remove_alignment, do),
    ]
