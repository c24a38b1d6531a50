"""An admitted city finds its partner at its desk: list, meetings, preferences, pair, alliance."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone
from django.utils.html import escape
from tests.factories.actors import CityFactory, MembershipFactory
from tests.factories.calls import AdmissionFactory
from tests.factories.cast import Cast
from tests.factories.matchmaking import admitted, meeting_of, pair_of, two_of_a_call
from tests.web.conftest import As

from entreciudades.alliances.models import Alliance
from entreciudades.calls.models import Matchmaking, MeetingNote, PairAnswer, PartnerPreference, ShortListEntry
from entreciudades.taxonomy.models import Term

pytestmark = pytest.mark.django_db
PAGES = ("short-list", "meetings", "preferences", "pairs")


@pytest.fixture
def two(cast: Cast):
    """La Paz and Riomayor, admitted to a call of UCCI."""
    return two_of_a_call(cast.la_paz, cast.riomayor, network=cast.ucci)


def at(application, page):
    return f"/desk/organisations/{application.applicant.slug}/applications/{application.pk}/{page}/"


def text(response):
    return response.content.decode()


def chosen(response):
    return re.findall(r'value="([^"]*)"[^>]*checked', text(response))


def test_a_city_reads_whom_it_should_meet_and_why_in_words(two, cast: Cast, sign_in: As) -> None:
    page = text(sign_in(cast.coordinator).get(at(two[0], "short-list")))
    learns, shares = (str(Term.objects.get(pk=code).label) for code in ("iuc:3", "iuc:5"))
    for said in ("Riomayor", "210.000", escape(learns), escape(shares)):
        assert said in page
    assert page.index(escape(learns)) < page.index(escape(shares))


def test_the_order_of_the_page_does_not_say_who_fits_best(two, cast: Cast, sign_in: As) -> None:
    last = admitted(two[0].call, CityFactory(names={"es": "Alborada"}))
    ShortListEntry.objects.create(application=two[0], other=last, position=9)
    page = text(sign_in(cast.coordinator).get(at(two[0], "short-list")))
    assert 0 < page.index("Alborada") < page.index("Riomayor")


def test_before_the_lists_are_shown_or_once_struck_there_is_nobody(two, cast: Cast, sign_in: As) -> None:
    ShortListEntry.objects.update(struck="Una razón privada.")
    page = text(sign_in(cast.coordinator).get(at(two[0], "short-list")))
    assert ("Riomayor" in page, "Una razón privada." in page) == (False, False)
    ShortListEntry.objects.update(struck="")
    Matchmaking.objects.update(shown_at=None)
    assert "Riomayor" not in text(sign_in(cast.coordinator).get(at(two[0], "short-list")))


def test_a_city_that_was_not_selected_has_none_of_it(two, cast: Cast, sign_in: As) -> None:
    AdmissionFactory(application=two[0], outcome="reserve")
    client = sign_in(cast.coordinator)
    assert [client.get(at(two[0], page)).status_code for page in PAGES] == [404] * 4
    assert at(two[0], "pairs") not in text(client.get(at(two[0], "").rstrip("/") + "/"))


def test_a_meeting_stands_on_both_desks_and_its_notes_on_one(two, cast: Cast, sign_in: As) -> None:
    meeting = meeting_of(*two, where="https://sala.example.org/7")
    mine, theirs = sign_in(cast.coordinator), sign_in(cast.other_coordinator)
    assert "Riomayor" in text(mine.get(at(two[0], "meetings")))
    assert 'href="https://sala.example.org/7"' in text(theirs.get(at(two[1], "meetings")))
    note = at(two[0], f"meetings/{meeting.pk}")
    assert mine.post(note, {"text": "Hablar de laderas.", "opened": "new"}).status_code == 302
    assert "Hablar de laderas." in text(mine.get(note))
    for page in (*PAGES, f"meetings/{meeting.pk}"):
        assert "Hablar de laderas." not in text(theirs.get(at(two[1], page)))
    office = f"/office/ucci/calls/{two[0].call.slug}/meetings/{meeting.pk}/"
    assert "Hablar de laderas." not in text(sign_in(cast.secretary).get(office))
    MeetingNote.objects.update(shared=True)
    assert "Hablar de laderas." in text(sign_in(cast.secretary).get(office))
    assert "Hablar de laderas." not in text(theirs.get(at(two[1], f"meetings/{meeting.pk}")))


def test_what_a_colleague_wrote_meanwhile_is_shown_and_nothing_lost(two, cast: Cast, sign_in: As) -> None:
    meeting = meeting_of(*two)
    MeetingNote.objects.create(meeting=meeting, application=two[0], text="De Carmen.")
    note = at(two[0], f"meetings/{meeting.pk}")
    answer = sign_in(cast.colleague).post(note, {"text": "De César.", "opened": "0123456789abcdef"})
    assert answer.status_code == 409
    assert all(said in text(answer) for said in ("De Carmen.", "De César."))
    assert MeetingNote.objects.get().text == "De Carmen."


def test_a_city_says_whether_it_was_held(two, cast: Cast, sign_in: As) -> None:
    meeting = meeting_of(*two)
    held = at(two[1], f"meetings/{meeting.pk}/held")
    sign_in(cast.other_coordinator).post(held, {"held": "yes"})
    meeting.refresh_from_db()
    assert meeting.held is None  # it has not begun
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        sign_in(cast.other_coordinator).post(held, {"held": "no"})
    meeting.refresh_from_db()
    assert meeting.held is False


def test_preferences_are_a_page_of_ones_own(two, cast: Cast, sign_in: As) -> None:
    mine, theirs, office = (sign_in(one) for one in (cast.coordinator, cast.other_coordinator, cast.secretary))
    page = at(two[0], "preferences")
    assert mine.post(page, {f"city_{two[1].pk}": "4"}).status_code == 302
    assert PartnerPreference.objects.get().level == 4
    assert chosen(mine.get(page)) == ["4"]
    assert chosen(theirs.get(at(two[1], "preferences"))) == ["nothing"]
    call, word = two[0].call.slug, str(PartnerPreference.Level.MUCH.label)[1:]
    elsewhere = [(theirs, at(two[1], one)) for one in PAGES if one != "preferences"]
    elsewhere += [(office, f"/office/ucci/calls/{call}/{one}/") for one in ("meetings", "short-lists", "pairs")]
    elsewhere += [(office, f"/office/ucci/calls/{call}/"), (theirs, "/notices/"), (office, "/notices/")]
    assert [address for client, address in elsewhere if word in text(client.get(address))] == []
    with time_machine.travel(timezone.now() + dt.timedelta(days=30)):
        assert word in text(sign_in(cast.coordinator).get(page))
        assert word not in text(sign_in(cast.other_coordinator).get(at(two[1], "preferences")))
    assert [client.get(page).status_code for client in (theirs, office)] == [404, 403]
    # The office knows that one city has given them, and which has not.
    overview = text(office.get(f"/office/ucci/calls/{call}/meetings/"))
    assert ("<li>Riomayor</li>" in overview, "<li>La Paz</li>" in overview) == (True, False)


def test_after_the_term_preferences_are_refused_and_what_was_written_stays_in_the_form(
    two, cast: Cast, sign_in: As
) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(days=6)):
        answer = sign_in(cast.coordinator).post(at(two[0], "preferences"), {f"city_{two[1].pk}": "3"})
    assert (answer.status_code, PartnerPreference.objects.count()) == (200, 0)
    assert "checked" in text(answer)


def test_both_accept_and_land_in_their_alliance(two, cast: Cast, sign_in: As) -> None:
    pair = pair_of(*two)
    mine, theirs = sign_in(cast.coordinator), sign_in(cast.other_coordinator)
    learns, shares = (escape(str(Term.objects.get(pk=code).label)) for code in ("iuc:3", "iuc:5"))
    page = text(mine.get(at(two[0], "pairs")))
    assert page.index("Riomayor") < page.index(learns) < page.index(shares)
    assert mine.post(at(two[0], f"pairs/{pair.pk}/accept")).url == at(two[0], "pairs")
    # Neither reads the answer of the other before its own.
    assert "La Paz" in text(theirs.get(at(two[1], "pairs")))
    landed = theirs.post(at(two[1], f"pairs/{pair.pk}/accept"))
    alliance = Alliance.objects.get(pair=pair)
    assert landed.url == f"/desk/organisations/riomayor/alliances/{alliance.slug}/"
    shown = text(mine.get(f"/desk/organisations/la-paz-bo/alliances/{alliance.slug}/"))
    for said in ("La Paz", "Riomayor", learns, shares, "Carmen Inventada", "Olga Inventada"):
        assert said in shown
    assert alliance.slug in text(mine.get("/desk/organisations/la-paz-bo/alliances/"))
    again = mine.post(at(two[0], f"pairs/{pair.pk}/accept"), follow=True)
    assert (again.status_code, PairAnswer.objects.count()) == (200, 2)


def test_a_city_declines_with_a_reason_that_the_other_does_not_read(two, cast: Cast, sign_in: As) -> None:
    pair = pair_of(*two)
    mine, theirs = sign_in(cast.coordinator), sign_in(cast.other_coordinator)
    address = at(two[0], f"pairs/{pair.pk}/decline")
    assert mine.post(address, {"reason": ""}).status_code == 200
    assert mine.post(address, {"reason": "Sin equipo este año."}).url == at(two[0], "pairs")
    assert "Sin equipo este año." not in text(theirs.get(at(two[1], "pairs")))
    assert "Sin equipo este año." in text(sign_in(cast.secretary).get(f"/office/ucci/calls/{pair.call.slug}/pairs/"))
    theirs.post(at(two[1], f"pairs/{pair.pk}/accept"))
    pair.refresh_from_db()
    assert (pair.state, pair.answers.count()) == ("declined", 1)


def test_after_the_term_a_decline_keeps_the_reason_in_the_form(two, cast: Cast, sign_in: As) -> None:
    pair = pair_of(*two)
    with time_machine.travel(pair.due_at + dt.timedelta(seconds=1)):
        client = sign_in(cast.coordinator)
        answer = client.post(at(two[0], f"pairs/{pair.pk}/decline"), {"reason": "Tarde."})
        client.post(at(two[0], f"pairs/{pair.pk}/accept"))
    assert (answer.status_code, "Tarde." in text(answer), PairAnswer.objects.count()) == (200, True, 0)


def test_nobody_answers_for_another_city_nor_reaches_its_meetings(two, cast: Cast, sign_in: As) -> None:
    pair, meeting = pair_of(*two), meeting_of(*two)
    elsewhere = two_of_a_call(cast.la_paz, cast.riomayor, network=cast.puertos)
    client = sign_in(cast.coordinator)
    # Through the application of another call, neither the pair nor the meeting is found.
    assert client.post(at(elsewhere[0], f"pairs/{pair.pk}/accept")).status_code == 404
    assert client.get(at(elsewhere[0], f"meetings/{meeting.pk}")).status_code == 404
    assert client.post(at(two[1], f"pairs/{pair.pk}/accept")).status_code == 404
    outsider = MembershipFactory().user
    assert sign_in(outsider).get(at(two[0], "pairs")).status_code == 404
    assert sign_in(cast.colleague).post(at(two[0], f"pairs/{pair.pk}/accept")).status_code == 403
    assert PairAnswer.objects.count() == 0
