"""Another version of a methodology: what it would change for an alliance, and for which alliances it cannot be."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import Adoption, Organisation
from entreciudades.actors.services import adopt_methodology
from entreciudades.alliances.errors import StageDropped
from entreciudades.alliances.models import Alliance, AllianceStage
from entreciudades.alliances.pack import part_of
from entreciudades.alliances.services.telling import ALIVE
from entreciudades.alliances.states import StageState
from entreciudades.methodologies.differences import Changes, differences
from entreciudades.methodologies.models import Methodology


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change; `blocked_at` is the stage in which the alliance stands and which would be gone, else empty."""

    methodology: Methodology
    changes: Changes
    blocked_at: str


def other_versions(alliance: Alliance) -> list[Methodology]:
    """The versions of its methodology that its network has adopted, the newest first, without its own."""
    if alliance.network is None or alliance.methodology is None:
        return []
    adopted = alliance.network.adoptions.filter(methodology__slug=alliance.methodology.slug)
    rows = Methodology.objects.filter(pk__in=adopted.values("methodology"))
    return list(rows.exclude(pk=alliance.methodology.pk).order_by("-loaded_at", "-pk"))


def preview(alliance: Alliance, methodology: Methodology) -> Preview:
    """What a version would change for an alliance that keeps its form.

    Raises ValidationError on "methodology" where it guides no alliance, LookupError where the alliance lives by none.
    """
    new = methodology.pack.alliance
    if new is None:
        raise ValidationError({"methodology": _("This methodology does not guide alliances.")})
    changes = differences(part_of(alliance), new, form=alliance.form)
    standing = alliance.stages.filter(state=StageState.UNDER_WAY).values_list("key", flat=True).first()
    gone = {stage.key for stage in changes.dropped}
    return Preview(methodology, changes, standing if standing in gone else "")


@transaction.atomic
def adopt_for_network(network: Organisation, methodology: Methodology, *, by: User | None) -> Adoption:
    """A network works by this version from now on; what lives by an earlier one keeps it until it decides otherwise.

    Raises StageDropped, naming them, where alliances of the network stand in stages that the version has no longer;
    ValidationError where it is no network.
    """
    if standing := _left_behind(network, methodology):
        raise StageDropped(standing)
    return adopt_methodology(network, methodology, by=by)


def _left_behind(network: Organisation, methodology: Methodology) -> list[tuple[Alliance, str]]:
    """Alliances that live by another version and stand in a stage that this one has not, in their form."""
    rows = AllianceStage.objects.filter(
        state=StageState.UNDER_WAY,
        alliance__network=network,
        alliance__state__in=ALIVE,
        alliance__methodology__slug=methodology.slug,
    ).exclude(alliance__methodology=methodology)
    standing = [(row.alliance, row.key) for row in rows.select_related("alliance").order_by("alliance__slug")]
    if not standing:  # most are adopted before anything lives by them: their text need not be read
        return []
    part = methodology.pack.alliance
    there = {(form.key, stage.key) for form in (part.forms if part else ()) for stage in form.stages}
    return [(alliance, key) for alliance, key in standing if (alliance.form, key) not in there]
