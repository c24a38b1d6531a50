"""The parties of an alliance adopt its programme, each for itself, as it stands."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.models import Seat
from entreciudades.alliances.services.telling import held_present, tell
from entreciudades.core import trail
from entreciudades.core.canonical import digest_of
from entreciudades.programmes.content import content_of
from entreciudades.programmes.errors import ProgrammeMoved
from entreciudades.programmes.models import Programme, ProgrammeAdoption, ProgrammeVersion


@transaction.atomic
def adopt_programme(programme: Programme, *, seat: Seat, digest: str, by: User) -> ProgrammeAdoption:
    """A party adopts the programme of its alliance as it was read: `digest` is that of its content.

    What nobody adopted so before becomes a version. Adopting twice is adopting once. The others are told. Raises
    ProgrammeMoved where somebody changed it meanwhile; ValidationError where the party does not take part, or the
    programme is closed.
    """
    seat = held_present(seat)
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if programme.alliance_id != seat.alliance_id:
        raise ValidationError(_("It belongs to another alliance."))
    if programme.is_closed:
        raise ValidationError(_("The programme is closed."))
    content = content_of(programme)
    if digest_of(content) != digest:
        raise ProgrammeMoved
    version = programme.versions.first()
    if version is None or version.digest != digest:
        number = version.number + 1 if version else 1
        version = ProgrammeVersion.objects.create(programme=programme, number=number, content=content, digest=digest)
    adoption, made = ProgrammeAdoption.objects.get_or_create(version=version, seat=seat, defaults={"adopted_by": by})
    if made:
        scope = seat.organisation_id
        trail.record("programme.adopted", programme, by=by, scope=scope, version=version.number, seat=seat.pk)
        facts = {"organisation": seat.organisation.names, "version": str(version.number)}
        tell(seat.alliance, kind="alliance.programme-adopted", facts=facts, by=by)
    return adoption
