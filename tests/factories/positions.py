"""Positions with who drafts them and who is invited."""

from collections.abc import Iterable

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Addressee, Agreement, AgreementParty, Article, Endorsement, Position
from entreciudades.core.texts import save_text


def position_of(
    *drafters: Organisation,
    network: Organisation,
    slug: str = "agua",
    state: str = "drafting",
    invited: Iterable[Organisation] = (),
) -> Position:
    """A position with one written article."""
    agreement = Agreement.objects.create(
        slug=slug, kind="position", titles={"es": "Por el agua"}, state=state, network=network, languages=["es"]
    )
    for place, one in enumerate(drafters):
        AgreementParty.objects.create(agreement=agreement, organisation=one, position=place)
    article = Article.objects.create(agreement=agreement, number=1, headings={"es": "Qué pedimos"})
    save_text(article, "wording", "es", "Pedimos **agua**.", expected_version=0, by=None)
    position = Position.objects.create(agreement=agreement)
    for one in invited:
        Endorsement.objects.create(position=position, organisation=one)
    Addressee.objects.create(position=position, names={"es": "Ministerio de Aguas"}, level="national")
    return position
