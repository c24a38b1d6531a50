"""At the desk: ask, follow, and take over what was answered."""

import datetime as dt

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.contributions.test_word_answers import media, written
from tests.factories.cast import Cast
from tests.factories.contributions import ContributionFactory
from tests.web.conftest import As

from entreciudades.actors.models import OrganisationFigure
from entreciudades.contributions import services
from entreciudades.contributions.models import Request
from entreciudades.contributions.word import word_file
from entreciudades.core.models import Text
from entreciudades.programmes.models import Programme
from entreciudades.programmes.services import close, publish, write_section

__all__ = ["media"]
WAITS = {"slug": "la-paz-bo"}


def at(name: str, pk: int | None = None, **words: object) -> str:
    return reverse(f"desk:{name}", kwargs=WAITS | words | ({"pk": pk} if pk else {}))


def asking(programme: Programme, **more: str) -> dict[str, str]:
    return {
        "what": f"text|programmes.programme|{programme.pk}|1.2",
        "asks": "Cuente qué hace su área.",
        "to_name": "Lucía Inventada",
        "to_office": "Movilidad",
        "to_email": "lucia@example.org",
        "language": "es",
        "due": (timezone.localdate() + dt.timedelta(days=10)).isoformat(),
    } | more


def answered(desk: Client, programme: Programme, body: str) -> Request:
    desk.post(at("contribution-ask"), asking(programme))
    request = Request.objects.get()
    services.save_draft(request, "1.2", body, expected_version=1)
    return services.hand_in(request, written_by="Lucía Inventada, Movilidad")


def text_of(programme: Programme) -> Text:
    return Text.objects.of(programme).get(section="1.2", language="es")


def test_a_department_is_asked_for_a_section(desk: Client, programme: Programme) -> None:
    assert desk.get(at("contribution-ask")).status_code == 200
    response = desk.post(at("contribution-ask"), asking(programme))
    request = Request.objects.get()
    assert response.url == at("contribution", request.pk)
    assert (request.section, request.asked_by.get_full_name()) == ("1.2", "Carmen Inventada")
    assert [message.to for message in mail.outbox] == [["lucia@example.org"]]
    for address in (at("contributions"), reverse("desk:programme-contributions", args=[programme.slug])):
        assert request.title in desk.get(address).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "text|programmes.programme|1|99"},
        {"what": "text|accounts.user|1|x"},
        {"to_name": ""},
        {"to_email": "nadie"},
        {"due": "2020-01-01"},
        {"due": "ayer"},
        {"language": "xx"},
        {"what": "figure|other"},
        {"what": "opinion|actors.organisation|1", "asks": ""},
    ],
)
def test_what_is_not_right_is_said_and_nobody_is_asked(
    desk: Client, programme: Programme, wrong: dict[str, str]
) -> None:
    response = desk.post(at("contribution-ask"), asking(programme, **wrong))
    assert ("error-summary" in response.content.decode(), Request.objects.count(), mail.outbox) == (True, 0, [])


def test_of_a_closed_programme_nothing_is_asked(desk: Client, programme: Programme, cast: Cast) -> None:
    publish(programme, by=cast.coordinator)
    close(programme, by=cast.coordinator)
    desk.post(at("contribution-ask"), asking(programme))
    assert Request.objects.count() == 0


def test_what_is_ticked_is_taken_over(desk: Client, programme: Programme, cast: Cast) -> None:
    before = text_of(programme)
    request = answered(desk, programme, f"{before.body}\n\nUno nuevo.\n\nDos nuevo.")
    shown = desk.get(at("contribution", request.pk)).content.decode()
    assert ("Lucía Inventada, Movilidad" in shown, "Uno nuevo." in shown) == (True, True)
    place = len(services.parts_against(request.passages.get(), before)) - 2
    form = {"take": "ticked", "accept:1.2": str(place), "version:1.2": str(before.version), "reply": "Gracias."}
    assert desk.post(at("contribution-settle", request.pk), form).status_code == 302
    text = text_of(programme)
    assert ("Uno nuevo." in text.body, "Dos nuevo." in text.body) == (True, False)
    assert text.updated_by == cast.coordinator
    assert "Gracias." in mail.outbox[-1].body


@pytest.mark.parametrize(("take", "kept"), [("all", True), ("none", False), ("ticked", False)])
def test_everything_or_nothing(desk: Client, programme: Programme, take: str, kept: bool) -> None:  # noqa: FBT001
    before = text_of(programme)
    request = answered(desk, programme, "Todo de nuevo.")
    desk.post(at("contribution-settle", request.pk), {"take": take, "version:1.2": str(before.version)})
    assert (text_of(programme).body == "Todo de nuevo.", Request.objects.get().state) == (kept, "settled")


def test_a_text_changed_meanwhile_is_shown_and_the_reply_is_kept(
    desk: Client, programme: Programme, cast: Cast
) -> None:
    before = text_of(programme)
    request = answered(desk, programme, "Todo de nuevo.")
    write_section(programme, "1.2", "es", "Del escritorio.", expected_version=before.version, by=cast.colleague)
    form = {"take": "all", "version:1.2": str(before.version), "reply": "Gracias."}
    response = desk.post(at("contribution-settle", request.pk), form)
    shown = response.content.decode()
    assert (response.status_code, text_of(programme).body) == (409, "Del escritorio.")
    assert ("Gracias.</textarea>" in shown, "Del escritorio" in shown) == (True, True)


def test_a_reminder_another_day_and_taking_it_back(desk: Client, programme: Programme) -> None:
    desk.post(at("contribution-ask"), asking(programme))
    request = Request.objects.get()
    desk.post(at("contribution-act", request.pk, verb="remind"))
    assert len(mail.outbox) == 2
    later = timezone.localdate() + dt.timedelta(days=30)
    desk.post(at("contribution-act", request.pk, verb="extend"), {"due": later.isoformat()})
    desk.post(at("contribution-act", request.pk, verb="extend"), {"due": "mañana"})
    assert Request.objects.get().due == later
    desk.post(at("contribution-act", request.pk, verb="revoke"))
    assert Request.objects.get().state == "revoked"
    desk.post(at("contribution-act", request.pk, verb="remind"))
    assert len(mail.outbox) == 2
    assert desk.post(at("contribution-act", request.pk, verb="x")).status_code == 404


def test_a_word_file_that_came_by_mail_is_brought_in_and_handed_in(desk: Client, programme: Programme) -> None:
    desk.post(at("contribution-ask"), asking(programme, to_email=""))
    request = Request.objects.get()
    out = desk.get(at("contribution-word", request.pk)).content
    assert out == word_file(request)
    desk.post(at("contribution-word", request.pk), {"file": SimpleUploadedFile("a.docx", out)})
    assert Request.objects.get().state == "asked"  # it says the same as what went out
    data = written(out, "</w:body>", "<w:p><w:r><w:t>Una línea más.</w:t></w:r></w:p></w:body>")
    desk.post(at("contribution-word", request.pk), {"file": SimpleUploadedFile("a.docx", data)})
    request = Request.objects.get()
    assert (request.state, request.written_by) == ("answered", "Lucía Inventada, Movilidad")
    assert "Una línea más." in desk.get(at("contribution", request.pk)).content.decode()


def test_a_figure_is_taken_over(desk: Client, programme: Programme, cast: Cast) -> None:
    before = cast.la_paz.figures.count()
    desk.post(at("contribution-ask"), asking(programme, what="figure|population"))
    request = Request.objects.get()
    figure = OrganisationFigure(organisation=cast.la_paz, measure="population", value="816044", source="Censo 2024")
    services.hand_in(request, written_by="Estadística", figure=figure)
    assert "Censo 2024" in desk.get(at("contribution", request.pk)).content.decode()
    desk.post(at("contribution-settle", request.pk), {"take": "all"})
    assert (cast.la_paz.figures.count(), cast.la_paz.figures.filter(source="Censo 2024").count()) == (before + 1, 1)


def test_another_city_and_another_network_see_nothing(
    desk: Client, programme: Programme, cast: Cast, sign_in: As
) -> None:
    desk.post(at("contribution-ask"), asking(programme))
    pk = Request.objects.get().pk
    for person in (cast.other_coordinator, cast.second_secretary):
        assert sign_in(person).get(at("contribution", pk)).status_code == 403
    other = reverse("desk:contribution", args=[cast.riomayor.slug, pk])
    assert sign_in(cast.other_coordinator).get(other).status_code == 404
    assert (
        "Lucía"
        not in sign_in(cast.other_coordinator).get(reverse("desk:contributions", args=["riomayor"])).content.decode()
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(
    desk: Client, programme: Programme, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    ContributionFactory.create_batch(rows, organisation=cast.la_paz, asked_by=cast.coordinator, about=programme)
    with django_assert_max_num_queries(15):
        desk.get(at("contributions"))


def test_a_section_leads_to_asking_for_it_and_the_programme_counts_what_waits(
    desk: Client, programme: Programme
) -> None:
    editor = desk.get(reverse("desk:section-edit", args=[programme.slug, "1.2", "es"])).content.decode()
    what = f"text%7Cprogrammes.programme%7C{programme.pk}%7C1.2"
    assert f'href="{at("contribution-ask")}?what={what}"' in editor
    shown = desk.get(f"{at('contribution-ask')}?what={what}").content.decode()
    assert f'<option value="text|programmes.programme|{programme.pk}|1.2" selected>' in shown
    desk.post(at("contribution-ask"), asking(programme))
    assert Request.objects.about(programme).counts() == {"waiting": 1, "to_settle": 0}
    overview = desk.get(reverse("desk:programme", args=[programme.slug])).content.decode()
    assert overview.count(reverse("desk:programme-contributions", args=[programme.slug])) == 2  # tab and count
