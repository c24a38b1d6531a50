"""One's own tasks and notices, on pages."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.actors import MembershipFactory
from tests.factories.cast import Cast
from tests.factories.notices import NoticeFactory, TaskFactory
from tests.web.conftest import As

from entreciudades.core.bounces import bury
from entreciudades.notices.kinds import Group
from entreciudades.notices.models import Frequency, Notice, Task
from entreciudades.notices.services import frequencies
from entreciudades.notices.stopping import stop_address

TODAY = timezone.localdate()


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"notices:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_head_of_each_page_counts_what_is_unread(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.coordinator)
    NoticeFactory.create_batch(2, user=cast.coordinator)
    NoticeFactory(user=cast.coordinator, read_at=timezone.now())
    NoticeFactory(user=cast.coordinator, scope=cast.riomayor)  # where she has no role
    NoticeFactory(user=cast.colleague)
    assert re.findall(r'tag-missing">(\d+)<', page(client, "list")) == ["2"]
    assert re.findall(r'tag-missing">(\d+)<', sign_in(cast.secretary).get("/es/").content.decode()) == []


def test_a_notice_leads_to_its_thing_and_counts_as_read_then(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.coordinator)
    notice = NoticeFactory(user=cast.coordinator, path="/es/ciudades/")
    address = reverse("notices:follow", args=[notice.pk])
    client.head(address)
    notice.refresh_from_db()
    assert notice.read_at is None
    response = client.get(address)
    notice.refresh_from_db()
    assert (response.headers["Location"], notice.read_at is None) == ("/es/ciudades/", False)


def test_one_or_all_are_marked_as_read(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.coordinator)
    first, _second, _third = NoticeFactory.create_batch(3, user=cast.coordinator)
    others = NoticeFactory(user=cast.colleague)
    client.post(reverse("notices:read", args=[first.pk]))
    assert Notice.objects.unread().filter(user=cast.coordinator).count() == 2
    client.post(reverse("notices:read-all"))
    assert list(Notice.objects.unread()) == [others]


def test_what_is_overdue_comes_first_then_what_is_dated(cast: Cast, sign_in: As) -> None:
    for title, due in (("Undated", None), ("Next week", TODAY + dt.timedelta(7)), ("Late", TODAY - dt.timedelta(1))):
        TaskFactory(organisation=cast.la_paz, facts={"title": title}, due=due, owner=cast.coordinator)
    TaskFactory(organisation=cast.la_paz, facts={"title": "Free"})
    TaskFactory(organisation=cast.la_paz, facts={"title": "Of Cesar"}, owner=cast.colleague)
    TaskFactory(organisation=cast.riomayor, facts={"title": "Elsewhere"})
    shown = page(sign_in(cast.coordinator), "tasks")
    order = [shown.index(f">{title}</a>") for title in ("Late", "Next week", "Undated", "Free", "Of Cesar")]
    assert order == sorted(order)
    assert "Elsewhere" not in shown


def test_a_task_is_written_handed_on_and_done(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.coordinator)
    add = reverse("notices:task-add", args=["la-paz-bo"])
    client.post(add, {"title": "Llamar", "due": "2026-12-01", "owner": str(cast.coordinator.pk)})
    task = Task.objects.get()
    assert (task.title, task.due, task.owner) == ("Llamar", dt.date(2026, 12, 1), cast.coordinator)
    client.post(reverse("notices:task", args=[task.pk]), {"title": "Escribir", "due": "", "owner": cast.colleague.pk})
    task.refresh_from_db()
    assert (task.title, task.due, task.owner) == ("Escribir", None, cast.colleague)
    sign_in(cast.colleague).post(reverse("notices:task-done", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_by == cast.colleague
    assert "Escribir" in page(client, "tasks")
    client.post(reverse("notices:task-open", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_at is None


@pytest.mark.parametrize("wrong", [{"title": ""}, {"due": "31/02/2026"}, {"owner": "999999"}])
def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, sign_in: As, wrong: dict[str, str]) -> None:
    sent = {"title": "Llamar a Olga", "due": "2026-12-01", "owner": ""} | wrong
    response = sign_in(cast.coordinator).post(reverse("notices:task-add", args=["la-paz-bo"]), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (200, list(wrong))
    assert ('value="Llamar a Olga"' in response.content.decode()) == ("title" not in wrong)
    assert Task.objects.count() == 0


def test_a_stranger_of_the_organisation_is_offered_to_nobody(cast: Cast, sign_in: As) -> None:
    shown = page(sign_in(cast.coordinator), "task-add", "la-paz-bo")
    assert [name in shown for name in ("Cesar Inventado", "Olga Inventada", "Sofia Inventada")] == [True, False, False]


def test_the_day_of_a_city_and_the_monday_of_a_network_say_what_is_to_be_done(cast: Cast, sign_in: As) -> None:
    TaskFactory(organisation=cast.la_paz, facts={"title": "Enviar el perfil"})
    TaskFactory(organisation=cast.ucci, facts={"title": "Convocar la asamblea"}, owner=cast.secretary)
    city = sign_in(cast.coordinator).get(reverse("desk:organisation", args=["la-paz-bo"])).content.decode()
    office = sign_in(cast.secretary).get(reverse("office:network", args=["ucci"])).content.decode()
    audited = sign_in(cast.auditor).get(reverse("office:network", args=["ucci"])).content.decode()
    assert [("Enviar el perfil" in city), ("Convocar la asamblea" in office)] == [True, True]
    assert "Convocar la asamblea" not in audited


@pytest.mark.parametrize("name", ["list", "tasks"])
def test_as_many_questions_for_three_rows_as_for_one(
    cast: Cast, sign_in: As, name: str, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast.coordinator)

    def one_more() -> None:
        NoticeFactory(user=cast.coordinator, scope=cast.la_paz, by=cast.colleague)
        TaskFactory(organisation=cast.la_paz)
        TaskFactory(organisation=cast.la_paz, owner=cast.colleague, done_at=timezone.now(), done_by=cast.colleague)
        TaskFactory(organisation=cast.la_paz, owner=cast.colleague)

    one_more()
    page(client, name)  # the first visit notes where the session is seen
    with django_assert_max_num_queries(12) as asked:
        page(client, name)
    one_more()
    one_more()
    with django_assert_num_queries(len(asked.captured_queries)):
        page(client, name)


def test_a_person_of_a_second_network_sees_nothing_of_the_first(cast: Cast, sign_in: As) -> None:
    TaskFactory(organisation=cast.ucci, facts={"title": "Convocar la asamblea"})
    notice = NoticeFactory(user=cast.secretary, scope=cast.ucci)
    client = sign_in(cast.second_secretary)
    assert "Convocar la asamblea" not in page(client, "tasks")
    assert "intendencia" not in page(client, "list")
    assert client.get(reverse("notices:follow", args=[notice.pk])).status_code == 404


def test_each_chooses_how_to_be_told(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.coordinator)
    assert frequencies(cast.coordinator) == dict.fromkeys(Group, Frequency.DAILY) | {
        Group.TASKS: Frequency.AT_ONCE,
        Group.CALLS: Frequency.AT_ONCE,
        Group.ALLIANCES: Frequency.AT_ONCE,
    }
    wishes = dict.fromkeys(Group.values, "weekly") | {"tasks": "never"}
    client.post(reverse("notices:preferences"), wishes)
    assert frequencies(cast.coordinator) == wishes
    response = client.post(reverse("notices:preferences"), wishes | {"tasks": "hourly"})
    assert list(response.context["form"].errors) == ["tasks"]


def test_whoever_gets_no_mail_reads_so_and_says_when_it_comes_again(cast: Cast, sign_in: As) -> None:
    client = sign_in(cast.coordinator)
    bury(cast.coordinator.email, "5.1.1")
    works = reverse("notices:address-works")
    assert works in page(client, "preferences")
    client.post(works)
    assert works not in page(client, "preferences")


def test_one_click_stops_without_a_sign_in_and_looking_stops_nothing(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = stop_address(cast.coordinator, [Group.PEOPLE])
    assert strict.get(address).status_code == 200
    assert frequencies(cast.coordinator)[Group.PEOPLE] == Frequency.DAILY
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert frequencies(cast.coordinator) == dict.fromkeys(Group, Frequency.DAILY) | {
        Group.TASKS: Frequency.AT_ONCE,
        Group.CALLS: Frequency.AT_ONCE,
        Group.ALLIANCES: Frequency.AT_ONCE,
        Group.PEOPLE: Frequency.NEVER,
    }
    assert strict.post(address, {"all": "yes"}).status_code == 200
    assert frequencies(cast.coordinator) == dict.fromkeys(Group, Frequency.NEVER)


def test_an_address_that_somebody_changed_stops_nothing_and_the_page_is_in_the_readers_language(cast: Cast) -> None:
    address = stop_address(cast.other_coordinator, [Group.PEOPLE])
    assert 'lang="pt' in Client().get(address).content.decode()
    assert Client().post(address[:-3] + "x/").status_code == 404
    assert frequencies(cast.other_coordinator)[Group.PEOPLE] == Frequency.DAILY


def test_whoever_works_for_two_organisations_chooses_for_which_a_task_is(cast: Cast, sign_in: As) -> None:
    MembershipFactory(organisation=cast.riomayor, user=cast.coordinator, role="colleague")
    shown = page(sign_in(cast.coordinator), "tasks")
    assert [reverse("notices:task-add", args=[slug]) in shown for slug in ("la-paz-bo", "riomayor")] == [True, True]
