"""Where somebody is signed in, and what happened to their account."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from entreciudades.accounts.models import in_words
from entreciudades.accounts.services import end_session, end_sessions
from entreciudades.core.models import AuditEvent
from entreciudades.core.refs import kind_of
from entreciudades.web.access import signed_in
from entreciudades.web.desk.doors import person
from entreciudades.web.public.lists import page_of

#: What the trail calls it -> how it is told to the person.
HAPPENED: Final = {
    "account.registered": gettext_lazy("The account was made"),
    "account.renamed": gettext_lazy("Name changed"),
    "account.signed_in": gettext_lazy("Signed in"),
    "account.signed_out": gettext_lazy("Signed out"),
    "account.sign_in_failed": gettext_lazy("Somebody tried to sign in and failed"),
    "account.sessions_ended": gettext_lazy("Sessions ended"),
    "account.password_changed": gettext_lazy("Password changed"),
    "account.email_changed": gettext_lazy("E-mail address changed"),
    "account.passkey_added": gettext_lazy("Passkey added"),
    "account.passkey_removed": gettext_lazy("Passkey removed"),
    "account.app_added": gettext_lazy("App with codes set up"),
    "account.app_removed": gettext_lazy("App with codes taken away"),
    "account.recovery_codes_made": gettext_lazy("New recovery codes made"),
    "account.recovery_code_used": gettext_lazy("Recovery code used"),
    "account.single_sign_on_linked": gettext_lazy("Linked with the account of your organisation"),
    "account.second_factor_taken": gettext_lazy("Second factor reset"),
}
MEANS: Final = {
    "password": gettext_lazy("password"),
    "code": gettext_lazy("code"),
    "totp": gettext_lazy("code of the app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery code"),
    "socialaccount": gettext_lazy("account of your organisation"),
    "link": gettext_lazy("link sent by e-mail"),
}


@signed_in
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser in which one is signed in, the latest first."""
    rows = list(person(request).sessions.lasting().order_by("-seen_at"))
    page = {"sessions": [(row, row.session_key == request.session.session_key) for row in rows]}
    return render(request, "account/sessions.html", page)


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session; one's own leads to the first page."""
    if end_session(person(request), handle=request.POST.get("session", "")):
        messages.success(request, _("The session is ended."))
    return redirect("account:sessions")


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    user = person(request)
    ended = end_sessions(user, by=user, keep=request.session.session_key)
    said = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended) % {"count": ended}
    messages.success(request, said)
    return redirect("account:sessions")


@signed_in
@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """What the trail tells of one's account, the latest first."""
    user = person(request)
    told = AuditEvent.objects.filter(object_kind=kind_of(user), object_id=user.pk, verb__in=HAPPENED)
    page = page_of(request, told)
    rows = [
        {
            "at": event.at,
            "happened": HAPPENED[event.verb],
            "means": [MEANS.get(one, one) for one in event.details.get("means", ())],
            "device": in_words(event.details["device"]) if event.details.get("device") else "",
            "by_another": event.actor_id not in {None, user.pk},
        }
        for event in page
    ]
    return render(request, "account/sign_ins.html", {"page": page, "rows": rows})
