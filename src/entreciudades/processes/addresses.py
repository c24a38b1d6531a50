"""What has a page of its own moves to another address; the former one leads there from then on."""

from django.db import transaction

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation
from entreciudades.core import trail
from entreciudades.core.slugs import change_slug
from entreciudades.practices.models import Practice
from entreciudades.programmes.models import Programme

Addressed = Organisation | Practice | Programme

#: What has an address that may change.
KINDS: dict[str, type[Addressed]] = {"organisation": Organisation, "practice": Practice, "programme": Programme}


@transaction.atomic
def change_address(obj: Addressed, slug: str, *, by: User | None) -> None:
    """Move an object to another slug. A slug that another object has or had raises ValueError."""
    change_slug(obj, slug)
    scope = obj.pk if isinstance(obj, Organisation) else obj.network_id
    trail.record(f"{obj._meta.model_name}.address_changed", obj, by=by, scope=scope)
