"""The texts with which a call presents itself, in each of its languages."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from entreciudades.calls.models import Call
from entreciudades.core.labels import Localized
from entreciudades.methodologies.pack import Words
from entreciudades.methodologies.slots import Slot

SUMMARY: Final = "summary"
KEYS: Final = (SUMMARY, "presentation", "how-to-apply")
_LENGTHS: Final = {SUMMARY: Words(10, 80), "presentation": Words(0, 1500), "how-to-apply": Words(0, 800)}


def slots() -> tuple[Slot, ...]:
    """The texts in their order, named in the active language."""
    said = {
        SUMMARY: (_("Summary"), _("In two or three sentences: what is offered, to whom, until when.")),
        "presentation": (_("What the call is for"), _("The programme, its aims, what happens after the selection.")),
        "how-to-apply": (_("How to apply"), _("What to prepare, whom to ask, how the selection is decided.")),
    }
    return tuple(Slot(key, _own(said[key][0]), _own(said[key][1]), _LENGTHS[key]) for key in KEYS)


def languages_of(call: Call) -> tuple[str, ...]:
    """The languages in which a call presents itself: those of its applications in which texts are written here."""
    written = [code for code, _name in settings.CONTENT_LANGUAGES if code in call.languages]
    return tuple(written) or (call.source_language,)


def _own(text: str) -> Localized:
    return Localized(text, "")
