"""Users, and the sessions in which they are signed in."""

import hashlib
from typing import TYPE_CHECKING, ClassVar, Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.accounts.querysets import SessionManager, UserManager
from entreciudades.core.privacy import PersonalField

if TYPE_CHECKING:
    from entreciudades.accounts.sessions import SessionStore

LONGEST_NAME: Final = 150
_WITH_THEM, _KEPT = _("those who work with this person"), _("until the account is erased")


class User(AbstractBaseUser):
    """A person who may sign in."""

    PERSON: ClassVar[str | None] = "email"
    PERSONAL_DATA: ClassVar = (
        PersonalField("email", purpose=_("to sign in and to be written to"), seen_by=_WITH_THEM, kept=_KEPT),
        PersonalField("name", purpose=_("to know who wrote what"), seen_by=_WITH_THEM, kept=_KEPT),
        PersonalField("preferred_language", purpose=_("to write in it"), seen_by=_("the site alone"), kept=_KEPT),
    )

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    preferred_language = models.CharField(
        _("preferred language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, blank=True, editable=False)

    USERNAME_FIELD: ClassVar[str] = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name", "email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"),
            models.CheckConstraint(
                condition=models.Q(anonymised_at=None) | models.Q(is_active=False, name=""),
                name="user_anonymised_has_no_name_and_no_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name; else what stands before the @; of an anonymised user, words that say so."""
        if self.anonymised_at:
            return str(_("former user"))
        return self.name or self.email.partition("@")[0]

    def delete(self, using: object = None, keep_parents: object = False) -> tuple[int, dict[str, int]]:  # noqa: ARG002, FBT002
        """Refuse: a user is anonymised, so that what they did stays told."""
        raise models.ProtectedError("A user is anonymised, never deleted.", {self})


_ITS_PERSON, _WHILE = _("this person alone"), _("until the session ends, at most two weeks after it was last used")


class Session(AbstractBaseSession):
    """A browser that is known again: whose it is once they signed in, since when, last when, from where.

    ``device`` is the browser and the system in words, ``network`` the address without its last part; the whole header
    and the whole address are not kept.
    """

    PERSON: ClassVar[str | None] = "user"
    PERSONAL_DATA: ClassVar = (
        PersonalField("device", purpose=_("to recognise one's sessions"), seen_by=_ITS_PERSON, kept=_WHILE),
        PersonalField("network", purpose=_("to recognise one's sessions"), seen_by=_ITS_PERSON, kept=_WHILE),
        PersonalField("seen_at", purpose=_("to recognise one's sessions"), seen_by=_ITS_PERSON, kept=_WHILE),
    )

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="sessions", verbose_name=_("user"))
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    device = models.CharField(_("device"), max_length=40, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)

    objects: ClassVar = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")  # type: ignore[assignment] # lazy, as everywhere
        verbose_name_plural = _("sessions")  # type: ignore[assignment] # lazy, as everywhere

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """Name the store that reads and writes these rows."""
        from entreciudades.accounts.sessions import SessionStore  # noqa: PLC0415 - it stands on this model

        return SessionStore

    @property
    def handle(self) -> str:
        """A name for pages: the key itself would let whoever reads it in."""
        return hashlib.sha256(f"session {self.session_key}".encode()).hexdigest()[:32]

    @property
    def device_in_words(self) -> str:
        """Browser and system as people say them; words that say so where neither is known."""
        return in_words(self.device)


def in_words(device: str) -> str:
    """Tell a device, "Firefox/Windows", as people say it."""
    return device.replace("/", ", ") or str(_("unknown browser"))
