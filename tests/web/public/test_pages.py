"""What a visitor reads, in every language, and what stays hidden."""

import re

import pytest
from django.test import Client
from tests.factories.actors import MappedActorFactory, OrganisationFactory, PlanFactory
from tests.factories.whole import whole_programme
from tests.web.public.conftest import World, address, organisation

from entreciudades.accounts.models import User
from entreciudades.actors.models import Organisation, OrganisationFigure
from entreciudades.core.slugs import change_slug
from entreciudades.core.texts import save_text
from entreciudades.documents.typeset import BookRefused
from entreciudades.programmes.services.life import publish
from entreciudades.web.public import programmes

PAGES = ["", "cities/", "networks/", "programmes/", "good-practices/", "search/", "accessibility/", "privacy/"]


def text_of(client: Client, where: str, status: int = 200) -> str:
    response = client.get(where, follow=True)
    assert response.status_code == status, where
    return response.content.decode()


@pytest.mark.parametrize("language", ["es", "pt-BR", "pt-PT", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_in_every_language_and_says_which(
    client: Client, world: World, page: str, language: str
) -> None:
    english = client.get(f"/en/{page}").content.decode()
    found = re.search(rf'hreflang="{language}" href="http://testserver([^"]+)"', english)
    assert found is not None
    html = text_of(client, found[1])
    assert f'<html lang="{language}">' in html
    assert f'<link rel="canonical" href="http://testserver{found[1]}">' in html
    assert found[1].isascii()


def test_the_bare_address_leads_to_the_readers_language(client: Client) -> None:
    assert client.get("/", headers={"Accept-Language": "pt-BR,pt;q=0.9"}).url == "/pt/"
    assert client.get("/", headers={"Accept-Language": "pt-PT,pt;q=0.9"}).url == "/pt-pt/"
    assert client.get("/", headers={"Accept-Language": "fi"}).url == "/es/"


def test_home_counts_what_it_lists(client: Client, world: World) -> None:
    world.add_programme(7, published=False)
    html = text_of(client, "/en/")
    numbers = re.findall(r"<strong>(\d+)</strong><span>([^<]+)", html)
    ties = [("1", "tie between cities"), ("0", "collaborations")]
    assert numbers == [("3", "cities"), *ties, ("1", "programme"), ("0", "good practices")]
    assert html.count('class="arc"') == 1
    assert html.count('data-label="Partner city"') == 1


def test_a_city_shows_its_facts_with_source_and_its_programmes(client: Client, world: World) -> None:
    OrganisationFigure.objects.create(
        organisation=world.city,
        measure="population",
        value=925000,
        qualifier="over",
        as_of="2017-04",
        source="Informe municipal",
    )
    html = text_of(client, address("es", "city", "puerto-alba"))
    for said in ("más de 925.000", "abril de 2017", "Informe municipal", "Programa de Puerto Alba", "Monterral"):
        assert said in html
    assert "<svg" in html


def test_a_programme_is_read_whole_and_says_what_is_not_translated(client: Client, world: World) -> None:
    html = text_of(client, address("es", "programme", "puerto-alba-2017"))
    assert "El <strong>contexto</strong> de la ciudad." in html
    assert 'id="s-1.2"' in html
    english = text_of(client, "/en/programmes/puerto-alba-2017/")
    assert '<div class="prose" lang="es"><p>El <strong>contexto</strong>' in english
    assert "Not translated yet: this text is in Spanish" in english


def test_a_draft_is_for_its_own_people_only(client: Client, world: World, colleague: User) -> None:
    draft = world.add_programme(8, published=False)
    draft.holder.memberships.create(user=colleague, role="colleague")
    page = f"/en/programmes/{draft.slug}/"
    text_of(client, page, status=404)
    assert draft.slug not in text_of(client, "/en/programmes/")
    client.force_login(colleague)
    assert "In preparation" in text_of(client, page)


def test_what_is_written_after_publishing_waits_for_the_next_time(client: Client, world: World) -> None:
    save_text(world.programme, "1.2", "es", "A medio escribir", expected_version=1, by=None)
    assert "A medio escribir" not in text_of(client, "/en/programmes/puerto-alba-2017/")


def test_cities_are_found_by_name_without_accents_and_by_network(client: Client, world: World) -> None:
    assert "Vallehondo" not in text_of(client, "/en/cities/?q=PUÉRTO")
    assert "Puerto Alba" in text_of(client, "/en/cities/?q=PUÉRTO")
    assert "Puerto Alba" in text_of(client, "/en/cities/?network=red-andina")
    assert "No city with these words" in text_of(client, "/en/cities/?network=otra")


def test_search_finds_with_rights(client: Client, world: World) -> None:
    assert "/en/cities/puerto-alba/" in text_of(client, "/en/search/?q=puerto")
    assert "Nothing holds all of these words" in text_of(client, "/en/search/?q=inexistente")


def test_what_is_invented_says_so_wherever_it_is_found(client: Client, world: World) -> None:
    invented, real = '<span class="tag">fictional</span>', {"country": "BO", "fictional_country": {}}
    where = ["/en/search/?q=puerto", "/en/cities/puerto-alba/", "/en/programmes/puerto-alba-2017/"]
    assert [invented in text_of(client, one) for one in where] == [True, True, True]

    Organisation.objects.update(**real)
    assert [invented in text_of(client, one) for one in where] == [False, False, False]


def test_no_page_carries_inline_script_or_style(client: Client, world: World) -> None:
    for where in ["/es/", "/en/cities/puerto-alba/", "/en/programmes/puerto-alba-2017/", "/accounts/login/"]:
        html = text_of(client, where)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", html), where


def test_machines_find_every_public_page_in_every_language(client: Client, world: World) -> None:
    found = text_of(client, "/sitemap.xml")
    assert "http://testserver/pt/" in found
    assert found.count("<url>") == 4 * (6 + 2 + 1 + 1)  # six lists, two cities, a network, a programme
    assert "Sitemap: http://testserver/sitemap.xml" in text_of(client, "/robots.txt")


def test_the_choice_of_language_is_kept_for_a_user_and_leads_back(
    client: Client, world: World, colleague: User
) -> None:
    client.force_login(colleague)
    response = client.post("/language", {"language": "en", "next": "/accounts/email/"})
    assert response.url == "/accounts/email/"
    colleague.refresh_from_db()
    assert colleague.preferred_language == "en"
    assert client.post("/language", {"language": "en", "next": "https://evil.example/"}).url == "/"
    assert client.post("/language", {"language": "en", "next": "page"}).url == "page"
    assert client.post("/language", {"language": "xx"}).status_code == 400


def test_pages_outside_the_public_ones_speak_the_users_language(client: Client, colleague: User) -> None:
    client.force_login(colleague)
    response = client.get("/accounts/email/", headers={"Accept-Language": "en"})
    assert '<html lang="pt-BR">' in response.content.decode()
    colleague.preferred_language = "pt-pt"
    colleague.save()
    html = client.get("/accounts/email/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="pt-PT">' in html


def test_the_book_is_offered_in_every_language(client: Client, world: World) -> None:
    page = text_of(client, "/en/programmes/puerto-alba-2017/")
    for language in ("es", "pt", "pt-pt", "en"):
        book = f"/en/programmes/puerto-alba-2017/book-{language}.pdf"
        assert f'href="{book}"' in page
        response = client.get(book)
        assert response.headers["Content-Disposition"] == f'attachment; filename="puerto-alba-2017-{language}.pdf"'
        assert response.getvalue()[:5] == b"%PDF-"
    text_of(client, "/en/programmes/puerto-alba-2017/book-xx.pdf", status=404)


def test_a_book_that_cannot_be_printed_says_so_on_the_page(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise BookRefused("no title")

    monkeypatch.setattr(programmes, "book_of", refuse)
    page = text_of(client, "/en/programmes/puerto-alba-2017/book-es.pdf")
    assert 'role="alert"' in page
    assert "The book cannot be printed yet" in page


def test_a_former_address_leads_to_the_present_one(client: Client, world: World) -> None:
    change_slug(world.city, "puerto-alba-mo")
    response = client.get("/en/cities/puerto-alba/")
    assert (response.status_code, response.url) == (301, "/en/cities/puerto-alba-mo/")


def test_an_ally_has_a_page_and_cities_keep_theirs(client: Client, world: World) -> None:
    organisation("agencia-inventada", "Agencia inventada", "other")
    assert "Agencia inventada" in text_of(client, "/en/organisations/agencia-inventada/")
    text_of(client, "/en/organisations/puerto-alba/", status=404)


def test_a_city_shows_its_map_of_actors_with_their_pages(client: Client, world: World) -> None:
    page = address("es", "city", "puerto-alba")
    assert "Mapa de actores" not in text_of(client, page)
    agency = organisation("agencia-inventada", "Agencia inventada", "other")
    hidden = OrganisationFactory(published=False)
    MappedActorFactory(organisation=world.city, actor=agency, names={"es": "Oficina de la agencia"}, commitment={})
    MappedActorFactory(organisation=world.city, actor=hidden, names={"es": "Universidad reservada"})
    MappedActorFactory(organisation=world.city, names={"es": "Colegio de Arquitectos"})
    html = text_of(client, page)
    assert f'<a href="{address("es", "organisation", "agencia-inventada")}">Oficina de la agencia</a>' in html
    unlinked = re.findall(r'<th scope="row">([^<]+?)\s*</th>', html.partition('id="actors"')[2])
    assert unlinked == ["Universidad reservada", "Colegio de Arquitectos"]
    assert [html.count(said) for said in ("Mapa de actores", ">Formar<", ">Aulas<")] == [1, 3, 2]


def test_a_matrix_leads_to_projects_on_the_page_and_to_the_citys_plans(client: Client, db: None) -> None:
    programme = whole_programme(1)
    publish(programme, by=None)
    page = text_of(client, f"/en/programmes/{programme.slug}/")
    project, plan = programme.projects.get(), programme.holder.plans.first()
    assert page.count(f'id="project-{project.pk}"') == 1
    assert f'href="#project-{project.pk}"' in page
    assert f'href="/en/cities/{programme.holder.slug}/#plan-{plan.pk}"' in page
    assert f'id="plan-{plan.pk}"' in text_of(client, f"/en/cities/{programme.holder.slug}/")


def test_a_plan_stands_with_what_it_says_who_adopted_it_and_when(client: Client, world: World) -> None:
    said = {"titles": {"en": "Plan 2040"}, "summary": {"en": "A city on foot"}, "legal_rank": {"en": "Law 12"}}
    PlanFactory(organisation=world.city, level="national", adopted="2014-03", **said)
    page = text_of(client, "/en/cities/puerto-alba/")
    assert 'Plan 2040<br><span class="small soft">A city on foot</span></th>' in page
    assert 'National · Law 12<br><span class="small soft">adopted March 2014</span></td>' in page


def test_a_page_leads_its_own_people_to_the_desk(client: Client, world: World, colleague: User) -> None:
    page, edit = "/en/programmes/puerto-alba-2017/", 'href="/desk/programmes/puerto-alba-2017/"'
    assert edit not in text_of(client, page)
    client.force_login(colleague)
    assert edit in text_of(client, page)
    assert 'href="/desk/organisations/puerto-alba/"' in text_of(client, "/en/cities/puerto-alba/")
    assert 'href="/desk/organisations/vallehondo/"' not in text_of(client, "/en/cities/vallehondo/")
