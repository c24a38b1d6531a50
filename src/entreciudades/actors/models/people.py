"""People of an organisation: their offices and mandates, what they know, and whether they agreed to be contacted."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models.government import Department
from entreciudades.actors.models.organisation import Organisation
from entreciudades.actors.offices import Form, office_of, offices
from entreciudades.actors.querysets import ConsentQuerySet, PersonQuerySet
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.labels import label
from entreciudades.core.privacy import PersonalField
from entreciudades.taxonomy.models import Term

_KEPT = _("while the post lasts, then one year")
_SEEN, _WITH_CONSENT = _("its organisation and networks"), _("its organisation and networks; others with consent")


class AddressedAs(models.TextChoices):
    """In which grammatical form the titles of a person are written."""

    FEMININE = Form.FEMININE.value, _("feminine: “Alcaldesa”")
    MASCULINE = Form.MASCULINE.value, _("masculine: “Alcalde”")


class Person(models.Model):
    """Somebody of an organisation, with or without a user account. `starts` and `ends` are those of the mandate."""

    PERSON: ClassVar[str | None] = "email"
    PERSONAL_DATA: ClassVar = (
        PersonalField("name", purpose=_("to know whom to address"), seen_by=_WITH_CONSENT, kept=_KEPT),
        PersonalField("email", purpose=_("to write"), seen_by=_SEEN, kept=_KEPT),
        PersonalField("phone", purpose=_("to call"), seen_by=_("its organisation"), kept=_KEPT),
        PersonalField("addressed_as", purpose=_("to address them properly"), seen_by=_SEEN, kept=_KEPT),
        PersonalField(
            "languages", purpose=_("to write in a language that they read"), seen_by=_WITH_CONSENT, kept=_KEPT
        ),
    )

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="people", verbose_name=_("organisation")
    )
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("department")
    )
    name = models.CharField(_("name"), max_length=150)
    addressed_as = models.CharField(_("form of titles"), max_length=10, choices=AddressedAs, blank=True)
    office = models.CharField(_("office"), max_length=40, blank=True)
    posts = LabelsField(_("post"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    languages = models.JSONField(_("languages that they speak"), default=list, blank=True)
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("subjects that they know"))
    starts = PartialDateField(_("mandate begins"), blank=True, null=True)
    ends = PartialDateField(_("mandate ends"), blank=True, null=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who keeps this contact"),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="person_addressed_as_known", condition=Q(addressed_as__in=("", *AddressedAs.values))
            ),
        ]

    def clean(self) -> None:
        """Refuse an office that the table does not hold, and languages that are no list of codes."""
        if self.office and self.office not in offices():
            raise ValidationError({"office": _now("There is no office “%(found)s”.") % {"found": self.office}})
        if not isinstance(self.languages, list) or not all(isinstance(one, str) for one in self.languages):
            raise ValidationError({"languages": _now("Expected a list of language codes such as es, pt, en.")})

    @property
    def office_title(self) -> str:
        """The office in the reader's language and the person's form: "Alcaldesa"; "" where none is known."""
        office = office_of(self.office)
        return office.title(get_language() or "es", self.form) if office else ""

    @property
    def post(self) -> str:
        """What they do: the post as it was written, else the office."""
        return label(self.posts).text or self.office_title

    @property
    def protocol_title(self) -> str:
        """What stands before the name by protocol: "Excma. Sra."; "" where the office has none that is sure."""
        office = office_of(self.office)
        return office.before_name(get_language() or "es", self.form) if office else ""

    @property
    def salutation(self) -> str:
        """How a letter to them begins, in the active language: "Señora Alcaldesa", else with their name."""
        office = office_of(self.office)
        vocative = office.vocative(get_language() or "es", self.form) if office else ""
        return vocative or _now("Dear %(name)s") % {"name": self.name}

    @property
    def form(self) -> Form | None:
        """The form of their titles; None where nobody said."""
        return Form(self.addressed_as) if self.addressed_as else None

    @property
    def may_be_contacted(self) -> bool:
        """Whether a consent stands. Lists prefetch `consents`."""
        return any(one.stands for one in self.consents.all())


class ConsentHow(models.TextChoices):
    """In which way it was given."""

    FORM = "form", _("on a signed form")
    MAIL = "mail", _("by e-mail")
    LINK = "link", _("on a page of this site, by a link of their own")
    IN_PERSON = "in-person", _("in person")
    PHONE = "phone", _("by telephone")


class Consent(models.Model):
    """A person agreed to be contacted by other cities: when, how, who wrote it down; and when they took it back."""

    How = ConsentHow
    PERSON: ClassVar[str | None] = "person__email"
    PERSONAL_DATA: ClassVar = tuple(
        PersonalField(name, purpose=_("to prove that they agreed"), seen_by=_("its organisation"), kept=_KEPT)
        for name in ("given_on", "how", "note", "withdrawn_on")
    )

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person"))
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    how = models.CharField(_("how"), max_length=10, choices=ConsentHow)
    note = models.CharField(_("where that is kept"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ("-given_on", "-id")
        verbose_name = _("consent to be contacted")
        verbose_name_plural = _("consents to be contacted")
        constraints: ClassVar = [
            one_of("how", ConsentHow, name="consent_how_known"),
            models.UniqueConstraint(fields=("person",), condition=Q(withdrawn_on=None), name="consent_stands_once"),
            models.CheckConstraint(
                name="consent_withdrawn_after_it_was_given",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                violation_error_message=_("It cannot be withdrawn before it was given."),
            ),
        ]

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_on is None
