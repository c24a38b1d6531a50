"""How the text of an agreement comes about: proposals, comments, versions, and what each party agrees to."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models.agreement import Agreement, AgreementParty, Article
from entreciudades.core.constraints import one_of
from entreciudades.core.models import AppendOnly, SameOwner


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", pgettext_lazy("proposal", "open")
    TAKEN = "taken", pgettext_lazy("proposal", "taken over")
    REFUSED = "refused", pgettext_lazy("proposal", "not taken over")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")


class ArticleProposal(models.Model):
    """Other words for an article in one language, proposed by a party on a version of its text."""

    State = ProposalState

    article = models.ForeignKey(Article, models.CASCADE, related_name="proposals", verbose_name=_("article"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("proposed for"))
    language = models.CharField(_("language"), max_length=8)
    body = models.TextField(_("proposed wording"), validators=[MaxLengthValidator(20_000)])
    reason = models.TextField(_("why"), blank=True, validators=[MaxLengthValidator(2000)])
    base_version = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), blank=True, validators=[MaxLengthValidator(2000)])
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("proposal on an article")
        verbose_name_plural = _("proposals on articles")
        constraints: ClassVar = [
            one_of("state", ProposalState, name="proposal_state_known"),
            models.CheckConstraint(
                name="proposal_answered_at_and_by",
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]


class ArticleComment(models.Model):
    """A remark on an article, until it is settled."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("article"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("said for"))
    body = models.TextField(_("comment"), validators=[MaxLengthValidator(4000)])
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("comment on an article")
        verbose_name_plural = _("comments on articles")


class AgreementVersion(AppendOnly):
    """The whole text as it stood: what the parties see on the table, and what is frozen once all agree.

    `content` is canonical: ``{"kind", "titles", "languages", "authentic", "parties": [slug…], "articles": [{"number",
    "headings", "topic", "wording": {language: body}}]}``; `digest` is its SHA-256.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions", verbose_name=_("agreement"))
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField()
    digest = models.CharField(_("SHA-256 of the content"), max_length=64)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("agreement", "number")
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_once"),
        ]


class Tabling(SameOwner):
    """The one version of an agreement that lies before its parties.

    Parties agree to what is on the table and to nothing else: as an agreement has one tabling and a tabling one
    version, two of them cannot agree to different versions. The database holds that the version is the agreement's
    own, that whoever consents is a party of it, and that neither row is changed; a tabling is taken back whole.
    """

    SAME = ("agreement", "version__agreement")

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="tabling", verbose_name=_("agreement"))
    version = models.OneToOneField(
        AgreementVersion, models.PROTECT, related_name="tabling", verbose_name=_("version of an agreement")
    )
    tabled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    tabled_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version before the parties")
        verbose_name_plural = _("versions before the parties")


class PartyConsent(SameOwner):
    """A party agrees to what is on the table."""

    SAME = ("tabling__agreement", "party__agreement")

    tabling = models.ForeignKey(Tabling, models.CASCADE, related_name="consents")
    party = models.OneToOneField(AgreementParty, models.CASCADE, related_name="consent", verbose_name=_("party"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("consent of a party")
        verbose_name_plural = _("consents of parties")


class AgreementDecision(AppendOnly):
    """What was decided on the way of an agreement: the verb, for which party, who and why. Added, never changed.

    `version` is the number of the one that it was about; what a party agreed to stays told where the text was taken
    back afterwards.
    """

    class Verb(models.TextChoices):
        """What may happen to the text."""

        BEGIN = "begin", _("began the agreement")
        TABLE = "table", _("put the text before the parties")
        TAKE_BACK = "take-back", _("took the text back")
        CONSENT = "consent", _("agreed")
        NEGOTIATE_AGAIN = "negotiate-again", _("opened the agreed text again")
        WITHDRAW = "withdraw", _("withdrew the agreement")
        OPEN_SIGNING = "open-signing", _("opened the signing")
        RENEW = "renew", _("renewed the agreement")
        DENOUNCE = "denounce", _("denounced the agreement")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="decisions", verbose_name=_("agreement"))
    verb = models.CharField(max_length=20, choices=Verb)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided for")
    )
    version = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000, validators=[MaxLengthValidator(2000)])
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("decision on an agreement")
        verbose_name_plural = _("decisions on agreements")
