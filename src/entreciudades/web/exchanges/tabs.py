"""The tabs of what an alliance does together, at a desk and in an office."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from entreciudades.web.tabs import Group, Tab


def exchange_tabs(tab: Callable[..., Tab]) -> list[Tab | Group]:
    """Exchanges and their products, and what each party gave; ``tab(title, name, *names)`` makes one."""
    exchanges = tab(_("Exchanges"), "alliance-exchanges", "alliance-exchange", "alliance-exchange-", "exchange-minute-")
    products = tab(_("Products"), "alliance-products", "alliance-product", "alliance-product-")
    reciprocity = tab(_("Reciprocity"), "alliance-reciprocity", "alliance-reciprocity-", "alliance-giving-")
    return [Group(_("Exchanges"), (exchanges, products)), reciprocity]
