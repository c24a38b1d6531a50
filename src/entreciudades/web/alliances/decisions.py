"""What was decided in the life of an alliance, in words: what, on which stage or party, by whom and why."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance, AllianceDecision
from entreciudades.alliances.pack import part_of
from entreciudades.core.labels import label
from entreciudades.web.alliances.methodologies import stage_titles
from entreciudades.web.desk.naming import name_of

#: Verb of a decision -> its words. The stage, the party and the requirement that it is about stand behind them.
WORDS: Final = {
    "propose": _("The alliance was proposed"),
    "describe": _("Its name, its themes or who may read it were changed"),
    "constitute": _("The alliance was constituted"),
    "start": _("The first stage began"),
    "suspend": _("The alliance was suspended"),
    "resume": _("The alliance was resumed"),
    "close": _("The alliance was closed"),
    "leave-open": _("Closed although its gate was open"),
    "reopen": _("The alliance was reopened"),
    "give-up": _("The alliance was given up"),
    "invite": _("Invited"),
    "accept": _("Joined"),
    "decline": _("Declined to join"),
    "leave": _("Left the alliance"),
    "advance": _("Passed"),
    "say-ready": _("Says that the stage may close"),
    "skip": _("Left out"),
    "go-back": _("Returned to"),
    "take-up": _("Taken up again"),
    "plan": _("Planned anew"),
    "waive": _("Exception"),
    "withdraw-waiver": _("Exception taken back"),
    "attest": _("Attested"),
    "withdraw-attestation": _("Attestation taken back"),
    "adopt-version": _("A version of the methodology was adopted"),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: when, what, about what, why, by whom."""

    at: dt.datetime
    what: str
    about: str
    why: str
    by: str


def decisions_of(alliance: Alliance) -> QuerySet[AllianceDecision]:
    """The latest first, with who made them."""
    return alliance.decisions.select_related("made_by").order_by("-pk")


def in_words(alliance: Alliance, rows: Iterable[AllianceDecision]) -> list[Decided]:
    """Decisions as a page says them; one question for the parties that they name."""
    listed = list(rows)
    stages = _stages(alliance)
    requirements = {one.key: label(one.says).text for one in part_of(alliance).requirements}
    keys = {one.details["party"] for one in listed if "party" in one.details}
    parties = {one.pk: name_of(one) for one in Organisation.objects.filter(pk__in=keys)} if keys else {}
    return [
        Decided(
            row.made_at,
            str(WORDS.get(row.verb, row.verb)),
            " · ".join(
                filter(
                    None,
                    (
                        parties.get(row.details.get("party")),
                        stages.get(row.stage, row.stage),
                        requirements.get(row.details.get("requirement", "")),
                    ),
                )
            ),
            row.reason,
            row.made_by.get_full_name() if row.made_by else "",
        )
        for row in listed
    ]


def _stages(alliance: Alliance) -> dict[str, str]:
    methodology = alliance.methodology
    return {key: title.text for key, title in stage_titles(methodology, alliance.form).items()} if methodology else {}
