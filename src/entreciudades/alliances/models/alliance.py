"""Alliances with their parties, and who works on them for each."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation, Person, Plan
from entreciudades.alliances.querysets import AllianceQuerySet
from entreciudades.alliances.states import AllianceState, SeatState
from entreciudades.calls.models import Call, Pair
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField, PartialDateField
from entreciudades.core.privacy import PersonalField
from entreciudades.methodologies.models import Methodology
from entreciudades.taxonomy.models import Term


class Basis(models.TextChoices):
    """What the source says of an alliance."""

    PAIRING = "pairing", _("Pairing")
    COOPERATION = "cooperation", _("Cooperation")


class Alliance(models.Model):
    """Two or more organisations that cooperate, today or once; the history of networks is kept in the same rows.

    `basis` tells a pairing that the source states from looser cooperation; `pair` is the accepted pair that founded
    it, `search` the call in which a city chose its partner. `topics` are the subjects in the words of the source,
    `themes` the terms that stand for them. What a source does not say is empty, which pages call "not stated".

    One that lives here has a methodology, one of its forms and a state; until then its source or its pair tells it.
    """

    Basis = Basis

    slug = models.SlugField(max_length=120, unique=True)
    network = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alliances",
        verbose_name=_("network"),
    )
    programme_name = models.CharField(_("programme"), max_length=120, blank=True)
    titles = LabelsField(_("title"), blank=True)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, default=Basis.PAIRING)
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))
    topics = LabelsField(_("subjects in the words of the source"), blank=True)
    starts = PartialDateField(_("since"), blank=True, null=True)
    ends = PartialDateField(_("until"), blank=True, null=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_urls = models.JSONField(_("addresses of the source"), default=list, blank=True)
    published = models.BooleanField(_("public"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=AllianceState, default=AllianceState.TOLD)
    methodology = models.ForeignKey(
        Methodology, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("methodology")
    )
    form = models.CharField(_("form of the methodology"), max_length=40, blank=True)
    proposed_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    constituted_on = models.DateField(_("constituted on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    pair = models.OneToOneField(
        Pair, models.PROTECT, null=True, blank=True, related_name="alliance", verbose_name=_("pair")
    )
    search = models.OneToOneField(
        Call, models.PROTECT, null=True, blank=True, related_name="alliance", verbose_name=_("search of a partner")
    )

    objects = AllianceQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        constraints: ClassVar = [
            one_of("basis", Basis, name="alliance_basis_known"),
            one_of("state", AllianceState, name="alliance_state_known"),
            models.CheckConstraint(
                name="alliance_lives_by_a_methodology",
                condition=models.Q(state="told") | models.Q(methodology__isnull=False, network__isnull=False),
            ),
            models.CheckConstraint(
                name="alliance_closed_on_iff_closed",
                condition=models.Q(state="closed", closed_on__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="alliance_public_with_source",
                condition=models.Q(published=False)
                | ~models.Q(source="")
                | ~models.Q(source_urls=[])
                | models.Q(pair__isnull=False)
                | models.Q(search__isnull=False)
                | models.Q(methodology__isnull=False),
                violation_error_message=_("Say where it is told before everybody may read it."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_founded_here(self) -> bool:
        """Whether its parties decided it here, and no source tells it."""
        return self.pair_id is not None or self.search_id is not None or self.methodology_id is not None

    @property
    def lives_here(self) -> bool:
        """Whether it goes through the stages of a methodology."""
        return self.state != AllianceState.TOLD

    @property
    def is_at_work(self) -> bool:
        """Whether its stages can be worked on."""
        return self.state == AllianceState.RUNNING

    def clean(self) -> None:
        """Refuse an address of the source that is none."""
        check = URLValidator(schemes=("http", "https"))
        for address in self.source_urls:
            try:
                check(address)
            except ValidationError:
                said = _now("“%(found)s” is no address of the web: write it whole, with https://.")
                raise ValidationError({"source_urls": said % {"found": str(address)[:80]}}) from None


class Seat(models.Model):
    """An organisation that is a party to an alliance. `name` is how the source calls it, where that differs.

    One that has left stays in its row: what it signed and did is kept.
    """

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="seats", verbose_name=_("alliance"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name=_("organisation"))
    name = models.CharField(_("name in the source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=SeatState, default=SeatState.PRESENT)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_because = models.TextField(_("why it left"), blank=True, validators=[MaxLengthValidator(2000)])

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("party of the alliance")
        verbose_name_plural = _("parties of the alliance")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("alliance", "organisation"), name="seat_once"),
            one_of("state", SeatState, name="seat_state_known"),
            models.CheckConstraint(
                name="seat_left_on_iff_left",
                condition=models.Q(state="left", left_on__isnull=False)
                | (~models.Q(state="left") & models.Q(left_on__isnull=True)),
            ),
        ]


class SeatPerson(models.Model):
    """A person who works on the alliance for a party, in a role that the methodology names."""

    PERSON: ClassVar[str | None] = "person__email"
    PERSONAL_DATA: ClassVar = (
        PersonalField(
            "role",
            purpose=_("to know who works on the alliance"),
            seen_by=_("the parties of the alliance and their network"),
            kept=_("until the party takes them off, or the person is erased"),
        ),
    )

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="people", verbose_name=_("party of the alliance"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=40)

    class Meta:
        ordering = ("seat", "role", "id")
        verbose_name = _("person of a party")
        verbose_name_plural = _("people of a party")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("seat", "person", "role"), name="seat_person_once"),
        ]

    def clean(self) -> None:
        """A person works for the party's own organisation."""
        if self.person.organisation_id != self.seat.organisation_id:
            raise ValidationError({"person": _now("This person works for another organisation.")})


class SeatAlignment(models.Model):
    """A plan of a party with which the alliance is aligned (source 000, characteristics), and how."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="alignments", verbose_name=_("party of the alliance"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    statements = LabelsField(_("how it is aligned"), blank=True)

    class Meta:
        ordering = ("seat", "id")
        verbose_name = _("alignment with a plan")
        verbose_name_plural = _("alignments with plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("seat", "plan"), name="seat_alignment_once"),
        ]
