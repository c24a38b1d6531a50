"""A position at the desks of those who draft it."""

from django.urls import reverse
from tests.factories.alliances import AllianceFactory
from tests.factories.cast import Cast
from tests.factories.positions import position_of
from tests.web.conftest import As


def test_a_city_that_left_the_alliance_reads_what_it_drafted_and_speaks_for_it_no_more(cast: Cast, sign_in: As) -> None:
    position = position_of(cast.la_paz, cast.riomayor, network=cast.ucci, state="agreed")
    position.agreement.alliance = AllianceFactory(network=cast.ucci, parties=[cast.la_paz, cast.riomayor])
    position.agreement.save()
    position.agreement.alliance.seats.filter(organisation=cast.riomayor).update(state="left", left_on="2026-01-01")
    desk, keys = sign_in(cast.other_coordinator), ["riomayor", position.pk]
    page = desk.get(reverse("desk:position", args=keys))
    assert (page.status_code, page.context["drafts"]) == (200, False)
    assert desk.post(reverse("desk:position-publish", args=keys)).status_code == 403
    stays = sign_in(cast.coordinator).post(reverse("desk:position-publish", args=["la-paz-bo", position.pk]))
    assert stays.status_code == 302
