"""Products: written down, handed in, validated or returned by whoever receives them, published once all agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, Seat
from entreciudades.alliances.services.telling import held_present, reasoned
from entreciudades.core import files, trail
from entreciudades.core.labels import label
from entreciudades.core.models import Attachment
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.exchanges.models import Product, ProductConsent, Reception
from entreciudades.exchanges.services.telling import page_of, parties_of, tell_parties
from entreciudades.exchanges.states import PRODUCT, ReceptionState
from entreciudades.notices.models import Task
from entreciudades.notices.services import finish_task, finish_tasks_about, open_task

TASK: Final = "product.validate"


@transaction.atomic
def keep_product(
    product: Product,
    *,
    receivers: Iterable[Organisation],
    seat: Seat,
    by: User,
    links: Links | None = None,
    opened: Opened | None = None,
) -> Product:
    """Write down what an alliance makes, or change it while it is being made.

    `receivers` validate it; `links` holds its makers and themes. Raises RowConflict, and ValidationError naming the
    field at fault: where it was handed in, where makers or receivers take no part, where there is none of either.
    """
    alliance = held_present(seat).alliance
    if alliance.network is None:
        raise ValidationError(_("This alliance belongs to no network."))
    product.alliance, product.network = alliance, alliance.network
    if product.pk is None:
        product.slug = free_slug(Product, label(product.titles, "es").text)
    elif not Product.objects.get(pk=product.pk).is_being_made:
        raise ValidationError(_("It was handed in: take it back first, or wait until it is returned."))
    chosen = {one.pk: one for one in receivers}
    _check_parties(product, chosen, links or {})
    verb = put_row(product, links, opened=opened)
    product.receptions.exclude(organisation__in=chosen).delete()
    there = set(product.receptions.values_list("organisation", flat=True))
    Reception.objects.bulk_create(
        Reception(product=product, organisation=one) for one in chosen.values() if one.pk not in there
    )
    trail.record(f"product.{verb}", product, by=by, scope=seat.organisation_id, alliance=alliance.pk)
    return product


def add_file(product: Product, upload: File[bytes], *, seat: Seat, by: User) -> Attachment:
    """Hang a file on a product that is being made. Raises FileRefused; ValidationError where it was handed in."""
    if not product.is_being_made:
        raise ValidationError({"document": _("It was handed in: its files stay as they are.")})
    return files.add_document(product, upload, purpose=Product.PURPOSE, by=by, scope=seat.organisation_id)


def remove_file(product: Product, document: Attachment, *, seat: Seat, by: User) -> None:
    """Take a file off a product that is being made. Raises ValidationError where it was handed in."""
    if not product.is_being_made:
        raise ValidationError(_("It was handed in: its files stay as they are."))
    files.remove_document(product, document, by=by, scope=seat.organisation_id)


@transaction.atomic
def hand_in(product: Product, *, seat: Seat, by: User) -> Product:
    """Hand it in: every city that receives it is asked to validate it.

    Raises MoveRefused; ValidationError where there is neither a file nor a word on what it is.
    """
    product = _held(product, seat)
    product.state = PRODUCT.move(product.state, "hand-in")
    if not product.descriptions and not files.attachments_of(product, Product.PURPOSE).exists():
        raise ValidationError(_("Attach a file, or say what it is: there is nothing to validate yet."))
    product.handed_in_by, product.handed_in_at = by, timezone.now()
    product.save(update_fields=["state", "handed_in_by", "handed_in_at"])
    product.receptions.update(state=ReceptionState.WAITING, reason="", answered_by=None, answered_at=None)
    trail.record("product.handed-in", product, by=by, scope=seat.organisation_id, alliance=product.alliance_id)
    for one in product.receptions.select_related("organisation"):
        said: dict[str, Any] = {"product": product.titles}
        path = page_of(_alliance(product), "product", one.organisation, product.pk)
        open_task(one.organisation, kind=TASK, facts=said, by=by, about=product, path=path)
    return product


@transaction.atomic
def take_back(product: Product, *, seat: Seat, by: User) -> Product:
    """Take back what was handed in and that nobody has validated or returned yet; else MoveRefused."""
    product = _held(product, seat)
    product.state = PRODUCT.move(product.state, "take-back")
    product.handed_in_by = product.handed_in_at = None
    product.save(update_fields=["state", "handed_in_by", "handed_in_at"])
    product.receptions.update(state=ReceptionState.WAITING, answered_by=None, answered_at=None)
    finish_tasks_about(product, kind=TASK, by=by)
    trail.record("product.taken-back", product, by=by, scope=seat.organisation_id, alliance=product.alliance_id)
    return product


@transaction.atomic
def validate_product(product: Product, *, seat: Seat, by: User) -> Product:
    """The city of `seat`, which receives it, validates it. Once all that receive it did, the parties are told.

    Raises MoveRefused where it was not handed in; ValidationError where the city does not receive it.
    """
    product = _held(product, seat)
    moved = PRODUCT.move(product.state, "validate")
    _answer(product, ReceptionState.VALIDATED, reason="", seat=seat, by=by)
    if not product.receptions.exclude(state=ReceptionState.VALIDATED).exists():
        product.state = moved
        product.save(update_fields=["state"])
        said = {"product": product.titles}
        tell_parties(_alliance(product), product.pk, kind="product.validated", facts=said, page="product", by=by)
    return product


@transaction.atomic
def return_product(product: Product, *, reason: str, seat: Seat, by: User) -> Product:
    """The city of `seat`, which receives it, returns it with its reason; the parties are told.

    One that was public is public no longer. Raises as `validate_product`, and ValidationError without a reason.
    """
    product = _held(product, seat)
    product.state = PRODUCT.move(product.state, "return")
    _answer(product, ReceptionState.RETURNED, reason=reasoned(reason), seat=seat, by=by)
    product.published = False
    product.save(update_fields=["state", "published"])
    product.consents.all().delete()
    finish_tasks_about(product, kind=TASK, by=by)
    said = {"product": product.titles, "organisation": seat.organisation.names, "reason": reason.strip()}
    tell_parties(_alliance(product), product.pk, kind="product.returned", facts=said, page="product", by=by)
    return product


@transaction.atomic
def agree_to_publish(product: Product, *, seat: Seat, by: User) -> Product:
    """The city of `seat` agrees that everybody reads it. It is public once all who made and receive it agreed.

    Raises ValidationError where it is not validated, or the city neither made nor receives it.
    """
    product = _held(product, seat)
    if not product.is_validated:
        raise ValidationError(_("It is published once it is validated."))
    concerned = concerned_by(product)
    if seat.organisation_id not in concerned:
        raise ValidationError(_("Those who made it and those who receive it agree."))
    ProductConsent.objects.get_or_create(product=product, organisation=seat.organisation, defaults={"given_by": by})
    trail.record("product.agreed-to-publish", product, by=by, scope=seat.organisation_id)
    _settle(product, concerned)
    return product


@transaction.atomic
def disagree_to_publish(product: Product, *, seat: Seat, by: User) -> Product:
    """The city of `seat` agrees no longer: it is not public any more."""
    product = _held(product, seat)
    product.consents.filter(organisation=seat.organisation_id).delete()
    trail.record("product.disagreed-to-publish", product, by=by, scope=seat.organisation_id)
    _settle(product, concerned_by(product))
    return product


def concerned_by(product: Product) -> set[int]:
    """Who made it and who receives it, by their keys."""
    makers = product.makers.values_list("pk", flat=True)
    return {*makers, *product.receptions.values_list("organisation", flat=True)}


def _settle(product: Product, concerned: set[int]) -> None:
    agreed = set(product.consents.values_list("organisation", flat=True))
    product.published = product.is_validated and concerned <= agreed
    product.save(update_fields=["published"])


def _answer(product: Product, state: ReceptionState, *, reason: str, seat: Seat, by: User) -> None:
    row = product.receptions.filter(organisation=seat.organisation_id).first()
    if row is None:
        raise ValidationError(_("A product is validated by the city that receives it."))
    row.state, row.reason, row.answered_by, row.answered_at = state, reason, by, timezone.now()
    row.full_clean()
    row.save()
    trail.record(f"product.{state}", product, by=by, scope=seat.organisation_id, alliance=product.alliance_id)
    for task in Task.objects.open().about(product).filter(organisation=row.organisation_id, kind=TASK):
        finish_task(task, by=by)


def _check_parties(product: Product, receivers: dict[int, Organisation], links: Links) -> None:
    known = set(parties_of(_alliance(product)))
    if product.pk is not None:
        known |= concerned_by(product)
    makers = {one.pk for one in links.get("makers", ())}
    if not makers or makers - known:
        raise ValidationError({"makers": _("Choose who made it, among the parties of the alliance.")})
    if not receivers or set(receivers) - known:
        raise ValidationError({"receivers": _("Choose who receives it, among the parties of the alliance.")})


def _alliance(product: Product) -> Alliance:
    if product.alliance is None:
        raise TypeError("what a source tells is handed in nowhere")
    return product.alliance


def _held(product: Product, seat: Seat) -> Product:
    """The product as it stands, while its alliance is held."""
    rows = held_present(seat).alliance.products.select_related("alliance", "network")
    return rows.get(pk=product.pk)
