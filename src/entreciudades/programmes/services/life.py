"""A programme begins, is published, withdrawn, closed, reopened."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.actors.rules import check_works_by
from entreciudades.alliances.models import Alliance
from entreciudades.alliances.services.telling import ALIVE
from entreciudades.alliances.states import SeatState
from entreciudades.core import trail
from entreciudades.core.dates import PartialDate
from entreciudades.core.models import Text
from entreciudades.core.parts import Links, Opened, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.core.texts import publish_texts, withdraw_texts
from entreciudades.methodologies.models import Methodology
from entreciudades.practices.services import publish_practice
from entreciudades.programmes.adopted import is_adopted_as_it_stands
from entreciudades.programmes.carriers import carriers_of
from entreciudades.programmes.errors import NotAdopted
from entreciudades.programmes.indexing import index_programme
from entreciudades.programmes.models import Decision, Programme
from entreciudades.programmes.pack import variant_of
from entreciudades.programmes.states import LIFE, ProgrammeState


@transaction.atomic
def create_programme(
    *,
    holder: Organisation,
    network: Organisation,
    methodology: Methodology,
    variant: str,
    titles: Mapping[str, str],
    edition: PartialDate,
    by: User | None,
    slug: str = "",
    alliance: Alliance | None = None,
) -> Programme:
    """Begin a programme of a city, of a network, or of an alliance; it keeps this version of the methodology.

    That of an `alliance` is begun by the party `holder` under the alliance's network and methodology. Raises
    ValidationError where the holder is no member of the network, or no party; the network has not adopted the
    methodology; the methodology has no such variant; or the variant is for another kind of holder.
    """
    if alliance is None:
        check_works_by(methodology, network, field="holder", owner=holder)
    else:
        _check_alliance(alliance, holder, network, methodology)
    _check_variant(methodology, variant, "alliance" if alliance else holder.form)
    named = alliance.slug if alliance else holder.slug
    programme = Programme(
        slug=slug or free_slug(Programme, f"{named} {str(edition)[:4]}"),
        holder=holder,
        network=network,
        alliance=alliance,
        methodology=methodology,
        variant=variant,
        titles=dict(titles),
        edition=edition,  # type: ignore[misc] # the field takes a PartialDate
        source_language=holder.source_language,
    )
    put_row(programme)
    trail.record("programme.created", programme, by=by, scope=network.pk, variant=variant)
    index_programme(programme)
    return programme


@transaction.atomic
def change_programme(
    programme: Programme, *, by: User | None, links: Links | None = None, opened: Opened | None = None
) -> Programme:
    """Store the changed fields of a programme and the rows of its many-to-many fields.

    Raises ValidationError, RowConflict.
    """
    _refresh_locked(programme)
    put_row(programme, links, opened=opened)
    if programme.instruments.exclude(organisation__in=carriers_of(programme)).exists():
        raise ValidationError({"instruments": _("It belongs to another organisation.")})
    trail.record("programme.changed", programme, by=by, scope=programme.network_id)
    index_programme(programme)
    return programme


@transaction.atomic
def publish(programme: Programme, *, by: User | None) -> Programme:
    """Show the programme to everybody, with its texts as they stand now; publishing again shows the newer ones.

    The holder's own practices are published with it, each by its own act, and stay public when the programme is
    withdrawn; what another city is writing on a practice of its own stays private. The programme of an alliance is
    published as all its parties have adopted it, and with it no practice: raises NotAdopted.
    """
    _move(programme, "publish", by=by)
    if programme.alliance_id is not None and not is_adopted_as_it_stands(programme):
        raise NotAdopted
    alone = programme.practices.filter(practice__organisation=programme.holder, programme__alliance=None)
    own = alone.select_related("practice")
    publish_texts(*_written_on(programme))
    for cited in own:
        publish_practice(cited.practice, by=by)
    index_programme(programme)
    return programme


@transaction.atomic
def withdraw(programme: Programme, *, reason: str, by: User | None) -> Programme:
    """Take the programme back into preparation; the reason is kept with the act. Raises ValidationError without one."""
    _move(programme, "withdraw", by=by, reason=reason)
    withdraw_texts(*_written_on(programme))
    index_programme(programme)
    return programme


@transaction.atomic
def close(programme: Programme, *, by: User | None) -> Programme:
    """End the programme; it stays public."""
    return _move(programme, "close", by=by)


@transaction.atomic
def reopen(programme: Programme, *, reason: str, by: User | None) -> Programme:
    """Take a closed programme up again. Raises ValidationError without a reason."""
    return _move(programme, "reopen", by=by, reason=reason)


def _check_alliance(alliance: Alliance, holder: Organisation, network: Organisation, methodology: Methodology) -> None:
    if (alliance.network_id, alliance.methodology_id) != (network.pk, methodology.pk):
        raise ValidationError({"methodology": _("The alliance lives by another methodology or network.")})
    if alliance.state not in ALIVE:
        raise ValidationError(_("The alliance is not alive: this can no longer be done, or not yet."))
    if not alliance.seats.filter(organisation=holder, state=SeatState.PRESENT).exists():
        raise ValidationError({"holder": _("Only parties that take part in the alliance do this.")})


def _check_variant(methodology: Methodology, variant: str, held_by: str) -> None:
    part = methodology.pack.programme
    variants = {one.key: one for one in part.variants} if part else {}
    if variant not in variants:
        raise ValidationError({"variant": _("The methodology has no variant “%(key)s”.") % {"key": variant}})
    if variants[variant].held_by != held_by:
        raise ValidationError({"variant": _("This variant is held by another kind of organisation.")})


def _move(programme: Programme, verb: str, *, by: User | None, reason: str | None = None) -> Programme:
    """Move the state, on the locked row; raises MoveRefused naming what is possible."""
    decision = (
        Decision(programme=programme, verb=verb, reason=reason.strip(), made_by=by) if reason is not None else None
    )
    if decision:
        decision.full_clean()
    programme = _refresh_locked(programme)
    before = programme.state
    programme.state = LIFE.move(programme.state, verb)
    if programme.state == ProgrammeState.DRAFT:
        programme.published_at = None
    elif programme.published_at is None or verb == "publish":
        programme.published_at = timezone.now()
    programme.save(update_fields=["state", "published_at"])
    details: dict[str, Any] = {"before": before, "after": programme.state}
    if decision:
        decision.save()
        details["decision"] = decision.pk
    trail.record(f"programme.{verb}", programme, by=by, scope=programme.network_id, **details)
    return programme


def has_newer_texts(programme: Programme) -> bool:
    """Whether publishing again would show the public other words."""
    return Text.objects.of(*_written_on(programme)).newer_than_public().exists()


def _written_on(programme: Programme) -> list[Model]:
    """The programme, and its activities where each has a form to write."""
    return [programme, *(programme.activities.all() if variant_of(programme).forms else ())]


def _refresh_locked(programme: Programme) -> Programme:
    """Hold the row until the transaction ends, and take its state from it: who moves it does not wait for a form."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    programme.state, programme.published_at = locked.state, locked.published_at
    return programme
