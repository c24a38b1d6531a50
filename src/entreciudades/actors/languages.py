"""Which languages are wanted: a network says in which it works, a city follows the networks that it belongs to."""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from entreciudades.accounts.models import User
from entreciudades.actors.models import NetworkMember, Organisation, WorkingLanguage
from entreciudades.core import trail
from entreciudades.core.labels import SOURCE_LANGUAGE


def wanted_languages(organisation: Organisation) -> tuple[str, ...]:
    """The working languages of a network, or of a city's networks, in the order of the site; Spanish by default."""
    present = NetworkMember.objects.present().filter(organisation=organisation).values("network")
    rows = WorkingLanguage.objects.filter(Q(network=organisation) | Q(network__in=present))
    said = set(rows.values_list("language", flat=True))
    return tuple(code for code, _name in settings.CONTENT_LANGUAGES if code in said) or (SOURCE_LANGUAGE,)


@transaction.atomic
def choose_working_languages(network: Organisation, languages: Collection[str], *, by: User | None) -> None:
    """A network works in these languages from now on. Raises ValidationError on "languages"; nothing is stored then."""
    if not network.is_network:
        raise ValidationError({"languages": _("Only a network has working languages.")})
    if not languages or not set(languages) <= dict(settings.CONTENT_LANGUAGES).keys():
        raise ValidationError({"languages": _("Choose at least one of the languages.")})
    network.working_languages.exclude(language__in=languages).delete()
    for language in languages:
        WorkingLanguage.objects.get_or_create(network=network, language=language)
    trail.record("network.languages", network, by=by, scope=network.pk, languages=sorted(languages))
