"""The shipped methodology as a row, without going through the service."""

from hashlib import sha256

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.shipped import shipped_text

_TEXT = shipped_text("ucci-pci")


class MethodologyFactory(DjangoModelFactory):
    class Meta:
        model = Methodology
        django_get_or_create = ("slug", "version")

    slug = "ucci-pci"
    version = "1.0"
    title = factory.LazyFunction(lambda: {"es": "Programa de Cooperación Integral", "en": "Cooperation programme"})
    text = _TEXT
    digest = factory.LazyAttribute(lambda o: sha256(o.text.encode()).hexdigest())
    loaded_at = factory.LazyFunction(timezone.now)
