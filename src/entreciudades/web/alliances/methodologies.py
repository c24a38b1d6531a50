"""Stages by the names that the methodology of an alliance gives them."""

from entreciudades.core.labels import Localized, label
from entreciudades.methodologies.models import Methodology


def stage_titles(methodology: Methodology, form: str) -> dict[str, Localized]:
    """Key -> number and title of each stage of a form: "2. Agreements"."""
    part = methodology.pack.alliance
    stages = [stage for one in part.forms if one.key == form for stage in one.stages] if part else []
    return {one.key: numbered(one.number, label(one.title)) for one in stages}


def numbered(number: str, title: Localized) -> Localized:
    """A title after its number, where the methodology counts."""
    return Localized(f"{number}. {title}", title.language) if number else title
