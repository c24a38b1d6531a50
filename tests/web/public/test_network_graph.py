"""A network as a graph with its table, the page of an agreement, and what everybody knows of an alliance's life."""

from django.test import Client
from django.utils import timezone
from tests.factories.alliances import AgreementPartyFactory, AllianceFactory, ArticleFactory
from tests.factories.cast import Cast

from entreciudades.actors.models import Organisation
from entreciudades.alliances.models import Agreement, Alliance, Signature
from entreciudades.core.texts import publish_texts, save_text
from entreciudades.documents.graph import wheel


def test_cities_stand_around_a_wheel_and_more_ties_draw_a_stronger_line() -> None:
    drawn = wheel(["a", "b", "c"], {("a", "b"): 1, ("b", "c"): 3})
    assert [(node.key, node.radius) for node in drawn.nodes] == [("a", 5.5), ("b", 10.0), ("c", 8.5)]
    assert (drawn.nodes[0].x, drawn.nodes[0].y, drawn.nodes[0].anchor) == (500.0, 110.0, "middle")
    assert [(edge.a, edge.b, edge.width) for edge in drawn.edges] == [("a", "b", 1), ("b", "c", 2.5)]


def test_the_graph_tells_who_goes_with_whom(cast: Cast, client: Client) -> None:
    Organisation.objects.update(published=True)
    for slug in ("uno", "dos"):
        AllianceFactory(slug=slug, network=cast.ucci, published=True, parties=[cast.la_paz, cast.riomayor])
    hidden = AllianceFactory(slug="tres", network=cast.ucci, published=False, parties=[cast.la_paz, cast.riomayor])
    page = client.get("/es/redes/ucci/grafo/")
    assert page.status_code == 200
    assert page.context["alliances"] == 2
    assert [(row.name, [(other.slug, count) for other, count in row.others]) for row in page.context["rows"]] == [
        ("Riomayor", [("la-paz-bo", 2)]),
        ("La Paz", [("riomayor", 2)]),
    ]
    assert hidden.slug not in page.content.decode()


def test_who_is_invited_is_nobodys_business(cast: Cast, client: Client) -> None:
    Organisation.objects.update(published=True)
    alliance = AllianceFactory(slug="uno", network=cast.ucci, published=True, parties=[cast.la_paz, cast.riomayor])
    alliance.seats.filter(organisation=cast.riomayor).update(state="invited")
    page = client.get("/es/colaboraciones/uno/").content.decode()
    assert "Riomayor" not in page
    alliance.seats.filter(organisation=cast.riomayor).update(state="left", left_on=timezone.localdate())
    assert "Riomayor" in client.get("/es/colaboraciones/uno/").content.decode()


def test_an_agreement_that_is_public_has_its_page(cast: Cast, client: Client) -> None:
    Organisation.objects.update(published=True)
    party = AgreementPartyFactory(agreement__slug="convenio", organisation=cast.riomayor)
    article = ArticleFactory(agreement=party.agreement, number=1)
    save_text(article, "wording", "es", "Cooperan en agua.", expected_version=0, by=None)
    said = {"how": "together", "office": "Alcaldesa", "signed_on": "2026-03-04", "recorded_by": cast.coordinator}
    Signature.objects.create(party=party, name="Elena Ruiz", state="counts", **said)
    Signature.objects.create(party=party, name="Nadie Aún", state="flagged", **said)
    assert client.get("/es/acuerdos/convenio/").status_code == 404
    Agreement.objects.update(published=True)
    assert "Cooperan en agua." not in client.get("/es/acuerdos/convenio/").content.decode()
    publish_texts(article)
    page = client.get("/es/acuerdos/convenio/").content.decode()
    assert "Cooperan en agua." in page
    assert "Elena Ruiz, Alcaldesa" in page
    assert "Nadie Aún" not in page


def test_collaborations_are_filtered_by_state(cast: Cast, client: Client) -> None:
    Organisation.objects.update(published=True)
    for slug in ("uno", "dos"):
        AllianceFactory(slug=slug, network=cast.ucci, published=True, parties=[cast.la_paz, cast.riomayor])
    assert len(client.get("/es/colaboraciones/").context["page"].object_list) == 2
    assert list(client.get("/es/colaboraciones/?state=closed").context["page"].object_list) == []
    assert Alliance.objects.filter(state="told").count() == 2
