"""A call begins, is written and put before the public."""

from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.rules import check_works_by
from entreciudades.calls.indexing import index_call
from entreciudades.calls.lacks import lacks_of
from entreciudades.calls.models import Call
from entreciudades.calls.presentation import KEYS
from entreciudades.calls.services.telling import held
from entreciudades.calls.states import CALL
from entreciudades.calls.terms import MOST_PAIRS, parameters_of, part_of, read_number
from entreciudades.core import trail
from entreciudades.core.errors import MoveRefused
from entreciudades.core.index import index
from entreciudades.core.labels import label
from entreciudades.core.models import Text
from entreciudades.core.parts import Opened, put_row
from entreciudades.core.slugs import free_slug
from entreciudades.core.texts import delete_texts, publish_texts, save_text

#: What a published call changes with a reason. Its deadline is extended, its side of the law stays.
CHANGEABLE: Final = ("titles", "languages", "parameters", "countries", "quota")
#: What is settled once everybody has read it.
SETTLED: Final = ("network", "holder", "methodology", "component", "opens_at", "closes_at", "zone", "source_language")


@transaction.atomic
def begin_call(call: Call, *, by: User | None) -> Call:
    """Begin a call in preparation; its slug is made from its title where it has none.

    Raises ValidationError, also where the network has not adopted the methodology or that has no calls; where a
    search names no city that seeks a partner, or another call names one.
    """
    check_works_by(call.methodology, call.network, field="holder", owner=call.holder or call.network)
    check_call(call)
    if not call.slug:
        call.slug = free_slug(Call, label(call.titles).text)
    put_row(call)
    trail.record("call.begun", call, by=by, scope=call.network_id)
    index_call(call)
    return call


@transaction.atomic
def change_draft(call: Call, *, by: User | None, opened: Opened | None = None) -> Call:
    """Store what was changed in a call in preparation. Raises ValidationError, RowConflict."""
    stands = held(call)
    if stands.is_public:
        raise ValidationError(_("Somebody published the call meanwhile: changes need a reason now."))
    check_call(call)
    put_row(call, opened=opened)
    trail.record("call.changed", call, by=by, scope=call.network_id)
    index_call(call)
    return call


@transaction.atomic
def write_call_text(call: Call, key: str, language: str, body: str, *, expected_version: int, by: User | None) -> Text:
    """Save a text of the presentation; of a published call, readers see it after `decisions.change_texts`.

    Raises ValidationError for an unknown text, TextConflict, TextTooLong.
    """
    if key not in KEYS:
        raise ValidationError({"key": _("A call has no text “%(key)s”.") % {"key": key}})
    return save_text(
        call,
        key,
        language,
        body,
        expected_version=expected_version,
        by=by,
        scope=call.network_id,
        source_language=call.source_language,
    )


@transaction.atomic
def publish_call(call: Call, *, by: User | None) -> Call:
    """Let everybody read the call; cities apply from its opening on.

    Raises MoveRefused; ValidationError with all that it still lacks.
    """
    call = held(call)
    state = CALL.move(call.state, "publish")
    check_call(call)
    lacking = lacks_of(call, get_language() or "es")
    if lacking:
        raise ValidationError([one.says for one in lacking])
    call.state, call.published_at = state, timezone.now()
    call.save(update_fields=["state", "published_at"])
    publish_texts(call)
    trail.record("call.published", call, by=by, scope=call.network_id)
    index_call(call)
    return call


@transaction.atomic
def discard_draft(call: Call, *, by: User | None) -> None:
    """Take a call in preparation away with its texts. Raises MoveRefused once it is public."""
    call = held(call)
    if call.is_public:
        raise MoveRefused("discard", call.state, CALL.possible(call.state))
    trail.record("call.discarded", call, by=by, scope=call.network_id)
    delete_texts(call, by=by, scope=call.network_id)
    index(call, entries=[])
    call.delete()


def check_call(call: Call) -> None:
    """Refuse a zone, a number, a country or a holder that cannot be. Raises ValidationError naming each field."""
    if call.methodology.pack.call is None:
        raise ValidationError({"methodology": _("This methodology has no calls.")})
    wrong = _wrong_facts(call) | _wrong_terms(call)
    if wrong:
        raise ValidationError(wrong)


def _wrong_facts(call: Call) -> dict[str, str]:
    wrong: dict[str, str] = {}
    part = part_of(call)
    if part.kind == "search" and call.holder is None:
        wrong["holder"] = _("Name the city that seeks a partner.")
    if part.kind != "search" and call.holder is not None:
        wrong["holder"] = _("Only in a search does a city seek a partner.")
    if call.component and call.component not in {one.key for one in part.components if one.open}:
        wrong["component"] = _("No applications are made to this component.")
    try:
        ZoneInfo(call.zone)
    except (KeyError, ValueError):
        wrong["zone"] = _("There is no time zone “%(zone)s”.") % {"zone": call.zone}
    if not call.languages:
        wrong["languages"] = _("Choose at least one language.")
    return wrong


def _wrong_terms(call: Call) -> dict[str, str]:
    wrong: dict[str, str] = {}
    part = part_of(call)
    if set(call.countries) - {one.key for one in part.sides}:
        wrong["countries"] = _("The call has no such side.")
    if any(type(one) is not int or not 0 <= one <= MOST_PAIRS for one in call.quota.values()):
        wrong["quota"] = _("A quota is a whole number of pairs.")
    if says := _wrong_parameters(call):
        wrong["parameters"] = says
    return wrong


def _wrong_parameters(call: Call) -> str:
    known = {one.path: one for one in parameters_of(call)}
    for path, written in call.parameters.items():
        one = known.get(path)
        if one is None:
            return _("The methodology has no number “%(path)s”.") % {"path": path}
        if str(read_number(written, one.default)) != str(written) or one.value > one.most:
            return _("%(what)s: “%(found)s” cannot be.") % {"what": one.title, "found": written}
    for path, one in known.items():
        least = known.get(path.replace("/max", "/min").replace("at_most", "at_least"))
        if least and least.value > one.value:
            return _("%(least)s (%(a)s) is more than %(most)s (%(b)s).") % {
                "least": least.title, "a": least.value, "most": one.title, "b": one.value,
            }  # fmt: skip
    return ""
