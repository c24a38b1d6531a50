"""An alliance adopts another version of its methodology, by decision only."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.alliances.errors import StageDropped
from entreciudades.alliances.models import Alliance, AllianceStage
from entreciudades.alliances.pack import form_of
from entreciudades.alliances.services.stages import enter_next
from entreciudades.alliances.services.telling import decide, held_alive, reasoned, tell
from entreciudades.alliances.states import StageState
from entreciudades.core.models import Attachment
from entreciudades.core.parts import put_row
from entreciudades.core.refs import kind_of
from entreciudades.methodologies.models import Methodology


@transaction.atomic
def adopt_version(alliance: Alliance, *, methodology: Methodology, form: str, by: User, reason: str) -> Alliance:
    """Live by another version of the same methodology, or another of its forms, from now on.

    The alliance stays in its stage; stages that are new and would have come before are left out, those that the version
    drops stay as history where anything was done in them. Raises StageDropped where it has no longer the stage in which
    the alliance stands, and ValidationError on "methodology", "form" or "reason".
    """
    alliance = held_alive(alliance)
    reason = reasoned(reason)
    before = alliance.methodology
    assert before is not None  # noqa: S101 - the database holds it of one that is alive
    if methodology.slug != before.slug:
        raise ValidationError({"methodology": _("This is another methodology, not a version of the same.")})
    if (methodology, form) == (before, alliance.form):
        raise ValidationError({"methodology": _("The alliance lives by this version already.")})
    if alliance.network is None or not alliance.network.adoptions.filter(methodology=methodology).exists():
        raise ValidationError({"methodology": _("The network has not adopted this methodology.")})
    former_form, alliance.methodology, alliance.form = alliance.form, methodology, form
    check_form(alliance)
    rows = list(alliance.stages.all())
    new, dropped = _restage(alliance, rows, lived_by=before, lived_form=former_form) if rows else ([], [])
    put_row(alliance)
    decide(
        alliance,
        "adopt-version",
        by=by,
        reason=reason,
        before=[before.pk, former_form],
        after=[methodology.pk, form],
        added=new,
        dropped=dropped,
    )
    tell(alliance, kind="alliance.version", facts={"version": methodology.version, "reason": reason}, by=by)
    return alliance


def check_form(alliance: Alliance) -> None:
    """Refuse a methodology that guides no alliance, and a form that it does not have: ValidationError."""
    try:
        form_of(alliance)
    except KeyError:
        raise ValidationError({"form": _("The methodology has no such form.")}) from None
    except LookupError:
        raise ValidationError({"methodology": _("This methodology does not guide alliances.")}) from None


def _restage(
    alliance: Alliance, rows: Sequence[AllianceStage], *, lived_by: Methodology, lived_form: str
) -> tuple[list[str], list[str]]:
    """Give the alliance the stages of its new form; return the keys of those that are new, and of those dropped."""
    keys = [stage.key for stage in form_of(alliance).stages]
    there = {row.key: row for row in rows}
    standing = next((row for row in rows if row.state == StageState.UNDER_WAY), None)
    if standing is not None and standing.key not in keys:
        raise StageDropped([(alliance, standing.key)])
    dropped = [row for row in rows if row.key not in keys]
    ordered = [there.get(key) or AllianceStage(alliance=alliance, key=key) for key in keys]
    for row in dropped:  # after the stage that came before it, where it still is
        earlier = [one for one in rows if one.position < row.position and one in ordered]
        ordered.insert(ordered.index(earlier[-1]) + 1 if earlier else 0, row)
        if row.lived_by_id is None:
            row.lived_by, row.lived_form = lived_by, lived_form
    left = [place for place, row in enumerate(ordered) if row.state == StageState.PASSED and row.lived_by_id is None]
    here = ordered.index(standing) if standing else max(left, default=-1)
    for place, row in enumerate(ordered):
        if row.state == StageState.AHEAD and (place < here or row in dropped):
            row.state = StageState.SKIPPED
        if row.key in keys:
            row.lived_by, row.lived_form = None, ""
    kept = [row for row in ordered if row not in dropped or _is_history(row)]
    AllianceStage.objects.filter(pk__in=[row.pk for row in dropped if row not in kept]).delete()
    for position, row in enumerate(kept, start=1):
        row.position = position
        put_row(row)
    if standing is None:
        enter_next(alliance, after=ordered[here].position if left else 0, on=timezone.localdate())
    return [key for key in keys if key not in there], [row.key for row in dropped]


def _is_history(row: AllianceStage) -> bool:
    """Whether anything was done in a stage."""
    papers = Attachment.objects.filter(object_kind=kind_of(row), object_id=row.pk)
    return row.state == StageState.PASSED or row.waivers.exists() or row.attestations.exists() or papers.exists()
