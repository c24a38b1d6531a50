"""A network demands a second factor, and somebody who lost theirs gets in again; each is written to the people."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.accounts.models import User
from entreciudades.accounts.services import take_second_factor
from entreciudades.actors.demands import demand_second_factor, people_of
from entreciudades.actors.models import Organisation
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.core.letters import letter, paragraphs


@transaction.atomic
def demand(network: Organisation, *, since: date, by: User) -> int:
    """Demand a second factor of a network's people from a day on, and write to those without; return how many.

    Raises ValidationError where `by` has none, or where the day is over.
    """
    demand_second_factor(network, since=since, by=by)
    without = list(people_of(network).without_second_factor())
    for user in without:
        with override(user.preferred_language):
            day = PartialDate.parse(str(since)).format(user.preferred_language)
            lines = [
                _("%(network)s asks that whoever works here signs in with a second factor, from %(day)s on.")
                % {"network": label(network.names).text, "day": day},
                _("You do not have one yet. It takes two minutes; a passkey on your telephone is the easiest."),
                _("From that day on, desk and office open only to those who have one."),
                "",
                _("Set it up here:"),
                settings.SITE_URL + reverse("mfa_index"),
            ]
            _write(user, _("Set up your second factor before %(day)s") % {"day": day}, lines, by=by)
    return len(without)


@transaction.atomic
def reset(user: User, *, reason: str, by: User | None, network: Organisation | None = None) -> int:
    """Take the second factor from somebody who lost it, sign them out everywhere, and tell them who did it and why.

    Their password is left: who reset it cannot come in as them. Returns how many means were taken.
    """
    taken = take_second_factor(user, by=by, scope=network.pk if network else None)
    with override(user.preferred_language):
        lines = [
            _("Your passkeys, your app with codes and your recovery codes let nobody in any more.")
            + " "
            + (
                _("%(name)s reset them.") % {"name": by.get_full_name()}
                if by
                else _("Whoever runs this site reset them.")
            ),
            _("Reason: %(reason)s") % {"reason": reason},
            "",
            _("Sign in with your password and set up a second factor anew:"),
            settings.SITE_URL + reverse("mfa_index"),
            "",
            _("You did not ask for it? Answer this mail at once, and change your password."),
        ]
        _write(user, _("Your second factor was reset"), lines, by=by)
    return taken


def is_overdue(user: object) -> bool:
    """Whether a user as the session knows them must set up a second factor before they work on."""
    since = getattr(user, "second_factor_since", None)
    return since is not None and since <= timezone.localdate() and not getattr(user, "has_second_factor", False)


def _write(user: User, subject: str, lines: list[str], *, by: User | None) -> None:
    greeting = _("Dear %(name)s:") % {"name": user.get_full_name()}
    text = "\n".join([greeting, "", *lines, *(["", by.get_full_name()] if by else [])])
    letter(subject, paragraphs(text), to=user.email, reply_to=by.email if by else None, always=True).send()
