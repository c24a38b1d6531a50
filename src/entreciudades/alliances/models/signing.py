"""What comes before a signature, and the signature: national approvals, who signed how, what was found in the file."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models.agreement import Agreement, AgreementParty
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.core.privacy import PersonalField


class Silence(models.TextChoices):
    """What it means that the term is over without an answer."""

    ALLOWS = "allows", _("After the term, one may sign")
    WAITS = "waits", _("One waits for the answer")


class ApprovalRule(models.Model):
    """What the law of a country asks before an agreement of some kinds is signed; without a network, for all.

    With `after_signing`, such as an entry in a register, it is asked once all have signed, and keeps nobody from it.
    """

    Silence = Silence

    network = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="approval_rules", verbose_name=_("network")
    )
    country = models.CharField(_("country"), max_length=60, help_text=_("As `actors.countries.country_key` gives it."))
    key = models.SlugField(_("short name"), max_length=60)
    titles = LabelsField(_("what is asked"))
    authorities = LabelsField(_("of whom"))
    kinds = models.JSONField(_("kinds of agreements"), default=list)
    days = models.PositiveSmallIntegerField(_("term in days"), null=True, blank=True)
    working_days = models.BooleanField(_("working days"), default=False)
    after_signing = models.BooleanField(_("asked after the signature"), default=False)
    silence = models.CharField(_("without an answer"), max_length=10, choices=Silence, default=Silence.WAITS)
    legal_source = models.CharField(_("legal source"), max_length=300)
    source_url = models.URLField(_("address of the source"), blank=True)

    class Meta:
        ordering = ("country", "key")
        verbose_name = _("approval before signing")
        verbose_name_plural = _("approvals before signing")
        constraints: ClassVar = [
            one_of("silence", Silence, name="approval_rule_silence_known"),
            models.UniqueConstraint(fields=("network", "country", "key"), name="approval_rule_once"),
            models.UniqueConstraint(
                fields=("country", "key"), condition=Q(network__isnull=True), name="approval_rule_once_for_all"
            ),
        ]


class ApprovalState(models.TextChoices):
    """Of what one party's country asks for one agreement."""

    NEEDED = "needed", pgettext_lazy("approval", "to be requested")
    REQUESTED = "requested", pgettext_lazy("approval", "requested")
    GIVEN = "given", pgettext_lazy("approval", "given")
    REFUSED = "refused", pgettext_lazy("approval", "refused")
    NOT_NEEDED = "not-needed", pgettext_lazy("approval", "not needed")


class Approval(models.Model):
    """What the law of a party's country asks before it signs, and how far that is. Papers are its attachments."""

    State = ApprovalState

    party = models.ForeignKey(AgreementParty, models.CASCADE, related_name="approvals", verbose_name=_("party"))
    rule = models.ForeignKey(ApprovalRule, models.PROTECT, related_name="+", verbose_name=_("approval before signing"))
    state = models.CharField(_("state"), max_length=10, choices=ApprovalState, default=ApprovalState.NEEDED)
    requested_on = models.DateField(_("requested on"), null=True, blank=True)
    due_on = models.DateField(_("term ends"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    reference = models.CharField(_("reference of the file"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(2000)])
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("party__position", "id")
        verbose_name = _("approval of a party")
        verbose_name_plural = _("approvals of parties")
        constraints: ClassVar = [
            one_of("state", ApprovalState, name="approval_state_known"),
            models.UniqueConstraint(fields=("party", "rule"), name="approval_once"),
            models.CheckConstraint(
                name="approval_requested_has_day",
                condition=~Q(state="requested") | Q(requested_on__isnull=False),
            ),
        ]


class SignedHow(models.TextChoices):
    """In which way a party signed."""

    DIGITAL = "digital", _("Digitally, in the file")
    TOGETHER = "together", _("On paper, together")
    COUNTERPART = "counterpart", _("On paper, its own copy")


class SignatureState(models.TextChoices):
    """Whether a signature counts. What is flagged counts once somebody answers for it."""

    COUNTS = "counts", pgettext_lazy("signature", "counts")
    FLAGGED = "flagged", pgettext_lazy("signature", "to be clarified")
    ATTESTED = "attested", pgettext_lazy("signature", "counts, attested")
    WITHDRAWN = "withdrawn", pgettext_lazy("signature", "withdrawn")


class Signature(models.Model):
    """Who signed for a party, when, under which act, and what was found. The file is an attachment, "signed".

    `found` is what a signed file says: ``{"field", "signer", "issuer", "serial_number", "claimed_at", …}``; `findings`
    what speaks against it, words out of a closed list with their facts (`alliances.findings`):
    ``[{"code": "unknown-issuer", "facts": {…}}]``. A file is never refused for what was found in it.
    """

    How = SignedHow
    State = SignatureState

    PERSON: ClassVar[str | None] = None  # a name alone finds nobody for sure
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "name",
            purpose=_("to prove who signed for a city"),
            seen_by=_("the parties and their networks; everybody once the agreement is public"),
            kept=_("as long as the agreement is kept"),
        ),
        PersonalField(
            "found",
            purpose=_("to examine the certificate with which somebody signed"),
            seen_by=_("the parties and their networks"),
            kept=_("as long as the agreement is kept"),
        ),
    )

    party = models.ForeignKey(AgreementParty, models.CASCADE, related_name="signatures", verbose_name=_("party"))
    how = models.CharField(_("how"), max_length=12, choices=SignedHow)
    name = models.CharField(_("signatory"), max_length=150)
    office = models.CharField(_("office of the signatory"), max_length=150)
    signed_on = models.DateField(_("signed on"))
    council_act = models.CharField(_("act of the council"), max_length=200, blank=True)
    council_act_on = models.DateField(_("day of the act"), null=True, blank=True)
    verification_code = models.CharField(_("verification code"), max_length=120, blank=True)
    verification_url = models.URLField(_("where the code is verified"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SignatureState, default=SignatureState.FLAGGED)
    found = models.JSONField(_("what the signed file says"), default=dict, blank=True)
    findings = models.JSONField(default=list, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    attested_at = models.DateTimeField(null=True, blank=True, editable=False)
    attestation = models.TextField(_("why it counts"), blank=True, validators=[MaxLengthValidator(2000)])
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal = models.TextField(_("why it was withdrawn"), blank=True, validators=[MaxLengthValidator(2000)])

    class Meta:
        ordering = ("party__position", "id")
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints: ClassVar = [
            one_of("how", SignedHow, name="signature_how_known"),
            one_of("state", SignatureState, name="signature_state_known"),
            models.CheckConstraint(
                name="signature_attested_by_somebody",
                condition=~Q(state="attested")
                | (Q(attested_by__isnull=False, attested_at__isnull=False) & ~Q(attestation="")),
            ),
            models.CheckConstraint(
                name="signature_withdrawn_by_somebody",
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawal="")),
            ),
        ]

    @property
    def counts(self) -> bool:
        """Whether the party has signed by it."""
        return self.state in (SignatureState.COUNTS, SignatureState.ATTESTED)


class Ceremony(models.Model):
    """The act at which an agreement is signed: where, when by the clock of the place, and its points, one a line.

    Who signs for whom, and in which order, stands with the parties.
    """

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="ceremony", verbose_name=_("agreement"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    held_on = models.DateField(_("day of the act"), null=True, blank=True)
    begins = models.TimeField(_("begins at"), null=True, blank=True)
    agenda = models.TextField(_("points of the act"), blank=True, validators=[MaxLengthValidator(4000)])

    class Meta:
        verbose_name = _("ceremony")
        verbose_name_plural = _("ceremonies")
