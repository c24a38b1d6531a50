"""Figures as sources give them: a value, how exact it is, its unit, when, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from decimal import Decimal

_PHRASES = {
    "about": {"es": "cerca de {}", "pt": "cerca de {}", "en": "about {}"},
    "over": {"es": "más de {}", "pt": "mais de {}", "en": "over {}"},
    "under": {"es": "menos de {}", "pt": "menos de {}", "en": "under {}"},
}


class Qualifier(models.TextChoices):
    """How a figure is to be read."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    OVER = "over", _("over")
    UNDER = "under", _("under")


def format_figure(value: Decimal, qualifier: str, language: str) -> str:
    """Return the figure in words of ``language``, without its unit: "más de 370.000"."""
    number = format_decimal(value, format="#,##0.####", locale=language.replace("-", "_"))
    phrases = _PHRASES.get(qualifier)
    if phrases is None:
        return number
    return phrases.get(language.split("-", maxsplit=1)[0], phrases["en"]).format(number)
