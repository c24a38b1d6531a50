"""A city's profile: its names, its place in the world, its practices."""

from dataclasses import replace

import pytest
from django.test import Client
from tests.factories.actors import PersonFactory
from tests.factories.alliances import AgreementPartyFactory, ArticleFactory
from tests.factories.cast import Cast
from tests.web.conftest import As

from entreciudades.actors.models import CityProfile, Consent
from entreciudades.actors.services import write_presentation
from entreciudades.alliances.models import Agreement, Article
from entreciudades.alliances.services import keep_article, write_article
from entreciudades.core import trail
from entreciudades.core.models import Text
from entreciudades.methodologies.models import Methodology
from entreciudades.practices.models import Practice
from entreciudades.processes.erasure import erase
from entreciudades.programmes.models import Programme
from entreciudades.taxonomy.models import Place
from entreciudades.web.desk.naming import name_of

DESK = "/desk/organisations/la-paz-bo/"


@pytest.fixture
def place(db: None) -> Place:
    return Place.objects.update_or_create(
        geonames_id=1,
        defaults={
            "name": "Villa Inventada", "folded": "villa inventada", "country": "BO", "latitude": -16, "longitude": -68,
            "timezone": "America/La_Paz", "population": 835_361,
        },
    )[0]  # fmt: skip


def test_names_keep_the_languages_that_have_no_box(cast: Cast, desk: Client) -> None:
    cast.la_paz.names = {"es": "La Paz", "ay": "Chuqiyapu"}
    cast.la_paz.save()
    form = {"names_es": "La Paz", "names_pt": "La Paz", "kind": "actor:municipal", "country": "BO"}

    assert desk.post(f"{DESK}names/", form).status_code == 302

    cast.la_paz.refresh_from_db()
    assert cast.la_paz.names == {"es": "La Paz", "pt": "La Paz", "ay": "Chuqiyapu"}


def test_a_city_is_in_a_real_country_or_in_a_fictional_one(cast: Cast, desk: Client) -> None:
    form = {"names_es": "La Paz", "kind": "actor:municipal", "country": "BO", "fictional_country_es": "Monterral"}

    page = desk.post(f"{DESK}names/", form)

    assert list(page.context["form"].errors) == ["__all__"]
    cast.la_paz.refresh_from_db()
    assert cast.la_paz.fictional_country == {}


def test_government_and_modalities_are_kept(cast: Cast, desk: Client) -> None:
    form = {"official_name": "Nuestra Señora de La Paz", "founded": "1548", "modalities": ["modality:exchange"]}

    assert desk.post(f"{DESK}government/", form).status_code == 302

    profile = CityProfile.objects.get(organisation=cast.la_paz)
    assert (profile.official_name, str(profile.founded)) == ("Nuestra Señora de La Paz", "1548")
    assert [term.pk for term in profile.modalities.all()] == ["modality:exchange"]


def test_a_place_is_found_and_its_population_only_suggested(cast: Cast, place: Place, desk: Client) -> None:
    found = desk.get(f"{DESK}place/?q=villa+inven").context["results"]
    assert [one for one, _country in found] == [place]

    desk.post(f"{DESK}place/", {"place": "1"})

    cast.la_paz.refresh_from_db()
    assert (cast.la_paz.place, cast.la_paz.figures.count()) == (place, 0)
    suggested = desk.get(f"{DESK}place/").context["suggested"]
    form = desk.get(suggested).context["form"]
    assert (form["value"].value(), form["source"].value()) == ("835361", "GeoNames (CC BY 4.0)")


@pytest.mark.parametrize("unknown", ["x", "²", "2", "9" * 5000])
def test_a_place_that_is_not_there_takes_none_away(cast: Cast, place: Place, desk: Client, unknown: str) -> None:
    desk.post(f"{DESK}place/", {"place": "1"})

    assert desk.post(f"{DESK}place/", {"place": unknown}).status_code == 404

    cast.la_paz.refresh_from_db()
    assert cast.la_paz.place == place


def test_a_city_may_have_no_place(cast: Cast, place: Place, desk: Client) -> None:
    desk.post(f"{DESK}place/", {"place": "1"})
    desk.post(f"{DESK}place/", {"place": ""})

    cast.la_paz.refresh_from_db()
    assert cast.la_paz.place is None


def test_searching_places_answers_htmx_with_the_list_alone(place: Place, desk: Client) -> None:
    page = desk.get(f"{DESK}place/?q=villa", headers={"hx-request": "true"})

    assert page.templates[0].name == "desk/organisations/places.html"


def test_a_practice_is_begun_written_and_published(cast: Cast, programme: Programme, desk: Client) -> None:
    adoption = cast.ucci.adoptions.get()
    begun = desk.post(f"{DESK}practices/add/", {"titles_es": "Cebras", "themes": ["iuc:7"], "adoption": adoption.pk})
    practice = Practice.objects.get(titles={"es": "Cebras"})
    assert begun.headers["Location"] == f"/desk/practices/{practice.slug}/texts/es/"
    assert (practice.network, [term.pk for term in practice.themes.all()]) == (cast.ucci, ["iuc:7"])

    page = desk.get(begun.headers["Location"])
    assert [one.slot.key for one in page.context["written"]] == [
        "objetivos-antecedentes", "fases-calendario", "resultados", "normativa", "lecciones",
    ]  # fmt: skip
    assert desk.get(f"/desk/practices/{practice.slug}/").status_code == 200

    desk.post(f"/desk/practices/{practice.slug}/publish/")
    practice.refresh_from_db()
    assert practice.published is True


def test_a_field_of_a_sheet_is_named_in_the_latest_changes(cast: Cast, programme: Programme, desk: Client) -> None:
    practice = Practice.objects.get(organisation=cast.la_paz)
    field = practice.methodology.pack.practice.fields[-1]
    trail.record("text.saved", practice, by=cast.coordinator, section=field.key, language="en", version=1)

    [change, *_] = desk.get(f"/desk/practices/{practice.slug}/").context["changes"]

    assert change.what == f"Texto escrito: {field.title['es']}, en inglés"


def test_a_presentation_is_named_in_the_latest_changes(cast: Cast, desk: Client) -> None:
    write_presentation(cast.la_paz, "es", "Una ciudad.", expected_version=0, by=cast.coordinator)

    [change] = desk.get(DESK).context["changes"]

    assert change.what == "Texto escrito: Presentación, en español"


def test_a_methodology_without_a_sheet_is_refused_above_the_form(
    cast: Cast, programme: Programme, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    adoption = cast.ucci.adoptions.get()
    sheetless = replace(adoption.methodology.pack, practice=None)
    monkeypatch.setattr(Methodology, "pack", property(lambda _self: sheetless))

    page = desk.post(f"{DESK}practices/add/", {"titles_es": "Cebras", "adoption": adoption.pk})

    assert page.context["form"].non_field_errors() == ["Esta metodología no tiene ficha para prácticas."]
    assert page.context["form"]["titles"].value() == ["Cebras", None, None]


def test_a_practice_is_its_citys_own(cast: Cast, programme: Programme, sign_in: As) -> None:
    practice = Practice.objects.get(organisation=cast.la_paz)
    address = f"/desk/practices/{practice.slug}/"

    assert sign_in(cast.colleague).post(f"{address}publish/").status_code == 403
    assert sign_in(cast.secretary).get(address).status_code == 403
    assert sign_in(cast.other_coordinator).get(address).status_code == 404
    practice.refresh_from_db()
    assert practice.published is False


def test_an_agreement_is_entered_article_by_article_and_cited(cast: Cast, programme: Programme, desk: Client) -> None:
    form = {
        "titles_es": "Memorándum con Riomayor",
        "kind": "memorandum",
        "signed": "14/06/2016",
        "others": [cast.riomayor.pk],
    }
    assert desk.post(f"{DESK}agreements/add/", form).status_code == 302
    agreement = Agreement.objects.get(kind="memorandum", titles__es="Memorándum con Riomayor")
    assert [party.organisation for party in agreement.parties.all()] == [cast.la_paz, cast.riomayor]

    address = f"{DESK}agreements/{agreement.pk}/"
    added = desk.post(f"{address}articles/add/", {"number": "4", "headings_es": "Compromisos", "verbatim": "on"})
    wording = f"{address}articles/4/wording/es/"
    assert added.headers["Location"] == wording
    [written] = desk.get(wording).context["written"]
    desk.post(
        wording,
        {"body:wording": "Las partes se comprometen.", "version:wording": "0", "digest:wording": written.digest},
    )
    assert Text.objects.get(object_kind="alliances.article", body="Las partes se comprometen.").section == "wording"
    assert [desk.get(page).status_code for page in (address, f"{address}articles/4/", f"{DESK}agreements/")] == [
        200
    ] * 3

    cited = {"agreement": agreement.pk, "article": agreement.articles.get().pk}
    assert desk.post("/desk/programmes/la-paz-2017/data/agreements/add/", cited).status_code == 302
    assert programme.cited_agreements.filter(agreement=agreement).count() == 1


def test_agreements_are_told_at_the_desks_of_all_who_signed(cast: Cast, desk: Client, sign_in: As) -> None:
    article = ArticleFactory(agreement=AgreementPartyFactory(organisation=cast.la_paz).agreement, number=4)
    AgreementPartyFactory(agreement=article.agreement, organisation=cast.riomayor)
    keep_article(article, by=cast.coordinator)
    write_article(article, "es", "Las partes cooperan.", expected_version=0, by=cast.coordinator)

    told = [change.what for change in desk.get(DESK).context["changes"]]
    assert told == ["Texto escrito: redacción de un artículo, en español", "Se cambió: artículo"]
    theirs = sign_in(cast.other_coordinator).get("/desk/organisations/riomayor/").context["changes"]
    assert [change.what for change in theirs] == [
        "Texto escrito: redação de um artigo, em espanhol",
        "Alterado: artigo",
    ]


def test_a_number_is_given_once_in_an_agreement(cast: Cast, desk: Client) -> None:
    article = ArticleFactory(agreement=AgreementPartyFactory(organisation=cast.la_paz).agreement, number=4)

    page = desk.post(f"{DESK}agreements/{article.agreement_id}/articles/add/", {"number": "4"})

    assert page.status_code == 200
    assert Article.objects.count() == 1


def test_the_agreement_of_others_is_not_found(cast: Cast, desk: Client) -> None:
    article = ArticleFactory(agreement=AgreementPartyFactory(organisation=cast.riomayor).agreement)
    address = f"{DESK}agreements/{article.agreement_id}/"

    pages = (address, f"{address}articles/{article.number}/", f"{address}articles/{article.number}/wording/es/")

    assert {desk.post(page, {}).status_code for page in pages} == {404}


def test_the_desk_says_who_agreed_to_be_contacted_and_when_a_mandate_ends(cast: Cast, desk: Client) -> None:
    ana = PersonFactory(organisation=cast.la_paz, name="Ana Inventada", ends="2027-05")
    Consent.objects.create(person=ana, how="mail")

    page = desk.get(f"{DESK}data/people/").content.decode()

    assert (
        '<td data-label="Aceptó que se le contacte">sí</td><td data-label="Fin del mandato">mayo de 2027</td>' in page
    )


def test_of_a_contact_who_was_erased_the_post_stands(cast: Cast) -> None:
    person = PersonFactory(organisation=cast.la_paz, name="Ana Inventada", email="ana@x.example", posts={"es": "Jefa"})
    assert name_of(person) == "Ana Inventada"

    erase("ana@x.example", by=None)

    person.refresh_from_db()
    assert name_of(person) == "Jefa"
