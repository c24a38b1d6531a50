"""What the parts of an application are called."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entreciudades.calls.window import BUDGET, DOCUMENT, FACTS, GROUP, PEOPLE, PROFILE, TEXT, THEMES
from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.call_pack import CallPart

TITLES: Final[dict[str, str | Promise]] = {
    FACTS: _("Title and language"),
    THEMES: _("Themes"),
    PEOPLE: _("People assigned"),
    GROUP: _("Group of municipalities"),
    BUDGET: _("Budget"),
    PROFILE: _("Profile of the city: figures, needs, offers, languages"),
}


def title_of(item: str, terms: CallPart) -> Localized:
    """What an item, as `calls.window` names it, is called for the reader; its key where the terms no longer know it."""
    if item in TITLES:
        return Localized(str(TITLES[item]), "")
    asked = (
        *((f"{TEXT}{one.key}", one.title) for one in terms.questions),
        *((f"{DOCUMENT}{one.key}", one.title) for one in terms.documents),
    )
    return next((label(title) for key, title in asked if key == item), Localized(item, ""))
