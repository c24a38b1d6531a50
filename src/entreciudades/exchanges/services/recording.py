"""Products as sources tell them."""

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.core import trail
from entreciudades.core.labels import label
from entreciudades.core.parts import Links, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.exchanges.models import Product
from entreciudades.exchanges.states import ProductState


@transaction.atomic
def record_product(product: Product, *, by: User | None, links: Links | None = None) -> Product:
    """Keep a product that a source tells; which alliance made it may be left open. Raises ValidationError."""
    product.state = ProductState.TOLD
    if not product.slug:
        product.slug = free_slug(Product, label(product.titles).text)
    verb = put_row(product, links)
    trail.record(f"product.{verb}", product, by=by, scope=product.network_id)
    return product
