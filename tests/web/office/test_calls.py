"""A call in its office: begun, its terms, what it lacks, its moves."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.actors import CityFactory
from tests.factories.calls import ApplicationFactory, CallFactory, CallMethodologyFactory
from tests.factories.cast import Cast
from tests.factories.whole import put_text
from tests.web.conftest import As

from entreciudades.actors.languages import choose_working_languages
from entreciudades.actors.models import Adoption
from entreciudades.calls.models import Call
from entreciudades.core.models import IndexEntry, Text

REASON = "Lo pidieron doce ciudades."
FACTS = {
    "titles_es": "Pares de 2027",
    "component": "c1",
    "opens_at_day": "2026-11-01",
    "opens_at_time": "09:00",
    "closes_at_day": "2027-03-04",
    "closes_at_time": "23:59",
    "zone": "Europe/Madrid",
    "languages": ["es", "pt"],
    "source_language": "es",
}


@pytest.fixture
def secretary(cast: Cast, sign_in: As) -> Client:
    return sign_in(cast.secretary)


@pytest.fixture
def draft(cast: Cast) -> Call:
    """A call that lacks its summary in Portuguese."""
    call: Call = CallFactory(network=cast.ucci, slug="pares", draft=True, languages=["es", "pt"])
    put_text(call, "summary", "Resumen.")
    return call


@pytest.fixture
def published(cast: Cast) -> Call:
    call: Call = CallFactory(network=cast.ucci, slug="pares", languages=["es"])
    return call


def of(call: Call, name: str = "call", **keys: str) -> str:
    words = {"slug": call.network.slug, "call": call.slug} | keys
    return reverse(f"office:{name}", kwargs=words)


def content(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_secretary_chooses_a_methodology_and_begins_a_call_on_the_clock_of_a_place(
    cast: Cast, secretary: Client
) -> None:
    methodology = CallMethodologyFactory()
    Adoption.objects.create(network=cast.ucci, methodology=methodology)
    address = reverse("office:call-add", args=["ucci"])
    assert f'value="{methodology.pk}"' in content(secretary, address)
    response = secretary.post(f"{address}?methodology={methodology.pk}", FACTS)
    call = Call.objects.get()
    assert (response.status_code, response.url) == (302, of(call))
    assert (call.titles, call.state, call.component, call.languages) == (
        {"es": "Pares de 2027"},
        "draft",
        "c1",
        ["es", "pt"],
    )
    assert call.opens_at == dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
    assert call.closes_at == dt.datetime(2027, 3, 4, 22, 59, tzinfo=dt.UTC)


def test_without_a_methodology_for_calls_the_page_says_where_to_adopt_one(cast: Cast, secretary: Client) -> None:
    assert reverse("office:methodologies", args=["ucci"]) in content(
        secretary, reverse("office:call-add", args=["ucci"])
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_at_day": "2027-03-28", "closes_at_time": "02:30"}, "closes_at"),  # clocks go forward in Madrid
        ({"closes_at_day": "2027-10-31", "closes_at_time": "02:30"}, "closes_at"),  # and back
        ({"closes_at_day": "2026-10-01"}, "closes_at"),  # before it opens
        ({"closes_at_time": ""}, "closes_at"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"languages": []}, "languages"),
        ({"titles_es": ""}, "titles"),
        ({"component": "c9"}, "component"),
    ],
)
def test_what_cannot_be_comes_back_on_its_field_with_all_that_was_typed(
    draft: Call, secretary: Client, wrong: dict[str, object], field: str
) -> None:
    response = secretary.post(of(draft, "call-facts"), FACTS | wrong)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    assert form["opens_at"].value() == ["2026-11-01", "09:00"]
    assert Call.objects.get().titles == draft.titles


def test_every_number_of_the_methodology_may_be_another_here(draft: Call, secretary: Client) -> None:
    address = of(draft, "call-parameters")
    opened = secretary.get(address).context["form"]
    assert opened.digest
    values = {"eligible/population/more_than": "50.000", "pairing/min_score": "0,3", "mend_days": "10"}
    response = secretary.post(address, values | {"opened": opened.digest}, headers={"accept-language": "es"})
    draft.refresh_from_db()
    assert (response.status_code, draft.parameters) == (
        302,
        {"eligible/population/more_than": "50000", "pairing/min_score": "0.3"},
    )
    departing = secretary.get(of(draft)).context["departing"]
    assert [(one.default, one.value) for one in departing] == [(100_000, 50_000), (Decimal("0.25"), Decimal("0.3"))]
    late = secretary.post(address, {"mend_days": "4", "opened": opened.digest})
    assert (late.status_code, Call.objects.get().parameters) == (409, draft.parameters)
    again = secretary.post(address, {"mend_days": "4", "opened": late.context["form"].digest})
    assert (again.status_code, Call.objects.get().parameters) == (302, {"mend_days": "4"})


@pytest.mark.parametrize("written", ["-1", "muchos", "1,5"])
def test_a_number_that_is_none_is_refused(draft: Call, secretary: Client, written: str) -> None:
    response = secretary.post(of(draft, "call-parameters"), {"mend_days": written}, headers={"accept-language": "es"})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["mend_days"])


def test_sides_take_other_countries_fictional_ones_too(draft: Call, secretary: Client, cast: Cast) -> None:
    address = of(draft, "call-countries")
    said = {"eu": ["ES", "FR", "PT"], "partner": ["BO", "x-monterral"]}
    assert secretary.post(address, said).status_code == 302
    draft.refresh_from_db()
    assert draft.countries == {"partner": ["BO", "x-monterral"]}
    refused = secretary.post(address, said | {"eu": []})
    assert list(refused.context["form"].errors) == ["eu"]
    secretary.post(of(draft, "call-quotas"), {"BO": "2", "ES": ""})
    assert Call.objects.get().quota == {"BO": 2}


def test_a_fictional_country_without_a_member_stays_where_the_form_is_sent_as_it_came(
    draft: Call, secretary: Client
) -> None:
    CityFactory(slug="lejos", country="", fictional_country={"es": "Karelund", "pt": "Karelund", "en": "Karelund"})
    Call.objects.update(countries={"partner": ["BO", "x-karelund"]})
    form = secretary.get(of(draft, "call-countries")).context["form"]
    assert [title for title, _choices in form.fields["partner"].choices][:2] == ["América Latina", "Países ficticios"]
    assert secretary.post(of(draft, "call-countries"), dict(form.initial)).status_code == 302
    assert Call.objects.get().countries == {"partner": ["BO", "x-karelund"]}


def test_the_page_of_a_draft_leads_to_what_is_missing_and_publishes_when_nothing_is(
    draft: Call, secretary: Client
) -> None:
    missing = secretary.get(of(draft)).context["lacks"]
    assert [one["address"] for one in missing] == [of(draft, "call-text-edit", language="pt")]
    refused = secretary.post(of(draft, "call-move", verb="publish"))
    assert (refused.status_code, Call.objects.get().state) == (200, "draft")
    secretary.post(
        of(draft, "call-text-edit", language="pt"),
        {"body:summary": "Resumo.", "version:summary": "0", "digest:summary": ""},
    )
    done = secretary.post(of(draft, "call-move", verb="publish"))
    assert (done.status_code, Call.objects.get().state) == (302, "open")


def test_a_draft_is_discarded_after_a_question_and_a_published_call_never(
    draft: Call, secretary: Client, cast: Cast
) -> None:
    assert secretary.get(of(draft, "call-discard")).status_code == 200
    assert Call.objects.count() == 1
    assert secretary.post(of(draft, "call-discard")).url == reverse("office:calls", args=["ucci"])
    assert (Call.objects.count(), Text.objects.count(), IndexEntry.objects.count()) == (0, 0, 0)
    public = CallFactory(network=cast.ucci)
    told = secretary.post(of(public, "call-discard"), follow=True)
    *_before, said = [one.message for one in told.context["messages"]]
    assert said == "Ya no es posible: otra persona cambió el estado entretanto."
    assert Call.objects.get() == public


def test_a_new_call_begins_with_the_languages_and_the_clock_of_its_network(cast: Cast, secretary: Client) -> None:
    methodology = CallMethodologyFactory()
    Adoption.objects.create(network=cast.ucci, methodology=methodology)
    choose_working_languages(cast.ucci, ["es", "pt"], by=cast.secretary)
    form = secretary.get(f"{reverse('office:call-add', args=['ucci'])}?methodology={methodology.pk}").context["form"]
    assert (form["languages"].value(), form["zone"].value()) == (["es", "pt"], "UTC")


def test_an_extension_asks_for_a_later_moment_and_a_reason(published: Call, secretary: Client) -> None:
    address = of(published, "call-move", verb="extend")
    later = (published.closes_at + dt.timedelta(days=7)).date().isoformat()
    without = secretary.post(address, {"closes_at_day": later, "closes_at_time": "23:59", "reason": ""})
    assert list(without.context["form"].errors) == ["reason"]
    former = secretary.post(address, {"closes_at_day": "2020-01-01", "closes_at_time": "23:59", "reason": REASON})
    assert list(former.context["form"].errors) == ["closes_at"]
    done = secretary.post(address, {"closes_at_day": later, "closes_at_time": "23:59", "reason": REASON})
    [decision] = secretary.get(of(published)).context["decisions"]
    assert (done.status_code, decision.why, decision.by) == (302, REASON, "Sofia Inventada")
    assert decision.differences[0].after.startswith(
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "dom")
    )


def test_a_published_call_changes_with_a_reason_and_keeps_its_deadline(published: Call, secretary: Client) -> None:
    address = of(published, "call-facts")
    assert set(secretary.get(address).context["form"].fields) == {"titles", "languages", "reason"}
    changed = {"titles_es": "Otro título", "languages": ["es"]}
    assert list(secretary.post(address, changed).context["form"].errors) == ["reason"]
    assert secretary.post(address, changed | {"reason": REASON}).status_code == 302
    published.refresh_from_db()
    assert (published.titles["es"], published.decisions.get().verb) == ("Otro título", "change")


def test_a_move_that_the_state_does_not_allow_says_so(published: Call, secretary: Client) -> None:
    response = secretary.post(of(published, "call-move", verb="finish"), {"reason": REASON})
    assert (response.status_code, Call.objects.get().state) == (302, "open")
    assert secretary.get(of(published, "call-move", verb="no-such-verb")).status_code == 404


def test_an_auditor_reads_and_sees_no_button(published: Call, cast: Cast, sign_in: As) -> None:
    auditor = sign_in(cast.auditor)
    page = content(auditor, of(published))
    assert [part in page for part in ("/facts/", "/numbers/", "/do/", "/texts/")] == [False] * 4
    assert auditor.get(of(published, "call-facts")).status_code == 403


def test_a_second_network_meets_none_of_it(draft: Call, cast: Cast, sign_in: As) -> None:
    stranger = sign_in(cast.second_secretary)
    assert stranger.get(of(draft)).status_code == 404
    assert stranger.get(reverse("office:call", args=["puertos", "pares"])).status_code == 404
    assert stranger.get(reverse("office:calls", args=["ucci"])).status_code == 403
    own = stranger.get(reverse("office:calls", args=["puertos"])).context
    assert [*own["drafts"], *own["under_way"], *own["page"]] == []


def test_the_list_asks_as_much_for_three_calls_with_applications_as_for_one(
    cast: Cast, secretary: Client, django_assert_max_num_queries: object, django_assert_num_queries: object
) -> None:
    address = reverse("office:calls", args=["ucci"])

    def fill(count: int) -> None:
        for _place in range(count):
            for state in ("open", "finished"):
                call = CallFactory(network=cast.ucci, state=state)
                ApplicationFactory.create_batch(2, call=call, submitted=True)
                ApplicationFactory(call=call, applicant=CityFactory())
            CallFactory(network=cast.ucci, draft=True)

    fill(1)
    with django_assert_max_num_queries(12) as one:  # type: ignore[operator]
        page = secretary.get(address).context
    assert [(call.arrived, call.begun) for call in page["under_way"]] == [(2, 1)]
    fill(2)
    with django_assert_num_queries(len(one)):  # type: ignore[operator]
        secretary.get(address)


def test_monday_names_the_calls_that_close_soonest(cast: Cast, secretary: Client) -> None:
    soon = CallFactory(network=cast.ucci, closes_at=timezone.now() + dt.timedelta(days=2, hours=1))
    CallFactory(network=cast.puertos)
    CallFactory(network=cast.ucci, closed=True)
    assert list(secretary.get(reverse("office:network", args=["ucci"])).context["closing"]) == [soon]
