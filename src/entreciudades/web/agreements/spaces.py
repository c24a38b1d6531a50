"""Where an agreement is approved, signed and kept, a party's desk or an office, and the addresses there."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import EDIT, FOLLOW, OFFICE, TEAM
from entreciudades.alliances.models import Agreement
from entreciudades.alliances.rules import EDIT as EDIT_AGREEMENT
from entreciudades.alliances.signatures import bound_parties
from entreciudades.core.access import Rule, fetch
from entreciudades.core.errors import NotFound
from entreciudades.web.access import may
from entreciudades.web.agreements import approvals, ceremony, overview, printing, signatures, signing, validity
from entreciudades.web.agreements.places import Place, Space
from entreciudades.web.desk import doors
from entreciudades.web.desk.agreement_tabs import about_agreement
from entreciudades.web.office.agreement_tabs import about_agreement as about_in_office

View = Callable[..., HttpResponse]
_ROWS: Final = Agreement.objects.select_related("network", "alliance", "denounced_by")


def desk_place(request: HttpRequest, slug: str, pk: int, *, may: Rule[Organisation]) -> Place:
    """The agreement as a party sees it; one that has left and signed nothing only reads."""
    owner = doors.organisation(request, slug, may=may)
    agreement = fetch(_ROWS.of(owner), pk, may=EDIT_AGREEMENT, actor=request.user)
    is_party = any(party.organisation_id == owner.pk for party in bound_parties(agreement))
    is_decider = is_party and (may is TEAM or TEAM.predicate(request.user, owner))
    about = about_agreement(request, owner, agreement)
    return Place(request, "desk", owner, agreement, is_worker=is_party, is_decider=is_decider, about=about)


def office_place(request: HttpRequest, slug: str, pk: int, *, may: Rule[Organisation]) -> Place:
    """The agreement as the office of a network sees it; it writes in its own register alone."""
    network = doors.organisation(request, slug, may=may)
    agreement = _ROWS.in_register_of(network).filter(pk=pk).first()
    if agreement is None:
        raise NotFound("agreement", pk)
    is_secretary = OFFICE.predicate(request.user, network) and agreement.network_id == network.pk
    about = about_in_office(request, network, agreement) | {"is_secretary": is_secretary}
    return Place(request, "office", network, agreement, is_worker=is_secretary, is_decider=is_secretary, about=about)


DESK: Final = Space("desk", reads=EDIT, works=EDIT, decides=TEAM, opens=desk_place)
OFFICE_SPACE: Final = Space("office", reads=FOLLOW, works=OFFICE, decides=OFFICE, opens=office_place)


def addresses(space: Space, prefix: str) -> list[URLPattern]:
    """The addresses of an agreement on its way, under a prefix that ends in the slug of the organisation."""

    def at(
        route: str, name: str, view: View, allow: Callable[[View], View], rule: Rule[Organisation] = space.reads
    ) -> URLPattern:
        def answer(request: HttpRequest, /, slug: str, pk: int, **keys: Any) -> HttpResponse:
            return view(space.opens(request, slug, pk, may=rule), **keys)

        return path(f"{prefix}agreements/<int:pk>/{route}", may(rule)(allow(answer)), name=name)

    look, form, act = require_safe, require_http_methods(["GET", "HEAD", "POST"]), require_POST
    works, decides = space.works, space.decides
    approval, signature = "approvals/<int:party>/<int:rule>/", "signatures/<int:signature>/<slug:verb>/"
    return [
        *([at("", "agreement", overview.show, look)] if space.name == "office" else []),
        at("agreement.pdf", "agreement-print", printing.show, look),
        at("approvals/", "agreement-approvals", approvals.show, look),
        at(approval, "agreement-approval", approvals.record, form, works),
        at(f"{approval}papers/<int:paper>/remove/", "agreement-approval-paper", approvals.remove, act, works),
        at("signatures/", "agreement-signatures", signatures.show, look),
        at("signatures/open/", "agreement-signing-open", signing.open_it, act, decides),
        at("signatures/parties/<int:party>/digital/", "agreement-sign", signing.digital, form, decides),
        at("signatures/parties/<int:party>/paper/", "agreement-sign-paper", signing.paper, form, decides),
        at(signature, "agreement-signature-act", signing.act, form, decides),
        at("ceremony/", "agreement-ceremony", ceremony.show, look),
        at("ceremony/prepare/", "agreement-ceremony-prepare", ceremony.prepare, form, works),
        at("ceremony/record/", "agreement-ceremony-record", ceremony.record, form, decides),
        at("validity/", "agreement-validity", validity.show, look),
        at("validity/dates/", "agreement-validity-dates", validity.dates, form, works),
        at("validity/do/<slug:verb>/", "agreement-validity-act", validity.act, form, decides),
    ]
