"""Every mail that the product writes, once, by the acts that cause it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from allauth.core import context
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone
from tests.factories.actors import CityFactory, MembershipFactory, UserFactory
from tests.factories.cast import Cast
from tests.factories.contributions import ContributionFactory
from tests.factories.notices import NoticeFactory, TaskFactory
from tests.factories.programmes import ProgrammeFactory

from entreciudades.accounts.models import User
from entreciudades.actors.models import Person, Role
from entreciudades.contributions import mails as contribution_mails
from entreciudades.core.models import OutboxMessage
from entreciudades.notices.kinds import NOTICES
from entreciudades.notices.mailing import mail_notices
from entreciudades.notices.models import Notice
from entreciudades.processes import colleagues, second_factor
from entreciudades.processes.appointments import appoint
from entreciudades.processes.invitations import invite
from entreciudades.programmes.services import remind
from entreciudades.web.sign_in import CHANGES, SignIn

Mails = dict[str, dict[str, Any]]

#: Facts that the words of every kind of notice take, whatever they are.
FACTS = {
    "organisation": {"es": "Vallehondo", "pt": "Vale Fundo"},
    "network": {"es": "Red Ribera", "en": "Ribera Network"},
    "name": "Ana Inventada",
    "date": "7 de marzo de 2027",
    "title": {"es": "Barrios de ladera"},
    "due": {"date": "2026-12-01"},
    "count": 12,
    "task": {"kind": "by-hand", "facts": {"title": "Enviar la ficha de la práctica"}},
}

#: Mails of sign-in beside those about a change.
OF_SIGN_IN = tuple(f"account/email/{name}" for name in ("password_reset_key", "email_confirmation", "new_device"))


def facts_of(kind: str) -> dict[str, Any]:
    """What the words of a kind take."""
    taken: set[str] = set()

    class Asked(dict[str, Any]):
        def __missing__(self, name: str) -> str:
            taken.add(name)
            return name

    _said = str(NOTICES[kind].words) % Asked()
    return {name: FACTS.get(name, name) for name in taken - {"by"}}


def every_mail(cast: Cast, language: str) -> Mails:
    """Every kind of mail by its name, as the outbox keeps it, to readers of that language; EMAIL_BACKEND is the outbox.

    Those that come from acts of one room are caused by its services; those of sign-in by the adapter that writes them.
    """
    User.objects.update(preferred_language=language)
    for user in cast.everybody.values():
        if isinstance(user, User):
            user.refresh_from_db()
    found: Mails = {}

    def keep(name: str, act: Callable[[], object]) -> None:
        last = OutboxMessage.objects.order_by("-id").values_list("id", flat=True).first() or 0
        act()
        [found[name]] = OutboxMessage.objects.filter(id__gt=last).values_list("payload", flat=True)[:1]

    by = cast.secretary
    city = CityFactory(names={"es": "Vallehondo"})
    MembershipFactory(organisation=city, user=UserFactory(name="Eva Inventada", preferred_language=language))
    give = {"role": Role.COORDINATOR, "name": "Bea Inventada", "language": language, "by": by}
    keep("appointed", lambda: appoint(city, email=f"bea-{language}@example.org", **give))
    known = UserFactory(name="Luz Inventada", preferred_language=language)
    known.set_password("una contraseña larga")
    known.save()
    keep("appointed, with a password", lambda: appoint(city, email=known.email, **give))
    keep("invited", lambda: invite(city, email=f"leo-{language}@example.org", **give))

    programme = ProgrammeFactory(holder=city, network=cast.ucci, titles={"es": "Programa de Vallehondo 2030"})
    keep("reminded of a programme", lambda: remind(programme, message="Falta poco.\n\nGracias.", by=by))

    request = ContributionFactory(organisation=city, asked_by=by, language=language, asks="¿Cuántas líneas hay?")
    request.reply = "Quedó muy claro."
    keep("asked for a contribution", lambda: contribution_mails.asking(request, "a" * 43).send())
    keep("reminded of a contribution", lambda: contribution_mails.reminding(request, "a" * 43).send())
    keep("thanked for a contribution", lambda: contribution_mails.thanking(request).send())

    person = Person.objects.create(
        organisation=cast.riomayor, name="Iris Inventada", email="iris@example.org", languages=[language]
    )
    keep("asked for consent", lambda: colleagues.ask_consent(person, by=by))
    person.consents.create(how="mail")
    write = {"message": "¿Cómo lo resolvieron?", "asking": cast.la_paz, "by": cast.coordinator}
    keep("written to by a colleague", lambda: colleagues.write_to(person, **write))

    keep("second factor reset", lambda: second_factor.reset(cast.colleague, reason="Perdió el teléfono", by=None))
    _of_sign_in(keep, cast.coordinator)
    _of_notices(keep, cast, language)
    return found


def _of_sign_in(keep: Callable[[str, Callable[[], object]], None], user: User) -> None:
    request = RequestFactory().get("/")
    request.LANGUAGE_CODE = "es"
    request.user, request.session = AnonymousUser(), {}
    adapter = SignIn(request)
    address = "http://testserver/accounts/a/b/"
    said = {
        "user": user,
        "device": "Firefox",
        "at": timezone.now(),
        "password_reset_url": address,
        "activate_url": address,
        "key": "k",
        "from_email": "antes@example.org",
        "to_email": user.email,
    }
    with context.request_context(request):
        for prefix in (
            "account/email/password_reset_key",
            "account/email/email_confirmation",
            "account/email/new_device",
            *CHANGES,
        ):

            def write(prefix: str = prefix) -> None:
                adapter.send_mail(prefix, user.email, said)

            keep(prefix, write)


def _of_notices(keep: Callable[[str, Callable[[], object]], None], cast: Cast, language: str) -> None:
    reader = UserFactory(name="Nora Inventada", preferred_language=language)
    MembershipFactory(organisation=cast.la_paz, user=reader)
    long_ago = timezone.now() - dt.timedelta(days=8)

    def tell(*kinds: str) -> None:
        Notice.objects.exclude(user=reader).delete()
        for kind in kinds:
            NoticeFactory(user=reader, kind=kind, facts=facts_of(kind), by=cast.colleague, created_at=long_ago)
        mail_notices()

    for kind in NOTICES:
        keep(f"notice {kind}", lambda kind=kind: tell(kind))
    today = timezone.localdate()
    for days in (-3, 2):
        TaskFactory(organisation=cast.la_paz, owner=reader, due=today + dt.timedelta(days=days))
    keep("notices together", lambda: tell(*NOTICES))
