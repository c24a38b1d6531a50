"""A new version of a methodology: seen before, adopted by decision, refused where it drops where an alliance stands."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from tests.factories.lives import ASKED, STAGES, Living, adopted, pack_text, proposed, running

from entreciudades.actors.models import Adoption
from entreciudades.alliances.errors import StageDropped
from entreciudades.alliances.models import AllianceDecision, AllianceStage
from entreciudades.alliances.pack import required_at, stage_of
from entreciudades.alliances.services import stages
from entreciudades.alliances.services.versions import adopt_version
from entreciudades.methodologies.models import Methodology
from entreciudades.methodologies.services import load_methodology
from entreciudades.notices.models import Notice
from entreciudades.processes.adoption import adopt_for_network, other_versions, preview
from entreciudades.processes.gates import advance_alliance, evaluate_all

pytestmark = pytest.mark.django_db


def version(number: str, *, without: str = "", **more: str) -> str:
    """The methodology of the tests without a stage, and with others in front."""
    kept = {key: said for key, said in (more | dict(STAGES)).items() if key != without}
    return pack_text(kept, ASKED, version=number)


def in_visits(found: Living) -> None:
    advance_alliance(found.alliance, from_stage="start", by=found.by)


def test_a_version_is_seen_before_it_is_adopted_and_nothing_changes_by_looking() -> None:
    found = running()
    newer = adopted(version("1.1", without="end", first='requires = ["parties"]'), network=found.network)
    assert other_versions(found.alliance) == [newer]
    seen = preview(found.alliance, newer)
    assert ([one.key for one in seen.changes.added], [one.key for one in seen.changes.dropped], seen.blocked_at) == (
        ["first"],
        ["end"],
        "",
    )
    assert found.states() == {"start": "under-way", "visits": "ahead", "work": "ahead", "end": "ahead"}


def test_a_version_is_adopted_with_a_reason_and_the_alliance_stays_where_it_stands() -> None:
    found = running()
    in_visits(found)
    newer = adopted(version("1.1", without="end", first='requires = ["parties"]'), network=found.network)
    with pytest.raises(ValidationError) as refused:
        adopt_version(found.alliance, methodology=newer, form="only", by=found.by, reason="")
    assert list(refused.value.message_dict) == ["reason"]
    alliance = adopt_version(found.alliance, methodology=newer, form="only", by=found.by, reason="Menos papeles")
    assert (alliance.methodology, found.states()) == (
        newer,
        {"first": "skipped", "start": "passed", "visits": "under-way", "work": "ahead"},
    )
    decision = AllianceDecision.objects.get(verb="adopt-version")
    assert (decision.reason, decision.details["added"], decision.details["dropped"]) == (
        "Menos papeles",
        ["first"],
        ["end"],
    )
    assert Notice.objects.filter(kind="alliance.version", user=found.coordinators[1]).count() == 1
    assert [one.stage for one in evaluate_all(alliance)] == ["first", "start", "visits", "work"]


def test_a_stage_that_was_lived_stays_as_it_was_where_the_version_has_it_no_more() -> None:
    found = running()
    stages.waive(found.stage("start"), requirement="parties", reason="Por si acaso", by=found.by)
    stages.waive(found.stage("end"), requirement="parties", reason="Por si acaso", by=found.by)
    in_visits(found)
    text = pack_text({key: STAGES[key] for key in ("visits", "work")}, ASKED, version="2.0")
    adopt_version(
        found.alliance,
        methodology=adopted(text, network=found.network),
        form="only",
        by=found.by,
        reason="Empezamos más tarde",
    )
    assert found.states() == {"start": "passed", "visits": "under-way", "work": "ahead", "end": "skipped"}
    start = found.stage("start")
    assert (stage_of(start).title["es"], [one.key for one in required_at(start)]) == ("Etapa start", ["parties"])
    assert start.waivers.get().reason == "Por si acaso"
    with pytest.raises(ValidationError):
        stages.go_back(found.alliance, to="start", reason="Volver", by=found.by)


def test_a_version_without_the_stage_in_which_it_stands_is_refused_for_the_alliance() -> None:
    found = running()
    in_visits(found)
    newer = adopted(version("1.1", without="work"), network=found.network)
    dropping = load_methodology(version("1.2", without="visits"), file="prueba.toml", by=None)
    Adoption.objects.create(network=found.network, methodology=dropping)
    assert (preview(found.alliance, newer).blocked_at, preview(found.alliance, dropping).blocked_at) == ("", "visits")
    with pytest.raises(StageDropped) as refused:
        adopt_version(found.alliance, methodology=dropping, form="only", by=found.by, reason="Sin visitas")
    assert refused.value.standing == ((found.alliance, "visits"),)
    found.alliance.refresh_from_db()
    assert found.alliance.methodology.version == "1.0"


def test_a_stage_added_after_the_last_one_is_entered_though_the_version_drops_an_earlier_one() -> None:
    found = running()
    AllianceStage.objects.filter(alliance=found.alliance, key="visits").update(state="skipped")
    AllianceStage.objects.filter(alliance=found.alliance).exclude(key="visits").update(state="passed")
    kept = {key: said for key, said in STAGES.items() if key != "visits"} | {"after": 'requires = ["parties"]'}
    newer = adopted(pack_text(kept, ASKED, version="1.1"), network=found.network)
    adopt_version(found.alliance, methodology=newer, form="only", by=found.by, reason="Hay seguimiento")
    assert found.states() == {"start": "passed", "work": "passed", "end": "passed", "after": "under-way"}


@pytest.mark.parametrize(("form", "at_fault"), [("other", "form"), ("only", "methodology")])
def test_what_is_no_other_version_is_refused(form: str, at_fault: str) -> None:
    found = running()
    methodology = found.alliance.methodology
    with pytest.raises(ValidationError) as refused:
        adopt_version(found.alliance, methodology=methodology, form=form, by=found.by, reason="Porque sí")
    assert list(refused.value.message_dict) == [at_fault]
    unknown = load_methodology(version("3.0"), file="prueba.toml", by=None)
    with pytest.raises(ValidationError) as refused:
        adopt_version(found.alliance, methodology=unknown, form="only", by=found.by, reason="Porque sí")
    assert list(refused.value.message_dict) == ["methodology"]


def test_before_it_has_begun_a_version_only_changes_by_what_it_will_live() -> None:
    found = proposed()
    newer = adopted(version("1.1", without="visits"), network=found.network)
    assert (
        adopt_version(found.alliance, methodology=newer, form="only", by=found.by, reason="Antes").methodology == newer
    )
    assert found.states() == {}


def test_a_network_does_not_adopt_what_drops_where_its_alliances_stand_and_is_told_which(client: Client) -> None:
    found = running()
    in_visits(found)
    elsewhere = running(network=found.network)
    dropping = load_methodology(version("1.2", without="visits"), file="prueba.toml", by=None)
    with pytest.raises(StageDropped) as refused:
        adopt_for_network(found.network, dropping, by=found.secretary)
    assert refused.value.standing == ((found.alliance, "visits"),)
    client.force_login(found.secretary)
    found.alliance.titles = {"es": "Alianza de las visitas"}
    found.alliance.save()
    address = reverse("office:adopt", args=[found.network.slug])
    page = client.post(address, {"methodology": dropping.pk}, follow=True).content.decode()
    assert ("Alianza de las visitas" in page, "Alianza de los ríos" in page) == (True, False)
    assert not Adoption.objects.filter(methodology=dropping).exists()
    advance_alliance(elsewhere.alliance, from_stage="start", by=elsewhere.by)
    keeping = load_methodology(version("1.3", without="work"), file="prueba.toml", by=None)
    adopt_for_network(found.network, keeping, by=found.secretary)
    assert Methodology.objects.filter(pk__in=found.network.adoptions.values("methodology")).count() == 2
