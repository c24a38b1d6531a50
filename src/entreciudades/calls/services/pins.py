"""What the secretariat fixes before a run: two cities together, or not together, each with its reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.calls.models import Application, Call, Pin
from entreciudades.core import trail


@transaction.atomic
def fix_pair(call: Call, *, kind: str, a: Application, b: Application, reason: str, by: User) -> Pin:
    """Require or forbid a pair of admitted cities in the runs to come; said anew, the last word counts.

    Raises ValidationError on "b" where it is the same city, on "reason" without one, on "a" or "b" where that city is
    not admitted. That two cities of one side cannot be required is for `cities.may_pair` to say beforehand.
    """
    if a.pk == b.pk:
        raise ValidationError({"b": _("Choose two different cities.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: whoever reads this later must understand it.")})
    admitted = set(call.applications.admitted().filter(pk__in=(a.pk, b.pk)).values_list("pk", flat=True))
    for name, one in (("a", a), ("b", b)):
        if one.pk not in admitted:
            raise ValidationError({name: _("This city is not admitted.")})
    first, second = sorted((a, b), key=lambda one: one.pk)
    pin, _new = Pin.objects.update_or_create(
        call=call, a=first, b=second, defaults={"kind": Pin.Kind(kind), "reason": reason.strip(), "made_by": by}
    )
    trail.record(
        "pairing.fixed", pin, by=by, scope=call.network_id, call=call.pk, kind=pin.kind, a=first.pk, b=second.pk
    )
    return pin


@transaction.atomic
def release_pair(pin: Pin, *, by: User) -> None:
    """Fix this pair no longer."""
    call = pin.call
    trail.record(
        "pairing.released", pin, by=by, scope=call.network_id, call=call.pk, kind=pin.kind, a=pin.a_id, b=pin.b_id
    )
    pin.delete()
