"""What is written to whoever is asked, in the language that was chosen for them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from entreciudades.contributions.models import Request, RequestKind
from entreciudades.core.dates import PartialDate
from entreciudades.core.labels import label
from entreciudades.core.letters import Paragraph, Part, Way, letter


def asking(request: Request, token: str) -> EmailMessage:
    """The request, with the link."""
    with override(request.language):
        by = _asker(request)
        wanted = {
            RequestKind.TEXT: _("%(by)s asks you to write or to mend a text: %(title)s."),
            RequestKind.FIGURE: _("%(by)s asks you for a figure: %(title)s."),
            RequestKind.OPINION: _("%(by)s asks for your opinion: %(title)s."),
        }[RequestKind(request.kind)]
        subject = _("Your contribution, until %(day)s: %(title)s") % {"title": request.title, "day": _day(request)}
        parts = [
            _greeting(request),
            Paragraph(wanted % {"by": by, "title": request.title}),
            *_asks(request),
            Way(_("Write your answer"), _address(token)),
            Paragraph(
                _(
                    "The page is yours alone, and you need no password: keep this mail. You can save, come back and go "
                    "on until %(day)s; then hand your answer in. Nothing is shown to anybody else before that."
                )
                % {"day": _day(request)}
            ),
            Paragraph(_("For any question, answer this mail: it goes to %(by)s.") % {"by": by}),
        ]
        return _mail(request, subject, parts)


def reminding(request: Request, token: str) -> EmailMessage:
    """A reminder, with a link of its own; the first one stays good too."""
    with override(request.language):
        subject = _("Reminder, until %(day)s: %(title)s") % {"title": request.title, "day": _day(request)}
        parts = [
            _greeting(request),
            Paragraph(
                _("%(by)s still waits for your contribution: %(title)s. There is time until %(day)s.")
                % {"by": _asker(request), "title": request.title, "day": _day(request)}
            ),
            *_asks(request),
            Way(_("Write your answer"), _address(token)),
            Paragraph(_("What you have saved is still there. If you cannot do it, please answer this mail.")),
        ]
        return _mail(request, subject, parts)


def thanking(request: Request) -> EmailMessage:
    """Thanks, and what whoever asked says about the answer."""
    with override(request.language):
        subject = _("Thank you: %(title)s") % {"title": request.title}
        thanks = _("Thank you for your contribution to “%(title)s”. %(by)s has looked through it.")
        parts = [
            _greeting(request),
            Paragraph(thanks % {"by": _asker(request), "title": request.title}),
            *([Paragraph(request.reply)] if request.reply else []),
        ]
        return _mail(request, subject, parts)


def _mail(request: Request, subject: str, parts: list[Part]) -> EmailMessage:
    signed = Paragraph(_asker(request))
    return letter(subject, [*parts, signed], to=request.to_email, reply_to=request.asked_by.email)


def _greeting(request: Request) -> Part:
    return Paragraph(_("Dear %(name)s:") % {"name": request.to_name})


def _asks(request: Request) -> list[Part]:
    return [Paragraph(request.asks)] if request.asks else []


def _asker(request: Request) -> str:
    return f"{request.asked_by.get_full_name()} ({label(request.organisation.names).text})"


def _day(request: Request) -> str:
    return PartialDate.parse(str(request.due)).format(request.language)


def _address(token: str) -> str:
    return f"{settings.SITE_URL}{reverse('guest:contribution', args=[token])}"
