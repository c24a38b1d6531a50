"""What exchanges bring forth, and what the cities that receive it say of it."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Alliance
from entreciudades.core.constraints import one_of
from entreciudades.core.fields import LabelsField
from entreciudades.exchanges.models.exchange import Exchange
from entreciudades.exchanges.querysets import ProductQuerySet
from entreciudades.exchanges.states import ProductState, ReceptionState
from entreciudades.practices.models import Practice
from entreciudades.taxonomy.models import Term


class Product(models.Model):
    """A plan, a study, a guide or another result, made by `makers` for the cities of its `receptions`.

    It is validated once every city that receives it has validated it, and returned as soon as one of them returns it.
    Of one that a source tells, nothing need be known but the network whose it is: which alliance made it may be left
    open. Its files are attachments of purpose PURPOSE.
    """

    PURPOSE: ClassVar = "product"

    slug = models.SlugField(max_length=80, unique=True)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="products", verbose_name=_("network"))
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("alliance")
    )
    exchange = models.ForeignKey(
        Exchange, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("exchange")
    )
    titles = LabelsField(_("title"))
    descriptions = LabelsField(_("what it is"), blank=True)
    makers = models.ManyToManyField(Organisation, blank=True, related_name="products_made", verbose_name=_("made by"))
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("themes"))
    practice = models.ForeignKey(
        Practice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("good practice that it draws on"),
    )
    state = models.CharField(_("state"), max_length=10, choices=ProductState, default=ProductState.DRAFTED)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    published = models.BooleanField(_("public"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints: ClassVar = [
            one_of("state", ProductState, name="product_state_known"),
            models.CheckConstraint(
                name="product_of_an_alliance_or_told",
                condition=Q(alliance__isnull=False) | (Q(state="told") & ~Q(source="")),
                violation_error_message=_("Say which alliance made it, or where it is told."),
            ),
            models.CheckConstraint(
                name="product_exchange_of_an_alliance", condition=Q(exchange__isnull=True) | Q(alliance__isnull=False)
            ),
            models.CheckConstraint(
                name="product_public_once_validated",
                condition=Q(published=False) | Q(state="validated") | (Q(state="told") & ~Q(source="")),
            ),
            models.CheckConstraint(
                name="product_handed_in_by_and_at",
                condition=Q(handed_in_by__isnull=True, handed_in_at__isnull=True, state__in=("told", "drafted"))
                | Q(handed_in_by__isnull=False, handed_in_at__isnull=False) & ~Q(state__in=("told", "drafted")),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_told(self) -> bool:
        """Whether a source tells it, and nobody handed it in here."""
        return self.state == ProductState.TOLD

    @property
    def is_being_made(self) -> bool:
        """Whether its text and files may be changed."""
        return self.state in (ProductState.DRAFTED, ProductState.RETURNED)

    @property
    def is_handed_in(self) -> bool:
        """Whether the cities that receive it are to answer."""
        return self.state == ProductState.HANDED_IN

    @property
    def is_validated(self) -> bool:
        """Whether every city that receives it has validated it."""
        return self.state == ProductState.VALIDATED

    def clean(self) -> None:
        """The exchange is one of the same alliance."""
        if self.exchange and self.exchange.alliance_id != self.alliance_id:
            raise ValidationError({"exchange": _now("This exchange belongs to another alliance.")})


class Reception(models.Model):
    """A city that receives a product, and what it says of it: validated, or returned with the reason."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="receptions", verbose_name=_("product"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="products_received", verbose_name=_("city that receives it")
    )
    state = models.CharField(_("state"), max_length=10, choices=ReceptionState, default=ReceptionState.WAITING)
    reason = models.TextField(_("why it is returned"), blank=True, validators=[MaxLengthValidator(2000)])
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("reception of a product")
        verbose_name_plural = _("receptions of products")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("product", "organisation"), name="reception_once"),
            one_of("state", ReceptionState, name="reception_state_known"),
            models.CheckConstraint(
                name="reception_answered_by_and_at",
                condition=Q(state="waiting", answered_by__isnull=True, answered_at__isnull=True)
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(state="waiting"),
            ),
            models.CheckConstraint(
                name="reception_reason_iff_returned",
                condition=(Q(state="returned") & ~Q(reason="")) | (~Q(state="returned") & Q(reason="")),
            ),
        ]


class ProductConsent(models.Model):
    """A city that made or received a product agrees that everybody may read it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="consents", verbose_name=_("product"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("consent to publish a product")
        verbose_name_plural = _("consents to publish products")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("product", "organisation"), name="product_consent_once"),
        ]
