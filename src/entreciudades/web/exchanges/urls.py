"""The addresses of exchanges, products and reciprocity, at the desk of a party and, to read, in the office."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entreciudades.actors.models import Organisation
from entreciudades.core.access import Rule
from entreciudades.web.access import may
from entreciudades.web.alliances.places import Place, Space
from entreciudades.web.desk import editor
from entreciudades.web.exchanges import exchanges, minutes, people, products, reciprocity
from entreciudades.web.exchanges.doors import check_lives

View = Callable[..., HttpResponse]
_FORM = require_http_methods(["GET", "HEAD", "POST"])


def addresses(space: Space, prefix: str) -> list[URLPattern]:
    """The pages under a prefix that ends in the slug of the organisation; what changes something is at a desk alone."""
    base = f"{prefix}alliances/<slug:alliance>/"

    def at(
        route: str, name: str, view: View, allow: Callable[[View], View], rule: Rule[Organisation] = space.reads
    ) -> URLPattern:
        def answer(request: HttpRequest, /, slug: str, alliance: str, **keys: Any) -> HttpResponse:
            place: Place = space.opens(request, slug, alliance, may=rule)
            check_lives(place)
            return view(place, **keys)

        return path(f"{base}{route}", may(rule)(allow(answer)), name=name)

    look = [
        at("exchanges/", "alliance-exchanges", exchanges.listing, require_safe),
        at("exchanges/<int:pk>/", "alliance-exchange", exchanges.show, require_safe),
        at("products/", "alliance-products", products.listing, require_safe),
        at("products/<int:pk>/", "alliance-product", products.show, require_safe),
        at("reciprocity/", "alliance-reciprocity", reciprocity.show, require_safe),
    ]
    if space.name != "desk":
        return look
    one, product, giving = "exchanges/<int:pk>/", "products/<int:pk>/", "reciprocity/<int:pk>/"
    removal, answers = "<int:document>/remove/", space.decides
    return [
        *look,
        at("exchanges/add/", "alliance-exchange-add", exchanges.add, _FORM),
        at(f"{one}change/", "alliance-exchange-change", exchanges.change, _FORM),
        at(f"{one}cancel/", "alliance-exchange-cancel", exchanges.cancel, _FORM),
        at(f"{one}do/<slug:verb>/", "alliance-exchange-act", exchanges.act, require_POST),
        at(f"{one}people/", "alliance-exchange-people", people.people, _FORM),
        at(f"{one}people/<int:person>/remove/", "alliance-exchange-person-remove", people.remove, require_POST),
        at(f"{one}minute/", "alliance-exchange-minute", minutes.documents, _FORM),
        at(f"{one}minute/{removal}", "alliance-exchange-minute-remove", minutes.remove, require_POST),
        *editor.addresses(f"{base}{one}minute/text/", "exchange-minute", space.reads, minutes.sheet),
        at("products/add/", "alliance-product-add", products.add, _FORM),
        at(f"{product}change/", "alliance-product-change", products.change, _FORM),
        at(f"{product}files/", "alliance-product-files", products.files, _FORM),
        at(f"{product}files/{removal}", "alliance-product-file-remove", products.remove_file, require_POST),
        at(f"{product}do/<slug:verb>/", "alliance-product-act", products.hand, require_POST),
        at(f"{product}answer/<slug:verb>/", "alliance-product-answer", products.answer, require_POST, answers),
        at(f"{product}return/", "alliance-product-return", products.give_back, _FORM, answers),
        at("reciprocity/add/", "alliance-giving-add", reciprocity.add, _FORM),
        at("reciprocity/agree/", "alliance-reciprocity-agree", reciprocity.agree, require_POST, answers),
        at(f"{giving}change/", "alliance-giving-change", reciprocity.change, _FORM),
        at(f"{giving}remark/", "alliance-giving-remark", reciprocity.remark, _FORM),
        at(f"{giving}do/<slug:verb>/", "alliance-giving-act", reciprocity.act, require_POST),
    ]
