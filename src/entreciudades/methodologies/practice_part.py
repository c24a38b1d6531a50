"""Read the part of a pack that says how a good practice is described."""

from entreciudades.methodologies.fields import read_fields
from entreciudades.methodologies.pack import PracticePart
from entreciudades.methodologies.reader import Table
from entreciudades.methodologies.vocabulary import PRACTICE_BLOCKS


def read_practice(part: Table) -> PracticePart:
    """The part ``[practice]``: its title and at least one field."""
    practice = PracticePart(
        title=part.labels("title"),
        fields=read_fields(part, "field", blocks=PRACTICE_BLOCKS, required=True),
    )
    part.close()
    return practice
