"""An application: who applies, for whom, with what; frozen each time that it is submitted."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation, Person
from entreciudades.calls.models.call import Call
from entreciudades.calls.querysets import ApplicationQuerySet, MendRequestQuerySet
from entreciudades.calls.states import ApplicationState
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.core.models import AppendOnly, StoredFile
from entreciudades.taxonomy.models import Term


class Application(models.Model):
    """The application of a city to a call; with members it stands for a group that the city represents.

    Its answers are texts by the keys of the pack's questions, its documents attachments of purpose ``call:<key>``.
    Needs, offers, figures stand in the city's profile until they are frozen by a `Submission`.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("call"))
    applicant = models.ForeignKey(
        Organisation, models.PROTECT, related_name="applications", verbose_name=_("applicant")
    )
    state = models.CharField(_("state"), max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT)
    titles = LabelsField(_("title"), blank=True)
    language = models.CharField(_("language it is written in"), max_length=5, default="es")
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("people assigned"))
    common_problem = LabelsField(_("problem that the group shares"), blank=True)
    asked_amount = models.DecimalField(
        _("amount asked for"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    total_cost = models.DecimalField(
        _("total cost"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("pairs that it would take"), null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("applicant__sort_name", "id")
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints: ClassVar = [
            one_of("state", ApplicationState, name="application_state_known"),
            models.UniqueConstraint(
                fields=("call", "applicant"), condition=~Q(state="withdrawn"), name="application_once_per_city"
            ),
            models.CheckConstraint(
                name="application_submitted_at_if_submitted",
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class GroupMember(models.Model):
    """A municipality beside the applicant, which consents for itself: by its own people here, or by a letter."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="members", verbose_name=_("application"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="group_memberships", verbose_name=_("municipality")
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    by_letter = models.BooleanField(_("its consent is a letter among the documents"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("municipality of the group")
        verbose_name_plural = _("municipalities of the group")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "organisation"), name="group_member_once"),
            models.CheckConstraint(
                name="group_member_answered_one_way", condition=Q(consented_at=None) | Q(refused_at=None)
            ),
        ]

    @property
    def has_consented(self) -> bool:
        """Whether the municipality agreed and did not take it back."""
        return self.consented_at is not None


class Submission(AppendOnly):
    """An application as it arrived: everything in it, frozen, with the digest that its receipt prints.

    `terms` holds what the call said at that moment and may change later: its `parameters`, `countries`, `closes_at`.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="submissions", verbose_name=_("application")
    )
    number = models.PositiveSmallIntegerField()
    frozen = models.JSONField()
    terms = models.JSONField(default=dict)
    digest = models.CharField(_("SHA-256"), max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("number",)
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "number"), name="submission_number_once")
        ]


class FrozenDocument(AppendOnly):
    """A document as it was handed in with a submission; the file stays as long as the submission."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="documents")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        verbose_name = _("document of a submission")
        verbose_name_plural = _("documents of submissions")


class MendRequest(models.Model):
    """The secretariat asks a city to mend what its application lacks, within a term of its own (*subsanación*).

    `items` names what may be changed, as `calls.window`: "themes", "group", "text:<question>", "document:<key>"…
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="mend_requests", verbose_name=_("application")
    )
    asks = models.TextField(_("what is to be mended"), validators=[MaxLengthValidator(2000)])
    items = models.JSONField(_("what may be changed"), default=list)
    due_at = models.DateTimeField(_("until"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="mends", editable=False
    )

    objects = MendRequestQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("request to mend")
        verbose_name_plural = _("requests to mend")
        constraints: ClassVar = [models.CheckConstraint(name="mend_request_says_what", condition=~Q(asks=""))]
