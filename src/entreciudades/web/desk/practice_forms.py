"""The forms of a good practice."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Adoption, NetworkMember, Organisation
from entreciudades.core.labels import label
from entreciudades.practices.models import Practice
from entreciudades.web.desk.fields import RowChoiceField
from entreciudades.web.desk.forms import make_form
from entreciudades.web.desk.naming import name_of
from entreciudades.web.desk.nouns import Noun
from entreciudades.web.desk.organisation_nouns import THEMES

_PRACTICE = Noun(
    "practice",
    Practice,
    "organisation",
    says="",
    shows=(),
    fields=("titles", "themes", "source"),
    terms={"themes": THEMES},
)

PracticeForm = make_form(Practice, _PRACTICE.fields, _PRACTICE)


class AdoptionField(RowChoiceField):
    """A methodology with the network that works by it."""

    def label_from_instance(self, obj: Any) -> str:
        """As in "UCCI: Comprehensive Cooperation Programme, 1.0"."""
        return f"{name_of(obj.network)}: {label(obj.methodology.title)}, {obj.methodology.version}"


def adoptions_for(organisation: Organisation) -> Any:
    """The methodologies of the networks to which an organisation belongs, and its own where it is one."""
    belongs_to = NetworkMember.objects.present().filter(organisation=organisation).values("network")
    mine = Q(network__in=belongs_to) | Q(network=organisation)
    return Adoption.objects.filter(mine).select_related("network", "methodology")


class NewPracticeForm(PracticeForm):  # type: ignore[misc, valid-type] # made from the table
    """A practice that begins: on whose sheet."""

    adoption = AdoptionField(queryset=Adoption.objects.none(), label=_("Network and methodology"), empty_label=None)

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.fields["adoption"].queryset = adoptions_for(owner)
