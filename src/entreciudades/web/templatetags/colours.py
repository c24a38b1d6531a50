"""Colours that data brings along, such as the goals' official ones."""

from typing import Final

from django import template

register = template.Library()

BLACK: Final = "#000000"
WHITE: Final = "#ffffff"
LINEAR_UNTIL: Final = 0.04045


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, definitions)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= LINEAR_UNTIL else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definitions)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@register.filter
def readable_on(colour: str) -> str:
    """White or black, whichever stands out more on a colour."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, colour))
